"""The Bot API in front of the messenger in memory.

It refuses what Telegram refuses (limits, unreadable HTML, unknown messages), so that a test on
it finds what would fail there. Limits: https://core.telegram.org/bots/api.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.channels.base import ApiError, ApiFile, ChannelRequest
from bot.channels.markup import ParsedText
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
from bot.channels.web.messages import Button, bot_json
from tests.fakes.messenger.messages import Event, LocalMessage, LocalUser
from tests.fakes.messenger.people import LocalMessenger

__all__ = ["Button", "Event", "LocalMessage", "LocalMessenger", "LocalRequest", "LocalUser"]

_COMMAND_NAME = re.compile(r"[a-z0-9_]{1,32}")


class LocalRequest(ChannelRequest):
    """Answers the Bot API calls of one bot in a LocalMessenger.

    `commands` is what setMyCommands stored: (scope, language) → [(command, description)];
    `described` is what the bot says of itself: (method, language) → text.
    """

    def __init__(self, messenger: LocalMessenger) -> None:
        self.messenger = messenger
        self.commands: dict[tuple[str, str], list[tuple[str, str]]] = {}
        self.described: dict[tuple[str, str], str] = {}
        self._methods: dict[str, Callable[[Mapping[str, Any], Mapping[str, ApiFile]], Any]] = {
            "getMe": lambda _parameters, _files: bot_json() | _ABILITIES,
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
            "setMyCommands": self._set_commands,
            "deleteMyCommands": self._delete_commands,
            "setMyDescription": self._describe,
            "setMyShortDescription": self._describe_shortly,
            "setChatMenuButton": lambda _parameters, _files: True,
            "getChat": self._get_chat,
            "getFile": self._get_file,
            "setWebhook": lambda _parameters, _files: True,
            "deleteWebhook": lambda _parameters, _files: True,
        }

    async def call(
        self, method: str, parameters: Mapping[str, Any], files: Mapping[str, ApiFile]
    ) -> Any:
        """Answer one Bot API method, or raise ApiError as Telegram would."""
        answer = self._methods.get(method)
        if answer is None:
            raise ApiError(400, f"Bad Request: the local chat has no method {method}")
        failure = self.messenger.take_failure(method)
        if failure is not None and not failure.after:
            raise failure.error
        result = answer(parameters, files)
        if failure is not None:
            raise failure.error
        return result

    async def download(self, path: str) -> bytes:
        """Return the content of the file that getFile named by `path`."""
        file = self.messenger.files.get(path.rpartition("/")[2])
        if file is None:
            raise ApiError(400, "Bad Request: wrong file path")
        return file.content

    def _send_message(
        self, parameters: Mapping[str, Any], _files: Mapping[str, ApiFile]
    ) -> dict[str, Any]:
        parsed = parsed_text(parameters, "text", MAX_TEXT)
        if not parsed.text.strip():
            raise ApiError(400, "Bad Request: message text is empty")
        keyboard = keyboard_of(parameters)
        if keyboard is None:
            return self._post(parameters, parsed, "text")
        posted = self._post({**parameters, "reply_markup": None}, parsed, "text")
        self.messenger.keyboards[int(parameters["chat_id"])] = keyboard
        return posted

    def _send_document(
        self, parameters: Mapping[str, Any], files: Mapping[str, ApiFile]
    ) -> dict[str, Any]:
        file_id, document = self._file(parameters.get("document"), "document", files, MAX_UPLOAD)
        parsed = parsed_text(parameters, "caption", MAX_CAPTION)
        return self._post(parameters, parsed, "caption", document=document, file_id=file_id)

    def _send_photo(
        self, parameters: Mapping[str, Any], files: Mapping[str, ApiFile]
    ) -> dict[str, Any]:
        file_id, photo = self._file(parameters.get("photo"), "photo", files, MAX_PHOTO)
        parsed = parsed_text(parameters, "caption", MAX_CAPTION)
        return self._post(parameters, parsed, "caption", photo=photo, file_id=file_id)

    def _send_media_group(
        self, parameters: Mapping[str, Any], files: Mapping[str, ApiFile]
    ) -> list[dict[str, Any]]:
        media = parameters["media"]
        if not 2 <= len(media) <= 10:
            raise ApiError(400, "Bad Request: a media group has 2 to 10 items")
        results = []
        for item in media:
            if item["type"] not in ("document", "photo"):
                raise ApiError(400, f"Bad Request: the local chat cannot show {item['type']}")
            limit = MAX_PHOTO if item["type"] == "photo" else MAX_UPLOAD
            file_id, file = self._file(item["media"], "media", files, limit)
            results.append((item, file_id, file, parsed_text(item, "caption", MAX_CAPTION)))
        return [
            self._post(
                {**item, "chat_id": parameters["chat_id"]},
                parsed,
                "caption",
                document=file if item["type"] == "document" else None,
                photo=file if item["type"] == "photo" else None,
                file_id=file_id,
            )
            for item, file_id, file, parsed in results
        ]

    def _send_chat_action(
        self, parameters: Mapping[str, Any], _files: Mapping[str, ApiFile]
    ) -> bool:
        self._chat_id(parameters)
        return True

    def _edit_text(
        self, parameters: Mapping[str, Any], _files: Mapping[str, ApiFile]
    ) -> dict[str, Any]:
        message = self._own_message(parameters, "edit")
        key, limit = ("caption", MAX_CAPTION) if message.file_id else ("text", MAX_TEXT)
        if key not in parameters and key == "caption" and "text" in parameters:
            raise ApiError(400, "Bad Request: there is no text in the message to edit")
        parsed = parsed_text(parameters, key, limit)
        if key == "text" and not parsed.text.strip():
            raise ApiError(400, "Bad Request: message text is empty")
        return self._change(
            message,
            text=parsed.text,
            html=html_of(parameters, key),
            entities=parsed.entities,
            buttons=buttons_of(parameters),
        )

    def _edit_markup(
        self, parameters: Mapping[str, Any], _files: Mapping[str, ApiFile]
    ) -> dict[str, Any]:
        return self._change(self._own_message(parameters, "edit"), buttons=buttons_of(parameters))

    def _delete_message(self, parameters: Mapping[str, Any], _files: Mapping[str, ApiFile]) -> bool:
        chat_id = self._chat_id(parameters)
        message = self.messenger.message(chat_id, int(parameters["message_id"]))
        if message is None:
            raise ApiError(400, "Bad Request: message to delete not found")
        self.messenger.delete(message)
        return True

    def _answer_press(self, parameters: Mapping[str, Any], _files: Mapping[str, ApiFile]) -> bool:
        text = str(parameters.get("text") or "")
        if len(text) > MAX_ALERT:
            raise ApiError(400, "Bad Request: MESSAGE_TOO_LONG")
        try:
            self.messenger.answer_press(str(parameters["callback_query_id"]), text)
        except LookupError:
            raise ApiError(
                400,
                "Bad Request: query is too old and response timeout expired or query ID is invalid",
            ) from None
        return True

    def _set_commands(self, parameters: Mapping[str, Any], _files: Mapping[str, ApiFile]) -> bool:
        commands = [(item["command"], item["description"]) for item in parameters["commands"]]
        if len(commands) > 100:
            raise ApiError(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
        for name, description in commands:
            if not _COMMAND_NAME.fullmatch(name):
                raise ApiError(400, "Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(description) <= 256:
                raise ApiError(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[command_key(parameters)] = commands
        return True

    def _describe(self, parameters: Mapping[str, Any], _files: Mapping[str, ApiFile]) -> bool:
        return self._say_of_itself(parameters, "description", 512)

    def _describe_shortly(
        self, parameters: Mapping[str, Any], _files: Mapping[str, ApiFile]
    ) -> bool:
        return self._say_of_itself(parameters, "short_description", 120)

    def _say_of_itself(self, parameters: Mapping[str, Any], key: str, limit: int) -> bool:
        text = str(parameters.get(key) or "")
        if len(text) > limit:
            raise ApiError(400, "Bad Request: BOT_DESCRIPTION_TOO_LONG")
        self.described[key, str(parameters.get("language_code") or "")] = text
        return True

    def _delete_commands(
        self, parameters: Mapping[str, Any], _files: Mapping[str, ApiFile]
    ) -> bool:
        self.commands.pop(command_key(parameters), None)
        return True

    def _get_chat(
        self, parameters: Mapping[str, Any], _files: Mapping[str, ApiFile]
    ) -> dict[str, Any]:
        chat = self.messenger.chat_json(self._chat_id(parameters))
        return chat | {
            "accent_color_id": 0,
            "max_reaction_count": 0,
            "accepted_gift_types": dict.fromkeys(_GIFT_TYPES, False),
        }

    def _get_file(
        self, parameters: Mapping[str, Any], _files: Mapping[str, ApiFile]
    ) -> dict[str, Any]:
        file_id = str(parameters["file_id"])
        file = self.messenger.files.get(file_id)
        if file is None:
            raise ApiError(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(file.content) > MAX_DOWNLOAD:
            raise ApiError(400, "Bad Request: file is too big")
        return {
            "file_id": file_id,
            "file_unique_id": file_id,
            "file_size": len(file.content),
            "file_path": f"documents/{file_id}",
        }

    def _post(
        self,
        parameters: Mapping[str, Any],
        parsed: ParsedText,
        key: str,
        *,
        document: ApiFile | None = None,
        photo: ApiFile | None = None,
        file_id: str | None = None,
    ) -> dict[str, Any]:
        message = LocalMessage(
            self.messenger.next_id(),
            self._chat_id(parameters),
            from_bot=True,
            text=parsed.text,
            date=self.messenger.clock(),
            html=html_of(parameters, key),
            entities=parsed.entities,
            buttons=buttons_of(parameters),
            document=document,
            photo=photo,
            file_id=file_id,
        )
        self.messenger.put(message)
        return self.messenger.message_json(message)

    def _change(self, message: LocalMessage, **changes: Any) -> dict[str, Any]:
        if all(getattr(message, name) == value for name, value in changes.items()):
            raise ApiError(
                400,
                "Bad Request: message is not modified: specified new message content and reply "
                "markup are exactly the same as a current content and reply markup of the message",
            )
        changed = replace(message, edited=True, **changes)
        self.messenger.put(changed)
        return self.messenger.message_json(changed)

    def _chat_id(self, parameters: Mapping[str, Any]) -> int:
        try:
            chat_id = int(parameters["chat_id"])
            self.messenger.chat_json(chat_id)
        except (ValueError, LookupError):
            raise ApiError(400, "Bad Request: chat not found") from None
        if chat_id in self.messenger.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        return chat_id

    def _own_message(self, parameters: Mapping[str, Any], action: str) -> LocalMessage:
        chat_id = self._chat_id(parameters)
        message = self.messenger.message(chat_id, int(parameters["message_id"]))
        if message is None:
            raise ApiError(400, f"Bad Request: message to {action} not found")
        if not message.from_bot:
            raise ApiError(400, f"Bad Request: message can't be {action}ed")
        return message

    def _file(
        self, value: object, name: str, files: Mapping[str, ApiFile], limit: int
    ) -> tuple[str, ApiFile]:
        """Return the file that a parameter uploads, or names by the id of an earlier one."""
        if isinstance(value, str) and not value.startswith("attach://"):
            if value not in self.messenger.files:
                raise ApiError(400, "Bad Request: wrong file identifier/HTTP URL specified")
            return value, self.messenger.files[value]
        key = value.removeprefix("attach://") if isinstance(value, str) else name
        if key not in files:
            raise ApiError(400, f"Bad Request: there is no {name} in the request")
        file = files[key]
        if not file.content:
            raise ApiError(400, "Bad Request: file must be non-empty")
        if len(file.content) > limit:
            raise ApiError(413, "Request Entity Too Large")
        return self.messenger.keep_file(file)


_ABILITIES = {
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}
_GIFT_TYPES = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)


def keyboard_of(parameters: Mapping[str, Any]) -> tuple[tuple[str, ...], ...] | None:
    """Return the rows of a keyboard below the field, None without one."""
    markup = parameters.get("reply_markup") or {}
    if "keyboard" not in markup:
        return None
    rows = tuple(
        tuple(str(item["text"] if isinstance(item, Mapping) else item) for item in row)
        for row in markup["keyboard"]
    )
    if not rows or not all(label.strip() for row in rows for label in row):
        raise ApiError(400, "Bad Request: keyboard button text must be non-empty")
    return rows


def command_key(parameters: Mapping[str, Any]) -> tuple[str, str]:
    """Return the scope ("default", "chat:12") and language a command menu is for."""
    scope = parameters.get("scope") or {"type": "default"}
    name = ":".join(str(scope[key]) for key in ("type", "chat_id", "user_id") if key in scope)
    return name, str(parameters.get("language_code") or "")
