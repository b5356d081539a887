"""Lists of buttons in pages."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton

from domain.language import Translator

PAGE = 10
LABEL = 60
Rows = list[list[InlineKeyboardButton]]


def button(label: str, data: str) -> InlineKeyboardButton:
    """Return a button; a label that is too long for a phone is cut."""
    shown = label if len(label) <= LABEL else label[: LABEL - 1] + "…"
    return InlineKeyboardButton(shown, callback_data=data)


def paged(_: Translator, choices: Sequence[tuple[str, str]], page: int, turn: str) -> Rows:
    """Return a page of (label, data) one below the other, with the way to the others.

    `turn` is the data of another page, with {page} in it; a page that is not there is the last.
    """
    pages = max(1, -(-len(choices) // PAGE))
    page = min(page, pages - 1)
    rows = [[button(*choice)] for choice in choices[page * PAGE : (page + 1) * PAGE]]
    turns = []
    if page > 0:
        turns.append(button(_("‹ Trước"), turn.format(page=page - 1)))
    if page + 1 < pages:
        turns.append(button(_("Sau ›"), turn.format(page=page + 1)))
    return [*rows, turns] if turns else rows
