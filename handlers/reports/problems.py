"""What is wrong with a figure, a note or a report: one sentence each, with one right example."""

from collections.abc import Callable, Mapping
from datetime import date

from domain.dates import format_date
from domain.language import Translator

Values = Mapping[str, str]


def _figure(_: Translator, v: Values) -> str:
    text = _("Ban không có số liệu “{name}”; gõ /solieu để xem các số liệu.").format(
        name=v["name"][:80]
    )
    if v.get("nearest"):
        text += " " + _("Có phải là “{nearest}”?").format(nearest=v["nearest"])
    return text


def _money_figure(_: Translator, v: Values) -> str:
    return _("Ban chưa khai báo kinh phí; người vận hành thêm mục [[board.figures]] loại money.")


def _figure_entry(_: Translator, v: Values) -> str:
    return _("Lần ghi này đã được bỏ rồi; gõ /solieu để xem số liệu hiện nay.")


def _bad_number(_: Translator, v: Values) -> str:
    if not v["text"].strip():
        return _(
            "Còn thiếu con số; xin gửi như <code>/solieu lượt truy cập 96.811 29/6/2021</code>."
        )
    return _(
        "“{text}” không phải là số; xin gửi như <code>96.811</code>, không có thì <code>0</code>."
    ).format(text=v["text"][:80])


def _name_or_number(_: Translator, v: Values) -> str:
    return _(
        "“{text}” là tên hay là số? Nếu là số, xin chỉ gửi con số, như <code>/solieu văn bản 213 "
        "30/6/2021</code> hoặc <code>16/17</code>; nếu là tên, xin ghi số lượng trước, như "
        "<code>/solieu chuyên mục 1: Bầu cử 2021</code>."
    ).format(text=v["text"][:80])


def _name_or_list(_: Translator, v: Values) -> str:
    return _(
        "“{text}” là một tên hay {count} tên? Nếu là một, xin gửi như <code>/solieu chuyên mục 1: "
        "Văn hóa, Thể thao và Du lịch</code>; nếu là nhiều, xin ngăn bằng dấu chấm phẩy, như "
        "<code>/solieu chuyên mục Chuyển đổi số; Nông thôn mới</code>."
    ).format(text=v["text"][:80], count=v["count"])


def _bad_part(_: Translator, v: Values) -> str:
    return _(
        "“{text}” không hợp lệ vì phần lớn hơn toàn bộ; xin gửi như <code>16/17</code>."
    ).format(text=v["text"][:80])


def _count_mismatch(_: Translator, v: Values) -> str:
    return _(
        "Số lượng {count} ít hơn {named} tên đã ghi; xin sửa một trong hai, "
        "ví dụ <code>/solieu chuyên mục 2: Chuyển đổi số; Nông thôn mới</code>."
    ).format(count=v["count"], named=v["named"])


def _many_items(_: Translator, v: Values) -> str:
    return _(
        "{count} tên là quá nhiều cho một lần ghi; xin gửi từng phần, mỗi lần {limit} tên."
    ).format(count=v["count"], limit=v["limit"])


def _long_name(_: Translator, v: Values) -> str:
    return _("Tên dài {length} ký tự; xin viết gọn trong {limit} ký tự.").format(
        length=v["length"], limit=v["limit"]
    )


def _future_day(_: Translator, v: Values) -> str:
    return _("Ngày {day} chưa tới; xin gửi ngày đã qua, ví dụ <code>hôm nay</code>.").format(
        day=format_date(date.fromisoformat(v["date"]))
    )


def _many_lines(_: Translator, v: Values) -> str:
    return _(
        "Mỗi tin chỉ ghi một số liệu hay một khoản chi, nên các dòng này chưa được ghi; xin gửi "
        "mỗi dòng một tin, ví dụ <code>/solieu lượt truy cập 96.811 29/6/2021</code> hoặc "
        "<code>/chi nhuận bút 46.276.000 15/6/2021</code>."
    )


def _bad_amount(_: Translator, v: Values) -> str:
    if v.get("several"):
        return _(
            "“{text}” có hơn một con số nên chưa được ghi; xin gửi mỗi khoản một tin, với tổng số "
            "tiền của khoản ấy, ví dụ <code>/chi nhuận bút 46.276.000 15/6/2021</code>."
        ).format(text=v["text"][:80])
    return _(
        "“{text}” không phải là số tiền; xin gửi như <code>46.276.000</code> "
        "hoặc <code>46,276 triệu</code>."
    ).format(text=v["text"][:80])


def _ambiguous_amount(_: Translator, v: Values) -> str:
    return _(
        "“{text}” có thể hiểu hai cách; xin gửi rõ <code>{less}</code> hay <code>{more}</code>."
    ).format(text=v["text"][:80], less=v["less"], more=v["more"])


def _vague_amount(_: Translator, v: Values) -> str:
    return _(
        "“{text}” chưa rõ là bao nhiêu nên chưa được ghi; xin gửi số tiền đúng, ví dụ "
        "<code>/chi nhuận bút 46.276.000 15/6/2021</code>."
    ).format(text=v["text"][:80])


def _money_back(_: Translator, v: Values) -> str:
    return _(
        "“{text}” là tiền thu về nên không ghi là khoản chi; xin gửi <code>/chi</code>, bỏ lần ghi "
        "cũ rồi ghi lại số đã chi đúng, ví dụ <code>/chi nhuận bút 46.276.000 15/6/2021</code>."
    ).format(text=v["text"][:80])


def _bad_payment(_: Translator, v: Values) -> str:
    return _(
        "Không đọc được số tiền; xin gửi như <code>/chi nhuận bút 46.276.000 15/6/2021</code> "
        "hoặc <code>/chi ngân sách 2021 150.000.000</code>."
    )


def _budget_or_payment(_: Translator, v: Values) -> str:
    return _(
        "“{text}” là kinh phí được giao hay khoản đã chi? Kinh phí cả năm, gồm cả phần bổ sung, "
        "xin gửi như <code>/chi ngân sách 2021 150.000.000</code>; khoản đã chi thì nêu tên "
        "việc, như <code>/chi nhuận bút 46.276.000 15/6/2021</code>."
    ).format(text=v["text"][:80])


def _payment_without_category(_: Translator, v: Values) -> str:
    return _("Chi cho việc gì? Xin gửi như <code>/chi nhuận bút 46.276.000 15/6/2021</code>.")


def _bad_note(_: Translator, v: Values) -> str:
    return _(
        "Không có mục “{text}”; xin dùng một trong: chỉ đạo, tin bài, văn bản, trang thành phần, "
        "kinh phí, ưu điểm, hạn chế, nhiệm vụ, khác, ví dụ "
        "<code>/ghichu nhiệm vụ: Mở lớp tập huấn</code>."
    ).format(text=v["text"][:80])


def _empty_note(_: Translator, v: Values) -> str:
    return _("Đoạn ghi chú đang trống; xin gửi như <code>/ghichu nhiệm vụ: Mở lớp tập huấn</code>.")


def _long_note(_: Translator, v: Values) -> str:
    return _("Đoạn ghi chú dài {length} ký tự; xin viết gọn trong {limit} ký tự.").format(
        length=v["length"], limit=v["limit"]
    )


def _many_notes(_: Translator, v: Values) -> str:
    return _("Một mục chỉ có tối đa {limit} đoạn, không thể có {count}; xin gộp lại.").format(
        count=v["count"], limit=v["limit"]
    )


def _several_notes(_: Translator, v: Values) -> str:
    return _(
        "Tin này có vẻ nói đến nhiều mục nên chưa ghi gì; xin gửi mỗi mục trong một tin riêng, "
        "như <code>/ghichu nhiệm vụ: Mở lớp tập huấn</code>."
    )


def _notes_kept(_: Translator, v: Values) -> str:
    return _(
        "Mục này đã có {count} đoạn của ban nên chưa đổi gì; để bỏ một đoạn, xin gửi như "
        "<code>/ghichu bỏ ưu điểm 2</code>."
    ).format(count=v["count"])


def _note_place(_: Translator, v: Values) -> str:
    return _(
        "Mục này không có đoạn {place}, chỉ có {count} đoạn; gõ /ghichu để xem các đoạn."
    ).format(place=v["place"], count=v["count"])


def _old_note(_: Translator, v: Values) -> str:
    return _("Các đoạn của mục này đã thay đổi; gõ /ghichu để xem lại.")


def _issue_busy(_: Translator, v: Values) -> str:
    return _("Nhiều báo cáo đang được ban hành cùng lúc; xin gõ /banhanh lại sau ít phút.")


def _issued_meanwhile(_: Translator, v: Values) -> str:
    return _("Báo cáo kỳ này vừa được ban hành hoặc huỷ; xin gõ /banhanh lại để xem.")


def _not_in_force(_: Translator, v: Values) -> str:
    return _("Báo cáo số {number} đã được thay thế hoặc huỷ rồi; gõ /banhanh để xem.").format(
        number=v["number"]
    )


def _issue(_: Translator, v: Values) -> str:
    return _("Không có báo cáo số {number} năm {year}; gõ /banhanh để xem các số đã cấp.").format(
        number=v["number"], year=v["year"]
    )


def _signing_day(_: Translator, v: Values) -> str:
    from datetime import date

    past, coming = (format_date(date.fromisoformat(v[key])) for key in ("past", "coming"))
    return _(
        "“{text}” có thể là {past} hoặc {coming}; xin gửi đủ ngày, tháng, năm, ví dụ "
        "<code>{past}</code>."
    ).format(text=v["text"][:60], past=past, coming=coming)


def _issue_of_year(_: Translator, v: Values) -> str:
    return _(
        "Không có báo cáo số {number} năm {year}; nếu là của năm khác thì gửi như "
        "<code>/banhanh huỷ {number}/{other} Lý do</code>, các số đã cấp xem bằng /banhanh."
    ).format(number=v["number"], year=v["year"], other=int(v["year"]) - 1)


def _issue_number(_: Translator, v: Values) -> str:
    return _(
        "“{text}” không phải là số báo cáo; xin gửi như "
        "<code>/banhanh huỷ 01 Nhầm số liệu tháng 5</code>."
    ).format(text=v["text"][:40])


def _cancel_without_reason(_: Translator, v: Values) -> str:
    return _("Xin ghi lý do huỷ, ví dụ <code>/banhanh huỷ 01 Nhầm số liệu tháng 5</code>.")


def _bad_template(_: Translator, v: Values) -> str:
    from services.reports.templates import fault_sentence

    # The values are escaped already, as the whole sentence must be.
    fault = fault_sentence(_, v["fault"], v["name"], v["nearest"], v["near"])
    return _("Mẫu báo cáo của ban không dùng được. {fault}").format(fault=fault)


def _no_libreoffice(_: Translator, v: Values) -> str:
    return _(
        "Máy chủ chưa cài LibreOffice nên chưa tạo được PDF; xin dùng tệp Word, "
        "hoặc nhờ người vận hành cài LibreOffice."
    )


def _pdf_failed(_: Translator, v: Values) -> str:
    return _("LibreOffice không tạo được PDF; xin dùng tệp Word rồi lưu thành PDF.")


def _render_slow(_: Translator, v: Values) -> str:
    return _(
        "Tạo tệp quá {seconds} giây nên đã dừng; nếu ban dùng mẫu Word riêng, xin nhờ người vận "
        "hành kiểm tra mẫu bằng <code>tinbai template check</code>, rồi gửi lại."
    ).format(seconds=v["seconds"])


def _render_large(_: Translator, v: Values) -> str:
    return _(
        "Tạo tệp cần quá nhiều bộ nhớ nên đã dừng; nếu ban dùng mẫu Word riêng, xin nhờ người vận "
        "hành kiểm tra mẫu bằng <code>tinbai template check</code>, rồi gửi lại."
    )


def _trace(_: Translator, v: Values) -> str:
    return _("Báo cáo không còn dòng này; xin gõ <code>/baocao</code> để xem lại.")


def _rollup_alone(_: Translator, v: Values) -> str:
    return _(
        "Bảng tổng hợp dành cho người làm thư ký hoặc trưởng ban của nhiều ban; "
        "xem ban này bằng <code>/baocao</code>."
    )


def _payment_unit(_: Translator, v: Values) -> str:
    text = _(
        "Không có đơn vị “{name}”; xin gửi tên đơn vị như trong /donvi, hoặc "
        "<code>người nhận: {name}</code> nếu đó là người nhận."
    ).format(name=v["name"][:80])
    if v.get("nearest"):
        text += " " + _("Có phải là “{nearest}”?").format(nearest=v["nearest"])
    return text


def _payment_parts(_: Translator, v: Values) -> str:
    return _(
        "Không rõ “{text}” là gì; xin gửi như <code>/chi nhuận bút 500.000 15/6/2021 | "
        "đơn vị: Công an | người nhận: Trần Văn B</code>."
    ).format(text=v["text"][:80])


def _note_numbers(_: Translator, v: Values) -> str:
    example = {
        "move": "/ghichu chuyển ưu điểm 3 lên 1",
        "order": "/ghichu thứ tự ưu điểm 2 1 3",
        "restore": "/ghichu khôi phục ưu điểm 2",
    }.get(v["verb"], "/ghichu bỏ ưu điểm 2")
    if v["verb"] == "edit":
        return _(
            "Xin ghi số của câu và câu mới sau dấu hai chấm, như "
            "<code>/ghichu ưu điểm 2: Câu mới</code>."
        )
    if v["verb"] == "add":
        return _(
            "Xin ghi câu mới sau dấu hai chấm, như <code>/ghichu nhiệm vụ: Mở lớp tập huấn</code>."
        )
    return _("Xin ghi số của câu, mỗi số một lần, như <code>{example}</code>.").format(
        example=example
    )


def _note_words(_: Translator, v: Values) -> str:
    return _(
        "Không rõ “{text}” là gì nên chưa ghi; nội dung xin viết sau dấu hai chấm, như "
        "<code>/ghichu nhiệm vụ: Mở lớp tập huấn</code>."
    ).format(text=v["text"][:80])


def _note_as_generated(_: Translator, v: Values) -> str:
    return _(
        "Câu “{text}” chưa bỏ và chưa sửa nên không có gì để khôi phục; gõ /ghichu để xem."
    ).format(text=v["text"])


def _uncovered_topic(_: Translator, v: Values) -> str:
    text = _(
        "“{name}” không phải là lĩnh vực chưa có tin, bài của ban; gõ /caidat chuyên mục để xem "
        "các lĩnh vực, ví dụ gửi <code>/ghichu lĩnh vực: Tôn giáo; Quy hoạch</code>."
    ).format(name=v["name"][:80])
    if v.get("nearest"):
        text += " " + _("Có phải là “{nearest}”?").format(nearest=v["nearest"])
    return text


def _issue_part(_: Translator, v: Values) -> str:
    return _(
        "Không đọc được “{text}”; xin gửi như <code>/banhanh 2021-H1 số 05 ngày 28/7/2021</code>."
    ).format(text=v["text"][:80])


def _issued_number(_: Translator, v: Values) -> str:
    return _("“{text}” không phải là số báo cáo; xin gửi như <code>05</code>.").format(
        text=v["text"][:40]
    )


def _other_suffix(_: Translator, v: Values) -> str:
    return _(
        "Ký hiệu của ban là {own}, không phải {typed}; xin chỉ gửi số, hoặc đổi ký hiệu bằng "
        "<code>/caidat ký hiệu: {typed}</code>."
    ).format(own=v["own"], typed=v["typed"][:40])


def _number_used(_: Translator, v: Values) -> str:
    return _("Số {number} đã dùng rồi; xin gõ /banhanh để chọn số khác.").format(number=v["number"])


def _not_replaced(_: Translator, v: Values) -> str:
    return _("Báo cáo số {number} không phải bản đã được thay thế; gõ /banhanh để xem.").format(
        number=v["number"]
    )


def _unknown_signer(_: Translator, v: Values) -> str:
    return _(
        "Không rõ ai là “{text}” trong danh sách người ký; gõ /caidat người ký để xem, hoặc thêm "
        "bằng <code>/caidat thêm người ký: Phó Trưởng ban | Nguyễn Văn A</code>."
    ).format(text=v["text"][:80])


REPORTING: dict[str, Callable[[Translator, Values], str]] = {
    "figure": _figure,
    "money_figure": _money_figure,
    "figure_entry": _figure_entry,
    "bad_number": _bad_number,
    "name_or_number": _name_or_number,
    "name_or_list": _name_or_list,
    "bad_part": _bad_part,
    "count_mismatch": _count_mismatch,
    "many_items": _many_items,
    "many_lines": _many_lines,
    "long_figure_name": _long_name,
    "future_day": _future_day,
    "bad_amount": _bad_amount,
    "ambiguous_amount": _ambiguous_amount,
    "vague_amount": _vague_amount,
    "money_back": _money_back,
    "bad_payment": _bad_payment,
    "budget_or_payment": _budget_or_payment,
    "payment_without_category": _payment_without_category,
    "bad_note": _bad_note,
    "empty_note": _empty_note,
    "long_note": _long_note,
    "many_notes": _many_notes,
    "several_notes": _several_notes,
    "notes_kept": _notes_kept,
    "note_place": _note_place,
    "note_numbers": _note_numbers,
    "note_words": _note_words,
    "note_as_generated": _note_as_generated,
    "uncovered_topic": _uncovered_topic,
    "payment_unit": _payment_unit,
    "payment_parts": _payment_parts,
    "issue_part": _issue_part,
    "issued_number": _issued_number,
    "other_suffix": _other_suffix,
    "number_used": _number_used,
    "not_replaced": _not_replaced,
    "unknown_signer": _unknown_signer,
    "old_note": _old_note,
    "issue_busy": _issue_busy,
    "issued_meanwhile": _issued_meanwhile,
    "not_in_force": _not_in_force,
    "issue": _issue,
    "signing_day": _signing_day,
    "issue_of_year": _issue_of_year,
    "issue_number": _issue_number,
    "cancel_without_reason": _cancel_without_reason,
    "bad_template": _bad_template,
    "no_libreoffice": _no_libreoffice,
    "pdf_failed": _pdf_failed,
    "render_slow": _render_slow,
    "render_large": _render_large,
    "trace": _trace,
    "rollup_alone": _rollup_alone,
}
