"""Audit entries: who changed what, when, from where, with the values before and after."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from domain.calls import Call
from storage.engine.database import Prepared, Transaction
from storage.engine.tables import audit_entries, people


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One change; `person` is empty for the operator's command line."""

    at: datetime
    person: str
    channel: str
    action: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


_ADD = Prepared(insert(audit_entries))


async def add_entry(
    tx: Transaction,
    call: Call,
    action: str,
    subject: str,
    subject_id: int,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Record a change made by a person."""
    await add_entry_by(
        tx,
        call.board.id,
        call.person.id,
        call.origin.channel,
        call.now,
        action,
        subject,
        subject_id,
        before,
        after,
    )


async def add_entry_by(
    tx: Transaction,
    board_id: int,
    person_id: int | None,
    channel: str,
    now: datetime,
    action: str,
    subject: str,
    subject_id: int,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Record a change; `person_id` None is the operator."""
    await tx.run(
        _ADD,
        {
            "board_id": board_id,
            "at": now,
            "person_id": person_id,
            "channel": channel,
            "action": action,
            "subject": subject,
            "subject_id": subject_id,
            "before": before,
            "after": after,
        },
    )


async def entries_of(
    tx: Transaction, board_id: int, subject: str, subject_id: int
) -> tuple[AuditEntry, ...]:
    """Return a thing's changes, the oldest first."""
    rows = await tx.all(
        select(audit_entries, people.c.name)
        .outerjoin(people, people.c.id == audit_entries.c.person_id)
        .where(
            audit_entries.c.board_id == board_id,
            audit_entries.c.subject == subject,
            audit_entries.c.subject_id == subject_id,
        )
        .order_by(audit_entries.c.id)
    )
    return tuple(
        AuditEntry(row.at, row.name or "", row.channel, row.action, row.before, row.after)
        for row in rows
    )


# Nobody takes more steps back within a quarter of an hour.
_MOST_STEPS = 200


@dataclass(frozen=True, slots=True)
class LastAction:
    """One of a person's newest entries: what could be undone."""

    id: int
    at: datetime
    action: str
    subject: str
    subject_id: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


async def last_action(
    tx: Transaction, board_id: int, person_id: int, without: Collection[str]
) -> LastAction | None:
    """Return the person's newest entry on a board that is not of some actions."""
    found = await last_actions(tx, board_id, person_id, None, without, most=1)
    return found[0] if found else None


async def last_actions(
    tx: Transaction,
    board_id: int,
    person_id: int,
    since: datetime | None,
    without: Collection[str],
    *,
    most: int = _MOST_STEPS,
) -> tuple[LastAction, ...]:
    """Return the person's entries on a board since a moment, the newest first, some left out."""
    recent = [audit_entries.c.at >= since] if since is not None else []
    rows = await tx.all(
        select(
            audit_entries.c.id,
            audit_entries.c.at,
            audit_entries.c.action,
            audit_entries.c.subject,
            audit_entries.c.subject_id,
            audit_entries.c.before,
            audit_entries.c.after,
        )
        .where(
            audit_entries.c.board_id == board_id,
            audit_entries.c.person_id == person_id,
            audit_entries.c.action.not_in(without),
            *recent,
        )
        .order_by(audit_entries.c.id.desc())
        .limit(most)
    )
    return tuple(LastAction(*row) for row in rows)
