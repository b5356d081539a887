"""The settings a board keeps itself, with their words."""
