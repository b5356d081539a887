"""Keeps a webhook where it was set: whoever else has the token can take it away without a word."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import structlog
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

LOOK_S = 180.0

log = structlog.get_logger(__name__)


async def keep_webhook(
    bot: Bot,
    channel: str,
    address: str,
    set_webhook: Callable[[], Awaitable[object]],
    stop: asyncio.Event,
    look_s: float = LOOK_S,
) -> None:
    """Look now and then whether updates are still posted to an address, and set it again.

    Raises InvalidToken; everything else is tried again at the next look.
    """
    while not stop.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), look_s)
        if stop.is_set():
            return
        try:
            url = (await bot.get_webhook_info()).url
            if url != address:
                # The rest of an address may be a secret.
                log.error("webhook_lost", channel=channel, host=urlsplit(url).hostname or "")
                await set_webhook()
                log.info("webhook_set", channel=channel)
        except InvalidToken:
            raise
        except TelegramError as error:
            log.warning("webhook_not_looked_at", channel=channel, error=type(error).__name__)
