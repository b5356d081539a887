"""The local chat's page: the messenger in memory and the board's state, in a browser."""
