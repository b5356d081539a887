"""The history of changes, copies of the database, exports, and who works on it."""
