"""Announcements, and the words of all that tinbai says on its own."""
