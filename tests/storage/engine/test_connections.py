"""Every SQLite connection of the program is one of aiosqlite's, and none is left open."""

import asyncio
import gc
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import aiosqlite
import pytest
from sqlalchemy import insert, select, text

from services.upkeep.backups import Backups
from storage.engine.database import Transaction
from storage.engine.opening import opened
from storage.engine.tables import boards

NOW = datetime(2021, 6, 15, 8, tzinfo=UTC)


async def add(tx: Transaction) -> None:
    await tx.execute(insert(boards).values(slug="ban", name="B", created_at=NOW))


async def count(tx: Transaction) -> int:
    return len(await tx.all(select(boards.c.id)))


def _owned() -> list[sqlite3.Connection | None]:
    found = [one for one in gc.get_objects() if isinstance(one, aiosqlite.Connection)]
    return [one._connection for one in found]


async def test_every_connection_is_opened_and_owned_by_aiosqlite_and_closed_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def listen(*arguments: object, **options: object) -> sqlite3.Connection:
        made.append(connect(*arguments, **options))  # type: ignore[call-overload]
        return made[-1]

    monkeypatch.setattr(sqlite3, "connect", listen)
    async with opened(f"sqlite+aiosqlite:///{tmp_path / 'one.db'}") as database:
        await database.write(add, brief=True)
        await database.write(lambda tx: tx.execute(text("UPDATE boards SET name = 'C'")))
        assert await database.read(count, brief=True) == await database.read(count) == 1
        # One writes; one reads in the event loop and one elsewhere.
        assert len(made) == 3
        assert {id(one) for one in made} <= {id(one) for one in _owned()}
        await Backups(database).make(tmp_path / "copy.db")
        assert len(made) == 6
    # aiosqlite lets go of a connection when it has closed it.
    assert not {id(one) for one in made} & {id(one) for one in _owned()}


@pytest.mark.durable
async def test_what_is_decided_about_durability_holds_on_every_connection(tmp_path: Path) -> None:
    async def settings(tx: Transaction) -> dict[str, object]:
        names = ("journal_mode", "synchronous", "foreign_keys")
        return {name: await tx.value(text(f"PRAGMA {name}")) for name in names}

    async with opened(f"sqlite+aiosqlite:///{tmp_path / 'one.db'}") as database:
        found = [
            await ask(settings, brief=brief)
            for ask in (database.write, database.read)
            for brief in (False, True)
        ]
    assert found == [{"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}] * 4


async def test_who_gives_up_a_long_read_leaves_its_connection_fit_for_the_next(
    tmp_path: Path,
) -> None:
    slow = text(
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 300000)"
        " SELECT count(*) FROM n"
    )
    async with opened(f"sqlite+aiosqlite:///{tmp_path / 'one.db'}") as database:
        reads = [asyncio.create_task(database.read(lambda tx: tx.value(slow))) for _ in range(8)]
        await asyncio.sleep(0)
        for read in reads[::2]:
            read.cancel()
        await asyncio.gather(*reads, return_exceptions=True)
        assert await asyncio.gather(*(database.read(count) for _ in range(8))) == [0] * 8
