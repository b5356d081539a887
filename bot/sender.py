"""The one sender: takes due messages from the outbox, keeps the channels' limits, settles each."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import timedelta

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
from bot.clock import Clock
from domain.language import translator
from handlers.texts.outgoing import outgoing_text
from services.deliveries import Deliveries, Ready
from storage.database import DatabaseError

log = structlog.get_logger(__name__)

BATCH = 30
LONGEST_WAIT = 5.0


class Sender:
    """Sends what tinbai says on its own, over the channels it is given."""

    def __init__(
        self,
        deliveries: Deliveries,
        outbounds: Mapping[str, Outbound],
        clock: Clock,
        wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
        kind: str = "run",
    ) -> None:
        self._deliveries = deliveries
        self._outbounds = outbounds
        self._clock = clock
        self._wait = wait
        self._worker = f"{kind}:{os.getpid()}"
        self._wake = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        """Look at once whether something is due."""
        self._wake.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop` is set; what is claimed but not begun by then is due again."""
        stopper = asyncio.create_task(self._wake_on(stop))
        try:
            while not stop.is_set():
                self._wake.clear()
                try:
                    sent = await self.send_due()
                    pause = await self._pause() if not sent else 0.0
                except DatabaseError as error:
                    log.error("outbox_failed", error=type(error).__name__)
                    pause = LONGEST_WAIT
                if pause:
                    await self._sleep(pause)
        finally:
            stopper.cancel()

    async def send_due(self, only: Collection[int] | None = None) -> int:
        """Claim a batch of due messages and send it; return how many were claimed."""
        batch = await self._deliveries.claim(
            self._worker, self._clock(), list(self._outbounds), BATCH, only
        )
        await asyncio.gather(*(self._send(ready) for ready in batch))
        return len(batch)

    async def _send(self, ready: Ready) -> None:
        delay = (ready.send_at - self._clock()).total_seconds()
        if delay > 0:
            await self._wait(delay)
        if self._stopping:
            await self._deliveries.postpone(ready, "stopped", self._clock(), timedelta(0))
            return
        text, buttons = outgoing_text(
            translator(ready.message.language), ready.message.kind, ready.message.payload
        )
        outbound = self._outbounds[ready.account.channel]
        try:
            sent = await outbound.send(ready.account.chat_id, text, buttons)
        except SendError as error:
            await self._settle(ready, error)
        else:
            await self._deliveries.sent(ready, sent.message_id, self._clock())

    async def _settle(self, ready: Ready, error: SendError) -> None:
        now, deliveries = self._clock(), self._deliveries
        log.warning(
            "message_not_sent",
            outbox_id=ready.message.id,
            channel=ready.account.channel,
            error=type(error).__name__,
        )
        match error:
            case AnswerLost():
                await deliveries.unknown(ready, "answer_lost", now)
            case TooMany():
                pause = timedelta(seconds=error.retry_after)
                await deliveries.postpone(ready, "too_many", now, pause)
            case Migrated():
                await deliveries.migrated(ready, error.new_chat_id, now)
            case Unreachable():
                await deliveries.unreachable(ready, error.reason.value, now)
            case Refused():
                await deliveries.refused(ready, error.reason, now)
            case NeverSent() | ServerFault() | TokenRejected():
                await deliveries.postpone(ready, type(error).__name__, now)
            case _:
                await deliveries.refused(ready, type(error).__name__, now)

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
