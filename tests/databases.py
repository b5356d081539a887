"""The database of a test, of the kind this run tests on, and what it holds."""

import asyncio
import sqlite3
import tempfile
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import asyncpg

from storage.engine.opening import opened
from tests.postgres import TEMPLATE, PostgresServer

T = TypeVar("T")
# Writes into the database of a URL; of each there is one for the whole run.
Filling = Callable[[str], Coroutine[Any, Any, None]]

# Set for the whole run by tests/conftest.py when it tests on PostgreSQL.
server: PostgresServer | None = None
_made: dict[Path, str] = {}


def database_in(folder: Path, name: str = "tinbai.db", filling: Filling | None = None) -> str:
    """Return the SQLAlchemy URL of a folder's database; asked again, the same one.

    It has the newest schema already, and what `filling` writes into a database: a copy of one that
    was filled once, for to make it anew takes longer than many a test.
    """
    path = (folder / name).resolve()
    if server is None:
        if not path.exists():
            path.write_bytes(_file(filling or _migrate))
        return f"sqlite+aiosqlite:///{path}"
    if path not in _made:
        _made[path] = server.create(_template(server, filling) if filling else TEMPLATE)
    return _made[path]


@cache
def _file(filling: Filling) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "first.db"
        _await(filling(f"sqlite+aiosqlite:///{path}"))
        return path.read_bytes()


@cache
def _template(server: PostgresServer, filling: Filling) -> str:
    url = server.create(TEMPLATE)
    _await(filling(url))
    return server.name(url)


def _await(doing: Coroutine[Any, Any, T]) -> T:
    # In a thread, for the test's own event loop may be running.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, doing).result()


async def _migrate(url: str) -> None:
    async with opened(url):
        pass


def stored_rows(url: str, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """Return what a database holds; `?` stands for a value, dates come as SQLite stores them."""
    if url.startswith("sqlite"):
        with sqlite3.connect(url.partition(":///")[2]) as connection:
            found = connection.execute(query, values).fetchall()
        connection.close()
        return found
    for place in range(len(values)):
        query = query.replace("?", f"${place + 1}", 1)
    rows = _await(_fetch(url, query, values))
    return [tuple(_as_in_sqlite(value) for value in row) for row in rows]


async def _fetch(url: str, query: str, values: Sequence[object]) -> list[Any]:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        rows: list[Any] = await connection.fetch(query, *values)
        return rows
    finally:
        await connection.close()


def _as_in_sqlite(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return value
