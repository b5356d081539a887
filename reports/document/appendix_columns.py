"""Gives the appendix's table the columns of its period: their widths, the paper, the font size.

A tag repeats a month's cell, but the table's grid in the template knows nothing of it.
"""

from typing import TYPE_CHECKING, Any

from reports.document.layout_parts import text_width
from reports.document.styles import APPENDIX_SIZE, APPENDIX_TABLE, CELL_STYLES

if TYPE_CHECKING:
    from docx.document import Document

# Millimetres; a month's column is as wide as half the table allows, within these.
NUMBER_WIDTH, TOTAL_WIDTH = 12, 14
NARROWEST_MONTH, WIDEST_MONTH = 8.5, 14
NARROWEST_YEAR_MONTH = 11.5
MONTHS_SHARE = 0.55
# The outer lines lie half outside the table; the margins stay free of them.
BORDERS = 1
_TWENTIETHS = 1440 / 25.4


def fit_appendix(document: "Document") -> None:
    """Fit paper, columns and font size of the appendix's table to its number of columns."""
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn

    for table in document.element.body.iterchildren(qn("w:tbl")):
        style = table.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}")
        if style is None or style.get(qn("w:val")) != APPENDIX_TABLE:
            continue
        heads = [
            "".join(text.text or "" for text in cell.iter(qn("w:t")))
            for cell in table.find(qn("w:tr")).iterchildren(qn("w:tc"))
        ]
        months = len(heads) - 3
        if months < 1:
            continue
        wide = any("/" in head for head in heads[2:-1])
        section = document.sections[-1]
        if wide and months > 6 and section.orientation == WD_ORIENT.PORTRAIT:
            _turn(section)
        _set_grid(table, _widths(section, months, wide))
        _shrink(document, months, wide)


def _turn(section: Any) -> None:
    from docx.enum.section import WD_ORIENT

    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width


def _widths(section: Any, months: int, wide: bool) -> list[float]:
    """Return the columns' widths in millimetres."""
    whole = text_width(section) - BORDERS
    narrowest = NARROWEST_YEAR_MONTH if wide else NARROWEST_MONTH
    month = max(narrowest, min(WIDEST_MONTH, whole * MONTHS_SHARE / months))
    unit = whole - NUMBER_WIDTH - TOTAL_WIDTH - month * months
    return [NUMBER_WIDTH, unit, *[month] * months, TOTAL_WIDTH]


def _set_grid(table: Any, widths: list[float]) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    grid = table.find(qn("w:tblGrid"))
    for column in list(grid):
        grid.remove(column)
    for width in widths:
        column = OxmlElement("w:gridCol")
        column.set(qn("w:w"), str(round(width * _TWENTIETHS)))
        grid.append(column)
    whole = table.find(f"{qn('w:tblPr')}/{qn('w:tblW')}")
    if whole is not None:
        whole.set(qn("w:type"), "dxa")
        whole.set(qn("w:w"), str(round(sum(widths) * _TWENTIETHS)))
    for span in table.iter(qn("w:gridSpan")):
        # Without widths of their own LibreOffice shares such a row out evenly.
        _set_cell_widths(span.getparent().getparent().getparent(), widths)


def _set_cell_widths(row: Any, widths: list[float]) -> None:
    from docx.oxml.ns import qn

    start = 0
    for cell in row.iterchildren(qn("w:tc")):
        end = start + int(cell.grid_span)
        properties = cell.get_or_add_tcPr()
        width = properties.get_or_add_tcW()
        width.set(qn("w:w"), str(round(sum(widths[start:end]) * _TWENTIETHS)))
        width.set(qn("w:type"), "dxa")
        start = end


def _shrink(document: "Document", months: int, wide: bool) -> None:
    """Make the cells' font small enough for the columns; one a clerk made smaller stays."""
    from docx.shared import Pt

    size = APPENDIX_SIZE
    if months > 12:
        size = min(size, 9)
    elif months > 9 and not wide:
        size = min(size, 10)
    elif months > 6:
        size = min(size, 11)
    for style in document.styles:
        if style.style_id in CELL_STYLES and (style.font.size or Pt(99)) > Pt(size):
            style.font.size = Pt(size)
