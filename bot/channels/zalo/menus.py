"""Buttons without buttons: a numbered list, and the rule by which a typed number chooses from it.

A number belongs to the newest list that shows it. A list dies when it is used or when a later one
of its kind replaces it. A reminder's list does not replace the conversation's: it goes on counting
where that one ends.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.channels.zalo.store import Slot, StoredMenu
from domain.language import Translator


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: it sends `data` back, or is nothing but a link to `url`."""

    label: str
    data: str = ""
    url: str = ""


def choice_list(_: Translator, choices: Iterable[Choice], first: int = 1) -> str:
    """Return choices numbered from `first`, with how to choose; links have no number."""
    lines = []
    number = first
    for choice in choices:
        if choice.data:
            lines.append(f"{number}. {choice.label}")
            number += 1
        else:
            lines.append(f"{choice.label}: {choice.url}")
    if number > first:
        lines += ["", _("Trả lời bằng số để chọn.")]
    return "\n".join(lines)


def is_open(menu: StoredMenu) -> bool:
    """Tell whether one may still choose from a list."""
    return menu.used_by is None


def last_number(menu: StoredMenu) -> int:
    """Return a list's last number."""
    return menu.first + len(menu.choices) - 1


def is_seen(menu: StoredMenu, at: datetime | None) -> bool:
    """Tell whether a list had been sent when somebody wrote, as far as the dates are known."""
    return at is None or menu.sent_at is None or menu.sent_at <= at


def showing(menus: Sequence[StoredMenu], number: int) -> StoredMenu | None:
    """Return the list a number belongs to, the newest first, used or not."""
    return next((menu for menu in menus if menu.first <= number <= last_number(menu)), None)


def first_number(menus: Sequence[StoredMenu], slot: Slot) -> int:
    """Return the number at which a new list begins: a notice's behind an open conversation's."""
    if slot == "dialogue":
        return 1
    return 1 + next(
        (last_number(menu) for menu in menus if menu.slot == "dialogue" and is_open(menu)), 0
    )
