"""The database: the one package that knows SQLAlchemy."""
