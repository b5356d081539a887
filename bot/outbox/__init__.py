"""What tinbai says on its own on its way out."""
