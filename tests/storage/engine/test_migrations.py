"""A database of an older program keeps its rows when it is brought to the newest schema."""

# ruff: noqa: S608 - every statement is a constant of this file

import sqlite3
from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Dialect, inspect, make_url
from sqlalchemy.schema import CreateIndex

import storage.engine.migrate
from storage.engine.database import Database
from storage.engine.opening import opened
from storage.engine.tables import add_postgresql_conditions, metadata
from tests.databases import stored_rows

AT = "2021-06-15 08:00:00.000000"
ROWS = f"""
INSERT INTO boards (id, slug, name, created_at) VALUES (1, 'ban-thu', 'Ban thử', '{AT}');
INSERT INTO people (id, name, language, created_at) VALUES (1, 'Lan', 'vi', '{AT}');
INSERT INTO outbox (id, board_id, kind, person_id, payload, state, attempts, due_at, claimed_at)
 VALUES (1, 1, 'broadcast', 1, '{{}}', 'claimed', 1, '{AT}', '{AT}'),
 (2, 1, 'broadcast', 1, '{{}}', 'due', 0, '{AT}', NULL);
"""


def upgrade_to(connection: Connection, target: str) -> None:
    """Upgrade a database to a revision."""
    inspect(connection).get_table_names()  # begins the transaction, which alembic then leaves be
    config = Config()
    folder = Path(storage.engine.migrate.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    with EnvironmentContext(
        config, scripts, fn=lambda revision, _context: scripts._upgrade_revs(target, revision)
    ) as environment:
        environment.configure(
            connection=connection, target_metadata=metadata, transactional_ddl=False
        )
        environment.run_migrations()


async def test_the_first_schemas_rows_survive_and_its_claims_may_have_left(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    url = f"sqlite+aiosqlite:///{path}"
    old = Database(url)
    await old.migrate(lambda connection: upgrade_to(connection, "0001"))
    await old.close()
    with sqlite3.connect(path) as connection:
        connection.executescript(ROWS)
    connection.close()
    async with opened(url) as database:
        columns = await database.migrate(
            lambda connection: {
                table: {column["name"] for column in inspect(connection).get_columns(table)}
                for table in metadata.tables
            }
        )
    assert columns == {name: set(table.c.keys()) for name, table in metadata.tables.items()}
    assert stored_rows(url, "SELECT id, state, departed_at FROM outbox ORDER BY id") == [
        (1, "claimed", AT),
        (2, "due", None),
    ]
    assert stored_rows(url, "SELECT name FROM people") == [("Lan",)]
    assert stored_rows(url, "SELECT version_num FROM alembic_version") == [
        (storage.engine.migrate.newest_revision(),)
    ]


def test_a_migration_is_drafted_with_the_same_partial_indexes_for_both_databases() -> None:
    add_postgresql_conditions()
    indexes = [index for table in metadata.tables.values() for index in table.indexes]

    def partial(dialect: Dialect) -> set[str | None]:
        made = {index.name: str(CreateIndex(index).compile(dialect=dialect)) for index in indexes}
        return {name for name, statement in made.items() if " WHERE " in statement}

    on_sqlite = partial(make_url("sqlite://").get_dialect()())
    assert len(on_sqlite) == 5
    assert partial(make_url("postgresql+asyncpg://").get_dialect()()) == on_sqlite
