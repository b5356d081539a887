"""Units and their groups, and the end of a unit."""
