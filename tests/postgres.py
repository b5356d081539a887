"""A PostgreSQL server of the tests' own, from Debian's package, with a fresh database for each."""

import asyncio
import contextlib
import functools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import make_url

TEMPLATE = "tinbai_template"
MISSING = (
    "skipped: there is no PostgreSQL server here (apt-get install postgresql), "
    "so nothing was tested on PostgreSQL"
)


class PostgresServer:
    """A running server; `create` gives a database of its own to whoever asks."""

    def __init__(self, programs: Path, folder: Path, *, durable: bool = False) -> None:
        self._programs = programs
        self._folder = folder
        self._data = folder / "data"
        self._durable = durable
        self._made = 0

    @property
    def pid(self) -> int:
        """Return the process that all of the server's others come from."""
        return int((self._data / "postmaster.pid").read_text().partition("\n")[0])

    def start(self) -> None:
        """Make a cluster and start it; only a socket in its folder leads to it."""
        self._run(
            "initdb", "-D", str(self._data), "-U", "tinbai", "-A", "trust", "-E", "UTF8", "-N"
        )
        options = f"-k {self._folder} -c listen_addresses='' -c max_connections=300"
        if not self._durable:
            options += " -F -c synchronous_commit=off -c full_page_writes=off"
        self._control("-o", options, "-w", "start")

    def stop(self) -> None:
        """Stop the server at once."""
        self._control("-m", "immediate", "stop")

    def restart(self) -> None:
        """Stop it, which ends all connections, and start it again."""
        self._control("-m", "fast", "-w", "restart")

    def create(self, template: str = "template0") -> str:
        """Create a database and return its SQLAlchemy URL."""
        self._made += 1
        name = f"tinbai_{os.getpid()}_{self._made}"
        self.sql(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'")
        return self.url(name)

    def sql(self, statement: str) -> None:
        """Run a statement as the superuser."""
        # In a thread, for the test's own event loop may be running.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, _execute(str(self._folder), statement)).result()

    def url(self, name: str) -> str:
        """Return the SQLAlchemy URL of a database."""
        return f"postgresql+asyncpg://tinbai@/{name}?host={self._folder}"

    @staticmethod
    def name(url: str) -> str:
        """Return the name of a database by its URL; `create` takes it as a template."""
        return str(make_url(url).database)

    def _control(self, *arguments: str) -> None:
        # Into a file: the server would keep a pipe open.
        log = str(self._folder / "log")
        self._run("pg_ctl", "-D", str(self._data), "-l", log, *arguments)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        if os.geteuid() == 0:
            # The server refuses to run as root.
            command = ["runuser", "-u", "postgres", "--", *command]
        done = subprocess.run(
            command, cwd=self._folder, capture_output=True, text=True, check=False, timeout=120
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr or done.stdout}")


async def _execute(host: str, statement: str) -> None:
    connection = await asyncpg.connect(host=host, user="tinbai", database="postgres")
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).parent if initdb else None


@contextlib.contextmanager
def running_server(*, durable: bool = False) -> Iterator[PostgresServer]:
    """Run a server until the context ends; skip without one, but in CI fail."""
    folder = programs()
    if folder is None:
        if os.environ.get("CI"):
            pytest.fail(MISSING.removeprefix("skipped: "))
        pytest.skip(MISSING)
    with tempfile.TemporaryDirectory(prefix="tinbai-pg-") as temporary:
        path = Path(temporary)
        path.chmod(0o755)
        home = path / "pg"
        home.mkdir(mode=0o700)
        if os.geteuid() == 0:
            shutil.chown(home, "postgres", "postgres")
        server = PostgresServer(folder, home, durable=durable)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@functools.cache
def on_postgres() -> bool:
    """Tell whether this run tests on PostgreSQL: TINBAI_TEST_DATABASE=postgresql."""
    chosen = os.environ.get("TINBAI_TEST_DATABASE", "sqlite")
    if chosen not in ("sqlite", "postgresql"):
        raise pytest.UsageError("TINBAI_TEST_DATABASE is sqlite or postgresql")
    return chosen == "postgresql"
