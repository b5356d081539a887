"""Typed choices, and the words that belong to no topic."""
