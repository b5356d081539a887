"""The Bot API in front of Zalo: what python-telegram-bot asks for, done by what Zalo can do."""

import math
from collections.abc import Awaitable, Callable, Mapping, Sequence
from html import escape
from typing import Any, Protocol

from telegram.error import NetworkError, TimedOut

from bot.channels.base import ApiError, ApiFile, ChannelRequest
from bot.channels.outbound import (
    AnswerLost,
    NeverSent,
    Reason,
    Refused,
    SendError,
    TokenRejected,
    TooMany,
    Unreachable,
)
from bot.channels.zalo.menus import Choice
from bot.channels.zalo.plain import zalo_html
from bot.channels.zalo.speech import PartlySent, QuotaSpent, Said, ZaloSpeech
from bot.channels.zalo.spoken import spoken
from domain.language import Translator

Parameters = Mapping[str, Any]
Files = Mapping[str, ApiFile]

# Zalo has no command menu and takes no message back: nothing is left to do.
_NOTHING_TO_DO = (
    "setMyCommands",
    "deleteMyCommands",
    "setChatMenuButton",
    "setMyDescription",
    "setMyShortDescription",
    "deleteMessage",
    "deleteMessages",
)


class FileLinks(Protocol):
    """Publishes files under `web.public_url`."""

    async def publish(self, file: ApiFile) -> str:
        """Return a signed link to a file that ends after a while."""

    async def page(self, chat_id: int) -> str:
        """Return a fresh link to the own page of the person of a chat, nothing for anybody else."""


class ZaloRequest(ChannelRequest):
    """Answers the Bot API calls of one bot over Zalo.

    Without `links` (no `web.public_url`) a file is answered by a text that says what to configure.
    """

    def __init__(self, speech: ZaloSpeech, links: FileLinks | None) -> None:
        self._speech = speech
        self._links = links
        self._me: dict[str, Any] | None = None
        self._methods: dict[str, Callable[[Parameters, Files], Awaitable[Any]]] = {
            "getMe": self._get_me,
            "sendMessage": self._send_message,
            "editMessageText": self._send_edit,
            "editMessageCaption": self._send_edit,
            "editMessageReplyMarkup": self._send_edit,
            "answerCallbackQuery": self._answer_press,
            "sendDocument": self._send_document,
            "sendPhoto": self._send_photo,
            "sendMediaGroup": self._send_media_group,
            "sendChatAction": self._send_chat_action,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._webhook_info,
        }

    async def shutdown(self) -> None:
        """Leave the connections to their owner: the outbox shares them."""

    async def call(self, method: str, parameters: Parameters, files: Files) -> Any:
        """Answer one Bot API method; what has no counterpart on Zalo is a 400."""
        if method in _NOTHING_TO_DO:
            return True
        answer = self._methods.get(method)
        if answer is None:
            raise ApiError(400, f"Bad Request: Zalo has nothing like {method}")
        try:
            return await answer(parameters, files)
        except SendError as error:
            raise _bot_api_error(error) from None

    async def download(self, path: str) -> bytes:
        """Refuse: nothing that people send over Zalo is fetched."""
        raise ApiError(400, "Bad Request: files sent over Zalo are not fetched")

    async def _get_me(self, _parameters: Parameters, _files: Files) -> dict[str, Any]:
        bot = await self._speech.api.get_me()
        self._me = {
            "id": await self._speech.store.map_id("bot", bot.id),
            "is_bot": True,
            "first_name": bot.name,
            "username": bot.name,
        }
        return self._me

    async def _send_message(self, parameters: Parameters, _files: Files) -> dict[str, Any]:
        return await self._say(parameters, _text(parameters, "text"), _choices(parameters))

    async def _send_edit(self, parameters: Parameters, _files: Files) -> dict[str, Any] | bool:
        """Say the new version in a new message; an edit without buttons takes the old ones away."""
        chat_id = _chat_id(parameters)
        text = _text(parameters, "text") or _text(parameters, "caption")
        choices = _choices(parameters)
        if not choices:
            message_id = int(parameters.get("message_id", 0))
            await self._speech.store.use_menu(chat_id, message_id, 0)
            if not text:
                return True
        return await self._say(parameters, text, choices)

    async def _answer_press(self, parameters: Parameters, _files: Files) -> bool:
        """Say what Telegram would show in passing; the query's id begins with its chat."""
        text = str(parameters.get("text") or "")
        if text:
            chat, _, _ = str(parameters["callback_query_id"]).partition(":")
            await self._speech.say(_chat_id({"chat_id": chat}), escape(spoken(text), quote=False))
        return True

    async def _send_document(self, parameters: Parameters, files: Files) -> dict[str, Any]:
        file = _file(parameters.get("document"), "document", files)
        return await self._say_link(parameters, [(file, _text(parameters, "caption"))])

    async def _send_photo(self, parameters: Parameters, files: Files) -> dict[str, Any]:
        """Show the picture at its link; where Zalo does not take it, say the link."""
        file = _file(parameters.get("photo"), "photo", files)
        caption = _text(parameters, "caption")
        url = await self._link(file)
        if url:
            try:
                return await self._say(parameters, caption, _choices(parameters), photo=url)
            except Refused as error:
                if isinstance(error, QuotaSpent):
                    raise
        return await self._say_link(parameters, [(file, caption)], url)

    async def _send_media_group(self, parameters: Parameters, files: Files) -> list[dict[str, Any]]:
        """Say all links in one message, which stands for every item of the group."""
        items = [
            (_file(item.get("media"), "media", files), _text(item, "caption"))
            for item in parameters["media"]
        ]
        message = await self._say_group(parameters, items)
        return [message for _ in items]

    async def _say_group(
        self, parameters: Parameters, items: Sequence[tuple[ApiFile | str, str]]
    ) -> dict[str, Any]:
        """Show the first picture with the links of all other files below it, else all links."""
        pictures = [one for one in items if _is_picture(one[0])]
        others = [one for one in items if one not in pictures[:1]]
        url = await self._link(pictures[0][0]) if pictures and others else ""
        if url:
            try:
                return await self._say_link(parameters, others, photo=url)
            except Refused as error:
                if isinstance(error, QuotaSpent):
                    raise
        return await self._say_link(parameters, items)

    async def _send_chat_action(self, parameters: Parameters, _files: Files) -> bool:
        await self._speech.show_typing(_chat_id(parameters))
        return True

    async def _set_webhook(self, parameters: Parameters, _files: Files) -> bool:
        secret = str(parameters.get("secret_token") or "")
        await self._speech.api.set_webhook(str(parameters.get("url") or ""), secret)
        return True

    async def _delete_webhook(self, _parameters: Parameters, _files: Files) -> bool:
        await self._speech.api.delete_webhook()
        return True

    async def _webhook_info(self, _parameters: Parameters, _files: Files) -> dict[str, Any]:
        url = await self._speech.api.webhook_url()
        return {"url": url, "has_custom_certificate": False, "pending_update_count": 0}

    async def _link(self, file: ApiFile | str) -> str:
        if isinstance(file, str):
            return file
        return await self._links.publish(file) if self._links else ""

    async def _say_link(
        self,
        parameters: Parameters,
        items: Sequence[tuple[ApiFile | str, str]],
        known_url: str = "",
        photo: str = "",
    ) -> dict[str, Any]:
        _ = await self._speech.translator(_chat_id(parameters))
        blocks: list[str] = []
        linked = False
        for file, caption in items:
            url = known_url or await self._link(file)
            linked = linked or bool(url)
            blocks += [caption, escape(_file_text(_, file, url), quote=False)]
        if linked:
            blocks.append(_("Liên kết chỉ dùng được một thời gian, xin anh/chị tải tệp về sớm."))
            blocks += await self._page(_, _chat_id(parameters))
        text = "\n\n".join(block for block in blocks if block)
        return await self._say(parameters, text, _choices(parameters), photo)

    async def _page(self, _: Translator, chat_id: int) -> list[str]:
        """Return the line that offers the person's own page beside a file's link."""
        address = await self._links.page(chat_id) if self._links else ""
        if not address:
            return []
        text = _(
            "Gửi và nhận tệp trên trang riêng (mở một lần, trong 10 phút, xin đừng chuyển cho ai): "
            "{address}"
        ).format(address=address)
        return [escape(text, quote=False)]

    async def _say(
        self, parameters: Parameters, text: str, choices: Sequence[Choice], photo: str = ""
    ) -> dict[str, Any]:
        chat_id = _chat_id(parameters)
        said = await self._speech.say(chat_id, text, choices, photo=photo)
        # What the person sees as a list is kept by the handlers as buttons, to be chosen by words.
        markup = parameters.get("reply_markup")
        shown = {"reply_markup": markup} if choices and markup else {}
        return self._message(chat_id, said) | shown

    def _message(self, chat_id: int, said: Said) -> dict[str, Any]:
        message = {
            "message_id": said.message_id,
            "date": int(said.date.timestamp()),
            "chat": {"id": chat_id, "type": "private" if chat_id > 0 else "group"},
            "text": said.text,
        }
        return message | ({"from": self._me} if self._me else {})


def _chat_id(parameters: Parameters) -> int:
    try:
        return int(parameters["chat_id"])
    except (KeyError, ValueError):
        raise ApiError(400, "Bad Request: chat not found") from None


def _text(parameters: Parameters, key: str) -> str:
    """Return a text as HTML of Zalo's few tags."""
    text = str(parameters.get(key) or "").strip()
    parse_mode = parameters.get("parse_mode")
    if not parse_mode:
        return escape(spoken(text), quote=False)
    if parse_mode != "HTML":
        raise ApiError(400, "Bad Request: unsupported parse_mode")
    return zalo_html(spoken(text))


def _choices(parameters: Parameters) -> list[Choice]:
    markup = parameters.get("reply_markup") or {}
    if "keyboard" in markup:
        raise ApiError(400, "Bad Request: Zalo shows inline keyboards only")
    choices = []
    for item in (item for row in markup.get("inline_keyboard", ()) for item in row):
        label, data, url = item.get("text"), item.get("callback_data"), item.get("url")
        if not label or not (data or url):
            raise ApiError(400, "Bad Request: a button needs a text, and data or an address")
        choices.append(Choice(spoken(str(label)), str(data or ""), str(url or "")))
    return choices


def _file(value: object, name: str, files: Files) -> ApiFile | str:
    """Return the file that is sent along, or the URL that stands for one."""
    given = value if isinstance(value, str) else ""
    attached = files.get(given.removeprefix("attach://") or name)
    if attached is not None:
        return attached
    if given.startswith(("https://", "http://")):
        return given
    raise ApiError(400, "Bad Request: wrong file identifier or address")


def _is_picture(file: ApiFile | str) -> bool:
    return isinstance(file, ApiFile) and file.mime_type.startswith("image/")


def _file_text(_: Translator, file: ApiFile | str, url: str) -> str:
    if isinstance(file, str):
        return url
    if url:
        return _("Tệp {name}: {url}").format(name=file.name, url=url)
    return _(
        "Chưa gửi được tệp {name} qua Zalo. "
        "Người vận hành cần đặt web.public_url trong config.toml."
    ).format(name=file.name)


def _bot_api_error(error: SendError) -> Exception:
    """Return what python-telegram-bot understands; a 404 never, for it would take it as a 401."""
    if isinstance(error, PartlySent):
        return _bot_api_error(error.error)
    match error:
        case TokenRejected():
            return ApiError(401, "Unauthorized")
        case QuotaSpent():
            return ApiError(403, f"Forbidden: {error.reason}")
        case Unreachable(reason=Reason.NOT_FOUND):
            return ApiError(400, "Bad Request: chat not found")
        case Unreachable():
            return ApiError(403, f"Forbidden: {error.reason.value}")
        case TooMany():
            seconds = math.ceil(error.retry_after)
            answer = f"Too Many Requests: retry after {seconds}"
            return ApiError(429, answer, {"retry_after": seconds})
        case Refused():
            return ApiError(400, f"Bad Request: {error.reason}")
        case AnswerLost():
            return TimedOut("Zalo gave no answer")
        case NeverSent():
            return NetworkError("Zalo could not be reached")
    return ApiError(502, "Bad Gateway: Zalo failed")
