"""The words around a report's sentences."""

from html import escape

from domain.language import Translator
from domain.periods.words import period_words
from domain.reports.script import Line
from services.reports.notes import Notebook, SectionNotes, WhereAsked

SHORT = 120


def section_name(_: Translator, section: str) -> str:
    """Return a section's name."""
    return {
        "directives": _("Chỉ đạo, điều hành"),
        "results": _("Tin, bài đăng tải"),
        "documents": _("Chuyên mục, văn bản"),
        "pages": _("Trang thành phần"),
        "money": _("Kinh phí"),
        "strengths": _("Ưu điểm"),
        "weaknesses": _("Tồn tại, hạn chế"),
        "tasks": _("Nhiệm vụ"),
        "other": _("Nội dung khác"),
    }[section]


def notebook(_: Translator, found: Notebook) -> str:
    """Return a report's sentences by section, or those of the section in view."""
    title = _("Ghi chú cho báo cáo {period}").format(period=period_words(_, found.period))
    lines = [f"<b>{escape(title)}</b>"]
    current = found.current
    if current is not None:
        lines += _section(_, current)
        return "\n".join(lines)
    for each in found.sections:
        lines.append(_heading(_, each))
        lines += [
            f"  {place}. {_line(_, line, short=True)}"
            for place, line in enumerate(each.lines, start=1)
        ]
    lines.append("")
    lines.append(
        _(
            "Chọn một mục để xem và sửa, hoặc gửi như "
            "<code>/ghichu nhiệm vụ: Mở lớp tập huấn</code>; sửa, bỏ một câu: "
            "<code>/ghichu ưu điểm 2: Câu mới</code>, <code>/ghichu bỏ ưu điểm 2</code>, "
            "<code>/ghichu khôi phục ưu điểm 2</code>, <code>/ghichu chuyển ưu điểm 2 lên 1</code>."
        )
    )
    return "\n".join(lines)


def undone(_: Translator, section: str) -> str:
    """Return the answer to a change of a section taken back."""
    name = escape(section_name(_, section))
    return _("Đã đưa mục {section} của báo cáo về như trước.").format(section=name)


def asked(_: Translator, found: Notebook, place: int | None) -> str:
    """Ask for a paragraph."""
    name = escape(section_name(_, found.section or "other"))
    if place is None:
        text = _("Xin gửi đoạn ghi chú cho mục {section}; mỗi dòng là một đoạn.")
        return text.format(section=name)
    lines = found.current.lines if found.current else ()
    before = lines[place - 1].text if place <= len(lines) else ""
    text = _("Xin gửi lời mới thay cho đoạn {place} của mục {section}:")
    return f"{text.format(place=place, section=name)}\n<code>{escape(before)}</code>"


def ask_where(_: Translator, asked: WhereAsked) -> str:
    """Tell which report a paragraph would be in before it is stored."""
    return _(
        "Đoạn này sẽ nằm ở mục {section} của báo cáo {named}, không phải báo cáo {current} đang "
        "soạn. Chưa ghi gì; ghi vào báo cáo nào?"
    ).format(
        section=escape(section_name(_, asked.section)),
        named=escape(period_words(_, asked.named)),
        current=escape(period_words(_, asked.current)),
    )


def asked_order(_: Translator, found: Notebook) -> str:
    """Ask for the order of a section's sentences."""
    current = found.current
    lines = [_("Xin gửi thứ tự mới, ví dụ <code>2 1</code>; đoạn không nêu đứng sau.")]
    for place, line in enumerate(current.lines if current else (), start=1):
        lines.append(f"{place}. {_line(_, line, short=True)}")
    return "\n".join(lines)


def topics(_: Translator, found: Notebook) -> str:
    """Return the topics without articles, and which of them the report names."""
    named = sum(topic.named for topic in found.topics)
    return _(
        "<b>Lĩnh vực chưa được phản ánh</b>\nBáo cáo nêu {named} trong {count} lĩnh vực chưa có "
        "tin, bài. Chọn để nêu hoặc thôi nêu, hoặc gửi như "
        "<code>/ghichu lĩnh vực: Tôn giáo; Quy hoạch</code>."
    ).format(named=named, count=len(found.topics))


def _heading(_: Translator, each: SectionNotes) -> str:
    name = escape(section_name(_, each.section))
    if each.paragraphs:
        return _("{section}: {count} đoạn").format(section=name, count=len(each.paragraphs))
    if each.settled and each.lines:
        return _("{section}: không có đoạn của ban").format(section=name)
    if each.settled:
        return _("{section}: không có").format(section=name)
    if each.draft:
        return _("{section}: chưa xác nhận {count} đoạn lấy từ kỳ trước").format(
            section=name, count=len(each.draft)
        )
    if each.lines:
        return _("{section}: chưa có đoạn của ban").format(section=name)
    return _("{section}: chưa có").format(section=name)


def _section(_: Translator, found: SectionNotes) -> list[str]:
    lines = [f"<b>{escape(section_name(_, found.section))}</b>"]
    lines += [f"{place}. {_line(_, line)}" for place, line in enumerate(found.lines, start=1)]
    if not found.paragraphs:
        lines.append(
            _("Không có đoạn nào do ban viết.")
            if found.settled
            else _("Chưa có đoạn nào do ban viết.")
        )
    if found.draft:
        lines.append("")
        lines.append(
            _("Đoạn của kỳ trước, chưa đưa vào báo cáo này:")
            if found.settled
            else _("Bản nháp lấy từ kỳ trước, chưa đưa vào báo cáo:")
        )
        lines += [f"– {escape(paragraph)}" for paragraph in found.draft]
    return lines


def _line(_: Translator, line: Line, *, short: bool = False) -> str:
    """Return a sentence with what became of it; what is not in the report is struck out."""
    text = line.text
    if short and len(text) > SHORT:
        text = text[: SHORT - 1] + "…"
    shown = escape(text)
    if not line.shown:
        shown = f"<s>{shown}</s>"
    if line.dropped:
        return _("{text} (đã bỏ)").format(text=shown)
    if line.repeats:
        return _("{text} (không nêu, vì ban đã viết câu như vậy)").format(text=shown)
    if line.edited:
        return _("{text} (ban đã sửa)").format(text=shown)
    return shown if line.own else _("{text} (câu tự động)").format(text=shown)
