"""Frozen dataclasses and pure rules: no input or output, no clock, no library beyond data."""
