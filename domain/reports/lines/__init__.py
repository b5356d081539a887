"""What people write on one line about a report: figures, payments, issuing, notes, settings."""
