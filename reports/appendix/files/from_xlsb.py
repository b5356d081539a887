"""Tables in .xlsb workbooks, which only calamine reads; it cannot tell what is hidden."""

from datetime import date, datetime
from io import BytesIO

from domain.errors import InvalidFile
from domain.imports.places import row_place
from domain.imports.tables import LeftOut
from reports.appendix.files.container import LIBRARY_FAULTS
from reports.appendix.grid import BLANK, MAX_COLUMNS, MAX_ROWS, Grid, GridRow, make_cell


def read_xlsb(content: bytes, file_name: str) -> tuple[list[Grid], list[LeftOut]]:
    """Return the visible sheets that hold something, and what was left out.

    Raises InvalidFile: `broken_file`, `too_many_rows`, `too_many_columns`.
    """
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
        grids, left_out = [], []
        for info in book.sheets_metadata:
            if info.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                continue
            if info.visible is not python_calamine.SheetVisibleEnum.Visible:
                left_out.append(LeftOut("hidden_sheet", info.name))
                continue
            sheet = book.get_sheet_by_name(info.name)
            if sheet.total_height > MAX_ROWS:
                raise InvalidFile("too_many_rows", place=file_name, limit=MAX_ROWS)
            if sheet.total_width > MAX_COLUMNS:
                raise InvalidFile("too_many_columns", place=file_name, limit=MAX_COLUMNS)
            rows = tuple(
                GridRow(
                    row_place(info.name, number),
                    tuple(make_cell(_value(value)) if value != "" else BLANK for value in row),
                )
                for number, row in enumerate(sheet.to_python(skip_empty_area=False), 1)
            )
            if any(cell.text for row in rows for cell in row.cells):
                grids.append(Grid(info.name, rows, sheet_name=info.name))
    except (*LIBRARY_FAULTS, python_calamine.CalamineError) as error:
        raise InvalidFile("broken_file", place=file_name) from error
    return grids, left_out


def _value(value: object) -> object:
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a cell has no zone
    return value
