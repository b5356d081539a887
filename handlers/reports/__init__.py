"""Reports, status, figures, notes and issuing, with their words and buttons."""
