"""Writes of several boards: side by side where they can be, in turn where they must."""

import asyncio
import random
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, insert, select, text

from storage.engine.counters import next_number
from storage.engine.database import Database, Transaction
from storage.engine.opening import opened
from storage.engine.tables import boards, counters
from storage.engine.transaction import OfBoard

NOW = datetime(2021, 6, 15, 8, tzinfo=UTC)
BOARDS = 6


@pytest.fixture
async def workers(postgres_url: str) -> AsyncIterator[list[Database]]:
    """Three workers, and boards with the ids 1 to 6."""
    async with opened(postgres_url) as first:
        rows = [{"slug": f"b{n}", "name": "Ban", "created_at": NOW} for n in range(BOARDS)]
        await first.write(lambda tx: tx.execute(insert(boards), rows))
        others = [Database(postgres_url) for _ in range(2)]
        yield [first, *others]
        for other in others:
            await other.close()


async def read_and_add(tx: Transaction, board_id: int) -> int:
    """Add one to a board's counter in a way that loses updates unless writes are in turn."""
    mine = (counters.c.board_id == board_id, counters.c.name == "so")
    value = await tx.value(select(counters.c.value).where(*mine))
    if value is None:
        return await next_number(tx, board_id, "so")
    await tx.execute(counters.update().where(*mine).values(value=value + 1))
    return int(value) + 1


async def somebody_waits(database: Database) -> None:
    """Return as soon as a lock is waited for."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    while not await database.read(lambda tx: tx.value(waiting)):
        pass


class Held:
    """A job of a board that stays open until it is told to end."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.end = asyncio.Event()

    async def __call__(self, tx: Transaction) -> int:
        self.begun.set()
        await self.end.wait()
        return await read_and_add(tx, 1)


async def test_jobs_of_different_boards_are_written_side_by_side(workers: list[Database]) -> None:
    held = Held()
    first = asyncio.create_task(workers[0].write(OfBoard(1, held)))
    await held.begun.wait()
    assert await workers[1].write(OfBoard(2, lambda tx: read_and_add(tx, 2))) == 1
    assert not first.done()
    held.end.set()
    assert await first == 1


async def test_jobs_of_one_board_are_written_in_turn(workers: list[Database]) -> None:
    held = Held()
    first = asyncio.create_task(workers[0].write(OfBoard(1, held)))
    await held.begun.wait()
    second = asyncio.create_task(workers[1].write(OfBoard(1, lambda tx: read_and_add(tx, 1))))
    await somebody_waits(workers[2])
    assert not second.done()
    held.end.set()
    assert [await first, await second] == [1, 2]


async def test_a_job_of_all_boards_waits_for_those_of_any(workers: list[Database]) -> None:
    held = Held()
    first = asyncio.create_task(workers[0].write(OfBoard(1, held)))
    await held.begun.wait()
    total = func.coalesce(func.sum(counters.c.value), 0)
    overall = asyncio.create_task(workers[1].write(lambda tx: tx.value(select(total))))
    await somebody_waits(workers[2])
    assert not overall.done()
    held.end.set()
    assert await first == 1
    assert await overall == 1


async def test_a_boards_job_waits_for_one_of_all_boards(workers: list[Database]) -> None:
    held = Held()
    first = asyncio.create_task(workers[0].write(held))
    await held.begun.wait()
    second = asyncio.create_task(workers[1].write(OfBoard(1, lambda tx: read_and_add(tx, 1))))
    await somebody_waits(workers[2])
    assert not second.done()
    held.end.set()
    assert [await first, await second] == [1, 2]


def _many(rng: random.Random) -> Iterator[tuple[int, int | None]]:
    """Return a worker's number and a board's for each of many jobs; some are of all boards."""
    for _ in range(400):
        board_id = rng.randint(1, BOARDS)
        yield rng.randrange(3), board_id if rng.random() < 0.9 else None


async def test_many_jobs_of_all_workers_lose_nothing_and_never_block_each_other(
    workers: list[Database],
) -> None:
    async def add_to_all(tx: Transaction) -> int:
        for board_id in range(BOARDS, 0, -1):
            await read_and_add(tx, board_id)
        return 0

    def job(board_id: int) -> OfBoard[int]:
        return OfBoard(board_id, lambda tx: read_and_add(tx, board_id))

    plan = list(_many(random.Random(7)))
    async with asyncio.timeout(60):
        await asyncio.gather(
            *(
                workers[worker].write(add_to_all if board_id is None else job(board_id))
                for worker, board_id in plan
            )
        )
    chosen = [board_id for _worker, board_id in plan]
    rows = await workers[0].read(lambda tx: tx.all(select(counters.c.board_id, counters.c.value)))
    assert {row.board_id: row.value for row in rows} == {
        board_id: chosen.count(board_id) + chosen.count(None) for board_id in range(1, BOARDS + 1)
    }


async def test_a_brief_read_of_several_statements_sees_one_instant_all_the_same(
    workers: list[Database],
) -> None:
    counted = select(func.count()).select_from(boards)
    runs = 0

    async def twice(tx: Transaction) -> tuple[int, int]:
        nonlocal runs
        runs += 1
        first = await tx.value(counted)
        row = {"slug": f"neu-{runs}", "name": "Ban", "created_at": NOW}
        await workers[1].write(lambda other: other.execute(insert(boards), [row]))
        return first, await tx.value(counted)

    assert await workers[0].read(lambda tx: tx.value(counted), brief=True) == BOARDS
    # Begun again with its second statement, it sees what was stored before it began again.
    assert await workers[0].read(twice, brief=True) == (BOARDS + 1, BOARDS + 1)
    assert runs == 2


async def test_a_failing_job_undoes_nothing_of_other_boards(workers: list[Database]) -> None:
    async def fails(tx: Transaction) -> int:
        await read_and_add(tx, 2)
        raise ValueError("no")

    results = await asyncio.gather(
        *(
            workers[0].write(OfBoard(board_id, job))
            for board_id, job in (
                (1, lambda tx: read_and_add(tx, 1)),
                (2, fails),
                (3, lambda tx: read_and_add(tx, 3)),
            )
        ),
        return_exceptions=True,
    )
    assert results[0] == 1
    assert isinstance(results[1], ValueError)
    assert results[2] == 1
    stored = await workers[1].read(lambda tx: tx.all(select(counters.c.board_id)))
    assert sorted(row.board_id for row in stored) == [1, 3]
