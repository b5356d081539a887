"""What whoever runs the program watches, and when the operator is told of a fault."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from storage.engine.database import Database, Transaction
from storage.reminders import duties
from storage.upkeep import monitoring

QUIET_FOR = timedelta(hours=1)
MOST_ALARMS = 5  # in that time, whatever they are about


class Monitoring:
    """Figures over all boards, for the operator alone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def reminders_by_state(self, now: datetime) -> Mapping[str, int]:
        """Return how many reminders are open, and ended in the last 24 hours, by state."""
        return await self._database.read(
            lambda tx: monitoring.reminders_by_state(tx, now - timedelta(days=1))
        )

    async def last_tick(self) -> datetime | None:
        """Return when the scheduler ran last, None before its first time."""
        return await self._database.read(lambda tx: duties.last_begun(tx, duties.TICK))

    async def raise_alarm(self, fault: str, now: datetime) -> bool:
        """Tell whether the operator is to hear of a fault now.

        Once an hour for each fault and five times an hour over all, whichever worker met it and
        however often the process was started anew.
        """
        since = now - QUIET_FOR

        async def job(tx: Transaction) -> bool:
            if await monitoring.count_alarms(tx, since, now) >= MOST_ALARMS:
                return False
            return await monitoring.note_alarm(tx, fault[:200], now, since)

        return await self._database.write(job)
