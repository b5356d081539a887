"""Deciding on pairs that are likely one article, with its words."""
