"""Measure one-line /submit over the wire against python-telegram-bot's own echo.

A Bot API server in a process of its own answers each call after 50 ms; 64 chats talk, each writing
again when it was answered. tinbai is `tinbai run` with SQLite (synchronous=FULL); the echo is a
default Application, which handles updates one after another. Rounds take turns, medians count.

    python -m bench.means.wire [--rounds N] [--seconds S] [-o FILE.json]
"""

import asyncio
import contextlib
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bench.means.installation import FIRST_CHAT, Installation, running
from bench.means.measure import Figure, paired_async, parser, report
from bench.means.messenger import Messenger, messenger
from bench.means.processes import CpuMeter

CHATS = 64
LATENCY_S = 0.05
GOAL = 3.0


@asynccontextmanager
async def echo_bot(server: Messenger) -> AsyncIterator[int]:
    """Run the echo; the context's value is its process id."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.means.echo", server.url, server.token)
    )
    try:
        yield process.pid
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def measure(rounds: int, seconds: float) -> Figure:
    """Return both sides' rates in messages a second; the note says what each message costs."""
    chats = list(range(FIRST_CHAT, FIRST_CHAT + CHATS))
    with tempfile.TemporaryDirectory(prefix="tinbai-bench-") as folder:
        async with (
            messenger(chats, latency=LATENCY_S) as theirs,
            messenger(chats, latency=LATENCY_S) as ours,
        ):
            url = f"sqlite+aiosqlite:///{folder}/bench.db"
            place = Installation(Path(folder), url, ours.url, units=CHATS)
            await place.settle()
            async with echo_bot(theirs) as echo_pid, running(place) as bots:
                echo = _Side(theirs, echo_pid, chats, "", seconds)
                submit = _Side(ours, bots[0].pid, chats, "Đã ghi", seconds)
                pair = await paired_async(submit.rate, echo.rate, rounds)
    return pair.figure(
        f"one-line /submit over the wire, {CHATS} chats, {LATENCY_S * 1000:.0f} ms an answer",
        "stock PTB echo",
        GOAL,
        way="at least",
        unit="/s",
        scale=1,
        note=f"CPU a message: tinbai {submit.cpu_ms:.1f} ms, echo {echo.cpu_ms:.1f} ms; "
        f"99 of 100 waits for tinbai below {submit.wait_ms:.0f} ms",
    )


class _Side:
    """A bot whose people talk for some seconds a round."""

    def __init__(
        self, server: Messenger, pid: int, chats: list[int], expect: str, seconds: float
    ) -> None:
        self._server = server
        self._pid = pid
        self._chats = chats
        self._expect = expect
        self._seconds = seconds
        self.cpu_ms = 0.0
        self.wait_ms = 0.0

    async def rate(self) -> float:
        """Return the messages answered a second in one round."""
        meter = CpuMeter({"bot": (self._pid,)})
        done = await self._server.talk(self._chats, 1_000_000, self._expect, seconds=self._seconds)
        answered, waits = int(done["answered"]), done["waits"]
        self.cpu_ms = meter.seconds()["bot"] / answered * 1000
        self.wait_ms = waits[int(len(waits) * 0.99)] * 1000
        return answered / float(done["seconds"])


def main() -> None:
    """Measure, print and write JSON."""
    arguments = parser(__doc__)
    arguments.add_argument("--seconds", type=float, default=6, help="of each side's round")
    given = arguments.parse_args()
    report([asyncio.run(measure(given.rounds, given.seconds))], given.output)


if __name__ == "__main__":
    main()
