"""Brings Zalo's events into the inbox by polls, which Zalo forgets as soon as it has answered.

There is no offset and no acknowledgement. So an event is stored before the next poll is made,
one that could not be stored is held and tried again, and a poll under way at a stop may finish.
A webhook that somebody sets meanwhile takes the events away without a word, so it is looked for.
"""

import asyncio
import random
import time
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlsplit

import structlog
from telegram.error import InvalidToken

from bot.channels.outbound import Refused, SendError, TokenRejected, TooMany
from bot.channels.zalo.api import ZaloApi
from bot.channels.zalo.intake import ZaloIntake
from storage.engine.database import DatabaseError, why

Json = dict[str, Any]

POLL_S = 10  # short, for a stop waits for it
FINISH_S = 12.0
FLOOR_S = 1.0  # between the beginnings of two polls
LOOK_S = 180.0  # between two looks for a webhook that somebody else has set
_FIRST_WAIT_S = 1.0
_LONGEST_WAIT_S = 30.0

_log = structlog.get_logger(__name__)


class ZaloPoller:
    """Polls getUpdates, one event a poll and at most one poll a second.

    `finish_s` bounds how long a stop waits for the poll under way: an event in an answer that is
    given up is lost. `wait(seconds)`, `jitter()` (0 to 1) and `elapsed()` (seconds) are for tests.
    """

    def __init__(
        self,
        api: ZaloApi,
        intake: ZaloIntake,
        *,
        finish_s: float = FINISH_S,
        look_s: float = LOOK_S,
        wait: Callable[[float], Coroutine[Any, Any, None]] = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._api = api
        self._intake = intake
        self._finish_s = finish_s
        self._look_s = look_s
        self._wait = wait
        self._jitter = jitter
        self._elapsed = elapsed
        self._failures = 0
        self._webhook_gone = False
        self._looked_at = 0.0
        self._held: list[Json] = []

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until `stop` is set, then store what the poll under way brings.

        Raises InvalidToken when Zalo rejects the token. Everything else is waited out.
        """
        while not stop.is_set():
            began = self._elapsed()
            try:
                await self._poll(stop)
            except TokenRejected:
                _log.error("token_rejected", channel="zalo")
                raise InvalidToken from None
            except TooMany as error:
                _log.warning("quota_exceeded", channel="zalo", again_in_s=error.retry_after)
                await self._pause(stop, error.retry_after)
            except SendError as error:
                # Polls may be refused because a webhook stands: it is looked for at once.
                self._looked_at -= self._look_s if isinstance(error, Refused) else 0
                await self._back_off(stop, "poll_failed", error)
            except Exception as error:  # noqa: BLE001 - a full disk must not end the polling
                await self._back_off(stop, "store_failed", error)
            else:
                self._failures = 0
                rest = FLOOR_S - (self._elapsed() - began)
                if rest > 0:
                    await self._pause(stop, rest)
        if self._held:
            await self._store_at_last()

    async def _poll(self, stop: asyncio.Event) -> None:
        if not self._webhook_gone:
            # Polls are refused as long as a webhook is set.
            await self._api.delete_webhook()
            self._webhook_gone = True
            self._looked_at = self._elapsed()
        elif self._elapsed() - self._looked_at >= self._look_s:
            await self._remove_webhook()
        if not self._held:
            self._held = await self._finishing(stop, self._api.get_updates(POLL_S)) or []
        if self._held:
            await self._intake.receive(self._held)
            self._held = []

    async def _remove_webhook(self) -> None:
        """Take the events back from an address that somebody else has had them posted to."""
        url = await self._api.webhook_url()
        if url:
            _log.error("foreign_webhook", channel="zalo", host=urlsplit(url).hostname)
            await self._api.delete_webhook()
        self._looked_at = self._elapsed()

    async def _finishing(
        self, stop: asyncio.Event, poll: Coroutine[Any, Any, list[Json]]
    ) -> list[Json] | None:
        """Return what a poll brings; after a stop it has `finish_s` left."""
        polling = asyncio.ensure_future(poll)
        stopped = asyncio.ensure_future(stop.wait())
        try:
            await asyncio.wait((polling, stopped), return_when=asyncio.FIRST_COMPLETED)
            if not polling.done():
                await asyncio.wait((polling,), timeout=self._finish_s)
        finally:
            stopped.cancel()
            given_up = polling.cancel()
        if given_up:
            await asyncio.gather(polling, return_exceptions=True)
            _log.warning("poll_given_up", channel="zalo")
            return None
        return await polling

    async def _store_at_last(self) -> None:
        try:
            await self._intake.receive(self._held)
        except Exception as error:  # noqa: BLE001 - nothing is left but to say so
            messages = [str(event.get("message", {}).get("message_id")) for event in self._held]
            shown = None if isinstance(error, DatabaseError) else error
            _log.error(
                "event_lost", channel="zalo", messages=messages, reason=why(error), exc_info=shown
            )

    async def _back_off(self, stop: asyncio.Event, event: str, error: Exception) -> None:
        longest = min(_FIRST_WAIT_S * 2**self._failures, _LONGEST_WAIT_S)
        self._failures = min(self._failures + 1, 10)
        delay = longest * (0.5 + self._jitter() / 2)
        _log.warning(
            event,
            channel="zalo",
            error=why(error),
            failures=self._failures,
            again_in_s=round(delay, 1),
            exc_info=None if isinstance(error, SendError | DatabaseError) else error,
        )
        await self._pause(stop, delay)

    async def _pause(self, stop: asyncio.Event, seconds: float) -> None:
        """Wait, but not past a stop."""
        waiting = asyncio.ensure_future(self._wait(seconds))
        stopped = asyncio.ensure_future(stop.wait())
        try:
            await asyncio.wait((waiting, stopped), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (waiting, stopped):
                task.cancel()
        await asyncio.gather(waiting, stopped, return_exceptions=True)
