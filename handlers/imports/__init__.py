"""Files sent to the bot, with their words."""
