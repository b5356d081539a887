"""Zalo for a storm: its events are posted until they are taken, and people type numbers."""

import asyncio
import re
import time
from collections.abc import Callable
from typing import Self

import httpx

from bot.channels.zalo.ids import message_number
from tests.fakes.bot_api import Sent, SentButton
from tests.fakes.bot_api.world import World
from tests.fakes.loopback import plain_transport
from tests.fakes.zalo_api import Json, ZaloServer

POSTED_AGAIN_S = 0.1
_CHOICE = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)


def zalo_id(chat_id: int) -> str:
    """Return the id at Zalo of a storm's chat."""
    return f"{chat_id:020x}"


class ZaloSide:
    """A Zalo platform with the handle of the Bot API server, as far as a storm needs it.

    Whether Zalo itself posts an event again is not known; here it does, as Telegram does.
    """

    def __init__(self) -> None:
        self.world = World()
        self._server = _Recorded(self.world)
        self.token = self._server.token
        self._delivery: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """Return the address of the server."""
        return self._server.url

    async def __aenter__(self) -> Self:
        await self._server.__aenter__()
        self._delivery = asyncio.create_task(self._server.post())
        return self

    async def __aexit__(self, *error: object) -> None:
        assert self._delivery is not None
        self._delivery.cancel()
        await asyncio.gather(self._delivery, return_exceptions=True)
        await self._server.__aexit__(*error)

    def inject_text(self, chat_id: int, text: str) -> int:
        """Let a person write a text; return the update's id."""
        message_id = self._server.inject_text(zalo_id(chat_id), text)
        self.world.changed()
        return message_number(zalo_id(chat_id), message_id)

    def press(self, chat_id: int, button: str) -> int:
        """Let a person type the number of the newest choice of that label."""
        for sent in reversed(self.sent(chat_id)):
            for place, label in _CHOICE.findall(sent.text):
                if label == button:
                    return self.inject_text(chat_id, place)
        raise LookupError(f"no choice {button!r} in chat {chat_id}")

    def sent(self, chat_id: int | None = None, since: int = 0) -> list[Sent]:
        """Return the messages that arrived, in order, after number `since`."""
        record = self.world.record[since:]
        return [one for one in record if chat_id is None or one.chat_id == chat_id]

    async def wait_for(self, predicate: Callable[[], object], timeout_s: float = 5) -> None:
        """Wait until something is true; raise TimeoutError after `timeout_s`."""
        if not await self.world.wait_for(predicate, timeout_s):
            raise TimeoutError(f"not within {timeout_s} s; so far: {self.world.record[-5:]}")


class _Recorded(ZaloServer):
    """Keeps one record of all chats and posts events over and over."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world

    async def post(self) -> None:
        """Post each event until it is taken, until cancelled."""
        async with httpx.AsyncClient(transport=plain_transport(), timeout=10) as client:
            while True:
                await self._world.wait_for(lambda: self.webhook and self._events, 3600)
                if self.webhook is None or not self._events:
                    continue
                url = httpx.URL(self.webhook["url"])
                url = url.copy_with(scheme="http", port=self._world.https_port)
                headers = {"X-Bot-Api-Secret-Token": self.webhook["secret_token"]}
                body = {"ok": True, "result": self._events[0]}
                try:
                    taken = (await client.post(url, json=body, headers=headers)).is_success
                except httpx.HTTPError:
                    taken = False
                if taken:
                    self._events.popleft()
                else:
                    await asyncio.sleep(POSTED_AGAIN_S)

    def _put(self, payload: Json, text: str, photo: str = "", source: str = "") -> Json:
        answer = super()._put(payload, text, photo, source)
        buttons = tuple((SentButton(label, "", None),) for _place, label in _CHOICE.findall(text))
        record, at = self._world.record, time.monotonic()
        chat_id, number = int(str(payload["chat_id"]), 16), len(self._world.record) + 1
        record.append(
            Sent(number, at, "sendMessage", chat_id, number, text, text, buttons, None, False)
        )
        self._world.calls["sendMessage"] += 1
        self._world.changed()
        return answer

    async def _set_webhook(self, payload: Json) -> Json:
        answer = await super()._set_webhook(payload)
        self._world.changed()
        return answer
