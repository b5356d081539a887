"""What tinbai says on its own: stored first, claimed before it is sent, sent once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, func, insert, literal, or_, select, update

from domain.people import Account
from storage.database import Transaction
from storage.duties import see_clock
from storage.tables import accounts, deliveries, in_words, outbox, people

OPEN = ("due", "claimed")
LONGEST_RETRY = timedelta(hours=1)
SLACK = timedelta(minutes=1)  # a tick notes the time, and is this long ago at most


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A claimed message: what to say to whom; `accounts` are those that can be written to."""

    id: int
    board_id: int
    kind: str
    person_id: int
    language: str
    payload: Mapping[str, Any]
    attempts: int
    accounts: tuple[Account, ...]


async def add_message(
    tx: Transaction,
    board_id: int,
    kind: str,
    person_id: int,
    payload: Mapping[str, Any],
    now: datetime,
    due_at: datetime | None = None,
    stands_in_for: int | None = None,
) -> int:
    """Store a message that is due at once, or from an instant; return the id."""
    await see_clock(tx, now)
    outbox_id: int = await tx.value(
        insert(outbox)
        .values(
            board_id=board_id,
            kind=kind,
            person_id=person_id,
            payload=payload,
            state="due",
            attempts=0,
            due_at=due_at or now,
            stands_in_for=stands_in_for,
        )
        .returning(outbox.c.id)
    )
    return outbox_id


async def add_messages(
    tx: Transaction,
    board_id: int,
    kind: str,
    person_ids: Sequence[int],
    payload: Mapping[str, Any],
    now: datetime,
    due_at: datetime | None = None,
) -> None:
    """Store the same message for several people, due at once or from an instant."""
    await see_clock(tx, now)
    rows = [
        {
            "board_id": board_id,
            "kind": kind,
            "person_id": person_id,
            "payload": payload,
            "state": "due",
            "attempts": 0,
            "due_at": due_at or now,
        }
        for person_id in person_ids
    ]
    if rows:
        await tx.execute(insert(outbox), rows)


async def claim_due(
    tx: Transaction,
    worker: str,
    now: datetime,
    limit: int,
    only: Collection[int] | None = None,
) -> tuple[Outgoing, ...]:
    """Claim messages that are due, the oldest first (of these ids only, when given)."""
    chosen = (
        select(outbox.c.id)
        .where(in_words(outbox.c.state, *OPEN), outbox.c.state == "due", outbox.c.due_at <= now)
        .order_by(outbox.c.due_at, outbox.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    if only is not None:
        chosen = chosen.where(outbox.c.id.in_(only))
    claimed = await tx.all(
        update(outbox)
        .where(outbox.c.id.in_(chosen), outbox.c.state == "due")
        .values(
            state="claimed",
            worker=worker,
            claimed_at=now,
            departed_at=None,
            attempts=outbox.c.attempts + 1,
        )
        .returning(
            outbox.c.id,
            outbox.c.board_id,
            outbox.c.kind,
            outbox.c.person_id,
            outbox.c.payload,
            outbox.c.attempts,
        )
    )
    if not claimed:
        return ()
    person_ids = [row.person_id for row in claimed]
    account_rows = await tx.all(
        select(
            accounts.c.id,
            accounts.c.person_id,
            accounts.c.channel,
            accounts.c.chat_id,
            accounts.c.active,
            people.c.language,
        )
        .join(people, people.c.id == accounts.c.person_id)
        .where(accounts.c.person_id.in_(person_ids), accounts.c.active)
        .order_by(accounts.c.last_used_at.desc(), accounts.c.id)
    )
    by_person: dict[int, list[Account]] = {}
    languages: dict[int, str] = {}
    for row in account_rows:
        by_person.setdefault(row.person_id, []).append(
            Account(row.id, row.person_id, row.channel, row.chat_id, row.active)
        )
        languages[row.person_id] = row.language
    return tuple(
        Outgoing(
            row.id,
            row.board_id,
            row.kind,
            row.person_id,
            languages.get(row.person_id, "vi"),
            row.payload,
            row.attempts,
            tuple(by_person.get(row.person_id, ())),
        )
        for row in sorted(claimed, key=lambda row: row.id)
    )


async def depart(tx: Transaction, outbox_id: int, worker: str, now: datetime) -> bool:
    """Note that a worker's claimed message is about to leave; False when it is its no longer."""
    result = await tx.execute(
        update(outbox)
        .where(
            outbox.c.id == outbox_id,
            outbox.c.state == "claimed",
            outbox.c.worker == worker,
            outbox.c.departed_at.is_(None),
        )
        .values(departed_at=now)
    )
    return result.rowcount == 1


async def put_back(tx: Transaction, due_at: Mapping[int, datetime]) -> None:
    """Make claimed messages due again at an instant each, as if they had not been claimed."""
    await tx.execute(
        update(outbox)
        .where(outbox.c.id == bindparam("row_id"))
        .values(
            state="due",
            worker=None,
            due_at=bindparam("again_at"),
            attempts=outbox.c.attempts - 1,
        ),
        [{"row_id": row_id, "again_at": at} for row_id, at in due_at.items()],
    )


async def record_delivery(
    tx: Transaction,
    board_id: int,
    outbox_id: int,
    account_id: int | None,
    state: str,
    now: datetime,
    message_id: int | None = None,
    error: str | None = None,
) -> None:
    """Record one attempt to send to one account."""
    await tx.execute(
        insert(deliveries).values(
            board_id=board_id,
            outbox_id=outbox_id,
            account_id=account_id,
            state=state,
            at=now,
            message_id=message_id,
            error=error,
        )
    )


async def refusals(tx: Transaction, outbox_ids: Collection[int]) -> dict[int, set[int]]:
    """Return the accounts at which messages have failed, by the messages' ids."""
    rows = await tx.all(
        select(deliveries.c.outbox_id, deliveries.c.account_id).where(
            deliveries.c.outbox_id.in_(outbox_ids),
            deliveries.c.state == "failed",
            deliveries.c.account_id.is_not(None),
        )
    )
    found: dict[int, set[int]] = {}
    for row in rows:
        found.setdefault(row.outbox_id, set()).add(row.account_id)
    return found


async def settle(
    tx: Transaction,
    outbox_id: int,
    state: str,
    now: datetime,
    error: str | None = None,
    due_at: datetime | None = None,
) -> None:
    """Set a message's state: sent, failed, unknown, dropped, or due again at an instant."""
    values: dict[str, Any] = {"state": state, "error": error, "worker": None}
    if state == "due":
        values["due_at"] = due_at
    else:
        values["finished_at"] = now
    await tx.execute(update(outbox).where(outbox.c.id == outbox_id).values(**values))


async def end_claims(tx: Transaction, of: ColumnElement[bool], now: datetime) -> tuple[int, int]:
    """End the claims that a condition tells; return how many are due again and how many unknown.

    What had not left is due again, as if it had not been claimed; what had may have arrived.
    """
    claimed = (in_words(outbox.c.state, *OPEN), outbox.c.state == "claimed", of)
    doubtful = await tx.execute(
        update(outbox)
        .where(*claimed, outbox.c.departed_at.is_not(None))
        .values(state="unknown", finished_at=now, worker=None, error="interrupted")
    )
    freed = await tx.execute(
        update(outbox)
        .where(*claimed, outbox.c.departed_at.is_(None))
        .values(
            state="due",
            worker=None,
            attempts=outbox.c.attempts - 1,
            # It was due when it was claimed, and is: the clock may have been set back since.
            due_at=case(
                (outbox.c.due_at > now, literal(now, outbox.c.due_at.type)), else_=outbox.c.due_at
            ),
        )
    )
    return freed.rowcount, doubtful.rowcount


def claimed_long_ago(now: datetime, life: timedelta) -> ColumnElement[bool]:
    """Return the condition of a claim that has outlived its life.

    One from the future is as old: the clock was set back since.
    """
    at = func.coalesce(outbox.c.departed_at, outbox.c.claimed_at, type_=outbox.c.claimed_at.type)
    return or_(at <= now - life, at > now + life)


def claimed_by_kind(kind: str) -> ColumnElement[bool]:
    """Return the condition of a claim by a worker of a kind."""
    return outbox.c.worker.startswith(f"{kind}:")


async def follow_clock(tx: Transaction, before: datetime, now: datetime) -> int:
    """Make due what was due by an instant that lies ahead again, the clock having been set back.

    What waits to be tried again goes on waiting as long as it had to. Return how many messages.
    """
    rows = await tx.all(
        select(outbox.c.id, outbox.c.due_at, outbox.c.attempts).where(
            in_words(outbox.c.state, *OPEN),
            outbox.c.state == "due",
            outbox.c.due_at > now,
            outbox.c.due_at <= before + LONGEST_RETRY,
        )
    )
    moved = [
        {"row_id": row.id, "again_at": max(now, row.due_at - (before - now))}
        for row in rows
        if row.due_at <= before + SLACK or row.attempts
    ]
    if moved:
        again = update(outbox).where(outbox.c.id == bindparam("row_id"))
        await tx.execute(again.values(due_at=bindparam("again_at")), moved)
    return len(moved)


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that failed or whose fate is unknown; `stands_in` names who got it instead."""

    id: int
    kind: str
    person: str
    state: str
    error: str
    at: datetime
    stands_in: tuple[str, ...] = ()


async def undelivered(
    tx: Transaction, board_id: int, limit: int, since: datetime | None = None
) -> tuple[Undelivered, ...]:
    """Return a board's failed and unknown messages (since an instant), the newest first."""
    statement = (
        select(
            outbox.c.id,
            outbox.c.kind,
            people.c.name,
            outbox.c.state,
            outbox.c.error,
            outbox.c.finished_at,
        )
        .join(people, people.c.id == outbox.c.person_id)
        .where(outbox.c.board_id == board_id, outbox.c.state.in_(["failed", "unknown"]))
        .order_by(outbox.c.id.desc())
        .limit(limit)
    )
    if since is not None:
        statement = statement.where(outbox.c.finished_at >= since)
    rows = await tx.all(statement)
    if not rows:
        return ()
    instead = await tx.all(
        select(outbox.c.stands_in_for, people.c.name)
        .join(people, people.c.id == outbox.c.person_id)
        .where(outbox.c.stands_in_for.in_([row.id for row in rows]))
        .order_by(outbox.c.id)
    )
    names: dict[int, list[str]] = {}
    for row in instead:
        names.setdefault(row.stands_in_for, []).append(row.name)
    return tuple(
        Undelivered(
            row.id,
            row.kind,
            row.name,
            row.state,
            row.error or "",
            row.finished_at,
            tuple(names.get(row.id, ())),
        )
        for row in rows
    )


async def send_again(tx: Transaction, board_id: int, outbox_id: int, now: datetime) -> bool:
    """Make a failed or unknown message due again; False when it is not such a one."""
    result = await tx.execute(
        update(outbox)
        .where(
            outbox.c.id == outbox_id,
            outbox.c.board_id == board_id,
            outbox.c.state.in_(["failed", "unknown"]),
        )
        .values(state="due", due_at=now, attempts=0, error=None, finished_at=None)
    )
    return result.rowcount == 1


async def drop_due(tx: Transaction, board_id: int, person_id: int, now: datetime) -> None:
    """Drop what a board has yet to say to a person."""
    await tx.execute(
        update(outbox)
        .where(
            outbox.c.board_id == board_id,
            outbox.c.person_id == person_id,
            outbox.c.state == "due",
        )
        .values(state="dropped", finished_at=now, error="left")
    )


async def states_of(tx: Transaction, ids: Collection[int]) -> dict[int, str]:
    """Return messages' states by id."""
    rows = await tx.all(select(outbox.c.id, outbox.c.state).where(outbox.c.id.in_(ids)))
    return {row.id: row.state for row in rows}


async def next_due(tx: Transaction) -> datetime | None:
    """Return when the next message is due, None when none waits."""
    due_at: datetime | None = await tx.value(
        select(func.min(outbox.c.due_at)).where(
            in_words(outbox.c.state, *OPEN), outbox.c.state == "due"
        )
    )
    return due_at
