"""Rounds of reminders, announcements, and the deliveries of what tinbai says on its own."""
