"""Copies of an SQLite database: made while the bot writes, checked before they are put back."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from domain.errors import Conflict, InvalidFile, NotFound
from storage.engine.migrate import OWN_TABLES, known_versions

# The tables that only grow while a board works.
GIVEN = ("articles", "opening_counts", "units", "people")
# In the header of an SQLite file, the byte that says which journal it is written with.
_HEADER, _JOURNAL, _WAL = 100, 18, 2
_BESIDE = ("-wal", "-shm")


def copy_database(source: Path, target: Path) -> None:
    """Write a consistent copy of a database to a file, replacing an older copy at the end.

    All pages are read in one step on one snapshot, so writers neither wait nor begin it anew.
    Raise Conflict or OSError when it cannot be made, or what is there is no copy; then `target` is
    as before.
    """
    if target.exists():
        if target.samefile(source):
            raise Conflict("same_file", path=str(target))
        if not _is_copy(target):
            raise Conflict("not_a_backup", path=str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        try:
            with closing(_read_only(source)) as live, closing(sqlite3.connect(partial)) as copy:
                live.backup(copy)
                # One file, that needs no other beside it.
                copy.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.Error as error:
            raise Conflict("backup_failed", path=str(target), reason=str(error)) from None
        check_database(partial)
        _flush(partial)
        partial.replace(target)
        _flush(target.parent)
    finally:
        partial.unlink(missing_ok=True)


def _is_copy(path: Path) -> bool:
    """Tell whether a file is a copy that we made: of our tables, and no database in use."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        header = file.read(_HEADER)
    if len(header) < _HEADER or header[_JOURNAL] == _WAL:
        return False
    try:
        with closing(_read_only(path)) as found:
            tables = {row[0] for row in found.execute("SELECT name FROM sqlite_master")}
    except sqlite3.DatabaseError:
        return False
    return tables.issuperset(OWN_TABLES)


def count_rows(path: Path) -> int:
    """Return how many rows a copy holds of what people gave; 0 for what cannot be read."""
    try:
        with closing(_read_only(path)) as found:
            return sum(
                int(found.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608
                for table in GIVEN
            )
    except sqlite3.DatabaseError:
        return 0


def check_database(path: Path) -> str:
    """Check a database file from end to end and return its schema's version.

    Raise InvalidFile for what is no whole database of tinbai, NotFound without the file.
    """
    if not path.is_file():
        raise NotFound("no_backup", path=str(path))
    try:
        with closing(_read_only(path)) as found:
            faults = [row[0] for row in found.execute("PRAGMA integrity_check(5)")]
            orphans = found.execute("PRAGMA foreign_key_check").fetchone()
            version: str = found.execute("SELECT version_num FROM alembic_version").fetchone()[0]
            tables = {row[0] for row in found.execute("SELECT name FROM sqlite_master")}
    except (sqlite3.DatabaseError, TypeError) as error:
        raise InvalidFile("broken_backup", path=str(path), reason=str(error)) from None
    if faults != ["ok"]:
        raise InvalidFile("broken_backup", path=str(path), reason=faults[0])
    if orphans is not None:
        raise InvalidFile("broken_backup", path=str(path), reason=f"foreign keys of {orphans[0]}")
    for table in OWN_TABLES:
        if table not in tables:
            raise InvalidFile("broken_backup", path=str(path), reason=f"no table {table}")
    return version


def restore_database(source: Path, database: Path, stamp: str) -> Path | None:
    """Put a checked copy in a database's place; return where the old file is kept, if any.

    The caller holds the lock that keeps `run` away. Raise Conflict for a copy of a newer program.
    """
    version = check_database(source)
    if version not in known_versions():
        raise Conflict("newer_schema", version=version)
    if database.exists() and source.samefile(database):
        raise Conflict("same_file", path=str(source))
    fresh = database.with_name(f".{database.name}.restoring")
    copy_database(source, fresh)
    try:
        kept = _set_aside(database, stamp)
        fresh.replace(database)
        _flush(database.parent)
    finally:
        fresh.unlink(missing_ok=True)
    return kept


def _set_aside(database: Path, stamp: str) -> Path | None:
    """Keep the old file under another name, with what its journal still holds."""
    if not database.exists():
        return None
    kept = database.with_name(f"{database.name}.before-restore-{stamp}")
    try:
        with closing(sqlite3.connect(database)) as old:
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.DatabaseError:
        pass  # a broken file is kept as it is, with its journal
    # A link first: at no instant is there no database, which the next start would create empty.
    os.link(database, kept)
    for ending in _BESIDE:
        beside = Path(f"{database}{ending}")
        if beside.exists():
            beside.rename(f"{kept}{ending}")
    return kept


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def _flush(path: Path) -> None:
    """Make a file or a folder's names durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
