"""Imports as stored: what each brought in, and files that wait for answers."""
