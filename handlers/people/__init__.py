"""Joining, inviting and keeping people, with its words and buttons."""
