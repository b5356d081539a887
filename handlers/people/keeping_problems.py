"""What is wrong with a correction, a unit or a person: one sentence each, with an example."""

from collections.abc import Callable, Mapping
from datetime import date

from domain.dates import format_date
from domain.language import Translator
from handlers.people.page_texts import link_gone

Values = Mapping[str, str]


def _article_number(_: Translator, v: Values) -> str:
    return _("Xin gửi số của bài, ví dụ <code>/lichsu 57</code> hoặc <code>#57</code>.")


def _issued_article(_: Translator, v: Values) -> str:
    day = format_date(date.fromisoformat(v["date"]))
    return _(
        "Ngày {day} thuộc kỳ đã ban hành báo cáo nên bài không sửa được nữa; "
        "xin nhờ thư ký ban biên tập sửa giúp."
    ).format(day=day)


def _same_value(_: Translator, v: Values) -> str:
    return _(
        "Bài #{number} đang có đúng giá trị này; xin gửi giá trị khác, hoặc gõ /huy để giữ nguyên."
    ).format(number=v["number"])


def _link_known(_: Translator, v: Values) -> str:
    return _(
        "Liên kết này đã được ghi ở bài #{number} ({title}); xin gửi liên kết khác, "
        "hoặc gõ /huy để giữ nguyên."
    ).format(number=v["number"], title=v["title"])


def _unknown_kind(_: Translator, v: Values) -> str:
    return _(
        "Không có loại “{text}”; xin gửi một trong các loại: tin, bài, ảnh, video, khác."
    ).format(text=v["text"])


def _no_reason(_: Translator, v: Values) -> str:
    return _("Xin ghi rõ lý do, ví dụ <code>Bài trùng với bài số 12</code>.")


def _no_words(_: Translator, v: Values) -> str:
    return _(
        "Xin gửi chữ cần tìm hoặc số bài, "
        "ví dụ <code>/tim hội thao</code> hoặc <code>/tim 57</code>."
    )


def _no_question(_: Translator, v: Values) -> str:
    return _("Câu hỏi này đã được trả lời; xin chọn lại từ bài hoặc gõ lệnh lại.")


def _not_undoable(_: Translator, v: Values) -> str:
    return _("Việc vừa làm không rút lại được bằng /hoantac; xin sửa bằng lệnh của việc đó.")


def _short_name(_: Translator, v: Values) -> str:
    return _("Tên quá ngắn; xin gửi tên đầy đủ, ví dụ <code>Phòng Tư pháp</code>.")


def _long_name(_: Translator, v: Values) -> str:
    return _("Tên dài {length} ký tự, quá mức {limit}; xin gửi tên gọn hơn.").format(
        length=v["length"], limit=v["limit"]
    )


def _name_taken(_: Translator, v: Values) -> str:
    return _("“{name}” đã là tên của {unit}; xin gửi tên khác.").format(
        name=v["name"], unit=v["unit"]
    )


def _unknown_group(_: Translator, v: Values) -> str:
    return _(
        "Không có nhóm “{name}”; có phải là “{nearest}”? "
        "Để lập nhóm mới, xin gửi <code>nhóm mới: {name}</code>."
    ).format(name=v["name"], nearest=v["nearest"])


def _group_unnamed(_: Translator, v: Values) -> str:
    return _(
        "Xin gửi cả tên đơn vị và tên nhóm, "
        "ví dụ <code>Phòng Tư pháp | Các phòng chuyên môn</code>."
    )


def _closed_before_start(_: Translator, v: Values) -> str:
    return _("{unit} hoạt động từ ngày {day}; xin gửi ngày sau ngày đó.").format(
        unit=v["unit"], day=format_date(date.fromisoformat(v["date"]))
    )


def _bad_successor(_: Translator, v: Values) -> str:
    return _(
        "{name} không thể là đơn vị kế tục vì chính đơn vị đó đã thôi hoạt động hoặc do đơn vị này "
        "kế tục; xin chọn đơn vị khác, hoặc gửi <code>-</code> nếu không có."
    ).format(name=v["name"])


def _unit_is_closed(_: Translator, v: Values) -> str:
    return _("{unit} đã được ghi là thôi hoạt động; xem bằng /donvi.").format(unit=v["unit"])


def _person(_: Translator, v: Values) -> str:
    sentence = _("Không có ai tên “{name}” trong ban; xem danh sách bằng /thanhvien.").format(
        name=v["name"]
    )
    if v.get("nearest"):
        sentence += " " + _("Có phải là “{nearest}”?").format(nearest=v["nearest"])
    return sentence


def _role_ended(_: Translator, v: Values) -> str:
    return _("Vai trò này đã thôi từ trước; xem lại bằng /thanhvien.")


def _last_chair(_: Translator, v: Values) -> str:
    return _(
        "Đây là trưởng ban duy nhất; xin mời trưởng ban khác bằng /moi trước khi cho thôi vai trò."
    )


def _other_boards(_: Translator, v: Values) -> str:
    return _(
        "{name} còn làm việc ở ban khác nên không chuyển tài khoản từ đây được; "
        "xin mời tài khoản mới bằng /moi."
    ).format(name=v["name"])


def _past_absence(_: Translator, v: Values) -> str:
    return _("Ngày {day} đã qua; xin gửi ngày sắp tới, ví dụ <code>30/6/2021</code>.").format(
        day=format_date(date.fromisoformat(v["date"]))
    )


def _own_stand_in(_: Translator, v: Values) -> str:
    return _("Người vắng không thể tự thay mình; xin chọn người khác, hoặc gửi <code>-</code>.")


def _several_people(_: Translator, v: Values) -> str:
    return _("Có nhiều người như vậy ({names}); xin gửi đủ họ và tên của một người.").format(
        names=v["names"]
    )


def _invitation(_: Translator, v: Values) -> str:
    return _("Mã mời này đã được dùng, đã thu hồi hoặc hết hạn; xem các mã đang mở bằng /moi.")


KEEPING: dict[str, Callable[[Translator, Values], str]] = {
    "article_number": _article_number,
    "issued_article": _issued_article,
    "same_value": _same_value,
    "link_known": _link_known,
    "unknown_kind": _unknown_kind,
    "my_page_link": lambda _, _v: link_gone(_),
    "no_reason": _no_reason,
    "no_words": _no_words,
    "no_question": _no_question,
    "not_undoable": _not_undoable,
    "short_name": _short_name,
    "long_name": _long_name,
    "name_taken": _name_taken,
    "unknown_group": _unknown_group,
    "group_unnamed": _group_unnamed,
    "closed_before_start": _closed_before_start,
    "bad_successor": _bad_successor,
    "unit_is_closed": _unit_is_closed,
    "person": _person,
    "role_ended": _role_ended,
    "last_chair": _last_chair,
    "other_boards": _other_boards,
    "past_absence": _past_absence,
    "own_stand_in": _own_stand_in,
    "several_people": _several_people,
    "invitation": _invitation,
}
