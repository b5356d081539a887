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
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.crowd import Crowd
from bench.installation import FIRST_CHAT, Installation, populate
from bench.measure import Figure, machine, parser, report, resident_mb, short
from bench.round import CEILING
from bench.run_all import ROOT, commit, write_between
from bench.talk import submission, title
from bot.app import Foundation, assemble, build_application, foundation
from bot.commands.run import SWITCH_S
from bot.config import load
from bot.logs import configure_logs
from domain.periods import parse_period
from storage.tables import metadata
from tests.fakes.bot_api.server import TOKEN

PAGE = ROOT / "docs" / "scale.md"
BOARDS, UNITS = 3321, 26
PROVINCES = 34
ARTICLES_A_UNIT = 20  # a year
REMINDED = 0.3  # of the units each month
LAST_DAY, FIRST_DAY, BUSIEST_HOUR = 0.25, 0.10, 0.20
UPDATES_AN_ARTICLE = 2
TALKERS = 64
REPORTS = 20
TITLES_BOARDS = 50
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Country:
    """A country, or a part of it."""

    boards: int

    @property
    def units(self) -> int:
        """The units of all boards."""
        return self.boards * UNITS

    @property
    def articles(self) -> int:
        """The articles of a year."""
        return self.units * ARTICLES_A_UNIT

    @property
    def reminded(self) -> int:
        """The people that a month's round writes to."""
        return round(self.units * REMINDED)

    def peak(self, share: float) -> float:
        """Return the updates a second in the busiest hour of a day with this share of a month."""
        hour = self.articles / MONTHS * share * BUSIEST_HOUR
        return hour * UPDATES_AN_ARTICLE / 3600


class Stopwatch:
    """Measured steps: seconds by name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextlib.contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step and tell of it, for the whole takes minutes."""
        began = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - began
        print(f"        {name}: {self.seconds[name]:.2f} s", flush=True)


# The tables that a board's year fills; {columns} are written out for each from the schema.
COPIED = ("articles", "audit_entries", "topic_words", "counters", "twin_pairs")
# How the columns of a copied row follow the board: k boards after the first. No two boards have
# the same titles, so that their indexes have nothing in common.
_MOVED = {
    "board_id": "map.board_id",
    "title": "row.title || ' xã ' || map.k",
    "title_key": "row.title_key || ' xa ' || map.k",
    "topic_id": "row.topic_id + map.topics",
    "unit_id": f"row.unit_id + map.k * {UNITS}",
    "author_id": f"row.author_id + map.k * {UNITS}",
    "person_id": f"row.person_id + map.k * {UNITS}",
    "claimed_by": f"row.claimed_by + map.k * {UNITS}",
    "decided_by": f"row.decided_by + map.k * {UNITS}",
    "subject_id": "row.subject_id + map.k * map.articles",
    "article_id": "row.article_id + map.k * map.articles",
    "other_id": "row.other_id + map.k * map.articles",
    "duplicate_of": "row.duplicate_of + map.k * map.articles",
}


def copy_year(path: Path, country: Country, today: date) -> None:
    """Spread the first board's articles over the year and give every other board the same."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA cache_size = -500000")
        # By chance, so that some units are silent in each month.
        rng = random.Random(3)
        days = [
            (str(today - timedelta(days=rng.randrange(365))), row[0])
            for row in db.execute("SELECT id FROM articles").fetchall()
        ]
        db.executemany("UPDATE articles SET published_on = ? WHERE id = ?", days)
        db.execute("UPDATE articles SET logged_at = published_on || ' 08:00:00.000000'")
        # Boards that began today have no stage that is due.
        db.execute("UPDATE boards SET created_at = '2020-01-01 00:00:00.000000'")
        db.execute(
            "CREATE TEMP TABLE map AS SELECT row_number() OVER (ORDER BY boards.id) - 1 AS k, "
            "boards.id AS board_id, min(topics.id) AS topics, 0 AS articles "
            "FROM boards JOIN topics ON topics.board_id = boards.id GROUP BY boards.id"
        )
        db.execute("UPDATE map SET topics = topics - (SELECT min(topics) FROM map)")
        db.execute("UPDATE map SET articles = (SELECT max(id) FROM articles)")
        db.execute("BEGIN")
        for name in COPIED:
            columns = [column.name for column in metadata.tables[name].columns]
            moved = dict(_MOVED)
            (rows,) = db.execute(f"SELECT coalesce(max(rowid), 0) FROM {name}").fetchone()
            moved["id"] = f"row.id + map.k * {rows}"
            chosen = ", ".join(moved.get(one, f"row.{one}") for one in columns)
            db.execute(
                f"INSERT INTO {name} ({', '.join(columns)}) SELECT {chosen} "
                f"FROM map JOIN {name} AS row WHERE map.k > 0 ORDER BY map.k"
            )
        for month in range(MONTHS):
            _copy_round(db, country, f"2020-{month + 1:02d}", month * country.reminded)
        db.execute("COMMIT")
        db.execute("ANALYZE")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _copy_round(db: sqlite3.Connection, country: Country, month: str, after: int) -> None:
    """Store a month's reminders as they are when all of them were sent."""
    at = f"{month}-20 01:00:00.000000"
    numbers = (
        f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
        f"WHERE i < {country.reminded}), who AS (SELECT i + {after} AS id, m.board_id, m.person_id,"
        f" m.unit_id FROM n JOIN memberships m ON m.id = 1 + (i * 3 + {after}) % {country.units})"
    )
    payload = (
        f"""'{{"month": "{month}", "stage": "nhac-1", "units": [[' || unit_id || """
        """', "Đơn vị thử 0001"]]}'"""
    )
    db.execute(
        f"{numbers} INSERT INTO outbox (id, board_id, kind, person_id, payload, state, attempts,"
        f" due_at, finished_at) SELECT id, board_id, 'reminder', person_id, {payload}, 'sent', 1,"
        f" '{at}', '{at}' FROM who"
    )
    db.execute(
        f"{numbers} INSERT INTO reminders (id, board_id, month, stage, scope, person_id, outbox_id,"
        f" created_at) SELECT id, board_id, '{month}', 'nhac-1', 'correspondents', person_id, id,"
        f" '{at}' FROM who"
    )
    db.execute(
        f"{numbers} INSERT INTO deliveries (id, board_id, outbox_id, account_id, state, at,"
        f" message_id) SELECT id, board_id, id, person_id, 'sent', '{at}', id FROM who"
    )


@asynccontextmanager
async def talking(base: Foundation, chats: list[int], first: int) -> AsyncIterator[Crowd]:
    """Run the bot for some chats that submit, numbering from `first`."""
    crowd = Crowd(
        lambda *one: runtime.dispatcher.accept(*one), chats, lambda n: submission(first + n)
    )
    crowd.sent = first
    app = build_application(base.services, crowd.request, TOKEN)
    runtime = assemble(base, {"telegram": app}, {})
    await app.initialize()
    stop = asyncio.Event()
    working = asyncio.create_task(runtime.dispatcher.run(stop))
    try:
        yield crowd
    finally:
        stop.set()
        await working
        await app.shutdown()


async def measure(country: Country, seconds: float, folder: Path) -> dict[str, float]:
    """Return what was measured by name; times in seconds, memory and sizes in MB."""
    watch = Stopwatch()
    path = folder / "country.db"
    place = Installation(
        folder,
        f"sqlite+aiosqlite:///{path}",
        "http://127.0.0.1:1",
        boards=country.boards,
        units=UNITS,
        reminders=True,
    )
    place.write()
    now = datetime.now(UTC)
    found: dict[str, float] = {}
    with watch.step("first start, which makes every board's row"):
        async with foundation(load(place.config)) as base:
            ids = tuple(board.id for board in base.services.boards)
    async with foundation(load(place.config)) as base:
        with watch.step("fill: units and people"):
            await populate(base.database, ids, UNITS, FIRST_CHAT)
        # A board's year goes through tinbai itself; the others get a copy of its rows.
        with watch.step("fill: the first board's year"):
            async with talking(base, place.chats[:UNITS], 0) as crowd:
                await crowd.talk(UNITS * ARTICLES_A_UNIT)
                found["logged"] = crowd.request.logged
    with watch.step("fill: the year of all boards"):
        await asyncio.to_thread(copy_year, path, country, now.date())
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
            found["reminders made"] = await base.services.reminders.run_due(now)
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
            f"{titles * BOARDS / 1000:.1f} GB where all {BOARDS:,} boards are written to",
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
            "making a month's round",
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
        found = asyncio.run(measure(country, given.seconds, Path(folder)))
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
