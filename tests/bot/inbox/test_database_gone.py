"""The database under a running program: gone, full or held by another, that is said."""

import asyncio
import contextlib
import shutil
import socket
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
from sqlalchemy import text

from bot.app import Foundation, foundation
from bot.commands.running.run import run_until
from bot.config.loading import LoadedConfig
from bot.config.model import BoardSection, Config, DatabaseSection, TelegramSection, WebSection
from bot.failures import DATABASE_GONE, Failed, sentence
from domain.people.records import Role
from storage.engine.database import Transaction
from tests.fakes.bot_api.server import BotApi
from tests.fakes.loopback import plain_transport

OPERATOR, LAN = 900, 1001


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


class Site:
    """A program that runs on a file, with one person who has joined."""

    def __init__(self, folder: Path, api: BotApi) -> None:
        self.path = folder / "tinbai.db"
        self.api = api
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            self.port = free.getsockname()[1]
        board = BoardSection(reminders=())
        config = Config(
            database=DatabaseSection(url=f"sqlite+aiosqlite:///{self.path}", backup_dir=""),
            telegram=TelegramSection(token=api.token, api_url=api.url),
            web=WebSection(port=self.port),
            operator_chat=f"telegram:{OPERATOR}",
            board=board,
        )
        self.config = LoadedConfig(config, folder, (board,))
        self.stop = asyncio.Event()
        self.base: Foundation

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["asyncio.Task[int]"]:
        async with foundation(self.config) as base:
            program = asyncio.create_task(run_until(base, self.stop))
            board = base.services.boards.named(None)
            new = await base.services.people.invite_by_operator(
                board, Role.EDITOR, None, base.clock()
            )
            self.api.inject_text(LAN, f"/start {new.code}")
            self.api.inject_text(OPERATOR, "/start")
            await until(lambda: self.told(LAN) and self.told(OPERATOR))
            self.base = base
            assert await self.ready() == 200
            try:
                yield program
            finally:
                self.stop.set()
                await asyncio.wait((program,), timeout=20)
                assert program.done()

    def told(self, chat: int) -> list[str]:
        return [sent.text for sent in self.api.sent(chat)]

    async def ready(self) -> int:
        async with httpx.AsyncClient(transport=plain_transport()) as client:
            return (await client.get(f"http://127.0.0.1:{self.port}/readyz")).status_code


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with BotApi() as api:
        yield Site(tmp_path, api)


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(100):
        while not condition():  # noqa: ASYNC110 - what it waits for tells nobody
            await asyncio.sleep(0.02)


async def not_ready(site: Site) -> None:
    """Wait for anything but 200 of /readyz, which must be a 503."""
    async with asyncio.timeout(60):
        while (status := await site.ready()) == 200:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert status == 503


def delete(path: Path) -> None:
    path.unlink()


def replace(path: Path) -> None:
    copy = path.with_name("copy.db")
    shutil.copy(path, copy)
    copy.replace(path)


@pytest.mark.parametrize("harm", [delete, replace])
async def test_a_file_that_is_gone_ends_the_program_which_confirms_nothing(
    site: Site, harm: Callable[[Path], None]
) -> None:
    async with site.running() as program:
        before = len(site.told(LAN))
        harm(site.path)
        site.api.inject_text(LAN, "/help")
        await not_ready(site)
        await until(lambda: len(site.told(OPERATOR)) > 1)
        assert len(site.told(LAN)) == before
        site.stop.set()  # it would end by itself some seconds later
        with pytest.raises(Failed) as end:
            await program
    assert sentence(end.value)[1] == DATABASE_GONE >= 3
    assert str(site.path) in site.told(OPERATOR)[1]
    assert str(site.path) in str(end.value)
    # Telegram keeps what it was never told to forget.
    assert len(site.told(LAN)) == before


async def test_a_program_whose_file_is_gone_ends_by_itself_though_nobody_writes(
    site: Site,
) -> None:
    async with site.running() as program:
        site.path.unlink()
        async with asyncio.timeout(30):
            with pytest.raises(Failed):
                await program


def failed(log: list[Any]) -> list[Any]:
    return [line["reason"] for line in log if line["event"] == "inbox_turn_failed"]


async def test_a_full_disk_is_named_in_the_log_and_readyz_is_503_until_there_is_room(
    site: Site,
) -> None:
    async with site.running():
        database = site.base.database

        async def limit(tx: Transaction, pages: int) -> None:
            await tx.execute(text(f"PRAGMA max_page_count = {pages}"))

        used = await database.read(lambda tx: tx.value(text("PRAGMA page_count")))
        with structlog.testing.capture_logs() as log:
            await database.write(lambda tx: limit(tx, used))
            for _ in range(12):
                site.api.inject_text(LAN, "/help " + "x" * 4000)
            await not_ready(site)
            assert set(failed(log)) == {"database_full"}
            before = len(site.told(LAN))
            await database.write(lambda tx: limit(tx, used * 100))
            await until(lambda: len(site.told(LAN)) > before)
            assert await site.ready() == 200
        assert not [line for line in log if line.get("exc_info")]


async def test_another_programs_lock_is_a_line_without_a_traceback(site: Site) -> None:
    async with site.running():
        with (
            structlog.testing.capture_logs() as log,
            closing(sqlite3.connect(site.path, timeout=60, check_same_thread=False)) as other,
        ):
            other.isolation_level = None
            # In a thread: a write of the program that is under way needs the loop to end.
            await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
            site.api.inject_text(LAN, "/help")
            before = len(site.told(LAN))
            await until(lambda: failed(log))
            other.execute("ROLLBACK")
            await until(lambda: len(site.told(LAN)) > before)
        assert set(failed(log)) == {"database_locked"}
        assert not [line for line in log if line.get("exc_info")]
