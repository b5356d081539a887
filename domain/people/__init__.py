"""People, their roles and accounts, and the codes that bring them in."""
