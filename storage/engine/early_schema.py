"""Databases of the first days, whose first migration was changed after they were made.

They say that they are of a revision and lack tables and columns of it, so the next migrations
would fail on them or leave them short. Their rows are moved into that revision as it is now.
"""

# ruff: noqa: S608 - every name in a statement is a table's or a column's

from collections.abc import Callable

from sqlalchemy import Connection, MetaData, inspect, text

# The table that came last: a database without it was made before the first migration was whole.
_LAST = "alarms"
_CHANGED = frozenset({"0001", "0002"})
# What stands in the columns that came later and have to hold something.
_FILLED = {
    "dialogues": {"revision": "0"},
    "stage_runs": {"outcome": "'run'", "due_on": "date(ran_at)"},
}


def is_early(connection: Connection, version: str | None) -> bool:
    """Tell that a database lacks what its revision has by now."""
    return version in _CHANGED and not inspect(connection).has_table(_LAST)


def make_whole(connection: Connection, make: Callable[[], None]) -> None:
    """Move every row into a schema that `make` makes in the emptied database."""
    old = MetaData()
    old.reflect(connection)
    old.remove(old.tables["alembic_version"])
    kept = {table.name: [column.name for column in table.columns] for table in old.sorted_tables}
    for name in kept:
        _say(connection, f"CREATE TEMPORARY TABLE before_{name} AS SELECT * FROM {name}")
    old.drop_all(connection)
    _say(connection, "DROP TABLE alembic_version")
    make()
    for name, columns in kept.items():
        filled = {
            column: value
            for column, value in _FILLED.get(name, {}).items()
            if column not in columns
        }
        into = ", ".join(f'"{column}"' for column in (*columns, *filled))
        values = ", ".join((*(f'"{column}"' for column in columns), *filled.values()))
        _say(connection, f"INSERT INTO {name} ({into}) SELECT {values} FROM before_{name}")
        _say(connection, f"DROP TABLE before_{name}")
        if connection.dialect.name == "postgresql" and "id" in columns:
            # The next number follows those there are.
            number = f"pg_get_serial_sequence('{name}', 'id')"
            _say(connection, f"SELECT setval({number}, max(id)) FROM {name}")


def _say(connection: Connection, statement: str) -> None:
    connection.execute(text(statement))
