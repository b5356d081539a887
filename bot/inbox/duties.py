"""What one worker at a time does for all: the scheduler's tick, the polls, the dead's claims.

On SQLite there is one worker. On PostgreSQL whoever holds the leader's lock does it, and another
takes over within a second or two of its death.
"""

import asyncio
import contextlib
import time

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.app import Runtime
from bot.clock.alarms import Alarms
from bot.clock.tick import EVERY, start_schedule
from bot.inbox.serving import Served
from bot.web.metrics import Metrics
from storage.engine.database import DatabaseError, DatabaseGone, why
from storage.upkeep.workers import Worker

log = structlog.get_logger(__name__)

CHECK_EVERY = 1.0
JUMP_S = 5.0
# So long without a tick that ended well, the operator is told.
OVERDUE = 6 * EVERY.total_seconds()


class Duties:
    """Runs the duties while this worker leads."""

    def __init__(
        self, runtime: Runtime, served: Served, worker: Worker, metrics: Metrics, alarms: Alarms
    ) -> None:
        self._runtime = runtime
        self._served = served
        self._worker = worker
        self._metrics = metrics
        self._alarms = alarms
        self._schedule: AsyncIOScheduler | None = None
        self._beat: asyncio.Task[None] | None = None
        self._ticked_at = time.monotonic()
        self._ahead = self._clock_ahead()

    async def run(self, stop: asyncio.Event) -> None:
        """Lead whenever nobody else does, until `stop`."""
        try:
            while not stop.is_set():
                await self._check()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), CHECK_EVERY)
        finally:
            self._step_down()

    async def _check(self) -> None:
        leads = await self._worker.lead()
        if leads and self._schedule is None:
            log.info("leading", worker=self._worker.name)
            self._step_up()
        elif not leads and self._schedule is not None:
            log.warning("not_leading_any_more", worker=self._worker.name)
            self._step_down()
        self._metrics.leading(leads)
        if not leads:
            return
        self._follow_clock()
        await self._release_dead()
        if time.monotonic() - self._ticked_at > OVERDUE:
            self._alarms.scheduler_stopped("overdue")

    def _follow_clock(self) -> None:
        """Start the scheduler anew when the clock jumped: it waits for an hour of the day."""
        ahead = self._clock_ahead()
        jump, self._ahead = ahead - self._ahead, ahead
        if abs(jump) > JUMP_S and self._schedule is not None:
            log.warning("clock_jumped", seconds=round(jump))
            self._end_schedule()
            self._begin_schedule()

    def _clock_ahead(self) -> float:
        """Return by how much the clock is ahead of the one that never jumps, in seconds."""
        return self._runtime.base.clock().timestamp() - time.monotonic()

    def _step_up(self) -> None:
        self._ticked_at = time.monotonic()
        self._ahead = self._clock_ahead()
        self._served.lead()
        self._begin_schedule()

    def _step_down(self) -> None:
        if self._schedule is not None:
            self._end_schedule()
            self._served.follow()

    def _begin_schedule(self) -> None:
        self._schedule = start_schedule(self.tick)
        self._beat = asyncio.create_task(self.tick())

    def _end_schedule(self) -> None:
        if self._schedule is not None:
            self._schedule.shutdown(wait=False)
            self._schedule = None
        if self._beat is not None:
            self._beat.cancel()

    async def tick(self) -> None:
        """Tick; a tick that fails is told to the operator and does not end the scheduler."""
        try:
            await self._runtime.tick()
        except DatabaseError as error:
            log.error("tick_failed", reason=why(error))
            if not isinstance(error, DatabaseGone):  # which is told of once, and ends the program
                self._alarms.scheduler_stopped(why(error))
        except Exception as error:
            log.error("tick_failed", error=type(error).__name__, exc_info=error)
            self._alarms.scheduler_stopped(type(error).__name__)
        else:
            self._ticked_at = time.monotonic()
            self._metrics.ticked()
            if self._runtime.tick.backup_fault is not None:
                self._alarms.backup_failed(self._runtime.tick.backup_fault)
            for fault in self._runtime.tick.board_faults:
                self._alarms.board_failed(fault.board, f"{fault.part}: {fault.error}")

    async def _release_dead(self) -> None:
        try:
            updates, messages = await self._worker.release_dead(self._runtime.base.clock())
        except DatabaseError as error:
            log.warning("claims_not_released", reason=why(error))
            return
        if updates or messages:
            log.warning("dead_worker", updates=updates, messages=messages)
            self._runtime.dispatcher.wake()
