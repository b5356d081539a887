"""Gives the appendix's table the columns of its period: their widths, the paper, the font size.

A tag repeats a month's cell, but the table's grid in the template knows nothing of it. Which column
is which is read from the tags before the template is filled, whatever the board has deleted, added
or put elsewhere, and marked on the cells; the marks are taken away again.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reports.document.layout_parts import text_width
from reports.document.shaping.widths import text_millimetres
from reports.document.styles import APPENDIX_SIZE, CELL_HEAD, CELL_STYLES

if TYPE_CHECKING:
    from docx.document import Document

MONTH, NAME, NUMBER, TOTAL, OTHER = "month", "name", "number", "total", "other"
MARK = "tinbai-role"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# How the table is tried, the easiest to read first: paper, font size, the months' heads upright.
_WAYS = (
    (False, 12, False),
    (False, 11, False),
    (True, 12, False),
    (True, 12, True),
    (True, 11, True),
    (True, 10, True),
    (True, 9, True),
)
# Millimetres: a cell's padding on both sides, what programs differ by, and the least of each kind.
_PADDING, _SLACK = 2.0, 0.8
_LEAST = {NUMBER: 9.0, TOTAL: 11.0, MONTH: 6.5, OTHER: 15.0}
# The outer lines lie half outside the table; the margins stay free of them.
_BORDERS = 1
_NARROWEST_NAMES = 35.0
# Of few months so many names may take two lines; longer ones than this take two on any paper.
_BROKEN_SHARE, _FEW_MONTHS = 0.25, 9
_LONGEST_NAME = 100.0
# With the total of everything go that of its last group and a unit of it.
_BEFORE_THE_LAST = 2
_TWENTIETHS = 1440 / 25.4
_LOOP = re.compile(r"\{%\s*tc\s+for\s+\w+\s+in\s+(?:\w+\.)?(?:months|month_totals)\s*%\}")
_END = re.compile(r"\{%\s*tc\s+endfor\s*%\}")
_ROLES = ((NUMBER, ".number"), (NAME, ".name"), (TOTAL, "total"))


@dataclass(slots=True)
class _Column:
    """A column's role and the texts in it: its head, and the longest of what stands below."""

    role: str
    head: str
    texts: list[str]


def mark_columns(document: "Document") -> None:
    """Mark the cells of rows that have a column for each month by what their tags say they are."""
    from docx.oxml.ns import qn

    for table in document.element.body.iter(qn("w:tbl")):
        rows = [
            (cells, months)
            for row in table.iterchildren(qn("w:tr"))
            if (cells := list(row.iterchildren(qn("w:tc")))) and (months := _months_in(cells))
        ]
        named = [
            [_role(_text(cell)) for cell in cells]
            for cells, _months in rows
            if any(".name" in _text(cell) for cell in cells)
        ]
        # The row of a unit names its columns; another one only says where the months are.
        for cells, (first, last) in rows:
            roles = named[0] if named else []
            tail = len(cells) - last - 1
            for place, cell in enumerate(cells):
                if first <= place <= last:
                    role = MONTH
                elif place < first:
                    role = roles[place] if place < len(roles) else OTHER
                else:
                    from_end = tail - (place - last)
                    role = roles[-1 - from_end] if from_end < len(roles) else OTHER
                cell.set(MARK, role)


def fit_columns(document: "Document") -> None:
    """Fit paper, columns and font size of each table with a column for each month."""
    from docx.oxml.ns import qn

    for table in list(document.element.body.iter(qn("w:tbl"))):
        rows = list(table.iterchildren(qn("w:tr")))
        columns = _columns(rows)
        if columns:
            _even(rows, columns)
            _fit(document, table, rows, columns)
            _keep_end(rows)
        for cell in table.iter(qn("w:tc")):
            cell.attrib.pop(MARK, None)


def _keep_end(rows: Sequence[Any]) -> None:
    """Keep the rows before the last on its page: a total alone would be of nothing."""
    from docx.oxml.ns import qn
    from docx.text.parfmt import ParagraphFormat

    for row in rows[1:-1][-_BEFORE_THE_LAST:]:
        for paragraph in row.iter(qn("w:p")):
            ParagraphFormat(paragraph).keep_with_next = True


def _months_in(cells: Sequence[Any]) -> tuple[int, int] | None:
    """Return the places of the cells between which a month's cell is repeated."""
    texts = [_text(cell) for cell in cells]
    first = next((place for place, text in enumerate(texts) if _LOOP.search(text)), None)
    last = next((place for place, text in enumerate(texts) if _END.search(text)), None)
    return None if first is None or last is None or last < first else (first, last)


def _role(text: str) -> str:
    return next((role for role, tag in _ROLES if tag in text and "{{" in text), OTHER)


def _columns(rows: Sequence[Any]) -> list[_Column]:
    """Return the columns with the texts in them, read from the rows whose cells are marked."""
    from docx.oxml.ns import qn

    columns: list[_Column] = []
    for row in rows:
        cells = list(row.iterchildren(qn("w:tc")))
        if not cells or any(MARK not in cell.attrib for cell in cells):
            continue
        if not columns:
            columns = [_Column(cell.get(MARK), _text(cell), []) for cell in cells]
            continue
        for place, cell in enumerate(cells):
            if place < len(columns):
                columns[place].texts.append(_text(cell))
            else:
                columns.append(_Column(cell.get(MARK), "", [_text(cell)]))
    return columns


def _even(rows: Sequence[Any], columns: list[_Column]) -> None:
    """Make every row as wide as the table: one that spans columns knew another number of them."""
    from docx.oxml.ns import qn

    every = [list(row.iterchildren(qn("w:tc"))) for row in rows]
    while any(len(cells) > len(columns) for cells in every):
        columns.append(_Column(OTHER, "", []))
    for cells in every:
        spans = [_span(cell) for cell in cells]
        lack = len(columns) - sum(spans)
        for place in sorted(range(len(cells)), key=lambda place: -spans[place]):
            if not lack:
                break
            span = max(spans[place] + lack, 1)
            lack -= span - spans[place]
            if span != spans[place]:
                cells[place].get_or_add_tcPr().grid_span = span


def _fit(document: "Document", table: Any, rows: Sequence[Any], columns: list[_Column]) -> None:
    from docx.enum.section import WD_ORIENT

    section = _section(document, table)
    turned = section.orientation == WD_ORIENT.LANDSCAPE
    # A section that holds more than the appendix is not turned for its sake.
    may_turn = section._sectPr is not document.sections[0]._sectPr
    portrait = text_width(section) - _BORDERS
    landscape = portrait
    if may_turn and not turned:
        other = (section.page_height or 0) - (section.page_width or 0)
        landscape = portrait + other / 36_000
    for turn, size, upright in _WAYS:
        widths = _widths(columns, landscape if turn else portrait, size, upright)
        if _names_fit(columns, widths, size):
            break
    if turn and landscape > portrait:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    _set_heads(rows[0], columns, upright)
    _set_grid(table, rows, widths)
    _shrink(document, size)


def _widths(columns: Sequence[_Column], whole: float, size: float, upright: bool) -> list[float]:
    """Return the columns' widths in millimetres: as wide as what stands in them, names the rest."""
    least = [_needed(column, size, upright) for column in columns]
    month = max((w for w, c in zip(least, columns, strict=True) if c.role == MONTH), default=0.0)
    widths = [
        month if column.role == MONTH else width
        for width, column in zip(least, columns, strict=True)
    ]
    names = [place for place, column in enumerate(columns) if column.role == NAME] or [
        max(range(len(columns)), key=widths.__getitem__)
    ]
    rest = whole - sum(width for place, width in enumerate(widths) if place not in names)
    for place in names:
        widths[place] = max(rest / len(names), 15.0)
    scale = min(1.0, whole / sum(widths))
    return [width * scale for width in widths]


def _needed(column: _Column, size: float, upright: bool) -> float:
    head = 0.0
    if not (upright and column.role == MONTH):
        words = column.head.split() or [""]
        head = max(text_millimetres(word, _head_size(size), "bold") for word in words) + 2 * _SLACK
    longest = sorted(set(column.texts), key=len)[-20:]
    body = max((text_millimetres(text, size, "bold") for text in longest), default=0.0)
    if column.role == OTHER:
        body = min(body, 30.0)
    if column.role != MONTH:
        head += _PADDING
    return max(head, body + _PADDING + _SLACK, _LEAST.get(column.role, 0.0))


def _head_size(size: float) -> float:
    """Return the font size of heads: a month's is wider than its numbers."""
    return max(size - 1, 9)


def _names_fit(columns: Sequence[_Column], widths: Sequence[float], size: float) -> bool:
    """Tell whether most names stand on one line, and no word of one is torn."""
    few = sum(column.role == MONTH for column in columns) <= _FEW_MONTHS
    share = _BROKEN_SHARE if few else 0.0
    for column, width in zip(columns, widths, strict=True):
        if column.role != NAME or not column.texts:
            continue
        room = width - _PADDING - _SLACK
        if width < _NARROWEST_NAMES:
            return False
        lengths = [text_millimetres(name, size) for name in column.texts]
        broken = sum(length > room for length in lengths)
        words = (word for name in column.texts for word in name.split())
        longest = max((text_millimetres(word, size, "bold") for word in words), default=0.0)
        if min(longest, _LONGEST_NAME) > room:
            return False
        if broken > share * len(lengths) and room < _LONGEST_NAME:
            return False
    return True


def _set_heads(row: Any, columns: Sequence[_Column], upright: bool) -> None:
    """Let months' heads take their whole cells, or stand where they are wider than the numbers."""
    from docx.oxml.ns import qn

    heads = [cell for cell in row.iterchildren(qn("w:tc")) if cell.get(MARK) == MONTH]
    if upright and heads:
        longest = max(text_millimetres(_text(cell), APPENDIX_SIZE, "bold") for cell in heads)
        height = _element("trHeight", val=round((longest + 4) * _TWENTIETHS), hRule="atLeast")
        row.get_or_add_trPr().append(height)
    for cell in heads:
        properties = cell.get_or_add_tcPr()
        for name in ("tcMar", "textDirection", "vAlign"):
            for old in properties.findall(qn(f"w:{name}")):
                properties.remove(old)
        margins = _element("tcMar")
        for side in ("left", "right"):
            margins.append(_element(side, w=0, type="dxa"))
        properties.append(margins)
        if upright:
            properties.append(_element("textDirection", val="btLr"))
        properties.append(_element("vAlign", val="center"))


def _element(name: str, **attributes: object) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), str(value))
    return element


def _set_grid(table: Any, rows: Sequence[Any], widths: Sequence[float]) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    grid = table.find(qn("w:tblGrid"))
    for column in list(grid):
        grid.remove(column)
    twentieths = [round(width * _TWENTIETHS) for width in widths]
    for width in twentieths:
        column = OxmlElement("w:gridCol")
        column.set(qn("w:w"), str(width))
        grid.append(column)
    whole = table.find(f"{qn('w:tblPr')}/{qn('w:tblW')}")
    if whole is not None:
        whole.set(qn("w:type"), "dxa")
        whole.set(qn("w:w"), str(sum(twentieths)))
    for row in rows:
        cells = list(row.iterchildren(qn("w:tc")))
        spans = [_span(cell) for cell in cells]
        # Without widths of their own LibreOffice shares a row that spans columns out evenly.
        plain = len(cells) == len(widths)
        start = 0
        for cell, span in zip(cells, spans, strict=True):
            end = start + span
            properties = cell.find(qn("w:tcPr"))
            if not plain or (properties is not None and properties.find(qn("w:tcW")) is not None):
                width = cell.get_or_add_tcPr().get_or_add_tcW()
                width.set(qn("w:w"), str(sum(twentieths[start:end])))
                width.set(qn("w:type"), "dxa")
            start = end


def _shrink(document: "Document", size: float) -> None:
    """Make the cells' font small enough for the columns; one a clerk made smaller stays."""
    from docx.shared import Pt

    for style in document.styles:
        largest = _head_size(size) if style.style_id == CELL_HEAD else size
        if style.style_id in CELL_STYLES and (style.font.size or Pt(99)) > Pt(largest):
            style.font.size = Pt(largest)


def _section(document: "Document", table: Any) -> Any:
    """Return the section a table is in."""
    from docx.oxml.ns import qn

    place = table
    while place.getparent() is not document.element.body:
        place = place.getparent()
    later = document.element.body.iterchildren(qn("w:p"), qn("w:sectPr"))
    after = set(place.itersiblings())
    for element in later:
        if element not in after:
            continue
        properties = (
            element
            if element.tag == qn("w:sectPr")
            else element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
        )
        if properties is not None:
            return next(s for s in document.sections if s._sectPr is properties)
    return document.sections[-1]


def _span(cell: Any) -> int:
    """Return over how many columns a cell goes; most say nothing of it."""
    properties = cell.find(f"{_W}tcPr")
    span = None if properties is None else properties.find(f"{_W}gridSpan")
    return 1 if span is None else int(span.get(f"{_W}val"))


def _text(cell: Any) -> str:
    return "".join(part.text or "" for part in cell.iter(f"{_W}t"))
