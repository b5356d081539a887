"""Queries of titles to compare and of pairs that are likely one."""
