"""The demo's board in a real browser: the page as people see it, over the real program."""

import asyncio
import os
import re
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from bot.config.loading import LoadedConfig
from bot.config.model import Config, DatabaseSection
from bot.demo.board_state import demo_board
from bot.demo.people import BOARD, PLAYERS
from bot.demo.play import SAMPLE, START
from bot.demo.stage import MovableClock, Stage, stage
from bot.web.chat_page.serving import serve_page
from domain.people.records import Role

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
WAIT = 30_000  # milliseconds, generous for a busy machine

expect.set_options(timeout=WAIT)


class Site:
    """The chat page's address, its browser and the program behind it."""

    def __init__(self, browser: Browser, address: str, running: Stage, folder: Path) -> None:
        self.browser = browser
        self.address = address
        self.stage = running
        self.complaints: list[str] = []
        self._database = folder / "demo.db"

    @property
    def services(self) -> Any:
        """The services, to prepare what a test is not about."""
        return self.stage.runtime.base.services

    async def context(self, **options: Any) -> BrowserContext:
        """Return a browser of one reader's own, on a desktop unless told otherwise."""
        wanted: dict[str, Any] = {"viewport": DESKTOP, "locale": "vi-VN"} | options
        context = await self.browser.new_context(**wanted)
        context.set_default_timeout(WAIT)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("console", self._note)
        return context

    async def open(self, user: int, context: BrowserContext | None = None) -> Page:
        """Return the page as one person, when the conversation is there."""
        page = await (context or await self.context()).new_page()
        await page.goto(f"{self.address}/?user={user}")
        player = next(player for player in PLAYERS if player.user_id == user)
        await expect(page.locator("#who")).to_have_text(player.name)
        await expect(page.locator("#log > *")).not_to_have_count(0)
        return page

    def rows(self, query: str, *values: object) -> list[Any]:
        """Return what the database holds."""
        with sqlite3.connect(self._database) as connection:
            found = connection.execute(query, values).fetchall()
        connection.close()
        return [row[0] if len(row) == 1 else row for row in found]

    def _note(self, message: Any) -> None:
        # A page that is refused on purpose is logged by the browser too.
        if message.type == "error" and not re.search(r"status of 4\d\d", message.text):
            self.complaints.append(message.text)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """The system's Chromium; the tests are skipped where there is none, but never in CI."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        reason = f"no browser: none of {', '.join(NAMES)} is installed (see `make test-browser`)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield chromium
        await chromium.close()


@pytest.fixture
async def site(browser: Browser, tmp_path: Path) -> AsyncIterator[Site]:
    """The demo's people and units at 9:00 on 15/6/2021, before anybody wrote.

    Fails a test whose pages threw an error or broke their own security policy.
    """
    config = Config(
        database=DatabaseSection(url="sqlite+aiosqlite:///demo.db", backup_dir=""), board=BOARD
    )
    clock = MovableClock(START.astimezone(UTC), lambda: timedelta(0))
    async with stage(LoadedConfig(config, tmp_path, (BOARD,)), clock) as running:
        await _fill(running)
        async with _served(running) as address:
            found = Site(browser, address, running, tmp_path)
            yield found
            for context in browser.contexts:
                await context.close()
    assert found.complaints == []


async def _fill(running: Stage) -> None:
    services = running.runtime.base.services
    board = services.boards.named(None)
    content = files("bot.demo").joinpath(SAMPLE).read_bytes()
    appendix = await services.imports.read(content, SAMPLE, None)
    await services.imports.apply_by_operator(board, appendix, running.clock())
    for player in PLAYERS:
        running.personas.add_user(player.user_id, player.name)
        if player.role != "stranger":
            unit = (await services.units.named(board, player.unit)).id if player.unit else None
            invited = await services.people.invite_by_operator(
                board, Role(player.role), unit, running.clock()
            )
            await running.say(player.user_id, f"/start {invited.code}")


@asynccontextmanager
async def _served(running: Stage) -> AsyncIterator[str]:
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    stop = asyncio.Event()
    board = demo_board(running)
    serving = asyncio.create_task(
        serve_page(running.runtime, running.personas, board, 0, address.set_result, stop)
    )
    try:
        yield await address
    finally:
        stop.set()
        await serving
