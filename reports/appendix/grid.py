"""The one form that .csv, .xlsx and .docx tables are brought into before anything is understood."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.text import clean_line

MAX_ROWS = 20_000
MAX_COLUMNS = 120


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One cell: its raw value and its text on one line.

    A merged region is one and the same object at every position it covers. `has_value` is False
    for a formula whose result the file does not hold.
    """

    value: object
    text: str
    has_value: bool = True


BLANK = Cell(None, "")


def make_cell(value: object, *, has_value: bool = True) -> Cell:
    """Return the cell of a raw value; a whole float reads like the integer."""
    if value is None or value == "":
        return BLANK if has_value else Cell(None, "", has_value)
    if isinstance(value, int) and not isinstance(value, bool):
        return Cell(value, str(value))
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return Cell(value, str(int(value)), has_value)
    return Cell(value, clean_line(str(value)), has_value)


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row, and where it stands in the file in words for a person."""

    place: str
    cells: tuple[Cell, ...]

    def cell(self, index: int) -> Cell:
        """Return the cell of a column, a blank one behind the row's end."""
        return self.cells[index] if index < len(self.cells) else BLANK

    def distinct(self) -> Iterator[Cell]:
        """Yield the cells that hold something, a merged one once."""
        last = BLANK
        for cell in self.cells:
            if cell is not last and (cell.text or not cell.has_value):
                yield cell
            last = cell


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet or a table: its rows, what stands before it (nearest last), and the sheet's name.

    `continues` is True when nothing stands between it and the grid before it. `strict_width` is
    True when a row longer than the header means a misplaced separator.
    """

    name: str
    rows: tuple[GridRow, ...]
    before: tuple[str, ...] = ()
    sheet_name: str = ""
    continues: bool = False
    strict_width: bool = False

    @property
    def width(self) -> int:
        """The number of columns of the widest row."""
        return max((len(row.cells) for row in self.rows), default=0)
