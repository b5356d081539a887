"""The Zalo channel's memory in a dictionary, for tests that need no database."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.channels.zalo.store import IdKind, Slot


@dataclass(frozen=True, slots=True)
class Menu:
    """A numbered list that was sent to a chat."""

    slot: Slot
    message_id: int
    first: int
    choices: tuple[str, ...]
    sent_at: datetime | None
    used_by: int | None = None


class MemoryZaloStore:
    """Implements ZaloStore."""

    def __init__(self) -> None:
        self.sent: Counter[str] = Counter()
        self._ids: dict[tuple[str, str], int] = {}
        self._menus: dict[int, list[Menu]] = {}

    async def map_id(self, kind: IdKind, zalo_id: str) -> int:
        """Return the number of a Zalo id."""
        return self._ids.setdefault((kind, zalo_id), len(self._ids) + 1)

    async def zalo_id(self, kind: IdKind, number: int) -> str:
        """Return the Zalo id behind a number."""
        for (known, zalo_id), one in self._ids.items():
            if (known, one) == (kind, number):
                return zalo_id
        raise LookupError(number)

    async def save_menu(
        self,
        chat_id: int,
        slot: Slot,
        message_id: int,
        first: int,
        choices: Sequence[str],
        sent_at: datetime | None,
    ) -> None:
        """Keep a list in place of the slot's earlier one."""
        others = [menu for menu in self._menus.get(chat_id, []) if menu.slot != slot]
        newest = Menu(slot, message_id, first, tuple(choices), sent_at)
        self._menus[chat_id] = [newest, *others]

    async def menus(self, chat_id: int) -> Sequence[Menu]:
        """Return a chat's lists, the newest first."""
        return tuple(self._menus.get(chat_id, ()))

    async def use_menu(self, chat_id: int, message_id: int, update_id: int) -> bool:
        """Mark a list as used by an update."""
        menus = self._menus.get(chat_id, [])
        for place, menu in enumerate(menus):
            if menu.message_id == message_id and menu.used_by in (None, update_id):
                menus[place] = replace(menu, used_by=update_id)
                return True
        return False

    async def count_sent(self, month: str) -> int:
        """Return how many messages were sent in a month."""
        return self.sent[month]

    async def add_sent(self, month: str) -> None:
        """Count one more message."""
        self.sent[month] += 1
