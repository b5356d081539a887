"""Older tables become units and opening counts."""
