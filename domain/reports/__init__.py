"""The dataset of a report, what it is checked for, its notes, figures and issuing."""
