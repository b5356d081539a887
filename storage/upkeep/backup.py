"""Copies of an SQLite database: made while the bot writes, checked before they are put back."""

import asyncio
import os
import sqlite3
from pathlib import Path

import aiosqlite

from domain.errors import Conflict, InvalidFile, NotFound
from storage.engine.faults import fault_code
from storage.engine.migrate import OWN_TABLES, known_versions

# The tables that only grow while a board works.
GIVEN = ("articles", "opening_counts", "units", "people")
# In the header of an SQLite file, the byte that says which journal it is written with.
_HEADER, _JOURNAL, _WAL = 100, 18, 2
_BESIDE = ("-wal", "-shm")


async def copy_database(source: Path, target: Path) -> None:
    """Write a consistent copy of a database to a file, replacing an older copy at the end.

    All pages are read in one step on one snapshot, so writers neither wait nor begin it anew.
    Raise Conflict or OSError when it cannot be made, or what is there is no copy; then `target` is
    as before.
    """
    partial = await asyncio.to_thread(_partial_of, source, target)
    if await asyncio.to_thread(target.exists) and not await _is_copy(target):
        raise Conflict("not_a_backup", path=str(target))
    try:
        try:
            # The copy is written in the thread of what is read.
            copying = aiosqlite.connect(partial, check_same_thread=False)
            async with _read_only(source) as live, copying as copy:
                await live.backup(copy)
                # One file, that needs no other beside it.
                await copy.execute_fetchall("PRAGMA journal_mode = DELETE")
        except sqlite3.Error as error:
            reason = fault_code(error) or ""
            raise Conflict("backup_failed", path=str(target), reason=reason) from None
        await check_database(partial)
        await asyncio.to_thread(_put, partial, target)
    finally:
        await asyncio.to_thread(partial.unlink, missing_ok=True)


async def _is_copy(path: Path) -> bool:
    """Tell whether a file is a copy that we made: of our tables, and no database in use."""
    header = await asyncio.to_thread(_header, path)
    if len(header) < _HEADER or header[_JOURNAL] == _WAL:
        return False
    try:
        async with _read_only(path) as found:
            tables = set(await _column(found, "SELECT name FROM sqlite_master"))
    except sqlite3.DatabaseError:
        return False
    return tables.issuperset(OWN_TABLES)


def _header(path: Path) -> bytes:
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(_HEADER)


async def count_rows(path: Path) -> int:
    """Return how many rows a copy holds of what people gave; 0 for what cannot be read."""
    counts = " + ".join(f"(SELECT count(*) FROM {table})" for table in GIVEN)  # noqa: S608
    try:
        async with _read_only(path) as found:
            rows = await found.execute_fetchall(f"SELECT {counts}")
    except sqlite3.DatabaseError:
        return 0
    return sum(int(row[0]) for row in rows)


async def check_database(path: Path) -> str:
    """Check a database file from end to end and return its schema's version.

    Raise InvalidFile for what is no whole database of tinbai, NotFound without the file.
    """
    if not await asyncio.to_thread(path.is_file):
        raise NotFound("no_backup", path=str(path))
    try:
        async with _read_only(path) as found:
            faults = await _column(found, "PRAGMA integrity_check(5)")
            orphans = await _column(found, "PRAGMA foreign_key_check")
            version: str = (await _column(found, "SELECT version_num FROM alembic_version"))[0]
            tables = set(await _column(found, "SELECT name FROM sqlite_master"))
    except (sqlite3.DatabaseError, IndexError) as error:
        # What SQLite has no code for is a table that is missing.
        reason = fault_code(error) or "foreign_database"
        raise InvalidFile("broken_backup", path=str(path), reason=reason) from None
    if faults != ["ok"]:
        raise InvalidFile("broken_backup", path=str(path), reason="database_broken")
    if orphans:
        raise InvalidFile("broken_backup", path=str(path), reason="broken_links")
    if not tables.issuperset(OWN_TABLES):
        raise InvalidFile("broken_backup", path=str(path), reason="foreign_database")
    return version


async def restore_database(source: Path, database: Path, stamp: str) -> Path | None:
    """Put a checked copy in a database's place; return where the old file is kept, if any.

    The caller holds the lock that keeps `run` away. Raise Conflict for a copy of a newer program.
    """
    version = await check_database(source)
    if version not in known_versions():
        raise Conflict("newer_schema", version=version)
    if await asyncio.to_thread(_is_same, database, source):
        raise Conflict("same_file", path=str(source))
    fresh = database.with_name(f".{database.name}.restoring")
    await copy_database(source, fresh)
    try:
        await _finish_journal(database)
        kept = await asyncio.to_thread(_set_aside, database, stamp)
        await asyncio.to_thread(_put, fresh, database)
    finally:
        await asyncio.to_thread(fresh.unlink, missing_ok=True)
    return kept


async def _finish_journal(database: Path) -> None:
    """Bring what a file's journal holds into the file, as far as that can be done."""
    if not await asyncio.to_thread(database.exists):
        return
    try:
        async with aiosqlite.connect(database) as old:
            await old.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.DatabaseError:
        pass  # a broken file is kept as it is, with its journal


def _set_aside(database: Path, stamp: str) -> Path | None:
    """Keep the old file under another name, with what its journal still holds."""
    if not database.exists():
        return None
    kept = database.with_name(f"{database.name}.before-restore-{stamp}")
    # A link first: at no instant is there no database, which the next start would create empty.
    os.link(database, kept)
    for ending in _BESIDE:
        beside = Path(f"{database}{ending}")
        if beside.exists():
            beside.rename(f"{kept}{ending}")
    return kept


def _partial_of(source: Path, target: Path) -> Path:
    """Return where a copy is made before it takes the target's place."""
    if _is_same(target, source):
        raise Conflict("same_file", path=str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.partial")
    partial.unlink(missing_ok=True)
    return partial


def _is_same(one: Path, other: Path) -> bool:
    return one.exists() and one.samefile(other)


def _read_only(path: Path) -> aiosqlite.Connection:
    return aiosqlite.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


async def _column(connection: aiosqlite.Connection, query: str) -> list[str]:
    """Return the first column of what a query finds."""
    return [row[0] for row in await connection.execute_fetchall(query)]


def _put(fresh: Path, target: Path) -> None:
    """Put a whole file in another's place, durably."""
    _flush(fresh)
    fresh.replace(target)
    _flush(target.parent)


def _flush(path: Path) -> None:
    """Make a file or a folder's names durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
