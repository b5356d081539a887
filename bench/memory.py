"""Measure whether a process that runs for long holds ever more memory.

In one process, over a request that answers at once and keeps nothing, 64 chats of a board write.
One update in 100 is a submission; of the others most cost little (help, a greeting, "cancel"), or
all of them would take too long, and some ask for their articles and for the month's state. The
clock moves ten minutes with each update, so that the whole is four years of such a board and titles
grow older than the half year that is kept in memory. Resident memory is read at the marks.

    python -m bench.memory [--first N] [--last N] [-o FILE.json]
"""

import asyncio
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.means.crowd import Crowd
from bench.means.installation import Installation
from bench.means.measure import Figure, parser, report, resident_mb
from bench.means.talk import submission
from bot.app import assemble, build_application, foundation
from bot.collecting import short_collections
from bot.commands.running.run import SWITCH_S
from bot.config.loading import load
from bot.logs import configure_logs
from tests.fakes.bot_api.server import TOKEN

CHATS = 64
FIRST, LAST = 50_000, 200_000
SUBMIT_EVERY = 100
GOAL = 1.05
START, STEP = datetime(2022, 1, 3, tzinfo=UTC), timedelta(minutes=10)
ASKED = (*("Xin chào các bạn", "/huy", "/huongdan") * 5, "/cuatoi", "/tinhhinh")


def text(number: int) -> str:
    """Return what the n-th update says."""
    return ASKED[number % len(ASKED)] if number % SUBMIT_EVERY else submission(number)


async def measure(first: int, last: int) -> Figure:
    """Return the growth of the resident memory between two marks."""
    with tempfile.TemporaryDirectory(prefix="tinbai-bench-") as folder:
        url = f"sqlite+aiosqlite:///{folder}/bench.db"
        place = Installation(Path(folder), url, "http://127.0.0.1:1", units=CHATS)
        await place.settle()
        crowd = Crowd(lambda *one: runtime.dispatcher.accept(*one), place.chats, text)
        async with foundation(load(place.config), lambda: START + STEP * crowd.sent) as base:
            app = build_application(base.services, crowd.request, TOKEN)
            runtime = assemble(base, {"telegram": app}, {})
            await app.initialize()
            stop = asyncio.Event()
            working = asyncio.create_task(runtime.dispatcher.run(stop))
            marks: dict[int, float] = {}
            began, at_first = time.monotonic(), 0
            # As `tinbai run` has it once it is up.
            with short_collections():
                for mark in (first, (first + last) // 2, last):
                    await crowd.talk(mark)
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
