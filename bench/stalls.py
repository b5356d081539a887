"""Measure the event loop's longest stall while reports render and 64 chats talk.

Three chairs ask for the report of a board of 26 units and a fourth for that of a board of 3,000,
again and again, while 64 correspondents log articles. A sampler asks the loop to be woken every
millisecond; the longest delay counts. Beside it stands the same without reports, and what the
machine itself adds (an idle loop).

    python -m bench.stalls [--seconds N] [-o FILE.json]
"""

import argparse
import asyncio
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.submit import CountingRequest, Side
from bot.app import assemble, build_application, foundation
from bot.channels.local import LocalMessenger
from bot.channels.local_outbound import LocalOutbound
from bot.clock import system_clock
from bot.collecting import short_collections
from bot.commands.run import SWITCH_S
from bot.config import BoardSection, Config, DatabaseSection, LoadedConfig
from bot.logs import configure_logs
from domain.people import Role
from reports.appendix import read_appendix

TOKEN = "1:local"  # noqa: S105 - the local chat has no secret
CHATS = 64
SMALL, LARGE = 26, 3000
CHAIRS = (901, 902, 903)
LARGE_CHAIR = 904
GOAL_MS = 50
SAMPLE_S = 0.001


class Sampler:
    """Measures how late the loop wakes a sleeper."""

    def __init__(self) -> None:
        self.gaps: list[float] = []

    async def run(self) -> None:
        """Sample until cancelled."""
        while True:
            began = time.perf_counter()
            await asyncio.sleep(SAMPLE_S)
            self.gaps.append(time.perf_counter() - began - SAMPLE_S)

    def result(self) -> dict[str, float]:
        """Return the longest gap and some quantiles in milliseconds."""
        cut = statistics.quantiles(self.gaps, n=1000)
        return {
            "longest_ms": round(max(self.gaps) * 1000, 1),
            "p99_9_ms": round(cut[998] * 1000, 1),
            "p50_ms": round(cut[499] * 1000, 2),
            "samples": len(self.gaps),
        }


@asynccontextmanager
async def people(folder: str) -> AsyncIterator[Side]:
    """Two boards, 64 correspondents of the small one, and their chairs."""
    messenger = LocalMessenger(None, system_clock)
    request = CountingRequest(messenger)
    sections = tuple(
        BoardSection(slug=slug, name=slug, quiet_hours=None, reminders=())
        for slug in ("nho", "lon")
    )
    url = f"sqlite+aiosqlite:///{folder}/bench.db"
    config = LoadedConfig(Config(database=DatabaseSection(url=url)), Path(folder), sections)
    async with foundation(config) as base:
        app = build_application(base.services, request, TOKEN)
        runtime = assemble(base, {"local": app}, {"local": LocalOutbound(request)})

        async def accept(raw: dict[str, Any]) -> None:
            await runtime.dispatcher.accept("local", [raw])

        messenger.accept = accept
        await app.initialize()
        stop = asyncio.Event()
        working = asyncio.create_task(runtime.dispatcher.run(stop))
        now = datetime.now(UTC)
        for slug, size in (("nho", SMALL), ("lon", LARGE)):
            board = base.services.boards.named(slug)
            lines = [f"Nhóm {n % 5},{n},Đơn vị thử {n:04d},1,1" for n in range(1, size + 1)]
            table = "\n".join(["group,stt,unit,2021-01,total", *lines, ""])
            appendix = read_appendix(table.encode(), "units.csv", None)
            await base.services.imports.apply_by_operator(board, appendix, now)
        for user in (*range(1, CHATS + 1), *CHAIRS, LARGE_CHAIR):
            board = base.services.boards.named("lon" if user == LARGE_CHAIR else "nho")
            role, unit_id = Role.CHAIR, None
            if user <= CHATS:
                role = Role.CORRESPONDENT
                unit = await base.services.units.named(board, f"Đơn vị thử {user % SMALL + 1:04d}")
                unit_id = unit.id
            new = await base.services.people.invite_by_operator(board, role, unit_id, now)
            messenger.add_user(user, f"Người {user}", "vi")
            request.answered[user] = asyncio.Event()
            await messenger.send_text(user, f"/start {new.code}")
            await request.answered[user].wait()
        try:
            yield Side(messenger, request)
        finally:
            stop.set()
            await working
            await app.shutdown()


async def ask_for_reports(side: Side, user: int, until: float, counts: dict[int, int]) -> None:
    """Ask for a report, wait for its files, and again."""
    while time.perf_counter() < until:
        files = len([m for m in side.messenger.messages(user) if m.document])
        await side.messenger.send_text(user, "/baocao 2021-H1")
        while len([m for m in side.messenger.messages(user) if m.document]) < files + 2:
            await asyncio.sleep(0.05)
            if time.perf_counter() > until + 120:
                return
        counts[user] = counts.get(user, 0) + 1


async def measure(seconds: float) -> dict[str, Any]:
    """Return the gaps of an idle loop, of talk alone, and of talk beside reports."""
    results: dict[str, Any] = {}
    for name in ("idle", "talk", "talk_and_reports"):
        with tempfile.TemporaryDirectory(prefix="tinbai-bench-") as folder:
            async with people(folder) as side:
                counts: dict[int, int] = {}
                if name == "talk_and_reports":
                    # The first report loads the renderers; that is a cost of its own.
                    await ask_for_reports(side, CHAIRS[0], time.perf_counter() + 0.1, counts)
                    counts.clear()
                # As `tinbai run` has it once it is up.
                with short_collections():
                    sampler = Sampler()
                    sampling = asyncio.create_task(sampler.run())
                    until = time.perf_counter() + seconds
                    sent = 0
                    if name == "idle":
                        await asyncio.sleep(seconds)
                    else:
                        work = [asyncio.create_task(_talk(side, until))]
                        if name == "talk_and_reports":
                            for user in (*CHAIRS, LARGE_CHAIR):
                                asking = ask_for_reports(side, user, until, counts)
                                work.append(asyncio.create_task(asking))
                        await asyncio.gather(*work)
                        sent = side.sent
                    sampling.cancel()
                results[name] = {
                    **sampler.result(),
                    "articles": sent,
                    "reports_26": sum(counts.get(user, 0) for user in CHAIRS),
                    "reports_3000": counts.get(LARGE_CHAIR, 0),
                }
    return results


async def _talk(side: Side, until: float) -> None:
    while time.perf_counter() < until:
        await side.rate(CHATS, CHATS * 4, lambda text: "#" in text)


def main() -> None:
    """Measure and print JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("-o", "--output", type=Path)
    arguments = parser.parse_args()
    configure_logs((), level=40)
    sys.setswitchinterval(SWITCH_S)
    document = {
        "measure": "the event loop's longest stall",
        "goal_ms": GOAL_MS,
        "python": platform.python_version(),
        "cpus": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "results": asyncio.run(measure(arguments.seconds)),
    }
    text = json.dumps(document, ensure_ascii=False, indent=1)
    print(text)
    if arguments.output:
        arguments.output.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
