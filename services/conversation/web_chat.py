"""The conversation on a person's own page: rows that every worker reads and writes.

A reload, a restart or another worker loses nothing. A chat has its person's number.
"""

import asyncio
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, TypeVar

from storage.conversation import web_messages as store
from storage.conversation.web_messages import NewMessage, WebFile, WebMessage
from storage.engine.database import Database, Transaction

T = TypeVar("T")

MESSAGES_KEPT = timedelta(days=90)
SHOWN = 200


class WebChat:
    """Messages of people's own pages."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._watchers: dict[int, set[asyncio.Event]] = {}
        self._guests: set[int] = set()

    def welcome(self, chat_id: int) -> None:
        """Let this process write to a chat that belongs to nobody yet: somebody tries a board."""
        self._guests.add(chat_id)

    async def add(self, messages: Collection[NewMessage]) -> tuple[WebMessage, ...]:
        """Store messages of one chat; none, where nobody has such a page."""
        chat_id = next(iter(messages)).chat_id

        async def job(tx: Transaction) -> tuple[WebMessage, ...]:
            if chat_id not in self._guests and not await store.is_chat(tx, chat_id):
                return ()
            return tuple([await store.add_message(tx, message) for message in messages])

        return self._told(chat_id, await self._database.write(job))

    async def find(self, chat_id: int, message_id: int) -> WebMessage | None:
        """Return a message of a chat."""
        return await self._database.read(lambda tx: store.find_message(tx, chat_id, message_id))

    async def change(self, chat_id: int, message_id: int, **values: Any) -> WebMessage | None:
        """Change a message; return it, None when there is none."""
        return self._told(
            chat_id,
            await self._database.write(
                lambda tx: store.change_message(tx, chat_id, message_id, values)
            ),
        )

    async def delete(self, chat_id: int, message_id: int) -> bool:
        """Take a message away; tell whether it was there."""
        return self._told(
            chat_id,
            await self._database.write(lambda tx: store.delete_message(tx, chat_id, message_id)),
        )

    async def drop(self, chat_id: int, message_id: int) -> None:
        """Forget a message that could not be handed in."""
        await self._database.write(lambda tx: store.drop_message(tx, chat_id, message_id))
        self._told(chat_id, None)

    async def file(self, message_id: int, chat_id: int | None = None) -> WebFile | None:
        """Return the file of a message, of one chat where it is named."""
        return await self._database.read(lambda tx: store.find_file(tx, message_id, chat_id))

    async def shown(self, chat_id: int) -> tuple[WebMessage, ...]:
        """Return a chat's newest messages, the oldest first."""

        async def job(tx: Transaction) -> tuple[WebMessage, ...]:
            return await store.messages(tx, chat_id, await store.versions(tx, chat_id, SHOWN))

        return await self._database.read(job)

    async def last(self, chat_id: int) -> WebMessage | None:
        """Return a chat's newest message."""

        async def job(tx: Transaction) -> WebMessage | None:
            found = await store.messages(tx, chat_id, await store.versions(tx, chat_id, 1))
            return found[0] if found else None

        return await self._database.read(job)

    async def versions(self, chat_id: int) -> dict[int, int]:
        """Return the versions of a chat's newest messages."""
        return await self._database.read(lambda tx: store.versions(tx, chat_id, SHOWN))

    async def some(self, chat_id: int, ids: Collection[int]) -> tuple[WebMessage, ...]:
        """Return some messages of a chat, the oldest first."""
        return await self._database.read(lambda tx: store.messages(tx, chat_id, ids))

    async def purge(self, now: datetime) -> None:
        """Delete the messages that have been kept long enough."""
        await self._database.write(lambda tx: store.purge(tx, now - MESSAGES_KEPT))

    @contextmanager
    def watched(self, *chat_ids: int) -> Iterator[asyncio.Event]:
        """Give an event that is set when this worker changes one of the chats."""
        changed = asyncio.Event()
        for chat_id in chat_ids:
            self._watchers.setdefault(chat_id, set()).add(changed)
        try:
            yield changed
        finally:
            for chat_id in chat_ids:
                watchers = self._watchers[chat_id]
                watchers.discard(changed)
                if not watchers:
                    del self._watchers[chat_id]

    def watching(self, chat_id: int) -> int:
        """Return how many read a chat live in this worker."""
        return len(self._watchers.get(chat_id, ()))

    def _told(self, chat_id: int, result: T) -> T:
        for changed in self._watchers.get(chat_id, ()):
            changed.set()
        return result
