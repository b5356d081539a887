"""A database and its transactions; which of the two below it is, nobody else has to know."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from sqlalchemy import URL, Connection, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from storage.engine.faults import fault_code, place_of
from storage.engine.file_identity import DatabaseGone
from storage.engine.prepared import AnyRow, Prepared
from storage.engine.sqlite import SqliteStore
from storage.engine.transaction import Insert, Job, Transaction

if TYPE_CHECKING:
    from storage.engine.postgres import PostgresStore

T = TypeVar("T")
Lane = Literal["main", "inbox"]


class Database:
    """A database by its SQLAlchemy URL (`sqlite+aiosqlite:///…` or `postgresql+asyncpg://…`)."""

    def __init__(self, url: str, *, read_only: bool = False) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.store = (
            SqliteStore(self.url, read_only=read_only) if self.is_sqlite else _postgres(self.url)
        )

    @property
    def path(self) -> Path | None:
        """The file of an SQLite database."""
        return self.store.path

    async def write(self, job: Job[T], lane: Lane = "main", *, brief: bool = False) -> T:
        """Run the job in a write transaction and return when it is committed.

        Writes of a lane happen one after another, over all workers; in PostgreSQL those of
        different boards (OfBoard) may happen side by side. An exception undoes all the
        job did and is raised here. Jobs that come together share a commit, and one may be run
        again: it awaits and changes nothing but its transaction.

        `brief` is said of a few statements that an index answers, in well below a millisecond:
        with SQLite they run in the event loop, for handing them to a thread takes longer.
        """
        return await self.store.write(job, lane, brief=brief)

    async def read(self, job: Job[T], *, brief: bool = False) -> T:
        """Run the job on one consistent snapshot; it must not write.

        `brief` is as for `write`; in PostgreSQL a job of one statement runs without a transaction,
        and one that turns out to have more is run again.
        """
        return await self.store.read(job, brief=brief)

    async def migrate(self, upgrade: Callable[[Connection], T]) -> T:
        """Run a change of the schema alone, in one real transaction."""
        return await self.store.migrate(upgrade)

    def check_file(self) -> None:
        """Raise DatabaseGone when SQLite's file was replaced or deleted since it was opened."""
        self.store.check_file()

    async def gone(self) -> None:
        """Return when the file is found to be replaced or deleted."""
        await self.store.gone()

    async def look(self, ask: Callable[[Connection], T]) -> T:
        """Ask something of the schema without changing anything."""
        return await self.store.look(ask)

    async def close(self) -> None:
        """Finish what is under way and close every connection."""
        await self.store.close()


def _postgres(url: URL) -> "PostgresStore":
    # Loaded where it is used: a start on SQLite need not wait for asyncpg.
    from storage.engine.postgres import PostgresStore

    return PostgresStore(url)


def database_place(database: Database) -> str:
    """Return SQLite's file or PostgreSQL's host and port."""
    return place_of(database.url)


def unique_violation(error: IntegrityError) -> bool:
    """Tell whether a constraint of uniqueness was hit, by the driver's own code."""
    original = error.orig
    code = getattr(original, "sqlite_errorcode", None) or getattr(original, "sqlstate", None)
    return code in {
        sqlite3.SQLITE_CONSTRAINT_UNIQUE,
        sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
        "23505",
    }


def why(error: BaseException) -> str:
    """Return a word for the log: what a database's driver says by its code, else the error's kind.

    Nothing of a statement or its values is in it.
    """
    if isinstance(error, DatabaseGone):
        return "database_gone"
    return fault_code(error) or type(error).__name__


DatabaseError = DBAPIError
DatabaseBusy = OperationalError
__all__ = [
    "AnyRow",
    "Database",
    "DatabaseBusy",
    "DatabaseError",
    "DatabaseGone",
    "Insert",
    "IntegrityError",
    "Job",
    "Prepared",
    "Transaction",
    "database_place",
    "fault_code",
    "unique_violation",
    "why",
]
