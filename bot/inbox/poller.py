"""Brings Telegram's updates into the inbox: none is acknowledged before it is stored.

PTB's own updater keeps the offset in memory and acknowledges a poll before its handlers ran, so a
crash loses updates (design.md, decision 3). Here the offset comes from what is stored.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import timedelta
from typing import Any, TypeVar

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from storage.engine.database import DatabaseError, why

T = TypeVar("T")
Json = dict[str, Any]

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
POLL_S = 25
_GRACE_S = 10  # beyond POLL_S: how long an answer may take to arrive
_FIRST_WAIT_S = 1.0
_LONGEST_WAIT_S = 30.0
_CONFLICT_WAIT_S = 30.0

_log = structlog.get_logger(__name__)


class Poller:
    """Polls getUpdates and hands over each poll's updates in one call.

    `accept_many(channel, updates)` stores raw updates in one commit; only when it has returned
    is the next poll made, with the offset that `next_offset()` reads from what is stored: the
    last update's id + 1, or None to begin with the oldest that Telegram keeps. It has to be
    None as well when the last update is almost a week old, for Telegram may then count anew.
    `wait(seconds)` and `jitter()` (0 to 1) are for tests.
    """

    def __init__(
        self,
        bot: Bot,
        channel: str,
        accept_many: Callable[[str, list[Json]], Awaitable[None]],
        next_offset: Callable[[], Awaitable[int | None]],
        *,
        allowed_updates: Sequence[str] = ALLOWED_UPDATES,
        wait: Callable[[float], Coroutine[Any, Any, None]] = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._bot = bot
        self._channel = channel
        self._accept_many = accept_many
        self._next_offset = next_offset
        self._allowed_updates = list(allowed_updates)
        self._wait = wait
        self._jitter = jitter
        self._failures = 0
        self._webhook_may_stand = False

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until `stop` is set; a poll under way is given up, its updates come again.

        Raises InvalidToken when Telegram rejects the token. Everything else is waited out, a
        store that fails too: what was not stored is asked for again.
        """
        while not stop.is_set():
            try:
                await self._poll(stop)
            except InvalidToken:
                _log.error("token_rejected", channel=self._channel)
                raise
            except Conflict as error:
                _log.error("another_poller", channel=self._channel, answer=error.message)
                # The first conflict may come from a webhook that still stands: it is removed.
                if self._webhook_may_stand:
                    await _unless(stop, self._wait(_CONFLICT_WAIT_S))
                self._webhook_may_stand = True
            except RetryAfter as error:
                await _unless(stop, self._wait(_seconds(error)))
            except TelegramError as error:
                await self._back_off(stop, "poll_failed", error)
            except Exception as error:  # noqa: BLE001 - a full disk must not end the polling
                await self._back_off(stop, "store_failed", error)
            else:
                self._failures = 0
                self._webhook_may_stand = False

    async def _poll(self, stop: asyncio.Event) -> None:
        if self._webhook_may_stand:
            # Telegram answers polls with a conflict as long as a webhook is set.
            await _unless(stop, self._bot.delete_webhook())
        offset = await self._next_offset()
        updates = await _unless(stop, self._get_updates(offset))
        if updates:
            await self._accept_many(self._channel, updates)

    async def _get_updates(self, offset: int | None) -> list[Json]:
        parameters: Json = {
            "timeout": POLL_S,
            "limit": 100,
            "allowed_updates": self._allowed_updates,
        }
        if offset is not None:
            parameters["offset"] = offset
        # Not through Bot.get_updates, which fails on an update that it cannot parse, nor through
        # Bot.do_api_request, which warns about getUpdates and hides InvalidToken.
        updates = await self._bot.request.post(
            f"{self._bot.base_url}/getUpdates",
            RequestData([RequestParameter.from_input(*one) for one in parameters.items()]),
            read_timeout=POLL_S + _GRACE_S,
        )
        if not isinstance(updates, list):
            raise NetworkError("getUpdates answered no list")
        return updates

    async def _back_off(self, stop: asyncio.Event, event: str, error: Exception) -> None:
        longest = min(_FIRST_WAIT_S * 2**self._failures, _LONGEST_WAIT_S)
        self._failures = min(self._failures + 1, 10)
        delay = longest * (0.5 + self._jitter() / 2)
        _log.warning(
            event,
            channel=self._channel,
            error=why(error),
            failures=self._failures,
            again_in_s=round(delay, 1),
            exc_info=None if isinstance(error, TelegramError | DatabaseError) else error,
        )
        await _unless(stop, self._wait(delay))


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """Return the result of `work`, or cancel it and return None as soon as `stop` is set."""
    task = asyncio.ensure_future(work)
    stopped = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((task, stopped), return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopped.cancel()
        if not task.done():
            task.cancel()
    try:
        return await task
    except asyncio.CancelledError:
        if stop.is_set():
            return None
        raise


def _seconds(error: RetryAfter) -> float:
    delay = error.retry_after
    return delay.total_seconds() if isinstance(delay, timedelta) else float(delay)
