"""The Zalo channel's memory in the database, and what people may be told of it."""

from collections.abc import Sequence
from datetime import datetime

from storage.conversation import zalo as store
from storage.conversation.zalo import ZaloMenu
from storage.engine.database import Database
from storage.people import rows as people

CHANNEL = "zalo"


class ZaloMemory:
    """Keeps ids, lists and the month's messages; every method is a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def map_id(self, kind: str, zalo_id: str) -> int:
        """Return the number of a Zalo id, a new one for a new id: the same for ever, from 1."""
        number = await self._database.read(lambda tx: store.find_number(tx, kind, zalo_id))
        if number is not None:
            return number
        return await self._database.write(lambda tx: store.add_number(tx, kind, zalo_id))

    async def zalo_id(self, kind: str, number: int) -> str:
        """Return the Zalo id behind a number; raise LookupError for an unknown number."""
        found = await self._database.read(lambda tx: store.find_zalo_id(tx, kind, number))
        if found is None:
            raise LookupError(number)
        return found

    async def save_menu(
        self,
        chat_id: int,
        slot: str,
        message_id: int,
        first: int,
        choices: Sequence[str],
        sent_at: datetime | None,
    ) -> None:
        """Keep a list in place of the slot's earlier one, as the chat's newest."""
        await self._database.write(
            lambda tx: store.save_menu(tx, chat_id, slot, message_id, first, choices, sent_at)
        )

    async def menus(self, chat_id: int) -> Sequence[ZaloMenu]:
        """Return a chat's lists, the newest first, used ones too."""
        return await self._database.read(lambda tx: store.menus(tx, chat_id))

    async def use_menu(self, chat_id: int, message_id: int, update_id: int) -> bool:
        """Mark the list that a message carried as used by an update.

        True when it was unused or used by this very update; of two updates at the same time one
        gets True. False when there is no such list any more.
        """
        return await self._database.write(
            lambda tx: store.use_menu(tx, chat_id, message_id, update_id)
        )

    async def count_people(self) -> int:
        """Return how many people have ever written to the bot."""
        return await self._database.read(store.count_people)

    async def count_sent(self, month: str) -> int:
        """Return how many messages were sent in a month (`YYYY-MM`)."""
        return await self._database.read(lambda tx: store.count_sent(tx, month))

    async def add_sent(self, month: str) -> None:
        """Count one more message sent in a month."""
        await self._database.write(lambda tx: store.add_sent(tx, month))

    async def language_of(self, chat_id: int) -> str:
        """Return the language that the person of a private chat reads, Vietnamese for strangers."""
        found = await self._database.read(lambda tx: people.identify(tx, CHANNEL, chat_id))
        return found.person.language if found is not None else "vi"
