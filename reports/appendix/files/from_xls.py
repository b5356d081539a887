"""Tables in .xls workbooks of Excel 97–2003.

xlrd rather than calamine: it tells what is hidden, merged and struck out, which decides whether a
number counts.
"""

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
from reports.appendix.number_formats import as_shown, is_hidden

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet

_SUPERSCRIPT = 1


def read_xls(content: bytes, file_name: str) -> tuple[list[Grid], list[LeftOut]]:
    """Return the visible sheets that hold something, and what was left out.

    Raises InvalidFile: `broken_file`, `too_many_rows`, `too_many_columns`.
    """
    import xlrd
    from xlrd.compdoc import CompDocError

    try:
        with Path(os.devnull).open("w") as log:
            book = xlrd.open_workbook(
                file_contents=content, formatting_info=True, ragged_rows=True, logfile=log
            )
        return _read(book, file_name)
    except (*LIBRARY_FAULTS, xlrd.XLRDError, CompDocError) as error:
        raise InvalidFile("broken_file", place=file_name) from error


def _read(book: "Book", file_name: str) -> tuple[list[Grid], list[LeftOut]]:
    grids, left_out = [], []
    for sheet in book.sheets():
        if sheet.visibility:
            if sheet.nrows:
                left_out.append(LeftOut("hidden_sheet", sheet.name))
            continue
        grid = _read_sheet(book, sheet, file_name)
        if grid.rows:
            grids.append(grid)
    return grids, left_out


def _read_sheet(book: "Book", sheet: "Sheet", file_name: str) -> Grid:
    notes: list[LeftOut] = []
    found: dict[tuple[int, int], Cell] = {}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            value = _value(book, sheet, row, column, notes)
            if value is None:
                continue
            if row >= MAX_ROWS:
                raise InvalidFile("too_many_rows", place=file_name, limit=MAX_ROWS)
            if column >= MAX_COLUMNS:
                raise InvalidFile("too_many_columns", place=file_name, limit=MAX_COLUMNS)
            link = sheet.hyperlink_map.get((row, column))
            target = link.url_or_path if link is not None else None
            made = make_cell(value, link=target if isinstance(target, str) else "")
            found[row, column] = made
    height = max((row for row, _ in found), default=-1) + 1
    width = max((column for _, column in found), default=-1) + 1
    cells = [[BLANK] * width for _ in range(height)]
    for (row, column), made in found.items():
        cells[row][column] = made
    for top, bottom, left, right in sheet.merged_cells:
        fill(cells, (left, top, right - 1, bottom - 1))
    rows, hidden = visible(
        sheet.name,
        cells,
        [row for row, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0],
        [column for column, info in sheet.colinfo_map.items() if info.hidden],
    )
    codes = {note.code for note in hidden}
    return Grid(
        sheet.name,
        rows,
        sheet_name=sheet.name,
        left_out=(*hidden, *notes),
        hides_columns="hidden_columns" in codes,
        hides_rows="hidden_rows" in codes,
    )


def _value(book: "Book", sheet: "Sheet", row: int, column: int, notes: list[LeftOut]) -> Any:
    """Return a cell's value without what is struck out or superscript in it."""
    import xlrd

    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) or value == "":
        return None
    place = cell_place(sheet.name, f"{column_letter(column)}{row + 1}")
    look = book.xf_list[sheet.cell_xf_index(row, column)]
    shown_as = book.format_map.get(look.format_key)
    if shown_as is not None and is_hidden(shown_as.format_str, value):
        notes.append(LeftOut("hidden_text", place, {"text": make_cell(value).text[:60]}))
        return None
    font = book.font_list[look.font_index]
    if font.struck_out:
        notes.append(LeftOut("struck", place, {"text": str(value)[:60]}))
        return None
    if kind == xlrd.XL_CELL_DATE:
        found = xlrd.xldate.xldate_as_datetime(value, book.datemode)
        return found if isinstance(found, datetime) else value
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(value, "#?")
    runs = sheet.rich_text_runlist_map.get((row, column))
    if kind == xlrd.XL_CELL_TEXT and runs:
        return _without_marks(book, value, runs, place, notes)
    return value if shown_as is None else as_shown(shown_as.format_str, value)


def _without_marks(
    book: "Book", text: str, runs: list[tuple[int, int]], place: str, notes: list[LeftOut]
) -> str:
    starts = [0, *(start for start, _ in runs)]
    fonts = [None, *(book.font_list[font] for _, font in runs)]
    kept, struck, raised = [], [], []
    for start, end, font in zip(starts, [*starts[1:], len(text)], fonts, strict=True):
        piece = text[start:end]
        if font is not None and font.struck_out:
            struck.append(piece)
        elif font is not None and font.escapement == _SUPERSCRIPT:
            raised.append(piece)
        else:
            kept.append(piece)
    for code, pieces in (("struck", struck), ("superscript", raised)):
        if gone := "".join(pieces).strip():
            notes.append(LeftOut(code, place, {"text": gone[:60]}))
    return "".join(kept)
