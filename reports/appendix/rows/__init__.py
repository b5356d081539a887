"""What the rows of a table are: units, groups, sums, or nothing, and how many each counts."""
