"""Make the log of a whole country fast: by statements of each database's own, not row by row.

Every database gets the same rows, for all of them are worked out of the row's number: articles come
in the order of time, so those of one board lie far apart; a unit's share is uneven; one article in
fifty is of the first board, one in forty is withdrawn or a duplicate.
"""

import asyncio
import contextlib
import gc
import sqlite3
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import Table, insert, make_url

from bench.means.scratch import scratch
from bot.config.model import BoardSection
from domain.boards import Topic
from services.container import Services, build_services
from storage.engine import tables
from storage.engine.database import Database, Transaction
from storage.engine.migrate import migrate

BOARDS = 3321
UNITS = 26
GROUPS = 3
TOPICS = 16
FIRST_DAY = date(2017, 1, 1)
DAYS = 1826
# The month whose reminders are asked for; confirmed zeros and opening counts are of this one.
MONTH = "2021-06"
NOW = datetime(2021, 6, 30, 2, 0, tzinfo=UTC)

# The columns of `articles`; {day} and {div} differ from database to database. Three rounds
# mix the number; the square at the end makes a board's first units write more than its last.
_ROWS = """
SELECT number AS id, board AS board_id, number AS number,
    (board - 1) * {units} + share + 1 AS unit_id,
    (board - 1) * {units} + share + 1 AS author_id,
    'Xã Mẫu tổ chức hội nghị triển khai nhiệm vụ phát triển kinh tế số ' || number AS title,
    'xa mau to chuc hoi nghi trien khai nhiem vu phat trien kinh te so ' || number AS title_key,
    'https://xamau.gov.vn/tin-tuc/' || number || '.html' AS link,
    'xamau.gov.vn/tin-tuc/' || number || '.html' AS canonical_link,
    {day} AS published_on,
    CASE mixed {div} 64 % 4 WHEN 0 THEN 'tin' WHEN 1 THEN 'bai' WHEN 2 THEN 'anh' ELSE 'video' END
        AS kind,
    (board - 1) * {topics} + mixed {div} 1024 % {topics} + 1 AS topic_id,
    CASE number % 80 WHEN 11 THEN 'withdrawn' WHEN 51 THEN 'duplicate' ELSE 'logged' END AS state,
    {instant} AS logged_at
FROM (
    SELECT number, mixed,
        CASE WHEN number % 50 = 0 OR {boards} = 1 THEN 1
            ELSE 2 + mixed {div} 7 % ({boards} - 1) END AS board,
        (again {div} 65536 % 1024) * (again {div} 65536 % 1024) * {units} {div} 1048576 AS share
    FROM (
        SELECT number, mixed, (mixed {div} 256) * (mixed {div} 256) % 4294967291 AS again
        FROM (
            SELECT number, (spread {div} 256) * (spread {div} 256) % 4294967279 AS mixed
            FROM (
                SELECT number, number * 2654435761 % 4294967296 AS spread
                FROM {numbers} AS counted
            ) AS first_round
        ) AS second_round
    ) AS third_round
) AS shared
"""
_COLUMNS = (
    "id, board_id, number, unit_id, author_id, title, title_key, link, canonical_link, "
    "published_on, kind, topic_id, state, logged_at"
)


@dataclass(frozen=True, slots=True)
class Size:
    """How many articles over how many boards."""

    articles: int
    boards: int = BOARDS

    @property
    def units(self) -> int:
        """The units of all boards."""
        return self.boards * UNITS

    @classmethod
    def alike(cls, articles: int, whole: "Size") -> "Size":
        """Return a log of fewer boards whose boards have as many articles each as the whole's."""
        return cls(articles, max(2, whole.boards * articles // whole.articles))


def size_of(articles: int) -> Size:
    """Return the log of a country, or a smaller one whose boards have as many articles each."""
    country = Size(10_000_000)
    return country if articles >= country.articles else Size.alike(articles, country)


def rows_sql(size: Size, numbers: str, day: str, instant: str, div: str = "/") -> str:
    """Return the SELECT of all articles in a database's own dialect."""
    return _ROWS.format(
        units=UNITS,
        topics=TOPICS,
        boards=size.boards,
        numbers=numbers,
        div=div,
        day=day.format(step=f"(number * {DAYS} {div} {size.articles + 1})"),
        instant=instant,
    )


def article_rows(size: Size, dialect: str) -> str:
    """Return the SELECT of all articles for sqlite, postgresql or duckdb."""
    start = FIRST_DAY.isoformat()
    if dialect == "sqlite":
        numbers = (
            "(WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers "
            f"WHERE number < {size.articles}) SELECT number FROM numbers)"
        )
        day = f"date('{start}', {{step}} || ' days')"
        return rows_sql(size, numbers, day, "'2021-12-31 00:00:00.000000'")
    day = f"CAST(DATE '{start}' + CAST({{step}} AS integer) AS date)"
    if dialect == "duckdb":
        numbers = f"(SELECT range AS number FROM range(1, {size.articles + 1}))"
        return rows_sql(size, numbers, day, "TIMESTAMP '2021-12-31 00:00:00'", "//")
    numbers = f"(SELECT number FROM generate_series(1::bigint, {size.articles}) AS number)"
    return rows_sql(size, numbers, day, "TIMESTAMPTZ '2021-12-31 00:00:00+00'")


def small_rows(size: Size) -> list[tuple[Table, list[dict[str, Any]]]]:
    """Return the rows of the other tables: a correspondent with an account for every unit.

    One account in fifty is not active; one unit in twenty confirmed a zero for the month, and a few
    have an opening count in it.
    """
    boards, units = range(1, size.boards + 1), range(1, size.units + 1)
    at = {"created_at": NOW}
    return [
        (
            tables.boards,
            [{"id": n, "slug": f"xa-{n}", "name": f"Ban xã Mẫu {n}", **at} for n in boards],
        ),
        (
            tables.topics,
            [
                {
                    "id": (n - 1) * TOPICS + k + 1,
                    "board_id": n,
                    "name": f"Chuyên mục {k + 1}",
                    "key": f"chuyen muc {k + 1}",
                    "position": k,
                    "active": True,
                }
                for n in boards
                for k in range(TOPICS)
            ],
        ),
        (
            tables.unit_groups,
            [
                {
                    "id": (n - 1) * GROUPS + g + 1,
                    "board_id": n,
                    "name": f"Nhóm {g + 1}",
                    "key": f"nhom {g + 1}",
                    "position": g,
                }
                for n in boards
                for g in range(GROUPS)
            ],
        ),
        (tables.units, [_unit(n) for n in units]),
        (tables.people, [{"id": n, "name": f"Người {n}", "language": "vi", **at} for n in units]),
        (
            tables.accounts,
            [
                {
                    "id": n,
                    "person_id": n,
                    "channel": "telegram",
                    "chat_id": n,
                    "active": n % 50 != 0,
                    "last_used_at": NOW,
                    **at,
                }
                for n in units
            ],
        ),
        (
            tables.memberships,
            [
                {
                    "id": n,
                    "board_id": (n - 1) // UNITS + 1,
                    "person_id": n,
                    "role": "correspondent",
                    "unit_id": n,
                    **at,
                }
                for n in units
            ],
        ),
        (
            tables.confirmed_zeros,
            [
                {
                    "board_id": (n - 1) // UNITS + 1,
                    "unit_id": n,
                    "month": MONTH,
                    "reason": "Tháng này không có tin, bài.",
                    "person_id": n,
                    **at,
                }
                for n in units
                if n % 20 == 0
            ],
        ),
        (
            tables.opening_counts,
            [
                {"board_id": (n - 1) // UNITS + 1, "unit_id": n, "month": MONTH, "count": 1, **at}
                for n in units
                if n % 100 == 1
            ],
        ),
    ]


def _unit(number: int) -> dict[str, Any]:
    board, place = divmod(number - 1, UNITS)
    return {
        "id": number,
        "board_id": board + 1,
        "group_id": board * GROUPS + place % GROUPS + 1,
        "name": f"Đơn vị số {place + 1}",
        "key": f"don vi so {place + 1}",
        "position": place,
    }


async def fill_small(database: Database, size: Size) -> None:
    """Create the schema and store everything but the articles."""
    await migrate(database)

    async def job(tx: Transaction) -> None:
        for table, rows in small_rows(size):
            await tx.execute(insert(table), rows)

    await database.write(job)


async def sqlite_log(size: Size) -> Path:
    """Return an SQLite file with the log, made where this run has none yet."""
    path = scratch() / f"articles-{size.articles}-{size.boards}.db"
    if path.exists():
        return path
    making = path.with_suffix(".making")
    database = Database(f"sqlite+aiosqlite:///{making}")
    await fill_small(database, size)
    await database.close()
    await asyncio.to_thread(_fill_articles, making, size)
    making.rename(path)
    return path


def _fill_articles(path: Path, size: Size) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -500000")
        indexes = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'articles' "
            "AND sql IS NOT NULL"
        ).fetchall()
        # Indexes made at the end are sorted once instead of being grown row by row.
        for name, _sql in indexes:
            connection.execute(f"DROP INDEX {name}")
        connection.execute(f"INSERT INTO articles ({_COLUMNS}) {article_rows(size, 'sqlite')}")
        for _name, sql in indexes:
            connection.execute(sql)
        connection.execute("PRAGMA journal_mode = WAL")


async def fill_postgres(url: str, size: Size) -> Database:
    """Return an empty PostgreSQL database filled with the log, its statistics up to date."""
    database = Database(url)
    await fill_small(database, size)
    connection = await connect(url)
    try:
        await connection.execute("SET session_replication_role = replica")
        indexes = await connection.fetch(
            "SELECT indexname AS name, indexdef AS sql FROM pg_indexes "
            "WHERE tablename = 'articles' AND indexname LIKE 'ix_%'"
        )
        for index in indexes:
            await connection.execute(f"DROP INDEX {index['name']}")
        await connection.execute(
            f"INSERT INTO articles ({_COLUMNS}) {article_rows(size, 'postgresql')}"
        )
        for index in indexes:
            await connection.execute(index["sql"])
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()
    return database


async def connect(url: str) -> Any:
    """Return a bare asyncpg connection to the database of an SQLAlchemy URL."""
    parts = make_url(url)
    return await asyncpg.connect(
        host=parts.query.get("host"), user=parts.username, database=parts.database
    )


def services_of(database: Database, size: Size) -> Services:
    """Return tinbai's services over a filled database, serving all its boards."""
    services = build_services(database)
    section = BoardSection()
    found = []
    for n in range(1, size.boards + 1):
        topics = tuple(
            Topic((n - 1) * TOPICS + k + 1, f"Chuyên mục {k + 1}") for k in range(TOPICS)
        )
        board = section.board(n, topics)
        found.append(replace(board, slug=f"xa-{n}", name=f"Ban xã Mẫu {n}"))
    services.boards.serve(found)
    # As `tinbai run` does once it is up.
    gc.collect()
    gc.freeze()
    return services
