"""A country's year in a database: one board's through tinbai, the other boards' as copies of it."""

import asyncio
import contextlib
import random
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.means.crowd import Crowd
from bench.means.installation import FIRST_CHAT, Installation, populate
from bench.means.talk import submission
from bot.app import Foundation, assemble, build_application, foundation
from bot.config.loading import load
from bot.logs import configure_logs
from storage.engine.tables import metadata
from tests.fakes.bot_api.server import TOKEN

BOARDS, UNITS = 3321, 26
ARTICLES_A_UNIT = 20  # a year
REMINDED = 0.3  # of the units each month
BUSIEST_HOUR = 0.20  # of a day
UPDATES_AN_ARTICLE = 2
MONTHS = 12
NAME = "country.db"


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


def installation(country: Country, folder: Path) -> Installation:
    """Return the country's installation in a folder."""
    url = f"sqlite+aiosqlite:///{folder / NAME}"
    return Installation(
        folder, url, "http://127.0.0.1:1", boards=country.boards, units=UNITS, reminders=True
    )


def fill(country: Country, folder: Path) -> dict[str, float]:
    """Make the configuration and the database; return the seconds of each step."""
    configure_logs((), level=40)
    return asyncio.run(_fill(country, folder))


async def _fill(country: Country, folder: Path) -> dict[str, float]:
    watch, place = Stopwatch(), installation(country, folder)
    place.write()
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
    with watch.step("fill: the year of all boards"):
        await asyncio.to_thread(copy_year, folder / NAME, country, datetime.now(UTC).date())
    return watch.seconds
