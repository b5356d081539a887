"""What the headings of a table say: its columns, its months, their year."""
