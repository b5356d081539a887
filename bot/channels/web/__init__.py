"""The chat of the web page as a channel below the Bot API."""
