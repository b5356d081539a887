"""Finding articles that are in the log already under other words."""
