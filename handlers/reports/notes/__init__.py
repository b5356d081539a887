"""The sentences of a report as the board keeps them, with their words."""
