"""Entries of figures: readings, counts, budgets and payments, never changed once written."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from domain.reports.figures import Entry, EntryKind
from storage.engine.database import Transaction
from storage.engine.tables import figure_entries, people, units

_KEPT = (
    select(figure_entries, people.c.name.label("person"), units.c.name.label("unit"))
    .join(people, people.c.id == figure_entries.c.person_id)
    .outerjoin(units, units.c.id == figure_entries.c.unit_id)
    .where(figure_entries.c.board_id == bindparam("board"), figure_entries.c.withdrawn_at.is_(None))
)
_ENTRIES = _KEPT.order_by(figure_entries.c.day, figure_entries.c.id)


async def add_entries(
    tx: Transaction, board_id: int, entries: Sequence[Entry], person_id: int, now: datetime
) -> tuple[Entry, ...]:
    """Store entries; return them with their ids."""
    kept = []
    for entry in entries:
        entry_id = await tx.value(
            insert(figure_entries)
            .values(
                board_id=board_id,
                code=entry.code,
                entry=entry.kind.value,
                day=entry.day,
                amount=entry.amount,
                whole=entry.whole,
                name=entry.name,
                unit_id=entry.unit_id,
                payee=entry.payee,
                person_id=person_id,
                created_at=now,
            )
            .returning(figure_entries.c.id)
        )
        kept.append(replace(entry, id=entry_id))
    return tuple(kept)


async def withdraw_entries(tx: Transaction, ids: Collection[int], now: datetime) -> None:
    """Leave entries out of every figure from now on; their rows stay."""
    await tx.execute(
        update(figure_entries).where(figure_entries.c.id.in_(ids)).values(withdrawn_at=now)
    )


async def entries_of(
    tx: Transaction, board_id: int, codes: Collection[str] | None = None
) -> tuple[Entry, ...]:
    """Return the entries that count, the earliest day first, then in the order of writing."""
    statement = _ENTRIES
    if codes is not None:
        statement = statement.where(figure_entries.c.code.in_(codes))
    return tuple(_entry(row) for row in await tx.all(statement, {"board": board_id}))


async def find_entry(tx: Transaction, board_id: int, entry_id: int) -> Entry | None:
    """Return the board's entry of this id unless it is withdrawn."""
    row = await tx.first(_KEPT.where(figure_entries.c.id == entry_id), {"board": board_id})
    return None if row is None else _entry(row)


async def written_with(tx: Transaction, board_id: int, entry_id: int) -> tuple[Entry, ...]:
    """Return the entries that one line wrote together with this one, this one among them."""
    one = figure_entries.alias("one")
    statement = _KEPT.join(
        one,
        (one.c.board_id == figure_entries.c.board_id)
        & (one.c.code == figure_entries.c.code)
        & (one.c.person_id == figure_entries.c.person_id)
        & (one.c.created_at == figure_entries.c.created_at)
        & (one.c.day == figure_entries.c.day),
    ).where(one.c.id == entry_id, one.c.withdrawn_at.is_(None))
    rows = await tx.all(statement.order_by(figure_entries.c.id), {"board": board_id})
    return tuple(_entry(row) for row in rows)


def _entry(row: Any) -> Entry:
    return Entry(
        row.code,
        EntryKind(row.entry),
        row.day,
        row.amount,
        row.whole,
        row.name,
        row.id,
        row.person,
        row.unit_id,
        row.unit or "",
        row.payee,
    )
