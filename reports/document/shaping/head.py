"""Sets what the decree measures by the text itself: lines and rules of the heading, the signature.

Decree 30/2020/NĐ-CP, Appendix I: the rules under the issuing body and the subject are a third to a
half as long as the text above, the one under the motto as long as its text. Each board's text is
its own, so its length is reckoned from the font's widths.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from reports.document.layout_parts import text_width
from reports.document.shaping.lines import Measure, balanced, breaks, greedy
from reports.document.shaping.widths import Look, text_millimetres
from reports.document.styles import AGENCY_RULE, MOTTO_RULE, SUBJECT_RULE

if TYPE_CHECKING:
    from docx.document import Document

RULE_SHARE = 0.42
# Millimetres that a line is kept from its column's edges: programs differ a little.
_ROOM = 1.0
_TWENTIETHS = 1440 / 25.4
_DEFAULT_SIZE = 14.0
# The columns of the heading and of the signature may grow to these, in shares of the text's width.
_WIDEST_COUNTRY, _WIDEST_SIGNER = 0.64, 0.74
_SMALL_POST = 13
_STEPS = 60
# One more line costs as much as lines whose lengths differ by this share of the width.
_ONE_LINE_MORE = 0.3


def shape_head(document: "Document", place: str = "") -> None:
    """Break the heading's lines, draw its rules, keep the signer's posts on one line each.

    `place` is the board's own place, which no line divides.
    """
    shape = _Shape(document, place)
    for paragraph in shape.styled("PlaceDate"):
        shape.widen(paragraph, _WIDEST_COUNTRY)
    shape.fit_signature()
    for style in ("ParentAgency", "Agency"):
        for paragraph in shape.styled(style):
            shape.divide(paragraph)
    for style in ("Subtitle", "AppendixTitle", "AppendixReference"):
        for paragraph in shape.styled(style):
            shape.narrow(paragraph)
    for paragraph in shape.styled(MOTTO_RULE):
        shape.draw_rule(paragraph, whole=True)
    for style in (AGENCY_RULE, SUBJECT_RULE):
        for paragraph in shape.styled(style):
            shape.draw_rule(paragraph)


class _Shape:
    """A filled document whose heading is being shaped; lengths in millimetres."""

    def __init__(self, document: "Document", place: str) -> None:
        self._place = place
        self._whole = text_width(document.sections[0])
        self._last = text_width(document.sections[-1])
        self._styled = _by_style(document.element.body)
        self._fonts = {
            style.style_id: style.font
            for style in document.styles
            if getattr(style, "font", None) is not None
        }

    def styled(self, style: str) -> list[Any]:
        return self._styled.get(style, [])

    def length(self, paragraph: Any, text: str, size: float | None = None) -> float:
        font = self._fonts.get(paragraph.style)
        look: Look = "regular"
        if font is not None and (font.bold or font.italic):
            look = "bold" if font.bold else "italic"
        return text_millimetres(text, size or self._size(paragraph), look)

    def _measure(self, paragraph: Any) -> Measure:
        """Return what tells the length of a paragraph's lines, which reckons each once."""
        return cache(lambda line: self.length(paragraph, line))

    def divide(self, paragraph: Any, width: float | None = None) -> None:
        """Put line breaks where the lines of a heading are to end."""
        text = _text(paragraph)
        width = (width or self._width(paragraph)) - _ROOM
        lines = balanced(text, width, self._measure(paragraph), self._place)
        if len(lines) > 1 and lines != text.split("\n"):
            _set_lines(paragraph, lines)

    def narrow(self, paragraph: Any) -> None:
        """Move both edges of a paragraph inwards so that its lines are about equally long."""
        text = _text(paragraph).strip()
        width = self._width(paragraph)
        measure = self._measure(paragraph)
        fewest = len(greedy(text, width - _ROOM, measure))
        if fewest < 2 or "\n" in _text(paragraph):
            return
        best: list[float] = []
        least = float("inf")
        for step in range(_STEPS):
            room = width - _ROOM - step * width / (2 * _STEPS)
            lines = greedy(text, room, measure)
            lengths = [measure(line.rstrip()) for line in lines]
            more = len(lines) - fewest
            if more > 1 or max(lengths) > room:
                break
            cost = breaks(text, lines, self._place) * width + max(lengths) - min(lengths)
            cost += more * _ONE_LINE_MORE * width
            if cost < least - 0.01:
                best, least = [room], cost
            elif cost < least + 0.01:
                best.append(room)
        # The middle of the widths that give these lines: no program's rounding changes them.
        room = best[len(best) // 2] if best else width
        _indent(paragraph, (width - room) / 2)

    def widen(self, paragraph: Any, share: float) -> None:
        """Give a line that is longer than its column more room, at the other column's cost."""
        self._widen(paragraph, self.length(paragraph, _text(paragraph)), share)

    def fit_signature(self) -> None:
        """Keep each line of the signer's posts whole: by a wider column, else by 13 points."""
        paragraphs = [*self.styled("Post"), *self.styled("Signer")]
        lines = [(each, line) for each in paragraphs for line in _text(each).split("\n")]
        if not lines:
            return
        longest = max(self.length(each, line) for each, line in lines)
        self._widen(paragraphs[0], longest, _WIDEST_SIGNER)
        width = self._width(paragraphs[0]) - _ROOM
        smaller = max(self.length(each, line, _SMALL_POST) for each, line in lines)
        if smaller <= width < longest:
            for paragraph in paragraphs:
                _set_size(paragraph, _SMALL_POST)
        for paragraph in paragraphs:
            self.divide(paragraph)

    def draw_rule(self, rule: Any, *, whole: bool = False) -> None:
        """Set the indents of a rule from the text above it."""
        from docx.oxml.ns import qn

        above = rule.getprevious()
        if above is None or above.tag != qn("w:p") or not _text(above).strip():
            return
        width = self._width(above)
        room = width - 2 * _left(above)
        lines = [
            line
            for part in _text(above).split("\n")
            for line in greedy(part, room, self._measure(above))
        ]
        lengths = [min(self.length(above, line), room) for line in lines]
        if whole:
            length = max(lengths)
        else:
            # Of the last line, yet not out of proportion to a longer one.
            length = max(lengths[-1] * RULE_SHARE, min(max(lengths) / 3, lengths[-1] / 2))
        _indent(rule, (width - length) / 2)

    def _widen(self, paragraph: Any, length: float, share: float) -> None:
        from docx.oxml.ns import qn

        cell = paragraph.getparent()
        row = cell.getparent()
        table = row.getparent() if row is not None else None
        if cell.tag != qn("w:tc") or table is None or table.tag != qn("w:tbl"):
            return
        columns = table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")
        if len(columns) != 2 or row.index(cell) != len(row) - 1:
            return
        whole = sum(int(column.get(qn("w:w"))) for column in columns) / _TWENTIETHS
        width = min(length + 2 * _ROOM, whole * share)
        if width <= self._width(paragraph):
            return
        for place, millimetres in enumerate((whole - width, width)):
            twentieths = str(round(millimetres * _TWENTIETHS))
            columns[place].set(qn("w:w"), twentieths)
            for each in table.iterchildren(qn("w:tr")):
                cells = each.tc_lst
                if len(cells) == 2:
                    cells[place].get_or_add_tcPr().get_or_add_tcW().set(qn("w:w"), twentieths)

    def _size(self, paragraph: Any) -> float:
        from docx.oxml.ns import qn

        own = paragraph.find(f"{qn('w:r')}/{qn('w:rPr')}/{qn('w:sz')}")
        if own is not None:
            return int(own.get(qn("w:val"))) / 2
        font = self._fonts.get(paragraph.style)
        return float(font.size.pt) if font is not None and font.size else _DEFAULT_SIZE

    def _width(self, paragraph: Any) -> float:
        """Return the width of the cell a paragraph is in, else of its section's text."""
        from docx.oxml.ns import qn

        cell = paragraph.getparent()
        if cell.tag != qn("w:tc"):
            style = str(paragraph.style)
            return self._last if style.startswith("Appendix") else self._whole
        width = cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}")
        if width is None or width.get(qn("w:type")) != "dxa":
            return self._whole
        return int(width.get(qn("w:w"))) / _TWENTIETHS


def _by_style(body: Any) -> dict[str, list[Any]]:
    """Return the paragraphs of each style: a large appendix is gone through once."""
    from docx.oxml.ns import qn

    value = qn("w:val")
    found: dict[str, list[Any]] = {}
    for mark in body.iter(qn("w:pStyle")):
        found.setdefault(mark.get(value), []).append(mark.getparent().getparent())
    return found


def _text(paragraph: Any) -> str:
    """Return a paragraph's text, a line break in it as such."""
    from docx.oxml.ns import qn

    return "".join(
        "\n" if part.tag == qn("w:br") else part.text or ""
        for part in paragraph.iter(qn("w:t"), qn("w:br"))
    )


def _set_lines(paragraph: Any, lines: list[str]) -> None:
    """Write the lines into a paragraph of one run; one with several looks is left as it is."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    runs = [run for run in paragraph.iterchildren(qn("w:r")) if _text(run)]
    if len(runs) != 1 or any(
        part.tag not in (qn("w:t"), qn("w:br"), qn("w:rPr")) for part in runs[0]
    ):
        return
    [run] = runs
    for part in [*run.iterchildren(qn("w:t"), qn("w:br"))]:
        run.remove(part)
    for place, line in enumerate(lines):
        if place:
            run.append(OxmlElement("w:br"))
        text = OxmlElement("w:t")
        text.text = line
        run.append(text)


def _set_size(paragraph: Any, points: int) -> None:
    from docx.shared import Pt
    from docx.text.run import Run

    for run in paragraph.r_lst:
        Run(run, None).font.size = Pt(points)  # type: ignore[arg-type]


def _left(paragraph: Any) -> float:
    from docx.oxml.ns import qn

    indents = paragraph.find(f"{qn('w:pPr')}/{qn('w:ind')}")
    left = None if indents is None else indents.get(qn("w:left"))
    return int(left) / _TWENTIETHS if left else 0.0


def _indent(paragraph: Any, millimetres: float) -> None:
    from docx.oxml.ns import qn

    indents = paragraph.get_or_add_pPr().get_or_add_ind()
    for side in ("w:left", "w:right"):
        indents.set(qn(side), str(max(round(millimetres * _TWENTIETHS), 0)))
