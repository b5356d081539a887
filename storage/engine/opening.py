"""Opens a database at the newest schema, or to be looked at as it is."""

import os
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from domain.errors import Unusable
from storage.engine.database import Database
from storage.engine.faults import unusable
from storage.engine.migrate import is_current, migrate


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """Open a database, migrate it to the newest schema, and close it at the end.

    Raise Unusable for one that is down, not ours to write or none of tinbai's.
    """
    database = Database(url)
    ours_to_write(database.path)
    if database.path is not None and database.path.is_file():
        # A file of another program is left as it is, even the kind of its journal.
        async with looked_at(url):
            pass
    try:
        with _told(database):
            await migrate(database)
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def looked_at(url: str) -> AsyncIterator[tuple[Database, bool]]:
    """Open a database to read it alone; with it, whether its schema is the newest.

    SQLite's file must exist. Raise what `opened` would raise, and change nothing.
    """
    database = Database(url, read_only=True)
    try:
        with _told(database):
            current = await is_current(database)
        yield database, current
    finally:
        await database.close()


async def reached(url: str) -> None:
    """Raise Unusable for a server that cannot be connected to; what it holds is not looked at."""
    database = Database(url, read_only=True)
    try:
        with _told(database):
            await database.look(lambda _connection: None)
    finally:
        await database.close()


def ours_to_write(path: Path | None) -> None:
    """Raise Unusable for an SQLite file that may not be written, or whose folder may not."""
    if path is None:
        return
    if path.is_dir():
        raise Unusable("database_folder", place=str(path))
    if not all(os.access(one, os.W_OK) for one in (path, path.parent) if one.exists()):
        raise Unusable("database_not_ours", place=str(path))


def missing_file(url: str) -> Path | None:
    """Return SQLite's file where there is none, or nothing in it; None for a database."""
    place = make_url(url)
    if place.get_backend_name() != "sqlite" or not place.database:
        return None
    path = Path(place.database)
    there = path.exists() and (path.is_dir() or path.stat().st_size > 0)
    return None if there else path


@contextmanager
def _told(database: Database) -> Iterator[None]:
    """Turn what a driver says of a database that cannot be used into an error for people."""
    try:
        yield
    except (DBAPIError, sqlite3.Error, OSError) as error:
        fault = unusable(database.url, error)
        if fault is None:
            raise
        raise fault from None
