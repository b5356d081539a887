"""Measure the event loop's longest stall while reports render and 64 chats talk.

Three chairs ask for the report of a board of 26 units and a fourth for that of a board of 3,000,
again and again, while 64 correspondents log articles. A sampler asks the loop to be woken every
millisecond; the longest delay counts. Beside it stands the same without reports, and what the
machine itself adds (an idle loop).

    python -m bench.stalls [--seconds N] [-o FILE.json]
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bench.means.measure import Figure, parser, report
from bench.submit import CountingRequest, Side, join, program, unit_name
from bot.collecting import short_collections
from bot.commands.running.run import SWITCH_S
from bot.logs import configure_logs

CHATS = 64
SMALL, LARGE = 26, 3000
CHAIRS = (901, 902, 903)
LARGE_CHAIR = 904
GOAL_MS = 50
SAMPLE_S = 0.001
PATIENCE_S = 120


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
    request = CountingRequest()
    url = f"sqlite+aiosqlite:///{folder}/bench.db"
    async with program(request, url, Path(folder), {"nho": SMALL, "lon": LARGE}) as base:
        for user in range(1, CHATS + 1):
            await join(base, request, user, "nho", unit_name(user % SMALL + 1))
        for user in CHAIRS:
            await join(base, request, user, "nho")
        await join(base, request, LARGE_CHAIR, "lon")
        yield Side(request)


async def ask_for_reports(side: Side, user: int, until: float, counts: dict[int, int]) -> None:
    """Ask for a report, wait for its files, and again."""
    request = side.request
    while time.perf_counter() < until:
        wanted = request.documents[user] + 2
        await side.messenger.send_text(user, "/baocao 2021-H1")
        try:
            async with asyncio.timeout(until + PATIENCE_S - time.perf_counter()):
                while request.documents[user] < wanted:
                    request.answered[user].clear()
                    await request.answered[user].wait()
        except TimeoutError:
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
    """Measure and report."""
    arguments = parser(__doc__)
    arguments.add_argument("--seconds", type=float, default=20)
    chosen = arguments.parse_args()
    configure_logs((), level=40)
    sys.setswitchinterval(SWITCH_S)
    results = asyncio.run(measure(chosen.seconds))
    busy = results["talk_and_reports"]
    figure = Figure(
        "the loop's longest stall while reports render and 64 chats talk",
        "–",
        busy["longest_ms"],
        GOAL_MS,
        value_unit="ms",
        note=f"{busy['reports_26']} reports of 26 rows and {busy['reports_3000']} of 3,000; "
        f"talk alone {results['talk']['longest_ms']} ms, "
        f"an idle loop {results['idle']['longest_ms']} ms",
    )
    report([figure], chosen.output)


if __name__ == "__main__":
    main()
