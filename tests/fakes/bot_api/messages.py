"""The methods that send, edit and delete messages, with the limits of the real ones."""

import time

from tests.fakes.bot_api import html
from tests.fakes.bot_api.body import Call, Params
from tests.fakes.bot_api.world import BOT, ApiError, Json, Sent, SentButton, SentFile, World

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
DATA_LIMIT = 64
Rows = tuple[tuple[SentButton, ...], ...]
_NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)


def send_message(world: World, call: Call) -> Json:
    """Send a text."""
    return _store(world, call, text=_text(call, "text", TEXT_LIMIT, "message is too long"))


def send_document(world: World, call: Call) -> Json:
    """Send a file with a caption."""
    return _store(world, call, file=_file(world, call, "document"), kind="document")


def send_photo(world: World, call: Call) -> Json:
    """Send a picture with a caption."""
    file = _file(world, call, "photo")
    if len(file.content) > 10_000_000:
        raise ApiError(400, "Bad Request: too big for a photo")
    return _store(world, call, file=file, kind="photo")


def send_media_group(world: World, call: Call) -> list[Json]:
    """Send two to ten files as an album."""
    media = call.params.value("media") or []
    if not 2 <= len(media) <= 10:
        raise ApiError(400, "Bad Request: wrong number of messages to send in the album")
    files = [_file(world, call, "media", item.get("media", "")) for item in media]
    messages = []
    for item, file in zip(media, files, strict=True):
        params = Params({"chat_id": call.params.values.get("chat_id"), **item})
        one = Call(call.method, params, call.files, call.at, call.lost)
        messages.append(_store(world, one, file=file, kind=item["type"]))
    return messages


def edit_message_text(world: World, call: Call) -> Json:
    """Replace a message's text; buttons that are not given again are gone."""
    message = _own_message(world, call, "edit")
    if "text" not in message:
        raise ApiError(400, "Bad Request: there is no text in the message to edit")
    text = _text(call, "text", TEXT_LIMIT, "message is too long")
    rows = _buttons(call)
    if (message["text"], message.get("reply_markup")) == (text, _markup(rows)):
        raise ApiError(400, _NOT_MODIFIED)
    return _change(world, call, message, text, rows)


def edit_message_reply_markup(world: World, call: Call) -> Json:
    """Replace a message's buttons."""
    message = _own_message(world, call, "edit")
    rows = _buttons(call)
    if message.get("reply_markup") == _markup(rows):
        raise ApiError(400, _NOT_MODIFIED)
    return _change(world, call, message, message.get("text") or message["caption"], rows)


def delete_message(world: World, call: Call) -> bool:
    """Delete a message."""
    message = _own_message(world, call, "delete")
    del world.messages[message["chat"]["id"], message["message_id"]]
    return True


def _text(call: Call, name: str, limit: int, too_long: str) -> str:
    source = call.params.text(name)
    mode = call.params.text("parse_mode")
    if mode.lower() not in ("", "html"):
        raise ApiError(400, "Bad Request: unsupported parse_mode")
    text = (html.plain_text(source) if mode else source).strip()
    if not text and name == "text":
        raise ApiError(400, "Bad Request: message text is empty")
    if html.length(text) > limit:
        raise ApiError(400, f"Bad Request: {too_long}")
    return text


def _buttons(call: Call) -> Rows:
    markup = call.params.value("reply_markup") or {}
    rows = tuple(
        tuple(
            SentButton(button.get("text", ""), button.get("callback_data"), button.get("url"))
            for button in row
        )
        for row in markup.get("inline_keyboard", ())
    )
    for button in (button for row in rows for button in row):
        if not button.label:
            raise ApiError(400, "Bad Request: inline keyboard button text must be non-empty")
        if (button.data is None) == (button.url is None):
            raise ApiError(400, "Bad Request: text buttons are unallowed in the inline keyboard")
        if button.data is not None and not 1 <= len(button.data.encode()) <= DATA_LIMIT:
            raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
    return rows


def _markup(rows: Rows) -> Json | None:
    def button(one: SentButton) -> Json:
        target = {"callback_data": one.data} if one.url is None else {"url": one.url}
        return {"text": one.label, **target}

    return {"inline_keyboard": [[button(one) for one in row] for row in rows]} if rows else None


def _file(world: World, call: Call, name: str, value: str = "") -> SentFile:
    value = value or call.params.text(name)
    key = value.removeprefix("attach://") if value else name
    file = call.files.get(key) or world.files.get(value)
    if file is None:
        raise ApiError(400, f"Bad Request: there is no {name} in the request")
    if not file.content:
        raise ApiError(400, "Bad Request: file must be non-empty")
    if len(file.content) > 50_000_000:
        raise ApiError(413, "Request Entity Too Large")
    return file


def _store(
    world: World, call: Call, text: str = "", file: SentFile | None = None, kind: str = ""
) -> Json:
    if not call.params.text("chat_id"):
        raise ApiError(400, "Bad Request: chat_id is empty")
    chat = world.reachable(call.params.number("chat_id"))
    rows = _buttons(call)
    message: Json = {
        "message_id": world.new_id(),
        "from": BOT,
        "chat": chat,
        "date": int(time.time()),
    }
    if file is None:
        message["text"] = text
    else:
        text = _text(call, "caption", CAPTION_LIMIT, "message caption is too long")
        message |= {"caption": text, **_file_json(world, file, kind)}
    if markup := _markup(rows):
        message["reply_markup"] = markup
    world.messages[chat["id"], message["message_id"]] = message
    _record(world, call, message, text, rows, file)
    return message


def _file_json(world: World, file: SentFile, kind: str) -> Json:
    file_id = f"file{world.new_id()}"
    world.files[file_id] = file
    facts: Json = {"file_id": file_id, "file_unique_id": file_id, "file_size": len(file.content)}
    if kind == "photo":
        return {"photo": [{**facts, "width": 800, "height": 600}]}
    return {"document": {**facts, "file_name": file.name, "mime_type": file.mime_type}}


def _own_message(world: World, call: Call, what: str) -> Json:
    chat = world.reachable(call.params.number("chat_id"))
    message = world.messages.get((chat["id"], call.params.number("message_id")))
    if message is None:
        raise ApiError(400, f"Bad Request: message to {what} not found")
    if what == "edit" and message["from"]["id"] != BOT["id"]:
        raise ApiError(400, "Bad Request: message can't be edited")
    return message


def _change(world: World, call: Call, message: Json, text: str, rows: Rows) -> Json:
    message.pop("reply_markup", None)
    message["caption" if "caption" in message else "text"] = text
    if markup := _markup(rows):
        message["reply_markup"] = markup
    _record(world, call, message, text, rows, None)
    return message


def _record(
    world: World,
    call: Call,
    message: Json,
    text: str,
    rows: Rows,
    file: SentFile | None,
) -> None:
    source = call.params.text("text") or call.params.text("caption")
    world.record.append(
        Sent(
            number=len(world.record) + 1,
            at=call.at,
            method=call.method,
            chat_id=message["chat"]["id"],
            message_id=message["message_id"],
            text=text,
            source=source,
            buttons=rows,
            file=file,
            lost=call.lost,
        )
    )
