"""The database of a test, of the kind this run tests on, and what it holds."""

import asyncio
import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import asyncpg

from tests.postgres import TEMPLATE, PostgresServer

# Set for the whole run by tests/conftest.py when it tests on PostgreSQL.
server: PostgresServer | None = None
_made: dict[Path, str] = {}


def database_in(folder: Path, name: str = "tinbai.db") -> str:
    """Return the SQLAlchemy URL of a folder's database; asked again, the same one."""
    path = (folder / name).resolve()
    if server is None:
        return f"sqlite+aiosqlite:///{path}"
    if path not in _made:
        _made[path] = server.create(TEMPLATE)
    return _made[path]


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
