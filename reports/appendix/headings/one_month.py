"""Tables of one month, whose columns name no month: the title or the sheet's name does."""

from collections.abc import Sequence

from reports.appendix.grid import Grid, GridRow
from reports.appendix.headings.columns import Column, Meaning, Role, columns_of
from reports.appendix.headings.header import Header, arrange, may_begin, unit_column
from reports.appendix.headings.labels import counts_articles, is_posted
from reports.appendix.rows.counts import is_count_or_blank

_MAX_HEIGHT = 3
_SAMPLE = 40


def find_one_month(grid: Grid) -> Header | None:
    """Return the heading of units and of articles without a month, None when there is none.

    Its month columns have the month 0. Columns of quarters or half-years stand among its others.
    """
    for first in range(len(grid.rows)):
        if not may_begin(grid.rows, first):
            continue
        for height in range(min(_MAX_HEIGHT, len(grid.rows) - first), 0, -1):
            header = _read_block(grid.rows, first, height)
            if header is not None:
                return header
    return None


def _read_block(rows: Sequence[GridRow], first: int, height: int) -> Header | None:
    block = rows[first : first + height]
    if any(sum(1 for _ in row.distinct()) < 2 for row in block[1:]):
        return None
    columns = columns_of(block)
    meanings = [column.meaning for column in columns]
    body = rows[first + height : first + height + _SAMPLE]
    counted = _counted(columns, meanings)
    if not counted or not _holds_counts(counted, body):
        return None
    unit, names = unit_column(block, columns, meanings, counted, body)
    if unit is None:
        return None
    if any(
        is_count_or_blank(row.cell(c.slots[0]).value) and row.cell(c.slots[0]).text
        for row in block
        for c, _ in counted
    ):
        return None
    return arrange(first, height, columns, meanings, unit, names, counted, body)


def _counted(
    columns: Sequence[Column], meanings: Sequence[Meaning]
) -> list[tuple[Column, Meaning]]:
    pairs = list(zip(columns, meanings, strict=True))
    kinds = [(c, m) for c, m in pairs if m.role is Role.COUNT]
    totals = [
        (c, Meaning(Role.TOTAL))
        for c, m in pairs
        if m.role is Role.TOTAL and counts_articles(c.bottom.text)
    ]
    if any(m.why == "sent" for m in meanings):
        # A sum beside what was sent may be of that.
        totals = [(c, m) for c, m in totals if is_posted(c.label)]
    return [*kinds, *totals[-1:]] if kinds or totals else []


def _holds_counts(counted: Sequence[tuple[Column, Meaning]], body: Sequence[GridRow]) -> bool:
    good = bad = 0
    for row in body:
        for column, _ in counted:
            cell = row.cell(column.slots[0])
            if cell.text:
                good += is_count_or_blank(cell.value)
                bad += not is_count_or_blank(cell.value)
    return good > bad
