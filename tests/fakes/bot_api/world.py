"""The people, chats, messages and updates of a Bot API server, and what the bot sent."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
BOT = {
    "id": 123,
    "is_bot": True,
    "first_name": "tinbai",
    "username": "tinbai_test_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}


class ApiError(Exception):
    """An error that the Bot API answers."""

    def __init__(
        self, code: int, description: str, parameters: dict[str, int] | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


@dataclass(frozen=True, slots=True)
class SentButton:
    """A button as the bot sent it."""

    label: str
    data: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as the bot sent it, or a person did."""

    name: str
    content: bytes
    mime_type: str


@dataclass(frozen=True, slots=True)
class Sent:
    """One message or edit that took effect.

    `at` is its arrival on the monotonic clock, `lost` tells that its answer never left.
    """

    number: int
    at: float
    method: str
    chat_id: int
    message_id: int
    text: str
    source: str
    buttons: tuple[tuple[SentButton, ...], ...]
    file: SentFile | None
    lost: bool


@dataclass
class World:
    """Everything a Bot API server remembers."""

    next_update_id: int = 700_000_001
    next_id: int = 1
    chats: dict[int, Json] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)
    deactivated: set[int] = field(default_factory=set)
    migrated: dict[int, int] = field(default_factory=dict)
    messages: dict[tuple[int, int], Json] = field(default_factory=dict)
    files: dict[str, SentFile] = field(default_factory=dict)
    updates: list[Json] = field(default_factory=list)
    allowed: frozenset[str] | None = None
    webhook: Json | None = None
    https_port: int = 0  # where plain HTTP is spoken, as behind a proxy that ends TLS
    commands: dict[str, list[Json]] = field(default_factory=dict)
    described: dict[tuple[str, str], str] = field(default_factory=dict)
    queries: dict[str, list[Json]] = field(default_factory=dict)
    record: list[Sent] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    poll: int = 0
    closed: bool = False
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def changed(self) -> None:
        """Wake everything that waits for a change."""
        event, self._changed = self._changed, asyncio.Event()
        event.set()

    async def wait_for(self, predicate: Callable[[], object], timeout_s: float) -> bool:
        """Wait until something is true of the world; return False when time runs out."""
        try:
            async with asyncio.timeout(timeout_s):
                while not predicate():
                    await self._changed.wait()
        except TimeoutError:
            return False
        return True

    def reset(self) -> None:
        """Forget everything but the numbers, which never repeat, and the webhook."""
        fresh = World(next_update_id=self.next_update_id, next_id=self.next_id)
        kept = ("poll", "closed", "webhook", "allowed", "_changed")
        vars(self).update({key: value for key, value in vars(fresh).items() if key not in kept})
        self.changed()

    def new_id(self) -> int:
        """Return the next number for a message, a file or a query."""
        self.next_id += 1
        return self.next_id

    def chat(self, chat_id: int, name: str = "") -> Json:
        """Return a chat, made on first use: a person's for a positive id, a group's else."""
        if chat_id not in self.chats:
            name = name or f"Người {chat_id}"
            self.chats[chat_id] = (
                {"id": chat_id, "type": "private", "first_name": name}
                if chat_id > 0
                else {"id": chat_id, "type": "supergroup", "title": name}
            )
        return self.chats[chat_id]

    def reachable(self, chat_id: int) -> Json:
        """Return a chat that the bot may write to, or raise what Telegram answers."""
        if chat_id in self.migrated:
            raise ApiError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                {"migrate_to_chat_id": self.migrated[chat_id]},
            )
        if chat_id in self.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if chat_id in self.deactivated:
            raise ApiError(403, "Forbidden: user is deactivated")
        if chat_id not in self.chats:
            raise ApiError(400, "Bad Request: chat not found")
        return self.chats[chat_id]

    def inject(self, update: Json) -> int:
        """Queue an update for the bot and return its id; a given id is kept."""
        update_id: int = update.get("update_id", self.next_update_id)
        self.next_update_id = max(self.next_update_id, update_id) + 1
        kinds = {key for key in update if key != "update_id"}
        if self.allowed is None or kinds & self.allowed:
            self.updates.append({"update_id": update_id, **update})
            self.changed()
        return update_id

    def message_of(self, chat_id: int, user_id: int | None = None, **content: Any) -> Json:
        """Return a message that a person wrote, kept in its chat."""
        chat = self.chat(chat_id)
        person = self.chat(chat_id if user_id is None else user_id)
        message = {
            "message_id": self.new_id(),
            "date": int(time.time()),
            "chat": chat,
            "from": {
                "id": person["id"],
                "is_bot": False,
                "first_name": person.get("first_name", "Nhóm"),
                "language_code": "vi",
            },
            **content,
        }
        text = content.get("text", "")
        if text.startswith("/"):
            command = text.split(maxsplit=1)[0]
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(command)}]
        self.messages[chat_id, message["message_id"]] = message
        return message
