"""Simulate a year of a whole country: 3,321 communes' boards of 26 units each, on one machine.

Assumed, for there is no such year to copy: a unit logs 10 articles in half a year, as in the sample
of the tests (242 articles of 25 units in six months), so 1.7 million a year; three units in ten are
reminded each month; of a month's articles a quarter comes on its last day and a tenth on the first,
a fifth of a day's in its busiest hour; an article costs its author two updates on average.

Measured on a database that holds that year: its size, the start with all boards, a round's plan,
submissions from many boards, the data and the DOCX of reports, a backup, and the memory that boards
and titles take. The rows of the year are written by SQL; everything measured is tinbai's own path.

With `--date` the figures are written into docs/scale.md.

    python -m bench.country [--boards N] [--seconds S] [--date DAY] [-o FILE.json]
"""

import asyncio
import contextlib
import gc
import random
import sqlite3
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from bench.means.country_year import (
    ARTICLES_A_UNIT,
    BOARDS,
    COPIED,
    MONTHS,
    NAME,
    UNITS,
    Country,
    Stopwatch,
    fill,
    installation,
    talking,
)
from bench.means.measure import Figure, machine, parser, report, resident_mb, short
from bench.means.talk import title
from bench.round import CEILING
from bench.run_all import ROOT, commit, write_between
from bot.app import Foundation, foundation
from bot.commands.running.run import SWITCH_S
from bot.config.loading import load
from bot.logs import configure_logs
from domain.periods.spans import parse_period
from services.isolation import BoardFaults
from services.twins.index import MOST_TITLES, WINDOW

PAGE = ROOT / "docs" / "scale.md"
PROVINCES = 34
LAST_DAY, FIRST_DAY = 0.25, 0.10  # of a month's articles
REPORTS = 20
TITLES_BOARDS = 50
TALKERS = 64


async def measure(country: Country, seconds: float, folder: Path) -> dict[str, float]:
    """Return what was measured by name; times in seconds, memory and sizes in MB."""
    watch = Stopwatch()
    place, path = installation(country, folder), folder / NAME
    now = datetime.now(UTC)
    found: dict[str, float] = {}
    found["database"] = path.stat().st_size / 1e6
    gc.collect()
    before = resident_mb()
    with watch.step("start"):
        loaded = load(place.config)
        opening = foundation(loaded)
        base = await opening.__aenter__()
    try:
        gc.collect()
        found["memory of all boards"] = resident_mb() - before
        boards = list(base.services.boards)
        chosen = random.Random(7).sample(boards, min(TITLES_BOARDS, len(boards)))
        before = resident_mb()
        with watch.step("titles"):
            for number, board in enumerate(chosen):
                await base.services.twins.find(board, title(number), now)
        gc.collect()
        found["memory of a board's titles"] = (resident_mb() - before) / len(chosen)
        await _reports(base, watch, now)
        step = max(1, country.boards // TALKERS)
        chats = place.chats[:: step * UNITS][:TALKERS]
        async with talking(base, chats, 10_000_000) as crowd:
            await crowd.talk(10_000_000 + TALKERS * 2)
            logged, began = crowd.request.logged, time.perf_counter()
            busy = time.process_time()
            await crowd.talk(1 << 40, seconds)
            took = time.perf_counter() - began
            count = crowd.request.logged - logged
            found["submissions a second"] = count / took
            found["CPU of a submission"] = (time.process_time() - busy) / count
        found |= await asyncio.to_thread(_row_counts, path)
        with watch.step("backup"):
            await base.services.backups.make(folder / "copy.db")
        with watch.step("round"):
            found["reminders made"] = await base.services.reminders.run_due(now, BoardFaults())
        found["memory at the end"] = resident_mb()
    finally:
        await opening.__aexit__(None, None, None)
    return found | watch.seconds


def _row_counts(path: Path) -> dict[str, float]:
    with contextlib.closing(sqlite3.connect(path)) as db:
        tables = (*COPIED, "outbox", "reminders", "deliveries", "inbox", "effects")
        return {
            f"rows of {name}": db.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for name in tables
        }


async def _reports(base: Foundation, watch: Stopwatch, now: datetime) -> None:
    half = "H1" if now.month <= 6 else "H2"
    boards = random.Random(8).sample(list(base.services.boards), REPORTS)
    board = boards[0]
    period = parse_period(f"{now.year}-{half}", now.date(), board.period_rule, board.closing_day)
    report = await base.services.reports.build(board, period, now)
    await base.services.reports.docx(report)  # loads the renderer
    with watch.step("report data"):
        for board in boards:
            report = await base.services.reports.build(board, period, now)
    with watch.step("DOCX"):
        for board in boards:
            await base.services.reports.docx(replace(report, board=board))


def figures(country: Country, found: dict[str, float]) -> list[Figure]:
    """Return the lines; what is worked out from measured figures says from which."""
    whole = Country(BOARDS)
    part = country.boards / BOARDS
    name = "" if part == 1 else f"{country.boards:,} boards: "
    size = found["database"]
    rate = found["submissions a second"]
    first, last = whole.peak(FIRST_DAY), whole.peak(LAST_DAY)
    report_s = found["report data"] / REPORTS
    docx_s = found["DOCX"] / REPORTS
    round_s, province_s = whole.reminded / CEILING, whole.reminded / PROVINCES / CEILING
    titles = found["memory of a board's titles"]
    held = UNITS * ARTICLES_A_UNIT * WINDOW.days / 365

    def told(what: str, value: float, unit: str, note: str = "") -> Figure:
        return Figure(f"{name}{what}", "–", value, None, value_unit=unit, note=note)

    return [
        told(
            "database",
            size / 1000,
            "GB",
            f"{country.articles:,} articles and {country.reminded * MONTHS:,} reminders; "
            f"{size * 1e6 / country.articles:.0f} bytes an article with all that belongs to it",
        ),
        told("first start", found["first start, which makes every board's row"], "s"),
        told("any later start", found["start"], "s"),
        told("memory that all boards take", found["memory of all boards"], "MB"),
        told(
            "memory of a board's titles of 180 days",
            titles,
            "MB",
            f"{titles * BOARDS / 1000:.1f} GB for all {BOARDS:,}; a process holds at most "
            f"{MOST_TITLES:,} titles, {titles / held * MOST_TITLES:.0f} MB",
        ),
        told("memory at the end", found["memory at the end"], "MB"),
        told(
            "submissions a second, 64 chats over as many boards",
            rate,
            "/s",
            f"CPU {found['CPU of a submission'] * 1000:.1f} ms each",
        ),
        told(
            "busiest hour of the last day",
            last,
            "updates/s",
            f"{last / rate:.2f} of what is measured; the first day {first:.1f} updates/s",
        ),
        told(
            "making the round of this day",
            found["round"],
            "s",
            f"{found['reminders made']:,.0f} reminders, "
            f"{found['round'] / max(found['reminders made'], 1) * 1000:.2f} ms each",
        ),
        told(
            f"sending a round of {whole.reminded:,} with one bot",
            round_s / 60,
            "min",
            f"at {CEILING} a second; a bot a province: {province_s / 60:.1f} min",
        ),
        told("backup", found["backup"], "s", f"{size / found['backup']:.0f} MB a second"),
        told(
            "a half-year's report",
            (report_s + docx_s) * 1000,
            "ms",
            f"data {report_s * 1000:.0f} ms, DOCX {docx_s * 1000:.0f} ms; "
            f"all {BOARDS:,} boards' one after another {BOARDS * (report_s + docx_s) / 60:.0f} min"
            + ("" if part == 1 else f"; this is {part:.2f} of the country"),
        ),
    ]


def main() -> None:
    """Simulate, print and write JSON."""
    arguments = parser(__doc__)
    arguments.add_argument("--boards", type=int, default=BOARDS)
    arguments.add_argument("--seconds", type=float, default=20, help="of submissions")
    arguments.add_argument("--date", help="the day that stands in docs/scale.md")
    given = arguments.parse_args()
    configure_logs((), level=40)
    sys.setswitchinterval(SWITCH_S)
    country = Country(given.boards)
    with tempfile.TemporaryDirectory(prefix="tinbai-bench-") as folder:
        # Filled by another process, whose memory is no part of what is measured.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as filler:
            filled = filler.submit(fill, country, Path(folder)).result()
        found = filled | asyncio.run(measure(country, given.seconds, Path(folder)))
    lines = figures(country, found)
    report(lines, given.output, measured=found)
    if given.date:
        write_between(PAGE, "country", table(lines, found, given.date))


def table(lines: list[Figure], found: dict[str, float], day: str) -> str:
    """Return the figures in Markdown, with the machine, the day and the commit above them."""
    here = machine()
    rows = ", ".join(
        f"{count:,.0f} {name.removeprefix('rows of ')}"
        for name, count in found.items()
        if name.startswith("rows of ")
    )
    return "\n".join(
        [
            f"{day}, commit {commit()}, {here['processor']}, {here['cpus']} cores, "
            f"{here['memory_gb']} GB, SQLite; rows: {rows}.",
            "",
            "| figure | value | |",
            "|---|---|---|",
            *(
                f"| {one.measure} | {short(one.value)} {one.value_unit} | {one.note} |"
                for one in lines
            ),
        ]
    )


if __name__ == "__main__":
    main()
