"""Tables in .ods workbooks, read from their XML: calamine cannot tell what is hidden."""

import re
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from domain.errors import InvalidFile
from domain.imports.places import cell_place
from domain.imports.tables import LeftOut
from reports.appendix.files.container import LIBRARY_FAULTS
from reports.appendix.grid import (
    BLANK,
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Grid,
    column_letter,
    fill,
    make_cell,
    visible,
)
from reports.appendix.hyperlinks import read_hyperlink
from reports.appendix.number_formats import ShownOtherwise

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_MAX_ELEMENTS = 2_000_000


def read_ods(content: bytes, file_name: str) -> tuple[list[Grid], list[LeftOut]]:
    """Return the visible sheets that hold something, and what was left out.

    Raises InvalidFile: `broken_file`, `too_large`, `too_many_rows`, `too_many_columns`.
    """
    try:
        with ZipFile(BytesIO(content)) as package, package.open("content.xml") as part:
            root = _parse(part, file_name)
        return _read(root, file_name)
    except (*LIBRARY_FAULTS, etree.LxmlError) as error:
        raise InvalidFile("broken_file", place=file_name) from error


def _parse(part: object, file_name: str) -> etree._Element:
    root = None
    for number, (_, element) in enumerate(
        etree.iterparse(part, events=("start",), resolve_entities=False, no_network=True)
    ):
        root = element if root is None else root
        if number > _MAX_ELEMENTS:
            raise InvalidFile("too_large", place=file_name)
    if root is None:
        raise InvalidFile("broken_file", place=file_name)
    return root


def _read(root: etree._Element, file_name: str) -> tuple[list[Grid], list[LeftOut]]:
    styles = _Styles(root)
    grids, left_out = [], []
    for table in root.iter(f"{_TABLE}table"):
        name = table.get(f"{_TABLE}name", "")
        if table.get(f"{_TABLE}style-name") in styles.hidden_tables:
            left_out.append(LeftOut("hidden_sheet", name))
            continue
        grid = _read_table(table, name, styles, file_name)
        if grid.rows:
            grids.append(grid)
    return grids, left_out


class _Styles:
    """The automatic styles that strike text out, raise it, or hide a sheet."""

    def __init__(self, root: etree._Element) -> None:
        self.struck: set[str] = set()
        self.raised: set[str] = set()
        self.hidden_tables: set[str] = set()
        for style in root.iter(f"{_STYLE}style"):
            name = style.get(f"{_STYLE}name", "")
            for text in style.iter(f"{_STYLE}text-properties"):
                if text.get(f"{_STYLE}text-line-through-style", "none") != "none":
                    self.struck.add(name)
                if text.get(f"{_STYLE}text-position", "").startswith("super"):
                    self.raised.add(name)
            for table in style.iter(f"{_STYLE}table-properties"):
                if table.get(f"{_TABLE}display") == "false":
                    self.hidden_tables.add(name)


def _read_table(table: etree._Element, name: str, styles: _Styles, file_name: str) -> Grid:
    notes: list[LeftOut] = []
    found: dict[tuple[int, int], Cell] = {}
    merged: list[tuple[int, int, int, int]] = []
    hidden_rows: list[int] = []
    number = 0
    for row in _own(table, f"{_TABLE}table-row", table):
        repeated = _times(row, "number-rows-repeated")
        filled = _read_row(row, name, number, styles, found, merged, notes)
        if row.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            hidden_rows.extend(range(number, min(number + repeated, MAX_ROWS)))
        if filled:
            if number + repeated > MAX_ROWS:
                raise InvalidFile("too_many_rows", place=file_name, limit=MAX_ROWS)
            for copy in range(number + 1, number + repeated):
                for (line, column), cell in list(found.items()):
                    if line == number:
                        found[copy, column] = cell
        number += repeated
    width = max((column for _, column in found), default=-1) + 1
    if width > MAX_COLUMNS:
        raise InvalidFile("too_many_columns", place=file_name, limit=MAX_COLUMNS)
    height = max((line for line, _ in found), default=-1) + 1
    cells = [[BLANK] * width for _ in range(height)]
    for (line, column), cell in found.items():
        cells[line][column] = cell
    for bounds in merged:
        fill(cells, bounds)
    rows, hidden = visible(name, cells, hidden_rows, _hidden_columns(table))
    codes = {note.code for note in hidden}
    return Grid(
        name,
        rows,
        sheet_name=name,
        left_out=(*hidden, *notes),
        hides_columns="hidden_columns" in codes,
        hides_rows="hidden_rows" in codes,
    )


def _read_row(
    row: etree._Element,
    name: str,
    number: int,
    styles: _Styles,
    found: dict[tuple[int, int], Cell],
    merged: list[tuple[int, int, int, int]],
    notes: list[LeftOut],
) -> bool:
    column, filled = 0, False
    for element in row:
        if element.tag not in _CELLS:
            continue
        repeated = _times(element, "number-columns-repeated")
        cell = BLANK
        if element.tag == _CELLS[0]:
            place = cell_place(name, f"{column_letter(column)}{number + 1}")
            cell = _read_cell(element, place, styles, notes)
            wide = _times(element, "number-columns-spanned")
            high = _times(element, "number-rows-spanned")
            if wide > 1 or high > 1:
                merged.append((column, number, column + wide - 1, number + high - 1))
        if cell is not BLANK:
            filled = True
            for place_ in range(column, min(column + repeated, MAX_COLUMNS + 1)):
                found[number, place_] = cell if repeated == 1 else make_cell(cell.value)
        column += repeated
    return filled


def _read_cell(element: etree._Element, place: str, styles: _Styles, notes: list[LeftOut]) -> Cell:
    kind = element.get(f"{_OFFICE}value-type")
    struck: list[str] = []
    raised: list[str] = []
    text = "\n".join(
        "".join(_pieces(paragraph, styles, struck, raised))
        for paragraph in element.iterfind(f"{_TEXT}p")
    )
    if element.get(f"{_TABLE}style-name") in styles.struck and text:
        notes.append(LeftOut("struck", place, {"text": text[:60]}))
        return BLANK
    for code, pieces in (("struck", struck), ("superscript", raised)):
        if gone := "".join(pieces).strip():
            notes.append(LeftOut(code, place, {"text": gone[:60]}))
    formula = read_hyperlink(element.get(f"{_TABLE}formula", ""))
    link = next((a.get(_LINK, "") for a in element.iter(f"{_TEXT}a")), "")
    if formula is not None:
        link, text = link or formula[0], text or formula[1]
    if kind in ("float", "currency", "percentage"):
        number = float(element.get(f"{_OFFICE}value", "nan"))
        # What the cell's number format shows stands in its paragraph, here nothing of it.
        if number and not text.strip() and element.find(f"{_TEXT}p") is not None:
            notes.append(LeftOut("hidden_text", place, {"text": make_cell(number).text}))
            return BLANK
        whole = int(number) if number.is_integer() else number
        return make_cell(_as_shown(whole, text, kind), link=link)
    if kind == "date":
        return make_cell(datetime.fromisoformat(element.get(f"{_OFFICE}date-value", "")[:19]))
    if kind is None and not text and element.get(f"{_TABLE}formula"):
        return make_cell(None, has_value=False)
    return make_cell(text, link=link)


def _as_shown(number: int | float, text: str, kind: str) -> object:
    """Return a number that the cell's text shows as another one as ShownOtherwise."""
    digits = re.sub(r"\D", "", text).lstrip("0")
    divided = isinstance(number, int) and bool(digits) and not digits.startswith(str(abs(number)))
    sign = {"percentage": "%", "currency": "₫"}.get(kind, "," if divided else "")
    return ShownOtherwise(number, sign) if number and sign else number


def _pieces(
    element: etree._Element, styles: _Styles, struck: list[str], raised: list[str]
) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        style = child.get(f"{_TEXT}style-name")
        if child.tag == f"{_TEXT}s":
            yield " " * min(_times(child, "c", _TEXT), 100)
        elif child.tag in (f"{_TEXT}line-break", f"{_TEXT}tab"):
            yield " "
        elif child.tag == f"{_OFFICE}annotation":
            pass
        elif style in styles.struck or style in styles.raised:
            kept = struck if style in styles.struck else raised
            kept.extend(_pieces(child, styles, struck, raised))
        else:
            yield from _pieces(child, styles, struck, raised)
        yield child.tail or ""


def _own(element: etree._Element, tag: str, table: etree._Element) -> Iterator[etree._Element]:
    """Yield the table's own rows or columns, also those in groups and heading rows."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in (
            f"{_TABLE}table-header-rows",
            f"{_TABLE}table-row-group",
            f"{_TABLE}table-rows",
            f"{_TABLE}table-header-columns",
            f"{_TABLE}table-column-group",
            f"{_TABLE}table-columns",
        ):
            yield from _own(child, tag, table)


def _hidden_columns(table: etree._Element) -> list[int]:
    hidden: list[int] = []
    index = 0
    for column in _own(table, f"{_TABLE}table-column", table):
        repeated = _times(column, "number-columns-repeated")
        if column.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            hidden.extend(range(index, min(index + repeated, MAX_COLUMNS)))
        index += repeated
    return hidden


def _times(element: etree._Element, name: str, space: str = _TABLE) -> int:
    return max(int(element.get(f"{space}{name}", "1")), 1)
