"""The one form that every kind of file is brought into before anything is understood."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from domain.imports.places import row_place
from domain.imports.tables import LeftOut
from domain.text import clean_line
from reports.appendix.hyperlinks import read_hyperlink

# 20,000 rows with their headings and sums.
MAX_ROWS = 21_000
# A year of tin and bài beside each other with their sums has 40 columns; units side by side more.
MAX_COLUMNS = 400


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One cell: its raw value, its text on one line, and the link behind it.

    A merged region is one and the same object at every position it covers. `has_value` is False
    for a formula whose result the file does not hold.
    """

    value: object
    text: str
    has_value: bool = True
    link: str = ""


BLANK = Cell(None, "")


def make_cell(value: object, *, has_value: bool = True, link: str = "") -> Cell:
    """Return the cell of a raw value; a whole float reads like the integer.

    A text that is a HYPERLINK formula, as exports write it, reads like the formula's result.
    """
    if value is None or value == "":
        return BLANK if has_value else Cell(None, "", has_value)
    if isinstance(value, int) and not isinstance(value, bool):
        return Cell(value, str(value), True, link)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return Cell(value, str(int(value)), has_value, link)
    if isinstance(value, str) and value.startswith("=") and (found := read_hyperlink(value)):
        return Cell(found[1], clean_line(found[1]), has_value, link or found[0])
    return Cell(value, clean_line(str(value)), has_value, link)


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

    `between` holds the texts between it and the table before it in the same document, None where
    there is none. `strict_width` is True when a row longer than the header means a misplaced
    separator. `left_out` tells what the file hides or strikes out; `hides_columns` that some of it
    were columns.
    """

    name: str
    rows: tuple[GridRow, ...]
    before: tuple[str, ...] = ()
    sheet_name: str = ""
    between: tuple[str, ...] | None = None
    strict_width: bool = False
    left_out: tuple[LeftOut, ...] = ()
    hides_columns: bool = False
    hides_rows: bool = False

    @property
    def width(self) -> int:
        """The number of columns of the widest row."""
        return max((len(row.cells) for row in self.rows), default=0)


def visible(
    name: str, cells: list[list[Cell]], hidden_rows: Iterable[int], hidden_columns: Iterable[int]
) -> tuple[tuple[GridRow, ...], list[LeftOut]]:
    """Return the rows without what is hidden (positions from 0), and what that was.

    Hidden rows and columns that hold nothing are not worth a word.
    """
    rows, columns = set(hidden_rows), set(hidden_columns)
    gone_rows = [i + 1 for i, row in enumerate(cells) if i in rows and any(c.text for c in row)]
    gone_columns = [
        i
        for i in sorted(columns)
        if any(i < len(row) and row[i].text for n, row in enumerate(cells) if n not in rows)
    ]
    left_out = []
    if gone_rows:
        values: dict[str, object] = {"rows": spans(gone_rows), "count": len(gone_rows)}
        left_out.append(LeftOut("hidden_rows", name, values))
    if gone_columns:
        letters = [column_letter(i) for i in gone_columns]
        values = {"columns": ", ".join(letters[:30]), "count": len(letters)}
        left_out.append(LeftOut("hidden_columns", name, values))
    kept = tuple(
        GridRow(
            row_place(name, number),
            tuple(c for i, c in enumerate(row) if i not in columns) if columns else tuple(row),
        )
        for number, row in enumerate(cells, 1)
        if number - 1 not in rows
    )
    return kept, left_out


@lru_cache(maxsize=1024)
def column_letter(index: int) -> str:
    """Return the letters over a column (from 0) as spreadsheets show them."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def spans(numbers: list[int]) -> str:
    """Return ascending numbers as a person writes them: 3, 5–9."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and parts[-1][-1] == number - 1:
            parts[-1][1:] = [number]
        else:
            parts.append([number])
    return ", ".join("–".join(map(str, part)) for part in parts[:20])


def fill(cells: list[list[Cell]], bounds: tuple[int, int, int, int]) -> None:
    """Put the cell of a merged region's corner at every position; bounds from 0, ends included."""
    left, top, right, bottom = bounds
    if top >= len(cells) or left >= len(cells[top]):
        return
    anchor = cells[top][left]
    if anchor is BLANK:
        return
    for row in cells[top : bottom + 1]:
        for column in range(left, min(right + 1, len(row))):
            row[column] = anchor
