"""Which parts of a long answer have been sent: one that is interrupted goes on where it was.

A part is marked once the messenger has taken it, under the update it answers. A crash between the
two sends that part again, never the others.
"""

from datetime import datetime

from domain.calls import Origin
from storage.conversation import effects
from storage.engine.database import Database, Transaction

_PREFIX = "sent:"


class SentParts:
    """What of an update's answer has arrived."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, origin: Origin) -> frozenset[str]:
        """Return the names of the parts that an update's answer has sent already."""
        if not origin.replay:
            return frozenset()
        found = await self._database.read(lambda tx: effects.use_cases_of(tx, origin))
        return frozenset(name.removeprefix(_PREFIX) for name in found if name.startswith(_PREFIX))

    async def keep(self, origin: Origin, part: str, now: datetime) -> None:
        """Remember that a part has arrived."""

        async def job(tx: Transaction) -> None:
            await effects.add_effect(tx, origin, f"{_PREFIX}{part}", b"", now)

        await self._database.write(job)
