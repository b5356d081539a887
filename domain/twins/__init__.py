"""Titles taken apart and compared: whether two articles are one."""
