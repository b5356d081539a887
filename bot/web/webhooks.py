"""Where messengers post their updates: each is stored before it is answered with 200.

Anything else makes the messenger post it again: 503 while it cannot be stored. Whoever does not
know the secret learns nothing and stores nothing.
"""

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from bot.inbox.dispatch import Stopping
from storage.engine.database import DatabaseError, why

Json = dict[str, Any]
Endpoint = Callable[[Request], Awaitable[Response]]

MAX_BODY = 1024 * 1024  # bytes; an update is a few thousand
# Carries the secret_token of setWebhook (Bot API).
TELEGRAM_HEADER = "X-Telegram-Bot-Api-Secret-Token"

log = structlog.get_logger(__name__)


def telegram_endpoint(secret: str, accept: Callable[[list[Json]], Awaitable[None]]) -> Endpoint:
    """Return the endpoint of Telegram's webhook (Bot API, setWebhook).

    401 without the secret and 403 with a wrong one, 413 over 1 MiB, 400 for what is no object of
    JSON.
    """

    async def receive(request: Request) -> Response:
        given = request.headers.get(TELEGRAM_HEADER)
        if given is None:
            return PlainTextResponse("no secret\n", 401)
        if not secret or not hmac.compare_digest(given.encode(), secret.encode()):
            return PlainTextResponse("wrong secret\n", 403)
        body = await read_body(request)
        if body is None:
            return PlainTextResponse("too large\n", 413)
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            update = None
        if not isinstance(update, dict):
            return PlainTextResponse("not an update\n", 400)
        await accept([update])
        return PlainTextResponse("")

    return stored_or_503("telegram", receive)


def stored_or_503(channel: str, endpoint: Endpoint) -> Endpoint:
    """Return the endpoint with 503 as the answer where an update cannot be stored."""

    async def receive(request: Request) -> Response:
        try:
            return await endpoint(request)
        except (DatabaseError, Stopping) as error:
            log.warning("webhook_not_stored", channel=channel, reason=why(error))
            return PlainTextResponse("not stored, try again\n", 503, headers={"Retry-After": "1"})
        except ClientDisconnect:
            return PlainTextResponse("", 400)

    return receive


async def read_body(request: Request) -> bytes | None:
    """Return the body, None as soon as it is known to be over the limit."""
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > MAX_BODY:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            return None
    return bytes(body)
