"""A messenger in memory: its people type, press and read here, with no account and no network.

It has what Telegram has and people's own pages have not: groups, a keyboard, people who block the
bot. `request.py` puts the Bot API in front of it.
"""

import asyncio
import base64
import mimetypes
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from typing import Any, Literal

from bot.channels.base import ApiFile
from bot.channels.markup import utf16_length
from bot.channels.web.input import MAX_TEXT
from bot.channels.web.messages import caption_json, entities_json
from tests.fakes.messenger.messages import (
    Event,
    LocalMessage,
    LocalUser,
    document_json,
    message_json,
    photo_json,
    user_json,
)

_QUEUE_SIZE = 1000
# The smallest picture there is, for people who send "a picture": one white pixel.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mP4DwABAQEAHLCMmQAAAABJRU5ErkJggg=="
)


@dataclass(frozen=True, slots=True)
class Failure:
    """A failure that a test ordered: `after` carries the call out first and loses the answer."""

    error: Exception
    after: bool


class Subscription:
    """The events since it was made; ends when its reader fell a thousand events behind."""

    def __init__(self, messenger: "LocalMessenger") -> None:
        self._messenger = messenger
        self._queue: asyncio.Queue[Event | None] = asyncio.Queue(_QUEUE_SIZE)

    def put(self, event: Event | None) -> None:
        """Hand an event to the reader; None ends the subscription."""
        if event is None or self._queue.full():
            while not self._queue.empty():
                self._queue.get_nowait()
            event = None
        self._queue.put_nowait(event)

    def __aiter__(self) -> AsyncIterator[Event]:
        return self

    async def __anext__(self) -> Event:
        event = await self._queue.get()
        if event is None:
            self.close()
            raise StopAsyncIteration
        return event

    def close(self) -> None:
        """Stop receiving events; may be called more than once."""
        self._messenger.unsubscribe(self)


async def _nobody_listens(update: dict[str, Any]) -> None:
    """Drop an update: the default until the program sets `accept`."""


class LocalMessenger:
    """Holds people, chats, messages and files, and hands out updates in Telegram's JSON.

    `accept` stores one update and is the only way updates leave; None where it is set later.
    `clock` returns an aware datetime. Ids rise from the clock's microseconds, below 2^52, so that a
    restart does not repeat them.
    """

    def __init__(
        self,
        accept: Callable[[dict[str, Any]], Awaitable[None]] | None,
        clock: Callable[[], datetime],
    ) -> None:
        self.accept = accept or _nobody_listens
        self.clock = clock
        self.users: dict[int, LocalUser] = {}
        self.groups: dict[int, str] = {}
        self.blocked: set[int] = set()
        # Chat → the buttons below the field where that person types.
        self.keyboards: dict[int, tuple[tuple[str, ...], ...]] = {}
        self.files: dict[str, ApiFile] = {}
        self._chats: dict[int, dict[int, LocalMessage]] = {}
        self._presses: dict[str, tuple[int, int]] = {}
        # Press → how often it was answered.
        self.answered: dict[str, int] = {}
        self._ids = count(int(clock().timestamp() * 1_000_000) % 2**52)
        self._subscriptions: set[Subscription] = set()
        self._failures: dict[str, list[Failure]] = {}

    # What a person does

    def add_user(self, user_id: int, name: str = "", language_code: str = "vi") -> LocalUser:
        """Create or rename a person, whom the bot can write to from then on."""
        user = LocalUser(user_id, name or f"Người {user_id}", language_code)
        self.users[user_id] = user
        self._chats.setdefault(user_id, {})
        return user

    def add_group(self, chat_id: int, title: str) -> None:
        """Create a group chat; `chat_id` is negative, as in Telegram."""
        self.groups[chat_id] = title
        self._chats.setdefault(chat_id, {})

    async def send_text(self, user_id: int, text: str, *, chat_id: int | None = None) -> int:
        """Type a text and return its message id; `chat_id` names a group.

        Raises ValueError when the text is empty or longer than 4096 UTF-16 units.
        """
        text = text.strip()
        if not text or utf16_length(text) > MAX_TEXT:
            raise ValueError("a message has 1 to 4096 characters")
        return await self._send(user_id, chat_id, text, {"text": text, **entities_json(text)})

    async def forward_text(self, user_id: int, text: str, sender_name: str) -> int:
        """Forward a text that somebody else wrote and return its message id."""
        origin = {
            "type": "hidden_user",
            "sender_user_name": sender_name,
            "date": int(self.clock().timestamp()),
        }
        fields = {"text": text, "forward_origin": origin, **entities_json(text)}
        return await self._send(user_id, None, text, fields)

    async def send_file(self, user_id: int, name: str, content: bytes, caption: str = "") -> int:
        """Send a file and return its message id."""
        mime_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        file_id, document = self.keep_file(ApiFile(name, content, mime_type))
        fields = {"document": document_json(file_id, self.files[file_id]), **caption_json(caption)}
        return await self._send(user_id, None, caption, fields, document=document, file_id=file_id)

    async def send_photo(
        self, user_id: int, caption: str = "", content: bytes = PIXEL, name: str = "photo.png"
    ) -> int:
        """Send a picture (one pixel unless given) and return its message id."""
        mime_type = mimetypes.guess_type(name)[0] or "image/png"
        file_id, photo = self.keep_file(ApiFile(name, content, mime_type))
        fields = {"photo": photo_json(file_id, photo), **caption_json(caption)}
        return await self._send(user_id, None, caption, fields, photo=photo, file_id=file_id)

    async def send_sticker(self, user_id: int, emoji: str = "👍") -> int:
        """Send a sticker and return its message id."""
        sticker = {
            "file_id": f"sticker-{self.next_id()}",
            "file_unique_id": "sticker",
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": emoji,
        }
        return await self._send(user_id, None, emoji, {"sticker": sticker})

    async def press(
        self, user_id: int, message_id: int, data: str, *, chat_id: int | None = None
    ) -> str:
        """Press a button that sends `data` and return the callback query's id.

        A button that an edit has since taken away can still be pressed, as on a slow phone.
        Raises LookupError when the chat has no such message.
        """
        message = self.message(user_id if chat_id is None else chat_id, message_id)
        if message is None:
            raise LookupError(f"no message {message_id}")
        message = self._chats[message.chat_id][message.id] = replace(message, alert=None)
        query_id = str(self.next_id())
        self._presses[query_id] = (message.chat_id, message.id)
        self.answered[query_id] = 0
        query = {
            "id": query_id,
            "from": user_json(self._user(user_id)),
            "chat_instance": str(message.chat_id),
            "data": data,
            "message": self.message_json(message),
        }
        await self.accept({"update_id": self.next_id(), "callback_query": query})
        return query_id

    async def press_label(self, user_id: int, label: str, *, chat_id: int | None = None) -> str:
        """Press the newest button that reads `label` and return the callback query's id.

        Raises LookupError, naming the buttons on show, when none reads so.
        """
        chat = user_id if chat_id is None else chat_id
        shown = []
        for message in reversed(self.messages(chat)):
            for button in (button for row in message.buttons for button in row):
                if button.label == label and button.data is not None:
                    return await self.press(user_id, message.id, button.data, chat_id=chat_id)
                shown.append(button.label)
        raise LookupError(f"no button {label!r} among {shown}")

    def fail_next(self, method: str, error: Exception, *, after: bool = False) -> None:
        """Make the bot's next call of a method fail; `after` carries it out but loses the answer.

        An ApiError is answered as the Bot API does; any other error is raised as the network's.
        """
        self._failures.setdefault(method, []).append(Failure(error, after))

    # What a person sees

    def messages(self, chat_id: int) -> list[LocalMessage]:
        """Return a chat's messages, oldest first; a private chat has its person's id."""
        return list(self._chats.get(chat_id, {}).values())

    def message(self, chat_id: int, message_id: int) -> LocalMessage | None:
        """Return one message, or None when the chat has none of that id."""
        return self._chats.get(chat_id, {}).get(message_id)

    def subscribe(self) -> Subscription:
        """Return the events from now on, of all chats."""
        subscription = Subscription(self)
        self._subscriptions.add(subscription)
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        """Forget a subscription."""
        self._subscriptions.discard(subscription)

    def end_subscriptions(self) -> None:
        """End every subscription, so that a server that streams them can stop."""
        for subscription in tuple(self._subscriptions):
            subscription.put(None)

    # What the Bot API does

    def take_failure(self, method: str) -> Failure | None:
        """Return the failure ordered for this call of a method, once."""
        failures = self._failures.get(method)
        return failures.pop(0) if failures else None

    def next_id(self) -> int:
        """Return the next id, higher than any before."""
        return next(self._ids)

    def keep_file(self, file: ApiFile) -> tuple[str, ApiFile]:
        """Keep a file and return the id it can be fetched by."""
        file_id = f"file-{self.next_id()}"
        self.files[file_id] = file
        return file_id, file

    def put(self, message: LocalMessage) -> None:
        """Add a message or replace the one with its id, and tell the subscribers."""
        chat = self._chats.setdefault(message.chat_id, {})
        kind: Literal["message", "edit"] = "edit" if message.id in chat else "message"
        chat[message.id] = message
        self._publish(Event(kind, message))

    def delete(self, message: LocalMessage) -> None:
        """Remove a message and tell the subscribers."""
        del self._chats[message.chat_id][message.id]
        self._publish(Event("delete", message))

    def answer_press(self, query_id: str, text: str) -> None:
        """Show the answer to a press; raises LookupError when there was no such press."""
        chat_id, message_id = self._presses[query_id]
        self.answered[query_id] += 1
        message = self.message(chat_id, message_id)
        if message is not None and text:
            message = replace(message, alert=text)
            self._chats[chat_id][message_id] = message
            self._publish(Event("alert", message))

    def chat_json(self, chat_id: int) -> dict[str, Any]:
        """Return a chat in the Bot API's JSON; raises LookupError for an unknown one."""
        if chat_id in self.groups:
            return {"id": chat_id, "type": "group", "title": self.groups[chat_id]}
        return {"id": chat_id, "type": "private", "first_name": self.users[chat_id].name}

    def message_json(self, message: LocalMessage) -> dict[str, Any]:
        """Return a message in the Bot API's JSON."""
        return message_json(message, self.chat_json(message.chat_id))

    async def _send(
        self,
        user_id: int,
        chat_id: int | None,
        text: str,
        fields: dict[str, Any],
        *,
        document: ApiFile | None = None,
        photo: ApiFile | None = None,
        file_id: str | None = None,
    ) -> int:
        user = self._user(user_id)
        message = LocalMessage(
            self.next_id(),
            user_id if chat_id is None else chat_id,
            from_bot=False,
            text=text,
            date=self.clock(),
            document=document,
            photo=photo,
            file_id=file_id,
            sender=user,
        )
        self.put(message)
        payload = {
            "message_id": message.id,
            "from": user_json(user),
            "chat": self.chat_json(message.chat_id),
            "date": int(message.date.timestamp()),
            **fields,
        }
        await self.accept({"update_id": self.next_id(), "message": payload})
        return message.id

    def _user(self, user_id: int) -> LocalUser:
        return self.users.get(user_id) or self.add_user(user_id)

    def _publish(self, event: Event) -> None:
        for subscription in tuple(self._subscriptions):
            subscription.put(event)
