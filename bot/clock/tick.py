"""The clock's handler: one job that asks the database what is due."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock.now import Clock
from bot.outbox.sender import Sender
from domain.reminders.working_days import public_holidays
from services.container import Services
from services.isolation import BoardFault, BoardFaults

log = structlog.get_logger(__name__)

EVERY = timedelta(seconds=30)
PURGE_EVERY = timedelta(hours=1)


class Tick:
    """What happens at every beat of the clock; the demo moves its clock and calls it too.

    `backup_fault` tells why a nightly backup failed at the last beat, None when none did, and
    `board_faults` what failed for a board, whose fault keeps nothing from the others.
    """

    def __init__(
        self,
        services: Services,
        sender: Sender,
        clock: Clock,
        backup: Callable[[datetime], Awaitable[str | None]] | None = None,
        wakes: Sequence[Callable[[], None]] = (),
    ) -> None:
        self._services = services
        self._sender = sender
        self._clock = clock
        self._backup = backup
        self._wakes = wakes
        self._purged_at: datetime | None = None
        self.backup_fault: str | None = None
        self.board_faults: list[BoardFault] = []

    async def __call__(self) -> None:
        """Make what is due, mark what was interrupted, forget what is long done."""
        now, faults = self._clock(), BoardFaults()
        self.board_faults = faults.found
        # The calendar takes a while to load, and what is due needs it.
        await asyncio.to_thread(public_holidays, now.year)
        await self._follow_clock(now)
        await self._services.boards.refresh()
        made = await self._services.reminders.run_due(now, faults)
        await self._services.waiting.run_due(now, faults)
        await self._services.thanks.run_due(now, faults)
        doubtful = await self._services.deliveries.doubt(now)
        if made or doubtful:
            log.info("tick", reminders=made, doubtful=doubtful)
        if self._purged_at is None or abs(now - self._purged_at) >= PURGE_EVERY:
            self._purged_at = now
            await self._services.inbox.purge(now)
            await self._services.deliveries.purge(now)
            await self._services.shared_files.purge(now)
            await self._services.web_chat.purge(now)
            await self._services.my_page.purge(now)
        for wake in (self._sender.wake, *self._wakes):
            wake()
        if self._backup is not None:
            self.backup_fault = await self._backup(now)
        await self._services.portal_check.run_due(now, faults)
        await self._services.twins.sweep_all(self._services.boards, now, faults)
        self._sender.wake()

    async def _follow_clock(self, now: datetime) -> None:
        back = await self._services.deliveries.begin_tick(now)
        if back is not None:
            log.warning("clock_set_back", seconds=back.by.total_seconds(), messages=back.messages)


def start_schedule(tick: Callable[[], Awaitable[None]]) -> AsyncIOScheduler:
    """Start the scheduler with its one job; a beat that comes late or twice is one beat."""

    async def beat() -> None:  # APScheduler awaits functions only, not callable objects
        await tick()

    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(
        beat,
        "interval",
        seconds=EVERY.total_seconds(),
        id="tick",
        max_instances=1,
        coalesce=True,
        misfire_grace_time=None,
    )
    scheduler.start()
    return scheduler
