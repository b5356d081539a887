"""The routes of people's own pages under /trang: one chat each, for whoever its session is."""

from collections.abc import Awaitable, Callable
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

import structlog
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.channels.outbound import SendError
from bot.channels.web.intake import PageIntake, Writer
from bot.channels.web.outbound import PageOutbound
from bot.channels.web.rows import RowsRequest
from bot.clock.now import Clock
from bot.inbox.dispatch import Dispatcher, Stopping
from bot.web.bodies import Refusal, browser_language, parsed, uploaded
from bot.web.chat_page.app import STATIC
from bot.web.live import file_response, live_events, message_view
from bot.web.my_page.guard import HEADERS, Cookie, Guesses
from domain.calls import Call
from domain.channels import WEB
from domain.errors import Conflict
from domain.language import Translator, translator
from handlers.commands import used_by
from handlers.people import page_texts as words
from handlers.reminders.outgoing_texts import choices_of, outgoing_text
from services.container import Services
from storage.conversation.web_messages import WebMessage
from storage.engine.database import DatabaseError

HERE = Path(__file__).parent / "static"
MOST_STREAMS = 6

Answer = Callable[[Request, Call], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]

log = structlog.get_logger(__name__)


class TypedText(BaseModel):
    """A text that the person typed."""

    text: str


class Press(BaseModel):
    """A button that the person pressed."""

    message: int
    data: str


def my_page_routes(
    services: Services, dispatcher: Dispatcher, clock: Clock, public_url: str
) -> list[BaseRoute]:
    """Return the routes; none, where there is no public address."""
    if not public_url:
        return []
    page = _Pages(services, dispatcher, clock, Cookie(public_url))
    return [
        Route("/trang", _or_later(page.index)),
        Route("/trang/manifest.webmanifest", page.manifest),
        Route("/trang/api/chat", page.read(page.chat)),
        Route("/trang/api/events", page.read(page.events)),
        Route("/trang/api/files/{message:int}", page.read(page.file)),
        Route("/trang/api/text", page.post(page.send_text), methods=["POST"]),
        Route("/trang/api/press", page.post(page.press), methods=["POST"]),
        Route("/trang/api/file", page.post(page.send_file), methods=["POST"]),
        Route("/trang/api/leave", page.post(page.leave), methods=["POST"]),
        Route("/trang/{token}", _or_later(page.show_link)),
        Route("/trang/{token}", _or_later(page.open_link), methods=["POST"]),
        Mount("/trang-own", StaticFiles(directory=HERE)),
        Mount("/trang-static", StaticFiles(directory=STATIC)),
    ]


class _Pages:
    def __init__(
        self, services: Services, dispatcher: Dispatcher, clock: Clock, cookie: Cookie
    ) -> None:
        self._services = services
        self._chat = services.web_chat
        self._clock = clock
        self._cookie = cookie
        self._guesses = Guesses()
        self._outbound = PageOutbound(RowsRequest(services.web_chat, clock))
        self._intake = PageIntake(services.web_chat, dispatcher.accept)

    # Getting in

    async def show_link(self, request: Request) -> Response:
        """Show whose page a link opens: what looks at links by itself does not use it up."""
        now = self._clock()
        if self._guesses.too_many(request, now):
            return _sentence(request, words.too_many_guesses, 429)
        try:
            name = await self._services.my_page.name_of_link(request.path_params["token"], now)
        except Conflict:
            self._guesses.note(request, now)
            return _sentence(request, words.link_gone, 410)
        _ = browser_language(request)
        form = f'<form method="post"><button>{escape(words.open_button(_))}</button></form>'
        return _html(_, f"<p>{escape(words.for_whom(_, name))}</p>{form}")

    async def open_link(self, request: Request) -> Response:
        """Use a link up and let the browser in."""
        now = self._clock()
        if not self._cookie.is_own(request):
            return _sentence(request, words.foreign, 403)
        if self._guesses.too_many(request, now):
            return _sentence(request, words.too_many_guesses, 429)
        token = request.path_params["token"]
        try:
            session = await self._services.my_page.open(token, self._cookie.read(request), now)
        except Conflict:
            self._guesses.note(request, now)
            return _sentence(request, words.link_gone, 410)
        try:
            await self._show_question(session)
        except (SendError, DatabaseError, KeyError, ValueError) as error:
            # The link is used up: the browser is let in all the same. Of a reminder that an earlier
            # version stored a field may be missing.
            log.warning("question_not_shown", error=type(error).__name__)
        response = RedirectResponse("/trang", 303, headers=HEADERS)
        self._cookie.give(response, session)
        return response

    async def _show_question(self, session: str) -> None:
        """Let the page open at the reminder that its person got elsewhere and has not answered."""
        call = await self._services.my_page.reader(session, self._clock())
        found = await self._services.deliveries.open_question(call) if call is not None else None
        if call is None or found is None:
            return
        _ = translator(call.language)
        text, buttons = outgoing_text(_, "reminder", found.payload, WEB)
        sent = await self._outbound.send(call.chat_id, text, buttons)
        offered = choices_of("reminder", buttons)
        await self._services.deliveries.shown_as_well(call, found, sent.message_id, offered)

    async def index(self, request: Request) -> Response:
        """Return the page, or how to get in."""
        try:
            await self._reader(request)
        except Refusal as refusal:
            text = words.too_many_guesses if refusal.status == 429 else words.not_let_in
            return _sentence(request, text, refusal.status)
        return FileResponse(HERE / "index.html", headers=HEADERS)

    async def manifest(self, _request: Request) -> Response:
        """Return what a phone needs to put the page on its home screen."""
        return FileResponse(
            HERE / "manifest.json", media_type="application/manifest+json", headers=HEADERS
        )

    def read(self, answer: Answer) -> Endpoint:
        """Return an endpoint for whoever is let in."""

        async def endpoint(request: Request) -> Response:
            return await self._answered(request, answer)

        return endpoint

    def post(self, answer: Answer) -> Endpoint:
        """Return an endpoint for whoever is let in and posts from the page itself."""

        async def endpoint(request: Request) -> Response:
            if not self._cookie.is_own(request):
                return JSONResponse({"error": "foreign"}, 403, headers=HEADERS)
            return await self._answered(request, answer)

        return endpoint

    async def _answered(self, request: Request, answer: Answer) -> Response:
        try:
            response = await answer(request, await self._reader(request))
        except Refusal as refusal:
            response = JSONResponse({"error": refusal.reason}, refusal.status)
        except (DatabaseError, Stopping):
            response = JSONResponse({"error": "failed"}, 503)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    async def _reader(self, request: Request) -> Call:
        """Return whose session it is; raises Refusal."""
        now = self._clock()
        session = self._cookie.read(request)
        if session and self._guesses.too_many(request, now):
            raise Refusal(429, "signed_out")
        call = await self._services.my_page.reader(session, now)
        if call is None:
            if session:
                self._guesses.note(request, now)
            raise Refusal(401, "signed_out")
        return call

    # Reading

    async def chat(self, request: Request, call: Call) -> Response:
        """Return the conversation, the person's menu and name."""
        _ = translator("en" if request.query_params.get("language") == "en" else "vi")
        messages = await self._chat.shown(call.chat_id)
        return JSONResponse(
            {
                "name": call.person.name,
                "board": call.board.name,
                "language": call.person.language,
                "messages": [_view(call, message) for message in messages],
                "commands": [
                    {"name": one.name, "twin": one.twin or "", "description": one.what}
                    for one in used_by(_, call)
                ],
            }
        )

    async def events(self, request: Request, call: Call) -> Response:
        """Stream the chat's changes as server-sent events, until the session ends."""
        if self._chat.watching(call.chat_id) >= MOST_STREAMS:
            raise Refusal(429, "too_many_pages")
        session = self._cookie.read(request)

        async def goes_on() -> bool:
            return await self._services.my_page.reader(session, self._clock()) is not None

        events = live_events(self._chat, [call.chat_id], partial(_view, call), goes_on)
        return StreamingResponse(events, media_type="text/event-stream")

    async def file(self, request: Request, call: Call) -> Response:
        """Return the file of a message: a picture to show, anything else to download."""
        file = await self._chat.file(request.path_params["message"], call.chat_id)
        if file is None:
            raise Refusal(404, "not_found")
        return file_response(file)

    # Writing

    async def send_text(self, request: Request, call: Call) -> Response:
        """Take a typed text."""
        await self._intake.text(_writer(call), (await parsed(request, TypedText)).text)
        return Response(status_code=202)

    async def press(self, request: Request, call: Call) -> Response:
        """Take a press of a button."""
        body = await parsed(request, Press)
        await self._intake.press(_writer(call), body.message, body.data)
        return Response(status_code=202)

    async def send_file(self, request: Request, call: Call) -> Response:
        """Take a file."""
        file = await uploaded(request)
        await self._intake.file(
            _writer(call), file.kind, file.name, file.media_type, file.content, file.caption
        )
        return Response(status_code=202)

    async def leave(self, request: Request, _call: Call) -> Response:
        """End this browser's session."""
        await self._services.my_page.leave(self._cookie.read(request))
        response = Response(status_code=204)
        self._cookie.take(response)
        return response


def _or_later(endpoint: Endpoint) -> Endpoint:
    """Return the endpoint with a sentence as the answer where the database cannot be reached."""

    async def answered(request: Request) -> Response:
        try:
            return await endpoint(request)
        except DatabaseError:
            return _sentence(request, words.later, 503)

    return answered


def _view(call: Call, message: WebMessage) -> dict[str, Any]:
    return message_view(message, call.board.zone, "/trang/api/files")


def _writer(call: Call) -> Writer:
    return Writer(call.chat_id, call.person.name, call.person.language, call.now)


def _sentence(request: Request, text: Callable[[Translator], str], status: int) -> Response:
    _ = browser_language(request)
    return _html(_, f"<p>{escape(text(_))}</p>", status)


def _html(_: Translator, body: str, status: int = 200) -> Response:
    return HTMLResponse(
        f'<!doctype html><html lang="{_.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<title>tinbai</title><link rel="icon" href="/trang-static/icon.svg">'
        '<link rel="stylesheet" href="/trang-own/mine.css"></head>'
        f'<body class="gate"><main><h1>tinbai</h1>{body}</main></body></html>',
        status,
        headers=HEADERS,
    )
