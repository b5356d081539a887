"""What the Zalo channel keeps: the numbers of ids, the lists on show, the month's messages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Protocol

Slot = Literal["dialogue", "notice"]
IdKind = Literal["user", "group", "bot"]


class StoredMenu(Protocol):
    """A numbered list that was sent to a chat: `choices[0]` is the data behind number `first`.

    `used_by` is the update that chose from it, None while nothing was chosen, 0 once it was
    closed without a choice.
    """

    @property
    def slot(self) -> str:
        """Whether the list is the conversation's or came with a notice."""

    @property
    def message_id(self) -> int:
        """The message that carried the list."""

    @property
    def first(self) -> int:
        """The list's first number."""

    @property
    def choices(self) -> Sequence[str]:
        """The callback data, in the order of the list."""

    @property
    def used_by(self) -> int | None:
        """The update that chose from the list."""

    @property
    def sent_at(self) -> datetime | None:
        """When Zalo sent the list, by its own clock; None where it did not say so."""


class ZaloStore(Protocol):
    """Keeps the channel's memory; every method is a transaction of its own.

    A chat holds at most two lists: the conversation's (`dialogue`) and the last one that came with
    a message the bot sent on its own (`notice`), so that a reminder does not end a conversation.
    """

    async def map_id(self, kind: IdKind, zalo_id: str) -> int:
        """Return the number of a Zalo id, a new one for a new id: the same for ever, 1 to 2^52."""

    async def zalo_id(self, kind: IdKind, number: int) -> str:
        """Return the Zalo id behind a number; raise LookupError for an unknown number."""

    async def save_menu(
        self,
        chat_id: int,
        slot: Slot,
        message_id: int,
        first: int,
        choices: Sequence[str],
        sent_at: datetime | None,
    ) -> None:
        """Keep a list in place of the slot's earlier one, as the chat's newest.

        `sent_at` is by Zalo's clock, as the dates of what people write.
        """

    async def menus(self, chat_id: int) -> Sequence[StoredMenu]:
        """Return a chat's lists, the newest first, used ones too."""

    async def use_menu(self, chat_id: int, message_id: int, update_id: int) -> bool:
        """Mark the list that a message carried as used by an update.

        True when it was unused or used by this very update (which came again); of two updates at
        the same time one gets True. False when there is no such list any more.
        """

    async def count_sent(self, month: str) -> int:
        """Return how many messages were sent in a month (`YYYY-MM`)."""

    async def add_sent(self, month: str) -> None:
        """Count one more message sent in a month."""
