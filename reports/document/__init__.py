"""The report as the Word document and PDF that the board signs, and its template."""
