"""SQLite: one write connection in a thread of its own, read connections beside it.

A job's statements run one after another where the job runs: handing each to a thread on its own
would cost more than the statement. Brief jobs run in the event loop itself, and only their commit,
which waits for the disk, in the thread. Write transactions begin with BEGIN IMMEDIATE, for one
that reads first and writes later would lose updates or fail at once.
"""

import asyncio
import contextvars
import sqlite3
import threading
import time
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import URL, Connection, Engine, Executable, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import NullPool

from storage.engine.prepared import AnyRow, Parameters, Prepared, SqliteStatement
from storage.engine.queue import Outcome, Queue, Queued
from storage.engine.transaction import Job, Ran, Transaction

T = TypeVar("T")

READERS = 4
BUSY_S = 10.0
ROUND_S = 0.005  # of brief jobs in one round of the event loop


class SqliteStore:
    """An SQLite file."""

    is_shared = False

    def __init__(self, url: URL, *, read_only: bool = False) -> None:
        self.path = Path(url.database) if url.database else None
        # Statements are given to the driver by our own threads, so its synchronous form is used.
        self._engine = create_engine(
            url.set(drivername="sqlite"),
            poolclass=NullPool,
            connect_args={"check_same_thread": False},
            isolation_level="AUTOCOMMIT",
        )
        event.listen(self._engine, "connect", _configure_reader if read_only else _configure)
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="tinbai-write")
        self._reading = ThreadPoolExecutor(READERS, thread_name_prefix="tinbai-read")
        self._writer = _Writer(self._engine)
        self._readers = threading.local()
        self._open_readers: list[Connection] = []
        self._queue = Queue(self._run_group)

    async def write(self, job: Job[T], lane: str, *, brief: bool = False) -> T:
        """Run the job in a write transaction, which it may share with others, and commit."""
        return await self._queue.run(job, brief=brief)

    async def read(self, job: Job[T], *, brief: bool = False) -> T:
        """Run the job on one consistent snapshot."""
        context = contextvars.copy_context()
        if brief:
            return self._read(job, context)
        return await asyncio.get_running_loop().run_in_executor(
            self._reading, self._read, job, context
        )

    async def migrate(self, upgrade: Callable[[Connection], T]) -> T:
        """Run a change of the schema in a transaction of its own, foreign keys being off."""
        return await asyncio.get_running_loop().run_in_executor(
            self._writing, self._writer.migrate, upgrade
        )

    async def look(self, ask: Callable[[Connection], T]) -> T:
        """Ask something of the schema on a connection of its own."""

        def run() -> T:
            with self._engine.connect() as connection:
                _driver(connection).execute("PRAGMA query_only = ON")
                return ask(connection)

        return await asyncio.get_running_loop().run_in_executor(self._reading, run)

    async def close(self) -> None:
        """Finish what is under way and close every connection."""
        await self._queue.finish()
        await asyncio.to_thread(self._close)

    async def _run_group(self, group: Sequence[Queued]) -> Sequence[Outcome]:
        loop = asyncio.get_running_loop()
        if all(queued.brief for queued in group) and self._writer.begin_at_once():
            try:
                outcomes, began = [], time.perf_counter()
                for queued in group:
                    outcomes.append(self._writer.step(queued))
                    if time.perf_counter() - began > ROUND_S:
                        await asyncio.sleep(0)
                        began = time.perf_counter()
                await loop.run_in_executor(self._writing, self._writer.commit)
            except (DBAPIError, sqlite3.Error):
                # Some faults (a full disk) end the whole transaction, innocent jobs with it.
                return await loop.run_in_executor(self._writing, self._writer.one_by_one, group)
            return outcomes
        return await loop.run_in_executor(self._writing, self._writer.run_group, group)

    def _read(self, job: Job[T], context: contextvars.Context) -> T:
        connection: Connection | None = getattr(self._readers, "connection", None)
        if connection is None:
            connection = self._readers.connection = self._engine.connect()
            _driver(connection).execute("PRAGMA query_only = ON")
            self._open_readers.append(connection)
        driver = _driver(connection)
        driver.execute("BEGIN")
        try:
            return context.run(_drive, job, SqliteTransaction(connection))
        finally:
            driver.execute("ROLLBACK")

    def _close(self) -> None:
        self._writing.shutdown()
        self._reading.shutdown()
        self._writer.close()
        for connection in self._open_readers:
            connection.close()
        self._engine.dispose()


class SqliteTransaction(Transaction):
    """Gives what was prepared to the driver, everything else to SQLAlchemy."""

    __slots__ = ("_dialect", "_driver")

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._dialect = connection.dialect
        self._driver = _driver(connection)

    async def all(
        self, statement: Executable | Prepared, parameters: Parameters | None = None
    ) -> Sequence[AnyRow]:
        """Return every row."""
        if not isinstance(statement, Prepared):
            return await super().all(statement, parameters)
        return self._rows(statement, parameters or {})

    async def first(
        self, statement: Executable | Prepared, parameters: Parameters | None = None
    ) -> AnyRow | None:
        """Return the first row or None."""
        if not isinstance(statement, Prepared):
            return await super().first(statement, parameters)
        rows = self._rows(statement, parameters or {})
        return rows[0] if rows else None

    async def value(
        self, statement: Executable | Prepared, parameters: Parameters | None = None
    ) -> Any:
        """Return the first column of the first row, or None."""
        row = await self.first(statement, parameters)
        return None if row is None else row[0]

    async def each(
        self, statement: Prepared, parameters: Iterable[Parameters]
    ) -> AsyncGenerator[Sequence[AnyRow]]:
        """Yield the rows for each of the parameters in turn."""
        for one in parameters:
            yield self._rows(statement, one)

    async def run(self, statement: Prepared, parameters: Parameters) -> Ran:
        """Run a statement and tell how many rows it changed."""
        return self._given(statement, parameters).run(self._driver, parameters)

    async def run_many(self, statement: Prepared, parameters: Sequence[Parameters]) -> None:
        """Run a statement once for each of the parameters."""
        if parameters:
            self._given(statement, parameters[0]).run_many(self._driver, parameters)

    def _rows(self, statement: Prepared, parameters: Parameters) -> list[AnyRow]:
        given = self._given(statement, parameters)
        return given.rows(given.run(self._driver, parameters))

    def _given(self, statement: Prepared, parameters: Parameters) -> SqliteStatement:
        return statement.for_sqlite(tuple(parameters), self._dialect)


class _Writer:
    """The write connection; one thread at a time uses it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    def run_group(self, group: Sequence[Queued]) -> list[Outcome]:
        """Run jobs in one transaction; where that is lost, each in one of its own."""
        if len(group) > 1:
            try:
                self._begin()
                outcomes = [self.step(queued) for queued in group]
                self.commit()
            except (DBAPIError, sqlite3.Error):
                return self.one_by_one(group)
            return outcomes
        return self.one_by_one(group)

    def one_by_one(self, group: Sequence[Queued]) -> list[Outcome]:
        """Undo what is open and run each job in a transaction of its own."""
        self._roll_back()
        return [self._alone(queued) for queued in group]

    def begin_at_once(self) -> bool:
        """Begin a transaction unless another process is in one or the connection is not open."""
        if self._connection is None:
            return False
        try:
            _driver(self._connection).execute("BEGIN IMMEDIATE")
        except sqlite3.Error:
            return False
        return True

    def step(self, queued: Queued) -> Outcome:
        """Run a job behind a savepoint; raise when a fault has ended the transaction."""
        connection, driver = self._open()
        driver.execute("SAVEPOINT job")
        try:
            outcome = Outcome(queued.context.run(_drive, queued.job, SqliteTransaction(connection)))
        except Exception as error:  # noqa: BLE001 - it is handed to whoever asked
            driver.execute("ROLLBACK TO job")
            outcome = Outcome(error=error)
        driver.execute("RELEASE job")
        return outcome

    def commit(self) -> None:
        """Commit; it waits for the disk."""
        _connection, driver = self._open()
        try:
            driver.execute("COMMIT")
        except sqlite3.Error as error:
            raise _wrapped("COMMIT", error) from error

    def migrate(self, upgrade: Callable[[Connection], T]) -> T:
        """Run a change of the schema."""
        if self._engine.url.database:
            Path(self._engine.url.database).parent.mkdir(parents=True, exist_ok=True)
        with self._engine.connect() as connection:
            driver = _driver(connection)
            # The pragma does nothing inside a transaction.
            driver.execute("PRAGMA foreign_keys = OFF")
            driver.execute("BEGIN IMMEDIATE")
            try:
                result = upgrade(connection)
            except BaseException:
                driver.execute("ROLLBACK")
                raise
            driver.execute("COMMIT")
            return result

    def close(self) -> None:
        """Close the connection; an open transaction is rolled back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> tuple[Connection, sqlite3.Connection]:
        if self._connection is None:
            self._connection = self._engine.connect()
            # Who can wait for another process says so (_begin); the event loop cannot.
            _driver(self._connection).execute("PRAGMA busy_timeout = 0")
        return self._connection, _driver(self._connection)

    def _begin(self) -> None:
        """Begin a transaction, at most BUSY_S after another process began one."""
        _connection, driver = self._open()
        if self.begin_at_once():
            return
        driver.execute(f"PRAGMA busy_timeout = {BUSY_S * 1000:.0f}")
        try:
            driver.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            raise _wrapped("BEGIN IMMEDIATE", error) from error
        finally:
            driver.execute("PRAGMA busy_timeout = 0")

    def _alone(self, queued: Queued) -> Outcome:
        try:
            self._begin()
            connection = self._open()[0]
            value = queued.context.run(_drive, queued.job, SqliteTransaction(connection))
            self.commit()
        except Exception as error:  # noqa: BLE001 - it is handed to whoever asked
            self._roll_back()
            return Outcome(error=error)
        return Outcome(value)

    def _roll_back(self) -> None:
        if self._connection is None:
            return
        driver = _driver(self._connection)
        if driver.in_transaction:
            try:
                driver.execute("ROLLBACK")
            except sqlite3.Error:
                self.close()


def _driver(connection: Connection) -> sqlite3.Connection:
    driver: Any = connection.connection.driver_connection
    return cast(sqlite3.Connection, driver)


def _wrapped(statement: str, error: sqlite3.Error) -> OperationalError:
    return OperationalError(statement, None, error)


async def _await(job: Job[T], transaction: Transaction) -> T:
    return await job(transaction)


def _drive(job: Job[T], transaction: Transaction) -> T:
    """Run a job to its end; its statements return at once, so it never has to wait."""
    running = _await(job, transaction)
    try:
        running.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    running.close()
    raise RuntimeError("a job awaits nothing but its transaction")


def _configure(connection: Any, _record: object) -> None:
    _set(connection, "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON")


def _configure_reader(connection: Any, _record: object) -> None:
    # Even the kind of a file's journal is left as it is.
    _set(connection, "query_only = ON")


def _set(connection: Any, *pragmas: str) -> None:
    cursor = connection.cursor()
    for pragma in (f"busy_timeout = {BUSY_S * 1000:.0f}", *pragmas):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
