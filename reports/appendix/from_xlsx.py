"""Tables in .xlsx workbooks: values as Excel last calculated them, merged regions filled."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, iterparse
from zipfile import ZipFile

from domain.errors import InvalidFile
from reports.appendix.container import LIBRARY_FAULTS, looks_like_xml
from reports.appendix.grid import BLANK, MAX_COLUMNS, MAX_ROWS, Cell, Grid, GridRow, make_cell

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_MAX_CELLS = 1_000_000
# openpyxl makes an object for every cell of a merged or linked range.
_MAX_RANGE_CELLS = 1_000_000
_SHEET_WIDTH, _SHEET_HEIGHT = 16_384, 1_048_576


@dataclass(slots=True)
class _Census:
    cells: int = 0
    range_cells: int = 0
    last_row: int = 0
    unvalued: bool = False


def read_xlsx(content: bytes, file_name: str) -> list[Grid]:
    """Return the visible sheets that hold something.

    Raises InvalidFile: `broken_file`, `too_large`, `too_many_rows`.
    """
    try:
        return _read(content, file_name)
    except LIBRARY_FAULTS as error:
        raise InvalidFile("broken_file", place=file_name) from error


def _read(content: bytes, file_name: str) -> list[Grid]:
    import openpyxl
    from openpyxl.worksheet.worksheet import Worksheet

    census = _take_census(content, file_name)
    values = openpyxl.load_workbook(BytesIO(content), data_only=True, keep_links=False)
    formulas = (
        openpyxl.load_workbook(BytesIO(content), keep_links=False) if census.unvalued else None
    )
    grids = []
    for sheet in values.worksheets:
        if isinstance(sheet, Worksheet) and sheet.sheet_state == "visible":
            rows = _read_rows(sheet, formulas)
            if rows:
                grids.append(Grid(sheet.title, rows, sheet_name=sheet.title))
    return grids


def _take_census(content: bytes, file_name: str) -> _Census:
    """Count what the parts hold, streaming, so that a workbook too big is never built.

    A part ends the count as soon as it is too big. Raises InvalidFile `too_large`, `too_many_rows`.
    """
    census = _Census()
    with ZipFile(BytesIO(content)) as package:
        for name in package.namelist():
            with package.open(name) as part:
                if not looks_like_xml(part.read(64)):
                    continue
            with package.open(name) as part:
                # Parts with a document type were refused before: no entity can expand here.
                _count(census, iterparse(part))  # noqa: S314  # nosec B314
                if census.cells > _MAX_CELLS or census.range_cells > _MAX_RANGE_CELLS:
                    raise InvalidFile("too_large", place=file_name, limit_cells=_MAX_CELLS)
                if census.last_row > MAX_ROWS:
                    raise InvalidFile("too_many_rows", place=file_name, limit=MAX_ROWS)
    return census


def _count(census: _Census, events: Iterable[tuple[str, Element]]) -> None:
    number, filled = 0, False
    for _, element in events:
        tag = element.tag.rpartition("}")[2]
        if tag == "c":
            census.cells += 1
            if census.cells > _MAX_CELLS:
                return
            filled = _holds_something(census, element) or filled
        elif tag in ("mergeCell", "hyperlink"):
            census.range_cells += _area(element.get("ref", ""))
        elif tag == "row":
            number = int(element.get("r") or number + 1)
            if filled:
                census.last_row = max(census.last_row, number)
            filled = False
            element.clear()


def _holds_something(census: _Census, element: Element) -> bool:
    parts = {child.tag.rpartition("}")[2]: child.text for child in element}
    if "f" in parts and not parts.get("v") and element.get("t") != "str":
        census.unvalued = True
    return bool(parts)


def _area(reference: str) -> int:
    """Return the number of cells of a range; a side left out ("A:C") means the whole sheet's."""
    from openpyxl.utils.cell import range_boundaries

    left, top, right, bottom = range_boundaries(reference or "A1")
    width = (right or _SHEET_WIDTH) - (left or 1) + 1
    height = (bottom or _SHEET_HEIGHT) - (top or 1) + 1
    return width * height


def _read_rows(sheet: "Worksheet", formulas: "Workbook | None") -> tuple[GridRow, ...]:
    height = min(sheet.max_row, MAX_ROWS)
    width = min(sheet.max_column, MAX_COLUMNS)
    cells: list[list[Cell]] = [
        [make_cell(value) for value in values]
        for values in sheet.iter_rows(max_row=height, max_col=width, values_only=True)
    ]
    if formulas is not None:
        formula_rows = formulas[sheet.title].iter_rows(max_row=height, max_col=width)
        for row, formula_row in zip(cells, formula_rows, strict=True):
            for index, cell in enumerate(formula_row):
                if cell.data_type == "f" and row[index] is BLANK:
                    row[index] = make_cell(None, has_value=False)
    for merged in sheet.merged_cells.ranges:
        _fill(cells, merged.bounds)
    while cells and not any(cell.text or not cell.has_value for cell in cells[-1]):
        cells.pop()
    return tuple(
        GridRow(f"{sheet.title}, dòng {number}", tuple(row)) for number, row in enumerate(cells, 1)
    )


def _fill(cells: list[list[Cell]], bounds: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = bounds
    if top > len(cells) or left > len(cells[0]):
        return
    anchor = cells[top - 1][left - 1]
    if anchor is BLANK:
        return
    for row in cells[top - 1 : bottom]:
        for column in range(left - 1, min(right, len(row))):
            row[column] = anchor
