"""Queries of what the portal listed."""
