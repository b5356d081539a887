"""Effects happen once: a use case's result is stored under the update that asked for it."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from pydantic import TypeAdapter

from domain.calls import Origin
from storage.conversation import effects
from storage.engine.database import Database, Transaction
from storage.engine.transaction import OfBoard

T = TypeVar("T")


async def caused(
    database: Database, origin: Origin, use_case: str, results: TypeAdapter[T]
) -> T | None:
    """Return what the update has caused already, None where it is handled for the first time."""
    if not origin.replay:
        return None
    stored = await database.read(lambda tx: effects.find_effect(tx, origin, use_case), brief=True)
    return None if stored is None else results.validate_json(stored)


async def once(
    database: Database,
    origin: Origin,
    now: datetime,
    use_case: str,
    results: TypeAdapter[T],
    job: Callable[[Transaction], Awaitable[T]],
    *,
    brief: bool = False,
) -> T:
    """Run the job in one write transaction and store its result with it.

    Asked again for the same update and use case, return the stored result and change nothing. A job
    that is OfBoard is written as one.
    `brief` is said of a job as for `Database.write`.
    """

    async def run(tx: Transaction) -> T:
        # Only an update that was handled before can have left a result.
        if origin.replay:
            stored = await effects.find_effect(tx, origin, use_case)
            if stored is not None:
                return results.validate_json(stored)
        result = await job(tx)
        await effects.add_effect(tx, origin, use_case, results.dump_json(result), now)
        return result

    of_board = OfBoard(job.board_id, run) if isinstance(job, OfBoard) else run
    return await database.write(of_board, brief=brief)
