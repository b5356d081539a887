"""The whole document as chat text: what will be signed, to be read on a phone before it is."""

from collections.abc import Iterable
from html import escape

from domain.reports.dataset import Report
from domain.text import clean_line
from reports.document.fields import template_fields
from reports.words.narrative import Section, closing, opening, sections, subject


def document_text(report: Report) -> str:
    """Return the document's words as simple HTML; the appendix's table is left to the file.

    The document is official, so this is always Vietnamese.
    """
    fields = template_fields(report)
    head = [
        *(escape(str(fields[name]).replace("\n", " ")) for name in ("parent_agency", "agency")),
        f"Số: {escape(str(fields['number']))}",
        escape(f"{fields['place']}, {fields['date']}".lstrip(", ")),
        "",
        "<b>BÁO CÁO</b>",
        f"<b>{escape(subject(report))}</b>",
        "",
    ]
    lines = [
        *(head if fields["parent_agency"] else head[1:]),
        *_escaped(_strings(fields["addressees"])),
    ]
    lines += [f"<i>{escape(text)}</i>" for text in _strings(fields["legal_basis"])]
    lines += ["", escape(opening(report))]
    for section in sections(report):
        lines += ["", *_section(section, 0)]
    lines += ["", escape(closing(report)), "", "<b>Nơi nhận:</b>"]
    lines += _escaped(_strings(fields["recipients"]))
    signer = report.board.signatory
    posts = (signer.on_behalf, signer.post, signer.agency_post)
    lines += ["", *(f"<b>{escape(clean_line(post).upper())}</b>" for post in posts if post)]
    lines.append(f"<b>{escape(clean_line(signer.name))}</b>")
    return "\n".join(lines)


def _section(section: Section, level: int) -> list[str]:
    title = section.title.upper() if level == 0 else section.title
    lines = [f"<b>{escape(title)}</b>"]
    lines += [escape(text) for text in section.paragraphs]
    lines += [escape(f"- {text}") for text in section.items]
    for inner in section.subsections:
        lines += _section(inner, level + 1)
    return lines


def _strings(value: object) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, tuple) else ()


def _escaped(lines: Iterable[str]) -> list[str]:
    return [escape(line) for line in lines]
