"""Several workers on one PostgreSQL database: one leads, none works in another's chat."""
# ruff: noqa: S608 - every statement is made of constants of this file

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from services.conversation.inbox import Inbox, arrival
from storage.conversation.inbox import Claimed
from storage.engine.database import Database
from storage.engine.opening import opened
from storage.upkeep.workers import Worker
from tests.databases import stored_rows
from tests.postgres import PostgresServer

NOW = datetime(2021, 6, 15, 8, tzinfo=UTC)
CHATS, EACH = 12, 25


def message(update_id: int, chat_id: int) -> dict[str, object]:
    chat = {"id": chat_id, "type": "private"}
    return {"update_id": update_id, "message": {"message_id": update_id, "date": 1, "chat": chat}}


@pytest.fixture
async def database(postgres_url: str) -> AsyncIterator[Database]:
    async with opened(postgres_url) as database:
        yield database


class Handler:
    """A worker's loop in short: it claims, works a moment, and finishes."""

    def __init__(self, name: str, database: Database, shared: "Seen") -> None:
        self.name = name
        self.inbox = Inbox(database)
        self.shared = shared

    async def run(self) -> None:
        finished: list[int] = []
        while len(self.shared.order) < CHATS * EACH:
            claimed = await self.inbox.turn(self.name, NOW, ["telegram"], [], finished, [], 4)
            finished = [row.id for row in claimed]
            await asyncio.gather(*(self._handle(row) for row in claimed))
        await self.inbox.turn(self.name, NOW, ["telegram"], [], finished, [], 0)

    async def _handle(self, row: Claimed) -> None:
        assert row.chat_id not in self.shared.busy
        self.shared.busy.add(row.chat_id)
        self.shared.by[self.name] += 1
        await asyncio.sleep(0)
        self.shared.order.append((row.chat_id, row.update_id))
        self.shared.busy.discard(row.chat_id)


class Seen:
    """What all workers did."""

    def __init__(self) -> None:
        self.busy: set[int] = set()
        self.order: list[tuple[int, int]] = []
        self.by: Counter[str] = Counter()


async def test_a_busy_worker_that_is_woken_for_nothing_leaves_the_database_alone(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_arguments: object, **_named: object) -> None:
        raise AssertionError("nothing is to be written")

    monkeypatch.setattr(database, "write", refuse)
    assert await Inbox(database).turn("run:1", NOW, ["telegram"], [], [], [], 0) == []


async def test_each_update_is_claimed_once_and_each_chat_in_order(
    postgres_url: str, database: Database
) -> None:
    seen = Seen()
    databases = [Database(postgres_url) for _ in range(4)]
    handlers = [Handler(f"run:{n}", one, seen) for n, one in enumerate(databases)]

    async def store() -> None:
        # Two workers store, as webhooks do, while all of them claim.
        for number in range(EACH):
            for half, inbox in enumerate((handlers[0].inbox, handlers[1].inbox)):
                rows = [
                    arrival("telegram", message(chat * 1000 + number, chat), NOW)
                    for chat in range(1 + half, CHATS + 1, 2)
                ]
                await inbox.turn("run:x", NOW, ["telegram"], rows, [], [], 0)

    async with asyncio.timeout(60):
        await asyncio.gather(store(), *(handler.run() for handler in handlers))
    for one in databases:
        await one.close()
    for chat in range(1, CHATS + 1):
        own = [update_id for chat_id, update_id in seen.order if chat_id == chat]
        assert own == [chat * 1000 + number for number in range(EACH)]
    assert len(seen.by) > 1  # a busy machine may leave one of the four without work
    assert stored_rows(postgres_url, "SELECT DISTINCT state FROM inbox") == [("done",)]


async def test_a_chat_stays_with_its_worker_when_an_older_update_is_set_going_again(
    database: Database, postgres_url: str
) -> None:
    inbox = Inbox(database)
    rows = [arrival("telegram", message(number, 1), NOW) for number in (1, 2)]
    await inbox.turn("run:1", NOW, ["telegram"], rows, [], [], 0)
    await _change(database, "UPDATE inbox SET state = 'dead' WHERE update_id = 1")
    assert [row.update_id for row in await _claim(inbox, "run:1")] == [2]
    await _change(database, "UPDATE inbox SET state = 'pending' WHERE update_id = 1")
    assert await _claim(inbox, "run:2") == []


async def test_one_worker_leads_and_another_follows_when_it_is_gone(database: Database) -> None:
    first, second = Worker(database), Worker(database)
    await first.arrive(lambda: None)
    await second.arrive(lambda: None)
    assert await first.lead()
    assert not await second.lead()
    assert await first.lead()
    await first.leave()
    assert await _soon(second.lead)
    await second.leave()


async def test_a_dead_workers_claims_are_free_again_and_what_had_left_is_in_doubt(
    database: Database, postgres_url: str
) -> None:
    dead, alive = Worker(database), Worker(database)
    await dead.arrive(lambda: None)
    await alive.arrive(lambda: None)
    inbox = Inbox(database)
    rows = [arrival("telegram", message(number, number), NOW) for number in (1, 2)]
    await inbox.turn(dead.name, NOW, ["telegram"], rows, [], [], 0)
    assert len(await _claim(inbox, dead.name, 1)) == 1
    assert len(await _claim(inbox, alive.name, 1)) == 1
    await _add_messages(database, dead.name, dead.name, alive.name, "cli:1")
    await _change(database, "UPDATE outbox SET departed_at = claimed_at WHERE id = 1")
    assert await alive.release_dead(NOW) == (0, 0)
    await dead.leave()

    async def released() -> bool:
        return await alive.release_dead(NOW) == (1, 1)

    assert await _soon(released)
    states = stored_rows(postgres_url, "SELECT update_id, state FROM inbox ORDER BY update_id")
    assert states == [(1, "pending"), (2, "claimed")]
    messages = stored_rows(postgres_url, "SELECT worker, state, error FROM outbox ORDER BY id")
    assert messages == [
        (None, "unknown", "interrupted"),
        (None, "due", None),
        (alive.name, "claimed", None),
        ("cli:1", "claimed", None),
    ]
    await alive.leave()


async def test_a_worker_whose_session_broke_comes_back_under_its_name(
    postgres_server: PostgresServer, database: Database
) -> None:
    worker = Worker(database)
    await worker.arrive(lambda: None)
    assert await worker.lead()
    await asyncio.to_thread(postgres_server.restart)
    assert not await worker.lead()
    assert await _soon(worker.lead)
    inbox = Inbox(database)
    rows = [arrival("telegram", message(1, 1), NOW)]
    await inbox.turn(worker.name, NOW, ["telegram"], rows, [], [], 4)
    assert await worker.release_dead(NOW) == (0, 0)
    await worker.leave()


async def test_work_that_is_left_over_wakes_the_others(database: Database) -> None:
    woken = asyncio.Event()
    worker = Worker(database)
    await worker.arrive(woken.set)
    inbox = Inbox(database)
    rows = [arrival("telegram", message(1, 1), NOW)]
    await inbox.turn("run:1", NOW, ["telegram"], rows, [], [], 4)
    await asyncio.sleep(0)
    assert not woken.is_set()
    rows = [arrival("telegram", message(number, number), NOW) for number in range(2, 9)]
    await inbox.turn("run:1", NOW, ["telegram"], rows, [], [], 4)
    async with asyncio.timeout(5):
        await woken.wait()
    await worker.leave()


async def test_on_sqlite_the_one_worker_leads(tmp_path: Path) -> None:
    async with opened(f"sqlite+aiosqlite:///{tmp_path}/one.db") as database:
        worker = Worker(database)
        await worker.arrive(lambda: None)
        assert await worker.lead()
        assert await worker.release_dead(NOW) == (0, 0)
        await worker.leave()


async def _claim(inbox: Inbox, worker: str, limit: int = 10) -> list[Claimed]:
    return await inbox.turn(worker, NOW, ["telegram"], [], [], [], limit)


async def _change(database: Database, statement: str) -> None:

    await database.write(lambda tx: tx.execute(text(statement)))


async def _add_messages(database: Database, *workers: str) -> None:
    at = "TIMESTAMPTZ '2021-06-15 08:00:00+00'"
    await _change(
        database, f"INSERT INTO boards (id, slug, name, created_at) VALUES (1, 'a', 'A', {at})"
    )
    await _change(
        database,
        f"INSERT INTO people (id, name, language, created_at) VALUES (1, 'A', 'vi', {at})",
    )
    for worker in workers:
        await _change(
            database,
            "INSERT INTO outbox (board_id, kind, person_id, payload, state, attempts, due_at,"
            f" claimed_at, worker) VALUES (1, 'reminder', 1, '{{}}', 'claimed', 1, {at}, {at},"
            f" '{worker}')",
        )


async def _soon(check: Callable[[], Awaitable[bool]]) -> bool:
    """Tell whether something comes true within seconds: a server ends sessions in its own time."""
    for _ in range(100):
        if await check():
            return True
        await asyncio.sleep(0.05)
    return False
