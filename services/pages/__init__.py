"""Reading pages and feeds of the board's own hosts, in a process of its own."""
