"""What a file without a table of counts holds instead, so that its sender learns what to mend."""

from collections.abc import Sequence

from domain.errors import InvalidFile
from reports.appendix.articles.columns import fields_named
from reports.appendix.grid import Grid, GridRow
from reports.appendix.headings.columns import Meaning, Role, columns_of
from reports.appendix.headings.labels import is_unit_label, kind_of
from reports.appendix.rows.counts import is_mark

_SEARCHED = 200
_SHORT = 2  # words; a title has more
_TITLES = ("tiêu đề", "tên bài", "tên tin", "title", "đường dẫn", "đường link", "link", "url")


def explain(grids: Sequence[Grid], file_name: str) -> InvalidFile:
    """Return the fault that says what was found.

    Its codes: `no_table_unit_column` (column), `no_table_quarters` (columns), `no_table_list`,
    `only_sent` (column), `mark_no_count` (unit, text),
    `article_without_date`, `no_table_units_only` (column), `no_table`.
    """
    for grid in grids:
        for index, row in enumerate(grid.rows[:_SEARCHED]):
            if sum(1 for _ in row.distinct()) < 2:
                continue
            below = grid.rows[index + 1 : index + 4]
            fault = _of_list(row, below) or _of_marks(row, below) or _of_sent(row, below)
            fault = fault or _of_months(row, below) or _of_row(row)
            if fault is not None:
                return fault
    return InvalidFile("no_table", place=file_name)


def _of_list(row: GridRow, below: Sequence[GridRow]) -> InvalidFile | None:
    """Return what a list lacks whose rows hold titles below the row: a date that can be read."""
    named = fields_named(row)
    if "title" not in named or not ("unit" in named or "author" in named):
        return None
    titled = [each for each in below if len(each.cell(named["title"]).text.split()) > _SHORT]
    if not titled:
        return None
    if "date" not in named:
        return InvalidFile("no_table_list", place=row.place)
    first = titled[0]
    text, title = first.cell(named["date"]).text[:40], first.cell(named["title"]).text[:60]
    return InvalidFile("article_without_date", place=first.place, text=text, title=title)


def _of_marks(row: GridRow, below: Sequence[GridRow]) -> InvalidFile | None:
    """Return that marks stand below the units' and articles' headings where numbers should."""
    unit = next((i for i, cell in enumerate(row.cells) if is_unit_label(cell.text)), None)
    if unit is None:
        return None
    for index, heading in enumerate(row.cells):
        for line in below if kind_of(heading.text) is not None else ():
            text, name = line.cell(index).text, line.cell(unit).text
            if is_mark(text) and name:
                return InvalidFile("mark_no_count", place=line.place, unit=name[:60], text=text)
    return None


def _of_sent(row: GridRow, below: Sequence[GridRow]) -> InvalidFile | None:
    """Return that only what was sent is counted, which is not what was posted."""
    if not any(is_unit_label(cell.text) for cell in row.cells):
        return None
    for block in ([row], [row, *below[:1]]):
        columns = [(column.label, column.meaning) for column in columns_of(block)]
        sent = [label for label, meaning in columns if meaning.why == "sent"]
        if sent and all(m.role is not Role.MONTH or m.bare for _, m in columns):
            return InvalidFile("only_sent", place=row.place, column=sent[0][:60])
    return None


def _of_months(row: GridRow, below: Sequence[GridRow]) -> InvalidFile | None:
    """Return the column below a month, beside the units, that says what no count is."""
    if not below or not any(is_unit_label(cell.text) for cell in row.cells):
        return None
    if not any(_is_month(column.meaning) for column in columns_of([row])):
        return None
    for column in columns_of([row, below[0]]):
        if column.parents and column.meaning.role is Role.UNKNOWN:
            return InvalidFile("unknown_column", place=row.place, column=column.label[:60])
    return None


def _of_row(row: GridRow) -> InvalidFile | None:
    meanings = [(column.label, column.meaning) for column in columns_of([row])]
    months = [label for label, meaning in meanings if _is_month(meaning)]
    units = [label for label, _ in meanings if is_unit_label(label)]
    if len(months) > 1 and not units:
        others = [
            label
            for label, meaning in meanings
            if meaning.role in (Role.UNKNOWN, Role.TOPIC, Role.GROUP) and label
        ]
        column = others[0] if others else ""
        return InvalidFile("no_table_unit_column", place=row.place, column=column[:60])
    keys = [label.lower() for label, _ in meanings]
    if sum(any(key.startswith(title) for key in keys) for title in _TITLES) > 1:
        return InvalidFile("no_table_list", place=row.place)
    spans = [label for label, m in meanings if m.role is Role.IGNORED and m.why == "sum"]
    if units and spans:
        return InvalidFile("no_table_quarters", place=row.place, columns=", ".join(spans)[:80])
    if units and len(meanings) > 1:
        return InvalidFile("no_table_units_only", place=row.place, column=units[0][:60])
    return None


def _is_month(meaning: Meaning) -> bool:
    return meaning.role in (Role.MONTH, Role.MONTH_TOTAL) and not meaning.bare
