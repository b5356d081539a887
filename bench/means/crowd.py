"""People who write to a bot in this process, over a request that keeps nothing of the answers."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from bot.channels.base import ApiFile, ChannelRequest
from bot.channels.web.messages import bot_json

Accept = Callable[[str, list[dict[str, Any]]], Awaitable[None]]


class Forgetful(ChannelRequest):
    """Answers what the bot sends and keeps nothing but when each chat was answered."""

    def __init__(self) -> None:
        self.answered: dict[int, asyncio.Event] = {}
        self.logged = 0

    async def call(
        self, method: str, parameters: Mapping[str, Any], files: Mapping[str, ApiFile]
    ) -> Any:
        """Answer a method."""
        if method == "getMe":
            return bot_json()
        if not method.startswith("send"):
            return True
        chat_id = int(parameters["chat_id"])
        self.logged += "Đã ghi" in str(parameters.get("text", ""))
        if chat_id in self.answered:
            self.answered[chat_id].set()
        chat = {"id": chat_id, "type": "private", "first_name": "Người"}
        return {"message_id": 1, "date": 0, "chat": chat, "text": "-"}

    async def download(self, path: str) -> bytes:
        """There are no files."""
        raise FileNotFoundError(path)


class Crowd:
    """Chats, and what the n-th update of all says."""

    def __init__(self, accept: Accept, chats: Sequence[int], text: Callable[[int], str]) -> None:
        self.request = Forgetful()
        self.sent = 0
        self._accept = accept
        self._chats = chats
        self._text = text

    async def talk(self, until: int, seconds: float = float("inf")) -> None:
        """Let everybody write, each when it was answered, up to so many updates over all."""
        end = time.monotonic() + seconds
        await asyncio.gather(*(self._chat(chat_id, until, end) for chat_id in self._chats))

    async def _chat(self, chat_id: int, until: int, end: float) -> None:
        event = self.request.answered.setdefault(chat_id, asyncio.Event())
        while self.sent < until and time.monotonic() < end:
            self.sent += 1
            event.clear()
            await self._accept("telegram", [self._update(self.sent, chat_id)])
            await event.wait()

    def _update(self, number: int, chat_id: int) -> dict[str, Any]:
        text = self._text(number)
        message: dict[str, Any] = {
            "message_id": number,
            "date": int(time.time()),
            "chat": {"id": chat_id, "type": "private", "first_name": "Người"},
            "from": {"id": chat_id, "is_bot": False, "first_name": "Người", "language_code": "vi"},
            "text": text,
        }
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return {"update_id": number, "message": message}
