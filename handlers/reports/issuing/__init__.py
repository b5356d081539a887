"""The card of a report that is to be issued, with its words and buttons."""
