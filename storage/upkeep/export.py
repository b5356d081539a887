"""Everything of a board or a person, table by table, as the schema itself describes it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, delete, or_, select, update

from storage.conversation import zalo
from storage.engine.database import Transaction
from storage.engine.tables import (
    absences,
    account_codes,
    accounts,
    audit_entries,
    boards,
    chat_paces,
    deliveries,
    dialogues,
    drafts,
    effects,
    inbox,
    memberships,
    metadata,
    offers,
    outbox,
    people,
    wrong_codes,
    zalo_ids,
)

Rows = list[dict[str, Any]]
Export = dict[str, Rows]
DEPARTED = "người đã rời"


async def board_rows(tx: Transaction, board_id: int) -> Export:
    """Return a board's rows by table, with its people and their accounts; no code's hash."""
    found: Export = {"boards": await _rows(tx, boards, boards.c.id == board_id)}
    person_ids: set[int] = set()
    for table in metadata.sorted_tables:
        condition = of_board(table, board_id)
        if condition is None:
            continue
        rows = await _rows(tx, table, condition)
        found[table.name] = rows
        for column in _references(table, people):
            person_ids |= {row[column.name] for row in rows} - {None}
    found["people"] = await _rows(tx, people, people.c.id.in_(person_ids))
    found["accounts"] = await _rows(tx, accounts, accounts.c.person_id.in_(person_ids))
    return found


async def person_rows(tx: Transaction, person_id: int) -> Export:
    """Return every row that names a person, on every board, by table."""
    account_rows = await _rows(tx, accounts, accounts.c.person_id == person_id)
    account_ids = [row["id"] for row in account_rows]
    found: Export = {"people": await _rows(tx, people, people.c.id == person_id)}
    for table in metadata.sorted_tables:
        conditions = [column == person_id for column in _references(table, people)]
        conditions += [column.in_(account_ids) for column in _references(table, accounts)]
        if conditions and table is not people:
            found[table.name] = await _rows(tx, table, or_(*conditions))
    found["inbox"] = await _rows(tx, inbox, _chats(inbox, account_rows))
    found["offers"] = await _rows(tx, offers, _chats(offers, account_rows))
    found["zalo_ids"] = await _rows(tx, zalo_ids, zalo_ids.c.id.in_(_on_zalo(account_rows)))
    return {name: rows for name, rows in found.items() if rows}


async def find_people(tx: Transaction, board_id: int, name: str) -> dict[int, str]:
    """Return the people of a board, past ones too, who have a number or a name."""
    of_board = select(memberships.c.person_id).where(memberships.c.board_id == board_id)
    matches = people.c.name == name
    if name.isascii() and name.isdigit():
        matches = or_(matches, people.c.id == int(name[:18]))
    rows = await tx.all(
        select(people.c.id, people.c.name)
        .where(people.c.id.in_(of_board), matches)
        .order_by(people.c.id)
    )
    return {row.id: row.name for row in rows}


async def forget_person(tx: Transaction, person_id: int, now: datetime) -> None:
    """Remove a person's name, accounts and raw messages; what the person logged stays."""
    account_rows = await _rows(tx, accounts, accounts.c.person_id == person_id)
    account_ids = [row["id"] for row in account_rows]
    messages = select(inbox.c.channel, inbox.c.update_id).where(_chats(inbox, account_rows))
    for row in await tx.all(messages):
        await tx.execute(
            delete(effects).where(
                effects.c.channel == row.channel, effects.c.update_id == row.update_id
            )
        )
    for table in (inbox, wrong_codes, chat_paces, offers):
        await tx.execute(delete(table).where(_chats(table, account_rows)))
    await zalo.forget_people(tx, _on_zalo(account_rows))
    await tx.execute(
        update(deliveries).where(deliveries.c.account_id.in_(account_ids)).values(account_id=None)
    )
    for table in (accounts, account_codes, absences, drafts, dialogues):
        await tx.execute(delete(table).where(table.c.person_id == person_id))
    await tx.execute(
        update(absences).where(absences.c.stand_in_id == person_id).values(stand_in_id=None)
    )
    await tx.execute(
        update(outbox)
        .where(outbox.c.person_id == person_id, outbox.c.state == "due")
        .values(state="dropped", finished_at=now, error="departed")
    )
    await tx.execute(
        update(memberships)
        .where(memberships.c.person_id == person_id, memberships.c.ended_at.is_(None))
        .values(ended_at=now)
    )
    # An entry about the person may hold the name before and after.
    await tx.execute(
        update(audit_entries)
        .where(audit_entries.c.subject == "person", audit_entries.c.subject_id == person_id)
        .values(before=None, after=None)
    )
    await tx.execute(
        update(people).where(people.c.id == person_id).values(name=DEPARTED, current_board_id=None)
    )


def of_board(table: Table, board_id: int) -> ColumnElement[bool] | None:
    """Return which rows of a table are a board's, None where a table is all boards'."""
    if "board_id" in table.c:
        return table.c.board_id == board_id
    for column in table.c:
        for key in column.foreign_keys:
            parent = key.column.table
            if parent is not boards and "board_id" in parent.c:
                return column.in_(select(parent.c.id).where(parent.c.board_id == board_id))
    return None


def _references(table: Table, parent: Table) -> list[Any]:
    return [
        column
        for column in table.c
        if any(key.column.table is parent for key in column.foreign_keys)
    ]


def _on_zalo(account_rows: Sequence[dict[str, Any]]) -> list[int]:
    return [row["chat_id"] for row in account_rows if row["channel"] == "zalo"]


def _chats(table: Table, account_rows: Sequence[dict[str, Any]]) -> ColumnElement[bool]:
    return or_(
        table.c.channel.is_(None),
        *(
            and_(table.c.channel == row["channel"], table.c.chat_id == row["chat_id"])
            for row in account_rows
        ),
    )


async def _rows(tx: Transaction, table: Table, condition: ColumnElement[bool]) -> Rows:
    columns = [column for column in table.c if column.name != "code_hash"]
    ordered = select(*columns).where(condition).order_by(*table.primary_key)
    return [dict(row._mapping) for row in await tx.all(ordered)]
