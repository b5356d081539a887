"""What is wrong with a file: one sentence a fault, with its place and the mend."""

from collections.abc import Callable, Mapping

from domain.imports.places import place_text
from domain.language import Translator
from handlers.reasons import system_reason

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


def _too_many_columns(_: Translator, v: Values) -> str:
    return _("{place}: bảng có hơn {limit} cột; xin gửi riêng bảng tin, bài.").format(
        place=v["place"], limit=v["limit"]
    )


def _too_heavy(_: Translator, v: Values) -> str:
    return _(
        "{place}: tệp cần quá nhiều bộ nhớ hoặc thời gian để đọc; xin chép riêng bảng tin, bài "
        "sang "
        "một tệp .xlsx mới rồi gửi lại."
    ).format(place=v["place"])


def _unknown_type(_: Translator, v: Values) -> str:
    return _(
        "{place}: loại tệp này không đọc được; xin gửi .xlsx, .xls, .ods, .docx hoặc .csv."
    ).format(place=v["place"])


def _pdf(_: Translator, v: Values) -> str:
    return _(
        "{place}: bảng trong tệp PDF không đọc được chắc chắn; xin gửi tệp gốc .xlsx hoặc .docx."
    ).format(place=v["place"])


def _picture(_: Translator, v: Values) -> str:
    return _("{place}: đây là ảnh; xin gửi tệp gốc .xlsx hoặc .docx của bảng.").format(
        place=v["place"]
    )


def _old_format(_: Translator, v: Values) -> str:
    return _(
        "{place}: định dạng Office cũ, máy này không có LibreOffice để đọc; xin lưu lại thành "
        ".docx "
        "hoặc .xlsx."
    ).format(place=v["place"])


def _lost_letters(_: Translator, v: Values) -> str:
    return _(
        "{place}: chữ đã mất dấu, mất chữ (“{text}”); xin lưu lại tệp bằng mã UTF-8 (trong Excel: "
        "“CSV UTF-8”) hoặc gửi .xlsx."
    ).format(place=v["place"], text=v["text"])


def _protected(_: Translator, v: Values) -> str:
    return _("{place}: tệp có mật khẩu; hãy bỏ mật khẩu rồi gửi lại.").format(place=v["place"])


def _broken_file(_: Translator, v: Values) -> str:
    return _("{place}: tệp bị hỏng; hãy mở bằng Word hoặc Excel, lưu lại rồi gửi lại.").format(
        place=v["place"]
    )


def _no_table(_: Translator, v: Values) -> str:
    return _(
        "{place}: không thấy bảng có cột đơn vị và các cột tháng, cũng không thấy danh sách mỗi "
        "dòng "
        "một bài. Bảng mẫu: tinbai template export --table."
    ).format(place=v["place"])


def _no_table_months(_: Translator, v: Values) -> str:
    return _(
        "{place}: chỉ có tổng (“{columns}”), chưa chia theo từng tháng; xin thêm mỗi tháng một "
        "cột, "
        "ví dụ “Tháng 1”."
    ).format(place=v["place"], columns=v["columns"])


def _no_table_month_unclear(_: Translator, v: Values) -> str:
    return _(
        "{place}: có cột đơn vị và cột “{columns}” nhưng không thấy tháng nào; xin ghi tháng vào "
        "tiêu "
        "đề, ví dụ “Tháng 6 năm 2023”."
    ).format(place=v["place"], columns=v["columns"])


def _no_table_quarters(_: Translator, v: Values) -> str:
    return _(
        "{place}: thấy các cột {columns} (quý hoặc kỳ), chưa chia theo từng tháng; xin thêm mỗi "
        "tháng "
        "một cột."
    ).format(place=v["place"], columns=v["columns"])


def _no_table_unit_column(_: Translator, v: Values) -> str:
    if not v["column"]:
        return _(
            "{place}: có các cột tháng nhưng không có cột tên đơn vị; xin thêm cột “Đơn vị”."
        ).format(place=v["place"])
    return _(
        "{place}: có các cột tháng nhưng không rõ cột đơn vị: “{column}”? Xin ghi tiêu đề cột đó "
        "là "
        "“Đơn vị”."
    ).format(place=v["place"], column=v["column"])


def _no_table_units_only(_: Translator, v: Values) -> str:
    return _(
        "{place}: có cột “{column}” nhưng không có cột tháng nào; xin thêm mỗi tháng một cột, ví "
        "dụ "
        "“Tháng 1”."
    ).format(place=v["place"], column=v["column"])


def _no_table_list(_: Translator, v: Values) -> str:
    return _(
        "{place}: mỗi dòng là một bài nhưng không có cột ngày đăng; xin thêm cột “Ngày đăng”."
    ).format(place=v["place"])


def _no_table_topics(_: Translator, v: Values) -> str:
    return _(
        "{place}: bảng đếm theo “{column}”, không theo đơn vị; xin gửi bảng có cột “Đơn vị”."
    ).format(place=v["place"], column=v["column"])


def _empty_list(_: Translator, v: Values) -> str:
    return _("{place}: danh sách chưa có tin, bài nào.").format(place=v["place"])


def _list_unpublished(_: Translator, v: Values) -> str:
    return _(
        "{place}: “{title}” cho biết các tin, bài này chưa đăng nên không tính; xin gửi danh sách "
        "đã đăng."
    ).format(place=v["place"], title=v["title"])


def _article_without_unit(_: Translator, v: Values) -> str:
    return _(
        "{place}, “{title}”: không ghi đơn vị hay tác giả nên không biết tính cho ai; xin thêm cột "
        "“Đơn vị”."
    ).format(place=v["place"], title=v["title"])


def _article_without_date(_: Translator, v: Values) -> str:
    if not v["text"]:
        return _("{place}, “{title}”: chưa có ngày đăng; xin ghi, ví dụ 15/6/2023.").format(
            place=v["place"], title=v["title"]
        )
    return _("{place}: “{text}” không phải ngày đủ năm; xin ghi, ví dụ 15/6/2023.").format(
        place=v["place"], text=v["text"]
    )


def _day_outside_period(_: Translator, v: Values) -> str:
    return _(
        "{place}: ngày {day} không thuộc kỳ của danh sách ({period}); xin sửa ngày (Excel có thể "
        "đã đổi chỗ ngày và tháng hoặc tự thêm năm) hoặc sửa tiêu đề."
    ).format(place=v["place"], day=v["day"], period=v["period"])


def _section_year(_: Translator, v: Values) -> str:
    return _(
        "{place}: không rõ “{text}” thuộc năm nào; xin ghi cả năm, ví dụ “Tháng {month}/2022”."
    ).format(place=v["place"], text=v["text"], month=v["month"])


def _unit_unclear(_: Translator, v: Values) -> str:
    return _(
        "{place}: các cột {columns} ghi khác nhau nên không biết tính cho đơn vị nào; xin giữ một "
        "cột “Đơn vị”."
    ).format(place=v["place"], columns=v["columns"])


def _unit_left_blank(_: Translator, v: Values) -> str:
    return _(
        "{place}: cột “{column}” để trống, không rõ là đơn vị của dòng trên hay của tác giả; xin "
        "ghi đơn vị ở từng dòng."
    ).format(place=v["place"], column=v["column"])


def _cells_left_blank(_: Translator, v: Values) -> str:
    return _(
        "{place}: cột “{column}” để trống ở dòng {rows}, không rõ có phải như dòng trên không; xin "
        "ghi đủ ở từng dòng."
    ).format(place=v["place"], column=v["column"], rows=v["rows"])


def _unit_is_mark(_: Translator, v: Values) -> str:
    return _(
        "{place}: cột “{columns}” ghi “{text}”, không phải tên đơn vị; xin ghi tên đơn vị ở một "
        "cột “Đơn vị”."
    ).format(place=v["place"], columns=v["columns"], text=v["text"])


def _ditto_alone(_: Translator, v: Values) -> str:
    return _("{place}: “{text}” (như trên) không rõ là gì; xin ghi đủ chữ.").format(
        place=v["place"], text=v["text"]
    )


def _unknown_state(_: Translator, v: Values) -> str:
    return _(
        "{place}, “{title}”: không rõ “{state}” là đã đăng hay chưa; xin ghi “Đã đăng” hoặc “Không "
        "đăng”."
    ).format(place=v["place"], title=v["title"], state=v["state"])


def _several_in_a_row(_: Translator, v: Values) -> str:
    return _(
        "{place}, “{title}”: cột {columns} ghi {count}, mà mỗi dòng chỉ tính là một; xin ghi mỗi "
        "tin, bài một dòng."
    ).format(place=v["place"], title=v["title"], columns=v["columns"], count=v["count"])


def _no_such_sheet(_: Translator, v: Values) -> str:
    return _("{place}: không có trang tính “{sheet}”; tệp có: {sheets}.").format(
        place=v["place"], sheet=v["sheet"], sheets=v["sheets"]
    )


def _money(_: Translator, v: Values) -> str:
    return _(
        "{place}: các cột tháng là số tiền (nhuận bút, đồng), không phải số tin, bài; xin gửi "
        "bảng đếm "
        "tin, bài."
    ).format(place=v["place"])


def _plan_table(_: Translator, v: Values) -> str:
    return _(
        "{place}: tiêu đề cho biết đây là kế hoạch, chỉ tiêu, không phải số đã đăng; xin gửi "
        "bảng kết "
        "quả."
    ).format(place=v["place"])


def _other_counts(_: Translator, v: Values) -> str:
    return _("{place}: bảng đếm “{title}”, không phải tin, bài; xin gửi bảng tin, bài.").format(
        place=v["place"], title=v["title"]
    )


def _cumulated(_: Translator, v: Values) -> str:
    return _(
        "{place}: các số là lũy kế, cộng dồn (“{title}”), không phải số của từng tháng; xin gửi "
        "bảng ghi số của từng tháng."
    ).format(place=v["place"], title=v["title"])


def _part_of_month(_: Translator, v: Values) -> str:
    return _("{place}: “{title}” chỉ là một phần của tháng; xin gửi bảng của cả tháng.").format(
        place=v["place"], title=v["title"]
    )


def _tables_beside(_: Translator, v: Values) -> str:
    return _(
        "{place}: có hai bảng đặt cạnh nhau; xin xếp thành một bảng, bảng sau ở dưới bảng trước."
    ).format(place=v["place"])


def _unknown_column(_: Translator, v: Values) -> str:
    return _(
        "{place}: không hiểu cột “{column}” cạnh các tháng; xin xóa cột này hoặc ghi rõ là tháng "
        "nào, "
        "ví dụ “Tháng 6”."
    ).format(place=v["place"], column=v["column"])


def _month_gap(_: Translator, v: Values) -> str:
    return _(
        "{place}: giữa các tháng thiếu {months}; xin thêm cột tháng đó (để trống nếu không có số "
        "liệu) "
        "hoặc sửa tên cột."
    ).format(place=v["place"], months=v["months"])


def _sum_or_unit(_: Translator, v: Values) -> str:
    return _(
        "{place}, {unit}: không rõ là đơn vị hay dòng cộng; xin ghi số thứ tự nếu là đơn vị, ghi "
        "“Cộng” "
        "trước tên nếu là dòng cộng."
    ).format(place=v["place"], unit=v["unit"])


def _person_or_unit(_: Translator, v: Values) -> str:
    return _(
        "{place}, {unit}: đơn vị ở dòng trên không có số liệu, nên không rõ đây là người của đơn "
        "vị ấy hay một đơn vị; xin ghi số thứ tự nếu là đơn vị, ghi đủ họ tên nếu là người."
    ).format(place=v["place"], unit=v["unit"])


def _rows_below_total(_: Translator, v: Values) -> str:
    return _(
        "{place}, {unit}: dòng có số liệu nằm dưới dòng tổng cộng; xin chuyển lên trên nếu là "
        "đơn vị, "
        "xóa nếu không."
    ).format(place=v["place"], unit=v["unit"])


def _parts_differ(_: Translator, v: Values) -> str:
    return _(
        "{place}, {unit}: các dòng chi tiết (tin, bài) bên dưới cộng lại không bằng dòng này; "
        "xin sửa "
        "cho khớp."
    ).format(place=v["place"], unit=v["unit"])


def _measures_mixed(_: Translator, v: Values) -> str:
    return _(
        "{place}, {unit}: một đơn vị có nhiều dòng khác nghĩa (“{text}”) nên không cộng được; xin "
        "chỉ giữ dòng số tin, bài đã đăng."
    ).format(place=v["place"], unit=v["unit"], text=v["text"][:40])


def _grand_total_differs(_: Translator, v: Values) -> str:
    text = _(
        "{place}, {unit}: tổng tháng {month} ghi {printed} nhưng các dòng cộng lại được "
        "{counted}; có "
        "dòng bị thiếu hoặc đọc nhầm, xin kiểm tra lại bảng."
    ).format(
        place=v["place"],
        unit=v["unit"],
        month=v["month"],
        printed=v["printed"],
        counted=v["counted"],
    )
    if v.get("hidden"):
        text += " " + _("Bảng có dòng ẩn không được tính; xin hiện hoặc xóa các dòng ấy.")
    return text


def _unit_month_repeated(_: Translator, v: Values) -> str:
    return _("{place}, {unit}: {month} đã có ở dòng trên; xin gộp thành một dòng.").format(
        place=v["place"], unit=v["unit"], month=v["month"]
    )


def _table_cut(_: Translator, v: Values) -> str:
    return _(
        "{place}: không rõ các dòng này có nối tiếp bảng phía trên không; xin gộp thành một bảng."
    ).format(place=v["place"])


def _year_unclear(_: Translator, v: Values) -> str:
    return _(
        "{place}: bảng nhắc đến nhiều năm ({years}); xin chọn năm, ví dụ --year {year}."
    ).format(
        place=v["place"],
        years=v["years"].strip("[]"),
        year=v["years"].strip("[]").split(",")[-1].strip(),
    )


def _year_falls(_: Translator, v: Values) -> str:
    return _(
        "{place}: các tháng sang năm khác nhưng không rõ năm nào; xin ghi năm ở tên cột, ví dụ "
        "“Tháng "
        "12/2022”."
    ).format(place=v["place"])


def _month_unclear(_: Translator, v: Values) -> str:
    return _(
        "{place}: tiêu đề và tên trang tính ghi hai tháng khác nhau ({months}); xin sửa cho khớp."
    ).format(place=v["place"], months=v["months"].strip("[]"))


def _no_year(_: Translator, v: Values) -> str:
    return _(
        "{place}: không thấy năm của bảng; hãy ghi năm vào tiêu đề, ví dụ “6 tháng đầu năm 2021”, "
        "hoặc thêm --year 2021 khi nhập bằng dòng lệnh."
    ).format(place=v["place"])


def _year_differs(_: Translator, v: Values) -> str:
    return _(
        "{place}: tệp ghi năm {file}, không phải {given}; hãy bỏ năm {given} (ở chú thích của tệp "
        "hoặc ở --year)."
    ).format(place=v["place"], file=v["file"], given=v["given"])


def _several_tables(_: Translator, v: Values) -> str:
    return _(
        "{place}: tệp có nhiều bảng không ghép được với nhau ({tables}); xin để mỗi bảng một tệp "
        "hoặc "
        "chọn một trang tính."
    ).format(place=v["place"], tables=v["tables"])


def _month_repeated(_: Translator, v: Values) -> str:
    return _("{place}: tháng {month} có hai cột; hãy gộp thành một cột.").format(
        place=v["place"], month=v["month"]
    )


def _bad_cell(_: Translator, v: Values) -> str:
    return _("{place}, {unit}: “{text}” không phải số nguyên từ 0; hãy sửa ô này.").format(
        place=v["place"], unit=v["unit"], text=v["text"][:40]
    )


def _mark_no_count(_: Translator, v: Values) -> str:
    return _(
        "{place}, {unit}: “{text}” chỉ đánh dấu là có, không cho biết mấy tin, bài; xin ghi số, ví "
        "dụ 1."
    ).format(place=v["place"], unit=v["unit"], text=v["text"][:40])


def _shown_otherwise(_: Translator, v: Values) -> str:
    return _(
        "{place}, {unit}: định dạng ô (%, tiền, chia nghìn) làm số {text} hiện ra khác đi; xin ghi "
        "đúng số tin, bài và chọn định dạng số thường."
    ).format(place=v["place"], unit=v["unit"], text=v["text"][:40])


def _only_sent(_: Translator, v: Values) -> str:
    return _(
        "{place}: “{column}” là số tin, bài gửi, chưa phải số đã đăng; xin thêm cột “Đã đăng” cho "
        "mỗi tháng."
    ).format(place=v["place"], column=v["column"])


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
        place=v["place"], reason=system_reason(_, str(v["reason"]))
    )


def with_places(_: Translator, values: Mapping[str, object]) -> dict[str, object]:
    """Return a fault's values, its places in the reader's words."""
    worded = dict(values)
    for key in ("place", "column"):
        if isinstance(place := values.get(key), str):
            worded[key] = place_text(_, place)
    if isinstance(tables := values.get("tables"), list):
        worded["tables"] = "; ".join(place_text(_, str(table)) for table in tables)
    return worded


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
    "mark_no_count": _mark_no_count,
    "shown_otherwise": _shown_otherwise,
    "only_sent": _only_sent,
    "merged_cell": _merged_cell,
    "formula_without_value": _formula_without_value,
    "no_unit": _no_unit,
    "name_too_long": _name_too_long,
    "too_many_cells": _too_many_cells,
    "too_many_columns": _too_many_columns,
    "too_heavy": _too_heavy,
    "pdf": _pdf,
    "picture": _picture,
    "lost_letters": _lost_letters,
    "no_table_months": _no_table_months,
    "no_table_month_unclear": _no_table_month_unclear,
    "no_table_quarters": _no_table_quarters,
    "no_table_unit_column": _no_table_unit_column,
    "no_table_units_only": _no_table_units_only,
    "no_table_list": _no_table_list,
    "no_table_topics": _no_table_topics,
    "empty_list": _empty_list,
    "list_unpublished": _list_unpublished,
    "article_without_unit": _article_without_unit,
    "article_without_date": _article_without_date,
    "day_outside_period": _day_outside_period,
    "section_year": _section_year,
    "unit_unclear": _unit_unclear,
    "unit_left_blank": _unit_left_blank,
    "cells_left_blank": _cells_left_blank,
    "unit_is_mark": _unit_is_mark,
    "ditto_alone": _ditto_alone,
    "unknown_state": _unknown_state,
    "several_in_a_row": _several_in_a_row,
    "no_such_sheet": _no_such_sheet,
    "money": _money,
    "plan_table": _plan_table,
    "other_counts": _other_counts,
    "cumulated": _cumulated,
    "part_of_month": _part_of_month,
    "tables_beside": _tables_beside,
    "unknown_column": _unknown_column,
    "month_gap": _month_gap,
    "sum_or_unit": _sum_or_unit,
    "person_or_unit": _person_or_unit,
    "rows_below_total": _rows_below_total,
    "parts_differ": _parts_differ,
    "measures_mixed": _measures_mixed,
    "grand_total_differs": _grand_total_differs,
    "unit_month_repeated": _unit_month_repeated,
    "table_cut": _table_cut,
    "year_unclear": _year_unclear,
    "year_falls": _year_falls,
    "month_unclear": _month_unclear,
    "template_unreadable": _template_unreadable,
}
