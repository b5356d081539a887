"""What was wrong and how to mend it: one sentence a problem, with one right example."""

from collections.abc import Callable, Mapping
from html import escape

from domain.dates import format_date
from domain.language import Translator
from handlers.imports.file_problems import FILES, with_places
from handlers.imports.problems import IMPORTING
from handlers.people.keeping_problems import KEEPING
from handlers.reports.board_page_texts import LINKS
from handlers.reports.problems import REPORTING
from handlers.reports.settings.problems import SETTING
from handlers.upkeep.operator_problems import OPERATING

Values = Mapping[str, str]


def problem_text(_: Translator, code: str, values: Mapping[str, object]) -> str:
    """Return the sentence (simple HTML) of a problem; ValueError for a code without one."""
    if code in FILES:
        values = with_places(_, values)
    escaped = {key: "" if value is None else escape(str(value)) for key, value in values.items()}
    if code not in _SENTENCES:
        raise ValueError(f"no sentence for {code!r}")
    return _SENTENCES[code](_, escaped)


def has_sentence(code: str) -> bool:
    """Tell whether a problem has a sentence."""
    return code in _SENTENCES


def _with_nearest(_: Translator, sentence: str, nearest: str) -> str:
    if not nearest:
        return sentence
    return sentence + " " + _("Có phải là “{nearest}”?").format(nearest=nearest)


def _bad_date(_: Translator, v: Values) -> str:
    return _(
        "Ngày “{text}” không đọc được; xin viết như <code>15/6/2021</code>, <code>15/6</code> "
        "hoặc <code>hôm qua</code>."
    ).format(text=v["text"])


def _future_date(_: Translator, v: Values) -> str:
    from datetime import date

    day = format_date(date.fromisoformat(v["date"]))
    return _("Ngày {day} chưa tới; xin gửi ngày bài đã đăng, ví dụ <code>hôm nay</code>.").format(
        day=day
    )


def _near_date(_: Translator, v: Values) -> str:
    from datetime import date

    past, coming = (format_date(date.fromisoformat(v[key])) for key in ("past", "coming"))
    return _(
        "“{text}” có thể là {past}, còn ngày {coming} thì chưa tới; xin chọn, hoặc gửi cả năm, "
        "ví dụ <code>{past}</code>."
    ).format(text=v["text"][:60], past=past, coming=coming)


def _vague_date(_: Translator, v: Values) -> str:
    return _(
        "“{text}” có thể là nhiều ngày; xin gửi đúng một ngày, ví dụ <code>14/6</code> "
        "hoặc <code>hôm qua</code>."
    ).format(text=v["text"][:60])


def _weekday_date(_: Translator, v: Values) -> str:
    from datetime import date

    return _(
        "Trong “{text}”, thứ và ngày không khớp nhau; nếu đúng là ngày {day} thì xin gửi "
        "<code>{day}</code>."
    ).format(text=v["text"][:60], day=format_date(date.fromisoformat(v["past"])))


def _old_date(_: Translator, v: Values) -> str:
    from datetime import date

    day = format_date(date.fromisoformat(v["past"]))
    return _(
        "Ngày {day} trước xa tháng đầu tiên có số liệu ({month}); nếu đúng thì xin gửi lại "
        "<code>{day}</code>, không thì gửi ngày khác, ví dụ <code>hôm nay</code>."
    ).format(day=day, month=_month(v["month"]))


def _near_month(_: Translator, v: Values) -> str:
    return _(
        "Tháng này có thể là {month} hoặc {coming}; xin viết cả năm, ví dụ "
        "<code>tháng {month}</code>."
    ).format(month=_month(v["month"]), coming=_month(v["coming"]))


def _old_offer(_: Translator, v: Values) -> str:
    return _(
        "Đề nghị này đã được ghi hoặc đã cũ; muốn báo không có tin, bài thì gõ lệnh kèm lý do, "
        "ví dụ <code>/khongco Tháng này đơn vị tập trung kiểm tra</code>."
    )


def _foreign_host(_: Translator, v: Values) -> str:
    return _(
        "Liên kết này thuộc trang {host}, không phải trang của ban; nếu đúng là bài của đơn vị "
        "thì cứ ghi tiếp, không thì gửi liên kết khác, ví dụ <code>{example}</code>."
    ).format(host=v["host"], example=v["example"])


def _too_many_drafts(_: Translator, v: Values) -> str:
    return _(
        "Đang có {most} bài chờ ghi nên chưa giữ thêm được “{link}”; xin ghi hoặc bỏ bớt rồi gửi "
        "lại, ví dụ <code>ghi tất cả</code>."
    ).format(most=v["most"], link=v["link"][:80])


def _bad_link(_: Translator, v: Values) -> str:
    return _(
        "“{link}” không phải là liên kết; xin dán địa chỉ của bài, ví dụ "
        "<code>https://cong.gov.vn/tin/bai-1</code>."
    ).format(link=v["link"][:80])


def _long_link(_: Translator, v: Values) -> str:
    return _("Liên kết dài quá {limit} ký tự; xin dán địa chỉ ngắn của bài.").format(
        limit=v["limit"]
    )


def _short_title(_: Translator, v: Values) -> str:
    return _(
        "Tiêu đề quá ngắn; xin gửi tiêu đề đầy đủ, ví dụ "
        "<code>Khai mạc Đại hội Thể dục thể thao</code>."
    )


def _chatter_title(_: Translator, v: Values) -> str:
    return _(
        "“{text}” chưa phải là tiêu đề; xin gửi tiêu đề như trên trang, ví dụ "
        "<code>Khai mạc Đại hội Thể dục thể thao</code>."
    ).format(text=v["text"])


def _mixed_title(_: Translator, v: Values) -> str:
    return _(
        "Tiêu đề “{text}” có thể còn lẫn ngày đăng; xin xem lại, rồi gửi ngày riêng, ví dụ "
        "<code>15/6</code>."
    ).format(text=v["text"])


def _long_title(_: Translator, v: Values) -> str:
    return _(
        "Tiêu đề dài {length} ký tự, quá mức {limit}; xin gửi riêng tiêu đề của bài, "
        "không gửi cả nội dung."
    ).format(length=v["length"], limit=v["limit"])


def _unknown_topic(_: Translator, v: Values) -> str:
    return _with_nearest(
        _,
        _("Ban không có chuyên mục “{topic}”; xin chọn một chuyên mục dưới đây.").format(
            topic=v["topic"][:80]
        ),
        v.get("nearest", ""),
    )


def _unknown_unit(_: Translator, v: Values) -> str:
    return _with_nearest(
        _,
        _("Không có đơn vị “{name}” trong các đơn vị của anh/chị.").format(name=v["name"][:80]),
        v.get("nearest", ""),
    )


def _unit_closed(_: Translator, v: Values) -> str:
    from datetime import date

    return _(
        "{unit} không hoạt động vào ngày {day}; xin gửi ngày khác, ví dụ <code>hôm nay</code>."
    ).format(unit=v["unit"], day=format_date(date.fromisoformat(v["date"])))


def _issued_date(_: Translator, v: Values) -> str:
    from datetime import date

    return _(
        "Ngày {day} thuộc kỳ đã ban hành báo cáo nên không ghi thêm được; xin gửi ngày khác, "
        "ví dụ <code>hôm nay</code>, hoặc nhờ thư ký ban biên tập ghi giúp."
    ).format(day=format_date(date.fromisoformat(v["date"])))


def _extra_field(_: Translator, v: Values) -> str:
    return _(
        "Phần “{text}” chưa dùng đến; mỗi bài chỉ có một liên kết, một tiêu đề, một ngày "
        "và một chuyên mục."
    ).format(text=v["text"][:60])


def _card_answer(_: Translator, v: Values) -> str:
    return _("Xin chọn, hoặc gửi <code>ghi</code> để ghi nhận, <code>huỷ</code> để bỏ bài này.")


def _twin_answer(_: Translator, v: Values) -> str:
    return _(
        "Xin chọn, hoặc gửi <code>trùng</code> nếu chính là bài #{number}, "
        "<code>cập nhật</code> hay <code>khác</code> nếu là bài khác."
    ).format(number=v["number"])


def _old_button(_: Translator, v: Values) -> str:
    return _("Lựa chọn vừa rồi đã cũ; xin chọn lại ở tin nhắn này.")


def _zero_without_reason(_: Translator, v: Values) -> str:
    return _(
        "Xin gửi lệnh kèm lý do, ví dụ <code>/khongco Tháng này đơn vị tập trung kiểm tra</code>."
    )


def _zero_contradicted(_: Translator, v: Values) -> str:
    return _(
        "“{text}” chưa phải là lý do không có tin, bài nên chưa ghi gì; có bài thì cứ gửi bài như "
        "thường, không có thì nêu lý do, ví dụ <code>/khongco Tập trung diễn tập</code>."
    ).format(text=v["text"])


def _long_reason(_: Translator, v: Values) -> str:
    return _("Lý do dài {length} ký tự; xin viết gọn trong {limit} ký tự.").format(
        length=v["length"], limit=v["limit"]
    )


def _future_month(_: Translator, v: Values) -> str:
    return _("Tháng {month} chưa tới; xin dùng tháng này hoặc tháng đã qua.").format(
        month=_month(v["month"])
    )


def _month(code: str) -> str:
    """Return the month of a code ("2021-06") as people write it: 6/2021."""
    return f"{int(code[5:])}/{code[:4]}"


_FIELDS: dict[str, Callable[[Translator, Values], str]] = {
    "bad_date": _bad_date,
    "future_date": _future_date,
    "near_date": _near_date,
    "vague_date": _vague_date,
    "weekday_date": _weekday_date,
    "old_date": _old_date,
    "near_month": _near_month,
    "too_many_drafts": _too_many_drafts,
    "old_offer": _old_offer,
    "foreign_host": _foreign_host,
    "bad_link": _bad_link,
    "long_link": _long_link,
    "short_title": _short_title,
    "chatter_title": _chatter_title,
    "mixed_title": _mixed_title,
    "long_title": _long_title,
    "unknown_topic": _unknown_topic,
    "unknown_unit": _unknown_unit,
    "unit_closed": _unit_closed,
    "issued_date": _issued_date,
    "extra_field": _extra_field,
    "card_answer": _card_answer,
    "twin_answer": _twin_answer,
    "old_button": _old_button,
    "zero_without_reason": _zero_without_reason,
    "zero_contradicted": _zero_contradicted,
    "long_reason": _long_reason,
    "future_month": _future_month,
}


def _not_allowed(_: Translator, v: Values) -> str:
    return _("Anh/chị không có quyền làm việc này; gõ /huongdan để xem các lệnh dùng được.")


def _person_without_unit(_: Translator, v: Values) -> str:
    return _("Anh/chị chưa được gắn với đơn vị nào; xin thư ký ban biên tập gửi mã mời của đơn vị.")


def _editor_without_unit(_: Translator, v: Values) -> str:
    return _(
        "Anh/chị không gửi tin, bài cho riêng đơn vị nào nên không có tháng để báo; người của đơn "
        "vị tự gõ <code>/khongco Tập trung diễn tập</code>, ai chưa có mã thì mời bằng /moi."
    )


def _several_months(_: Translator, v: Values) -> str:
    return _(
        "Mỗi lần xin báo một tháng, ví dụ <code>/khongco tháng 5 Tập trung diễn tập</code>; "
        "chưa có gì được ghi."
    )


def _article(_: Translator, v: Values) -> str:
    return _("Không có bài số #{number}; gõ /cuatoi để xem các bài của đơn vị.").format(
        number=v["number"]
    )


def _article_state(_: Translator, v: Values) -> str:
    return _("Bài #{number} đã được xử lý trước đó; gõ /cuatoi để xem tình trạng hiện nay.").format(
        number=v["number"]
    )


def _link_taken(_: Translator, v: Values) -> str:
    return _("Không khôi phục được bài #{number} vì bài #{other} đã dùng liên kết này.").format(
        number=v["number"], other=v["other"]
    )


def _nothing_to_undo(_: Translator, v: Values) -> str:
    return _(
        "Không có việc nào trong 15 phút qua để rút lại, hoặc việc vừa làm đã được rút lại; "
        "xem các bài bằng /cuatoi."
    )


def _zero_with_articles(_: Translator, v: Values) -> str:
    return _(
        "Tháng {month} đơn vị đã có {count} tin, bài nên không cần báo không có; xem bằng /cuatoi."
    ).format(month=_month(v["month"]), count=v["count"])


def _invalid_period(_: Translator, v: Values) -> str:
    return _(
        "Không hiểu kỳ “{text}”; xin viết như <code>2021-H1</code>, <code>quý 3</code>, "
        "<code>tháng 6/2021</code> hoặc <code>6 tháng đầu năm 2021</code>."
    ).format(text=v.get("text", "")[:80])


def _invalid_month(_: Translator, v: Values) -> str:
    return _(
        "Không hiểu kỳ “{text}”; ở đây cần một tháng, xin viết như <code>2021-06</code> hoặc "
        "<code>tháng 6/2021</code>."
    ).format(text=v["text"][:80])


def _unit(_: Translator, v: Values) -> str:
    return _with_nearest(
        _,
        _("Không có đơn vị “{name}”; xem danh sách bằng /donvi.").format(name=v["name"][:80]),
        v.get("nearest", ""),
    )


def _board(_: Translator, v: Values) -> str:
    return _with_nearest(
        _, _("Không có ban nào tên “{slug}”.").format(slug=v["slug"]), v.get("nearest", "")
    )


def _board_unnamed(_: Translator, v: Values) -> str:
    return _("Có nhiều ban ({boards}); xin thêm --board, ví dụ: --board {slug}").format(
        boards=v["boards"], slug=v["slug"]
    )


def _newer_schema(_: Translator, v: Values) -> str:
    return _(
        "Cơ sở dữ liệu thuộc phiên bản mới hơn ({version}); xin nâng cấp tinbai rồi chạy lại."
    ).format(version=v["version"])


def _broken_foreign_keys(_: Translator, v: Values) -> str:
    return _(
        "Cơ sở dữ liệu có liên kết hỏng ở {tables}; xin khôi phục bản sao lưu gần nhất."
    ).format(tables=v["tables"])


def _stage(_: Translator, v: Values) -> str:
    return _("Không có đợt nhắc “{name}”; các đợt trong cấu hình là: {stages}.").format(
        name=v["name"], stages=v["stages"]
    )


def _no_stages(_: Translator, v: Values) -> str:
    return _("Chưa cấu hình đợt nhắc nào; người vận hành thêm mục [[board.reminders]].")


def _invitation_without_unit(_: Translator, v: Values) -> str:
    return _("Mã mời cho vai trò này cần tên đơn vị, ví dụ <code>/moi Phòng Tư pháp</code>.")


def _invitation_with_unit(_: Translator, v: Values) -> str:
    return _("Vai trò này thuộc cả ban, không gắn với một đơn vị; xin bỏ tên đơn vị.")


def _no_feed(_: Translator, v: Values) -> str:
    return _(
        "Ban chưa có địa chỉ của cổng; người vận hành điền portal trong cấu hình, "
        'ví dụ <code>portal = ["https://cong.gov.vn/rss"]</code>.'
    )


def _feed_unreadable(_: Translator, v: Values) -> str:
    return _(
        "Không đọc được cổng ({link}); xin thử lại sau, hoặc nhờ người vận hành xem lại portal."
    ).format(link=v["link"])


def _portal_item(_: Translator, v: Values) -> str:
    return _("Bài này đã được ghi hoặc đã bỏ qua; gõ /doichieu để xem bài tiếp theo.")


def _topic(_: Translator, v: Values) -> str:
    return _with_nearest(
        _,
        _("Ban không có chuyên mục “{name}”; xem danh sách bằng /chuyenmuc.").format(
            name=v["name"]
        ),
        v.get("nearest", ""),
    )


def _topic_weight(_: Translator, v: Values) -> str:
    return _(
        "“{text}” chưa có từ và trọng số từ -4 đến 4; xin viết như "
        "<code>/chuyenmuc Y tế: tiêm chủng 2</code>."
    ).format(text=v["text"])


def _pair_decided(_: Translator, v: Values) -> str:
    return _("Cặp bài này đã được xử lý; gõ /duyet để xem cặp tiếp theo.")


def _language(_: Translator, v: Values) -> str:
    return _("Chỉ có hai ngôn ngữ; xin gửi <code>/ngonngu vi</code> hoặc <code>/ngonngu en</code>.")


def _empty_broadcast(_: Translator, v: Values) -> str:
    return _(
        "Xin viết nội dung sau lệnh, ví dụ "
        "<code>/thongbao Sáng thứ Hai ban họp giao ban lúc 8 giờ</code>."
    )


def _long_broadcast(_: Translator, v: Values) -> str:
    return _("Thông báo dài {length} ký tự; xin viết gọn trong {limit} ký tự.").format(
        length=v["length"], limit=v["limit"]
    )


def _old_broadcast(_: Translator, v: Values) -> str:
    return _("Thông báo này đã được gửi hoặc không còn; xin viết lại bằng /thongbao.")


def _too_many_groups(_: Translator, v: Values) -> str:
    return _(
        "Trên Zalo trợ lý chỉ vào được {limit} nhóm và đã đủ; gõ /bantin trong một nhóm khác để "
        "tắt bớt rồi bật lại ở đây."
    ).format(limit=v["limit"])


def _not_undelivered(_: Translator, v: Values) -> str:
    return _("Tin nhắn này đã được gửi hoặc đang gửi; xem /tinhhinh.")


_CALLS: dict[str, Callable[[Translator, Values], str]] = {
    "not_allowed": _not_allowed,
    "person_without_unit": _person_without_unit,
    "editor_without_unit": _editor_without_unit,
    "several_months": _several_months,
    "article": _article,
    "article_state": _article_state,
    "link_taken": _link_taken,
    "nothing_to_undo": _nothing_to_undo,
    "zero_with_articles": _zero_with_articles,
    "invalid_period": _invalid_period,
    "invalid_month": _invalid_month,
    "unit": _unit,
    "board": _board,
    "board_unnamed": _board_unnamed,
    "newer_schema": _newer_schema,
    "broken_foreign_keys": _broken_foreign_keys,
    "stage": _stage,
    "no_stages": _no_stages,
    "invitation_without_unit": _invitation_without_unit,
    "invitation_with_unit": _invitation_with_unit,
    "no_feed": _no_feed,
    "feed_unreadable": _feed_unreadable,
    "portal_item": _portal_item,
    "topic": _topic,
    "topic_weight": _topic_weight,
    "pair_decided": _pair_decided,
    "language": _language,
    "not_undelivered": _not_undelivered,
    "too_many_groups": _too_many_groups,
    "empty_broadcast": _empty_broadcast,
    "long_broadcast": _long_broadcast,
    "old_broadcast": _old_broadcast,
}

ALL = (_FIELDS, _CALLS, FILES, IMPORTING, KEEPING, REPORTING, SETTING, LINKS, OPERATING)
_SENTENCES = {code: sentence for table in ALL for code, sentence in table.items()}
