"""The words of units."""

from datetime import date
from html import escape

from domain.dates import format_date
from domain.language import Translator
from domain.units.records import Unit
from handlers.conversation.general_texts import role_name
from services.units.lookup import UnitAsked, UnitCard, UnitChanged, UnitList


def units(_: Translator, found: UnitList, today: date, *, numbered: bool = True) -> str:
    """Return the list of a board's units under their groups, numbered through.

    Where choices are numbered too, the units must not be: a typed number would mean either.
    """
    if not found.units:
        return _(
            "Ban chưa có đơn vị nào; gửi bảng số liệu cũ (.xlsx, .docx) vào đây để nhập, "
            "hoặc thêm từng đơn vị: <code>/donvi thêm Phòng Tư pháp | Các phòng chuyên môn</code>."
        )
    head = _("Đơn vị của ban ({count})").format(count=len(found.units))
    lines = [f"<b>{head}</b>"]
    group_names = {group.id: group.name for group in found.groups}
    group_id = None
    for place, unit in enumerate(found.units, start=1):
        if unit.group_id != group_id:
            group_id = unit.group_id
            lines.append(f"<b>{escape(group_names.get(group_id, ''))}</b>")
        line = (f"{place}. " if numbered else "• ") + escape(unit.name)
        if unit.aliases:
            line += f" ({escape(', '.join(unit.aliases))})"
        if unit.valid_to is not None and unit.valid_to < today:
            line += " – " + _("thôi hoạt động sau ngày {day}").format(
                day=format_date(unit.valid_to)
            )
        lines.append(line)
    lines.append(_("Chọn tên đơn vị, hoặc gửi <code>/donvi Phòng Tư pháp</code>, để xem và sửa."))
    return "\n".join(lines)


def card(_: Translator, card: UnitCard) -> str:
    """Return everything about one unit."""
    unit = card.unit
    lines = [f"<b>{escape(unit.name)}</b>"]
    if unit.aliases:
        lines.append(_("Tên gọi khác: {names}").format(names=escape(", ".join(unit.aliases))))
    lines.append(
        _("Nhóm: {group} (thứ {place}/{places})").format(
            group=escape(card.group), place=card.place, places=card.places
        )
    )
    lines += _dates(_, unit, card.successor)
    if card.members:
        lines += [f"• {escape(name)} – {role_name(_, role)}" for name, role in card.members]
    else:
        lines.append(_("Chưa có cộng tác viên."))
    return "\n".join(lines)


def _dates(_: Translator, unit: Unit, successor: str) -> list[str]:
    lines = []
    if unit.valid_from is not None:
        lines.append(_("Hoạt động từ ngày {day}").format(day=format_date(unit.valid_from)))
    if unit.valid_to is not None:
        lines.append(_("Hoạt động đến hết ngày {day}").format(day=format_date(unit.valid_to)))
    if successor:
        lines.append(_("Đơn vị kế tục: {name}").format(name=escape(successor)))
    return lines


def asked(_: Translator, asked: UnitAsked) -> str:
    """Return the open question about a unit."""
    name = f"<b>{escape(asked.card.unit.name)}</b>" if asked.card else ""
    until = format_date(asked.until) if asked.until else ""
    question = {
        "rename": _("Tên mới của {name} là gì? Tên cũ vẫn được hiểu như tên gọi khác."),
        "alias": _(
            "{name} còn được gọi là gì? Gửi một tên gọi khác để thêm, "
            "hoặc gửi lại một tên đang có để bỏ tên đó."
        ),
        "group": _(
            "Chuyển {name} sang nhóm nào? Chọn hoặc gửi tên nhóm "
            "(nhóm chưa có: <code>nhóm mới: Các xã</code>)."
        ),
        "close": _(
            "{name} hoạt động đến hết ngày nào? "
            "Ví dụ <code>30/6/2025</code> hoặc <code>hôm qua</code>."
        ),
        "successor": _(
            "{name} hoạt động đến hết ngày {until}. Đơn vị nào kế tục? "
            "Chọn, gửi tên đơn vị, hoặc gửi <code>-</code> nếu không có."
        ),
        "add": _(
            "Gửi tên đơn vị mới và nhóm, ví dụ <code>Phòng Tư pháp | Các phòng chuyên môn</code>."
        ),
    }[asked.asks].format(name=name, until=until)
    if asked.asks == "add" and asked.choices:
        names = ", ".join(choice.name for choice in asked.choices)
        question += "\n" + _("Các nhóm đang có: {names}").format(names=escape(names))
    return question + "\n" + _("Gõ /huy để thôi.")


def changed(_: Translator, changed: UnitChanged) -> str:
    """Return the changed unit under what was done."""
    done = {
        "rename_unit": _("Đã đổi tên."),
        "add_alias": _("Đã thêm tên gọi khác."),
        "remove_alias": _("Đã bỏ tên gọi khác."),
        "move_unit": _("Đã chuyển nhóm."),
        "close_unit": _("Đã ghi ngày thôi hoạt động."),
        "reopen_unit": _("Đơn vị hoạt động trở lại."),
        "reorder_unit": "",
        "add_unit": _("Đã thêm đơn vị."),
    }[changed.action]
    text = card(_, changed.card)
    return f"{done}\n\n{text}" if done else text
