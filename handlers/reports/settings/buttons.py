"""Buttons of a board's settings."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from domain.language import Translator
from domain.reports.settings import Shape
from handlers.reports.settings import texts as words
from services.reports.settings import SettingCard

MOST_ENTRIES = 30


def overview(
    _: Translator, found: Sequence[SettingCard], *, wording: bool = False
) -> InlineKeyboardMarkup:
    """Return a button for each setting, the report's words apart from the others."""
    buttons = [
        _button(words.name(_, card.key), f"st:show:{card.key}")
        for card in found
        if (card.setting.shape is Shape.WORDS) == wording
    ]
    rows = [buttons[start : start + 2] for start in range(0, len(buttons), 2)]
    if wording:
        rows.append([_button(_("‹ Cài đặt"), "st:list")])
    else:
        rows.append([_button(_("Lời văn của báo cáo ›"), "st:words")])
    return InlineKeyboardMarkup(rows)


def card(_: Translator, card: SettingCard) -> InlineKeyboardMarkup:
    """Return what can be done with a setting."""
    key = card.key
    rows = [[_button(_("Đổi"), f"st:set:{key}")]]
    if card.setting.listed:
        rows[0].append(_button(_("Thêm"), f"st:add:{key}"))
        removals = [
            _button(_("Bỏ {place}").format(place=place), f"st:del:{key}:{place}")
            for place in range(1, min(len(card.lines), MOST_ENTRIES) + 1)
        ]
        rows += [removals[start : start + 4] for start in range(0, len(removals), 4)]
    if card.before is not None:
        rows.append([_button(_("Trả về giá trị trước"), f"st:back:{key}")])
    if card.own:
        rows.append([_button(_("Theo config.toml"), f"st:reset:{key}")])
    rows.append(
        [_button(_("Các lần đổi"), f"st:history:{key}"), _button(_("‹ Cài đặt"), "st:list")]
    )
    return InlineKeyboardMarkup(rows)


def _button(label: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=data)
