"""The report as a workbook."""
