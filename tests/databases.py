"""The database of a test, of the kind this run tests on, and what it holds."""

import asyncio
import sqlite3
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import asyncpg

from storage.engine.opening import opened
from tests.postgres import TEMPLATE, PostgresServer

# Set for the whole run by tests/conftest.py when it tests on PostgreSQL.
server: PostgresServer | None = None
_made: dict[Path, str] = {}


def database_in(folder: Path, name: str = "tinbai.db") -> str:
    """Return the SQLAlchemy URL of a folder's database; asked again, the same one.

    It has the newest schema already: to make it anew takes longer than many a test.
    """
    path = (folder / name).resolve()
    if server is None:
        if not path.exists():
            path.write_bytes(_empty_file())
        return f"sqlite+aiosqlite:///{path}"
    if path not in _made:
        _made[path] = server.create(TEMPLATE)
    return _made[path]


@cache
def _empty_file() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        # In a thread, for the test's own event loop may be running.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, _migrate(f"sqlite+aiosqlite:///{path}")).result()
        return path.read_bytes()


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
    # In a thread, for the test's own event loop is running.
    with ThreadPoolExecutor(1) as thread:
        rows = thread.submit(asyncio.run, _fetch(url, query, values)).result()
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
