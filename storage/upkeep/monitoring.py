"""Figures and alarms for whoever runs the program."""

from datetime import datetime

from sqlalchemy import func, or_, select

from storage.engine.database import Transaction
from storage.engine.tables import alarms, outbox, reminders


async def reminders_by_state(tx: Transaction, since: datetime) -> dict[str, int]:
    """Return how many reminders are open, or ended since an instant, by state."""
    rows = await tx.all(
        select(outbox.c.state, func.count())
        .join(reminders, reminders.c.outbox_id == outbox.c.id)
        .where(or_(outbox.c.state.in_(("due", "claimed")), outbox.c.finished_at >= since))
        .group_by(outbox.c.state)
    )
    return {row[0]: row[1] for row in rows}


async def count_alarms(tx: Transaction, since: datetime, now: datetime) -> int:
    """Return of how many faults the operator was told since an instant."""
    told = select(func.count()).where(alarms.c.raised_at > since, alarms.c.raised_at <= now)
    return int(await tx.value(told))


async def note_alarm(tx: Transaction, fault: str, now: datetime, since: datetime) -> bool:
    """Note that the operator is told of a fault; False when that was done since an instant."""
    row = tx.insert(alarms).values(fault=fault, raised_at=now)
    noted = await tx.all(
        row.on_conflict_do_update(
            index_elements=["fault"],
            set_={"raised_at": now},
            # One from the future is old: the clock was set back since.
            where=or_(alarms.c.raised_at <= since, alarms.c.raised_at > now),
        ).returning(alarms.c.fault)
    )
    return bool(noted)
