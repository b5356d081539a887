"""Updates: stored before they are handled, claimed chat by chat, kept until done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Executable, and_, bindparam, case, delete, func, select, update

from storage.engine.database import Prepared, Transaction
from storage.engine.prepared import among
from storage.engine.tables import accounts, in_words, inbox, people
from storage.engine.transaction import insert_into

OPEN = ("pending", "claimed")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A raw update as it came in; `payload` is its JSON, `dead` tells that it cannot be read."""

    channel: str
    update_id: int
    chat_id: int
    payload: str
    received_at: datetime
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """An update this worker handles; `attempts` counts the claims, this one included.

    `deaths` counts the processes that died while this update alone was in work.
    """

    id: int
    channel: str
    update_id: int
    chat_id: int
    payload: str
    attempts: int
    received_at: datetime
    deaths: int = 0


@dataclass(frozen=True, slots=True)
class Failure:
    """An update that is set aside: `fault` is the number people can quote."""

    id: int
    fault: str
    text: str


_ADD = Prepared(
    lambda dialect: insert_into(inbox, dialect).on_conflict_do_nothing(
        index_elements=["channel", "update_id"]
    )
)


async def add_arrivals(tx: Transaction, arrivals: Sequence[Arrival]) -> None:
    """Store updates; one that is already stored stays as it is."""
    await tx.run_many(
        _ADD,
        [
            {
                "channel": arrival.channel,
                "update_id": arrival.update_id,
                "chat_id": arrival.chat_id,
                "payload": arrival.payload,
                "state": "dead" if arrival.fault else "pending",
                "attempts": 0,
                "received_at": arrival.received_at,
                "fault": arrival.fault,
            }
            for arrival in arrivals
        ],
    )


_FINISH = Prepared(
    lambda dialect: (
        update(inbox)
        .where(among(dialect, inbox.c.id, "ids"))
        .values(state="done", finished_at=bindparam("at"), worker=None)
    )
)


async def finish(tx: Transaction, ids: Sequence[int], now: datetime) -> None:
    """Mark updates as done."""
    await tx.run(_FINISH, {"ids": list(ids), "at": now})


async def set_aside(tx: Transaction, failures: Sequence[Failure], now: datetime) -> None:
    """Mark updates as dead, each with the number and text of its fault."""
    statement = (
        update(inbox)
        .where(inbox.c.id == bindparam("row_id"))
        .values(
            state="dead",
            finished_at=now,
            worker=None,
            fault=bindparam("fault_number"),
            fault_text=bindparam("fault_words"),
        )
    )
    await tx.execute(
        statement,
        [
            {"row_id": failure.id, "fault_number": failure.fault, "fault_words": failure.text}
            for failure in failures
        ],
    )


async def known_sender(tx: Transaction, row_id: int) -> tuple[int, int] | None:
    """Return the person whose account an update came from, and the board they work with."""
    row = await tx.first(
        select(people.c.id, people.c.current_board_id)
        .join(accounts, accounts.c.person_id == people.c.id)
        .join(
            inbox,
            and_(inbox.c.channel == accounts.c.channel, inbox.c.chat_id == accounts.c.chat_id),
        )
        .where(inbox.c.id == row_id, accounts.c.active, people.c.current_board_id.is_not(None))
    )
    return None if row is None else (row[0], row[1])


def _claim(dialect: str, channels: int) -> Executable:
    free_chats = (
        select(func.min(inbox.c.id))
        .where(
            in_words(inbox.c.state, *OPEN),
            inbox.c.channel.in_([bindparam(f"channel_{place}") for place in range(channels)]),
        )
        .group_by(inbox.c.channel, inbox.c.chat_id)
        .having(func.max(case((inbox.c.state == "claimed", 1), else_=0)) == 0)
    )
    oldest = select(inbox.c.id).where(inbox.c.id.in_(free_chats))
    if dialect != "sqlite":
        # A row that was locked is looked at again; in SQLite nobody else writes meanwhile.
        oldest = oldest.where(inbox.c.state == "pending").with_for_update(skip_locked=True)
    return (
        update(inbox)
        .where(inbox.c.id.in_(oldest.order_by(inbox.c.id).limit(bindparam("most"))))
        .values(
            state="claimed",
            worker=bindparam("by"),
            claimed_at=bindparam("at"),
            attempts=inbox.c.attempts + 1,
        )
        .returning(
            inbox.c.id,
            inbox.c.channel,
            inbox.c.update_id,
            inbox.c.chat_id,
            inbox.c.payload,
            inbox.c.attempts,
            inbox.c.received_at,
            inbox.c.deaths,
        )
    )


@cache
def _claim_of(channels: int) -> Prepared:
    """Return the statement for so many channels, written out, for SQLite to use their index."""
    return Prepared(lambda dialect: _claim(dialect, channels))


async def claim(
    tx: Transaction, worker: str, limit: int, now: datetime, channels: Sequence[str]
) -> list[Claimed]:
    """Claim the oldest update of each free chat, oldest first, at most `limit`.

    A chat with a claimed update is busy, even where an older one was set going again. Storing and
    claiming take turns over all workers (the "inbox" lane), so an update that is stored later has
    the higher id and no chat is claimed twice; rows that something else has locked are skipped.
    """
    if not channels:
        return []
    values = {"by": worker, "at": now, "most": limit}
    named = {f"channel_{place}": channel for place, channel in enumerate(channels)}
    rows = await tx.all(_claim_of(len(channels)), {**values, **named})
    return sorted((Claimed(*row) for row in rows), key=lambda claimed: claimed.id)


async def release(tx: Transaction, worker: str | None = None) -> int:
    """Make claimed updates pending again: a dead worker's, or all of them; return how many.

    One that was a worker's only work when it died remembers that.
    """
    alone = (
        select(inbox.c.worker)
        .where(inbox.c.state == "claimed")
        .group_by(inbox.c.worker)
        .having(func.count() == 1)
    )
    deaths = case((inbox.c.worker.in_(alone), inbox.c.deaths + 1), else_=inbox.c.deaths)
    statement = update(inbox).where(inbox.c.state == "claimed")
    if worker is not None:
        statement = statement.where(inbox.c.worker == worker)
    return (
        await tx.execute(statement.values(state="pending", worker=None, deaths=deaths))
    ).rowcount


async def last_update(tx: Transaction, channel: str) -> tuple[int, datetime] | None:
    """Return the id of the channel's update that was stored last, and when it was."""
    row = await tx.first(
        select(inbox.c.update_id, inbox.c.received_at)
        .where(inbox.c.channel == channel)
        .order_by(inbox.c.id.desc())
        .limit(1)
    )
    return None if row is None else (row.update_id, row.received_at)


async def purge_done(tx: Transaction, before: datetime) -> int:
    """Forget done updates older than an instant, but each channel's last; return how many."""
    last = select(func.max(inbox.c.id)).group_by(inbox.c.channel)
    result = await tx.execute(
        delete(inbox).where(
            inbox.c.state == "done", inbox.c.finished_at < before, inbox.c.id.not_in(last)
        )
    )
    return result.rowcount


async def count_by_state(tx: Transaction) -> dict[str, int]:
    """Return how many updates are pending, claimed and dead."""
    rows = await tx.all(
        select(inbox.c.state, func.count())
        .where(inbox.c.state.in_((*OPEN, "dead")))
        .group_by(inbox.c.state)
    )
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True, slots=True)
class DeadUpdate:
    """An update that was set aside; `text` is the traceback, empty for one that cannot be read."""

    fault: str
    channel: str
    update_id: int
    received_at: datetime
    payload: str
    text: str


async def dead_updates(
    tx: Transaction, limit: int = 50, fault: str | None = None
) -> tuple[DeadUpdate, ...]:
    """Return updates that were set aside (those of one fault's number), the newest first."""
    statement = (
        select(
            inbox.c.fault,
            inbox.c.channel,
            inbox.c.update_id,
            inbox.c.received_at,
            inbox.c.payload,
            inbox.c.fault_text,
        )
        .where(inbox.c.state == "dead")
        .order_by(inbox.c.id.desc())
        .limit(limit)
    )
    if fault is not None:
        statement = statement.where(inbox.c.fault == fault.upper())
    return tuple(
        DeadUpdate(
            row.fault or "",
            row.channel,
            row.update_id,
            row.received_at,
            row.payload,
            row.fault_text or "",
        )
        for row in await tx.all(statement)
    )


async def revive(tx: Transaction, fault: str | None = None) -> int:
    """Make dead updates pending again: one by its fault's number, or all; return how many.

    One that could not even be read stays. What an update did before it failed is looked for, so
    it counts as handled once before.
    """
    statement = update(inbox).where(inbox.c.state == "dead", inbox.c.fault_text.is_not(None))
    if fault is not None:
        statement = statement.where(inbox.c.fault == fault.upper())
    values = {"state": "pending", "attempts": 1, "deaths": 0, "fault": None, "fault_text": None}
    return (await tx.execute(statement.values(**values))).rowcount


async def recent_payloads(
    tx: Transaction, channel: str, chat_id: int, before: int, limit: int
) -> tuple[str, ...]:
    """Return what came from a chat before an update's row, the newest first."""
    own = select(func.max(inbox.c.id)).where(
        inbox.c.channel == channel, inbox.c.update_id == before
    )
    rows = await tx.all(
        select(inbox.c.payload)
        .where(
            inbox.c.channel == channel,
            inbox.c.chat_id == chat_id,
            inbox.c.id < own.scalar_subquery(),
        )
        .order_by(inbox.c.id.desc())
        .limit(limit)
    )
    return tuple(row.payload for row in rows)


async def payload_of(tx: Transaction, channel: str, chat_id: int, update_id: int) -> str | None:
    """Return one update of a chat as it came in."""
    found: str | None = await tx.value(
        select(inbox.c.payload).where(
            inbox.c.channel == channel,
            inbox.c.chat_id == chat_id,
            inbox.c.update_id == update_id,
        )
    )
    return found
