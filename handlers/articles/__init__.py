"""Logging, correcting, finding and reviewing articles, with its words and buttons."""
