"""Backups of PostgreSQL: dumped while in use, restored when nobody is connected."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import foundation
from domain.errors import Conflict, InvalidFile
from services.backups import Backups
from services.container import Services
from storage.database import Database, Transaction
from storage.people import add_person
from tests.databases import database_in, stored_rows
from tests.flows.conftest import BOARD, loaded, still_clock

NAMES = "SELECT name FROM people ORDER BY id"


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A board's database on PostgreSQL."""
    if database_in(tmp_path).startswith("sqlite"):
        pytest.skip("needs TINBAI_TEST_DATABASE=postgresql")
    async with foundation(loaded(tmp_path, BOARD), still_clock()) as base:
        assert isinstance(base.services, Services)
        yield base.database


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


async def test_a_file_that_is_no_dump_is_refused(database: Database, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.dump"
    wrong.write_text("không phải bản sao lưu")
    with pytest.raises(InvalidFile):
        await Backups(database).restore(wrong, tmp_path, "1")
