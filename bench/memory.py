"""Measure whether a process that runs for long holds ever more memory.

In one process, over a request that answers at once and keeps nothing, 64 chats of a board write.
One update in 100 is a submission; of the others most cost little (help, a greeting, "cancel"), or
all of them would take too long, and some ask for their articles and for the month's state. Resident
memory is read at the marks. The titles of half a year are kept in memory by design; the note says
how many came in between.

    python -m bench.memory [--first N] [--last N] [-o FILE.json]
"""

import asyncio
import gc
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from bench.installation import FIRST_CHAT, Installation
from bench.measure import Figure, parser, report, resident_mb
from bench.talk import submission
from bot.app import assemble, build_application, foundation
from bot.channels.base import ApiFile, ChannelRequest
from bot.channels.local_messages import bot_json
from bot.commands.run import SWITCH_S
from bot.config import load
from bot.logs import configure_logs
from tests.fakes.bot_api.server import TOKEN

CHATS = 64
FIRST, LAST = 50_000, 200_000
SUBMIT_EVERY = 100
GOAL = 1.05
ASKED = (*("Xin chào các bạn", "/huy", "/huongdan") * 5, "/cuatoi", "/tinhhinh")


class Forgetful(ChannelRequest):
    """Answers what the bot sends and keeps nothing but when each chat was answered."""

    def __init__(self) -> None:
        self.answered: dict[int, asyncio.Event] = {}
        self.logged = 0

    async def call(
        self, method: str, parameters: Mapping[str, Any], files: Mapping[str, ApiFile]
    ) -> Any:
        """Answer a method."""
        if method == "getMe":
            return bot_json()
        if not method.startswith("send"):
            return True
        chat_id = int(parameters["chat_id"])
        self.logged += "Đã ghi" in str(parameters.get("text", ""))
        if chat_id in self.answered:
            self.answered[chat_id].set()
        chat = {"id": chat_id, "type": "private", "first_name": "Người"}
        return {"message_id": 1, "date": 0, "chat": chat, "text": "-"}

    async def download(self, path: str) -> bytes:
        """There are no files."""
        raise FileNotFoundError(path)


class Crowd:
    """The chats and what they write."""

    def __init__(self, accept: Callable[[str, list[dict[str, Any]]], Awaitable[None]]) -> None:
        self.request = Forgetful()
        self.accept = accept
        self.sent = 0

    async def talk(self, until: int) -> None:
        """Let everybody write, each when it was answered, up to so many updates over all."""
        await asyncio.gather(*(self._chat(FIRST_CHAT + n, until) for n in range(CHATS)))

    async def _chat(self, chat_id: int, until: int) -> None:
        event = self.request.answered.setdefault(chat_id, asyncio.Event())
        while self.sent < until:
            self.sent += 1
            event.clear()
            await self.accept("telegram", [_update(self.sent, chat_id)])
            await event.wait()


def _update(number: int, chat_id: int) -> dict[str, Any]:
    text = ASKED[number % len(ASKED)] if number % SUBMIT_EVERY else submission(number)
    message: dict[str, Any] = {
        "message_id": number,
        "date": int(time.time()),
        "chat": {"id": chat_id, "type": "private", "first_name": "Người"},
        "from": {"id": chat_id, "is_bot": False, "first_name": "Người", "language_code": "vi"},
        "text": text,
    }
    if text.startswith("/"):
        length = len(text.split(maxsplit=1)[0])
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    return {"update_id": number, "message": message}


async def measure(first: int, last: int) -> Figure:
    """Return the growth of the resident memory between two marks."""
    with tempfile.TemporaryDirectory(prefix="tinbai-bench-") as folder:
        url = f"sqlite+aiosqlite:///{folder}/bench.db"
        place = Installation(Path(folder), url, "http://127.0.0.1:1", units=CHATS)
        await place.settle()
        async with foundation(load(place.config)) as base:
            crowd = Crowd(lambda name, updates: runtime.dispatcher.accept(name, updates))
            app = build_application(base.services, crowd.request, TOKEN)
            runtime = assemble(base, {"telegram": app}, {})
            await app.initialize()
            stop = asyncio.Event()
            working = asyncio.create_task(runtime.dispatcher.run(stop))
            gc.collect()
            gc.freeze()  # as `tinbai run` does once it is up
            marks: dict[int, float] = {}
            began, at_first = time.monotonic(), 0
            for mark in (first, (first + last) // 2, last):
                await crowd.talk(mark)
                gc.collect()
                marks[mark] = resident_mb()
                at_first = at_first or crowd.request.logged
            took = time.monotonic() - began
            stop.set()
            await working
            await app.shutdown()
    shown = ", ".join(f"{mb:.1f} MB after {mark:,}" for mark, mb in marks.items())
    return Figure(
        f"memory after {last:,} updates",
        f"after {first:,}",
        marks[last] / marks[first],
        GOAL,
        ours=marks[last],
        floor=marks[first],
        unit="MB",
        note=f"{shown}; {crowd.request.logged - at_first:,} articles logged in between, the other "
        f"updates are commands and talk; {last / took:.0f} updates a second",
    )


def main() -> None:
    """Measure, print and write JSON."""
    arguments = parser(__doc__)
    arguments.add_argument("--first", type=int, default=FIRST)
    arguments.add_argument("--last", type=int, default=LAST)
    given = arguments.parse_args()
    configure_logs((), level=40)
    sys.setswitchinterval(SWITCH_S)
    report([asyncio.run(measure(given.first, given.last))], given.output)


if __name__ == "__main__":
    main()
