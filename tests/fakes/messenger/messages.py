"""What the messenger in memory holds, and how the Bot API words it in JSON."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.channels.base import ApiFile
from bot.channels.web.messages import Button, bot_json


@dataclass(frozen=True, slots=True)
class LocalUser:
    """A person of the messenger."""

    id: int
    name: str
    language_code: str


@dataclass(frozen=True, slots=True)
class LocalMessage:
    """A message as a person sees it.

    `text` is plain (a file's caption when there is a file); `html` is what the bot sent when it
    sent HTML; `alert` is the text that answered the last press of one of its buttons.
    """

    id: int
    chat_id: int
    from_bot: bool
    text: str
    date: datetime
    html: str | None = None
    entities: tuple[dict[str, Any], ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    document: ApiFile | None = None
    photo: ApiFile | None = None
    file_id: str | None = None
    edited: bool = False
    alert: str | None = None
    sender: LocalUser | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that changed in a chat; an alert's message carries its text."""

    kind: Literal["message", "edit", "delete", "alert"]
    message: LocalMessage


def user_json(user: LocalUser) -> dict[str, Any]:
    """Return a person in the Bot API's JSON."""
    return {
        "id": user.id,
        "is_bot": False,
        "first_name": user.name,
        "language_code": user.language_code,
    }


def message_json(message: LocalMessage, chat: dict[str, Any]) -> dict[str, Any]:
    """Return a message of a chat in the Bot API's JSON."""
    has_file = message.file_id is not None
    result: dict[str, Any] = {
        "message_id": message.id,
        "from": bot_json() if message.sender is None else user_json(message.sender),
        "chat": chat,
        "date": int(message.date.timestamp()),
    }
    if message.text:
        result["caption" if has_file else "text"] = message.text
    if message.entities:
        result["caption_entities" if has_file else "entities"] = list(message.entities)
    if message.document and message.file_id:
        result["document"] = document_json(message.file_id, message.document)
    if message.photo and message.file_id:
        result["photo"] = photo_json(message.file_id, message.photo)
    if message.buttons:
        result["reply_markup"] = {"inline_keyboard": _rows_json(message.buttons)}
    return result


def document_json(file_id: str, file: ApiFile) -> dict[str, Any]:
    """Return a file as a Bot API Document."""
    return {
        "file_id": file_id,
        "file_unique_id": file_id,
        "file_name": file.name,
        "mime_type": file.mime_type,
        "file_size": len(file.content),
    }


def photo_json(file_id: str, file: ApiFile) -> list[dict[str, Any]]:
    """Return a picture as the Bot API's sizes of it (one, whose measure nobody asks)."""
    return [
        {
            "file_id": file_id,
            "file_unique_id": file_id,
            "width": 1,
            "height": 1,
            "file_size": len(file.content),
        }
    ]


def _rows_json(rows: tuple[tuple[Button, ...], ...]) -> list[list[dict[str, str]]]:
    return [
        [
            {"text": button.label}
            | ({"url": button.url} if button.url else {"callback_data": button.data or ""})
            for button in row
        ]
        for row in rows
    ]
