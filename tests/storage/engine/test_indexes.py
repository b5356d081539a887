"""What is asked with every message is found by an index that holds only what is open or live."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from storage.articles import rows as articles
from storage.conversation import inbox
from storage.engine.database import Database, Transaction
from storage.engine.opening import opened
from storage.engine.prepared import Parameters, SqliteStatement
from storage.engine.sqlite import SqliteStore
from storage.reminders import claims as outbox_claims
from storage.reminders import outbox
from storage.twins import pairs as twins

NOW = datetime(2021, 6, 15, 8, tzinfo=UTC)
LONG_AGO = outbox_claims.claimed_long_ago(NOW, timedelta(minutes=2))


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with opened(f"sqlite+aiosqlite:///{tmp_path / 'one.db'}") as database:
        yield database


@pytest.mark.parametrize(
    ("job", "index"),
    [
        (lambda tx: articles.find_by_link(tx, 1, "x"), "uq_articles_board_id_canonical_link"),
        (lambda tx: articles.known_links(tx, 1, ["x"]), "uq_articles_board_id_canonical_link"),
        (lambda tx: twins.newest_ids(tx, 1), "ix_articles_board_id"),
        (lambda tx: twins.titles_above(tx, 1, 57, 3), "ix_articles_board_id"),
        (lambda tx: inbox.claim(tx, "run:1", 5, NOW, ["telegram"]), "ix_inbox_open"),
        (lambda tx: inbox.count_by_state(tx), "ix_inbox_state_finished_at"),
        (lambda tx: outbox.next_due(tx), "ix_outbox_open"),
        (lambda tx: outbox_claims.end_claims(tx, LONG_AGO, NOW), "ix_outbox_open"),
    ],
)
async def test_the_partial_index_is_used(
    database: Database,
    job: Callable[[Transaction], Awaitable[Any]],
    index: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[tuple[str, Any]] = []

    def listen(_c: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        said.append((statement, parameters))

    run = SqliteStatement.run

    def listen_too(
        statement: SqliteStatement, driver: sqlite3.Connection, parameters: Parameters
    ) -> sqlite3.Cursor:
        said.append((statement.text, statement.values(parameters)))
        return run(statement, driver, parameters)

    monkeypatch.setattr(SqliteStatement, "run", listen_too)
    event.listen(Engine, "before_cursor_execute", listen)
    try:
        await database.write(job)
    finally:
        event.remove(Engine, "before_cursor_execute", listen)
    assert isinstance(database.store, SqliteStore)
    plans = []
    for statement, parameters in said:
        plans += await database.read(lambda tx, s=statement, p=parameters: explain(tx, s, p))  # type: ignore[misc]
    assert any(index in plan for plan in plans), plans
    assert not any(plan.startswith("SCAN") and index not in plan for plan in plans), plans


async def explain(tx: Transaction, statement: str, parameters: Any) -> list[str]:
    numbered = statement
    values: dict[str, Any] = {}
    for place, value in enumerate(parameters):
        numbered = numbered.replace("?", f":p{place}", 1)
        values[f"p{place}"] = value
    rows = await tx.all(text(f"EXPLAIN QUERY PLAN {numbered}"), values)
    return [row[3] for row in rows]
