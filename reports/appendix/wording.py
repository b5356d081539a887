"""The sentences for what is doubtful in an older table."""

from domain.imports.tables import AppendixWarning
from domain.language import Translator


def warning_text(_: Translator, warning: AppendixWarning) -> str:
    """Word a warning as one line that begins with its place and unit."""
    if warning.code == "last_month_incomplete":
        return _last_month(_, warning)
    where = ": ".join(part for part in (warning.place, warning.unit) if part)
    return f"{where}: {_sentence(_, warning.code, warning.values)}"


def _sentence(_: Translator, code: str, values: dict[str, object]) -> str:
    if code == "total_differs":
        return _total_differs(_, values)
    texts = {
        "row_number_skipped": _("số thứ tự là {found}, đáng lẽ là {expected}."),
        "row_number_missing": _("thiếu số thứ tự, đáng lẽ là {expected}."),
        "total_unreadable": _("không đọc được số tổng “{text}” nên không đối chiếu được."),
        "unit_repeated": _(
            "đơn vị này đã có ở {first_place}; số của cả hai dòng đều được giữ, xin kiểm tra lại."
        ),
        "taken_as_group": _(
            "dòng này không có số liệu nên được hiểu là tên nhóm; nếu là đơn vị, xin ghi số thứ tự."
        ),
        "taken_as_total": _(
            "các số bằng đúng tổng của mọi đơn vị nên dòng này được hiểu là dòng tổng cộng."
        ),
        "period_differs": _("tiêu đề “{title}” không khớp với các cột tháng; đã theo các cột."),
    }
    return texts[code].format(**values)


def _total_differs(_: Translator, values: dict[str, object]) -> str:
    month = _month(values["month"]) if "month" in values else ""
    sums = {"printed": values["printed"], "counted": values["counted"], "month": month}
    if values["what"] == "row":
        text = _("tổng của dòng ghi {printed}, cộng các ô được {counted}; lấy theo các ô.")
    elif values["what"] == "group" and not values["group"]:
        text = _("dòng cộng ghi {printed}, cộng các ô phía trên được {counted}; lấy theo các ô.")
    elif values["what"] == "group" and month:
        text = _(
            "tổng tháng {month} của nhóm “{group}” ghi {printed}, cộng các ô được {counted}; "
            "lấy theo các ô."
        )
    elif values["what"] == "group":
        text = _(
            "tổng của nhóm “{group}” ghi {printed}, cộng các ô được {counted}; lấy theo các ô."
        )
    elif month:
        text = _("tổng tháng {month} ghi {printed}, cộng các ô được {counted}; lấy theo các ô.")
    else:
        text = _("tổng chung ghi {printed}, cộng các ô được {counted}; lấy theo các ô.")
    return text.format(group=values.get("group", ""), **sums)


def _last_month(_: Translator, warning: AppendixWarning) -> str:
    reasons = []
    if warning.values["low"]:
        few = _("chỉ có {counted} tin, bài (các tháng khác thường có khoảng {usual})")
        reasons.append(few.format(**warning.values))
    if warning.unit:
        silent = _("đơn vị nhiều tin, bài nhất ({unit}, {place}) còn để trống")
        reasons.append(silent.format(unit=warning.unit, place=warning.place))
    return _("Tháng {month} có thể chưa đủ số liệu: {reasons}.").format(
        month=_month(warning.values["month"]), reasons="; ".join(reasons)
    )


def _month(code: object) -> str:
    year, _, month = str(code).partition("-")
    return f"{int(month)}/{year}"
