"""Backups of PostgreSQL: dumped while in use, restored when nobody is connected."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest

from bot.app import foundation
from domain.errors import Conflict, InvalidFile
from services.container import Services
from services.upkeep.backups import Backups
from storage.engine.database import Database, Transaction
from storage.engine.migrate import newest_revision
from storage.engine.opening import opened
from storage.people.rows import add_person
from storage.upkeep.postgres_backup import run_program
from tests.databases import database_in, stored_rows
from tests.flows.conftest import BOARD, loaded, still_clock
from tests.storage.engine.test_migrations import upgrade_to

NAMES = "SELECT name FROM people ORDER BY id"


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A board's database on PostgreSQL."""
    if database_in(tmp_path).startswith("sqlite"):
        pytest.skip("needs TINBAI_TEST_DATABASE=postgresql")
    async with foundation(loaded(tmp_path, BOARD), still_clock()) as base:
        assert isinstance(base.services, Services)
        yield base.database


def _kept_in(folder: Path) -> list[Path]:
    return list(folder.glob("before-restore-*"))


async def _run_sql(url: str, statements: Sequence[str]) -> None:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def add(database: Database, name: str) -> None:
    """Store a person."""

    async def job(tx: Transaction) -> None:
        await add_person(tx, name, "vi", datetime(2021, 6, 15, tzinfo=UTC))

    await database.write(job)


async def test_a_dump_restores_to_the_same_and_the_old_state_is_kept(
    database: Database, tmp_path: Path
) -> None:
    url = database.url.render_as_string(hide_password=False)
    backups = Backups(database)
    await add(database, "Lan")
    copy = tmp_path / "copies" / "copy.dump"
    await backups.make(copy)
    await add(database, "Minh")
    with pytest.raises(Conflict) as refused:
        await backups.restore(copy, tmp_path, "1")
    assert refused.value.code == "database_in_use"
    await database.close()
    kept = await backups.restore(copy, tmp_path, "2")
    assert stored_rows(url, NAMES) == [("Lan",)]
    assert kept == tmp_path / "before-restore-2.dump"
    await backups.restore(kept, tmp_path, "3")
    assert stored_rows(url, NAMES) == [("Lan",), ("Minh",)]


async def test_a_dump_from_before_an_upgrade_is_upgraded_after_its_restore(
    database: Database, tmp_path: Path
) -> None:
    url = database.url.render_as_string(hide_password=False)
    await database.close()
    await _run_sql(url, ["DROP SCHEMA public CASCADE", "CREATE SCHEMA public"])
    old = Database(url)
    await old.migrate(lambda connection: upgrade_to(connection, "0001"))
    await old.close()
    await Backups(old).make(tmp_path / "old.dump")
    async with opened(url):
        pass  # the upgrade
    await _run_sql(url, ["CREATE TABLE of_another (id integer)"])
    await Backups(database).restore(tmp_path / "old.dump", tmp_path, "1")
    async with opened(url) as upgraded:
        await add(upgraded, "Lan")
    assert stored_rows(url, NAMES) == [("Lan",)]
    assert stored_rows(url, "SELECT version_num FROM alembic_version") == [(newest_revision(),)]
    assert stored_rows(url, "SELECT count(*) FROM of_another") == [(0,)]


async def test_a_torn_dump_and_another_programs_are_refused_before_anything_is_touched(
    database: Database, tmp_path: Path
) -> None:
    url = database.url.render_as_string(hide_password=False)
    backups = Backups(database)
    await add(database, "Lan")
    whole, torn, other = (tmp_path / f"{name}.dump" for name in ("whole", "torn", "other"))
    await backups.make(whole)
    await database.close()
    torn.write_bytes(whole.read_bytes()[:-2000])
    await _run_sql(url, ["ALTER TABLE outbox RENAME TO of_another"])
    run_program(
        database.url, "pg_dump", "--format=custom", f"--file={other}", database.url.database
    )
    for wrong in (torn, other):
        with pytest.raises(InvalidFile):
            await backups.restore(wrong, tmp_path, "1")
    assert _kept_in(tmp_path) == []


async def test_a_file_that_is_no_dump_is_refused(database: Database, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.dump"
    wrong.write_text("không phải bản sao lưu")
    with pytest.raises(InvalidFile):
        await Backups(database).restore(wrong, tmp_path, "1")
