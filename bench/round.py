"""Measure a reminder round against a messenger that refuses some messages and fails at others.

`tinbai run` finds a stage due for all correspondents of a board and sends. The messenger answers
after 50 ms, 2 % with 429 (wait 3 s) and 1 % with 500, and notes when each attempt came. The rate
is that of the attempts from the first until every person was tried once; after that only the
last ones that were asked to wait are left.

    python -m bench.round [--people N] [-o FILE.json]
"""

import asyncio
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from sqlalchemy import func, select

from bench.means.installation import FIRST_CHAT, Installation, running
from bench.means.measure import Figure, parser, report
from bench.means.messenger import messenger
from storage.engine.database import Database, Transaction
from storage.engine.tables import outbox

PEOPLE = 3_000
CEILING = 30
LATENCY_S = 0.05
TOO_MANY, SERVER_ERROR = 0.02, 0.01
RETRY_AFTER_S = 3
GOAL = 0.99
MOST_IN_A_SECOND = 31
PATIENCE_S = 60  # beyond what the ceiling needs


@dataclass(frozen=True, slots=True)
class Attempt:
    """A message that came to the messenger: when, for which chat, and the answer's code."""

    at: float
    chat_id: int
    code: int


@dataclass(frozen=True, slots=True)
class Findings:
    """What the messenger saw of a round."""

    attempts: int
    refused: int
    failed: int
    share: float
    busiest_second: int
    longest_gap_s: float
    too_early: int
    not_retried: int
    lost: int
    doubled: int


def examine(attempts: list[Attempt], people: int) -> Findings:
    """Count what became of everybody, and how evenly the attempts came."""
    attempts = sorted(attempts, key=lambda one: one.at)
    by_chat: dict[int, list[Attempt]] = defaultdict(list)
    first_tries = []
    for one in attempts:
        if one.chat_id not in by_chat:
            first_tries.append(one.at)
        by_chat[one.chat_id].append(one)
    times = [one.at for one in attempts]
    paced = [at for at in times if at <= first_tries[-1]]
    arrived = Counter(one.chat_id for one in attempts if one.code == 200)
    too_early = not_retried = 0
    for tries in by_chat.values():
        for one, following in zip(tries, [*tries[1:], None], strict=True):
            if one.code != 200 and following is None:
                not_retried += 1
            elif one.code == 429 and following and following.at < one.at + RETRY_AFTER_S:
                too_early += 1
    return Findings(
        attempts=len(attempts),
        refused=sum(one.code == 429 for one in attempts),
        failed=sum(one.code == 500 for one in attempts),
        share=(len(paced) - 1) / (paced[-1] - paced[0]) / CEILING,
        busiest_second=busiest_second(times),
        longest_gap_s=max(later - one for one, later in pairwise(paced)),
        too_early=too_early,
        not_retried=not_retried,
        lost=people - len(arrived),
        doubled=sum(count > 1 for count in arrived.values()),
    )


def busiest_second(times: list[float]) -> int:
    """Return the most attempts within any second, wherever it begins."""
    most = first = 0
    for last, at in enumerate(times):
        while times[first] <= at - 1:
            first += 1
        most = max(most, last - first + 1)
    return most


async def measure(people: int) -> tuple[Findings, dict[str, int]]:
    """Run a round; return what the messenger saw and the states of the messages as stored."""
    chats = list(range(FIRST_CHAT, FIRST_CHAT + people))
    with tempfile.TemporaryDirectory(prefix="tinbai-bench-") as folder:
        url = f"sqlite+aiosqlite:///{folder}/bench.db"
        async with messenger(
            chats,
            latency=LATENCY_S,
            too_many=TOO_MANY,
            server_error=SERVER_ERROR,
            retry_after=RETRY_AFTER_S,
            methods=["sendMessage"],
        ) as server:
            place = Installation(Path(folder), url, server.url, units=people, reminders=True)
            await place.settle()
            database = Database(url)
            async with running(place):
                await _until_sent(database, people)
            states = await database.read(count_states)
            await database.close()
            found = (await server.order("attempts"))["attempts"]
    return examine([Attempt(*one) for one in found], people), states


async def count_states(tx: Transaction) -> dict[str, int]:
    """Return how many messages are in each state."""
    rows = await tx.all(select(outbox.c.state, func.count()).group_by(outbox.c.state))
    return {row[0]: row[1] for row in rows}


async def _until_sent(database: Database, people: int) -> None:
    until = time.monotonic() + people / CEILING + PATIENCE_S
    while time.monotonic() < until:
        states = await database.read(count_states)
        if sum(states.values()) and not states.get("due", 0) + states.get("claimed", 0):
            return
        await asyncio.sleep(1)
    raise TimeoutError(f"the round has not ended: {states}")


def figures(found: Findings, states: dict[str, int], people: int) -> list[Figure]:
    """Return the table's lines."""
    name = f"reminder round of {people:,}"
    return [
        Figure(
            f"{name}, 2 % 429 and 1 % 500: attempts a second",
            "the ceiling",
            found.share,
            GOAL,
            way="at least",
            ours=found.share * CEILING,
            floor=CEILING,
            unit="/s",
            note=f"{found.attempts:,} attempts, {found.refused} refused and {found.failed} failed; "
            f"longest gap between two {found.longest_gap_s * 1000:.0f} ms",
        ),
        Figure(
            f"{name}: most attempts within any second",
            "–",
            found.busiest_second,
            MOST_IN_A_SECOND,
            value_unit="",
        ),
        Figure(
            f"{name}: lost, doubled, not tried again, tried before the 429's time",
            "–",
            found.lost + found.doubled + found.not_retried + found.too_early,
            0,
            value_unit="",
            note=f"{found.lost}, {found.doubled}, {found.not_retried}, {found.too_early}; stored: "
            + ", ".join(f"{count:,} {state}" for state, count in sorted(states.items())),
        ),
    ]


def main() -> None:
    """Measure, print and write JSON."""
    arguments = parser(__doc__)
    arguments.add_argument("--people", type=int, default=PEOPLE)
    given = arguments.parse_args()
    found, states = asyncio.run(measure(given.people))
    report(figures(found, states, given.people), given.output)


if __name__ == "__main__":
    main()
