"""Copies of a PostgreSQL database, by its own pg_dump and pg_restore."""

import os
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import URL

from domain.errors import Conflict, InvalidFile, NotFound
from storage.engine.migrate import OWN_TABLES, known_versions
from storage.engine.tables import metadata
from storage.upkeep.backup import GIVEN

# Of PostgreSQL's client package, at least as new as the server.
PROGRAMS = ("pg_dump", "pg_restore", "psql")
# How each of pg_dump's files begins.
_DUMP = b"PGDMP"
_VERSION = re.compile(r"^([0-9a-z_]+)$", re.MULTILINE)


def dump_database(url: URL, target: Path) -> None:
    """Write a consistent dump to a file, replacing an older one at the end.

    Raise NotFound without pg_dump, Conflict with PostgreSQL's sentence when it fails and for a file
    that is no dump of ours; then `target` is as before.
    """
    if target.exists() and not _is_dump(target):
        raise Conflict("not_a_backup", path=str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.partial")
    try:
        run_program(
            url, "pg_dump", "--format=custom", "--no-owner", f"--file={partial}", url.database
        )
        _contents(partial)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def restore_dump(url: URL, source: Path, kept: Path) -> None:
    """Put a dump in the database's place in one transaction, after dumping the old state.

    A dump from before an upgrade knows nothing of the tables that came with it, so they go first:
    left behind, the next upgrade would meet them. Tables that are not tinbai's stay.
    Raise Conflict while somebody else is connected or for a dump of a newer program, InvalidFile
    for a file that is no whole dump of tinbai.
    """
    _contents(source)
    with TemporaryDirectory() as folder:
        script = Path(folder) / "restore.sql"
        version = _write_script(source, script)
        if version not in known_versions():
            raise Conflict("newer_schema", version=version)
        if _others(url):
            raise Conflict("database_in_use")
        dump_database(url, kept)
        run_program(
            url,
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
            f"--command=DROP TABLE IF EXISTS {', '.join(metadata.tables)} CASCADE",
            f"--file={script}",
            url.database,
        )


def _write_script(source: Path, script: Path) -> str:
    """Write what restores a dump, which reads it from end to end; return its schema's version."""
    try:
        _call(
            {},
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            f"--file={script}",
            str(source),
        )
        rows = _call(
            {}, "pg_restore", "--data-only", "--table=alembic_version", "--file=-", str(source)
        )
    except Conflict:
        raise InvalidFile("broken_backup", path=str(source), reason="dump_unreadable") from None
    versions = _VERSION.findall(rows.partition("FROM stdin;\n")[2].partition("\n\\.")[0])
    if len(versions) != 1:
        raise InvalidFile("broken_backup", path=str(source), reason="foreign_database")
    version: str = versions[0]
    return version


def _contents(path: Path) -> None:
    if not path.is_file():
        raise NotFound("no_backup", path=str(path))
    try:
        listed = _call({}, "pg_restore", "--list", str(path))
    except Conflict:
        with path.open("rb") as file:
            begun = file.read(len(_DUMP)) == _DUMP
        reason = "dump_unreadable" if begun else "not_a_dump"
        raise InvalidFile("broken_backup", path=str(path), reason=reason) from None
    if not all(re.search(rf" TABLE \S+ {table} ", listed) for table in OWN_TABLES):
        raise InvalidFile("broken_backup", path=str(path), reason="foreign_database")


def _is_dump(path: Path) -> bool:
    try:
        _contents(path)
    except (InvalidFile, NotFound):
        return False
    return True


def count_rows(path: Path) -> int:
    """Return how many rows a dump holds of what people gave; 0 for what cannot be read."""
    tables = [f"--table={table}" for table in GIVEN]
    command = ["pg_restore", "--data-only", *tables, "--file=-", str(path)]
    try:
        with subprocess.Popen(  # noqa: S603 - a fixed program; the path is the operator's
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as reading:
            return _copied(reading.stdout or ())
    except FileNotFoundError:
        return 0


def _copied(lines: Iterable[bytes]) -> int:
    count, within = 0, False
    for line in lines:
        if line.startswith(b"COPY "):
            within = True
        elif line == b"\\.\n":
            within = False
        else:
            count += within
    return count


def _others(url: URL) -> int:
    counted = run_program(
        url,
        "psql",
        "--no-psqlrc",
        "--tuples-only",
        "--command=SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid()",
        url.database,
    )
    return int(counted)


def run_program(url: URL, program: str, *arguments: str | None) -> str:
    """Run one of PostgreSQL's programs against a database; the password is in no argument."""
    found = {
        "PGHOST": url.host or url.query.get("host"),
        "PGPORT": str(url.port) if url.port else url.query.get("port"),
        "PGUSER": url.username or url.query.get("user"),
        "PGPASSWORD": url.password,
    }
    settings = {key: value for key, value in found.items() if isinstance(value, str)}
    return _call(settings, program, *(one for one in arguments if one is not None))


def _call(settings: dict[str, str], program: str, *arguments: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program; the arguments are the operator's
            [program, *arguments],
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        raise NotFound("no_program", program=program) from None
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["?"]
        raise Conflict("program_failed", program=program, reason=lines[-1])
    return done.stdout
