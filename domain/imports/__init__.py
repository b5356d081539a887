"""Other people's tables as read, before anything of them is stored."""
