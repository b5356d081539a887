"""The sentences for what is doubtful in an older table."""

from domain.imports.places import place_text
from domain.imports.tables import AppendixWarning, LeftOut
from domain.language import Translator


def warning_text(_: Translator, warning: AppendixWarning) -> str:
    """Word a warning as one line that begins with its place and unit."""
    if warning.code == "last_month_incomplete":
        return _last_month(_, warning)
    where = ": ".join(part for part in (place_text(_, warning.place), warning.unit) if part)
    return f"{where}: {_sentence(_, warning.code, warning.values)}"


def _sentence(_: Translator, code: str, values: dict[str, object]) -> str:
    if code == "total_differs":
        return _total_differs(_, values)
    if code == "kinds_differ":
        return _(
            "tổng tháng {month} ghi {printed}, cộng tin và bài được {counted}; lấy theo số tổng."
        ).format(**{**values, "month": _month(values["month"])})
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
        "taken_as_group_sum": _(
            "các số bằng đúng tổng của các dòng bên dưới nên dòng này được hiểu là tên nhóm."
        ),
        "footnote_mark": _("“{text}”: dấu chú thích {mark} đã được bỏ qua."),
        "day_first": _(
            "“{text}” được hiểu là ngày {day} tháng {month} (ngày trước, tháng sau), như mọi ngày "
            "khác trong danh sách; nếu tệp ghi tháng trước, xin sửa cột ngày."
        ),
        "month_first": _(
            "“{text}” được hiểu là ngày {day} tháng {month}, vì cột ngày của tệp ghi tháng trước."
        ),
        "dates_turned": _(
            "cột ngày vừa có ô ngày vừa có ô chữ như “{text}”; các ô ngày có thể đã bị đổi chỗ "
            "ngày và tháng, xin xem lại."
        ),
        "list_period_differs": _(
            "tiêu đề ghi kỳ {period} nhưng không ngày đăng nào thuộc kỳ ấy; đã theo ngày đăng, xin "
            "xem lại."
        ),
        "list_total_differs": _(
            "dòng tổng ghi {printed} nhưng danh sách có {counted} tin, bài; xin xem lại."
        ),
        "unit_column": _(
            "cột “{column}” được hiểu là đơn vị của từng tin, bài, vì ghi tên đơn vị; nếu không "
            "phải, xin thêm cột “Đơn vị”."
        ),
        "carried_down": _(
            "ô “{column}” trống ở dòng {rows} được hiểu như dòng trên; nếu không phải, xin ghi đủ."
        ),
        "sent_title": _(
            "tiêu đề “{title}” nói đến tin, bài gửi; các số được hiểu là tin, bài đã đăng, xin xem "
            "lại."
        ),
        "unit_heading": _(
            "cột “{column}” được hiểu là tên đơn vị, vì các dòng ghi tên đơn vị; nếu không phải, "
            "xin thêm cột “Đơn vị”."
        ),
        "period_differs": _("tiêu đề “{title}” không khớp với các cột tháng; đã theo các cột."),
    }
    if "first_place" in values:
        values = {**values, "first_place": place_text(_, str(values["first_place"]))}
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
        reasons.append(silent.format(unit=warning.unit, place=place_text(_, warning.place)))
    return _("Tháng {month} có thể chưa đủ số liệu: {reasons}.").format(
        month=_month(warning.values["month"]), reasons="; ".join(reasons)
    )


def _month(code: object) -> str:
    year, _, month = str(code).partition("-")
    return f"{int(month)}/{year}"


def left_out_text(_: Translator, left: LeftOut) -> str:
    """Word what was not read as one line that begins with its place."""
    text = _left_out(_, left.code, left.values)
    return f"{place_text(_, left.place)}: {text}" if left.place else text


def _left_out(_: Translator, code: str, values: dict[str, object]) -> str:
    if code == "columns":
        names = [place_text(_, name) for name in str(values["columns"]).split("; ")]
        return _columns(_, str(values["why"])).format(columns="; ".join(names))
    texts = {
        "hidden_rows": _("bỏ qua dòng ẩn {rows}."),
        "hidden_columns": _("bỏ qua cột ẩn {columns}."),
        "hidden_sheet": _("bỏ qua trang tính ẩn."),
        "hidden_text": _("bỏ qua chữ ẩn “{text}”."),
        "struck": _("bỏ qua phần đã gạch bỏ “{text}”."),
        "superscript": _("bỏ qua dấu chú thích “{text}”."),
        "more": _("và {count} chỗ gạch bỏ, ẩn hoặc chú thích khác cũng được bỏ qua."),
        "converted_letters": _("Chữ {code} đã được chuyển sang Unicode: “{text}” thành “{to}”."),
        "row_below_total": _("bỏ qua dòng dưới dòng tổng: “{text}”."),
        "row_aside": _("bỏ qua dòng kế hoạch, so sánh, tỷ lệ: “{text}”."),
        "row_note": _("bỏ qua dòng ghi chú: “{text}”."),
        "row_without_title": _("bỏ qua dòng không có tiêu đề: “{text}”."),
        "row_unpublished": _("bỏ qua tin, bài chưa đăng ({state}): “{text}”."),
        "list_unpublished": _("bỏ qua danh sách tin, bài chưa đăng: “{text}”."),
        "row_alone": _(
            "bỏ qua dòng chỉ có “{text}”; nếu là tin, bài, xin ghi đủ ngày đăng, đơn vị rồi gửi "
            "lại."
        ),
        "table_by_author": _("bỏ qua bảng theo tác giả, vì đã có bảng theo đơn vị."),
        "table_repeated": _("bỏ qua bảng lặp lại số liệu của bảng khác."),
        "table_of_sums": _("bỏ qua bảng chỉ có tổng của các bảng khác."),
        "other_table": _("bỏ qua bảng khác, không đếm tin, bài theo đơn vị: “{text}”."),
        "table_beside_list": _("bỏ qua bảng tổng hợp, vì từng tin, bài đã có trong danh sách."),
    }
    return texts[code].format(**values)


def _columns(_: Translator, why: str) -> str:
    texts = {
        "sum": _("bỏ qua cột tổng: {columns}."),
        "plan": _("bỏ qua cột kế hoạch, chỉ tiêu, ước tính: {columns}."),
        "money": _("bỏ qua cột tiền: {columns}."),
        "rate": _("bỏ qua cột tỷ lệ, xếp loại: {columns}."),
        "compared": _("bỏ qua cột so sánh, cùng kỳ: {columns}."),
        "sent": _("bỏ qua cột tin, bài gửi, chỉ tính tin, bài đã đăng: {columns}."),
        "note": _("bỏ qua cột ghi chú: {columns}."),
    }
    return texts.get(why) or _("bỏ qua cột: {columns}.")
