"""The inbox's loop: claims each free chat's oldest update and has it handled.

In order within a chat, chats side by side. `accept` is the only way in; it returns when the
updates are stored. One turn of the loop stores what arrived, marks what is done and claims what
is next in a single commit, so a busy loop commits once for many chats.
"""

import asyncio
import json
import os
import time
import traceback
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

import structlog
from telegram import Update
from telegram.error import InvalidToken, RetryAfter

from bot.clock.now import Clock
from bot.errors import apologise, fault_number, is_final, is_outage
from domain.calls import Origin
from handlers.context import App, Context, Handling, handling
from services.conversation.inbox import Inbox, arrival
from storage.conversation.inbox import Arrival, Claimed, Failure
from storage.engine.database import DatabaseError, DatabaseGone, why

log = structlog.get_logger(__name__)

AT_ONCE = 64
AT_A_TIME = 4
AT_ONCE_SHARED = 16  # where other workers can take the rest
MARK_WITHIN = 0.005  # seconds
FAILED_TURNS = 3  # so many in a row, and whoever watches is told that nothing is taken in
LOOK_EVERY = 1.0  # seconds; for what another process left to be done
TRIES = 3
# Claimed this often, an update has very likely ended the process itself; a few claims mean nothing,
# for a process that is killed leaves every chat's update claimed.
MOST_CLAIMS = 20
# Whose process died this often with nothing else in work is what ended it.
MOST_DEATHS = 3
# And in less time than this no process that ends for another reason is started so often.
ENDS_FOR = timedelta(minutes=5)
PAUSES = (0.5, 2.0)
APOLOGY_PAUSES = (1.0, 5.0, 15.0)
OUTAGE_PAUSES = (0.5, 2.0, 5.0, 10.0, *(30.0 for _ in range(20)))  # about ten minutes
STOP_WITHIN = 3.0
_ROOT = Path(__file__).resolve().parents[2]
OWN_PACKAGES = frozenset({"bot", "handlers", "services", "reports", "storage", "domain"})


class Stopping(Exception):  # noqa: N818 - not a fault
    """Nothing more is taken in: the process ends, and the update has to be handed in again."""


class Observer(Protocol):
    """Is told what becomes of updates: for the metrics and the operator's alarm."""

    def stored(self, channel: str, count: int) -> None:
        """Updates were stored."""

    def handled(self, channel: str, outcome: str, seconds: float) -> None:
        """An update was done, refused (the answer cannot be delivered) or set aside."""

    def fault(self, number: str, place: str) -> None:
        """An update was set aside for a fault at a place in the program."""


@dataclass(slots=True)
class _Batch:
    arrivals: list[Arrival]
    read: dict[tuple[str, int], Update]
    stored: "asyncio.Future[None]"


@dataclass(slots=True)
class _Outcomes:
    finished: list[int] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.finished or self.failures)


class Dispatcher:
    """Stores and handles the updates of this process's channels."""

    def __init__(
        self,
        inbox: Inbox,
        applications: Mapping[str, App],
        clock: Clock,
        wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
        worker: str = "",
        at_once: int = AT_ONCE,
        observer: Observer | None = None,
        clean: Callable[[str], str] = str,
        wake_sender: Callable[[], None] = lambda: None,
    ) -> None:
        self._inbox = inbox
        self._applications = applications
        self._clock = clock
        self._wait = wait
        self.worker = worker or f"run:{os.getpid()}"
        self._at_once = at_once
        self._observer = observer
        self._clean = clean
        self._wake_sender = wake_sender
        self._batches: list[_Batch] = []
        self._outcomes = _Outcomes()
        self._tasks: set[asyncio.Task[None]] = set()
        self._held: set[str] = set()
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self.running = False
        self._failed_turns = 0
        self._cannot_store = False
        self._gone = False
        self._closed = False
        # Whether the last turn claimed as much as it had room for: more may wait.
        self._full = False

    @property
    def ready(self) -> bool:
        """Tell whether updates are taken in and can be stored."""
        return self.running and self._failed_turns < FAILED_TURNS and not self._gone

    async def accept(self, channel: str, updates: Sequence[dict[str, Any]]) -> None:
        """Store raw updates; they are stored when this returns, else it raises DatabaseError or
        Stopping.

        One that Telegram's own reader cannot read is set aside, or it would loop a poll for ever.
        """
        now = self._clock()
        app = self._applications[channel]
        arrivals, read = [], {}
        for update in updates:
            row = arrival(channel, update, now)
            if row.fault is None:
                found = _read(update, app)
                if found is not None:
                    read[channel, row.update_id] = found
                else:
                    log.error("unreadable_update", channel=channel, update_id=row.update_id)
                    row = replace(row, fault=fault_number())
            arrivals.append(row)
        if not arrivals:
            return
        if self._closed:
            raise Stopping
        batch = _Batch(arrivals, read, asyncio.get_running_loop().create_future())
        self._batches.append(batch)
        self._wake.set()
        await batch.stored
        if self._observer is not None:
            self._observer.stored(channel, len(arrivals))

    async def run(self, stop: asyncio.Event) -> None:
        """Handle updates until `stop` is set, then finish what is held, at most 3 s."""
        self.running = True
        self._wake.set()
        helpers = [
            asyncio.create_task(self._wake_on(stop)),
            asyncio.create_task(self._look_now_and_then()),
        ]
        try:
            while not stop.is_set():
                await self._wake.wait()
                self._wake.clear()
                await self._turn(self._at_once - len(self._tasks))
        finally:
            self.running = False
            for helper in helpers:
                helper.cancel()
            await self._finish()

    async def drained(self) -> None:
        """Wait until nothing is pending, claimed or to be stored (for the demo and tests)."""
        while True:
            await self._idle.wait()
            if not (self._batches or self._tasks or self._outcomes or self._wake.is_set()):
                return
            self._idle.clear()

    def wake(self) -> None:
        """Look at once whether an update waits, such as one that the operator revived."""
        self._wake.set()

    def hold(self, channel: str) -> None:
        """Store a channel's updates without handling them, until `release`."""
        self._held.add(channel)

    def release(self, channel: str) -> None:
        """Handle a channel's updates from now on, those that waited first."""
        self._held.discard(channel)
        self._wake.set()

    async def _look_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            self._wake.set()

    async def _wake_on(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._wake.set()

    async def _turn(self, limit: int) -> None:
        batches, self._batches = self._batches, []
        outcomes, self._outcomes = self._outcomes, _Outcomes()
        try:
            claimed = await self._inbox.turn(
                self.worker,
                self._clock(),
                [name for name in self._applications if name not in self._held],
                [row for batch in batches for row in batch.arrivals],
                outcomes.finished,
                outcomes.failures,
                limit,
            )
        except DatabaseError as error:
            # What arrived is refused, so the channel hands it in again; what is done is kept.
            for batch in batches:
                if not batch.stored.done():
                    batch.stored.set_exception(error)
            self._outcomes.finished += outcomes.finished
            self._outcomes.failures += outcomes.failures
            self._failed_turns += 1
            self._cannot_store |= bool(batches or outcomes)
            self._gone |= isinstance(error, DatabaseGone)
            log.error("inbox_turn_failed", reason=why(error), in_a_row=self._failed_turns)
            await self._wait(PAUSES[0])
            self._wake.set()
            return
        # A turn that had nothing to store tells nothing of whether that can be done again.
        if batches or outcomes or not self._cannot_store:
            self._failed_turns, self._cannot_store = 0, False
        self._full = len(claimed) >= limit
        for batch in batches:
            if not batch.stored.done():
                batch.stored.set_result(None)
        read = {key: update for batch in batches for key, update in batch.read.items()}
        for place, row in enumerate(claimed):
            if place % AT_A_TIME == AT_A_TIME - 1:
                await asyncio.sleep(0)  # a round of the event loop stays short
            # What was claimed as it came was read at the door; anything else is read again.
            task = asyncio.create_task(self._handle(row, read.get((row.channel, row.update_id))))
            self._tasks.add(task)
            task.add_done_callback(self._handled)
        if not (self._tasks or self._batches or self._outcomes or self._full):
            self._idle.set()
        else:
            self._idle.clear()

    def _handled(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        # What arrives within a moment shares the commit that marks this one as done.
        asyncio.get_running_loop().call_later(MARK_WITHIN, self._wake_to_mark)

    def _wake_to_mark(self) -> None:
        # A turn that came meanwhile has marked it, and, unless it had no room, claimed what waits.
        if self._outcomes or self._full or not (self._tasks or self._idle.is_set()):
            self._wake.set()

    async def _handle(self, row: Claimed, read: Update | None) -> None:
        # Bound in this task's own context, which ends with it.
        began = time.perf_counter()
        app = self._applications[row.channel]
        update = read or Update.de_json(json.loads(row.payload), app.bot)
        structlog.contextvars.bind_contextvars(channel=row.channel, update_id=row.update_id)
        failure: Exception | None = None
        hopeless = row.deaths >= MOST_DEATHS or (
            row.attempts > MOST_CLAIMS and self._clock() - row.received_at > ENDS_FOR
        )
        if hopeless:
            failure = RuntimeError("handling this update ended the process several times")
        tries, outages = 0, 0
        while not hopeless:
            replay = row.attempts > 1 or tries + outages > 0
            origin = Origin(row.channel, row.update_id, replay)
            current = Handling(origin, self._clock(), received_at=row.received_at)
            handling.set(current)
            await app.process_update(update)
            failure = current.failure
            if failure is None or is_final(failure):
                if failure is not None:
                    log.warning("answer_refused", error=type(failure).__name__)
                self._outcomes.finished.append(row.id)
                self._observe(row, "done" if failure is None else "refused", began)
                return
            log.warning("handling_failed", attempt=tries + 1, error=why(failure))
            if is_outage(failure) and outages < len(OUTAGE_PAUSES):
                await self._wait(_pause(failure, OUTAGE_PAUSES[outages]))
                outages += 1
                continue
            tries += 1
            if tries >= TRIES or isinstance(failure, InvalidToken):
                break
            await self._wait(PAUSES[tries - 1])
        self._observe(row, "set_aside", began)
        await self._set_aside(app, update, row, failure)

    def _observe(self, row: Claimed, outcome: str, began: float) -> None:
        if self._observer is not None:
            self._observer.handled(row.channel, outcome, time.perf_counter() - began)

    async def _set_aside(
        self, app: App, update: Update, row: Claimed, failure: Exception | None
    ) -> None:
        number = fault_number()
        text = "".join(traceback.format_exception(failure)) if failure else ""
        # What a database says is told in a word; anything else may be a fault of the program.
        told_of = None if isinstance(failure, DatabaseError) else failure
        reason = None if failure is None else why(failure)
        log.error("update_set_aside", fault=number, reason=reason, exc_info=told_of)
        told = await self._store_failure(Failure(row.id, number, self._clean(text)[-8000:]))
        if self._observer is not None and failure is not None:
            self._observer.fault(number, fault_place(failure))
        if told:
            self._wake_sender()
            return
        context = Context.from_update(update, app)
        for pause in APOLOGY_PAUSES:
            if await apologise(update, context, number):
                return
            await self._wait(pause)

    async def _store_failure(self, failure: Failure) -> bool:
        """Set an update aside; tell whether a message of the outbox tells the person."""
        try:
            told = await self._inbox.set_aside(failure, self._clock())
        except DatabaseError as error:
            log.error("failure_not_stored", reason=why(error))
            self._outcomes.failures.append(failure)  # the next turn stores it
            return False
        self._wake.set()  # what its chat wrote next can be claimed
        return told

    async def _finish(self) -> None:
        """Let what is held come to its end, then store the outcomes."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=STOP_WITHIN)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._closed = True
        await self._turn(0)
        for batch in self._batches:
            if not batch.stored.done():
                batch.stored.set_exception(Stopping())


def fault_place(failure: BaseException) -> str:
    """Return where in the program a failure arose: the same for the same fault."""
    frames = traceback.extract_tb(failure.__traceback__)
    for frame in reversed(frames):
        path = Path(frame.filename)
        if path.is_relative_to(_ROOT) and path.relative_to(_ROOT).parts[0] in OWN_PACKAGES:
            place = path.relative_to(_ROOT).as_posix()
            return f"{type(failure).__name__} {place}:{frame.lineno}"
    return type(failure).__name__


def _pause(failure: Exception, seconds: float) -> float:
    """Return how long to wait in an outage: what the platform named, if it named anything."""
    if not isinstance(failure, RetryAfter):
        return seconds
    named = failure.retry_after
    return named.total_seconds() if isinstance(named, timedelta) else float(named)


def _read(update: dict[str, Any], app: App) -> Update | None:
    try:
        return Update.de_json(update, app.bot)
    except Exception:  # noqa: BLE001 - whatever a malformed update makes the reader raise
        return None
