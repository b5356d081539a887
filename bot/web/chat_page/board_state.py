"""What the chat page needs to know of a board, and the program tells it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

NEXT_REMINDER: Literal["next reminder"] = "next reminder"


@dataclass(frozen=True, slots=True)
class Persona:
    """A person whom the reader of the page can be; `role` and `note` are worded for the reader."""

    user_id: int
    name: str
    role: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One unit: a count for each month and the total (None: nothing recorded).

    `note` is a worded remark on its state ("chưa có tin, bài tháng này"); `silent` marks a unit
    that reminders are for.
    """

    unit: str
    cells: tuple[int | None, ...]
    total: int | None
    group: str = ""
    note: str = ""
    silent: bool = False


@dataclass(frozen=True, slots=True)
class BoardTable:
    """The unit × month table; rows of one group stand together."""

    title: str
    months: tuple[str, ...]
    rows: tuple[BoardRow, ...]


@dataclass(frozen=True, slots=True)
class NextAction:
    """What the scheduler will do, and when (aware)."""

    at: datetime
    text: str


class BoardState(Protocol):
    """The board behind the page; texts come in the language ("vi", "en") that is asked for."""

    def clock_moves(self) -> bool:
        """Tell whether the reader may move the clock."""

    def now(self) -> datetime:
        """Return the clock's time in the board's time zone."""

    async def commands(self, language: str, user_id: int) -> list[tuple[str, str, str]]:
        """Return a persona's menu: (English name, Vietnamese twin or "", description)."""

    async def personas(self, language: str) -> list[Persona]:
        """Return the people the reader can be, in the order to show them."""

    async def table(self, language: str) -> BoardTable:
        """Return the unit × month table as it is now."""

    async def next_actions(self, language: str) -> list[NextAction]:
        """Return what the scheduler will do next, soonest first."""

    async def move_clock(self, to: datetime | Literal["next reminder"]) -> datetime:
        """Move the clock forward, do all that falls due, and return the new time.

        Raises LookupError when no reminder lies ahead. `to` is always later than `now()`.
        """
