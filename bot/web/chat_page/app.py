"""The server of the chat page: what people did in the messenger, live, and what they do next."""

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any, Literal, TypeVar
from urllib.parse import quote

from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.channels.web.request import Event, LocalMessage, LocalMessenger
from bot.web.chat_page.board_state import NEXT_REMINDER, BoardState
from bot.web.chat_page.guard import LoopbackGuard

STATIC = Path(__file__).parent / "static"
MAX_JSON = 64 * 1024
MAX_FILE = 20 * 1024 * 1024
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})

Model = TypeVar("Model", bound=BaseModel)


class Refusal(Exception):  # noqa: N818 - an answer to the page, not a fault
    """An answer other than 2xx: `reason` is a key of the page's words."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class TypedText(BaseModel):
    """A text that a persona typed."""

    user: int
    text: str


class Press(BaseModel):
    """A button that a persona pressed."""

    user: int
    message: int
    data: str


class ClockMove(BaseModel):
    """Where to move the clock; a time without a zone is the board's."""

    to: datetime | Literal["next reminder"]


def page_app(
    messenger: LocalMessenger, board_state: BoardState, more: Sequence[BaseRoute] = ()
) -> Starlette:
    """Return the ASGI application of the page, with the routes of more pages.

    Serve it on loopback only. Call `messenger.end_subscriptions()` before stopping the server,
    because open pages hold a stream each.
    """
    page = _Page(messenger, board_state)
    return Starlette(
        routes=[
            Route("/", page.index),
            Route("/api/board", page.board),
            Route("/api/chat", page.chat),
            Route("/api/events", page.events),
            Route("/api/files/{user:int}/{message:int}", page.file),
            Route("/api/text", page.send_text, methods=["POST"]),
            Route("/api/press", page.press, methods=["POST"]),
            Route("/api/file", page.send_file, methods=["POST"]),
            Route("/api/clock", page.move_clock, methods=["POST"]),
            Mount("/static", StaticFiles(directory=STATIC)),
            *more,
        ],
        middleware=[Middleware(LoopbackGuard)],
        exception_handlers={Refusal: _refuse},
    )


class _Page:
    def __init__(self, messenger: LocalMessenger, board_state: BoardState) -> None:
        self._messenger = messenger
        self._state = board_state

    async def index(self, _request: Request) -> Response:
        """Return the page."""
        return FileResponse(STATIC / "index.html")

    async def board(self, request: Request) -> Response:
        """Return the people, the table, the clock and what the scheduler will do."""
        language = _language(request)
        zone = self._zone()
        return JSONResponse(
            {
                "now": self._state.now().isoformat(timespec="minutes"),
                "clock_moves": self._state.clock_moves(),
                "personas": [
                    asdict(persona) | {"last": self._last(persona.user_id)}
                    for persona in await self._state.personas(language)
                ],
                "table": asdict(await self._state.table(language)),
                "next_actions": [
                    {
                        "at": action.at.astimezone(zone).isoformat(timespec="minutes"),
                        "text": action.text,
                    }
                    for action in await self._state.next_actions(language)
                ],
            }
        )

    async def chat(self, request: Request) -> Response:
        """Return one persona's conversation and menu."""
        user = await self._persona(request.query_params.get("user", ""))
        zone = self._zone()
        return JSONResponse(
            {
                "messages": [
                    message_view(message, zone) for message in self._messenger.messages(user)
                ],
                "commands": [
                    {"name": name, "twin": twin, "description": description}
                    for name, twin, description in self._state.commands(_language(request))
                ],
            }
        )

    async def events(self, _request: Request) -> Response:
        """Stream every change of every chat as server-sent events."""
        subscription = self._messenger.subscribe()

        async def stream() -> AsyncIterator[str]:
            try:
                yield "retry: 1000\n\n"
                async for event in subscription:
                    yield f"data: {json.dumps(self._event(event))}\n\n"
            finally:
                subscription.close()

        return StreamingResponse(stream(), media_type="text/event-stream")

    async def file(self, request: Request) -> Response:
        """Return the file of a message: a picture to show, anything else to download."""
        message = self._messenger.message(
            request.path_params["user"], request.path_params["message"]
        )
        file = (message.document or message.photo) if message else None
        if message is None or file is None:
            raise Refusal(404, "not_found")
        shown = message.photo is not None and file.mime_type in PICTURES
        disposition = "inline" if shown else "attachment"
        name = quote(file.name, safe="")
        return Response(
            file.content,
            media_type=file.mime_type if shown else "application/octet-stream",
            headers={"Content-Disposition": f"{disposition}; filename*=UTF-8''{name}"},
        )

    async def send_text(self, request: Request) -> Response:
        """Type a text as a persona."""
        body = await _parsed(request, TypedText)
        user = await self._persona(body.user)
        try:
            await self._messenger.send_text(user, body.text)
        except ValueError:
            raise Refusal(400, "bad_length") from None
        return Response(status_code=202)

    async def press(self, request: Request) -> Response:
        """Press a button as a persona."""
        body = await _parsed(request, Press)
        user = await self._persona(body.user)
        try:
            await self._messenger.press(user, body.message, body.data)
        except LookupError:
            raise Refusal(404, "message_gone") from None
        return Response(status_code=202)

    async def send_file(self, request: Request) -> Response:
        """Send a file as a persona: the body is its content, the query its name and caption."""
        query = request.query_params
        user = await self._persona(query.get("user", ""))
        name = query.get("name", "").rpartition("/")[2].strip()
        content = await _body(request, MAX_FILE)
        if not name or not content:
            raise Refusal(400, "empty_file")
        caption = query.get("caption", "").strip()[:1024]
        if request.headers.get("content-type") in PICTURES:
            await self._messenger.send_photo(user, caption, content, name)
        else:
            await self._messenger.send_file(user, name, content, caption)
        return Response(status_code=202)

    async def move_clock(self, request: Request) -> Response:
        """Move the clock forward and return the new time."""
        if not self._state.clock_moves():
            raise Refusal(409, "clock_fixed")
        to = (await _parsed(request, ClockMove)).to
        if to != NEXT_REMINDER:
            to = to if to.tzinfo else to.replace(tzinfo=self._zone())
            if to <= self._state.now():
                raise Refusal(400, "clock_backwards")
        try:
            now = await self._state.move_clock(to)
        except LookupError:
            raise Refusal(409, "nothing_due") from None
        return JSONResponse({"now": now.isoformat(timespec="minutes")})

    def _zone(self) -> tzinfo | None:
        return self._state.now().tzinfo

    def _event(self, event: Event) -> dict[str, Any]:
        message = message_view(event.message, self._zone())
        return {"kind": event.kind, "chat": event.message.chat_id, "message": message}

    def _last(self, user_id: int) -> dict[str, Any] | None:
        messages = self._messenger.messages(user_id)
        return message_view(messages[-1], self._zone()) if messages else None

    async def _persona(self, user: int | str) -> int:
        """Return a persona's id; raises Refusal for anybody else."""
        for persona in await self._state.personas("vi"):
            if str(persona.user_id) == str(user):
                return persona.user_id
        raise Refusal(404, "unknown_person")


def message_view(message: LocalMessage, zone: tzinfo | None) -> dict[str, Any]:
    """Return a message as the page shows it, its time in the board's zone."""
    file = message.document or message.photo
    return {
        "id": message.id,
        "from_bot": message.from_bot,
        "text": message.text,
        "html": message.html,
        "buttons": [[asdict(button) for button in row] for row in message.buttons],
        "file": file
        and {
            "name": file.name,
            "size": len(file.content),
            "url": f"/api/files/{message.chat_id}/{message.id}",
            "picture": message.photo is not None and file.mime_type in PICTURES,
        },
        "at": message.date.astimezone(zone).isoformat(timespec="minutes"),
        "edited": message.edited,
        "alert": message.alert,
    }


def _language(request: Request) -> str:
    return "en" if request.query_params.get("language") == "en" else "vi"


async def _body(request: Request, limit: int) -> bytes:
    """Read a body; raises Refusal 413 as soon as it is over `limit` bytes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise Refusal(413, "too_large")
    return bytes(body)


async def _parsed(request: Request, model: type[Model]) -> Model:
    body = await _body(request, MAX_JSON)
    try:
        return model.model_validate_json(body)
    except ValidationError:
        raise Refusal(400, "bad_request") from None


async def _refuse(_request: Request, error: Exception) -> Response:
    if not isinstance(error, Refusal):
        raise error
    return JSONResponse({"error": error.reason}, status_code=error.status)
