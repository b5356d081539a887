"""The words of units."""

from collections.abc import Sequence
from datetime import date
from html import escape

from domain.dates import format_date
from domain.language import Translator
from domain.units import Unit


def units(_: Translator, units: Sequence[Unit], today: date) -> str:
    """Return the list of a board's units."""
    if not units:
        return _("Ban chưa có đơn vị nào; người vận hành nhập bằng lệnh tinbai import.")
    head = _("Đơn vị của ban ({count})").format(count=len(units))
    lines = [f"<b>{head}</b>"]
    for place, unit in enumerate(units, start=1):
        line = f"{place}. {escape(unit.name)}"
        if unit.aliases:
            line += f" ({escape(', '.join(unit.aliases))})"
        if unit.valid_to is not None and unit.valid_to < today:
            line += " – " + _("thôi hoạt động từ {day}").format(day=format_date(unit.valid_to))
        lines.append(line)
    return "\n".join(lines)
