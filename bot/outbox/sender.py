"""The one sender: takes due messages from the outbox, keeps the channels' limits, settles each."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime, timedelta

import structlog

from bot.channels.outbound import (
    AnswerLost,
    Migrated,
    NeverSent,
    Outbound,
    Refused,
    SendError,
    ServerFault,
    TokenRejected,
    TooMany,
    Unreachable,
)
from bot.clock.now import Clock
from bot.outbox.turns import MOST_UNDER_WAY, Turns
from domain.channels import WEB
from domain.language import translator
from domain.reminders.paces import LONGEST_HOLD, pace_of
from handlers.reminders.outgoing_texts import choices_of, outgoing_text
from services.reminders.deliveries import Deliveries, Ready
from storage.engine.database import DatabaseError, why

log = structlog.get_logger(__name__)

BATCH = 15
AHEAD = 0.6  # seconds of slots claimed in advance
LONGEST_WAIT = 5.0
STOP_WITHIN = 3.0
RECORD_TRIES = 6
# So many chats in a row that were told "too many" mean the bot, not the chats.
HOLD_AFTER = 5


class Sender:
    """Sends what tinbai says on its own, over the channels it is given."""

    def __init__(
        self,
        deliveries: Deliveries,
        outbounds: Mapping[str, Outbound],
        clock: Clock,
        wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
        kind: str = "run",
        worker: str = "",
    ) -> None:
        self._deliveries = deliveries
        self._outbounds = outbounds
        self._clock = clock
        self._wait = wait
        self._worker = worker or f"{kind}:{os.getpid()}"
        self._wake = asyncio.Event()
        self._stopping = False
        self._sending: set[asyncio.Task[None]] = set()
        self._last_slot = float("-inf")
        self._turns: dict[str, Turns] = {}
        self._refusals: dict[str, set[int]] = {}
        self.rejected: set[str] = set()  # channels that do not know the bot

    def wake(self) -> None:
        """Look at once whether something is due."""
        self._wake.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop` is set; what is claimed but not begun by then is due again.

        Slots are claimed a little ahead and each message waits for its own, so neither a slow
        answer nor a slow claim makes the next one late.
        """
        stopper = asyncio.create_task(self._wake_on(stop))
        try:
            while not stop.is_set():
                self._wake.clear()
                try:
                    pause = await self._claim_ahead()
                except DatabaseError as error:
                    log.error("outbox_failed", reason=why(error))
                    pause = LONGEST_WAIT
                if pause:
                    await self._sleep(pause)
        finally:
            stopper.cancel()
            await self._finish()

    async def send_due(self, only: Collection[int] | None = None) -> int:
        """Claim a batch of due messages and send it; return how many were sent or tried."""
        batch = await self._claim(only)
        await asyncio.gather(*(self._send(*timed) for timed in batch))
        return len(batch)

    async def _claim_ahead(self) -> float:
        """Set the next messages going; return the seconds until there may be more to do."""
        if len(self._sending) >= MOST_UNDER_WAY:
            return LONGEST_WAIT  # each message that ends wakes the loop
        ahead = self._last_slot - time.monotonic() - AHEAD
        # A channel that is on hold for longer keeps no other from sending.
        if 0 < ahead < LONGEST_WAIT:
            return ahead
        batch = await self._claim()
        for ready, at in batch:
            self._last_slot = at
            task = asyncio.create_task(self._send(ready, at))
            self._sending.add(task)
            task.add_done_callback(self._sent)
        return 0.0 if batch else await self._pause()

    async def _claim(self, only: Collection[int] | None = None) -> list[tuple[Ready, float]]:
        """Claim messages; return each with its instant on the clock that never jumps."""
        now, began = self._clock(), time.monotonic()
        claimed = await self._deliveries.claim(
            self._worker, now, list(self._outbounds), BATCH, only
        )
        return [(ready, began + (ready.send_at - now).total_seconds()) for ready in claimed]

    def _sent(self, task: "asyncio.Task[None]") -> None:
        if len(self._sending) >= MOST_UNDER_WAY:
            self._wake.set()
        self._sending.discard(task)

    async def _finish(self) -> None:
        if self._sending:
            await asyncio.wait(self._sending, timeout=STOP_WITHIN)
        for task in self._sending:
            task.cancel()

    async def _send(self, ready: Ready, at: float) -> None:
        """Send one message at its instant and record what became of it."""
        turns = self._turns_of(ready.account.channel)
        if not self._stopping:
            await turns.come_near(at)
        async with turns.place() as place:
            if self._stopping:
                await self._postpone(ready)
            elif await self._depart(ready):
                await turns.take(at)
                if self._stopping:
                    await self._postpone(ready)
                else:
                    place.answered = await self._deliver(ready)

    async def _deliver(self, ready: Ready) -> bool:
        """Send one message now; tell whether the platform answered."""
        message, account = ready.message, ready.account
        try:
            text, buttons = outgoing_text(
                translator(message.language),
                message.kind,
                message.payload,
                account.channel,
                page=WEB in self._outbounds,
            )
        except (KeyError, ValueError) as error:
            log.error("message_without_words", outbox_id=message.id, kind=message.kind)
            reason = type(error).__name__
            await self._record(lambda now: self._deliveries.refused(ready, reason, now))
            return True
        try:
            sent = await self._outbounds[account.channel].send(account.chat_id, text, buttons)
        except SendError as error:
            await self._settle(ready, error)
            return not isinstance(error, AnswerLost | NeverSent | ServerFault)
        except Exception as error:  # noqa: BLE001 - whatever went wrong, it may have arrived
            log.error("send_failed", outbox_id=message.id, error=type(error).__name__)
            await self._record(lambda now: self._deliveries.unknown(ready, "answer_lost", now))
            return False
        self._refusals.pop(account.channel, None)
        offered = choices_of(message.kind, buttons)
        await self._record(lambda now: self._deliveries.sent(ready, sent.message_id, now, offered))
        return True

    async def _depart(self, ready: Ready) -> bool:
        """Note that a message is about to leave, as late as can be; False when it may not.

        What a killed process had claimed and not noted is sent by the next one.
        """
        departs = False

        async def note(now: datetime) -> None:
            nonlocal departs
            departs = await self._deliveries.depart(ready, self._worker, now)

        await self._record(note)
        return departs

    async def _postpone(self, ready: Ready) -> None:
        pause = timedelta(0)
        await self._record(lambda now: self._deliveries.postpone(ready, "stopped", now, pause))

    def _turns_of(self, channel: str) -> Turns:
        if channel not in self._turns:
            paced = pace_of(channel) is not None
            self._turns[channel] = Turns(paced=paced, wait=self._wait)
        return self._turns[channel]

    async def _record(self, write: Callable[[datetime], Awaitable[None]]) -> None:
        """Store what became of a message, however busy the database is.

        What cannot be stored stays claimed: what had left becomes unknown, and the board sees it;
        the rest is due again.
        """
        for attempt in range(RECORD_TRIES):
            try:
                await write(self._clock())
            except DatabaseError as error:
                log.warning("delivery_not_recorded", reason=why(error))
                await self._wait(0.25 * 2**attempt)
            else:
                return
        log.error("delivery_in_doubt")

    async def _settle(self, ready: Ready, error: SendError) -> None:
        log.warning(
            "message_not_sent",
            outbox_id=ready.message.id,
            channel=ready.account.channel,
            error=type(error).__name__,
        )
        if isinstance(error, TooMany):
            await self._slow_down(ready, error)
        else:
            await self._record(lambda now: self._store(ready, error, now))

    async def _store(self, ready: Ready, error: SendError, now: datetime) -> None:
        deliveries = self._deliveries
        match error:
            case AnswerLost():
                await deliveries.unknown(ready, "answer_lost", now)
            case Migrated():
                await deliveries.migrated(ready, error.new_chat_id, now)
            case Unreachable():
                await deliveries.unreachable(ready, error.reason.value, now)
            case Refused():
                await deliveries.refused(ready, error.reason, now)
            case NeverSent() | ServerFault() | TokenRejected():
                if isinstance(error, TokenRejected):
                    self.rejected.add(ready.account.channel)
                await deliveries.postpone(ready, type(error).__name__, now)
            case _:
                await deliveries.refused(ready, type(error).__name__, now)

    async def _slow_down(self, ready: Ready, error: TooMany) -> None:
        """Let the chat wait, and the whole channel when it refuses one chat after the other."""
        channel = ready.account.channel
        after = timedelta(seconds=error.retry_after)
        await self._record(lambda now: self._deliveries.too_many(ready, "too_many", now, after))
        refusals = self._refusals.setdefault(channel, set())
        refusals.add(ready.account.chat_id)
        if len(refusals) >= HOLD_AFTER:
            del self._refusals[channel]
            log.warning("channel_on_hold", channel=channel, seconds=error.retry_after)
            longest = min(after, LONGEST_HOLD)
            await self._record(lambda now: self._deliveries.hold(channel, now + longest))

    async def _pause(self) -> float:
        due_at = await self._deliveries.next_due()
        if due_at is None:
            return LONGEST_WAIT
        return min(max((due_at - self._clock()).total_seconds(), 0.05), LONGEST_WAIT)

    async def _sleep(self, seconds: float) -> None:
        """Wait, but not past a wake-up."""
        waiting = asyncio.ensure_future(self._wait(seconds))
        woken = asyncio.create_task(self._wake.wait())
        await asyncio.wait((waiting, woken), return_when=asyncio.FIRST_COMPLETED)
        for task in (waiting, woken):
            task.cancel()

    async def _wake_on(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._stopping = True
        self._wake.set()
