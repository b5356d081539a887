"""Brings a database to the newest schema: under a lock, in one real transaction.

Foreign keys are off while tables are rebuilt (dropping a parent with them on would delete its
children) and checked before the commit.
"""

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from domain.errors import Conflict, Unusable
from storage.engine.database import Database
from storage.engine.early_schema import is_early, make_whole
from storage.engine.faults import place_of

_MIGRATIONS = Path(__file__).parent / "migrations"


@cache
def newest_revision() -> str:
    """Return the newest revision, by the files' names: to load alembic takes a start too long."""
    return max(path.name[:4] for path in (_MIGRATIONS / "versions").glob("[0-9]*_*.py"))


# In every version's schema: other programs keep an `alembic_version` too.
OWN_TABLES = ("articles", "boards", "inbox", "outbox", "people")


async def migrate(database: Database) -> None:
    """Create or upgrade the schema; raise Conflict when the database is newer than the program."""
    await database.migrate(_upgrade)


async def is_current(database: Database) -> bool:
    """Tell whether the schema is the newest; raise what `migrate` raises of one not ours."""
    return await database.look(_version) == newest_revision()


def known_versions() -> frozenset[str]:
    """Return the schema versions this program can bring up to date."""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(_MIGRATIONS))
    return frozenset(script.revision for script in scripts.walk_revisions())


def _version(connection: Connection) -> str | None:
    """Return the schema's version, None of an empty database; raise for one that is not ours."""
    tables = set(inspect(connection).get_table_names())
    strange = Unusable("foreign_database", place=place_of(connection.engine.url))
    if "alembic_version" not in tables:
        # Another program's tables may stand beside ours on a server, but not in a file of ours.
        if tables and (connection.dialect.name == "sqlite" or tables & set(OWN_TABLES)):
            raise strange
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if version is not None and not tables.issuperset(OWN_TABLES):
        raise strange
    if version != newest_revision() and version is not None and version not in known_versions():
        raise Conflict("newer_schema", version=version)
    return version


def _upgrade(connection: Connection) -> None:
    version = _version(connection)
    if version == newest_revision():
        return
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    from storage.engine.tables import metadata

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)

    def upgrade_to(target: str) -> None:
        with EnvironmentContext(
            config,
            scripts,
            fn=lambda revision, _context: scripts._upgrade_revs(target, revision),
        ) as environment:
            environment.configure(
                connection=connection, target_metadata=metadata, transactional_ddl=False
            )
            environment.run_migrations()

    if version is not None and is_early(connection, version):
        make_whole(connection, lambda: upgrade_to(version))
    upgrade_to("head")
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            raise Conflict("broken_foreign_keys", tables=sorted({row[0] for row in broken}))
