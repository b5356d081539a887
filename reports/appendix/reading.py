"""Reading a whole file: what it is, which of its tables counts articles, and what that says."""

from collections.abc import Sequence
from dataclasses import replace

from domain.errors import InvalidFile
from domain.imports.tables import Appendix
from domain.text import nfc
from reports.appendix.body import read_lines
from reports.appendix.container import FileKind, recognise
from reports.appendix.coverage import Months, resolve_months
from reports.appendix.from_csv import SEPARATORS, decode, read_csv
from reports.appendix.from_docx import read_docx
from reports.appendix.from_xlsx import read_xlsx
from reports.appendix.grid import Grid
from reports.appendix.header import Header, find_header, read_header
from reports.appendix.sums import check_sums, last_month_warning
from reports.appendix.table import read_table

_Candidate = tuple[Grid, Header]


def read_appendix(content: bytes, file_name: str, year: int | None = None) -> Appendix:
    """Read the table of counts in a .csv, .xlsx or .docx file.

    The content decides what kind of file it is. `year` is for a file that names none. The months
    are sorted; the cells win over printed sums. Blocks: call it in a thread. Raises InvalidFile,
    always with `place`: `too_large`, `too_many_rows`, `unknown_type`, `old_format`, `protected`,
    `broken_file`, `no_table`, `several_tables`, `no_year`, `year_differs`, `month_repeated`,
    `bad_cell`, `formula_without_value`, `merged_cell`, `no_unit`, `name_too_long`,
    `too_many_cells`.
    """
    file_name = nfc(file_name)
    kind = recognise(content, file_name)
    if kind is FileKind.CSV:
        candidates = _csv_candidates(decode(content, file_name), file_name)
    elif kind is FileKind.XLSX:
        candidates = _candidates(read_xlsx(content, file_name))
    else:
        candidates = _candidates(read_docx(content, file_name))
    if not candidates:
        raise InvalidFile("no_table", place=file_name)
    grid, header, months = _choose(candidates, year, file_name)
    return _read(grid, header, months, file_name)


def _read(grid: Grid, header: Header, months: Months, file_name: str) -> Appendix:
    lines = read_lines(grid, header)
    table = read_table(header, lines)
    if not table.rows:
        raise InvalidFile("no_table", place=file_name)
    check_sums(table, months.months)
    order = sorted(range(len(months.months)), key=lambda index: months.months[index])
    sorted_months = tuple(months.months[index] for index in order)
    rows = tuple(
        replace(row, counts=tuple(row.counts[index] for index in order)) for row in table.rows
    )
    warnings = [*months.warnings, *(warning for line in lines for warning in line.warnings)]
    incomplete = last_month_warning(rows, sorted_months)
    if incomplete is not None:
        warnings.append(incomplete)
    return Appendix(sorted_months, rows, tuple(warnings))


def _csv_candidates(text: str, file_name: str) -> list[_Candidate]:
    """Return the table under the separator that gives its heading most months."""
    best: list[_Candidate] = []
    broken: InvalidFile | None = None
    for separator in SEPARATORS:
        if separator not in text:
            continue
        try:
            found = _candidates([read_csv(text, separator)])
        except InvalidFile as error:
            broken = broken or error
            continue
        if found and (not best or len(found[0][1].months) > len(best[0][1].months)):
            best = found
    if not best and broken is not None:
        raise broken
    return best


def _candidates(grids: Sequence[Grid]) -> list[_Candidate]:
    """Return the grids that hold a table of counts, one cut in two by a page put together again."""
    found: list[_Candidate] = []
    chained = False
    for grid in grids:
        header = find_header(grid.rows)
        if grid.continues and chained:
            before, opened = found[-1]
            again = read_header(grid.rows, 0)
            if again is not None and again.same_columns(opened):
                header, rows = None, grid.rows[again.last :]
            else:
                rows = grid.rows
            if header is None and grid.width == before.width:
                found[-1] = (replace(before, rows=before.rows + rows), opened)
                continue
        chained = header is not None
        if header is not None:
            found.append((grid, header))
    return found


def _choose(
    candidates: list[_Candidate], year: int | None, file_name: str
) -> tuple[Grid, Header, Months]:
    """Return the only table, or the only one of the given year."""
    if len(candidates) > 1 and year is not None:
        of_year = [pair for pair in candidates if _is_of_year(pair, year)]
        candidates = of_year or candidates
    if len(candidates) > 1:
        raise InvalidFile(
            "several_tables",
            place=file_name,
            tables=[grid.rows[header.first].place for grid, header in candidates],
        )
    grid, header = candidates[0]
    return grid, header, resolve_months(grid, header, year)


def _is_of_year(candidate: _Candidate, year: int) -> bool:
    try:
        resolve_months(*candidate, year)
    except InvalidFile:
        return False
    return True
