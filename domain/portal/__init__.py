"""What the portal's own pages and feed say, beside the log."""
