"""Queries of counts, figures, notes and issued reports."""
