"""What waits for a reader of the board."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from domain.articles.records import State
from storage.engine.database import Transaction
from storage.engine.tables import articles, audit_entries, units

# What may send an article back to the readers.
_AGAIN = ("edit", "resubmit", "restore")


@dataclass(frozen=True, slots=True)
class Waiting:
    """An article that waits for approval since an instant."""

    number: int
    title: str
    unit: str
    since: datetime


async def count_pending(tx: Transaction, board_id: int) -> int:
    """Return how many of a board's articles wait for approval."""
    count: int = await tx.value(
        select(func.count()).where(
            articles.c.board_id == board_id, articles.c.state == State.PENDING.value
        )
    )
    return count


async def next_pending(tx: Transaction, board_id: int, after: int) -> int | None:
    """Return the number of the first waiting article behind a number, else of the first of all."""
    number: int | None = await tx.value(
        select(articles.c.number)
        .where(articles.c.board_id == board_id, articles.c.state == State.PENDING.value)
        .order_by(articles.c.number <= after, articles.c.number)
        .limit(1)
    )
    return number


async def waiting_since(
    tx: Transaction, board_id: int, told: datetime | None
) -> tuple[Waiting, ...]:
    """Return a board's articles that have begun to wait after an instant, the oldest first."""
    pending = await tx.all(
        select(
            articles.c.id, articles.c.number, articles.c.title, articles.c.logged_at, units.c.name
        )
        .join(units, units.c.id == articles.c.unit_id)
        .where(articles.c.board_id == board_id, articles.c.state == State.PENDING.value)
    )
    if not pending:
        return ()
    sent_back = await tx.all(
        select(audit_entries.c.subject_id, audit_entries.c.at, audit_entries.c.after).where(
            audit_entries.c.board_id == board_id,
            audit_entries.c.subject == "article",
            audit_entries.c.subject_id.in_([row.id for row in pending]),
            audit_entries.c.action.in_(_AGAIN),
        )
    )
    since = {row.id: row.logged_at for row in pending}
    for row in sent_back:
        if (row.after or {}).get("state") == State.PENDING.value:
            since[row.subject_id] = max(since[row.subject_id], row.at)
    found = [Waiting(row.number, row.title, row.name, since[row.id]) for row in pending]
    fresh = [one for one in found if told is None or one.since > told]
    return tuple(sorted(fresh, key=lambda one: (one.since, one.number)))
