"""Commands that write documents: reports, templates, exports, duplicates."""
