"""Who people are and may do: joining, accounts, invitations, roles and absences."""
