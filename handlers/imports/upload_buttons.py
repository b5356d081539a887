"""Buttons under a file that is to be imported.

Data: `f:VERB:UPLOAD`, `f:year:UPLOAD:YEAR`, `f:map:UPLOAD:NAME:PLACE` and `f:new:UPLOAD:NAME`
(NAME being a code of the name in the file), `f:undo:IMPORT`.
"""

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from domain.imports.names import NearName
from domain.language import Translator
from handlers.paging import button
from services.imports.plans import Plan
from services.imports.uploads import name_code

YEARS_A_ROW = 4
MOST_CANDIDATES = 6


def years(_: Translator, upload_id: int, offered: Sequence[int]) -> InlineKeyboardMarkup:
    """Return a button for each year the table may be of."""
    buttons = [button(str(year), f"f:year:{upload_id}:{year}") for year in offered]
    rows = [buttons[start : start + YEARS_A_ROW] for start in range(0, len(buttons), YEARS_A_ROW)]
    return InlineKeyboardMarkup([*rows, [_no(_, upload_id)]])


def near_name(_: Translator, upload_id: int, near: NearName) -> InlineKeyboardMarkup:
    """Return the units that a name may mean, and that it is a new one."""
    code = name_code(near.name)
    rows = [
        [button(name, f"f:map:{upload_id}:{code}:{place}")]
        for place, name in enumerate(near.candidates[:MOST_CANDIDATES])
    ]
    new = button(_("Đơn vị mới"), f"f:new:{upload_id}:{code}")
    return InlineKeyboardMarkup([*rows, [new], [_no(_, upload_id)]])


def overlap(_: Translator, upload_id: int, plan: Plan) -> InlineKeyboardMarkup:
    """Return what counts beside logged articles are; tinbai's own workbook is a total."""
    mark = "✓ " if plan.appendix.own_workbook else ""
    return InlineKeyboardMarkup(
        [
            [button(mark + _("Bảng là tổng số"), f"f:total:{upload_id}")],
            [button(_("Cộng thêm"), f"f:add:{upload_id}")],
            [_no(_, upload_id)],
        ]
    )


def confirm(_: Translator, upload_id: int) -> InlineKeyboardMarkup:
    """Return the button that stores the file, and the way out."""
    return InlineKeyboardMarkup(
        [[button(_("Nhập bảng này"), f"f:import:{upload_id}")], [_no(_, upload_id)]]
    )


def undo(_: Translator, import_id: int) -> InlineKeyboardMarkup:
    """Return the button that takes an import back."""
    return InlineKeyboardMarkup([[button(_("Hoàn tác lần nhập này"), f"f:undo:{import_id}")]])


def sample(_: Translator) -> InlineKeyboardMarkup:
    """Return the button that sends the sample table."""
    return InlineKeyboardMarkup([[button(_("Gửi tôi bảng mẫu"), "f:sample")]])


def _no(_: Translator, upload_id: int) -> InlineKeyboardButton:
    return button(_("Không nhập"), f"f:drop:{upload_id}")
