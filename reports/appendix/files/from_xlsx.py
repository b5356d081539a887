"""Tables in .xlsx and .xlsm workbooks: values as Excel last calculated them, merged regions filled.

The parts are counted while they stream by, so that a workbook too big is never built; openpyxl then
tells values, merged regions, what is hidden, and which characters of a cell are struck out.
"""

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, TYPE_CHECKING
from zipfile import ZipFile

from lxml import etree

from domain.errors import InvalidFile
from domain.imports.places import cell_place
from domain.imports.tables import LeftOut
from reports.appendix.files.container import LIBRARY_FAULTS, looks_like_xml
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
from reports.appendix.number_formats import as_shown, is_hidden, may_hide

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_MAX_CELLS = 1_000_000
# openpyxl makes an object for every cell of a merged or linked range.
_MAX_RANGE_CELLS = 1_000_000
_SHEET_WIDTH, _SHEET_HEIGHT = 16_384, 1_048_576
_COUNTED = ("c", "mergeCell", "hyperlink", "strike", "row", "si", "sheet", "Relationship")


@dataclass(slots=True)
class _Census:
    """What all parts hold; of each part the cells without their formula's result, and links."""

    cells: int = 0
    range_cells: int = 0
    last_row: int = 0
    last_column: int = 0
    struck_styles: bool = False
    unvalued: dict[str, set[str]] = field(default_factory=dict)
    links: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)


def read_xlsx(content: bytes, file_name: str) -> tuple[list[Grid], list[LeftOut], bool]:
    """Return the visible sheets that hold something, what was left out, whether tinbai wrote it.

    Raises InvalidFile: `broken_file`, `too_large`, `too_many_rows`, `too_many_columns`.
    """
    try:
        return _read(content, file_name)
    except LIBRARY_FAULTS as error:
        raise InvalidFile("broken_file", place=file_name) from error


def _read(content: bytes, file_name: str) -> tuple[list[Grid], list[LeftOut], bool]:
    import openpyxl
    from openpyxl.worksheet.worksheet import Worksheet

    census = _take_census(content, file_name)
    book = openpyxl.load_workbook(
        BytesIO(content), data_only=True, keep_links=False, rich_text=True
    )
    parts = _parts_of_sheets(content)
    grids, left_out = [], []
    for sheet in book.worksheets:
        if not isinstance(sheet, Worksheet) or not sheet._cells:
            continue
        if sheet.sheet_state != "visible":
            left_out.append(LeftOut("hidden_sheet", sheet.title))
            continue
        part = parts.get(sheet.title, "")
        grid = _read_sheet(sheet, census, part)
        if grid.rows:
            grids.append(grid)
    # types-openpyxl does not know the property.
    properties = book.custom_doc_props.props  # type: ignore[attr-defined]
    own = any(item.name == OWN_MARK for item in properties)
    return grids, left_out, own


# The name of the document property by which tinbai knows its own workbooks.
OWN_MARK = "tinbai"


def _take_census(content: bytes, file_name: str) -> _Census:
    """Count what the parts hold, streaming, so that a workbook too big is never built.

    A part ends the count as soon as it is too big. Raises InvalidFile `too_large`, `too_many_rows`,
    `too_many_columns`.
    """
    census = _Census()
    with ZipFile(BytesIO(content)) as package:
        for name in package.namelist():
            with package.open(name) as part:
                if not looks_like_xml(part.read(64)):
                    continue
            with package.open(name) as part:
                _count(census, name, _elements(part))
                if census.cells > _MAX_CELLS or census.range_cells > _MAX_RANGE_CELLS:
                    raise InvalidFile("too_large", place=file_name, limit_cells=_MAX_CELLS)
                if census.last_row > MAX_ROWS:
                    raise InvalidFile("too_many_rows", place=file_name, limit=MAX_ROWS)
                if census.last_column > MAX_COLUMNS:
                    raise InvalidFile("too_many_columns", place=file_name, limit=MAX_COLUMNS)
    return census


def _elements(part: IO[bytes]) -> Iterator[tuple[str, etree._Element]]:
    """Yield a part's elements; those with a document type were refused before it is read."""
    tags = [f"{{*}}{tag}" for tag in _COUNTED]
    yield from etree.iterparse(part, events=("end",), tag=tags, resolve_entities=False)


def _count(census: _Census, part: str, events: Iterable[tuple[str, etree._Element]]) -> None:
    number, filled = 0, False
    for _, element in events:
        tag = element.tag.rpartition("}")[2]
        if tag == "c":
            census.cells += 1
            if census.cells > _MAX_CELLS:
                return
            filled = _look_at(census, part, element) or filled
        elif tag in ("mergeCell", "hyperlink"):
            census.range_cells += _area(element.get("ref", ""))
        elif tag == "strike":
            census.struck_styles = True
        elif tag == "row":
            number = int(element.get("r") or number + 1)
            if filled:
                census.last_row = max(census.last_row, number)
            filled = False
            element.clear()
        elif tag == "si":
            element.clear()


def _look_at(census: _Census, part: str, element: etree._Element) -> bool:
    """Note what a cell tells; return whether it holds something."""
    if not len(element):
        return False
    parts = {child.tag.rpartition("}")[2]: child.text for child in element}
    reference = element.get("r", "")
    if parts:
        census.last_column = max(census.last_column, _column_of(reference))
    if "f" in parts:
        link = read_hyperlink(parts["f"] or "")
        if link is not None:
            census.links.setdefault(part, {})[reference] = link
        if not parts.get("v") and (link is not None or element.get("t") != "str"):
            census.unvalued.setdefault(part, set()).add(reference)
    return bool(parts)


def _column_of(reference: str) -> int:
    column = 0
    for letter in reference:
        if not "A" <= letter <= "Z":
            break
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


def _area(reference: str) -> int:
    """Return the number of cells of a range; a side left out ("A:C") means the whole sheet's."""
    from openpyxl.utils.cell import range_boundaries

    left, top, right, bottom = range_boundaries(reference or "A1")
    width = (right or _SHEET_WIDTH) - (left or 1) + 1
    height = (bottom or _SHEET_HEIGHT) - (top or 1) + 1
    return width * height


def _parts_of_sheets(content: bytes) -> dict[str, str]:
    """Return the package part of each sheet by its name."""
    with ZipFile(BytesIO(content)) as package:
        targets = {}
        with package.open("xl/_rels/workbook.xml.rels") as part:
            for _, element in _elements(part):
                target = element.get("Target", "")
                targets[element.get("Id")] = posixpath.normpath(
                    target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                )
        with package.open("xl/workbook.xml") as part:
            return {
                element.get("name", ""): targets.get(value, "")
                for _, element in _elements(part)
                if element.tag.rpartition("}")[2] == "sheet"
                for key, value in element.items()
                if key.endswith("}id")
            }


def _read_sheet(sheet: "Worksheet", census: _Census, part: str) -> Grid:
    unvalued = census.unvalued.get(part, set())
    links = census.links.get(part, {})
    notes: list[LeftOut] = []
    # Only cells that the file holds: one far out must not make all those before it.
    found: dict[tuple[int, int], Cell] = {}
    for (row, column), cell in sheet._cells.items():
        if row > MAX_ROWS or column > MAX_COLUMNS:
            continue
        reference = f"{column_letter(column - 1)}{row}"
        if reference in unvalued:
            link, text = links.get(reference, ("", ""))
            found[row - 1, column - 1] = make_cell(text or None, has_value=bool(text), link=link)
            continue
        value: object = cell.value
        if value is None or value == "":
            continue
        shown_by = cell.number_format
        if may_hide(shown_by) and is_hidden(shown_by, value):
            place = cell_place(sheet.title, reference)
            notes.append(LeftOut("hidden_text", place, {"text": str(value)[:60]}))
            continue
        if not isinstance(value, (int, float)) or census.struck_styles:
            place = cell_place(sheet.title, reference)
            value = _as_shown(cell, value, place, notes, struck_styles=census.struck_styles)
        value = as_shown(shown_by, value)
        link = links.get(reference, ("", ""))[0]
        if cell.hyperlink is not None:
            link = cell.hyperlink.target or link
        made = make_cell(value, link=link)
        if made is not BLANK:
            found[row - 1, column - 1] = made
    height = max((row for row, _ in found), default=-1) + 1
    width = max((column for _, column in found), default=-1) + 1
    cells = [[BLANK] * width for _ in range(height)]
    for (row, column), made in found.items():
        cells[row][column] = made
    for merged in sheet.merged_cells.ranges:
        left, top, right, bottom = merged.bounds
        fill(cells, (left - 1, top - 1, right - 1, bottom - 1))
    rows, hidden = visible(sheet.title, cells, _hidden_rows(sheet), _hidden_columns(sheet))
    codes = {note.code for note in hidden}
    return Grid(
        sheet.title,
        rows,
        sheet_name=sheet.title,
        left_out=(*hidden, *notes),
        hides_columns="hidden_columns" in codes,
        hides_rows="hidden_rows" in codes,
    )


def _as_shown(
    cell: object, value: object, place: str, notes: list[LeftOut], *, struck_styles: bool
) -> object:
    """Return a cell's value without what is struck out or superscript in it."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock

    if struck_styles and getattr(getattr(cell, "font", None), "strike", None):
        notes.append(LeftOut("struck", place, {"text": str(value)[:60]}))
        return None
    if not isinstance(value, CellRichText):
        return value
    kept, struck, raised = [], [], []
    for piece in value:
        if isinstance(piece, TextBlock) and piece.font.strike:
            struck.append(piece.text)
        elif isinstance(piece, TextBlock) and piece.font.vertAlign == "superscript":
            raised.append(piece.text)
        else:
            kept.append(piece.text if isinstance(piece, TextBlock) else str(piece))
    for code, pieces in (("struck", struck), ("superscript", raised)):
        if text := "".join(pieces).strip():
            notes.append(LeftOut(code, place, {"text": text[:60]}))
    return "".join(kept)


def _hidden_rows(sheet: "Worksheet") -> list[int]:
    return [
        number - 1 for number, row in sheet.row_dimensions.items() if row.hidden or row.height == 0
    ]


def _hidden_columns(sheet: "Worksheet") -> list[int]:
    return [
        index - 1
        for column in sheet.column_dimensions.values()
        if column.hidden or column.width == 0
        for index in range(column.min or 0, min(column.max or 0, MAX_COLUMNS) + 1)
    ]
