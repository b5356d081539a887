"""Queries of reminders, the outbox, its claims and its pace."""
