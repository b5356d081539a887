"""Older tables and lists that boards kept by hand: reading them, and wording what is doubtful."""
