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
    return _("“{text}” không phải là số; xin gửi như <code>96.811</code>.").format(
        text=v["text"][:80]
    )


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


def _bad_amount(_: Translator, v: Values) -> str:
    return _(
        "“{text}” không phải là số tiền; xin gửi như <code>46.276.000</code> "
        "hoặc <code>46,276 triệu</code>."
    ).format(text=v["text"][:80])


def _ambiguous_amount(_: Translator, v: Values) -> str:
    return _(
        "“{text}” có thể hiểu hai cách; xin gửi rõ <code>{less}</code> hay <code>{more}</code>."
    ).format(text=v["text"][:80], less=v["less"], more=v["more"])


def _bad_payment(_: Translator, v: Values) -> str:
    return _(
        "Không đọc được số tiền; xin gửi như <code>/chi nhuận bút 46.276.000 15/6/2021</code> "
        "hoặc <code>/chi ngân sách 2021 150.000.000</code>."
    )


def _payment_without_category(_: Translator, v: Values) -> str:
    return _("Chi cho việc gì? Xin gửi như <code>/chi nhuận bút 46.276.000 15/6/2021</code>.")


REPORTING: dict[str, Callable[[Translator, Values], str]] = {
    "figure": _figure,
    "money_figure": _money_figure,
    "figure_entry": _figure_entry,
    "bad_number": _bad_number,
    "bad_part": _bad_part,
    "count_mismatch": _count_mismatch,
    "many_items": _many_items,
    "long_figure_name": _long_name,
    "future_day": _future_day,
    "bad_amount": _bad_amount,
    "ambiguous_amount": _ambiguous_amount,
    "bad_payment": _bad_payment,
    "payment_without_category": _payment_without_category,
}
