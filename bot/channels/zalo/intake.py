"""The way in from Zalo, shared by polls and webhook: events are translated, then stored."""

import hmac
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.channels.zalo.api import SECRET_HEADER
from bot.channels.zalo.events import events_in
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


def webhook_endpoint(secret: str, intake: ZaloIntake) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint Zalo posts events to: 200 only when they are stored.

    An empty body is a probe and gets 200 whoever sends it, and so does what is no event, or Zalo
    would post it again for ever. 403 without the right secret, 413 over 1 MiB, 400 for what is no
    JSON object.
    """

    async def receive(request: Request) -> Response:
        if _is_empty(request):
            return JSONResponse({"ok": True})
        given = request.headers.get(SECRET_HEADER, "")
        if not secret or not hmac.compare_digest(given.encode(), secret.encode()):
            return _answer(403, "wrong or missing secret")
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BODY:
                return _answer(413, "too large")
        try:
            content = json.loads(body) if body.strip() else {}
        except (ValueError, RecursionError):
            content = None
        if not isinstance(content, dict):
            return _answer(400, "no event")
        events = events_in(content)
        if events:
            await intake.receive(events)
        elif content:
            _log.warning("event_ignored", event_name="", keys=sorted(map(str, content))[:10])
        return JSONResponse({"ok": True})

    return receive


def _is_empty(request: Request) -> bool:
    """Tell whether a request says that it has no body, or says of none."""
    length = request.headers.get("Content-Length")
    return length == "0" or (length is None and "Transfer-Encoding" not in request.headers)


def _storable(event: Json) -> Json:
    """Return an event without halves of characters, which JSON can spell and no store takes."""
    clean: Json = json.loads(json.dumps(event, ensure_ascii=False).encode(errors="replace"))
    return clean


def _answer(status: int, description: str) -> Response:
    answer = {"ok": False, "error_code": status, "description": description}
    return JSONResponse(answer, status)
