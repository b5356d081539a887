"""Commands that keep an installation: copies, invitations, reminders, imports, boards."""
