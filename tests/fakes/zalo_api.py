"""A Zalo Bot Platform for tests: its HTTP and JSON, its limits, and what goes wrong with it.

It speaks what public notes say (docs/zalo.md); nobody compared it with the real service.
"""

import asyncio
import json
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any, Self

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.loopback import Loopback

Json = dict[str, Any]

TOKEN = "1459232241454765289:test-zalo-token"
BOT_ID = "1459232241454765289"
DATE = 1_623_317_400_000  # 10/6/2021 16:30 in Viet Nam, in milliseconds


@dataclass(frozen=True, slots=True)
class ZaloMessage:
    """What a person sees: a text, or a picture at an address with the text below it."""

    id: str
    text: str
    photo: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """How a call fails: with an error, or, without one, by a connection that breaks.

    `done` carries the call out first. `in_body` answers HTTP 200 and has the code in the body only.
    """

    code: int | None = None
    description: str = ""
    done: bool = False
    in_body: bool = False
    body: str | None = None


class _RefusalError(Exception):
    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description


class ZaloServer:
    """A running platform: `async with ZaloServer() as zalo: ... zalo.url`.

    `quota` is how many messages may still be sent, None without end. `replays` hands every event
    out twice, as some report. With `idle_at_once` a poll that finds nothing ends at once. `clock`
    dates what people send, in milliseconds.
    """

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.quota: int | None = None
        self.replays = False
        self.idle_at_once = True
        self.clock: Callable[[], int] = lambda: DATE
        self.webhook: Json | None = None
        self.calls: Counter[str] = Counter()
        self.typing: list[str] = []
        self.people: set[str] = set()
        self._sent: dict[str, list[ZaloMessage]] = defaultdict(list)
        self._events: deque[Json] = deque()
        self._troubles: dict[str, deque[Trouble]] = defaultdict(deque)
        self._ids = count(1)
        self._changed = asyncio.Condition()
        self._server = Loopback(self._app())
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def url(self) -> str:
        """Return the address of the server."""
        return self._server.url

    async def __aenter__(self) -> Self:
        await self._server.start()
        return self

    async def __aexit__(self, *error: object) -> None:
        self._closed = True
        async with self._changed:
            self._changed.notify_all()
        await self._server.stop()

    # What a person does

    def inject_text(self, user: str, text: str, name: str = "Lan") -> str:
        """Let a person write a text; return the message's id."""
        return self._inject(user, name, "message.text.received", text=text)

    def inject_image(
        self, user: str, url: str = "https://photo.zalo.example/1.jpg", caption: str = ""
    ) -> str:
        """Let a person send a picture; return the message's id."""
        fields = {"photo": url} | ({"caption": caption} if caption else {})
        return self._inject(user, "Lan", "message.image.received", **fields)

    def inject_sticker(self, user: str) -> str:
        """Let a person send a sticker; return the message's id."""
        return self._inject(user, "Lan", "message.sticker.received", sticker="bfe458bf64fa8da4d4eb")

    def inject_unsupported(
        self, user: str, event_name: str = "message.unsupported.received"
    ) -> str:
        """Let a person send what bots cannot read; return the message's id."""
        return self._inject(user, "Lan", event_name)

    def inject(self, event: Json) -> None:
        """Queue a raw event."""
        self._events.append(event)
        self._tell()

    def sent(self, user: str) -> list[ZaloMessage]:
        """Return what a person received, oldest first."""
        return list(self._sent[user])

    async def deliver(self) -> list[int]:
        """Post the queued events to the webhook; return the statuses of its answers."""
        assert self.webhook is not None
        headers = {"X-Bot-Api-Secret-Token": self.webhook["secret_token"]}
        statuses = []
        async with httpx.AsyncClient(trust_env=False) as client:
            while self._events:
                body = {"ok": True, "result": self._events.popleft()}
                answer = await client.post(self.webhook["url"], json=body, headers=headers)
                statuses.append(answer.status_code)
        return statuses

    # What goes wrong

    def fail_next(self, method: str, *troubles: Trouble) -> None:
        """Let the next calls of a method fail, one each."""
        self._troubles[method].extend(troubles)

    async def wait_for(self, predicate: Callable[[], object]) -> None:
        """Wait until something is true of the server; raise TimeoutError after 5 s."""
        async with asyncio.timeout(5), self._changed:
            await self._changed.wait_for(predicate)

    # What the bot does

    def _app(self) -> Starlette:
        return Starlette(routes=[Route("/bot{token}/{method}", self._call, methods=["POST"])])

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"]
        answers = {
            "getMe": self._get_me,
            "getUpdates": self._get_updates,
            "sendMessage": self._send_message,
            "sendPhoto": self._send_photo,
            "sendSticker": self._send_sticker,
            "sendChatAction": self._send_chat_action,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._webhook_info,
        }
        self.calls[method] += 1
        self._tell()
        trouble = self._troubles[method].popleft() if self._troubles[method] else None
        try:
            if request.path_params["token"] != self.token:
                raise _RefusalError(401, "Unauthorized")
            if method not in answers:
                raise _RefusalError(404, "Not Found")
            payload = json.loads(await request.body())
            result = None
            if trouble is None or trouble.done:
                result = await answers[method](payload)
        except _RefusalError as refusal:
            return _refused(refusal.code, refusal.description)
        finally:
            self._tell()
        if trouble is None:
            return JSONResponse({"ok": True, "result": result})
        if trouble.body is not None:
            return Response(trouble.body, trouble.code or 200, media_type="application/json")
        if trouble.code is None:
            request.state.transport.abort()
            return Response()
        status = 200 if trouble.in_body else trouble.code
        return _refused(trouble.code, trouble.description, status)

    async def _get_me(self, _payload: Json) -> Json:
        return {
            "id": BOT_ID,
            "account_name": "bot.tinbai",
            "account_type": "BASIC",
            "can_join_groups": False,
        }

    async def _get_updates(self, payload: Json) -> Json:
        if self.webhook is not None:
            raise _RefusalError(400, "Webhook is set")
        if not self._events and not self.idle_at_once:
            seconds = float(payload.get("timeout", 30))
            try:
                async with asyncio.timeout(seconds), self._changed:
                    await self._changed.wait_for(lambda: self._events or self._closed)
            except TimeoutError:
                pass
        if not self._events:
            raise _RefusalError(408, "Request timeout")
        return self._events.popleft()

    async def _send_message(self, payload: Json) -> Json:
        return self._put(payload, _length(payload.get("text"), 1))

    async def _send_photo(self, payload: Json) -> Json:
        photo = str(payload.get("photo") or "")
        if not photo.startswith(("https://", "http://")):
            raise _RefusalError(400, "photo must be a url")
        return self._put(payload, _length(payload.get("caption", ""), 0), photo)

    async def _send_sticker(self, payload: Json) -> Json:
        return self._put(payload, _length(payload.get("sticker"), 1))

    async def _send_chat_action(self, payload: Json) -> None:
        if payload.get("action") != "typing":
            raise _RefusalError(400, "action is invalid")
        self.typing.append(str(payload.get("chat_id")))

    async def _set_webhook(self, payload: Json) -> Json:
        url, secret = str(payload.get("url")), str(payload.get("secret_token"))
        if not url.startswith(("https://", "http://127.0.0.1:")) or not 8 <= len(secret) <= 256:
            raise _RefusalError(400, "webhook is invalid")
        self.webhook = {"url": url, "secret_token": secret}
        return {"url": url, "updated_at": DATE}

    async def _delete_webhook(self, _payload: Json) -> Json:
        if self.webhook is None:
            raise _RefusalError(404, "Not found")
        self.webhook = None
        return {"url": "", "updated_at": DATE}

    async def _webhook_info(self, _payload: Json) -> Json:
        if self.webhook is None:
            raise _RefusalError(404, "Not found")
        return {"url": self.webhook["url"], "updated_at": DATE}

    def _put(self, payload: Json, text: str, photo: str = "") -> Json:
        chat_id = str(payload.get("chat_id"))
        if chat_id not in self.people:
            raise _RefusalError(404, "Chat not found")
        if self.quota is not None:
            if self.quota < 1:
                raise _RefusalError(429, "Quota exceeded")
            self.quota -= 1
        message = ZaloMessage(f"{next(self._ids):020x}", text, photo)
        self._sent[chat_id].append(message)
        return {"message_id": message.id, "date": DATE}

    def _inject(self, user: str, name: str, event_name: str, **fields: str) -> str:
        self.people.add(user)
        message_id = f"{next(self._ids):020x}"
        message = {
            "from": {"id": user, "display_name": name, "is_bot": False},
            "chat": {"id": user, "chat_type": "PRIVATE"},
            "message_id": message_id,
            "date": self.clock(),
            **fields,
        }
        for _ in range(2 if self.replays else 1):
            self._events.append({"message": message, "event_name": event_name})
        self._tell()
        return message_id

    def _tell(self) -> None:
        async def tell() -> None:
            async with self._changed:
                self._changed.notify_all()

        task = asyncio.get_running_loop().create_task(tell())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _length(value: object, least: int) -> str:
    text = value if isinstance(value, str) else ""
    if not least <= len(text.encode("utf-16-le")) // 2 <= 2000:
        raise _RefusalError(400, "text must have 1 to 2000 characters")
    return text


def _refused(code: int, description: str, status: int | None = None) -> Response:
    answer = {"ok": False, "error_code": code, "description": description}
    return JSONResponse(answer, status or code)
