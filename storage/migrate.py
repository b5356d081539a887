"""Brings a database to the newest schema: under a lock, in one real transaction.

Foreign keys are off while tables are rebuilt (dropping a parent with them on would delete its
children) and checked before the commit.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from domain.errors import Conflict
from storage.database import Database

HEAD = "0001"
_LOCK = 7_436_201  # any number, the same in every worker


async def migrate(database: Database) -> None:
    """Create or upgrade the schema; raise Conflict when the database is newer than the program."""
    if database.path is not None:
        database.path.parent.mkdir(parents=True, exist_ok=True)
    async with database.writer.connect() as connection:
        if await connection.run_sync(_version) == HEAD:
            return
        await connection.rollback()
        # The pragma does nothing inside a transaction, so it goes to the driver, before it begins.
        driver: Any = (await connection.get_raw_connection()).driver_connection
        if database.is_sqlite:
            await driver.execute("PRAGMA foreign_keys = OFF")
        try:
            async with connection.begin():
                await connection.run_sync(_upgrade)
        finally:
            if database.is_sqlite:
                await driver.execute("PRAGMA foreign_keys = ON")


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version


def _upgrade(connection: Connection) -> None:
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    from storage.tables import metadata

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    version = _version(connection)
    if version is not None and version not in {
        script.revision for script in scripts.walk_revisions()
    }:
        raise Conflict("newer_schema", version=version)
    with EnvironmentContext(
        config,
        scripts,
        fn=lambda revision, _context: scripts._upgrade_revs("head", revision),
    ) as environment:
        environment.configure(
            connection=connection, target_metadata=metadata, transactional_ddl=False
        )
        environment.run_migrations()
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            raise Conflict("broken_foreign_keys", tables=sorted({row[0] for row in broken}))
