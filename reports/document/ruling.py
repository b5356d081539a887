"""Draws the short rules under the issuing body and the subject.

Decree 30/2020/NĐ-CP wants each a third to a half as long as the text above it, and that text is
each board's own. Its length is reckoned from the widths of Times New Roman Bold, which is exact
enough for that.
"""

from typing import TYPE_CHECKING, Any

from reports.document.layout_parts import text_width
from reports.document.styles import AGENCY_RULE, SUBJECT_RULE

if TYPE_CHECKING:
    from docx.document import Document

RULE_SHARE = 0.42
POINTS_PER_MILLIMETRE = 72 / 25.4
# Widths in thousandths of the font size; marks above and below a letter add nothing.
_WIDE = "MWm"
_CAPITAL, _SMALL, _NARROW = 715, 500, 300
_NARROW_CHARACTERS = " iljtfrIJ.,;:-()/'"
_DEFAULT_SIZE = 14.0


def draw_rules(document: "Document") -> None:
    """Set the indents of the two rules from the text above each."""
    whole = text_width(document.sections[0]) * POINTS_PER_MILLIMETRE
    body = document.element.body
    for rule in _paragraphs(body, SUBJECT_RULE):
        _draw(document, rule, whole)
    for rule in _paragraphs(body, AGENCY_RULE):
        _draw(document, rule, _cell_width(rule) or whole)


def longest_line(text: str, size: float, width: float) -> float:
    """Return how long the longest line of a text is, set in bold in a column; all in points."""
    longest = line = 0.0
    for word in text.split():
        length = sum(map(_width, word)) * size / 1000
        space = _width(" ") * size / 1000 if line else 0.0
        if line and line + space + length > width:
            line, space = 0.0, 0.0
        line += space + length
        longest = max(longest, line)
    return min(longest, width)


def _draw(document: "Document", rule: Any, width: float) -> None:
    from docx.oxml.ns import qn

    above = rule.getprevious()
    if above is None or above.tag != qn("w:p"):
        return
    text = "".join(part.text or "" for part in above.iter(qn("w:t")))
    if not text.strip():
        return
    length = longest_line(text, _size(document, above), width) * RULE_SHARE
    indent = str(round((width - length) / 2 * 20))
    indents = rule.get_or_add_pPr().get_or_add_ind()
    for side in ("w:left", "w:right"):
        indents.set(qn(side), indent)


def _size(document: "Document", paragraph: Any) -> float:
    """Return a paragraph's font size in points, as its style says."""
    for style in document.styles:
        if style.style_id == paragraph.style and getattr(style, "font", None) is not None:
            return float(style.font.size.pt) if style.font.size else _DEFAULT_SIZE
    return _DEFAULT_SIZE


def _paragraphs(body: Any, style: str) -> list[Any]:
    from docx.oxml.ns import qn

    return [
        mark.getparent().getparent()
        for mark in body.iter(qn("w:pStyle"))
        if mark.get(qn("w:val")) == style
    ]


def _cell_width(paragraph: Any) -> float | None:
    """Return the width in points of the table cell a paragraph is in."""
    from docx.oxml.ns import qn

    cell = paragraph.getparent()
    width = cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}") if cell.tag == qn("w:tc") else None
    if width is None or width.get(qn("w:type")) != "dxa":
        return None
    return int(width.get(qn("w:w"))) / 20


def _width(character: str) -> int:
    import unicodedata

    base = unicodedata.normalize("NFD", character)[0]
    if base in _NARROW_CHARACTERS:
        return 389 if base in "IJ" else _NARROW
    if base in _WIDE:
        return 920
    return _CAPITAL if base.isupper() else _SMALL
