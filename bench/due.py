"""Measure who is due a reminder: all units of a country, in a log of 10 million articles.

tinbai's path is `Reminders.due`, the question of every tick, when a stage of every
board is due: it ends with who is written to about which units. Beside it DuckDB answers one
statement over the same rows: silent units with those of their correspondents who can be reached.

    python -m bench.due [--articles N] [--rounds N] [-o FILE]
"""

import asyncio
import csv
import sqlite3
import time
from contextlib import closing
from functools import partial
from pathlib import Path

import duckdb

from bench.means.measure import (
    Figure,
    forget_peak,
    paired_async,
    parser,
    peak_mb,
    report,
    resident_mb,
    seconds_async,
)
from bench.means.scratch import scratch, scratch_folder
from bench.reports.many_articles import (
    NOW,
    Size,
    article_rows,
    services_of,
    size_of,
    sqlite_log,
)
from domain.boards import PeriodRule
from domain.periods.spans import Month, named_month
from services.container import Services
from services.isolation import BoardFaults
from services.reminders.due import TOGETHER
from storage.engine.database import Database
from storage.reminders.silence import silence_of

SMALL_TABLES = ("units", "memberships", "people", "accounts", "confirmed_zeros", "opening_counts")
JUNE = named_month(Month(2021, 6), PeriodRule.CALENDAR, 31)
_DUE = """
SELECT u.board_id, u.id, u.name, m.person_id, p.name
FROM units u
JOIN memberships m ON m.unit_id = u.id AND m.role = 'correspondent' AND m.ended_at IS NULL
JOIN people p ON p.id = m.person_id
WHERE u.id NOT IN (
        SELECT unit_id FROM articles
        WHERE state IN ('logged', 'pending')
            AND published_on BETWEEN DATE '2021-06-01' AND DATE '2021-06-30'
    )
    AND u.id NOT IN (SELECT unit_id FROM confirmed_zeros WHERE month = '2021-06')
    AND u.id NOT IN (SELECT unit_id FROM opening_counts WHERE month = '2021-06' AND count <> 0)
    AND EXISTS (SELECT 1 FROM accounts a WHERE a.person_id = m.person_id AND a.active)
ORDER BY u.board_id, u.id
"""


async def ask(services: Services) -> int:
    """Ask tinbai, board after board; return how many (unit, person) it names."""
    named = 0
    async for _due, plans in services.reminders.due(NOW, BoardFaults()):
        for several in plans.values():
            for plan in several:
                named += sum(len(reminder.units) for reminder in plan.reminders)
    return named


async def ask_database(services: Services, database: Database) -> None:
    """Ask only who is silent and whom that concerns, without deciding who is written to."""
    everyone = list(services.boards)
    for start in range(0, len(everyone), TOGETHER):
        ids = [board.id for board in everyone[start : start + TOGETHER]]
        await database.read(partial(silence_of, board_ids=ids, month=JUNE, now=NOW))


def duck(path: Path, size: Size) -> duckdb.DuckDBPyConnection:
    """Return DuckDB with the same rows in memory; raise where they are not the same."""
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE articles AS SELECT id, board_id, unit_id, published_on, state "
        f"FROM ({article_rows(size, 'duckdb')}) ORDER BY id"
    )
    with closing(sqlite3.connect(path)) as source:
        for table in SMALL_TABLES:
            rows = source.execute(f"SELECT * FROM {table}")
            file = scratch() / f"{table}.csv"
            with file.open("w", encoding="utf-8", newline="") as opened:
                writer = csv.writer(opened)
                writer.writerow([column[0] for column in rows.description])
                writer.writerows(rows)
            connection.execute(f"CREATE TABLE {table} AS SELECT * FROM read_csv('{file}')")
        check = "SELECT count(*), sum(unit_id * 7 + id % 13) FROM articles WHERE state = 'logged'"
        mine = source.execute(check).fetchone()
    theirs = connection.execute(check).fetchone()
    if mine is None or theirs is None or tuple(map(int, mine)) != tuple(map(int, theirs)):
        raise RuntimeError(f"DuckDB has other articles: {theirs} for {mine}")
    return connection


async def measure(size: Size, rounds: int) -> list[Figure]:
    """Return the time beside DuckDB's, and how much memory the question takes."""
    path = await sqlite_log(size)
    database = Database(f"sqlite+aiosqlite:///{path}")
    try:
        services = services_of(database, size)
        await services.reminders.due(NOW, BoardFaults()).__anext__()
        forget_peak()
        before = resident_mb()
        named = await ask(services)
        grown = max(0.0, peak_mb() - before)
        connection = duck(path, size)
        answer = connection.execute(_DUE).fetchall()
        if len(answer) != named:
            raise RuntimeError(f"DuckDB names {len(answer)}, tinbai {named}")

        async def ours() -> float:
            began = time.perf_counter()
            await ask(services)
            return time.perf_counter() - began

        async def floor() -> float:
            began = time.perf_counter()
            connection.execute(_DUE).fetchall()
            return time.perf_counter() - began

        pair = await paired_async(ours, floor, rounds)
        part = await paired_async(
            seconds_async(lambda: ask_database(services, database)), floor, rounds
        )
        connection.close()
    finally:
        await database.close()
    title = f"who is due a reminder, {size.units:,} units, {size.articles:,} articles"
    return [
        pair.figure(title, "DuckDB over the same rows", 2.0, note=f"{named:,} are due"),
        part.figure(
            "of that: who is silent and whom it concerns", "DuckDB over the same rows", None
        ),
        Figure(
            "memory that this question adds",
            "–",
            grown,
            None,
            value_unit="MB",
            note="128 boards are read at a time",
        ),
    ]


def main() -> None:
    """Measure and report."""
    arguments = parser(__doc__)
    arguments.add_argument("--articles", type=int, default=10_000_000)
    chosen = arguments.parse_args()
    with scratch_folder():
        figures = asyncio.run(measure(size_of(chosen.articles), chosen.rounds))
    report(figures, chosen.output)


if __name__ == "__main__":
    main()
