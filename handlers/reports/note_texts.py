"""The words of the board's notes."""

from html import escape

from domain.language import Translator
from domain.periods.words import period_words
from services.reports.notes import Notebook, SectionNotes

SHORT = 120


def section_name(_: Translator, section: str) -> str:
    """Return a section's name."""
    return {
        "directives": _("Chỉ đạo, điều hành"),
        "strengths": _("Ưu điểm"),
        "weaknesses": _("Tồn tại, hạn chế"),
        "tasks": _("Nhiệm vụ"),
        "other": _("Nội dung khác"),
    }[section]


def notebook(_: Translator, found: Notebook) -> str:
    """Return a period's notes by section, or the section in view."""
    title = _("Ghi chú cho báo cáo {period}").format(period=period_words(_, found.period))
    lines = [f"<b>{escape(title)}</b>"]
    current = found.current
    if current is not None:
        lines += _section(_, current)
        return "\n".join(lines)
    for each in found.sections:
        name = escape(section_name(_, each.section))
        if each.paragraphs:
            lines.append(
                _("{section}: {count} đoạn").format(section=name, count=len(each.paragraphs))
            )
            lines += [f"  – {escape(_short(paragraph))}" for paragraph in each.paragraphs]
        elif each.settled:
            lines.append(_("{section}: không có").format(section=name))
        elif each.draft:
            lines.append(
                _("{section}: chưa xác nhận {count} đoạn lấy từ kỳ trước").format(
                    section=name, count=len(each.draft)
                )
            )
        else:
            lines.append(_("{section}: chưa có").format(section=name))
    lines.append("")
    lines.append(
        _(
            "Chọn một mục để xem và sửa, hoặc gửi như "
            "<code>/ghichu nhiệm vụ: Mở lớp tập huấn</code>."
        )
    )
    return "\n".join(lines)


def asked(_: Translator, found: Notebook, place: int | None) -> str:
    """Ask for a paragraph."""
    name = escape(section_name(_, found.section or "other"))
    if place is None:
        text = _("Xin gửi đoạn ghi chú cho mục {section}; mỗi dòng là một đoạn.")
        return text.format(section=name)
    current = found.current
    paragraphs = current.paragraphs if current else ()
    before = paragraphs[place - 1] if place <= len(paragraphs) else ""
    text = _("Xin gửi lời mới thay cho đoạn {place} của mục {section}:")
    return f"{text.format(place=place, section=name)}\n<code>{escape(before)}</code>"


def _section(_: Translator, found: SectionNotes) -> list[str]:
    lines = [f"<b>{escape(section_name(_, found.section))}</b>"]
    lines += [f"{place}. {escape(text)}" for place, text in enumerate(found.paragraphs, start=1)]
    if not found.paragraphs:
        lines.append(_("Không có đoạn nào.") if found.settled else _("Chưa có đoạn nào."))
    if found.draft:
        lines.append("")
        lines.append(
            _("Đoạn của kỳ trước, chưa đưa vào báo cáo này:")
            if found.settled
            else _("Bản nháp lấy từ kỳ trước, chưa đưa vào báo cáo:")
        )
        lines += [f"– {escape(paragraph)}" for paragraph in found.draft]
    return lines


def _short(paragraph: str) -> str:
    return paragraph if len(paragraph) <= SHORT else paragraph[: SHORT - 1] + "…"
