"""Measure one-line /submit against a bare python-telegram-bot echo over the same request stub.

Both get messages from the same local messenger and answer through the same request object. The
echo only answers; tinbai stores the update, checks the article for duplicates, logs and audits it
in SQLite (synchronous=FULL) and answers. Rounds take turns, medians count.

    python -m bench.submit [--rounds N] [--messages N] [-o FILE.json]
"""

import argparse
import asyncio
import json
import os
import platform
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters

from bench.talk import submission
from bot.app import assemble, build_application, foundation
from bot.channels.base import ApiFile
from bot.channels.local import LocalMessenger, LocalRequest
from bot.channels.local_outbound import LocalOutbound
from bot.clock import system_clock
from bot.config import BoardSection, Config, DatabaseSection, LoadedConfig
from bot.logs import configure_logs
from domain.people import Role
from reports.appendix import read_appendix

TOKEN = "1:local"  # noqa: S105 - the local chat has no secret
UNITS = 25
GOALS = {1: 0.12, 64: 0.30}


class CountingRequest(LocalRequest):
    """The local request, which tells each chat's next answer."""

    def __init__(self, messenger: LocalMessenger) -> None:
        super().__init__(messenger)
        self.answered: dict[int, asyncio.Event] = {}
        self.texts: dict[int, str] = {}

    async def call(
        self, method: str, parameters: Mapping[str, Any], files: Mapping[str, ApiFile]
    ) -> Any:
        """Answer a method; an answer to a chat sets its event."""
        result = await super().call(method, parameters, files)
        if method == "sendMessage":
            chat_id = int(parameters["chat_id"])
            self.texts[chat_id] = str(parameters["text"])
            if chat_id in self.answered:
                self.answered[chat_id].set()
        return result


class Side:
    """One of the two that are compared: a messenger whose messages are answered."""

    def __init__(self, messenger: LocalMessenger, request: CountingRequest) -> None:
        self.messenger = messenger
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


def _messenger(chats: int) -> tuple[LocalMessenger, CountingRequest]:
    messenger = LocalMessenger(None, system_clock)
    request = CountingRequest(messenger)
    for user in range(1, chats + 1):
        messenger.add_user(user, f"Người {user}", "vi")
        request.answered[user] = asyncio.Event()
    return messenger, request


@asynccontextmanager
async def echo_side(chats: int) -> AsyncIterator[Side]:
    """A bare echo bot."""
    messenger, request = _messenger(chats)
    app = (
        ApplicationBuilder()
        .token(TOKEN)
        .request(request)
        .get_updates_request(request)
        .updater(None)
        .job_queue(None)
        .build()
    )

    async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.effective_message is not None
        await update.effective_message.reply_text(update.effective_message.text or "")

    app.add_handler(MessageHandler(filters.TEXT, echo))
    await app.initialize()
    tasks: set[asyncio.Task[None]] = set()

    async def accept(raw: dict[str, Any]) -> None:
        task = asyncio.create_task(app.process_update(Update.de_json(raw, app.bot)))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    messenger.accept = accept
    yield Side(messenger, request)
    await asyncio.gather(*tasks)
    await app.shutdown()


@asynccontextmanager
async def tinbai_side(chats: int, url: str) -> AsyncIterator[Side]:
    """tinbai with a board of 25 units, a correspondent a chat."""
    messenger, request = _messenger(chats)
    section = BoardSection(slug="ban-thu", name="Ban thử", quiet_hours=None, reminders=())
    config = LoadedConfig(Config(database=DatabaseSection(url=url)), Path("/"), (section,))
    async with foundation(config) as base:
        app = build_application(base.services, request, TOKEN)
        runtime = assemble(base, {"local": app}, {"local": LocalOutbound(request)})

        async def accept(raw: dict[str, Any]) -> None:
            await runtime.dispatcher.accept("local", [raw])

        messenger.accept = accept
        await app.initialize()
        stop = asyncio.Event()
        working = asyncio.create_task(runtime.dispatcher.run(stop))
        board = base.services.boards.named("ban-thu")
        lines = [f"Nhóm,{n},Đơn vị thử {n:03d},1,1" for n in range(1, UNITS + 1)]
        table = "\n".join(["group,stt,unit,2021-01,total", *lines, ""])
        now = datetime.now(UTC)
        await base.services.imports.apply_by_operator(
            board, read_appendix(table.encode(), "units.csv", None), now
        )
        for user in range(1, chats + 1):
            unit = await base.services.units.named(board, f"Đơn vị thử {user % UNITS + 1:03d}")
            new = await base.services.people.invite_by_operator(
                board, Role.CORRESPONDENT, unit.id, now
            )
            request.answered[user].clear()
            await messenger.send_text(user, f"/start {new.code}")
            await request.answered[user].wait()
        try:
            yield Side(messenger, request)
        finally:
            stop.set()
            await working
            await app.shutdown()


async def measure(chats: int, rounds: int, messages: int, folder: str, url: str) -> dict[str, Any]:
    """Return both sides' median rates (messages a second) and their ratio.

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
    echo_rate, submit_rate = (
        statistics.median(rate for rate, _cpu in side) for side in (echoes, submits)
    )
    echo_cpu, submit_cpu = (
        statistics.median(cpu for _rate, cpu in side) for side in (echoes, submits)
    )
    return {
        "chats": chats,
        "echo_per_s": round(echo_rate, 1),
        "submit_per_s": round(submit_rate, 1),
        "ratio": round(submit_rate / echo_rate, 3),
        "goal": GOALS[chats],
        "echo_cpu_ms": round(echo_cpu, 3),
        "submit_cpu_ms": round(submit_cpu, 3),
        "cpu_ratio": round(echo_cpu / submit_cpu, 3),
        "rounds": {
            "echo": [round(rate) for rate, _cpu in echoes],
            "submit": [round(rate) for rate, _cpu in submits],
        },
    }


def main() -> None:
    """Measure with one chat and with 64, and print JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument(
        "--database", help="an SQLAlchemy URL; a fresh SQLite file a round by default"
    )
    parser.add_argument("-o", "--output", type=Path)
    arguments = parser.parse_args()
    configure_logs((), level=40)
    results = []
    for chats in GOALS:
        with tempfile.TemporaryDirectory(prefix="tinbai-bench-") as folder:
            results.append(
                asyncio.run(
                    measure(
                        chats,
                        arguments.rounds,
                        arguments.messages,
                        folder,
                        arguments.database or "",
                    )
                )
            )
    document = {
        "measure": "one-line /submit against a bare echo",
        "python": platform.python_version(),
        "cpus": os.cpu_count(),
        "results": results,
    }
    text = json.dumps(document, ensure_ascii=False, indent=1)
    print(text)
    if arguments.output:
        arguments.output.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
