"""The database itself: connections, transactions, the tables and their migrations."""
