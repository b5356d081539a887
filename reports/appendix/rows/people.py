"""Tables with a row a person whose unit is filled in once, at its first person."""

from collections.abc import Iterator

from domain.imports.tables import AppendixWarning
from reports.appendix.grid import Grid
from reports.appendix.headings.header import Header
from reports.appendix.headings.labels import is_total_row
from reports.appendix.headings.years import is_counted
from reports.appendix.once import (
    Row,
    begins_filled,
    filled_down,
    is_numbered_by_group,
    is_repeated,
    row_numbers,
    shows_groups,
)


def with_units_of_people(
    grid: Grid, header: Header, stop: int
) -> tuple[Grid, list[AppendixWarning]]:
    """Return the grid with the blank units of people filled from above, and where they are.

    They are where the whole column shows that each unit was written once.
    """
    if header.names != "unit" or not header.person or not header.number:
        return grid, []
    rows = list(_people(grid, header, stop))
    blanks = [grid.rows[header.last + row.index].place for row in rows if row.blank]
    if not blanks or not begins_filled(rows):
        return grid, []
    if all(row.number is None for row in rows if row.blank):
        return grid, []  # a row without a number goes on the one above
    if not is_numbered_by_group(rows) and (is_repeated(rows) or not shows_groups(rows)):
        return grid, []
    values: dict[str, object] = {"column": header.label[:60], "rows": row_numbers(blanks)}
    warning = AppendixWarning("carried_down", blanks[0], "", values)
    return filled_down(grid, header.last, rows, header.unit[0]), [warning]


def _people(grid: Grid, header: Header, stop: int) -> Iterator[Row]:
    after = False
    for index, row in enumerate(grid.rows[header.last : stop]):
        person = row.cell(header.person[0]).text
        named = row.cell(header.unit[0])
        if not (person and is_counted(row, header)) or is_total_row(named.text or person):
            after = False
            continue
        number = row.cell(header.number[0]).text.rstrip(".)")
        yield Row(index, named, int(number) if number.isdecimal() else None, after)
        after = True
