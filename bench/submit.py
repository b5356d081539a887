"""Measure one-line /submit against a bare python-telegram-bot echo over the same request stub.

Both get messages from the same local messenger and answer through the same request object. The
echo only answers; tinbai stores the update, checks the article for duplicates, logs and audits it
in SQLite (synchronous=FULL) and answers. Rounds take turns, medians count.

    python -m bench.submit [--rounds N] [--messages N] [-o FILE.json]
"""

import asyncio
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.ext import (
    ApplicationBuilder,
    BaseHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bench.means.measure import Figure, Pair, parser, report
from bench.means.talk import submission
from bot.app import Foundation, assemble, build_application, foundation
from bot.channels.base import ApiFile
from bot.channels.web.outbound import PageOutbound
from bot.clock.now import system_clock
from bot.config.loading import LoadedConfig
from bot.config.model import BoardSection, Config, DatabaseSection
from bot.logs import configure_logs
from domain.people.records import Role
from reports.appendix.reading import read_appendix
from tests.fakes.messenger.request import LocalMessenger, LocalRequest

TOKEN = "1:bench"  # noqa: S105 - the messenger in memory has no secret
UNITS = 25
GOALS = {1: 0.12, 64: 0.30}


class CountingRequest(LocalRequest):
    """The request of a local messenger, which tells each chat's next answer."""

    def __init__(self) -> None:
        self.messenger = LocalMessenger(None, system_clock)
        super().__init__(self.messenger)
        self.answered: dict[int, asyncio.Event] = {}
        self.texts: dict[int, str] = {}
        self.documents: Counter[int] = Counter()

    def add_person(self, user: int) -> None:
        """Let somebody write."""
        self.messenger.add_user(user, f"Người {user}", "vi")
        self.answered[user] = asyncio.Event()

    async def call(
        self, method: str, parameters: Mapping[str, Any], files: Mapping[str, ApiFile]
    ) -> Any:
        """Answer a method; an answer to a chat sets its event."""
        result = await super().call(method, parameters, files)
        if method == "sendDocument":
            self.documents[int(parameters["chat_id"])] += 1
            self.answered[int(parameters["chat_id"])].set()
        if method == "sendMessage":
            chat_id = int(parameters["chat_id"])
            self.texts[chat_id] = str(parameters["text"])
            if chat_id in self.answered:
                self.answered[chat_id].set()
        return result


class Side:
    """One of the two that are compared: a messenger whose messages are answered."""

    def __init__(self, request: CountingRequest) -> None:
        self.messenger = request.messenger
        self.request = request
        self.sent = 0

    def text(self) -> str:
        """Return the next submission: a new link and a title unlike the others."""
        self.sent += 1
        return submission(self.sent)

    async def rate(
        self, chats: int, messages: int, check: Callable[[str], bool]
    ) -> tuple[float, float]:
        """Return messages answered a second, each chat sending when it was answered, and the
        process's CPU time for each in milliseconds.
        """
        left = messages

        async def talk(user: int) -> None:
            nonlocal left
            event = self.request.answered[user]
            while left > 0:
                left -= 1
                event.clear()
                await self.messenger.send_text(user, self.text())
                await event.wait()
                if not check(self.request.texts[user]):
                    raise RuntimeError(f"not what was asked for: {self.request.texts[user]}")

        began, busy = time.perf_counter(), time.process_time()
        await asyncio.gather(*(talk(user) for user in range(1, chats + 1)))
        busy, took = time.process_time() - busy, time.perf_counter() - began
        return messages / took, busy / messages * 1000


@asynccontextmanager
async def bare_side(chats: int, handler: BaseHandler[Any, Any, None]) -> AsyncIterator[Side]:
    """A bot of bare python-telegram-bot with one handler, chats side by side."""
    request = CountingRequest()
    for user in range(1, chats + 1):
        request.add_person(user)
    app = (
        ApplicationBuilder()
        .token(TOKEN)
        .request(request)
        .get_updates_request(request)
        .updater(None)
        .job_queue(None)
        .build()
    )
    app.add_handler(handler)
    await app.initialize()
    tasks: set[asyncio.Task[None]] = set()

    async def accept(raw: dict[str, Any]) -> None:
        task = asyncio.create_task(app.process_update(Update.de_json(raw, app.bot)))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    request.messenger.accept = accept
    yield Side(request)
    await asyncio.gather(*tasks)
    await app.shutdown()


def echo_side(chats: int) -> AbstractAsyncContextManager[Side]:
    """A bot that only answers."""

    async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.effective_message is not None
        await update.effective_message.reply_text(update.effective_message.text or "")

    return bare_side(chats, MessageHandler(filters.TEXT, echo))


@asynccontextmanager
async def program(
    request: CountingRequest, url: str, folder: Path, boards: Mapping[str, int]
) -> AsyncIterator[Foundation]:
    """The program at work in this process behind a local messenger: boards by slug with so many
    units each.
    """
    sections = tuple(
        BoardSection(slug=slug, name=slug, quiet_hours=None, reminders=()) for slug in boards
    )
    config = LoadedConfig(Config(database=DatabaseSection(url=url)), folder, sections)
    async with foundation(config) as base:
        app = build_application(base.services, request, TOKEN)
        runtime = assemble(base, {"telegram": app}, {"telegram": PageOutbound(request)})

        async def accept(raw: dict[str, Any]) -> None:
            await runtime.dispatcher.accept("telegram", [raw])

        request.messenger.accept = accept
        await app.initialize()
        stop = asyncio.Event()
        working = asyncio.create_task(runtime.dispatcher.run(stop))
        for slug, size in boards.items():
            lines = [f"Nhóm {n % 5},{n},{unit_name(n)},1,1" for n in range(1, size + 1)]
            table = "\n".join(["group,stt,unit,2021-01,total", *lines, ""])
            await base.services.imports.apply_by_operator(
                base.services.boards.named(slug),
                read_appendix(table.encode(), "units.csv", None),
                base.clock(),
            )
        try:
            yield base
        finally:
            stop.set()
            await working
            await app.shutdown()


def unit_name(number: int) -> str:
    """Return the name of a board's n-th unit."""
    return f"Đơn vị thử {number:04d}"


async def join(
    base: Foundation, request: CountingRequest, user: int, slug: str, unit: str | None = None
) -> None:
    """Let somebody join: a correspondent of a unit, or without one a chair."""
    board = base.services.boards.named(slug)
    role = Role.CHAIR if unit is None else Role.CORRESPONDENT
    unit_id = None if unit is None else (await base.services.units.named(board, unit)).id
    new = await base.services.people.invite_by_operator(board, role, unit_id, base.clock())
    request.add_person(user)
    await request.messenger.send_text(user, f"/start {new.code}")
    await request.answered[user].wait()


@asynccontextmanager
async def tinbai_side(chats: int, url: str) -> AsyncIterator[Side]:
    """tinbai with a board of 25 units, a correspondent a chat."""
    request = CountingRequest()
    async with program(request, url, Path("/"), {"ban-thu": UNITS}) as base:
        for user in range(1, chats + 1):
            await join(base, request, user, "ban-thu", unit_name(user % UNITS + 1))
        yield Side(request)


async def measure(chats: int, rounds: int, messages: int, folder: str, url: str) -> Figure:
    """Return the rate of submissions beside the echo's.

    Each round begins with an empty log, so that the rounds are alike: a search for twins takes
    longer the more titles of the last 180 days a board has.
    """
    echoes, submits = [], []
    for number in range(rounds):
        database = url or f"sqlite+aiosqlite:///{folder}/{number}.db"
        async with echo_side(chats) as echo, tinbai_side(chats, database) as tinbai:
            await echo.rate(chats, messages // 4, lambda text: True)
            await tinbai.rate(chats, messages // 4, lambda text: "#" in text)
            echoes.append(await echo.rate(chats, messages, lambda text: True))
            submits.append(await tinbai.rate(chats, messages, lambda text: "Đã ghi" in text))
    pair = Pair(tuple(rate for rate, _cpu in submits), tuple(rate for rate, _cpu in echoes))
    ours, beside = (statistics.median(cpu for _rate, cpu in side) for side in (submits, echoes))
    return pair.figure(
        f"one-line /submit, {chats} chat{'s' if chats > 1 else ''}",
        "bare PTB echo",
        GOALS[chats],
        way="at least",
        unit="/s",
        scale=1,
        note=f"CPU a message: tinbai {ours:.1f} ms, echo {beside:.2f} ms",
    )


def main() -> None:
    """Measure with one chat and with 64, and report."""
    arguments = parser(__doc__)
    arguments.add_argument("--messages", type=int, default=1000)
    arguments.add_argument(
        "--database", default="", help="an SQLAlchemy URL; a fresh SQLite file a round by default"
    )
    chosen = arguments.parse_args()
    configure_logs((), level=40)
    figures = []
    for chats in GOALS:
        with tempfile.TemporaryDirectory(prefix="tinbai-bench-") as folder:
            measured = measure(chats, chosen.rounds, chosen.messages, folder, chosen.database)
            figures.append(asyncio.run(measured))
    report(figures, chosen.output)


if __name__ == "__main__":
    main()
