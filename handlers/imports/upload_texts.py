"""The words of importing a table."""

from collections.abc import Sequence
from html import escape

from domain.language import Translator
from services.imports.tables import Import

MOST_WARNINGS = 15


def preview(_: Translator, found: Import, warnings: Sequence[str]) -> str:
    """Return what a table holds and what importing it would change."""
    appendix = found.appendix
    months = appendix.months
    lines = [
        "<b>" + _("Bảng tin, bài đã nhận") + "</b>",
        _("{units} đơn vị, {first}–{last}, tổng {total} tin, bài.").format(
            units=len(appendix.rows),
            first=f"{months[0].month}/{months[0].year}",
            last=f"{months[-1].month}/{months[-1].year}",
            total=appendix.total,
        ),
        *_warnings(_, warnings),
    ]
    if found.changed or found.new_units:
        lines.append(
            _("Nhập sẽ thêm {units} đơn vị và đổi {cells} ô số liệu.").format(
                units=len(found.new_units), cells=found.changed
            )
        )
    else:
        lines.append(_("Bảng này đã được nhập đủ; không có gì thay đổi."))
    return "\n".join(lines)


def applied(_: Translator, done: Import) -> str:
    """Return what importing a table changed."""
    return _("Đã nhập: thêm {units} đơn vị, đổi {cells} ô số liệu.").format(
        units=len(done.new_units), cells=done.changed
    )


def file_gone(_: Translator) -> str:
    """Return the answer when the file cannot be found any more."""
    return _("Không còn tìm thấy tệp; xin gửi lại tệp rồi bấm Nhập.")


def _warnings(_: Translator, warnings: Sequence[str]) -> list[str]:
    lines = [f"⚠ {escape(warning)}" for warning in warnings[:MOST_WARNINGS]]
    if len(warnings) > MOST_WARNINGS:
        lines.append(_("và {count} chỗ khác").format(count=len(warnings) - MOST_WARNINGS))
    return lines
