"""Which year a table's months belong to, by its headings, its title or the sheet's name."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from domain.errors import InvalidFile
from domain.imports.tables import AppendixWarning
from domain.periods.spans import Month
from domain.text import search_key
from reports.appendix.grid import Grid
from reports.appendix.header import Header
from reports.appendix.labels import YEAR

# A title stands close to its table; further up, other periods are spoken of as well.
_NEAR = 8
_Y = r"(?:nam )?((?:19|20)\d\d)(?!\d)"
_SEP = r"[ ,/.-]*"
_COUNT_WORDS = {"ba": 3, "sau": 6, "chin": 9, "muoi hai": 12}
_ROMANS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_DATES = re.compile(
    r"ngay [\d. …]{1,8}thang [\d. …]{1,8}nam (?:\d{4}|[. …]+)"
    r"|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d{1,2}-\d{1,2}|\d+/\d{4}/[a-z-]+"
)
_RANGE = re.compile(
    rf"(?<![a-z0-9])(?:thang |t)(\d{{1,2}})(?:{_SEP}{_Y})? ?(?:den|-|toi)(?: het)? ?"
    rf"(?:thang |t)?(\d{{1,2}}){_SEP}{_Y}"
)
_MONTHS = re.compile(
    r"(?<![a-z0-9])(?:(\d{1,2}) ?(?:thang|t)|(ba|sau|chin|muoi hai) thang)"
    rf"(?: (dau|cuoi))?{_SEP}{_Y}"
)
_HALF = re.compile(
    rf"nua (dau|cuoi){_SEP}{_Y}|(?<![a-z0-9])h([12]){_SEP}{_Y}|((?:19|20)\d\d)-h([12])"
)
_QUARTER = re.compile(
    rf"(?<![a-z0-9])(?:quy ?|q)(iv|i{{1,3}}|[1-4]){_SEP}{_Y}|((?:19|20)\d\d)-q([1-4])"
)
_MONTH = re.compile(
    rf"(?<![a-z0-9])(?:thang |t)(\d{{1,2}}){_SEP}{_Y}"
    r"|(?<!\d)((?:19|20)\d\d)-(1[0-2]|0?[1-9])(?!\d)"
)

Coverage = dict[int, int]


@dataclass(frozen=True, slots=True)
class Months:
    """The months of a table's columns, in their order; `from_file` when the file names the year."""

    months: tuple[Month, ...]
    from_file: bool
    warnings: tuple[AppendixWarning, ...] = ()


def resolve_months(grid: Grid, header: Header, year: int | None) -> Months:
    """Return the columns' months.

    The year comes from the headings, else from the nearest text above that names a period holding
    these months, else from the nearest single year, else from `year`. Raises InvalidFile:
    `no_year`, `year_differs` (file, given), `month_repeated`.
    """
    found = _from_file(grid, header)
    if found is None:
        if year is None:
            raise InvalidFile("no_year", place=grid.rows[header.first].place)
        found = Months(tuple(Month(year, column.month) for column in header.months), False)
    elif year is not None and year not in {month.year for month in found.months}:
        raise InvalidFile(
            "year_differs",
            place=grid.rows[header.first].place,
            file=found.months[0].year,
            given=year,
        )
    for index, month in enumerate(found.months):
        if month in found.months[:index]:
            raise InvalidFile(
                "month_repeated",
                place=grid.rows[header.first].place,
                month=f"{month.month}/{month.year}",
            )
    return found


def read_coverages(text: str) -> list[Coverage]:
    """Return the periods a text names, each as month number → year."""
    key = _DATES.sub(" ", search_key(text))
    coverages = []
    for pattern, reader in _READERS:
        for found in pattern.finditer(key):
            coverage = reader(found)
            if coverage:
                coverages.append(coverage)
        key = pattern.sub(" ", key)
    return coverages


def _from_file(grid: Grid, header: Header) -> Months | None:
    columns = header.months
    years = [column.year for column in columns if column.year is not None]
    if years:
        # A year that stands over several columns may be written over the first only.
        months = []
        current = years[0]
        for column in columns:
            current = column.year or current
            months.append(Month(current, column.month))
        return Months(tuple(months), True)
    numbers = [column.month for column in columns]
    near = list(_near_texts(grid, header))
    far = list(reversed(grid.before))[_NEAR:]
    for text in near:
        for coverage in read_coverages(text):
            if set(numbers) <= set(coverage):
                return Months(tuple(Month(coverage[n], n) for n in numbers), True)
    for text in near:
        year = _single_year(text, any_number=text == grid.sheet_name)
        if year is not None:
            warnings = _period_warning(grid, header, text)
            return Months(tuple(Month(year, n) for n in numbers), True, warnings)
    for text in far:
        for coverage in read_coverages(text):
            if set(numbers) <= set(coverage):
                return Months(tuple(Month(coverage[n], n) for n in numbers), True)
    return None


def _near_texts(grid: Grid, header: Header) -> Iterator[str]:
    """Yield the texts that may be the title, the nearest first."""
    for row in reversed(grid.rows[: header.first]):
        yield " ".join(cell.text for cell in row.distinct())
    yield from list(reversed(grid.before))[:_NEAR]
    if grid.sheet_name:
        yield grid.sheet_name


def _period_warning(grid: Grid, header: Header, text: str) -> tuple[AppendixWarning, ...]:
    """Return a warning when the title names a period of several months that the columns leave."""
    if not any(len(coverage) > 1 for coverage in read_coverages(text)):
        return ()
    place = grid.rows[header.first].place
    return (AppendixWarning("period_differs", place, "", {"title": text}),)


def _single_year(text: str, *, any_number: bool) -> int | None:
    key = _DATES.sub(" ", search_key(text))
    years = {y for coverage in read_coverages(text) for y in coverage.values()}
    if any_number:
        years |= {int(year) for year in YEAR.findall(key)}
    elif len(text) < 300:
        years |= {int(year) for year in re.findall(r"\bnam ((?:19|20)\d\d)(?!\d)", key)}
        if re.search(r"\bnam (?:hoc )?(?:19|20)\d\d ?[-–] ?(?:19|20)\d\d", key):
            return None
    return years.pop() if len(years) == 1 else None


def _span(first: int, last: int, year: str) -> Coverage:
    if not 1 <= first <= last <= 12:
        return {}
    return {month: int(year) for month in range(first, last + 1)}


def _read_range(found: re.Match[str]) -> Coverage:
    first, last = int(found[1]), int(found[3])
    if not (1 <= first <= 12 and 1 <= last <= 12):
        return {}
    end = int(found[4]) * 12 + last - 1
    start = int(found[2] or found[4]) * 12 + first - 1
    if not 0 <= end - start < 12:
        return {}
    return {place % 12 + 1: place // 12 for place in range(start, end + 1)}


def _read_months(found: re.Match[str]) -> Coverage:
    count = int(found[1]) if found[1] else _COUNT_WORDS[found[2]]
    if found[3] == "cuoi":
        return _span(13 - count, 12, found[4])
    return _span(1, count, found[4])


def _read_half(found: re.Match[str]) -> Coverage:
    half = found[1] or found[3] or found[6]
    year = found[2] or found[4] or found[5]
    return _span(1, 6, year) if half in ("dau", "1") else _span(7, 12, year)


def _read_quarter(found: re.Match[str]) -> Coverage:
    name = found[1] or found[4]
    quarter = _ROMANS.get(name) or int(name)
    return _span(quarter * 3 - 2, quarter * 3, found[2] or found[3])


def _read_month(found: re.Match[str]) -> Coverage:
    month = int(found[1] or found[4])
    return _span(month, month, found[2] or found[3])


# In this order, each taking its words away: what "quý" or "tháng" is part of a longer phrase is
# not read again as a shorter one.
_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Coverage]], ...] = (
    (_RANGE, _read_range),
    (_MONTHS, _read_months),
    (_HALF, _read_half),
    (_QUARTER, _read_quarter),
    (_MONTH, _read_month),
)
