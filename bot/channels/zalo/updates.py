"""Zalo's events as updates in Telegram's JSON; a typed number becomes the press of a button.

That is settled when the event comes in, before it is stored: a person who types `1` twice means
the list they see, not the next question's, which they have not seen yet.
"""

import hashlib
import json
from typing import Any

from bot.channels.web.messages import entities_json
from bot.channels.zalo.api import instant
from bot.channels.zalo.ids import group_number, message_number, private_number
from bot.channels.zalo.menus import is_open, last_number, showing
from bot.channels.zalo.store import ZaloStore
from domain.conversation.offers import typed_place

Json = dict[str, Any]

# The key of a text message's `api_kwargs` that tells that a number was typed which no list takes.
UNMATCHED_CHOICE = "unmatched_choice"

_STICKER_PIXELS = 512
_LONGEST_ID = 200  # Zalo's have about twenty characters


async def update_from_zalo(event: Json, store: ZaloStore) -> Json | None:
    """Return an event as an update, or None when nobody can be answered (no message, another bot).

    A text carries its commands as entities; a picture's file id is its URL. What the bot cannot
    read, unknown kinds included, becomes a message without content, which handlers answer as they
    answer a voice message. A number that no open list takes stays a text and has the key
    UNMATCHED_CHOICE: `{"number": 7, "last": 3, "used": false}`, `used` where its list was used.
    """
    message = event.get("message")
    if not isinstance(message, dict):
        return None
    chat, sender = message.get("chat"), message.get("from")
    if not isinstance(chat, dict) or not isinstance(sender, dict) or sender.get("is_bot") is True:
        return None
    zalo_chat, zalo_sender = _zalo_id(chat), _zalo_id(sender)
    if not zalo_chat or not zalo_sender:
        return None
    name = next(
        (str(sender[key]) for key in ("display_name", "first_name", "name") if sender.get(key)),
        "Zalo",
    )
    private = str(chat.get("chat_type") or "PRIVATE").upper() == "PRIVATE"
    if private:
        # The chat's id is the one that is written to, so the person is known by it.
        user_id = chat_id = await private_number(store, zalo_chat)
        chat_json: Json = {"id": chat_id, "type": "private", "first_name": name}
    else:
        user_id = await private_number(store, zalo_sender)
        chat_id = await group_number(store, zalo_chat)
        chat_json = {"id": chat_id, "type": "group", "title": "Zalo"}
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
    text = message.get("text")
    kind = _kind(event, message)
    if kind == "text" and private and (typed := typed_place(str(text))) is not None:
        menus = await store.menus(chat_id)
        menu = showing(menus, typed)
        if menu is not None and await store.use_menu(chat_id, menu.message_id, number):
            query = {
                "id": f"{chat_id}:{number}",
                "from": user,
                "chat_instance": str(chat_id),
                "data": menu.choices[typed - menu.first],
                "message": {key: shared[key] for key in ("chat", "date")}
                | {"message_id": menu.message_id},
            }
            return update | {"callback_query": query}
        if menu is not None or any(is_open(menu) for menu in menus):
            last = max(last_number(menu) for menu in menus)
            shared[UNMATCHED_CHOICE] = {"number": typed, "last": last, "used": menu is not None}
    return update | {"message": shared | _content(kind, message)}


def _zalo_id(holder: Json) -> str:
    """Return the id of a chat or a person, "" for what is certainly none of Zalo's."""
    zalo_id = str(holder.get("id") or "")
    return zalo_id if len(zalo_id) <= _LONGEST_ID and zalo_id.isprintable() else ""


def _kind(event: Json, message: Json) -> str:
    """Return text, image, sticker or "", by the event's name or, without one, by its content."""
    name = str(event.get("event_name") or "")
    if name:
        kind = name.removeprefix("message.").removesuffix(".received")
    else:
        kind = next((kind for kind in ("text", "sticker") if message.get(kind)), "image")
    if kind == "text":
        return kind if str(message.get("text") or "").strip() else ""
    if kind == "image":
        return kind if _picture(message) else ""
    return kind if kind == "sticker" else ""


def _content(kind: str, message: Json) -> Json:
    if kind == "text":
        text = str(message["text"])
        return {"text": text, **entities_json(text)}
    if kind == "image":
        url = _picture(message)
        size = {"file_id": url, "file_unique_id": _digest(url), "width": 1, "height": 1}
        caption = str(message.get("caption") or "")
        return {"photo": [size]} | ({"caption": caption} if caption else {})
    if kind == "sticker":
        sticker = str(message.get("sticker") or "sticker")
        return {
            "sticker": {
                "file_id": sticker,
                "file_unique_id": _digest(sticker),
                "type": "regular",
                "width": _STICKER_PIXELS,
                "height": _STICKER_PIXELS,
                "is_animated": False,
                "is_video": False,
            }
        }
    return {}


def _picture(message: Json) -> str:
    """Return a picture's URL, which stands in `photo` or in `photo_url`."""
    for key in ("photo", "photo_url"):
        url = message.get(key)
        if isinstance(url, str) and url.startswith(("https://", "http://")):
            return url
    return ""


def _digest(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
