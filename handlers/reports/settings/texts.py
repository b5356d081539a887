"""The words of a board's settings."""

from collections.abc import Sequence
from html import escape

from domain.dates import format_date
from domain.language import Translator
from domain.reports.settings import BY_KEY, Shape
from domain.reports.wording import FIELDS
from services.reports.settings import HistoryLine, SettingCard

SHORT = 100


def name(_: Translator, key: str) -> str:
    """Return what a setting is called."""
    return {
        "name": _("Tên ban"),
        "agency": _("Cơ quan ban hành"),
        "parent_agency": _("Cơ quan chủ quản"),
        "place": _("Địa danh"),
        "number_suffix": _("Ký hiệu"),
        "signers": _("Người ký"),
        "addressees": _("Kính gửi"),
        "recipients": _("Nơi nhận"),
        "legal_basis": _("Căn cứ"),
        "topics": _("Chuyên mục"),
        "review": _("Duyệt bài"),
        "quiet_hours": _("Giờ yên lặng"),
        "working_days_only": _("Chỉ ngày làm việc"),
        "days_off": _("Ngày nghỉ"),
        "thanks": _("Cảm ơn hằng tháng"),
        "subject": _("Trích yếu"),
        "opening": _("Mở đầu"),
        "closing": _("Kết thúc"),
        "appendix_title": _("Tên phụ lục"),
        "title_activity": _("Tiêu đề kết quả hoạt động"),
        "title_directives": _("Tiêu đề chỉ đạo"),
        "title_results": _("Tiêu đề tin bài"),
        "title_units": _("Tiêu đề theo đơn vị"),
        "title_kinds": _("Tiêu đề theo thể loại"),
        "title_topics": _("Tiêu đề theo lĩnh vực"),
        "title_documents": _("Tiêu đề văn bản"),
        "title_pages": _("Tiêu đề trang thành phần"),
        "title_money": _("Tiêu đề kinh phí"),
        "title_assessment": _("Tiêu đề đánh giá"),
        "title_strengths": _("Tiêu đề ưu điểm"),
        "title_weaknesses": _("Tiêu đề hạn chế"),
        "title_tasks": _("Tiêu đề nhiệm vụ"),
        "title_other": _("Tiêu đề nội dung khác"),
    }[key]


def overview(_: Translator, found: Sequence[SettingCard]) -> str:
    """Return every setting that says something, and how one is changed."""
    lines = ["<b>" + _("Cài đặt của ban") + "</b>"]
    for each in found:
        if each.setting.shape is Shape.WORDS and not each.lines:
            continue
        value = "; ".join(each.lines) or "–"
        shown = escape(value if len(value) <= SHORT else value[: SHORT - 1] + "…")
        lines.append(f"{escape(name(_, each.key))}: {shown}")
    lines.append("")
    lines.append(
        _(
            "Chọn một mục để xem và đổi, hoặc gửi như <code>/caidat địa danh: Chư Păh</code>, "
            "<code>/caidat thêm người ký: Phó Trưởng ban | Nguyễn Văn A</code>."
        )
    )
    return "\n".join(lines)


def card(_: Translator, found: SettingCard) -> str:
    """Return a setting's value, what it was before a change, and how it is typed."""
    title = escape(name(_, found.key))
    if found.before is not None:
        if found.before == found.lines:
            lines = [_("{name} không có gì thay đổi.").format(name=title)]
        else:
            before = escape("; ".join(found.before)) or "–"
            lines = [_("Đã đổi {name}. Trước đó: {before}").format(name=title, before=before)]
        lines.append(f"<b>{title}</b>")
    else:
        lines = [f"<b>{title}</b>"]
    lines += _value(_, found)
    if not found.own:
        lines.append(_("Đang theo config.toml."))
    lines.append(_("Đổi: <code>{example}</code>").format(example=escape(example(_, found.key))))
    return "\n".join(lines)


def asked(_: Translator, found: SettingCard, *, adding: bool) -> str:
    """Ask for a value, or for one entry more."""
    title = escape(name(_, found.key))
    text = (
        _("Xin gửi thêm cho {name}; mỗi dòng là một mục.")
        if adding
        else _("Xin gửi giá trị mới của {name}; mỗi dòng là một mục.")
        if found.setting.listed
        else _("Xin gửi giá trị mới của {name}.")
    )
    lines = [text.format(name=title), *_value(_, found)]
    value = value_example(_, found.key)
    lines.append(_("Ví dụ: <code>{example}</code>").format(example=escape(value)))
    return "\n".join(lines)


def history(_: Translator, key: str, found: Sequence[HistoryLine]) -> str:
    """Return who changed a setting, when and to what, the newest first."""
    title = escape(name(_, key))
    if not found:
        return _("{name} chưa được đổi lần nào; đang theo config.toml.").format(name=title)
    lines = ["<b>" + _("Các lần đổi {name}").format(name=title) + "</b>"]
    for each in found:
        value = _("theo config.toml") if each.lines is None else "; ".join(each.lines) or "–"
        lines.append(
            _("{day}, {person}: {value}").format(
                day=format_date(each.day),
                person=escape(each.person or _("người vận hành")),
                value=escape(value),
            )
        )
    return "\n".join(lines)


def example(_: Translator, key: str) -> str:
    """Return a line that sets a setting."""
    return f"/caidat {name(_, key).lower()}: {value_example(_, key)}"


def value_example(_: Translator, key: str) -> str:
    """Return a value that a setting may have."""
    found = {
        "name": "Ban Biên tập Cổng thông tin điện tử xã Mẫu",
        "agency": "Ban Biên tập Cổng thông tin điện tử",
        "parent_agency": "Ủy ban nhân dân xã Mẫu",
        "place": "Chư Păh",
        "number_suffix": "BC-BBT",
        "signers": "Phó Trưởng ban | Nguyễn Văn A",
        "addressees": "Ủy ban nhân dân xã Mẫu",
        "recipients": "Như trên; Các thành viên Ban Biên tập; Lưu: VT, BBT",
        "legal_basis": "Quy chế hoạt động của Ban Biên tập | từ 1/1/2020 | đến 31/12/2030",
        "topics": "Y tế; Giáo dục; Nông thôn mới",
        "review": "có",
        "quiet_hours": "21:00-7:00",
        "working_days_only": "có",
        "days_off": "4/5/2026",
        "thanks": "không",
        "subject": "Kết quả hoạt động của {{ board }} {{ period }}",
        "opening": "{{ board }} báo cáo kết quả hoạt động {{ period }} như sau:",
        "closing": "Trên đây là báo cáo kết quả hoạt động {{ period }}",
        "appendix_title": "Thống kê tin, bài {{ period }}",
        "title_tasks": "Phương hướng, nhiệm vụ {{ next_period }}",
    }
    return found.get(key, "Kết quả thực hiện")


def _value(_: Translator, found: SettingCard) -> list[str]:
    if found.setting.listed:
        lines = [f"{place}. {escape(line)}" for place, line in enumerate(found.lines, start=1)]
        return lines or [_("Chưa có mục nào.")]
    if BY_KEY[found.key].shape is Shape.WORDS:
        fields = _("Có thể dùng các trường: {fields}.").format(
            fields=escape(", ".join(f"{{{{ {field} }}}}" for field in FIELDS))
        )
        return (
            [escape(line) for line in found.lines]
            + ([] if found.lines else [_("Đang dùng câu có sẵn.")])
            + [fields]
        )
    return [escape(line) for line in found.lines] or [_("Chưa có.")]
