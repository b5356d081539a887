"""The sentences of what a chair should look at before signing; the data only names their codes."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from domain.boards import FigureDefinition
from domain.dates import format_date
from domain.language import Translator
from domain.periods.spans import Month
from domain.reports.dataset import ReportWarning
from domain.reports.figures import Entry, EntryKind
from domain.text import clean_line, format_number

_NAMED_UNITS = 20
_LATE = 10
_QUOTED = 160

Words = Callable[[Translator, Mapping[str, object]], str]


def warning_text(_: Translator, warning: ReportWarning) -> str:
    """Word a warning as one plain sentence (not escaped).

    Values: `overspent` name and amount (đồng), `old_reading` name and read_on (date),
    `incomplete_last_month` month (Month), count and before (the month before's count),
    `biggest_blank` unit and month, `expired_basis` text and on (its last valid day),
    `early_basis` text and on (its first), `example_words` texts,
    `units_with_nobody` units (names), `cut_months` months, `counter_alone` and `counter_falls`
    name, `unnamed_items` name and count, `portal_gap` missing, published and on, `signed_early`
    signed_on and last, `signed_ahead` signed_on, `edited_gone` text, `edited_outdated` text and
    now, `late_entries` entries (definition and entry) and last, `counts_and_articles` cells
    ("Phòng A (6/2021)"); `nothing_recorded` and
    `missing_signatory` have none.
    Raises ValueError for a code that has no sentence.
    """
    words = _SENTENCES.get(warning.code)
    if words is None:
        raise ValueError(f"no sentence for the warning {warning.code!r}")
    return words(_, warning.values)


def _overspent(_: Translator, values: Mapping[str, object]) -> str:
    return _(
        "{name}: đã chi vượt kinh phí được giao {amount} đồng; cần kiểm tra trước khi ký."
    ).format(name=_plain(values["name"]), amount=_plain(values["amount"]))


def _old_reading(_: Translator, values: Mapping[str, object]) -> str:
    return _("Số liệu “{name}” được đọc từ ngày {day}, đã cũ; nên cập nhật trước khi ký.").format(
        name=_plain(values["name"]), day=_plain(values["read_on"])
    )


def _counts_and_articles(_: Translator, values: Mapping[str, object]) -> str:
    cells = values["cells"]
    named = [clean_line(str(cell)) for cell in cells] if isinstance(cells, tuple | list) else []
    shown = "; ".join(named[:_NAMED_UNITS]) + ("; …" if len(named) > _NAMED_UNITS else "")
    return _(
        "Có cả số liệu nhập từ bảng và bài đã ghi trong cùng tháng: {cells}; "
        "cần xem có bài nào tính hai lần không."
    ).format(cells=shown)


def _incomplete_last_month(_: Translator, values: Mapping[str, object]) -> str:
    return _(
        "Tháng {month} mới có {count} tin, bài trong khi tháng trước đó có {before}; "
        "có thể các đơn vị chưa cập nhật đủ."
    ).format(
        month=_plain(values["month"]),
        count=_plain(values["count"]),
        before=_plain(values["before"]),
    )


def _biggest_blank(_: Translator, values: Mapping[str, object]) -> str:
    return _(
        "{unit} có nhiều tin, bài nhất kỳ nhưng chưa có tin, bài nào trong tháng {month}."
    ).format(unit=_plain(values["unit"]), month=_plain(values["month"]))


def _expired_basis(_: Translator, values: Mapping[str, object]) -> str:
    return _("Căn cứ “{text}” chỉ có hiệu lực đến ngày {day}; cần thay trước khi ký.").format(
        text=_plain(values["text"]), day=_plain(values["on"])
    )


def _early_basis(_: Translator, values: Mapping[str, object]) -> str:
    return _("Căn cứ “{text}” từ ngày {day} mới có hiệu lực nên không đưa vào báo cáo.").format(
        text=_plain(values["text"]), day=_plain(values["on"])
    )


def _example_words(_: Translator, values: Mapping[str, object]) -> str:
    texts = "; ".join(_short(text) for text in _list(values["texts"]))
    return _("Còn chữ của bản mẫu: {texts}; xin đổi bằng /caidat trước khi ký.").format(texts=texts)


def _units_with_nobody(_: Translator, values: Mapping[str, object]) -> str:
    units = values["units"]
    names = [_plain(unit) for unit in units] if isinstance(units, list | tuple) else [_plain(units)]
    named = "; ".join(names[:_NAMED_UNITS])
    more = len(names) - _NAMED_UNITS
    if more > 0:
        return _("Chưa có cộng tác viên nào liên lạc được: {units} và {more} đơn vị khác.").format(
            units=named, more=format_number(more)
        )
    return _("Chưa có cộng tác viên nào liên lạc được: {units}.").format(units=named)


def _nothing_recorded(_: Translator, _values: Mapping[str, object]) -> str:
    return _("Kỳ này chưa ghi nhận tin, bài nào.")


def _notes_unconfirmed(_: Translator, _values: Mapping[str, object]) -> str:
    return _("Ghi chú lấy từ kỳ trước chưa được xác nhận nên chưa đưa vào báo cáo; xem /ghichu.")


def _cut_months(_: Translator, values: Mapping[str, object]) -> str:
    months = _list(values["months"])
    return _(
        "Tháng {months} không nằm trọn trong kỳ, nên số liệu nhập từ bảng của tháng đó không tính "
        "vào kỳ này; muốn tính đủ thì chọn kỳ gồm những tháng trọn vẹn."
    ).format(months=", ".join(_plain(month) for month in months))


def _counter_alone(_: Translator, values: Mapping[str, object]) -> str:
    return _(
        "Số liệu “{name}” chưa có số đầu kỳ nên báo cáo không nêu mức tăng trong kỳ; "
        "nếu biết, ghi thêm bằng /solieu."
    ).format(name=_plain(values["name"]))


def _counter_falls(_: Translator, values: Mapping[str, object]) -> str:
    return _(
        "Số liệu “{name}” thấp hơn số đầu kỳ nên báo cáo chỉ nêu tổng số; xem lại ở /solieu."
    ).format(name=_plain(values["name"]))


def _unnamed_items(_: Translator, values: Mapping[str, object]) -> str:
    return _("Số liệu “{name}” còn {count} mục chưa ghi tên; ghi thêm ở /solieu.").format(
        name=_plain(values["name"]), count=_plain(values["count"])
    )


def _portal_gap(_: Translator, values: Mapping[str, object]) -> str:
    return _(
        "Đối chiếu với cổng ngày {day}: {missing}/{published} tin, bài đã đăng chưa được ghi nhận; "
        "xem /doichieu."
    ).format(
        day=_plain(values["on"]),
        missing=_plain(values["missing"]),
        published=_plain(values["published"]),
    )


def _signed_early(_: Translator, values: Mapping[str, object]) -> str:
    return _("Ngày ký {day} trước ngày cuối kỳ báo cáo ({last}).").format(
        day=_plain(values["signed_on"]), last=_plain(values["last"])
    )


def _signed_ahead(_: Translator, values: Mapping[str, object]) -> str:
    return _("Ngày ký {day} chưa tới.").format(day=_plain(values["signed_on"]))


def _edited_gone(_: Translator, values: Mapping[str, object]) -> str:
    return _(
        "Câu đã sửa “{text}” không còn số liệu để nêu nên không đưa vào báo cáo; xem /ghichu."
    ).format(text=_short(values["text"]))


def _edited_outdated(_: Translator, values: Mapping[str, object]) -> str:
    return _(
        "Câu do ban viết “{text}” được giữ nguyên, nhưng theo số liệu hiện nay là “{now}”; "
        "xem /ghichu."
    ).format(text=_short(values["text"]), now=_short(values["now"]))


def _late_entries(_: Translator, values: Mapping[str, object]) -> str:
    lines = [
        _late_entry(_, definition, entry) for definition, entry in _list(values["entries"])[:_LATE]
    ]
    more = len(_list(values["entries"])) - _LATE
    if more > 0:
        lines.append(_("và {count} lần ghi khác").format(count=format_number(more)))
    return _(
        "Ghi sau kỳ, chưa tính vào kỳ: {entries}. Muốn tính vào kỳ, mở /solieu hoặc /chi và ghi "
        "lại với ngày {last}."
    ).format(entries="; ".join(lines), last=_plain(values["last"]))


def _late_entry(_: Translator, definition: FigureDefinition, entry: Entry) -> str:
    name = clean_line(entry.name)
    what = f"{definition.name} ({name})" if name else definition.name
    amount = format_number(entry.amount)
    if entry.whole is not None:
        amount = f"{amount}/{format_number(entry.whole)}"
    unit = definition.unit or ("đồng" if entry.kind is EntryKind.PAYMENT else "")
    return _("{what} {amount} ngày {day}").format(
        what=what, amount=f"{amount} {unit}".rstrip(), day=format_date(entry.day)
    )


def _list(values: object) -> list[Any]:
    return list(values) if isinstance(values, list | tuple) else [values]


def _short(value: object) -> str:
    text = _plain(value)
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"


def _missing_signatory(_: Translator, _values: Mapping[str, object]) -> str:
    return _("Chưa khai báo người ký báo cáo.")


def _plain(value: object) -> str:
    match value:
        case Month():
            return f"{value.month}/{value.year}"
        case date():
            return format_date(value)
        case int():
            return format_number(value)
        case _:
            return clean_line(str(value))


_SENTENCES: Mapping[str, Words] = {
    "overspent": _overspent,
    "counts_and_articles": _counts_and_articles,
    "old_reading": _old_reading,
    "incomplete_last_month": _incomplete_last_month,
    "biggest_blank": _biggest_blank,
    "expired_basis": _expired_basis,
    "early_basis": _early_basis,
    "example_words": _example_words,
    "units_with_nobody": _units_with_nobody,
    "nothing_recorded": _nothing_recorded,
    "notes_unconfirmed": _notes_unconfirmed,
    "missing_signatory": _missing_signatory,
    "cut_months": _cut_months,
    "counter_alone": _counter_alone,
    "counter_falls": _counter_falls,
    "unnamed_items": _unnamed_items,
    "portal_gap": _portal_gap,
    "signed_early": _signed_early,
    "signed_ahead": _signed_ahead,
    "edited_gone": _edited_gone,
    "edited_outdated": _edited_outdated,
    "late_entries": _late_entries,
}
