"""What a person does on a page, as the updates that Telegram would send of it."""

import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.channels.markup import utf16_length
from bot.channels.web.input import MAX_TEXT
from bot.channels.web.messages import caption_json, entities_json
from bot.channels.web.rows import file_json, message_json
from bot.web.bodies import Refusal
from domain.channels import WEB
from services.conversation.web_chat import WebChat
from storage.conversation.web_messages import NewMessage

Accept = Callable[[str, Sequence[dict[str, Any]]], Awaitable[None]]
_SAME_INSTANT = 1024


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes on a page, and when (UTC)."""

    chat_id: int
    name: str
    language: str
    now: datetime


class PageIntake:
    """Stores what people send and hands it to the inbox."""

    def __init__(self, chat: WebChat, accept: Accept) -> None:
        self._chat = chat
        self._accept = accept
        self._last = 0

    async def text(self, writer: Writer, text: str) -> None:
        """Take a typed text."""
        text = text.strip()
        if not text or utf16_length(text) > MAX_TEXT:
            raise Refusal(400, "bad_length")
        fields = {"text": text, **entities_json(text)}
        await self._message(writer, NewMessage(writer.chat_id, False, text, writer.now), fields)

    async def file(
        self, writer: Writer, kind: str, name: str, media_type: str, content: bytes, caption: str
    ) -> None:
        """Take a file ("document") or picture ("photo")."""
        new = NewMessage(
            writer.chat_id,
            from_bot=False,
            text=caption,
            sent_at=writer.now,
            kind=kind,
            file_name=name,
            media_type=media_type,
            content=content,
        )
        await self._message(writer, new, caption_json(caption))

    async def press(self, writer: Writer, message_id: int, data: str) -> None:
        """Take a press of a button that the message has or had."""
        message = await self._chat.find(writer.chat_id, message_id)
        if message is None or not message.from_bot:
            raise Refusal(404, "message_gone")
        if message.alert is not None:
            message = await self._chat.change(writer.chat_id, message_id, alert=None) or message
        query = {
            "id": f"{writer.chat_id}:{message_id}:{secrets.token_hex(8)}",
            "from": _sender(writer),
            "chat_instance": str(writer.chat_id),
            "data": data,
            "message": message_json(message),
        }
        number = self._next_id(writer)
        await self._accept(WEB, [{"update_id": number, "callback_query": query}])

    def _next_id(self, writer: Writer) -> int:
        """Return an update's number: they rise, and no two workers give the same."""
        made = int(writer.now.timestamp() * 1_000_000) * _SAME_INSTANT
        self._last = max(self._last + 1, made + secrets.randbelow(_SAME_INSTANT))
        return self._last

    async def _message(self, writer: Writer, new: NewMessage, fields: dict[str, Any]) -> None:
        """Store a message and hand it in; what cannot be handed in is not shown as sent."""
        stored = await self._chat.add([new])
        if not stored:
            raise Refusal(401, "signed_out")
        [message] = stored
        payload = {
            "message_id": message.id,
            "from": _sender(writer),
            "chat": {"id": writer.chat_id, "type": "private", "first_name": writer.name},
            "date": int(message.sent_at.timestamp()),
            **fields,
            **file_json(message),
        }
        taken = False
        try:
            await self._accept(WEB, [{"update_id": self._next_id(writer), "message": payload}])
            taken = True
        finally:
            if not taken:
                await self._chat.drop(writer.chat_id, message.id)


def _sender(writer: Writer) -> dict[str, Any]:
    return {
        "id": writer.chat_id,
        "is_bot": False,
        "first_name": writer.name,
        "language_code": writer.language,
    }
