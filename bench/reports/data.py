"""Measure how long the data of a half-year's report takes in a log of 10 million articles.

tinbai's path is `Reports.build`: the whole dataset with its list of articles and both comparisons.
Beside it the same rows are fetched by hand-written SQL over the same indexes, in sqlite3 and in
asyncpg. Each round takes other boards, the same on both sides. That a country's log is no slower
than one of 100,000 articles is seen on boards with as many articles each.

    python -m bench.reports.data [--articles N] [--postgres N] [--boards N] [--rounds N] [-o FILE]
"""

import asyncio
import random
import sqlite3
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from bench.means.measure import Figure, paired_async, parser, report
from bench.means.scratch import scratch_folder
from bench.reports.many_articles import (
    NOW,
    Size,
    connect,
    fill_postgres,
    services_of,
    size_of,
    sqlite_log,
)
from domain.periods.spans import Period, parse_period
from services.container import Services
from storage.engine.database import Database
from tests.postgres import programs, running_server

SMALL = 100_000
PERIODS = ("2021-H1", "2020-H2", "2020-H1")
BIG_BOARD = 1

_UNITS = """
SELECT u.id, u.group_id, u.name, u.position, u.valid_from, u.valid_to, u.successor_id, a.name
FROM units u JOIN unit_groups g ON g.id = u.group_id LEFT JOIN unit_aliases a ON a.unit_id = u.id
WHERE u.board_id = $1 ORDER BY g.position, u.position, u.id
"""
_GROUPS = "SELECT id, name FROM unit_groups WHERE board_id = $1 ORDER BY position"
_COUNTS = """
SELECT unit_id, topic_id, kind, {month}, count(*) FROM articles
WHERE board_id = $1 AND state = 'logged' AND published_on BETWEEN $2 AND $3
GROUP BY 1, 2, 3, 4
"""
_TOTALS = """
SELECT unit_id, count(*) FROM articles
WHERE board_id = $1 AND state = 'logged' AND published_on BETWEEN $2 AND $3 GROUP BY 1
"""
_ARTICLES = """
SELECT id, number, unit_id, author_id, title, link, published_on, kind, topic_id, state, logged_at,
    duplicate_of
FROM articles WHERE board_id = $1 AND state = '{state}' AND published_on BETWEEN $2 AND $3
ORDER BY published_on, number
"""
_MONTHS = "SELECT unit_id, month, {what} FROM {table} WHERE board_id = $1 AND month IN ({months})"
_PEOPLE = """
SELECT m.unit_id, count(a.id) FROM memberships m
LEFT JOIN accounts a ON a.person_id = m.person_id AND a.active
WHERE m.board_id = $1 AND m.role = 'correspondent' AND m.ended_at IS NULL GROUP BY m.unit_id
"""


def statements(*, sqlite: bool) -> list[tuple[str, Period | None]]:
    """Return the floor's statements with the period each asks for."""
    month = "substr(published_on, 1, 7)" if sqlite else "date_trunc('month', published_on)"
    half, before, year_before = (_period(text) for text in PERIODS)
    found: list[tuple[str, Period | None]] = [
        (_UNITS, None),
        (_GROUPS, None),
        (_COUNTS.format(month=month), half),
        (_TOTALS, before),
        (_TOTALS, year_before),
        (_ARTICLES.format(state="logged"), half),
        (_ARTICLES.format(state="duplicate"), half),
        (_PEOPLE, None),
    ]
    codes = ", ".join(
        f"'{each.month.code}'" for period in (half, before, year_before) for each in period.months
    )
    for table, what in (("opening_counts", "count"), ("confirmed_zeros", "reason")):
        found.append((_MONTHS.format(what=what, table=table, months=codes), None))
    return found


def _period(text: str) -> Period:
    board = services_of(Database("sqlite+aiosqlite:///never-opened.db"), Size(1, 1)).boards.named(
        None
    )
    return parse_period(text, NOW.date(), board.period_rule, board.closing_day)


class Boards:
    """The boards of each round: chosen anew, but for both sides the same."""

    def __init__(self, ids: Sequence[int], count: int) -> None:
        self._ids = ids
        self._count = min(count, len(ids))
        self._random = random.Random(7)
        self._asked: list[int] = []
        self._given = 0

    def next(self) -> list[int]:
        """Return the round's boards; every second call begins a round."""
        if self._given % 2 == 0:
            self._asked = self._random.sample(self._ids, self._count)
        self._given += 1
        return self._asked


Side = Callable[[], Awaitable[float]]


def ours(services: Services, boards: Boards) -> Side:
    """Return tinbai's side: the seconds of one report."""

    async def measured() -> float:
        chosen = [services.boards.by_id[n] for n in boards.next()]
        began = time.perf_counter()
        for board in chosen:
            await services.reports.build(board, _HALF, NOW)
        return (time.perf_counter() - began) / len(chosen)

    return measured


_HALF = _period(PERIODS[0])


def sqlite_floor(path: Path, boards: Boards) -> tuple[sqlite3.Connection, Side]:
    """Return the floor's side over sqlite3."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
    asked = [
        (_numbered(sql), () if period is None else (str(period.first), str(period.last)))
        for sql, period in statements(sqlite=True)
    ]

    async def measured() -> float:
        chosen = boards.next()
        began = time.perf_counter()
        for board in chosen:
            for sql, days in asked:
                connection.execute(sql, (board, *days)).fetchall()
        return (time.perf_counter() - began) / len(chosen)

    return connection, measured


def _numbered(sql: str) -> str:
    return sql.replace("$", "?")


def postgres_floor(connection: Any, boards: Boards) -> Side:
    """Return the floor's side over asyncpg."""
    asked = [
        (sql, () if period is None else (period.first, period.last))
        for sql, period in statements(sqlite=False)
    ]

    async def measured() -> float:
        chosen = boards.next()
        began = time.perf_counter()
        for board in chosen:
            for sql, days in asked:
                await connection.fetch(sql, board, *days)
        return (time.perf_counter() - began) / len(chosen)

    return measured


async def on_sqlite(size: Size, count: int, rounds: int) -> list[Figure]:
    """Return the figures of ordinary boards, of the large one, and of a log of 100,000."""
    path, small = await sqlite_log(size), Size.alike(min(SMALL, size.articles), size)
    small_path = await sqlite_log(small)
    figures = []
    database, small_database = (Database(f"sqlite+aiosqlite:///{p}") for p in (path, small_path))
    try:
        services, small_services = services_of(database, size), services_of(small_database, small)
        for name, ids, goal in (
            ("report data", range(2, size.boards + 1), 3.0),
            ("report data of a board with 2 % of all articles", [BIG_BOARD], 1.5),
        ):
            boards = Boards(ids, count)
            connection, floor = sqlite_floor(path, boards)
            with closing(connection):
                pair = await paired_async(ours(services, boards), floor, rounds)
            title = f"{name}, {size.articles:,} articles over {size.boards:,} boards, SQLite"
            figures.append(pair.figure(title, "hand-written SQL in sqlite3", goal))
        pair = await paired_async(
            ours(services, Boards(range(2, small.boards + 1), count)),
            ours(small_services, Boards(range(2, small.boards + 1), count)),
            rounds,
        )
        beside = f"tinbai at {small.articles:,} over {small.boards:,}"
        figures.append(pair.figure(f"report data at {size.articles:,} articles", beside, 1.3))
    finally:
        await database.close()
        await small_database.close()
    return figures


async def on_postgres(size: Size, count: int, rounds: int) -> list[Figure]:
    """Return the figures of ordinary boards and of the large one on PostgreSQL."""
    if programs() is None:
        print("PostgreSQL is not installed (apt-get install postgresql): not measured.")
        return []
    figures = []
    with running_server() as server:
        url = server.create()
        database = await fill_postgres(url, size)
        connection = await connect(url)
        try:
            services = services_of(database, size)
            for name, ids, goal in (
                ("report data", range(2, size.boards + 1), 3.0),
                ("report data of a board with 2 % of all articles", [BIG_BOARD], 1.5),
            ):
                boards = Boards(ids, count)
                pair = await paired_async(
                    ours(services, boards), postgres_floor(connection, boards), rounds
                )
                title = f"{name}, {size.articles:,} articles over {size.boards:,} boards, "
                figures.append(
                    pair.figure(f"{title}PostgreSQL", "hand-written SQL in asyncpg", goal)
                )
        finally:
            await connection.close()
            await database.close()
    return figures


async def measure(size: Size, postgres: Size, count: int, rounds: int) -> list[Figure]:
    """Return every figure."""
    figures = await on_sqlite(size, count, rounds)
    return figures + await on_postgres(postgres, count, rounds)


def main() -> None:
    """Measure and report."""
    arguments = parser(__doc__)
    arguments.add_argument("--articles", type=int, default=10_000_000, help="in SQLite")
    arguments.add_argument("--postgres", type=int, default=10_000_000, help="in PostgreSQL")
    arguments.add_argument("--boards", type=int, default=50, help="reports of a round")
    chosen = arguments.parse_args()
    size, postgres = (size_of(number) for number in (chosen.articles, chosen.postgres))
    with scratch_folder():
        figures = asyncio.run(measure(size, postgres, chosen.boards, chosen.rounds))
    report(figures, chosen.output)


if __name__ == "__main__":
    main()
