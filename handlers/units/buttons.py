"""Buttons of units.

Data: `u:list:PAGE`, `u:show:ID`, `u:VERB:ID` for a change or a question, `u:to:ID:GROUP`,
`u:day:ID:DATE`, `u:heir:ID:UNIT` (0 for none), `u:heirs:ID:PAGE`.
"""

from datetime import date, timedelta

from telegram import InlineKeyboardMarkup

from domain.language import Translator
from handlers.paging import Rows, button, paged
from services.units.lookup import UnitAsked, UnitCard, UnitList


def units(_: Translator, found: UnitList, page: int) -> InlineKeyboardMarkup:
    """Return a button for each unit of a page, and one for a new unit."""
    choices = [(unit.name, f"u:show:{unit.id}") for unit in found.units]
    rows = paged(_, choices, page, "u:list:{page}")
    return InlineKeyboardMarkup([*rows, [button(_("Thêm đơn vị"), "u:add:0")]])


def card(_: Translator, card: UnitCard) -> InlineKeyboardMarkup:
    """Return what can be done with a unit."""
    unit = card.unit
    rows: Rows = [
        [
            button(_("Đổi tên"), f"u:rename:{unit.id}"),
            button(_("Tên gọi khác"), f"u:alias:{unit.id}"),
        ],
        [
            button(_("Chuyển nhóm"), f"u:group:{unit.id}"),
            button(_("Thôi hoạt động"), f"u:close:{unit.id}")
            if unit.valid_to is None
            else button(_("Hoạt động trở lại"), f"u:reopen:{unit.id}"),
        ],
    ]
    order = []
    if card.place > 1:
        order.append(button(_("▲ Lên"), f"u:up:{unit.id}"))
    if card.place < card.places:
        order.append(button(_("▼ Xuống"), f"u:down:{unit.id}"))
    if order:
        rows.append(order)
    if unit.valid_to is None:
        rows.append(
            [
                button(_("Mời cộng tác viên"), f"i:correspondent:{unit.id}"),
                button(_("Mời lãnh đạo"), f"i:head:{unit.id}"),
            ]
        )
    rows.append([button(_("‹ Danh sách"), "u:list:0")])
    return InlineKeyboardMarkup(rows)


def asked(_: Translator, asked: UnitAsked, today: date, page: int = 0) -> InlineKeyboardMarkup:
    """Return the choices of the open question and the way out."""
    unit_id = asked.card.unit.id if asked.card else 0
    rows: Rows = []
    match asked.asks:
        case "group":
            rows = [[button(c.name, f"u:to:{unit_id}:{c.id}")] for c in asked.choices[:40]]
        case "close":
            before = today.replace(day=1) - timedelta(days=1)
            rows = [
                [
                    button(_("Hôm nay"), f"u:day:{unit_id}:{today}"),
                    button(_("Hết tháng trước"), f"u:day:{unit_id}:{before}"),
                ]
            ]
        case "successor":
            choices = [(c.name, f"u:heir:{unit_id}:{c.id}") for c in asked.choices]
            rows = paged(_, choices, page, f"u:heirs:{unit_id}:{{page}}")
            rows.append([button(_("Không có đơn vị kế tục"), f"u:heir:{unit_id}:0")])
    return InlineKeyboardMarkup([*rows, [button(_("Thôi"), "q:drop")]])
