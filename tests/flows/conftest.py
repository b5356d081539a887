"""A board whose people write over each shape of chat, through the real handlers and database."""

import asyncio
import functools
import inspect
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.app import foundation
from bot.config.loading import LoadedConfig
from bot.config.model import (
    BoardSection,
    Config,
    DatabaseSection,
    SignatorySection,
)
from bot.demo.stage import MovableClock
from domain.imports.tables import Appendix
from domain.people.records import Role
from services.container import Services
from services.imports.reading import answer_lines, read_file
from services.pages import parsing
from tests.databases import Filling, database_in, stored_rows
from tests.fakes.messenger.request import LocalMessage
from tests.flows import shapes
from tests.flows.local_stage import Stage
from tests.flows.shapes import stage
from tests.postgres import on_postgres

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
START = datetime(2021, 6, 15, 9, 0, tzinfo=ZONE)
SAMPLE = Path(__file__).parents[1] / "data" / "appendix-2021-h1.xlsx"
TOPICS = ("Y tế", "Giáo dục", "An ninh - Quốc phòng", "Nông thôn mới")
TAX = "Phòng Tài chính - Kế hoạch"
ETHNIC = "Phòng Dân tộc"
POLICE = "Công an huyện"

BOARD = BoardSection(
    slug="huyen-mau",
    name="Ban Biên tập huyện Mẫu",
    topics=TOPICS,
    signatory=SignatorySection(name="Trần Văn Bình"),
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Hold every conversation on each shape of chat, but for those marked otherwise.

    On PostgreSQL one shape is enough: all store alike.
    """
    marked = metafunc.definition.get_closest_marker("only")
    names = list(shapes.SHAPES) if marked is None else list(marked.args)
    if on_postgres() or not inspect.iscoroutinefunction(metafunc.function):
        names = names[:1]
    metafunc.parametrize("shape", names, indirect=True)


@pytest.fixture(autouse=True)
def shape(request: pytest.FixtureRequest) -> Iterator[str]:
    """The shape of chat that `stage` opens."""
    name: str = getattr(request, "param", "telegram")
    shapes.current = name
    yield name
    shapes.current = "telegram"


@pytest.fixture(scope="session")
def _readers() -> None:
    """Load the reader of pages before anybody waits for it."""
    facts = {"as": "page", "link": "https://trang.vn/", "charset": None, "zone": ZONE.key}
    _answer("services.pages.parsing", facts, b"<title>Trang</title>")


@pytest.fixture(autouse=True)
def _read_at_hand(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, _readers: None
) -> None:
    """Read pages and tables in a thread: a process loads the readers anew for each.

    Their own tests are in tests/services, and ask the process.
    """
    if request.node.get_closest_marker("own_process") is None:
        for name in ("services.pages.parsing", "services.imports.reading"):
            monkeypatch.setattr(f"{name}.ask_child", _ask_at_hand)


async def _ask_at_hand(module: str, facts: Mapping[str, Any], content: bytes) -> bytes:
    return await asyncio.to_thread(_answer, module, json.loads(json.dumps(facts)), content)


def _answer(module: str, facts: dict[str, Any], content: bytes) -> bytes:
    if module == "services.pages.parsing":
        return json.dumps(parsing.read(facts, content)).encode()
    return b"".join(line + b"\n" for line in answer_lines(facts, content))


class World:
    """The people of a board and what they can do."""

    def __init__(self, running: Stage, database: Path) -> None:
        self.stage = running
        self.messenger = running.messenger
        self.database = database
        self._next_user = 100

    @property
    def channel(self) -> str:
        """The name of the channel that the people write over."""
        return next(iter(self.stage.runtime.applications))

    @property
    def services(self) -> Any:
        """The services, to prepare what a test is not about."""
        return self.stage.runtime.base.services

    async def load_sample(self) -> None:
        """Import the sample appendix: 25 units, 242 items."""
        await import_sample(self.services, self.stage.clock())

    async def code(self, role: str, unit: str | None = None, board: str = "huyen-mau") -> str:
        """Return a fresh invitation code made by the operator."""
        chosen = self.services.boards.named(board)
        unit_id = (await self.services.units.named(chosen, unit)).id if unit else None
        new = await self.services.people.invite_by_operator(
            chosen, Role(role), unit_id, self.stage.clock()
        )
        return str(new.code)

    async def join(self, role: str, unit: str | None = None, name: str = "") -> int:
        """Let a new person join; return the user id."""
        user = self.stranger(name or f"Người {self._next_user}")
        await self.say(user, f"/start {await self.code(role, unit)}")
        return user

    def stranger(self, name: str = "Khách", language: str = "vi") -> int:
        """Return the user id of somebody the board does not know."""
        self._next_user += 1
        self.messenger.add_user(self._next_user, name, language)
        return self._next_user

    async def say(self, user: int, text: str) -> str:
        """Have a person write; return the texts of the answers."""
        return _texts(await self.stage.say(user, text))

    async def send_file(self, user: int, name: str, content: bytes, caption: str = "") -> str:
        """Have a person send a file; return the texts of the answers."""
        return _texts(await self.stage.send_file(user, name, content, caption))

    async def press(self, user: int, label: str) -> str:
        """Have a person press the newest button of a label; return the texts of the answers."""
        return _texts(await self.stage.press(user, label))

    def typed(self, command: str) -> str:
        """Return a command as it is named to people: on Zalo it has no slash."""
        return command.removeprefix("/") if self.channel == "zalo" else command

    def last(self, user: int) -> LocalMessage:
        """Return the newest message of the bot to a person."""
        return [m for m in self.messenger.messages(user) if m.from_bot][-1]

    def toasts(self, user: int) -> str:
        """Return what answered a person's presses without a message, and all that was written.

        Zalo has no toasts: there such an answer is a message.
        """
        messages = [m for m in self.messenger.messages(user) if m.from_bot]
        return "\n".join(m.alert or "" for m in messages) + "\n" + messages[-1].text

    def labels(self, user: int) -> list[str]:
        """Return the labels of the buttons under the newest message."""
        return [button.label for row in self.last(user).buttons for button in row]

    async def at(self, moment: datetime) -> None:
        """Move the clock and let everything happen that is due."""
        await self.stage.move_clock(moment.astimezone(UTC))

    def rows(self, query: str, *values: object) -> list[Any]:
        """Return what the database holds."""
        url = self.stage.runtime.base.config.database_url
        return [row[0] if len(row) == 1 else row for row in stored_rows(url, query, values)]


@functools.cache
def _sample() -> Appendix:
    return asyncio.run(read_file(SAMPLE.read_bytes(), SAMPLE.name))


async def sample_appendix() -> Appendix:
    """Return the sample as it is read; a test process has a child read it once and not a second."""
    return await asyncio.to_thread(_sample)


async def import_sample(services: Services, now: datetime) -> None:
    """Import the sample appendix."""
    board = services.boards.named("huyen-mau")
    await services.imports.apply_by_operator(board, await sample_appendix(), now)


def _texts(messages: Any) -> str:
    return "\n".join(message.text for message in messages)


def loaded(folder: Path, *boards: BoardSection, filling: Filling | None = None) -> LoadedConfig:
    """Return a configuration of some boards over a database in a folder."""
    return _over(database_in(folder, filling=filling), folder, *boards)


def _over(url: str, folder: Path, *boards: BoardSection) -> LoadedConfig:
    database = DatabaseSection(url=url, backup_dir="")
    config = Config(database=database, board=boards[0], flood_limit=0)
    return LoadedConfig(config, folder, boards)


def still_clock() -> MovableClock:
    """Return a clock that stands at the start until it is moved."""
    return MovableClock(START.astimezone(UTC), lambda: timedelta(0))


async def with_sample(url: str) -> None:
    """Fill a database with the board and its sample."""
    async with foundation(_over(url, Path(), BOARD), still_clock()) as base:
        await import_sample(base.services, base.clock())


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A board with the sample's units on 15/6/2021, 9:00 in the morning."""
    config = loaded(tmp_path, BOARD, filling=with_sample)
    async with stage(config, still_clock()) as running:
        found = World(running, tmp_path / "tinbai.db")
        yield found
        # Each press is answered, and once, whatever came of it.
        assert all(times == 1 for times in found.messenger.answered.values())
