"""The words of a file that was sent to be imported."""

from collections.abc import Sequence
from datetime import date
from html import escape

from domain.dates import format_date
from domain.language import Translator
from handlers.imports import plan_texts
from services.imports.plans import Plan
from services.imports.uploads import Stored

MOST_LINES = 15


def preview(_: Translator, plan: Plan, left_out: Sequence[str], warnings: Sequence[str]) -> str:
    """Return what was understood of a file and what is asked or would change."""
    lines = ["<b>" + _("Bảng tin, bài đã nhận") + "</b>", escape(plan_texts.headline(_, plan))]
    lines += [escape(line) for line in plan_texts.understood(_, plan)]
    lines += _some(_, left_out, "– ")
    lines += _some(_, warnings, "⚠ ")
    if plan.naming.asked:
        near = plan.naming.asked[0]
        lines.append("<b>" + escape(plan_texts.near_name(_, near)) + "</b>")
        if len(plan.naming.asked) > 1:
            rest = len(plan.naming.asked) - 1
            lines.append(_("Còn {count} tên nữa sẽ hỏi sau.").format(count=rest))
    elif plan.asks_overlap:
        is_list = bool(plan.appendix.articles)
        told = [plan_texts.overlap_line(_, each, is_list=is_list) for each in plan.overlaps]
        lines += _some(_, told, "⚠ ")
        lines.append("<b>" + escape(plan_texts.overlap_question(_, plan)) + "</b>")
        lines.append(_("“Bảng là tổng số”: trừ đi các bài đã ghi; “Cộng thêm”: giữ cả hai."))
    else:
        lines.append(escape(plan_texts.outcome(_, plan)))
        if plan.changes_something:
            lines.append(_("Chưa ghi gì; bấm “Nhập bảng này” để ghi."))
    return "\n".join(lines)


def ask_year(_: Translator, name: str, *, several: bool) -> str:
    """Return the question of which year a table is."""
    text = (
        _("Tệp {name} nhắc đến nhiều năm; bảng này là của năm nào?")
        if several
        else _("Tệp {name} không ghi năm; bảng này là của năm nào?")
    )
    hint = _("Có thể gửi lại tệp kèm chú thích, ví dụ <code>năm 2023</code>.")
    return "<b>" + text.format(name=escape(name)) + "</b>\n" + hint


def stored(_: Translator, done: Stored) -> str:
    """Return what storing a file changed."""
    if done.again:
        return _("Tệp này đã được nhập; không có gì thay đổi.")
    if not done.number:
        return _("Tệp này đã được nhập đủ; không có gì thay đổi.")
    if done.articles:
        text = _("Đã nhập (lần số {number}): thêm {units} đơn vị, ghi {articles} bài.")
    else:
        text = _("Đã nhập (lần số {number}): thêm {units} đơn vị, đổi {cells} ô số liệu.")
    return text.format(
        number=done.number, units=done.units, articles=done.articles, cells=done.cells
    )


def one_import(_: Translator, number: int, file_name: str, day: date) -> str:
    """Return which import the button below takes back."""
    text = _(
        "Lần nhập số {number}: {file}, ngày {day}. Muốn hoàn tác lần nhập này thì xin chọn dưới "
        "đây."
    )
    return text.format(number=number, file=escape(file_name), day=format_date(day))


def already(_: Translator) -> str:
    """Return the toast of a second press."""
    return _("Tệp này đã được nhập rồi.")


def dropped(_: Translator) -> str:
    """Return the answer when a file is not imported."""
    return _("Không nhập tệp này; không có gì thay đổi.")


def _some(_: Translator, lines: Sequence[str], mark: str) -> list[str]:
    shown = [f"{mark}{escape(line)}" for line in lines[:MOST_LINES]]
    if len(lines) > MOST_LINES:
        shown.append(_("và {count} chỗ khác").format(count=len(lines) - MOST_LINES))
    return shown
