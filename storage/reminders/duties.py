"""When the scheduler ran last, the latest time that any process told, as clocks are set back,
and until when a board's duty is done.
"""

from datetime import datetime

from sqlalchemy import select

from storage.engine.database import Transaction
from storage.engine.tables import duties

TICK = "tick"
CLOCK = "clock"


async def begin_tick(tx: Transaction, now: datetime) -> datetime | None:
    """Note that the scheduler runs; return the latest time that was told before."""
    told = await last_begun(tx, CLOCK)
    row = tx.insert(duties)
    await tx.execute(
        row.on_conflict_do_update(
            index_elements=["name"], set_={"begun_at": row.excluded.begun_at}
        ),
        [{"name": name, "begun_at": now} for name in (TICK, CLOCK)],
    )
    return told


async def see_clock(tx: Transaction, now: datetime) -> None:
    """Note the time at which something was made that is due at once."""
    row = tx.insert(duties).values(name=CLOCK, begun_at=now)
    await tx.execute(
        row.on_conflict_do_update(
            index_elements=["name"], set_={"begun_at": now}, where=duties.c.begun_at < now
        )
    )


async def begin(tx: Transaction, name: str, at: datetime) -> None:
    """Note until when a duty is done."""
    row = tx.insert(duties).values(name=name, begun_at=at)
    await tx.execute(row.on_conflict_do_update(index_elements=["name"], set_={"begun_at": at}))


async def last_begun(tx: Transaction, name: str) -> datetime | None:
    """Return when a duty was begun last."""
    at: datetime | None = await tx.value(select(duties.c.begun_at).where(duties.c.name == name))
    return at
