"""aiosqlite's connections, with a way to run a whole job on one.

aiosqlite opens, owns and closes each connection in a thread of its own and takes every statement
there and back, which costs more than most statements. A job of several statements goes there once
and whole; a brief one runs where it is, while nothing else uses the connection. Meanwhile
SQLAlchemy's dialect is given the driver's own cursors, which need not be awaited.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

import aiosqlite
from sqlalchemy import URL, Connection
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.util import await_only

T = TypeVar("T")


class OwnThread(aiosqlite.Connection):
    """A connection that a whole job can have to itself."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connect, iter_chunk_size=64)
        self._thread.daemon = True
        self.handed_over = False

    @property
    def driver(self) -> sqlite3.Connection:
        """The driver's connection, for whoever has it to themselves."""
        return self._conn

    @contextmanager
    def at_hand(self) -> Iterator[None]:
        """Have the connection in the thread that asks; nothing may be waited for meanwhile."""
        self.handed_over = True
        try:
            yield
        finally:
            self.handed_over = False

    async def run_whole(self, job: Callable[[], T]) -> T:
        """Run a job in the connection's thread."""

        def run() -> T:
            with self.at_hand():
                return job()

        execute: Any = self._execute  # which has no types
        result: T = await execute(run)
        return result


class _Adapted(AsyncAdapt_aiosqlite_connection):
    """The dialect's connection; one that was handed over is used without a wait."""

    __slots__ = ()

    @property
    def own(self) -> OwnThread:
        """The connection of aiosqlite."""
        return cast(OwnThread, self._connection)

    def cursor(self, server_side: bool = False) -> Any:
        """Return a cursor: the driver's own where the connection is at hand."""
        own = self.own
        return own.driver.cursor() if own.handed_over else super().cursor(server_side)


class Held:
    """A connection that is kept: SQLAlchemy's, and aiosqlite's below it."""

    __slots__ = ("connection", "own", "synchronous")

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self.synchronous = cast(Connection, connection.sync_connection)
        self.own = cast(OwnThread, self.synchronous.connection.driver_connection)


def sqlite_engine(url: URL, size: int, pragmas: Iterable[str]) -> AsyncEngine:
    """Return an engine of at most so many connections.

    Its transactions are begun and ended by whoever holds a connection, not by SQLAlchemy.
    """

    def connect() -> _Adapted:
        own: Any = OwnThread(open_driver)
        await_only(own)
        try:
            await_only(own.executescript("".join(f"PRAGMA {one};" for one in pragmas)))
        except sqlite3.Error:
            await_only(own.close())
            raise
        return _Adapted(engine.dialect.dbapi, own)

    def open_driver() -> sqlite3.Connection:
        arguments, options = engine.dialect.create_connect_args(url)
        # Brief jobs run in the event loop's thread.
        options.update(isolation_level=None, check_same_thread=False)
        connect: Any = sqlite3.connect  # of more forms than there are arguments here
        driver: sqlite3.Connection = connect(*arguments, **options)
        return driver

    engine = create_async_engine(
        url,
        creator=connect,
        pool_size=size,
        max_overflow=0,
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
    )
    return engine
