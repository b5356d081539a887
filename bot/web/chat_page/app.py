"""The server of the chat page: what people did in the messenger, live, and what they do next."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.channels.web.personas import Personas
from bot.web.bodies import Refusal, parsed, refuse, uploaded
from bot.web.chat_page.board_state import NEXT_REMINDER, BoardState
from bot.web.chat_page.guard import LoopbackGuard
from bot.web.live import file_response, live_events, message_view
from services.conversation.web_chat import WebChat
from storage.conversation.web_messages import WebMessage

STATIC = Path(__file__).parent / "static"


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
    personas: Personas,
    chat: WebChat,
    board_state: BoardState,
    stop: asyncio.Event,
    more: Sequence[BaseRoute] = (),
) -> Starlette:
    """Return the ASGI application of the page, with the routes of more pages.

    Serve it on loopback only. `stop` ends the streams that open pages hold.
    """
    page = _Page(personas, chat, board_state, stop)
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
        exception_handlers={Refusal: refuse},
    )


class _Page:
    def __init__(
        self, personas: Personas, chat: WebChat, board_state: BoardState, stop: asyncio.Event
    ) -> None:
        self._personas = personas
        self._chat = chat
        self._state = board_state
        self._stop = stop

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
                    asdict(persona) | {"last": await self._last(persona.user_id)}
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
        return JSONResponse(
            {
                "messages": [self._view(one) for one in await self._personas.messages(user)],
                "commands": [
                    {"name": name, "twin": twin, "description": description}
                    for name, twin, description in await self._state.commands(
                        _language(request), user
                    )
                ],
            }
        )

    async def events(self, _request: Request) -> Response:
        """Stream every change of every chat as server-sent events."""

        async def goes_on() -> bool:
            return not self._stop.is_set()

        events = live_events(self._chat, self._personas.ids, self._view, goes_on)
        return StreamingResponse(events, media_type="text/event-stream")

    async def file(self, request: Request) -> Response:
        """Return the file of a message: a picture to show, anything else to download."""
        places = request.path_params
        file = await self._chat.file(places["message"], places["user"])
        if file is None:
            raise Refusal(404, "not_found")
        return file_response(file)

    async def send_text(self, request: Request) -> Response:
        """Type a text as a persona."""
        body = await parsed(request, TypedText)
        user = await self._persona(body.user)
        await self._personas.send_text(user, body.text)
        return Response(status_code=202)

    async def press(self, request: Request) -> Response:
        """Press a button as a persona."""
        body = await parsed(request, Press)
        user = await self._persona(body.user)
        await self._personas.press(user, body.message, body.data)
        return Response(status_code=202)

    async def send_file(self, request: Request) -> Response:
        """Send a file as a persona."""
        user = await self._persona(request.query_params.get("user", ""))
        file = await uploaded(request)
        if file.kind == "photo":
            await self._personas.send_photo(
                user, file.caption, file.content, file.name, file.media_type
            )
        else:
            await self._personas.send_file(user, file.name, file.content, file.caption)
        return Response(status_code=202)

    async def move_clock(self, request: Request) -> Response:
        """Move the clock forward and return the new time."""
        if not self._state.clock_moves():
            raise Refusal(409, "clock_fixed")
        to = (await parsed(request, ClockMove)).to
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

    def _view(self, message: WebMessage) -> dict[str, Any]:
        return message_view(message, self._zone(), f"/api/files/{message.chat_id}")

    async def _last(self, user_id: int) -> dict[str, Any] | None:
        message = await self._chat.last(user_id)
        return None if message is None else self._view(message)

    async def _persona(self, user: int | str) -> int:
        """Return a persona's id; raises Refusal for anybody else."""
        for persona in await self._state.personas("vi"):
            if str(persona.user_id) == str(user):
                return persona.user_id
        raise Refusal(404, "unknown_person")


def _language(request: Request) -> str:
    return "en" if request.query_params.get("language") == "en" else "vi"
