"""Transactions: what fails is undone alone, what is committed stays, nothing is lost between."""

import asyncio
import contextvars
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text

from domain.errors import InvalidInput
from storage.engine.counters import next_number
from storage.engine.database import Database, DatabaseError, IntegrityError, Transaction
from storage.engine.database import unique_violation as is_unique_violation
from storage.engine.opening import opened
from storage.engine.tables import boards, counters
from tests.postgres import PostgresServer, on_postgres

AT = "2021-06-15 08:00:00+00"
NOW = datetime(2021, 6, 15, 8, tzinfo=UTC)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with opened(database_url) as opened_database:
        yield opened_database


async def add_board(tx: Transaction, slug: str) -> None:
    statement = "INSERT INTO boards (slug, name, created_at) VALUES (:slug, :slug, :at)"
    at = "CAST(:at AS timestamptz)" if tx.dialect == "postgresql" else ":at"
    await tx.execute(text(statement.replace(":at", at)).bindparams(slug=slug, at=AT))


async def slugs(database: Database) -> list[str]:
    rows = await database.read(lambda tx: tx.all(select(boards.c.slug).order_by(boards.c.slug)))
    return [row.slug for row in rows]


async def together(database: Database, *jobs: object) -> list[object]:
    """Run jobs at the same time, the first holding the others up, so that they share a commit."""
    return await asyncio.gather(
        *(database.write(job) for job in jobs),  # type: ignore[arg-type]
        return_exceptions=True,
    )


async def test_a_failing_job_takes_nothing_of_the_others_with_it(database: Database) -> None:
    async def good(tx: Transaction) -> str:
        await add_board(tx, "mot")
        return "done"

    async def refused(tx: Transaction) -> None:
        await add_board(tx, "hai")
        raise InvalidInput("language", language="xx")

    async def twice(tx: Transaction) -> None:
        await add_board(tx, "ba")
        await add_board(tx, "ba")

    async def last(tx: Transaction) -> None:
        await add_board(tx, "bon")

    results = await together(database, good, refused, twice, last)
    assert results[0] == "done"
    assert isinstance(results[1], InvalidInput)
    assert isinstance(results[2], IntegrityError)
    assert is_unique_violation(results[2])
    assert results[3] is None
    assert await slugs(database) == ["bon", "mot"]


async def test_a_fault_that_ends_the_transaction_ends_nobody_elses_work(
    database: Database,
) -> None:
    async def good(tx: Transaction) -> None:
        await add_board(tx, "mot")

    async def ends_all(tx: Transaction) -> None:
        await tx.execute(text("ROLLBACK"))
        await tx.execute(text("SELECT no_such_column"))

    async def last(tx: Transaction) -> None:
        await add_board(tx, "hai")

    results = await together(database, good, ends_all, last)
    assert results[0] is None
    assert isinstance(results[1], Exception)
    assert results[2] is None
    assert await slugs(database) == ["hai", "mot"]


async def test_a_job_alone_is_undone_when_it_fails(database: Database) -> None:
    async def refused(tx: Transaction) -> None:
        await add_board(tx, "mot")
        raise InvalidInput("language", language="xx")

    with pytest.raises(InvalidInput):
        await database.write(refused)
    assert await slugs(database) == []


async def test_reading_and_then_writing_loses_no_update(database: Database) -> None:
    await database.write(lambda tx: add_board(tx, "ban"))
    board_id = await database.read(lambda tx: tx.value(select(boards.c.id)))

    async def add_one(tx: Transaction) -> None:
        current = await tx.value(select(counters.c.value))
        if current is None:
            await next_number(tx, board_id, "so")
        else:
            await tx.execute(counters.update().values(value=current + 1))

    await asyncio.gather(*(database.write(add_one) for _ in range(100)))
    assert await database.read(lambda tx: tx.value(select(counters.c.value))) == 100


async def test_two_workers_take_numbers_without_a_gap_or_a_repeat(
    database: Database, database_url: str
) -> None:
    await database.write(lambda tx: add_board(tx, "ban"))
    board_id = await database.read(lambda tx: tx.value(select(boards.c.id)))
    other = Database(database_url)
    numbers = await asyncio.gather(
        *(
            worker.write(lambda tx: next_number(tx, board_id, "so"))
            for _ in range(40)
            for worker in (database, other)
        )
    )
    await other.close()
    assert sorted(numbers) == list(range(1, 81))


async def test_a_read_sees_one_instant(database: Database) -> None:
    async def twice(tx: Transaction) -> tuple[int, int]:
        count = text("SELECT count(*) FROM boards")
        first = await tx.value(count)
        await tx.execute(text("SELECT 1"))
        return first, await tx.value(count)

    await database.write(lambda tx: add_board(tx, "ban"))
    reads = asyncio.gather(*(database.read(twice) for _ in range(20)))
    writes = asyncio.gather(*(database.write(partial(add_board, slug=f"b{n}")) for n in range(20)))
    for first, second in await reads:
        assert first == second
    await writes


async def test_a_read_cannot_write(database: Database) -> None:
    with pytest.raises(DatabaseError):
        await database.read(lambda tx: add_board(tx, "ban"))
    assert await slugs(database) == []


async def test_a_job_runs_in_the_context_of_whoever_asked(database: Database) -> None:
    who: contextvars.ContextVar[str] = contextvars.ContextVar("who")

    async def ask(name: str) -> str:
        who.set(name)

        async def job(tx: Transaction) -> str:
            await tx.execute(text("SELECT 1"))
            return who.get()

        return await database.write(job)

    assert await asyncio.gather(*(ask(name) for name in "abc")) == ["a", "b", "c"]


async def test_who_gives_up_waiting_disturbs_nobody(database: Database) -> None:
    tasks = [
        asyncio.create_task(database.write(partial(add_board, slug=f"b{n}"))) for n in range(5)
    ]
    await asyncio.sleep(0)
    tasks[2].cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [result is None for result in results] == [True, True, False, True, True]
    assert {"b0", "b1", "b3", "b4"} <= set(await slugs(database))


async def test_a_migrated_database_is_left_as_it_is(database: Database, database_url: str) -> None:
    await database.write(lambda tx: add_board(tx, "ban"))
    async with opened(database_url) as again:
        assert await slugs(again) == ["ban"]


@pytest.mark.skipif(on_postgres(), reason="about SQLite alone")
async def test_a_job_awaits_nothing_but_its_transaction(database: Database) -> None:
    async def sleepy(tx: Transaction) -> None:
        await add_board(tx, "ban")
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="awaits nothing but"):
        await database.write(sleepy)
    assert await slugs(database) == []


@pytest.mark.skipif(on_postgres(), reason="about SQLite alone")
async def test_a_full_disk_fails_who_fills_it_and_passes(database: Database) -> None:
    async def limit(tx: Transaction) -> None:
        pages = await tx.value(text("PRAGMA page_count"))
        await tx.execute(text(f"PRAGMA max_page_count = {pages + 2}"))

    async def much(tx: Transaction) -> None:
        await tx.execute(
            insert(boards),
            [{"slug": f"s{n}", "name": "x" * 4000, "created_at": NOW} for n in range(20)],
        )

    await database.write(limit)
    results = await together(database, lambda tx: add_board(tx, "mot"), much)
    assert results[0] is None
    assert isinstance(results[1], DatabaseError)
    assert await slugs(database) == ["mot"]
    await database.write(lambda tx: add_board(tx, "hai"))
    assert await slugs(database) == ["hai", "mot"]


@pytest.mark.skipif(on_postgres(), reason="about SQLite alone")
async def test_a_locked_file_is_waited_for(database: Database, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "tinbai.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    writing = asyncio.create_task(database.write(lambda tx: add_board(tx, "ban")))
    await asyncio.sleep(0.05)
    assert not writing.done()
    other.execute("ROLLBACK")
    other.close()
    await writing
    assert await slugs(database) == ["ban"]


async def test_writes_and_reads_go_on_after_the_server_was_started_anew(
    postgres_server: PostgresServer, postgres_url: str
) -> None:
    async with opened(postgres_url) as database:
        await database.write(lambda tx: add_board(tx, "mot"))
        await database.read(lambda tx: tx.all(select(boards.c.id)))
        await asyncio.to_thread(postgres_server.restart)
        await database.write(lambda tx: add_board(tx, "hai"))
        assert await slugs(database) == ["hai", "mot"]
