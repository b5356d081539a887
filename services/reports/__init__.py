"""Reports: built from the log, rendered, noted, issued, traced and rolled up."""
