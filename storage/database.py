"""Connections and transactions: one writer, separate readers.

SQLite gets one write connection whose transactions begin with BEGIN IMMEDIATE (one that reads
first and writes later would lose updates or fail at once) and a second engine for reads.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    CursorResult,
    Executable,
    Row,
    Table,
    event,
    make_url,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

T = TypeVar("T")
Insert = sqlite.Insert | postgresql.Insert
AnyRow = Row[*tuple[Any, ...]]


class Transaction:
    """What storage functions run their statements on."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self.dialect = connection.dialect.name

    async def execute(
        self, statement: Executable, parameters: Sequence[dict[str, Any]] | None = None
    ) -> CursorResult[Any]:
        """Run a statement; with parameters, once for each of them in one round trip."""
        if parameters is None:
            return await self.connection.execute(statement)
        return await self.connection.execute(statement, parameters)

    async def all(self, statement: Executable) -> Sequence[AnyRow]:
        """Return every row."""
        return (await self.execute(statement)).all()

    async def first(self, statement: Executable) -> AnyRow | None:
        """Return the first row or None."""
        return (await self.execute(statement)).first()

    async def value(self, statement: Executable) -> Any:
        """Return the first column of the first row, or None."""
        return (await self.execute(statement)).scalar()

    def insert(self, table: Table) -> Insert:
        """Return an INSERT that knows ON CONFLICT in this database's dialect."""
        return sqlite.insert(table) if self.dialect == "sqlite" else postgresql.insert(table)


Job = Callable[[Transaction], Awaitable[T]]


class Database:
    """A database by its SQLAlchemy URL (`sqlite+aiosqlite:///…` or `postgresql+asyncpg://…`)."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self._writer = create_async_engine(self.url, pool_size=1, max_overflow=0)
            self._reader = create_async_engine(self.url, pool_size=4, max_overflow=0)
            event.listen(self._writer.sync_engine, "connect", _configure_sqlite)
            event.listen(self._writer.sync_engine, "begin", _begin_immediate)
            event.listen(self._reader.sync_engine, "connect", _configure_sqlite_reader)
            event.listen(self._reader.sync_engine, "begin", _begin)
        else:
            self._writer = create_async_engine(self.url, pool_size=8, max_overflow=8)
            self._reader = self._writer
        self._lock = asyncio.Lock()

    @property
    def path(self) -> Path | None:
        """The file of an SQLite database."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    @property
    def writer(self) -> AsyncEngine:
        """The engine that writes; migrations use it."""
        return self._writer

    async def write(self, job: Job[T]) -> T:
        """Run the job in one write transaction and commit; an exception rolls all of it back."""
        if not self.is_sqlite:
            return await self._write(job)
        async with self._lock:
            return await self._write(job)

    async def _write(self, job: Job[T]) -> T:
        async with self._writer.begin() as connection:
            return await job(Transaction(connection))

    async def read(self, job: Job[T]) -> T:
        """Run the job on one consistent snapshot; it must not write."""
        async with self._reader.connect() as connection:
            return await job(Transaction(connection))

    async def close(self) -> None:
        """Close every connection."""
        await self._writer.dispose()
        await self._reader.dispose()


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """Open a database, migrate it to the newest schema, and close it at the end."""
    from storage.migrate import migrate

    database = Database(url)
    try:
        await migrate(database)
        yield database
    finally:
        await database.close()


def unique_violation(error: IntegrityError) -> bool:
    """Tell whether a constraint of uniqueness was hit, by the driver's own code."""
    original = error.orig
    code = getattr(original, "sqlite_errorcode", None) or getattr(original, "sqlstate", None)
    return code in {
        sqlite3.SQLITE_CONSTRAINT_UNIQUE,
        sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
        "23505",
    }


DatabaseError = DBAPIError
DatabaseBusy = OperationalError
__all__ = [
    "Database",
    "DatabaseBusy",
    "DatabaseError",
    "IntegrityError",
    "Transaction",
    "opened",
    "unique_violation",
]


def _configure_sqlite(connection: Any, _record: object) -> None:
    # Transactions are begun by the "begin" event alone; the driver must not begin its own.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout = 10000",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _configure_sqlite_reader(connection: Any, _record: object) -> None:
    _configure_sqlite(connection, _record)
    cursor = connection.cursor()
    cursor.execute("PRAGMA query_only = ON")
    cursor.close()


def _begin_immediate(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN")
