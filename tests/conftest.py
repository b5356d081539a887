"""What every test shares: clean logs, and the database it runs on, SQLite by default.

TINBAI_TEST_DATABASE=postgresql runs all that stores something on a PostgreSQL server of its own.
"""

import asyncio
import gc
import logging
import os
import sys
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path

import coverage
import pytest
import structlog
from hypothesis import settings

from storage.engine import sqlite
from tests import databases
from tests.postgres import TEMPLATE, PostgresServer, on_postgres, running_server

# RetryAfter carries a timedelta from the next major version on; ask for it now, without a warning.
os.environ["PTB_TIMEDELTA"] = "true"
# A machine that is busy is no fault of what is tested.
settings.register_profile("patient", settings.default, deadline=None)
settings.load_profile("patient")
# httpcore looks for it in every folder of packages, with each request; told so, it need not.
sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]
PLAIN = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)


def pytest_collection_finish() -> None:
    """Walk the half million objects that are loaded by now once; they stay to the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line what was skipped and why."""
    reports = terminalreporter.getreports("skipped")
    reasons = Counter(
        str(report.longrepr[2]).removeprefix("Skipped: ").removeprefix("skipped: ")
        for report in reports
        if isinstance(report.longrepr, tuple)
    )
    if reasons:
        told = "; ".join(f"{times} × {reason}" for reason, times in reasons.most_common())
        terminalreporter.write_line(f"Skipped: {told}.")


# What coverage is counted for is tested in these folders; tracing a test takes as long again as it.
TRACED = {"domain", "services", "reports", "storage", "flows"}
TRACED_OF_BOT = {"clock", "inbox", "outbox", "web"}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Trace no lines in the tests of other folders, nor in a conversation that is held again."""
    running = coverage.Coverage.current()
    if running is None or is_traced(item):
        return (yield)
    running.stop()
    try:
        return (yield)
    finally:
        running.start()


def is_traced(item: pytest.Item) -> bool:
    """Tell whether coverage counts the lines that a test goes through.

    Of a conversation that is held on several shapes of chat or in several wordings it is the first.
    """
    folder, *inner = item.path.relative_to(Path(__file__).parent).parts
    traced = inner[0] in TRACED_OF_BOT if folder == "bot" else folder in TRACED
    if not traced or item.get_closest_marker("untraced") is not None:
        return False
    call = getattr(item, "callspec", None)
    return folder != "flows" or call is None or not any(call.indices.values())


@pytest.fixture(autouse=True)
def _own_logs() -> Iterator[None]:
    """Undo what a command that configures the logs leaves behind.

    Tracebacks are plain: rich takes a second over each.
    """
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    structlog.configure([*structlog.get_config()["processors"][:-1], PLAIN])
    yield
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture(autouse=True)
def _wait_for_no_disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let SQLite not wait for the disk: the test's process may end, its machine does not."""
    if request.node.get_closest_marker("durable") is None:
        pragmas = (*sqlite.PRAGMAS, "synchronous = OFF")
        monkeypatch.setattr("storage.engine.sqlite.PRAGMAS", pragmas)


@pytest.fixture(autouse=True)
def _render_at_hand(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Render in a thread: most tests need not wait for a process that loads the renderers."""
    if request.node.get_closest_marker("own_process") is None:
        monkeypatch.setattr("services.reports.rendering.in_own_process", asyncio.to_thread)


@pytest.fixture(scope="session")
def _quick_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a LibreOffice that makes an empty PDF at once."""
    folder = tmp_path_factory.mktemp("libreoffice")
    program = folder / "soffice"
    program.write_text(
        '#!/bin/sh\nfor source; do :; done\nprintf "%%PDF-1.6 quick" > "${source%.docx}.pdf"\n'
    )
    program.chmod(0o755)
    return folder


@pytest.fixture(autouse=True)
def _convert_at_once(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, _quick_libreoffice: Path
) -> None:
    """Have the PDF made at once: the real one takes seconds, and not every machine has it."""
    if request.node.get_closest_marker("libreoffice") is None:
        monkeypatch.setenv("PATH", f"{_quick_libreoffice}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A server with the newest schema in its template."""
    from storage.engine.opening import opened

    async def migrate(url: str) -> None:
        async with opened(url):
            pass

    with running_server() as server:
        server.sql(f"CREATE DATABASE {TEMPLATE} TEMPLATE template0 ENCODING 'UTF8'")
        asyncio.run(migrate(server.url(TEMPLATE)))
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> str:
    """A fresh PostgreSQL database with the newest schema."""
    return postgres_server.create(TEMPLATE)


@pytest.fixture(scope="session", autouse=True)
def _databases(request: pytest.FixtureRequest) -> None:
    """Have `database_in` make PostgreSQL databases where this run tests on it."""
    if on_postgres():
        databases.server = request.getfixturevalue("postgres_server")


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """A fresh database of the kind that this run tests on."""
    return databases.database_in(tmp_path)
