"""Keeping units, with its words and buttons."""
