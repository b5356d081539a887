"""From a grid to the tables of counts in it, each with its months resolved and its rows told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from domain.errors import InvalidFile
from domain.imports.tables import AppendixRow, AppendixWarning, LeftOut
from domain.periods.spans import Month
from domain.text import search_key
from reports.appendix.grid import Grid
from reports.appendix.headings.header import Header, read_header
from reports.appendix.headings.labels import says_money
from reports.appendix.headings.one_month import find_one_month
from reports.appendix.headings.years import Months, resolve_months, titles, uncited
from reports.appendix.reshaping import reshaped
from reports.appendix.rows.columns import check_columns, refuse_money
from reports.appendix.rows.folding import month_columns
from reports.appendix.rows.kinds import tell_kinds
from reports.appendix.rows.lines import only_counts, read_lines
from reports.appendix.rows.sums import Checked, check_sums
from reports.appendix.rows.table import read_table

_PLANNED = ("giao chi tieu", "ke hoach", "dang ky chi tieu", "phan bo chi tieu", "giao ke hoach")
_ACHIEVED = ("ket qua", "thuc hien", "thong ke", "tong hop", "tinh hinh", "so luong", "da dang")
_OTHER_THINGS = ("luot truy cap", "luot xem", "van ban", "thu tuc hanh chinh", "ho so")
_ARTICLES = ("tin", "bai", "anh", "video", "cong tac vien")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A table of counts in a grid: its heading, and the row behind its last."""

    grid: Grid
    header: Header
    stop: int


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table that was read: its months in order, its rows, and what is doubtful or left out."""

    candidate: Candidate
    months: tuple[Month, ...]
    rows: tuple[AppendixRow, ...]
    warnings: tuple[AppendixWarning, ...]
    left_out: tuple[LeftOut, ...]
    checked: Checked

    @property
    def place(self) -> str:
        """Where its heading stands."""
        return self.candidate.grid.rows[self.candidate.header.first].place


def candidates(grid: Grid) -> Iterator[Candidate]:
    """Yield the tables of counts in a grid, one below the other."""
    found = list(_wide(grid))
    # A row that begins with a month's name looks like a heading of one month.
    if all(_looks_like_a_row(candidate.header) for candidate in found):
        made = reshaped(grid, rows_alone=len(found) == 1)
        if made is not None:
            grid = made
            found = list(_wide(grid))
    if not found:
        header = find_one_month(grid)
        found = [Candidate(grid, header, len(grid.rows))] if header is not None else []
    yield from found


def _looks_like_a_row(header: Header) -> bool:
    return len(header.months) == 1 and header.last == header.first + 1


def _wide(grid: Grid) -> Iterator[Candidate]:
    start = 0
    opened: Header | None = None
    index = 0
    while index < len(grid.rows):
        row = grid.rows[index]
        header = None
        if opened is None or not only_counts(row, opened):
            header = read_header(grid.rows, index, bare=opened is None)
        if header is None:
            index += 1
            continue
        if opened is not None and not header.same_columns(opened):
            yield Candidate(grid, opened, header.first)
            opened = header
        elif opened is None:
            opened = header
        index = header.last
    if opened is not None:
        yield Candidate(grid, opened, len(grid.rows))
    del start


def months_of(candidate: Candidate, year: int | None) -> Months:
    """Return the months of the table's columns; raises InvalidFile as `resolve_months` does."""
    return resolve_months(candidate.grid, candidate.header, year)


def read(candidate: Candidate, months: Months) -> ReadTable | None:
    """Read a table's rows, None where it has no unit.

    Raises InvalidFile for what cannot be understood.
    """
    grid, header = candidate.grid, candidate.header
    place = grid.rows[header.first].place
    header, kept, passed_over = _without_last_year(grid, header, months)
    groups = month_columns(header.months, kept, place)
    lines = read_lines(grid, header, candidate.stop)
    lines, below = tell_kinds(lines, groups, grouped=bool(header.group))
    near = list(titles(grid, header))
    refuse_money(grid, header, lines, near)
    _refuse_plans(near, place)
    table = read_table(header, lines, groups)
    if not table.rows:
        return None
    columns = check_columns(grid, header, lines)
    if header.names == "topic":
        raise InvalidFile("no_table_topics", place=place, column=header.label)
    distinct = tuple(group.month for group in groups)
    checked = check_sums(table, distinct, hidden_rows=grid.hides_rows)
    order = sorted(range(len(distinct)), key=lambda index: distinct[index])
    rows = tuple(
        replace(
            row,
            counts=tuple(row.counts[index] for index in order),
            kinds=tuple((kind, tuple(c[index] for index in order)) for kind, c in row.kinds),
        )
        for row in table.rows
    )
    warnings = (*months.warnings, *(warning for line in lines for warning in line.warnings))
    return ReadTable(
        candidate,
        tuple(distinct[index] for index in order),
        rows,
        warnings,
        (*grid.left_out, *passed_over, *columns, *below),
        checked,
    )


def _without_last_year(
    grid: Grid, header: Header, months: Months
) -> tuple[Header, tuple[Month, ...], list[LeftOut]]:
    """Leave out the months of the year before where they stand beside the same months of this one.

    They do where the months of two years are the same and do not follow one another.
    """
    years = sorted({month.year for month in months.months})
    if len(years) != 2 or years[1] != years[0] + 1:
        return header, months.months, []
    by_year = {
        year: {month.month for month in months.months if month.year == year} for year in years
    }
    if by_year[years[0]] != by_year[years[1]] or len(by_year[years[0]]) == 12:
        return header, months.months, []
    keys = [uncited(text) for text in titles(grid, header)]
    if any(str(years[0]) in key and str(years[1]) not in key for key in keys):
        return header, months.months, []
    pairs = list(zip(header.months, months.months, strict=True))
    kept = [pair for pair in pairs if pair[1].year == years[1]]
    gone = [column.label for column, month in pairs if month.year == years[0]]
    note = LeftOut("columns", grid.name, {"why": "compared", "columns": "; ".join(gone)})
    return (
        replace(header, months=tuple(column for column, _ in kept)),
        tuple(month for _, month in kept),
        [note],
    )


def _refuse_plans(near: Sequence[str], place: str) -> None:
    """Raise InvalidFile `plan_table` or `other_counts` where the title says what is counted."""
    whole = " ".join(uncited(text) for text in near)
    words = set(whole.replace(",", " ").replace("/", " ").split())
    if any(mark in whole for mark in _PLANNED) and not any(mark in whole for mark in _ACHIEVED):
        raise InvalidFile("plan_table", place=place)
    if not words & set(_ARTICLES) and not says_money(whole):
        for thing in _OTHER_THINGS:
            if thing in whole:
                title = next(text for text in near if thing in search_key(text))
                raise InvalidFile("other_counts", place=place, title=title[:80])
