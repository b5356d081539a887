"""Zalo's events as updates in Telegram's JSON; a typed number becomes the press of a button.

That is settled when the event comes in, before it is stored: a person who types `1` twice means
the list they see, not the next question's, which they have not seen yet. A list that was sent after
the number was written is not theirs either, however late the number is fetched.
"""

import hashlib
import json
from dataclasses import replace
from functools import cache
from typing import Any

from bot.channels.web.messages import entities_json
from bot.channels.zalo.api import instant
from bot.channels.zalo.events import Content, content_of, is_written, known_id
from bot.channels.zalo.ids import group_number, message_number, private_number
from bot.channels.zalo.menus import is_open, is_seen, last_number, showing
from bot.channels.zalo.store import ZaloStore
from domain.conversation.offers import typed_place
from domain.conversation.typed_commands import after_bot_name
from domain.language import translator
from domain.links import join_typed_addresses
from domain.mentions import without_mention
from handlers.commands import SPELLED, command_names

Json = dict[str, Any]

# The key of a text message's `api_kwargs` that tells that a number was typed which no list takes.
UNMATCHED_CHOICE = "unmatched_choice"
# The key of a press's `api_kwargs` with what was typed for it.
TYPED_NUMBER = "typed_number"

_STICKER_PIXELS = 512


async def update_from_zalo(event: Json, store: ZaloStore) -> Json | None:
    """Return an event as an update, or None when nobody can be answered (no message, another bot).

    A text carries its commands as entities; a picture's file id is its URL. What the bot cannot
    read, unknown kinds included, becomes a message without content, which handlers answer as they
    answer a voice message. A number that no open list takes stays a text and has the key
    UNMATCHED_CHOICE: `{"number": 7, "last": 3, "used": false}`, `used` where its list was used.
    """
    message = event.get("message")
    if not isinstance(message, dict) or not is_written(event):
        return None
    sender = message.get("from") or event.get("sender")
    chat = message.get("chat") or event.get("chat")
    if not isinstance(chat, dict) or not isinstance(sender, dict) or sender.get("is_bot") is True:
        return None
    zalo_chat, zalo_sender = known_id(chat), known_id(sender)
    if not zalo_chat or not zalo_sender:
        return None
    name = _named(sender) or "Zalo"
    private = str(chat.get("chat_type") or "PRIVATE").upper() == "PRIVATE"
    if private:
        # The chat's id is the one that is written to, so the person is known by it.
        user_id = chat_id = await private_number(store, zalo_chat)
        chat_json: Json = {"id": chat_id, "type": "private", "first_name": name}
    else:
        user_id = await private_number(store, zalo_sender)
        chat_id = await group_number(store, zalo_chat)
        chat_json = {"id": chat_id, "type": "group", "title": _named(chat) or "Zalo"}
    number = message_number(zalo_chat, str(message.get("message_id") or _digest(message)))
    date = instant(message.get("date"))
    update: Json = {"update_id": number}
    user = {"id": user_id, "is_bot": False, "first_name": name, "language_code": "vi"}
    shared = {
        "message_id": number,
        "chat": chat_json,
        "from": user,
        "date": max(int(date.timestamp()), 1) if date else 1,
    }
    content = content_of(event, message)
    if private:
        said = join_typed_addresses(content.text)
        content = replace(content, text=after_bot_name(said, *_names()))
    if private and (typed := _typed(content)) is not None:
        menus = await store.menus(chat_id)
        menu = showing([menu for menu in menus if is_seen(menu, date)], typed)
        if menu is not None and await store.use_menu(chat_id, menu.message_id, number):
            query = {
                "id": f"{chat_id}:{number}",
                "from": user,
                "chat_instance": str(chat_id),
                "data": menu.choices[typed - menu.first],
                TYPED_NUMBER: content.text.strip(),
                "message": {key: shared[key] for key in ("chat", "date")}
                | {"message_id": menu.message_id},
            }
            return update | {"callback_query": query}
        if menu is not None or any(is_open(menu) for menu in menus):
            last = max(last_number(menu) for menu in menus)
            # A number that only a list shows which was not yet there meant the one before it.
            used = showing(menus, typed) is not None
            shared[UNMATCHED_CHOICE] = {"number": typed, "last": last, "used": used}
    return update | {"message": shared | _content_json(content, private=private)}


@cache
def _names() -> tuple[dict[str, str], dict[str, str]]:
    return command_names(translator("vi")), SPELLED


def _named(holder: Json) -> str:
    """Return how a person or a group is called, "" where nothing says it."""
    keys = ("display_name", "title", "first_name", "name", "chat_name", "group_name")
    return next((str(holder[key]) for key in keys if holder.get(key)), "")


def _typed(content: Content) -> int | None:
    alone = content.text and not (content.picture or content.file or content.sticker)
    return typed_place(content.text) if alone else None


def _content_json(content: Content, *, private: bool) -> Json:
    if content.picture:
        url = content.picture
        size = {"file_id": url, "file_unique_id": _digest(url), "width": 1, "height": 1}
        return {"photo": [size]} | _caption_json(content.text)
    # A file is not fetched, from wherever its address may lead: what its sender wrote is read.
    if content.text:
        text = content.text if private else without_mention(content.text)
        return {"text": text, **entities_json(text)}
    if content.sticker:
        return {
            "sticker": {
                "file_id": content.sticker,
                "file_unique_id": _digest(content.sticker),
                "type": "regular",
                "width": _STICKER_PIXELS,
                "height": _STICKER_PIXELS,
                "is_animated": False,
                "is_video": False,
            }
        }
    return {}


def _caption_json(text: str) -> Json:
    if not text:
        return {}
    entities = entities_json(text)
    return {"caption": text} | ({"caption_entities": entities["entities"]} if entities else {})


def _digest(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
