"""SQLite over aiosqlite: one write connection, read connections beside it.

What may wait (for another program's lock, for the disk) is awaited. A job's statements run one
after another where the job runs: taking each to the connection's thread on its own would cost
more than the statement. Brief jobs run in the event loop itself, every other in its connection's
thread. Write transactions begin with BEGIN IMMEDIATE, for one that reads first and writes later
would lose updates or fail at once.
"""

import asyncio
import contextvars
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection
from sqlalchemy.exc import DBAPIError, OperationalError

from storage.engine.file_identity import FileIdentity
from storage.engine.own_thread import Held, sqlite_engine
from storage.engine.queue import Outcome, Queue, Queued
from storage.engine.sqlite_transaction import SqliteTransaction, drive
from storage.engine.transaction import Job

T = TypeVar("T")

READERS = 4
BUSY_S = 10.0
ROUND_S = 0.005  # of brief jobs in one round of the event loop
BUSY = f"busy_timeout = {BUSY_S * 1000:.0f}"
PRAGMAS = (BUSY, "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON")
_FAULTS = (DBAPIError, sqlite3.Error)


class SqliteStore:
    """An SQLite file."""

    is_shared = False

    def __init__(self, url: URL, *, read_only: bool = False) -> None:
        self.path = Path(url.database) if url.database else None
        # Who only reads leaves even the kind of a file's journal as it is.
        pragmas = (BUSY,) if read_only else PRAGMAS
        # Who can wait for another program says so (_begin); the event loop cannot.
        self._writing = sqlite_engine(url, 1, (*pragmas, "busy_timeout = 0"))
        # One more for brief reads.
        self._reading = sqlite_engine(url, READERS + 1, (*pragmas, "query_only = ON"))
        self._file = FileIdentity(self.path)
        self._writer: Held | None = None
        self._brief_reader: Held | None = None
        self._readers: list[Held] = []
        self._free_readers = asyncio.Semaphore(READERS)
        self._opening = asyncio.Lock()
        self._turn = asyncio.Lock()
        self._queue = Queue(self._run_group)

    async def write(self, job: Job[T], lane: str, *, brief: bool = False) -> T:
        """Run the job in a write transaction, which it may share with others, and commit."""
        return await self._queue.run(job, brief=brief)

    async def read(self, job: Job[T], *, brief: bool = False) -> T:
        """Run the job on one consistent snapshot."""
        if brief:
            held = self._brief_reader or await self._open_brief_reader()
            return _at_hand(held, partial(_read, job))
        context = contextvars.copy_context()
        async with self._reader() as held:
            return await _whole(held, lambda tx: context.run(_read, job, tx))

    async def migrate(self, upgrade: Callable[[Connection], T]) -> T:
        """Run a change of the schema in a transaction of its own, foreign keys being off."""
        if self.path is not None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        async with self._turn:
            try:
                result = await _whole(await self._open_writer(), partial(_migrate, upgrade))
            except sqlite3.Error as error:
                raise OperationalError("migrate", None, error) from error
        self._file.check()
        return result

    async def look(self, ask: Callable[[Connection], T]) -> T:
        """Ask something of the schema without changing anything."""
        async with self._reader() as held:
            return await _whole(held, lambda tx: ask(tx.synchronous))

    def check_file(self) -> None:
        """Raise DatabaseGone when the file was replaced or deleted since it was opened."""
        self._file.check()

    async def gone(self) -> None:
        """Return when the file is found to be replaced or deleted."""
        await self._file.gone.wait()

    async def close(self) -> None:
        """Finish what is under way and close every connection."""
        await self._queue.finish()
        for held in (self._writer, self._brief_reader, *self._readers):
            if held is not None:
                await held.connection.close()
        self._writer = self._brief_reader = None
        self._readers.clear()
        await self._writing.dispose()
        await self._reading.dispose()

    async def _run_group(self, group: Sequence[Queued]) -> Sequence[Outcome]:
        async with self._turn:
            outcomes = await self._outcomes(group)
        # What was written to a file that nobody finds any more is not stored.
        self._file.check()
        return outcomes

    async def _outcomes(self, group: Sequence[Queued]) -> Sequence[Outcome]:
        if self._file.gone.is_set():
            self._file.check()
        if len(group) > 1:
            try:
                return await self._together(group)
            except _FAULTS:
                # Some faults (a full disk) end the whole transaction, innocent jobs with it.
                await self._clear()
        return [await self._alone(queued) for queued in group]

    async def _together(self, group: Sequence[Queued]) -> list[Outcome]:
        writer = await self._open_writer()
        await _begin(writer)
        outcomes, began = [], time.perf_counter()
        for queued in group:
            outcomes.append(await _run(writer, queued, _behind_savepoint))
            if time.perf_counter() - began > ROUND_S:
                await asyncio.sleep(0)
                began = time.perf_counter()
        await _commit(writer)
        return outcomes

    async def _alone(self, queued: Queued) -> Outcome:
        try:
            writer = await self._open_writer()
            await _begin(writer)
            value = await _run(writer, queued, drive)
            await _commit(writer)
        except Exception as error:  # noqa: BLE001 - it is handed to whoever asked
            await self._clear()
            return Outcome(error=error)
        return Outcome(value)

    async def _open_writer(self) -> Held:
        if self._writer is None:
            self._writer = Held(await self._writing.connect())
        return self._writer

    @asynccontextmanager
    async def _reader(self) -> AsyncIterator[Held]:
        async with self._free_readers:
            held = self._readers.pop() if self._readers else Held(await self._reading.connect())
            try:
                yield held
            finally:
                # Whoever gave up waiting leaves a job under way; the next waits for its end.
                self._readers.append(held)

    async def _open_brief_reader(self) -> Held:
        async with self._opening:
            if self._brief_reader is None:
                self._brief_reader = Held(await self._reading.connect())
        return self._brief_reader

    async def _clear(self) -> None:
        """End a transaction that a fault left open."""
        writer = self._writer
        if writer is None or not writer.own.in_transaction:
            return
        try:
            await writer.own.rollback()
        except sqlite3.Error:
            self._writer = None
            self._file.forget_journal()
            await writer.connection.invalidate()
            await writer.connection.close()


def _at_hand(held: Held, run: Callable[[SqliteTransaction], T]) -> T:
    """Run brief work in the event loop."""
    with held.own.at_hand():
        return run(SqliteTransaction(held))


async def _whole(held: Held, run: Callable[[SqliteTransaction], T]) -> T:
    """Run work in the connection's thread."""
    return await held.own.run_whole(lambda: run(SqliteTransaction(held)))


async def _run(held: Held, queued: Queued, how: Callable[[Job[Any], SqliteTransaction], T]) -> T:
    def run(tx: SqliteTransaction) -> T:
        return queued.context.run(how, queued.job, tx)

    return _at_hand(held, run) if queued.brief else await _whole(held, run)


async def _begin(held: Held) -> None:
    """Begin a write transaction, at most BUSY_S after another program began one."""
    try:
        # It waits for nobody, so it need not be awaited.
        held.own.driver.execute("BEGIN IMMEDIATE")
    except sqlite3.Error:
        await held.connection.exec_driver_sql(f"PRAGMA {BUSY}")
        try:
            await held.connection.exec_driver_sql("BEGIN IMMEDIATE")
        finally:
            await held.connection.exec_driver_sql("PRAGMA busy_timeout = 0")


async def _commit(held: Held) -> None:
    """Commit; it waits for the disk."""
    try:
        await held.own.commit()
    except sqlite3.Error as error:
        raise OperationalError("COMMIT", None, error) from error


def _behind_savepoint(job: Job[Any], tx: SqliteTransaction) -> Outcome:
    """Run a job so that it can be undone alone; raise when a fault has ended the transaction."""
    tx.driver.execute("SAVEPOINT job")
    try:
        outcome = Outcome(drive(job, tx))
    except Exception as error:  # noqa: BLE001 - it is handed to whoever asked
        tx.driver.execute("ROLLBACK TO job")
        outcome = Outcome(error=error)
    tx.driver.execute("RELEASE job")
    return outcome


def _read(job: Job[T], tx: SqliteTransaction) -> T:
    tx.driver.execute("BEGIN")
    try:
        return drive(job, tx)
    finally:
        tx.driver.execute("ROLLBACK")


def _migrate(upgrade: Callable[[Connection], T], tx: SqliteTransaction) -> T:
    tx.driver.execute(f"PRAGMA {BUSY}")
    # This pragma does nothing inside a transaction.
    tx.driver.execute("PRAGMA foreign_keys = OFF")
    try:
        tx.driver.execute("BEGIN IMMEDIATE")
        try:
            result = upgrade(tx.synchronous)
        except BaseException:
            tx.driver.execute("ROLLBACK")
            raise
        tx.driver.execute("COMMIT")
        return result
    finally:
        tx.driver.execute("PRAGMA foreign_keys = ON")
        tx.driver.execute("PRAGMA busy_timeout = 0")
