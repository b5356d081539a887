"""The way in from Zalo, shared by polls and webhook: events are translated, then stored."""

import hmac
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.channels.zalo.api import SECRET_HEADER
from bot.channels.zalo.store import ZaloStore
from bot.channels.zalo.updates import update_from_zalo

Json = dict[str, Any]

MAX_BODY = 1024 * 1024  # bytes; an event is a few hundred

_log = structlog.get_logger(__name__)


class ZaloIntake:
    """Hands Zalo's events to the inbox.

    `accept(channel, updates)` stores raw updates in one commit and has returned when they are
    stored. An event that comes again makes the same update, which the inbox keeps once.
    """

    def __init__(
        self,
        store: ZaloStore,
        accept: Callable[[str, list[Json]], Awaitable[None]],
        channel: str = "zalo",
    ) -> None:
        self._store = store
        self._accept = accept
        self._channel = channel

    async def receive(self, events: Sequence[Json]) -> None:
        """Store events; what the store raises is raised, and the events may be handed in again."""
        updates = []
        for event in events:
            update = await update_from_zalo(_storable(event), self._store)
            if update is None:
                _log.warning("event_ignored", event_name=str(event.get("event_name"))[:80])
            else:
                updates.append(update)
        if updates:
            await self._accept(self._channel, updates)


def webhook_events(body: Json) -> list[Json]:
    """Return the events of a webhook's body: in the envelope of getUpdates, or without it."""
    result = body.get("result", body)
    found = result if isinstance(result, list) else [result]
    return [
        event
        for event in found
        if isinstance(event, dict) and ("message" in event or "event_name" in event)
    ]


def webhook_endpoint(secret: str, intake: ZaloIntake) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint Zalo posts events to: 200 only when they are stored.

    403 without the right secret, 413 over 1 MiB, 400 for what is no event.
    """

    async def receive(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not secret or not hmac.compare_digest(given.encode(), secret.encode()):
            return _answer(403, "wrong or missing secret")
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BODY:
                return _answer(413, "too large")
        try:
            content = json.loads(body)
        except (ValueError, RecursionError):
            content = None
        events = webhook_events(content) if isinstance(content, dict) else []
        if not events:
            return _answer(400, "no event")
        await intake.receive(events)
        return JSONResponse({"ok": True})

    return receive


def _storable(event: Json) -> Json:
    """Return an event without halves of characters, which JSON can spell and no store takes."""
    clean: Json = json.loads(json.dumps(event, ensure_ascii=False).encode(errors="replace"))
    return clean


def _answer(status: int, description: str) -> Response:
    answer = {"ok": False, "error_code": status, "description": description}
    return JSONResponse(answer, status)
