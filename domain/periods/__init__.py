"""Reporting months and periods: the board's rule, and the names people give them."""
