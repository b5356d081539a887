"""Tables in .xlsx and .xlsm workbooks: values as Excel last calculated them, merged regions filled.

openpyxl parses each sheet row by row; its own worksheets, which hold an object with all styles for
every cell, are not built. What is counted on the way ends the reading of a workbook too big.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from io import BytesIO
from typing import IO, Any
from xml.etree.ElementTree import Element

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser, parse_richtext_string
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

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
from reports.appendix.number_formats import as_shown, is_hidden, may_hide

_MAX_CELLS = 1_000_000
# Each cell of a merged or linked range is looked at.
_MAX_RANGE_CELLS = 1_000_000
_STRING_TAG, _TEXT_TAG = f"{{{SHEET_MAIN_NS}}}si", f"{{{SHEET_MAIN_NS}}}t"
_SHEET_WIDTH, _SHEET_HEIGHT = 16_384, 1_048_576
# The name of the document property by which tinbai knows its own workbooks.
OWN_MARK = "tinbai"


def read_xlsx(content: bytes, file_name: str) -> tuple[list[Grid], list[LeftOut], bool]:
    """Return the visible sheets that hold something, what was left out, whether tinbai wrote it.

    Raises InvalidFile: `broken_file`, `too_large`, `too_many_rows`, `too_many_columns`.
    """
    try:
        return _read(content, file_name)
    except LIBRARY_FAULTS as error:
        raise InvalidFile("broken_file", place=file_name) from error


def _read(content: bytes, file_name: str) -> tuple[list[Grid], list[LeftOut], bool]:
    reader = _Reader(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    reader.read()
    # The stubs know little of what is read row by row.
    book: Any = reader.wb
    room = _Room(file_name)
    grids, left_out = [], []
    for sheet in book.worksheets:
        if not isinstance(sheet, ReadOnlyWorksheet):
            continue
        if sheet.sheet_state != "visible":
            if _holds_cells(sheet):
                left_out.append(LeftOut("hidden_sheet", sheet.title))
            continue
        grid = _Sheet(sheet, room).read()
        if grid.rows:
            grids.append(grid)
    own = any(item.name == OWN_MARK for item in book.custom_doc_props.props)
    return grids, left_out, own


class _Room:
    """What a whole workbook may still hold."""

    def __init__(self, file_name: str) -> None:
        self._file_name = file_name
        self._cells = self._range_cells = 0

    def take(self, cells: int = 0, range_cells: int = 0) -> None:
        """Count cells; raise InvalidFile `too_large`."""
        self._cells += cells
        self._range_cells += range_cells
        if self._cells > _MAX_CELLS or self._range_cells > _MAX_RANGE_CELLS:
            raise InvalidFile("too_large", place=self._file_name, limit_cells=_MAX_CELLS)

    def check(self, row: int, column: int) -> None:
        """Raise InvalidFile where a cell that holds something is too far out."""
        if row > MAX_ROWS:
            raise InvalidFile("too_many_rows", place=self._file_name, limit=MAX_ROWS)
        if column > MAX_COLUMNS:
            raise InvalidFile("too_many_columns", place=self._file_name, limit=MAX_COLUMNS)


class _Reader(ExcelReader):
    """openpyxl's reader of a package; texts without formats inside them are read straight."""

    def read_strings(self) -> None:
        """Read the texts that the sheets refer to by their number."""
        # The stubs give this method and get_rels_path below no types.
        part = self.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]
        if part is None:
            return
        with self.archive.open(part.PartName[1:]) as source:
            for _, element in iterparse(source):
                if element.tag != _STRING_TAG:
                    continue
                if len(element) == 1 and element[0].tag == _TEXT_TAG:
                    # openpyxl takes this mark off as well.
                    text: Any = (element[0].text or "").replace("x005F_", "")
                else:
                    text = parse_richtext_string(element)
                self.shared_strings.append(text)
                element.clear()


class _Parser(WorkSheetParser):
    """openpyxl's parser of a sheet, which also tells the formula of a cell beside its result."""

    def parse_cell(self, element: Element) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        formula = element.find(FORMULA_TAG)
        cell["formula"] = None if formula is None else formula.text or ""
        return cell


def _parser(sheet: Any, source: IO[bytes]) -> _Parser:
    book = sheet.parent
    return _Parser(
        source,
        sheet._shared_strings,
        data_only=True,
        epoch=book.epoch,
        date_formats=book._date_formats,
        timedelta_formats=book._timedelta_formats,
        rich_text=True,
    )


def _holds_cells(sheet: Any) -> bool:
    with sheet._get_source() as source:
        return any(row for _, row in _parser(sheet, source).parse())


class _Sheet:
    """One sheet while it is read; cells and ranges are known by row and column from 1."""

    def __init__(self, sheet: Any, room: _Room) -> None:
        self._sheet = sheet
        self._room = room
        # Only cells that the file holds: one far out must not make all those before it.
        self._found: dict[tuple[int, int], Cell] = {}
        # Cells whose text is settled, though it may be none: no link is written into them.
        self._settled: set[tuple[int, int]] = set()
        self._notes: list[LeftOut] = []
        self._style: Callable[[int], tuple[str, bool]] = lru_cache(maxsize=None)(self._read_style)

    def read(self) -> Grid:
        """Return the sheet without what it hides or strikes out."""
        name = self._sheet.title
        with self._sheet._get_source() as source:
            parser = _parser(self._sheet, source)
            for _, row in parser.parse():
                self._room.take(cells=len(row))
                for cell in row:
                    self._take(cell)
        merged = [item.ref for item in parser.merged_cells.mergeCell] if parser.merged_cells else []
        regions = [self._region(reference) for reference in merged]
        covered = {place: region[:2] for region in regions for place in _places(region)}
        for place, corner in covered.items():
            if place != corner:
                self._found.pop(place, None)
        self._link(parser, covered)
        height = max((row for row, _ in self._found), default=0)
        width = max((column for _, column in self._found), default=0)
        cells = [[BLANK] * width for _ in range(height)]
        for (row, column), made in self._found.items():
            cells[row - 1][column - 1] = made
        for top, left, bottom, right in regions:
            fill(cells, (left - 1, top - 1, right - 1, bottom - 1))
        rows, hidden = visible(name, cells, _hidden_rows(parser), _hidden_columns(parser))
        codes = {note.code for note in hidden}
        return Grid(
            name,
            rows,
            sheet_name=name,
            left_out=(*hidden, *self._notes),
            hides_columns="hidden_columns" in codes,
            hides_rows="hidden_rows" in codes,
        )

    def _take(self, cell: dict[str, Any]) -> None:
        value, formula = cell["value"], cell["formula"]
        if value is None and formula is None:
            return
        place = row, column = cell["row"], cell["column"]
        self._room.check(row, column)
        link = text = ""
        if formula is not None:
            link, text = read_hyperlink(formula) or ("", "")
            if value is None and (link or cell["data_type"] != "str"):
                self._settled.add(place)
                self._found[place] = make_cell(text or None, has_value=bool(text), link=link)
                return
        if value is None:
            return
        number_format, struck = self._style(cell["style_id"])
        if value == "":
            self._settled.add(place)
        elif may_hide(number_format) and is_hidden(number_format, value):
            self._settled.add(place)
            self._note("hidden_text", place, value)
        else:
            if struck:
                self._note("struck", place, value)
                value = None
            elif isinstance(value, CellRichText):
                value = self._without_marked(value, place)
            made = make_cell(as_shown(number_format, value), link=link)
            if made is BLANK:
                self._settled.add(place)
            else:
                self._found[place] = made

    def _read_style(self, number: int) -> tuple[str, bool]:
        """Return a style's number format, and whether it strikes out."""
        cell = ReadOnlyCell(self._sheet, 1, 1, None, "n", number)
        return cell.number_format, bool(cell.font.strike)

    def _without_marked(self, value: CellRichText, place: tuple[int, int]) -> str:
        """Return a text without what is struck out or superscript in it."""
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
                self._note(code, place, text)
        return "".join(kept)

    def _note(self, code: str, place: tuple[int, int], value: object) -> None:
        row, column = place
        where = cell_place(self._sheet.title, f"{column_letter(column - 1)}{row}")
        self._notes.append(LeftOut(code, where, {"text": str(value)[:60]}))

    def _region(self, reference: str) -> tuple[int, int, int, int]:
        """Return top, left, bottom and right; a side left out ("A:C") means the whole sheet's."""
        left, top, right, bottom = range_boundaries(reference or "A1")
        region = top or 1, left or 1, bottom or _SHEET_HEIGHT, right or _SHEET_WIDTH
        height, width = region[2] - region[0] + 1, region[3] - region[1] + 1
        self._room.take(range_cells=height * width)
        return region

    def _link(self, parser: _Parser, covered: dict[tuple[int, int], tuple[int, int]]) -> None:
        """Give the cells their links; a blank one shows its link's address."""
        links = parser.hyperlinks.hyperlink
        if not links:
            return
        addresses = self._addresses() if any(item.id for item in links) else {}
        for item in links:
            target = addresses[item.id] if item.id else item.target
            region = self._region(item.ref)
            alone = region[:2] == region[2:]
            for place in _places(region):
                corner = covered.get(place, place)
                if corner != place and not alone:
                    continue
                if corner in self._settled:
                    continue
                cell = self._found.get(corner)
                if cell is None:
                    cell = make_cell(target or item.location)
                if cell is not BLANK:
                    link = target or cell.link
                    self._found[corner] = Cell(cell.value, cell.text, cell.has_value, link)

    def _addresses(self) -> dict[str, str]:
        """Return the addresses that the sheet's links name by an id."""
        path = get_rels_path(self._sheet._worksheet_path)  # type: ignore[no-untyped-call]
        relations: Any = get_dependents(self._sheet.parent._archive, path)
        return {item.Id: item.Target for item in relations}


def _places(region: tuple[int, int, int, int]) -> Iterator[tuple[int, int]]:
    top, left, bottom, right = region
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            yield row, column


def _hidden_rows(parser: _Parser) -> list[int]:
    return [
        int(number) - 1
        for number, row in parser.row_dimensions.items()
        if _is_true(row.get("hidden")) or _is_zero(row.get("ht"))
    ]


def _hidden_columns(parser: _Parser) -> list[int]:
    return [
        index - 1
        for column in parser.column_dimensions.values()
        if _is_true(column.get("hidden")) or _is_zero(column.get("width"))
        for index in range(int(column["min"]), min(int(column["max"]), MAX_COLUMNS) + 1)
    ]


def _is_true(written: str | None) -> bool:
    return written is not None and written not in ("0", "false", "f")


def _is_zero(written: str | None) -> bool:
    return written is not None and float(written) == 0
