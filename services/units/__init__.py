"""Units: finding one, changing them, and "nothing this month"."""
