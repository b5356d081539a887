"""What is wrong with a file: one sentence a fault, with its place and the mend."""

from collections.abc import Callable, Mapping

from domain.language import Translator

Values = Mapping[str, str]


def _too_large(_: Translator, v: Values) -> str:
    if v.get("limit_mb"):
        return _("{place}: tệp lớn hơn {limit} MB; hãy gửi riêng tệp có bảng tin, bài.").format(
            place=v["place"], limit=v["limit_mb"]
        )
    return _("{place}: tệp quá lớn; hãy gửi riêng tệp có bảng tin, bài.").format(place=v["place"])


def _too_many_rows(_: Translator, v: Values) -> str:
    return _("{place}: bảng có hơn {limit} dòng; hãy chia thành nhiều tệp.").format(
        place=v["place"], limit=v["limit"]
    )


def _unknown_type(_: Translator, v: Values) -> str:
    return _("{place}: loại tệp này không đọc được; hãy gửi .xlsx, .docx hoặc .csv.").format(
        place=v["place"]
    )


def _old_format(_: Translator, v: Values) -> str:
    return _("{place}: định dạng Office cũ; hãy lưu lại thành .docx hoặc .xlsx.").format(
        place=v["place"]
    )


def _protected(_: Translator, v: Values) -> str:
    return _("{place}: tệp có mật khẩu; hãy bỏ mật khẩu rồi gửi lại.").format(place=v["place"])


def _broken_file(_: Translator, v: Values) -> str:
    return _("{place}: tệp bị hỏng; hãy mở bằng Word hoặc Excel, lưu lại rồi gửi lại.").format(
        place=v["place"]
    )


def _no_table(_: Translator, v: Values) -> str:
    return _(
        "{place}: không tìm thấy bảng có cột đơn vị và các cột tháng; xem bảng mẫu trong hướng dẫn."
    ).format(place=v["place"])


def _no_year(_: Translator, v: Values) -> str:
    return _(
        "{place}: không thấy năm của bảng; hãy ghi năm vào tiêu đề, ví dụ “6 tháng đầu năm 2021”, "
        "hoặc thêm --year 2021 khi nhập bằng dòng lệnh."
    ).format(place=v["place"])


def _year_differs(_: Translator, v: Values) -> str:
    return _("{place}: tệp ghi năm {file}, không phải {given}; hãy bỏ --year.").format(
        place=v["place"], file=v["file"], given=v["given"]
    )


def _several_tables(_: Translator, v: Values) -> str:
    return _("{place}: tệp có nhiều bảng tin, bài; hãy để mỗi bảng một tệp.").format(
        place=v["place"]
    )


def _month_repeated(_: Translator, v: Values) -> str:
    return _("{place}: tháng {month} có hai cột; hãy gộp thành một cột.").format(
        place=v["place"], month=v["month"]
    )


def _bad_cell(_: Translator, v: Values) -> str:
    return _("{place}, {unit}: “{text}” không phải số nguyên từ 0; hãy sửa ô này.").format(
        place=v["place"], unit=v["unit"], text=v["text"][:40]
    )


def _merged_cell(_: Translator, v: Values) -> str:
    return _("{place}, {unit}: ô “{text}” gộp nhiều ô; hãy tách ra từng tháng.").format(
        place=v["place"], unit=v["unit"], text=v["text"][:40]
    )


def _formula_without_value(_: Translator, v: Values) -> str:
    return _("{place}, {unit}: công thức chưa có kết quả; hãy mở và lưu lại bằng Excel.").format(
        place=v["place"], unit=v["unit"]
    )


def _no_unit(_: Translator, v: Values) -> str:
    return _("{place}: dòng có số liệu nhưng không có tên đơn vị; hãy điền tên.").format(
        place=v["place"]
    )


def _name_too_long(_: Translator, v: Values) -> str:
    return _("{place}: tên dài {length} ký tự, quá mức {limit}; hãy rút gọn.").format(
        place=v["place"], length=v["length"], limit=v["limit"]
    )


def _too_many_cells(_: Translator, v: Values) -> str:
    return _(
        "{place}: dòng có nhiều ô hơn tiêu đề ({expected}); tên có dấu phẩy cần đặt trong "
        "ngoặc kép."
    ).format(place=v["place"], expected=v["expected"])


def _template_unreadable(_: Translator, v: Values) -> str:
    return _("Không đọc được mẫu báo cáo {place}: {reason}; hãy sửa board.template.").format(
        place=v["place"], reason=v["reason"]
    )


FILES: dict[str, Callable[[Translator, Values], str]] = {
    "too_large": _too_large,
    "too_many_rows": _too_many_rows,
    "unknown_type": _unknown_type,
    "old_format": _old_format,
    "protected": _protected,
    "broken_file": _broken_file,
    "no_table": _no_table,
    "no_year": _no_year,
    "year_differs": _year_differs,
    "several_tables": _several_tables,
    "month_repeated": _month_repeated,
    "bad_cell": _bad_cell,
    "merged_cell": _merged_cell,
    "formula_without_value": _formula_without_value,
    "no_unit": _no_unit,
    "name_too_long": _name_too_long,
    "too_many_cells": _too_many_cells,
    "template_unreadable": _template_unreadable,
}
