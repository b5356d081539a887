"""Queries of people, their accounts, roles, absences and invitations."""
