"""A migration that has landed is history, and a database of any text of one becomes today's."""

import hashlib
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

import storage.engine.migrate
from storage.engine.database import Database, Transaction
from storage.engine.migrate import newest_revision
from storage.engine.opening import opened
from tests.databases import stored_rows
from tests.postgres import PostgresServer
from tests.storage.engine.test_migrations import upgrade_to

DATA = Path(__file__).parents[2] / "data"
MIGRATIONS = Path(storage.engine.migrate.__file__).parent / "migrations"
AT = "2021-06-15 08:00:00.000000"
ROWS = f"""
INSERT INTO boards (id, slug, name, created_at) VALUES (7, 'ban-thu', 'Ban thử', '{AT}');
INSERT INTO people (id, name, language, created_at) VALUES (3, 'Lan', 'vi', '{AT}');
INSERT INTO accounts (id, person_id, channel, chat_id, active, created_at, last_used_at)
 VALUES (1, 3, 'telegram', 1001, 1, '{AT}', '{AT}');
INSERT INTO drafts (person_id, board_id, revision, content, updated_at)
 VALUES (3, 7, 5, '[]', '{AT}');
INSERT INTO outbox (id, board_id, kind, person_id, payload, state, attempts, due_at, claimed_at)
 VALUES (1, 7, 'broadcast', 3, '{{}}', 'claimed', 1, '{AT}', '{AT}');
"""  # noqa: S608 - a constant


def _landed(number: int) -> tuple[str, list[str]]:
    """Return the revision and the statements of the schema of a landed text."""
    sections = re.split(r"(?m)^-- (\d+) (\d{4})\n", (DATA / "landed_schemas.sql").read_text())[1:]
    made: dict[str, str] = {}
    revision = ""
    for place, said, statements in zip(sections[::3], sections[1::3], sections[2::3], strict=True):
        if int(place) > number:
            break
        revision = said
        for statement in statements.strip().splitlines():
            name = re.match(r"CREATE (?:UNIQUE )?(?:TABLE|INDEX) (\w+)", statement)
            assert name, statement
            made[name[1]] = statement
    return revision, sorted(made.values(), key=lambda one: not one.startswith("CREATE TABLE"))


def _schema(path: Path) -> set[tuple[str, str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql <> ''")
        return {(kind, name, " ".join(sql.split())) for kind, name, sql in found}


@pytest.mark.parametrize("number", range(1, 11))
async def test_a_database_of_any_landed_text_becomes_as_a_new_one_and_keeps_its_rows(
    tmp_path: Path, number: int
) -> None:
    revision, statements = _landed(number)
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("".join(statements))
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.execute("INSERT INTO alembic_version VALUES (?)", (revision,))
        connection.executescript(ROWS)
        if number == 1:
            connection.execute(
                "INSERT INTO stage_runs (board_id, month, stage, ran_at)"
                " VALUES (7, '2021-06', 'nhac-1', ?)",
                (AT,),
            )
        connection.commit()
    url = f"sqlite+aiosqlite:///{path}"
    for name in ("old.db", "new.db"):
        async with opened(f"sqlite+aiosqlite:///{tmp_path / name}"):
            pass
    old, new = (
        {one for one in _schema(tmp_path / name) if one[1] != "alembic_version"}
        for name in ("old.db", "new.db")
    )
    assert old == new
    assert stored_rows(url, "SELECT version_num FROM alembic_version") == [(newest_revision(),)]
    assert stored_rows(url, "SELECT id, slug, links_version FROM boards") == [(7, "ban-thu", 0)]
    assert stored_rows(url, "SELECT id, name FROM people") == [(3, "Lan")]
    assert stored_rows(url, "SELECT chat_id, closed_at FROM accounts") == [(1001, None)]
    assert stored_rows(url, "SELECT revision, content FROM drafts") == [(5, "[]")]
    departed = None if revision == "0002" else AT
    assert stored_rows(url, "SELECT id, departed_at FROM outbox") == [(1, departed)]
    if number == 1:
        assert stored_rows(url, "SELECT month, outcome, due_on FROM stage_runs") == [
            ("2021-06", "run", "2021-06-15")
        ]


async def test_an_early_postgresql_database_is_made_whole_and_counts_on(
    postgres_server: PostgresServer,
) -> None:
    url = postgres_server.create()
    early = Database(url)
    await early.migrate(lambda connection: upgrade_to(connection, "0002"))

    async def make_early(tx: Transaction) -> None:
        for statement in (
            "DROP TABLE alarms",
            "DROP INDEX ix_articles_board_id",
            "ALTER TABLE dialogues DROP COLUMN revision",
            "INSERT INTO boards (id, slug, name, created_at) VALUES (7, 'b', 'B', now())",
            "INSERT INTO people (id, name, language, created_at) VALUES (3, 'Lan', 'vi', now())",
            "INSERT INTO dialogues (person_id, board_id, kind, content, updated_at)"
            " VALUES (3, 7, 'reason', '{}', now())",
        ):
            await tx.execute(text(statement))

    await early.write(make_early)
    await early.close()
    async with opened(url) as database:
        found = await database.read(
            lambda tx: tx.all(text("SELECT person_id, revision FROM dialogues"))
        )
        assert [tuple(row) for row in found] == [(3, 0)]
        new = text(
            "INSERT INTO boards (slug, name, created_at) VALUES ('c', 'C', now()) RETURNING id"
        )
        assert await database.write(lambda tx: tx.value(new)) == 8
        indexes = text("SELECT indexname FROM pg_indexes WHERE indexname = 'ix_articles_board_id'")
        assert await database.read(lambda tx: tx.value(indexes)) == "ix_articles_board_id"
        assert await database.read(lambda tx: tx.all(text("SELECT fault FROM alarms"))) == []


def test_there_is_one_newest_revision_and_the_files_name_it() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [newest_revision()]


def test_a_landed_migration_is_not_changed() -> None:
    lines = (DATA / "landed_migrations.sha256").read_text().splitlines()
    listed = {name: content for content, name in (line.split() for line in lines)}
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (MIGRATIONS / "versions").glob("*.py")
    }
    # A new migration is added to the list by `sha256sum`; a listed one stays as it landed.
    assert found == listed
