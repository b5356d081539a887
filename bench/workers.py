"""Measure PostgreSQL with 1, 2 and 4 workers on the webhook, with many boards.

Each worker is `tinbai run`; all listen at one port, among which the kernel deals the connections
out. A messenger in a process of its own posts submissions of 128 chats, each a board of its own,
and answers at once. The server is one of this script's own, with fsync as it comes. Every process's
share of the CPU is told: where all cores are busy another worker cannot help.

    python -m bench.workers [--rounds N] [--seconds S] [-o FILE.json]
"""

import asyncio
import os
import socket
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from bench.means.installation import Installation, running
from bench.means.measure import Figure, parser, report
from bench.means.messenger import Json, Messenger, messenger
from bench.means.processes import CpuMeter
from tests.postgres import running_server

BOARDS = 128
UNITS = 2
WORKERS = (1, 2, 4)
GROUPS = ("tinbai", "PostgreSQL", "messenger")
SHARED = ("tinbai", "PostgreSQL")
GOAL = 1.7
COST_GOALS = {2: 1.15, 4: 1.3}
# Until each board's titles are loaded: a board says something twice.
WARM_UP_S = 10.0
READY_WITHIN_S = 90


@dataclass(frozen=True, slots=True)
class Round:
    """Messages a second, and the CPU milliseconds that each cost by group of processes."""

    rate: float
    cpu_ms: dict[str, float]


async def measure(rounds: int, seconds: float) -> dict[int, list[Round]]:
    """Return the rounds of each number of workers."""
    found: dict[int, list[Round]] = {}
    with (
        running_server(durable=True) as postgres,
        tempfile.TemporaryDirectory(prefix="tinbai-bench-") as folder,
    ):
        async with messenger([]) as server:
            place = Installation(
                Path(folder),
                postgres.create(),
                server.url,
                boards=BOARDS,
                units=UNITS,
                webhook=True,
                port=_free_port(),
            )
            await place.settle()
            await server.order("know", chats=place.chats)
            talkers = place.chats[::UNITS]  # one a board
            for workers in WORKERS:
                await server.order("forget_webhook")
                async with running(place, workers) as bots:
                    await _all_listen(place.port, workers)
                    side = _Side(
                        server,
                        talkers,
                        await _address(server, place.port),
                        {
                            "tinbai": tuple(bot.pid for bot in bots),
                            "PostgreSQL": (postgres.pid,),
                            "messenger": (server.pid,),
                        },
                    )
                    await side.round(WARM_UP_S)
                    found[workers] = [await side.round(seconds) for _ in range(rounds)]
    return found


@dataclass(frozen=True, slots=True)
class _Side:
    server: Messenger
    chats: list[int]
    address: Json
    processes: dict[str, tuple[int, ...]]

    async def round(self, seconds: float) -> Round:
        """Let people talk for a while."""
        meter = CpuMeter(self.processes)
        done = await self.server.talk(
            self.chats, 1_000_000, "Đã ghi", seconds=seconds, address=self.address
        )
        answered = int(done["answered"])
        cpu_ms = {name: cpu / answered * 1000 for name, cpu in meter.seconds().items()}
        return Round(answered / float(done["seconds"]), cpu_ms)


def _free_port() -> int:
    """Return a port outside of the range that the kernel gives to outgoing connections."""
    for port in range(20_000 + os.getpid() % 5_000, 32_000):
        try:
            with socket.create_server(("127.0.0.1", port)):
                return port
        except OSError:
            continue
    raise RuntimeError("no port is free")


async def _all_listen(port: int, workers: int) -> None:
    """Wait until as many sockets listen at the port."""
    mine = f"0100007F:{port:04X}"
    for _ in range(READY_WITHIN_S * 10):
        if _listening().count(mine) == workers:
            return
        await asyncio.sleep(0.1)
    raise TimeoutError(f"not {workers} workers within {READY_WITHIN_S} s")


def _listening() -> list[str]:
    rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return [row[1] for row in rows if row[3] == "0A"]


async def _address(server: Messenger, port: int) -> Json:
    """Return where the bot wants to be posted to, without the proxy that it believes in front."""
    hook = (await server.order("webhook"))["webhook"]
    return {"url": f"http://127.0.0.1:{port}{urlsplit(hook['url']).path}", "secret": hook["secret"]}


def figures(found: dict[int, list[Round]]) -> list[Figure]:
    """Return the table's lines: the rate of one worker, and each step's gain."""
    cores = os.cpu_count() or 1
    rates = {count: median(one.rate for one in rounds) for count, rounds in found.items()}
    lines: list[Figure] = []
    alone = 0.0
    for count, before in zip(WORKERS, (None, *WORKERS), strict=False):
        cpu = {name: median(one.cpu_ms[name] for one in found[count]) for name in GROUPS}
        shares = ", ".join(f"{name} {cpu[name]:.1f}" for name in GROUPS)
        ceiling = cores / sum(cpu.values()) * 1000
        note = f"CPU ms a message: {shares}; {cores} cores could do {ceiling:.0f}/s of these"
        goal = GOAL if before is not None and count <= cores else None
        cost = sum(cpu[name] for name in SHARED)
        lines.append(
            Figure(
                f"PostgreSQL, {count} worker{'s' if count > 1 else ''} on the webhook",
                "–" if before is None else f"{before} worker{'s' if before > 1 else ''}",
                1 if before is None else rates[count] / rates[before],
                goal,
                way="at least",
                ours=rates[count],
                floor=None if before is None else rates[before],
                unit="/s",
                note=note,
            )
        )
        if count == 1:
            alone = cost
        else:
            lines.append(
                Figure(
                    f"PostgreSQL, {count} workers: CPU a message of workers and server",
                    "1 worker",
                    cost / alone,
                    COST_GOALS[count],
                    ours=cost,
                    floor=alone,
                    unit="ms",
                )
            )
    return lines


def main() -> None:
    """Measure, print and write JSON."""
    arguments = parser(__doc__)
    arguments.add_argument("--seconds", type=float, default=6, help="of each round")
    given = arguments.parse_args()
    report(figures(asyncio.run(measure(given.rounds, given.seconds))), given.output)


if __name__ == "__main__":
    main()
