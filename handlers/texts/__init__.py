"""What people read, in short, polite and plain sentences."""
