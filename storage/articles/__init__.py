"""Queries of articles, drafts, reviews and topics."""
