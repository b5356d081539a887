"""Why a database cannot be used, told apart by its driver's own codes."""

import os
import re
import sqlite3
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from domain.errors import Unusable

# By SQLite's primary result code.
_SQLITE = {
    sqlite3.SQLITE_BUSY: "database_locked",
    sqlite3.SQLITE_LOCKED: "database_locked",
    sqlite3.SQLITE_NOTADB: "not_a_database",
    sqlite3.SQLITE_CORRUPT: "database_broken",
    sqlite3.SQLITE_FULL: "database_full",
    sqlite3.SQLITE_READONLY: "database_not_ours",
    sqlite3.SQLITE_CANTOPEN: "database_not_ours",
    sqlite3.SQLITE_PERM: "database_not_ours",
    sqlite3.SQLITE_AUTH: "database_not_ours",
    sqlite3.SQLITE_IOERR: "database_failing",
}
# By PostgreSQL's SQLSTATE.
_POSTGRES = {
    "28P01": "database_refused",
    "28000": "database_refused",
    "3D000": "database_missing",
    "42501": "database_not_ours",
    "25006": "database_not_ours",
    "53100": "database_full",
    "53300": "database_busy",
    "55P03": "database_locked",
    "57P03": "database_down",
}
# What SQLite has no code for: a table or a column was taken away.
_MISSING = re.compile("no such (?:table|column): ")
_PORT = 5432


def unusable(url: URL, error: BaseException) -> Unusable | None:
    """Return why a database cannot be used, None for an error that says something else.

    Its place is SQLite's file, or PostgreSQL's host and port; its password is in nothing.
    """
    code = fault_code(error)
    original = getattr(error, "orig", None) or error
    if url.get_backend_name() == "sqlite":
        if Path(url.database or "").is_dir():
            code = "database_folder"
        elif isinstance(error, OSError):
            code = "database_not_ours"
        elif code is None and _MISSING.match(str(original)):
            code = "database_broken"
    elif code is None and isinstance(original, OSError):
        code = "database_down"
    if code is None:
        return None
    values = {"database": url.database or "", "user": url.username or ""}
    return Unusable(code, place=place_of(url), **values)


def place_of(url: URL) -> str:
    """Return SQLite's file, or PostgreSQL's host and port: what people are told of a database."""
    if url.get_backend_name() == "sqlite":
        return str(Path(url.database or "").absolute())
    return f"{_host(url)}:{_port(url)}"


def fault_code(error: BaseException) -> str | None:
    """Return the code of a driver's error, None where it has none that people can act on."""
    original = error.orig if isinstance(error, DBAPIError) and error.orig else error
    number = getattr(original, "sqlite_errorcode", None)
    if isinstance(number, int):
        return _SQLITE.get(number & 0xFF)
    cause = getattr(original, "__cause__", None)
    state = getattr(original, "sqlstate", None) or getattr(cause, "sqlstate", None)
    return _POSTGRES.get(state) if isinstance(state, str) else None


def _host(url: URL) -> str:
    named = url.host or url.query.get("host") or os.environ.get("PGHOST") or "localhost"
    return named if isinstance(named, str) else ",".join(named)


def _port(url: URL) -> str:
    named = url.port or url.query.get("port") or os.environ.get("PGPORT") or _PORT
    return str(named)
