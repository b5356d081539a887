"""What an event of Zalo's holds, read by its content whatever its name and shape.

Real events come with and without the envelope of getUpdates; a pasted link may come as a card, as
`message.unsupported.received`, or under names nobody has documented. So every value is looked at,
and only its key or its neighbours tell a link from a picture.
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from domain.links import find_bare_links, find_links

Json = dict[str, Any]

_ENVELOPES = ("result", "update", "data", "event")
_DEEPEST = 6
_LONGEST_ID = 200  # Zalo's have about twenty characters

# Who and when, and what somebody else had said before: nothing that the person says now.
_NOT_SAID = frozenset(
    (
        "from",
        "sender",
        "chat",
        "mentions",
        "reply_to_message",
        "quote",
        "quoted_message",
        "reply_to",
    )
)
_TEXTS = ("text", "caption", "content", "msg")
_LINKS = ("link", "url", "href")
_TITLES = ("title", "name", "label")
_PICTURES = ("photo", "photo_url", "image", "image_url", "picture")
_FILES = ("file", "document", "download")
# What stands beside the thing that was sent, such as a card's thumbnail.
_BESIDE = ("thumb", "icon", "avatar", "cover", "logo")
_OTHER_MEDIA = ("sticker", "voice", "audio", "video", "gif")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
# What people do to messages: it says nothing and wants no answer.
_NOT_WRITTEN = frozenset(
    (
        "reaction",
        "react",
        "reacted",
        "seen",
        "read",
        "delivered",
        "typing",
        "recall",
        "recalled",
        "deleted",
    )
)
# A card's title with one of these may be read as several fields of an article.
_DIVIDED = re.compile(r"[|｜;]|\s[-–—]\s")


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says: its own words, links of cards, a picture, a file, a sticker.

    `text` has the links of cards on lines of their own, each once. `file` is (name, address).
    """

    text: str = ""
    picture: str = ""
    file: tuple[str, str] | None = None
    sticker: str = ""


def events_in(body: object, depth: int = 0) -> list[Json]:
    """Return the events of an answer or a webhook's body, in an envelope or without one."""
    if depth > _DEEPEST:
        return []
    if isinstance(body, list):
        return [event for one in body for event in events_in(one, depth + 1)]
    if not isinstance(body, dict):
        return []
    if isinstance(body.get("message"), dict) or body.get("event_name"):
        return [body]
    return [event for key in _ENVELOPES for event in events_in(body.get(key), depth + 1)]


def known_id(holder: object) -> str:
    """Return the id of a chat or a person, "" for what is certainly none of Zalo's."""
    zalo_id = str(holder.get("id") or "") if isinstance(holder, dict) else ""
    return zalo_id if len(zalo_id) <= _LONGEST_ID and zalo_id.isprintable() else ""


def is_written(event: Json) -> bool:
    """Tell whether an event is something that a person sent, and no reaction or receipt."""
    message = event.get("message")
    told = str(message.get("message_type") or "") if isinstance(message, dict) else ""
    words = re.split(r"[._\s]+", f"{event.get('event_name') or ''} {told}".lower())
    return _NOT_WRITTEN.isdisjoint(words)


def content_of(event: Json, message: Json) -> Content:
    """Return what a message says."""
    kind = _kind(str(event.get("event_name") or ""), str(message.get("message_type") or ""))
    found = _Found()
    found.read(message, kind)
    words = [text.strip() for text in found.texts if text.strip()]
    said = "\n".join(dict.fromkeys(words))
    inside = set(find_links(said))
    links = [link for link in dict.fromkeys(found.links) if link not in inside]
    if links and not said and found.title and not _DIVIDED.search(found.title):
        said = found.title
    sticker = str(message.get("sticker") or "")
    return Content(
        "\n".join(part for part in (said, *links) if part),
        found.picture,
        (found.file_name or "tep", found.file) if found.file else None,
        sticker or ("sticker" if kind == "sticker" else ""),
    )


def _kind(name: str, message_type: str) -> str:
    """Return text, image, link, file, sticker, voice … or "" by what an event says of itself."""
    told = name.removeprefix("message.").removesuffix(".received").removeprefix("user_send_")
    if told in ("", "unsupported"):
        told = message_type.lower().removeprefix("chat_")
    return "image" if told in ("photo", "picture") else told


class _Found:
    """What was found while a message was walked through."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.links: list[str] = []
        self.title = ""
        self.picture = ""
        self.file = ""
        self.file_name = ""

    def read(self, message: Json, kind: str) -> None:
        """Look at everything a message says."""
        # An address beside a sticker or a recording is that of its picture or its sound.
        own = kind if kind in _OTHER_MEDIA else ""
        for key, value in message.items():
            if key not in _NOT_SAID:
                self._look(key, value, "image" if kind == "image" else own, 0)

    def _look(self, key: str, value: object, kind: str, depth: int) -> None:
        if depth > _DEEPEST:
            return
        if isinstance(value, list):
            for one in value:
                self._look(key, one, kind, depth + 1)
        elif isinstance(value, dict):
            kind = _kind("", str(value.get("type") or value.get("media_type") or "")) or kind
            for name, one in _own_first(value):
                self._look(name if _tells(name) else f"{key}.{name}", one, kind, depth + 1)
        elif isinstance(value, str) and value.strip():
            self._string(key.lower(), value.strip(), kind, depth)

    def _string(self, key: str, value: str, kind: str, depth: int) -> None:
        name = key.rpartition(".")[2]
        if value.startswith("{") and (inner := _json(value)):
            self._look(key, inner, kind, depth + 1)
        elif name in _TEXTS:
            self.texts.append(value)
        elif _ADDRESS.fullmatch(value):
            self._address(key, value, kind)
        elif name in _LINKS and find_bare_links(value) == [value]:
            self._address(key, f"https://{value}", kind)
        elif name in ("file_name", "filename") or (name in _TITLES and self._of_file(key, kind)):
            self.file_name = self.file_name or value
        elif name in _TITLES:
            self.title = self.title or " ".join(value.split())
        elif name not in _TITLES and "description" not in name:
            self.links += find_links(value) if "://" in value else []

    def _address(self, key: str, value: str, kind: str) -> None:
        if any(mark in key for mark in _BESIDE):
            return
        value = html.unescape(value)
        if any(mark in key for mark in _PICTURES) or kind == "image":
            self.picture = self.picture or value
        elif self._of_file(key, kind):
            self.file = self.file or value
        elif kind not in _OTHER_MEDIA and not any(mark in key for mark in _OTHER_MEDIA):
            self.links.append(value)

    def _of_file(self, key: str, kind: str) -> bool:
        return kind in _FILES or any(mark in key for mark in _FILES)


def _tells(name: str) -> bool:
    """Tell whether a key says by itself what stands behind it."""
    return name.lower() in _TEXTS


def _own_first(value: Json) -> Iterator[tuple[str, object]]:
    """Return a mapping's items, but not who said it."""
    return ((key, one) for key, one in value.items() if key not in _NOT_SAID)


def _json(value: str) -> Json:
    try:
        inner = json.loads(value)
    except (ValueError, RecursionError):
        return {}
    return inner if isinstance(inner, dict) else {}
