"""Tables in .docx documents, read from their XML once.

python-docx opens the package; its `cell()` and `_tc_above` look every merged cell up anew, which is
quadratic, and its texts leave out what was typed with changes tracked. So the rows are walked here.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from domain.errors import InvalidFile
from domain.text import clean_line
from reports.appendix.container import LIBRARY_FAULTS
from reports.appendix.grid import BLANK, MAX_COLUMNS, MAX_ROWS, Cell, Grid, GridRow, make_cell

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _TABLE, _ROW, _CELL = f"{_W}p", f"{_W}tbl", f"{_W}tr", f"{_W}tc"
_WRAPPERS = {f"{_W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "smartTag")}
_BREAKS = {f"{_W}{name}" for name in ("br", "cr", "tab")}
_SKIPPED = {
    _TABLE,
    f"{_W}del",
    f"{_W}moveFrom",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}


def read_docx(content: bytes, file_name: str) -> list[Grid]:
    """Return the document's tables, nested ones too, each with the paragraphs before it.

    Raises InvalidFile: `broken_file`, `too_many_rows`.
    """
    import docx
    from docx.opc.exceptions import OpcError

    try:
        return _read(docx.Document(BytesIO(content)).element.body, file_name)
    except (*LIBRARY_FAULTS, OpcError) as error:
        raise InvalidFile("broken_file", place=file_name) from error


def _read(body: "_Element", file_name: str) -> list[Grid]:
    grids: list[Grid] = []
    before: list[str] = []
    silent = False
    left = MAX_ROWS
    for element, nested in _blocks(body):
        if element.tag == _TABLE:
            name = f"Bảng {len(grids) + 1}"
            rows = _read_rows(element, name, left, file_name)
            left -= len(rows)
            grids.append(Grid(name, rows, tuple(before), continues=silent and not nested))
            silent = silent if nested else True
        elif text := _text(element):
            before.append(text)
            silent = False
    return grids


def _blocks(element: "_Element") -> "Iterator[tuple[_Element, bool]]":
    """Yield paragraphs and tables in order; True marks a table inside another."""
    for child in element:
        if child.tag == _PARAGRAPH:
            yield child, False
        elif child.tag == _TABLE:
            yield child, False
            for nested in child.iterdescendants(_TABLE):
                yield nested, True
        elif child.tag in _WRAPPERS:
            yield from _blocks(child)


def _read_rows(table: "_Element", name: str, left: int, file_name: str) -> tuple[GridRow, ...]:
    rows: list[GridRow] = []
    above: tuple[Cell, ...] = ()
    for number, row in enumerate(_children(table, _ROW), 1):
        if number > left:
            raise InvalidFile("too_many_rows", place=file_name, limit=MAX_ROWS)
        above = tuple(_read_cells(row, above))
        if row.find(f"{_W}trPr/{_W}del") is None:
            rows.append(GridRow(f"{name}, dòng {number}", above))
    return tuple(rows)


def _read_cells(row: "_Element", above: tuple[Cell, ...]) -> list[Cell]:
    before = row.find(f"{_W}trPr/{_W}gridBefore")
    cells: list[Cell] = [BLANK] * (_number(before) if before is not None else 0)
    for element in _children(row, _CELL):
        span = element.find(f"{_W}tcPr/{_W}gridSpan")
        width = _number(span) if span is not None else 1
        if len(cells) + width > MAX_COLUMNS:
            raise ValueError("a row wider than any table of counts")
        if _continues(element, "hMerge"):
            cell = cells[-1] if cells else BLANK
        elif _continues(element, "vMerge"):
            cell = above[len(cells)] if len(cells) < len(above) else BLANK
        else:
            text = _text(element)
            cell = make_cell(text) if text else BLANK
        cells.extend([cell] * width)
    return cells


def _number(element: "_Element") -> int:
    return min(max(int(element.get(f"{_W}val", "1")), 0), MAX_COLUMNS + 1)


def _continues(cell: "_Element", merge: str) -> bool:
    """Tell whether the cell only carries on the merged cell above or left of it."""
    element = cell.find(f"{_W}tcPr/{_W}{merge}")
    return element is not None and element.get(f"{_W}val", "continue") == "continue"


def _children(element: "_Element", tag: str) -> "Iterator[_Element]":
    """Yield the children of a tag, also those in content controls and tracked insertions."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _text(element: "_Element") -> str:
    return clean_line("".join(_pieces(element)))


def _pieces(element: "_Element") -> Iterator[str]:
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield " "
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        else:
            yield from _pieces(child)
            if child.tag == _PARAGRAPH:
                yield " "
