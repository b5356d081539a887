"""The board's page: what /status says, to read, print and download in a browser."""
