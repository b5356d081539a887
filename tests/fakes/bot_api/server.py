"""The HTTP side of the Bot API server, its control endpoints, and the handle of a test."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any, Self

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.bot_api.body import Call, read_body
from tests.fakes.bot_api.faults import Fault, Faults
from tests.fakes.bot_api.methods import METHODS, answer
from tests.fakes.bot_api.webhook import deliver
from tests.fakes.bot_api.world import ApiError, Json, Sent, SentFile, World
from tests.fakes.loopback import Loopback

TOKEN = "123456:test-token-AAAAAAAAAAAAAAAAAAAAAAAAA"


class BotApi:
    """A running Bot API server: `async with BotApi() as api: ... api.url`.

    `url` is what PTB calls the base URL, without "/bot"; `world` is everything it remembers.
    """

    def __init__(self, token: str = TOKEN, faults: Faults | None = None) -> None:
        self.token = token
        self.faults = faults or Faults()
        self.world = World()
        self._server = Loopback(self._app())
        self._delivery: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """Return the address of the server."""
        return self._server.url

    async def start(self, port: int = 0) -> None:
        """Listen on a loopback port; 0 takes a free one."""
        await self._server.start(port)
        self._delivery = asyncio.create_task(deliver(self.world))

    async def stop(self) -> None:
        """Close every connection and stop listening; the world stays."""
        assert self._delivery is not None
        self.world.closed = True
        self.world.changed()
        self._delivery.cancel()
        await asyncio.gather(self._delivery, return_exceptions=True)
        await self._server.stop()
        self.world.closed = False

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.stop()

    def inject_text(self, chat_id: int, text: str, user_id: int | None = None) -> int:
        """Let a person write a text (in a group when `user_id` is given); return the update id."""
        message = self.world.message_of(chat_id, user_id, text=text)
        return self.world.inject({"message": message})

    def inject_document(self, chat_id: int, name: str, content: bytes) -> int:
        """Let a person send a file; return the update id."""
        file_id = f"file{self.world.new_id()}"
        self.world.files[file_id] = SentFile(name, content, "application/octet-stream")
        document = {
            "file_id": file_id,
            "file_unique_id": file_id,
            "file_name": name,
            "file_size": len(content),
        }
        message = self.world.message_of(chat_id, document=document)
        return self.world.inject({"message": message})

    def inject_update(self, update: Json) -> int:
        """Queue a raw update; without an `update_id` it gets the next one."""
        return self.world.inject(update)

    def press(self, chat_id: int, button: str, message_id: int | None = None) -> int:
        """Let a person press the newest button of that label or data; return the update id.

        Raises LookupError when the chat's messages show no such button.
        """
        for (chat, number), message in reversed(self.world.messages.items()):
            if chat != chat_id or message_id not in (None, number):
                continue
            rows = message.get("reply_markup", {}).get("inline_keyboard", ())
            for one in (one for row in rows for one in row):
                if "callback_data" in one and button in (one["text"], one["callback_data"]):
                    return self._press(chat_id, message, one["callback_data"])
        raise LookupError(f"no button {button!r} in chat {chat_id}")

    def _press(self, chat_id: int, message: Json, data: str) -> int:
        query_id = str(self.world.new_id())
        self.world.queries[query_id] = []
        query = {
            "id": query_id,
            "from": {"id": chat_id, "is_bot": False, "first_name": "Người", "language_code": "vi"},
            "message": dict(message),
            "chat_instance": str(chat_id),
            "data": data,
        }
        return self.world.inject({"callback_query": query})

    def sent(self, chat_id: int | None = None, since: int = 0) -> list[Sent]:
        """Return the messages and edits that took effect, in order, after number `since`."""
        record = self.world.record[since:]
        return [one for one in record if chat_id is None or one.chat_id == chat_id]

    async def wait_for(self, predicate: Callable[[], object], timeout_s: float = 5) -> None:
        """Wait until something is true of the server; raise TimeoutError after `timeout_s`."""
        if not await self.world.wait_for(predicate, timeout_s):
            raise TimeoutError(f"not within {timeout_s} s; sent so far: {self.world.record[-5:]}")

    def _app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/bot{token}/{method}", self._call, methods=["GET", "POST"]),
                Route("/file/bot{token}/{path:path}", self._download),
                Route("/_control/{what}", self._control, methods=["GET", "POST"]),
            ]
        )

    async def _call(self, request: Request) -> Response:
        at = time.monotonic()
        method = request.path_params["method"].lower()
        try:
            body = await request.body()
        except ClientDisconnect:
            return Response()  # the bot was killed in the midst of its call
        try:
            if request.path_params["token"] != self.token:
                raise ApiError(401, "Unauthorized")
            if method not in METHODS:
                raise ApiError(404, "Not Found")
            self.world.calls[METHODS[method][0]] += 1
            self.world.changed()
            params, files = read_body(request.headers.get("Content-Type", ""), body)
            params.values = {**request.query_params, **params.values}
            fault = self._strike(method, params.values.get("chat_id"), at)
            if self.faults.latency:
                await self.world.wait_for(lambda: self.world.closed, self.faults.latency)
            if fault is Fault.DROPPED:
                return _hang_up(request)
            call = Call(METHODS[method][0], params, files, at, fault is Fault.LOST)
            result = await answer(self.world, call)
            if fault is Fault.LOST:
                return _hang_up(request)
        except ApiError as failure:
            content: Json = {
                "ok": False,
                "error_code": failure.code,
                "description": failure.description,
            }
            if failure.parameters:
                content["parameters"] = failure.parameters
            return JSONResponse(content, failure.code)
        return JSONResponse({"ok": True, "result": result})

    def _strike(self, method: str, chat_id: object, at: float) -> Fault | None:
        fault = self.faults.strike(method)
        if fault is Fault.SERVER_ERROR:
            raise ApiError(500, "Internal Server Error")
        delay = None
        if fault is Fault.TOO_MANY:
            delay = self.faults.retry_after
        elif fault is None and str(chat_id).lstrip("-").isdigit():
            delay = self.faults.delay(method, int(str(chat_id)), at)
        if delay is not None:
            raise ApiError(429, f"Too Many Requests: retry after {delay}", {"retry_after": delay})
        return fault

    async def _download(self, request: Request) -> Response:
        file = self.world.files.get(request.path_params["path"].rpartition("/")[2])
        if request.path_params["token"] != self.token or file is None:
            return JSONResponse({"ok": False, "error_code": 404, "description": "Not Found"}, 404)
        return Response(file.content, media_type="application/octet-stream")

    async def _control(self, request: Request) -> Response:
        """Let another process inject updates, read what was sent, and set faults."""
        body = await request.body()
        given: Any = json.loads(body) if body else {}
        match request.path_params["what"]:
            case "updates":
                return JSONResponse({"update_ids": [self._inject(one) for one in given]})
            case "sent":
                since = int(request.query_params.get("since", 0))
                wait_s = float(request.query_params.get("wait", 0))
                await self.world.wait_for(lambda: len(self.world.record) > since, wait_s)
                return JSONResponse([_sent_json(one) for one in self.world.record[since:]])
            case "calls":
                return JSONResponse(self.world.calls)
            case "faults":
                self.faults = Faults(**given)
            case "script":
                self.faults.script(given["method"], *(Fault(one) for one in given["faults"]))
            case "chats":
                self.world.blocked |= set(given.get("blocked", ()))
                self.world.blocked -= set(given.get("unblocked", ()))
                self.world.deactivated |= set(given.get("deactivated", ()))
                self.world.migrated |= {int(a): b for a, b in given.get("migrated", {}).items()}
                for chat_id in given.get("known", ()):
                    self.world.chat(chat_id)
            case "reset":
                self.world.reset()
                self.faults = Faults()
            case _:
                return JSONResponse({"ok": False}, 404)
        return JSONResponse({"ok": True})

    def _inject(self, given: Json) -> int:
        if "text" in given:
            return self.inject_text(given["chat_id"], given["text"], given.get("user_id"))
        if "press" in given:
            return self.press(given["chat_id"], given["press"], given.get("message_id"))
        return self.inject_update(given)


def _hang_up(request: Request) -> Response:
    request.state.transport.abort()
    return Response()


def _sent_json(sent: Sent) -> Json:
    return {
        "number": sent.number,
        "at": sent.at,
        "method": sent.method,
        "chat_id": sent.chat_id,
        "message_id": sent.message_id,
        "text": sent.text,
        "source": sent.source,
        "buttons": [
            [{"label": one.label, "data": one.data, "url": one.url} for one in row]
            for row in sent.buttons
        ],
        "file": sent.file and {"name": sent.file.name, "size": len(sent.file.content)},
        "lost": sent.lost,
    }
