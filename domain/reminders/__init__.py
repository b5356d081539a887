"""Reminders as pure rules: when a stage is due, who is silent, how fast the bot may speak."""
