"""A prepared statement gives what SQLAlchemy's own execution gives, on either database."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, create_engine, insert, select, update

from storage.engine.database import (
    Database,
    IntegrityError,
    Prepared,
    Transaction,
    unique_violation,
)
from storage.engine.opening import opened
from storage.engine.prepared import SqliteStatement, among
from storage.engine.tables import articles, boards, inbox, units

LATE = datetime(2021, 6, 15, 8, 30, 15, 123456, tzinfo=timezone(timedelta(hours=7)))
BOARD = {"slug": "huyen", "name": "Huyện Mẫu", "created_at": LATE, "links_version": 1}
ADD = Prepared(insert(boards).returning(boards.c.id, boards.c.created_at))
RENAME = Prepared(
    update(boards).where(boards.c.slug == bindparam("its_slug")).values(name=bindparam("new"))
)
NAMED = Prepared(
    lambda dialect: (
        select(boards.c.slug).where(among(dialect, boards.c.slug, "slugs")).order_by(boards.c.slug)
    )
)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with opened(database_url) as database:
        yield database


async def test_values_and_rows_are_converted(database: Database) -> None:
    async def job(tx: Transaction) -> None:
        row = await tx.first(ADD, BOARD)
        assert row is not None
        assert row.created_at == LATE
        assert row.created_at.tzinfo is UTC
        plain = await tx.first(select(boards.c.created_at).where(boards.c.id == row.id))
        assert plain is not None
        assert plain[0] == row.created_at

    await database.write(job)


async def test_it_tells_how_many_rows_it_changed(database: Database) -> None:
    async def job(tx: Transaction) -> list[int]:
        await tx.run(ADD, BOARD)
        return [
            (await tx.run(RENAME, {"its_slug": slug, "new": "Tên mới"})).rowcount
            for slug in ("huyen", "không có")
        ]

    assert await database.write(job) == [1, 0]
    assert await database.read(lambda tx: tx.value(select(boards.c.name))) == "Tên mới"


async def test_many_rows_are_stored_at_once(database: Database) -> None:
    rows = [{**BOARD, "slug": slug} for slug in ("a", "b", "c")]

    async def job(tx: Transaction) -> None:
        await tx.run_many(Prepared(insert(boards)), rows)
        await tx.run_many(Prepared(insert(boards)), [])

    await database.write(job)
    found = await database.read(lambda tx: tx.all(NAMED, {"slugs": ["c", "a", "x"]}))
    assert [row.slug for row in found] == ["a", "c"]
    assert await database.read(lambda tx: tx.all(NAMED, {"slugs": []})) == []
    assert await database.read(lambda tx: tx.first(NAMED, {"slugs": ["x"]})) is None
    assert await database.read(lambda tx: tx.value(NAMED, {"slugs": ["x"]})) is None


async def test_rows_are_read_for_one_set_of_parameters_after_another(database: Database) -> None:
    await database.write(
        lambda tx: tx.run_many(
            Prepared(insert(boards)), [{**BOARD, "slug": slug} for slug in ("a", "b", "c")]
        )
    )

    async def job(tx: Transaction) -> list[list[str]]:
        asked = [{"slugs": slugs} for slugs in (["a"], ["x"], ["c", "b"])]
        found = [[row.slug for row in rows] async for rows in tx.each(NAMED, asked)]
        assert [rows async for rows in tx.each(NAMED, [])] == []
        # What is left half-way leaves the transaction usable.
        async with aclosing(tx.each(NAMED, asked)) as some:
            async for _rows in some:
                break
        assert await tx.value(NAMED, {"slugs": ["b"]}) == "b"
        return found

    assert await database.read(job) == [["a"], [], ["b", "c"]]


async def test_a_broken_rule_of_the_database_is_the_usual_error(database: Database) -> None:
    await database.write(lambda tx: tx.first(ADD, BOARD))
    with pytest.raises(IntegrityError) as told:
        await database.write(lambda tx: tx.first(ADD, BOARD))
    assert unique_violation(told.value)
    assert await database.read(lambda tx: tx.all(select(boards.c.slug))) == [("huyen",)]


def test_what_is_worked_out_at_execution_cannot_be_prepared() -> None:
    dialect = create_engine("sqlite://").dialect
    for statement, names in (
        (select(units).where(units.c.id.in_([1, 2])), ()),
        (insert(inbox), ("channel",)),  # its attempts have a default of Python's
        (select(articles.c.id).where(articles.c.published_on == bindparam("day")), ()),
    ):
        with pytest.raises(TypeError):
            SqliteStatement(statement, names, dialect)
    fixed = select(articles.c.id).where(articles.c.published_on == date(2021, 6, 1))
    assert SqliteStatement(fixed, (), dialect).values({}) == ["2021-06-01"]
