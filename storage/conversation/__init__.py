"""Queries of the inbox, effects, offers, open questions and what channels remember."""
