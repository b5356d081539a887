"""What an update has already caused: asked again, the stored result is returned."""

from datetime import datetime

from sqlalchemy import delete, insert, select

from domain.calls import Origin
from storage.engine.database import Prepared, Transaction
from storage.engine.tables import effects


async def find_effect(tx: Transaction, origin: Origin, use_case: str) -> bytes | None:
    """Return the stored result of the use case for this update."""
    result: bytes | None = await tx.value(
        select(effects.c.result).where(
            effects.c.channel == origin.channel,
            effects.c.update_id == origin.update_id,
            effects.c.use_case == use_case,
        )
    )
    return result


async def use_cases_of(tx: Transaction, origin: Origin) -> tuple[str, ...]:
    """Return the use cases that stored a result for this update."""
    rows = await tx.all(
        select(effects.c.use_case).where(
            effects.c.channel == origin.channel, effects.c.update_id == origin.update_id
        )
    )
    return tuple(row.use_case for row in rows)


_ADD = Prepared(insert(effects))


async def add_effect(
    tx: Transaction, origin: Origin, use_case: str, result: bytes, now: datetime
) -> None:
    """Store the result of the use case for this update."""
    await tx.run(
        _ADD,
        {
            "channel": origin.channel,
            "update_id": origin.update_id,
            "use_case": use_case,
            "result": result,
            "at": now,
        },
    )


async def purge_effects(tx: Transaction, before: datetime) -> int:
    """Forget results older than an instant; return how many."""
    return (await tx.execute(delete(effects).where(effects.c.at < before))).rowcount
