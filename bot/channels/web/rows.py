"""The Bot API in front of people's own pages, whose messages are rows that every worker reads.

It refuses what Telegram refuses (limits, unreadable HTML, unknown messages), so that what works on
a page works there. The demo, the trial and people's own pages are this channel.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from bot.channels.base import ApiError, ApiFile, ChannelRequest
from bot.channels.web.input import (
    MAX_ALERT,
    MAX_CAPTION,
    MAX_DOWNLOAD,
    MAX_PHOTO,
    MAX_TEXT,
    MAX_UPLOAD,
    buttons_of,
    html_of,
    parsed_text,
)
from bot.channels.web.messages import bot_json
from bot.clock.now import Clock
from services.conversation.web_chat import WebChat
from storage.conversation.web_messages import NewMessage, WebMessage

Parameters = Mapping[str, Any]
Files = Mapping[str, ApiFile]

_NOTHING_TO_DO = frozenset({"setMyCommands", "deleteMyCommands", "setChatMenuButton"})


class RowsRequest(ChannelRequest):
    """Answers the Bot API calls of the channel `web`."""

    def __init__(self, chat: WebChat, clock: Clock) -> None:
        self._chat = chat
        self._clock = clock
        self._methods: dict[str, Callable[[Parameters, Files], Awaitable[Any]]] = {
            "getMe": self._get_me,
            "sendMessage": self._send_message,
            "sendDocument": self._send_document,
            "sendPhoto": self._send_photo,
            "sendMediaGroup": self._send_media_group,
            "sendChatAction": self._send_chat_action,
            "editMessageText": self._edit_text,
            "editMessageCaption": self._edit_text,
            "editMessageReplyMarkup": self._edit_markup,
            "deleteMessage": self._delete_message,
            "answerCallbackQuery": self._answer_press,
            "getFile": self._get_file,
        }

    async def call(self, method: str, parameters: Parameters, files: Files) -> Any:
        """Answer one Bot API method, or raise ApiError as Telegram would."""
        if method in _NOTHING_TO_DO:
            return True
        answer = self._methods.get(method)
        if answer is None:
            raise ApiError(400, f"Bad Request: the page has no method {method}")
        return await answer(parameters, files)

    async def download(self, path: str) -> bytes:
        """Return the content of the file that getFile named by `path`."""
        return (await self._known_file(path.rpartition("/")[2])).content

    async def _get_me(self, _parameters: Parameters, _files: Files) -> dict[str, Any]:
        return bot_json()

    async def _send_message(self, parameters: Parameters, _files: Files) -> dict[str, Any]:
        new = self._new(parameters, "text", MAX_TEXT)
        if not new.text.strip():
            raise ApiError(400, "Bad Request: message text is empty")
        return (await self._post([new]))[0]

    async def _send_document(self, parameters: Parameters, files: Files) -> dict[str, Any]:
        return await self._send_file(parameters, files, "document", MAX_UPLOAD)

    async def _send_photo(self, parameters: Parameters, files: Files) -> dict[str, Any]:
        return await self._send_file(parameters, files, "photo", MAX_PHOTO)

    async def _send_file(
        self, parameters: Parameters, files: Files, kind: str, limit: int
    ) -> dict[str, Any]:
        file = await self._file(parameters.get(kind), kind, files, limit)
        new = self._new(parameters, "caption", MAX_CAPTION)
        return (await self._post([_with_file(new, kind, file)]))[0]

    async def _send_media_group(self, parameters: Parameters, files: Files) -> list[dict[str, Any]]:
        items = parameters["media"]
        if not 2 <= len(items) <= 10:
            raise ApiError(400, "Bad Request: a media group has 2 to 10 items")
        found = []
        for item in items:
            kind = str(item["type"])
            if kind not in ("document", "photo"):
                raise ApiError(400, f"Bad Request: the page cannot show {kind}")
            limit = MAX_PHOTO if kind == "photo" else MAX_UPLOAD
            file = await self._file(item["media"], "media", files, limit)
            new = self._new({**item, "chat_id": parameters["chat_id"]}, "caption", MAX_CAPTION)
            found.append(_with_file(new, kind, file))
        return await self._post(found)

    async def _send_chat_action(self, _parameters: Parameters, _files: Files) -> bool:
        return True

    async def _edit_text(self, parameters: Parameters, _files: Files) -> dict[str, Any]:
        message = await self._own(parameters, "edit")
        key, limit = ("caption", MAX_CAPTION) if message.kind else ("text", MAX_TEXT)
        if key not in parameters and key == "caption" and "text" in parameters:
            raise ApiError(400, "Bad Request: there is no text in the message to edit")
        new = self._new(parameters, key, limit)
        if key == "text" and not new.text.strip():
            raise ApiError(400, "Bad Request: message text is empty")
        return await self._change(
            message,
            text=new.text,
            html=new.html,
            entities=list(new.entities),
            buttons=[list(row) for row in new.buttons],
        )

    async def _edit_markup(self, parameters: Parameters, _files: Files) -> dict[str, Any]:
        message = await self._own(parameters, "edit")
        return await self._change(message, buttons=[list(row) for row in _buttons(parameters)])

    async def _delete_message(self, parameters: Parameters, _files: Files) -> bool:
        if not await self._chat.delete(_chat_id(parameters), int(parameters["message_id"])):
            raise ApiError(400, "Bad Request: message to delete not found")
        return True

    async def _answer_press(self, parameters: Parameters, _files: Files) -> bool:
        """Show the answer under the message that was pressed, which the query's id names."""
        text = str(parameters.get("text") or "")
        if len(text) > MAX_ALERT:
            raise ApiError(400, "Bad Request: MESSAGE_TOO_LONG")
        chat_id, _, rest = str(parameters["callback_query_id"]).partition(":")
        message_id = rest.partition(":")[0]
        if text and chat_id.isdecimal() and message_id.isdecimal():
            await self._chat.change(int(chat_id), int(message_id), alert=text)
        return True

    async def _get_file(self, parameters: Parameters, _files: Files) -> dict[str, Any]:
        file_id = str(parameters["file_id"])
        size = len((await self._known_file(file_id)).content)
        if size > MAX_DOWNLOAD:
            raise ApiError(400, "Bad Request: file is too big")
        return {
            "file_id": file_id,
            "file_unique_id": file_id,
            "file_size": size,
            "file_path": f"documents/{file_id}",
        }

    def _new(self, parameters: Parameters, key: str, limit: int) -> NewMessage:
        parsed = parsed_text(parameters, key, limit)
        return NewMessage(
            _chat_id(parameters),
            from_bot=True,
            text=parsed.text,
            sent_at=self._clock(),
            html=html_of(parameters, key),
            entities=tuple(parsed.entities),
            buttons=_buttons(parameters),
        )

    async def _post(self, messages: list[NewMessage]) -> list[dict[str, Any]]:
        stored = await self._chat.add(messages)
        if not stored:
            raise ApiError(400, "Bad Request: chat not found")
        return [message_json(message) for message in stored]

    async def _change(self, message: WebMessage, **values: Any) -> dict[str, Any]:
        if all(getattr(message, name) == value for name, value in values.items()):
            raise ApiError(400, "Bad Request: message is not modified")
        changed = await self._chat.change(message.chat_id, message.id, **values)
        if changed is None:
            raise ApiError(400, "Bad Request: message to edit not found")
        return message_json(changed)

    async def _own(self, parameters: Parameters, action: str) -> WebMessage:
        message = await self._chat.find(_chat_id(parameters), int(parameters["message_id"]))
        if message is None:
            raise ApiError(400, f"Bad Request: message to {action} not found")
        if not message.from_bot:
            raise ApiError(400, f"Bad Request: message can't be {action}ed")
        return message

    async def _file(self, value: object, name: str, files: Files, limit: int) -> ApiFile:
        """Return the file that a parameter uploads, or names by the id of an earlier one."""
        if isinstance(value, str) and not value.startswith("attach://"):
            return await self._known_file(value)
        file = files.get(value.removeprefix("attach://") if isinstance(value, str) else name)
        if file is None:
            raise ApiError(400, f"Bad Request: there is no {name} in the request")
        if not file.content:
            raise ApiError(400, "Bad Request: file must be non-empty")
        if len(file.content) > limit:
            raise ApiError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Request Entity Too Large")
        return file

    async def _known_file(self, file_id: str) -> ApiFile:
        number = file_id.removeprefix("page-")
        found = await self._chat.file(int(number)) if number.isdecimal() else None
        if found is None:
            raise ApiError(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        return ApiFile(found.name, found.content, found.media_type)


def message_json(message: WebMessage) -> dict[str, Any]:
    """Return a message of the bot in the Bot API's JSON."""
    result: dict[str, Any] = {
        "message_id": message.id,
        "from": bot_json(),
        "chat": {"id": message.chat_id, "type": "private"},
        "date": int(message.sent_at.timestamp()),
    }
    if message.text:
        result["caption" if message.kind else "text"] = message.text
    if message.entities:
        result["caption_entities" if message.kind else "entities"] = message.entities
    result |= file_json(message)
    if message.buttons:
        result["reply_markup"] = {
            "inline_keyboard": [
                [
                    {"text": one["label"]}
                    | ({"url": one["url"]} if "url" in one else {"callback_data": one["data"]})
                    for one in row
                ]
                for row in message.buttons
            ]
        }
    return result


def file_json(message: WebMessage) -> dict[str, Any]:
    """Return a message's file in the Bot API's JSON, nothing where it has none."""
    if not message.kind:
        return {}
    file_id = f"page-{message.id}"
    about: dict[str, Any] = {
        "file_id": file_id,
        "file_unique_id": file_id,
        "file_size": message.size,
    }
    if message.kind == "photo":
        return {"photo": [about | {"width": 1, "height": 1}]}
    return {"document": about | {"file_name": message.file_name, "mime_type": message.media_type}}


def _with_file(message: NewMessage, kind: str, file: ApiFile) -> NewMessage:
    return replace(
        message, kind=kind, file_name=file.name, media_type=file.mime_type, content=file.content
    )


def _buttons(parameters: Parameters) -> tuple[tuple[dict[str, str], ...], ...]:
    return tuple(
        tuple(
            {"label": one.label, "url": one.url}
            if one.url
            else {"label": one.label, "data": one.data or ""}
            for one in row
        )
        for row in buttons_of(parameters)
    )


def _chat_id(parameters: Parameters) -> int:
    try:
        return int(parameters["chat_id"])
    except (KeyError, ValueError):
        raise ApiError(400, "Bad Request: chat not found") from None
