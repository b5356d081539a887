"""Queries of units, their opening counts and confirmed zeros."""
