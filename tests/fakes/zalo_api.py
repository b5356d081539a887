"""A Zalo Bot Platform for tests: its HTTP and JSON, its limits, and what goes wrong with it.

It speaks what public notes say (docs/en/zalo.md); nobody compared it with the real service. Where
the notes are in doubt, `Answers` chooses.
"""

import asyncio
import json
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from typing import Any, Self

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.zalo.plain import plain_text
from tests.fakes.loopback import Loopback, plain_transport
from tests.fakes.zalo_answers import Answers

Json = dict[str, Any]

TOKEN = "1459232241454765289:test-zalo-token"
BOT_ID = "1459232241454765289"
DATE = 1_623_317_400_000  # 10/6/2021 16:30 in Viet Nam, in milliseconds


@dataclass(frozen=True, slots=True)
class ZaloMessage:
    """What a person sees: a text, or a picture at an address with the text below it.

    `source` is a styled text with its tags, "" for a plain one.
    """

    id: str
    text: str
    photo: str = ""
    source: str = ""


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
    def __init__(self, code: int, description: str, *, in_body: bool = False) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.status = 200 if in_body else code


class ZaloServer:
    """A running platform: `async with ZaloServer() as zalo: ... zalo.url`.

    `quota` is how many messages may still be sent, None without end. With `idle_at_once` a poll
    that finds nothing ends at once. `clock` dates events and messages, else they all are of `DATE`.
    """

    def __init__(
        self,
        token: str = TOKEN,
        answers: Answers | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self.token = token
        self.answers = answers or Answers()
        self.quota: int | None = None
        self.idle_at_once = True
        self.webhook: Json | None = None
        self.calls: Counter[str] = Counter()
        self.typing: list[str] = []
        self.probes: list[int] = []
        self.people: set[str] = set()
        self._clock = clock
        self._looked = 0
        self._passed = 0
        self._sent: dict[str, list[ZaloMessage]] = defaultdict(list)
        self._events: deque[Json] = deque()
        self._troubles: dict[str, deque[Trouble]] = defaultdict(deque)
        self._ids = count(1)
        self._changed = asyncio.Condition()
        self._server = Loopback(self._app())
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def replays(self) -> bool:
        """Tell whether every event is handed out twice."""
        return self.answers.replays

    @replays.setter
    def replays(self, value: bool) -> None:
        self.answers = replace(self.answers, replays=value)

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

    def inject_text(self, user: str, text: str, name: str = "Lan", date: int | None = None) -> str:
        """Let a person write a text, at an earlier `date()` if given; return the message's id."""
        if "://" in text and self.answers.link != "text":
            return self._inject_card(user, text, name)
        dated = {} if date is None else {"date": date}
        return self._inject(user, name, "message.text.received", "CHAT_MESSAGE", text=text, **dated)

    def inject_group_text(self, group: str, user: str, text: str, name: str = "Lan") -> str:
        """Let a person write in a group: with the bot's name before it, or as a reply to it."""
        chat = {"id": group, "chat_type": "GROUP"}
        self.people.add(group)
        return self._inject(
            user, name, "message.text.received", "CHAT_MESSAGE", chat=chat, text=text
        )

    def inject_image(
        self, user: str, url: str = "https://photo.zalo.example/1.jpg", caption: str = ""
    ) -> str:
        """Let a person send a picture; return the message's id."""
        fields = {self.answers.picture: url} | ({"caption": caption} if caption else {})
        return self._inject(user, "Lan", "message.image.received", "CHAT_PHOTO", **fields)

    def inject_file(self, user: str, name: str, url: str) -> str:
        """Let a person send a file; return the message's id."""
        if self.answers.file == "nothing":
            return self.inject_unsupported(user)
        payload = {"url": url, "name": name}
        attachments = [{"type": "file", "payload": payload}]
        return self._inject(
            user, "Lan", "message.file.received", "CHAT_FILE", attachments=attachments
        )

    def inject_voice(self, user: str) -> str:
        """Let a person send a recording; return the message's id."""
        url = "https://voice.zalo.example/1.aac"
        return self._inject(user, "Lan", "message.voice.received", "CHAT_VOICE", voice_url=url)

    def inject_sticker(self, user: str) -> str:
        """Let a person send a sticker; return the message's id."""
        fields = {"sticker": "bfe458bf64fa8da4d4eb", "url": "https://sticker.zalo.example/1"}
        return self._inject(user, "Lan", "message.sticker.received", "CHAT_STICKER", **fields)

    def inject_unsupported(
        self, user: str, event_name: str = "message.unsupported.received"
    ) -> str:
        """Let a person send what bots cannot read; return the message's id."""
        return self._inject(user, "Lan", event_name, "")

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
        async with httpx.AsyncClient(transport=plain_transport()) as client:
            while self._events:
                event = self._events.popleft()
                body = {"ok": True, "result": event} if self.answers.envelope else event
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
            return _refused(refusal.code, refusal.description, refusal.status)
        finally:
            self._tell()
        if trouble is None:
            if method == "getUpdates" and result and not self.answers.envelope:
                return JSONResponse(result)
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

    async def _get_updates(self, payload: Json) -> Json | None:
        beside = self.answers.poll_beside_webhook
        if self.webhook is not None and beside != "idle":
            raise _RefusalError(int(beside), "Webhook is set")
        if not self._events and not self.idle_at_once:
            seconds = float(payload.get("timeout", 30))
            try:
                async with asyncio.timeout(seconds), self._changed:
                    await self._changed.wait_for(lambda: self._events or self._closed)
            except TimeoutError:
                pass
        if self._events and self.webhook is None:
            return self._events.popleft()
        if self.answers.idle == "empty":
            return None
        raise _RefusalError(408, "Request timeout", in_body=self.answers.idle == "body")

    async def _send_message(self, payload: Json) -> Json:
        text = _length(payload.get("text"), 1)
        if payload.get("parse_mode") is None:
            return self._put(payload, text)
        if self.answers.styles == "refused" or payload["parse_mode"] != "html":
            raise _RefusalError(400, "parse_mode is invalid")
        shown = plain_text(text) if self.answers.styles == "shown" else text
        return self._put(payload, shown, source=text)

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
        if self.answers.probe:
            async with httpx.AsyncClient(transport=plain_transport()) as client:
                self.probes.append((await client.post(url)).status_code)
        self.webhook = {"url": url, "secret_token": secret}
        return {"url": url, "updated_at": DATE}

    async def _delete_webhook(self, _payload: Json) -> Json:
        if self.webhook is None and self.answers.no_webhook == "404":
            raise _RefusalError(404, "Not found")
        self.webhook = None
        return {"url": "", "updated_at": DATE}

    async def _webhook_info(self, _payload: Json) -> Json:
        if self.webhook is None and self.answers.no_webhook == "404":
            raise _RefusalError(404, "Not found")
        return {"url": self.webhook["url"] if self.webhook else "", "updated_at": DATE}

    def _put(self, payload: Json, text: str, photo: str = "", source: str = "") -> Json:
        chat_id = str(payload.get("chat_id"))
        if chat_id not in self.people:
            raise _RefusalError(int(self.answers.gone), "Chat not found")
        if self.quota is not None:
            if self.quota < 1:
                raise _RefusalError(429, "Quota exceeded")
            self.quota -= 1
        message = ZaloMessage(f"{next(self._ids):020x}", text, photo, source)
        self._sent[chat_id].append(message)
        return {"message_id": message.id, "date": self.date()}

    def _inject_card(self, user: str, text: str, name: str) -> str:
        """Hand a pasted link out as the card that Zalo made of it."""
        words, _scheme, rest = text.partition("https://")
        url = f"https://{rest.split()[0]}" if rest else text
        if self.answers.link == "card":
            return self._inject(user, name, "message.unsupported.received", "")
        card: Json = {"url": url, "thumbnail": "https://photo.zalo.example/t.jpg"}
        own = {"text": words.strip()} if words.strip() else {}
        if self.answers.link == "link event":
            return self._inject(user, name, "message.link.received", "", link=card, **own)
        attachments = [{"type": "link", "payload": card}]
        name_of_event = "message.unsupported.received"
        return self._inject(user, name, name_of_event, "", attachments=attachments, **own)

    def _inject(
        self, user: str, name: str, event_name: str, message_type: str, **fields: object
    ) -> str:
        self.people.add(user)
        message_id = f"{next(self._ids):020x}"
        message = {
            "from": {"id": user, "display_name": name, "is_bot": False},
            "chat": {"id": user, "chat_type": "PRIVATE"},
            "message_id": message_id,
            "date": self.date(),
            **({"message_type": message_type} if self.answers.message_type else {}),
            **fields,
        }
        for _ in range(2 if self.answers.replays else 1):
            self._events.append({"message": message, "event_name": event_name})
        self._tell()
        return message_id

    def date(self) -> int:
        """Return the date of a message; on a clock that stands still each is a moment later."""
        if self._clock is None:
            return DATE
        now = int(self._clock().timestamp() * 1000)
        self._passed = self._passed + 1 if now == self._looked else 0
        self._looked = now
        return now + self._passed

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
