"""The report in sentences: the narrative, chat text, warnings and JSON."""
