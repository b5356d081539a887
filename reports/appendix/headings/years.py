"""Which year a table's months belong to, by its headings, its title or the sheet's name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.errors import InvalidFile
from domain.imports.tables import AppendixWarning
from domain.periods.spans import Month
from domain.text import search_key
from reports.appendix.grid import Grid, GridRow
from reports.appendix.headings.coverage import DATES, Coverage, read_coverages
from reports.appendix.headings.header import Header, MonthColumn
from reports.appendix.headings.months import YEAR, read_month
from reports.appendix.rows.counts import is_count_or_blank

# A title stands close to its table; further up, other periods are spoken of as well.
_NEAR = 8
# What names a document or the day of one says nothing about the months that were counted.
_CITED = (
    r"\b(?:kem theo|dinh kem|kem (?:bao cao|cong van|quyet dinh|to trinh|ke hoach|thong bao)"
    r"|ban hanh (?:kem )?theo|ban hanh kem|can cu"
    r"|theo (?:quyet dinh|quy che|quy dinh|cong van|bao cao|ke hoach|thong bao|nghi|thong tu"
    r"|van ban|huong dan|to trinh|chi thi|luat|so\b|qd)"
    r"|thuc hien (?:quyet dinh|quy che|quy dinh|cong van|ke hoach|thong bao|nghi|thong tu|van ban"
    r"|huong dan|chi thi|luat)"
    r"|so lieu (?:chot|tinh|cap nhat|lay|den|duoc|tong hop den)|(?:tinh|chot"
    r"|cap nhat) (?:so lieu )?"
    r"(?:den|ngay|toi)|ngay (?:lap|in|xuat|bao cao)|so[: ]+\d+ ?/)"
)
_CITED_IN_BRACKETS = re.compile(rf"[(\[][^()\[\]]*{_CITED}[^()\[\]]*[)\]]?")
_CITED_TO_THE_END = re.compile(rf"{_CITED}.*$")
_COMPARED = re.compile(
    r"\b(?:so (?:voi )?cung ky|cung ky|so voi (?:cung ky|\d+ thang|quy|thang))[^,;()]{0,30}?"
    r"(?:19|20)\d\d"
)
# A period of several months whose year stands elsewhere.
_LONGER = re.compile(r"\bquy (?:iv|i{1,3}|[1-4])\b|\b\d+ thang (?:dau|cuoi)\b|\bca nam\b")
# "Đak Đoa, tháng 01 năm 2022": where and when a table was signed.
_PLACE_AND_DATE = re.compile(
    r"(?:(?:Thành phố|Thị xã|Thị trấn) )?([^,]{2,40}), ?(?:tháng )?[\d.…_ ]{1,20}"
    r"(?:/ ?|,? năm )\d{4}\.?"
)
_NO_PLACE = re.compile(
    r"\b(?:tin|bai|anh|bang|bieu|phu luc|bao cao|thong ke|tong hop|danh sach|so luong|ket qua|quy"
    r"|sheet|thang|nam)\b"
)
_YEAR_RANGE = re.compile(r"(?<!\d)((?:19|20)\d\d) ?[-–] ?((?:19|20)\d\d)(?!\d)")
_LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Months:
    """The months of a table's columns, in their order; `from_file` when the file names the year."""

    months: tuple[Month, ...]
    from_file: bool
    warnings: tuple[AppendixWarning, ...] = ()


def resolve_months(grid: Grid, header: Header, year: int | None) -> Months:
    """Return the columns' months.

    The year comes from the headings, else from the texts above that name a period holding these
    months, else from a year that stands there alone, else from `year`. Raises InvalidFile:
    `no_year`, `year_unclear` (years), `year_falls`, `year_differs` (file, given), `month_unclear`,
    `no_table_months` (a period that is not split), `month_repeated`.
    """
    place = grid.rows[header.first].place
    if any(column.month == 0 for column in header.months):
        months = _of_title(grid, header, year, place)
    else:
        months = _of_columns(grid, header, year, place)
    if year is not None and year not in {month.year for month in months.months}:
        raise InvalidFile("year_differs", place=place, file=months.months[0].year, given=year)
    return months


def titles(grid: Grid, header: Header) -> Iterator[str]:
    """Yield the texts that may be the table's title, the nearest first."""
    count = 0
    for row in reversed(grid.rows[: header.first]):
        if is_counted(row, header):
            # Further up stands another table.
            return
        text = " ".join(cell.text for cell in row.distinct() if not _is_signing(cell.text))
        if text:
            yield text
            count += 1
        if count == _NEAR:
            return
    yield from _before(grid)[:_NEAR]


def _before(grid: Grid) -> list[str]:
    return [text for text in reversed(grid.before) if not _is_signing(text)]


def _is_signing(text: str) -> bool:
    found = _PLACE_AND_DATE.fullmatch(text)
    if found is None or _NO_PLACE.search(search_key(found[1])):
        return False
    # A title's words after the first are not written with a capital.
    return all(word[0].isupper() for word in found[1].split())


def is_counted(row: GridRow, header: Header) -> bool:
    """Tell whether a row holds counts in most of a heading's months."""
    cells = [row.cell(column.slots[0]) for column in header.months]
    counts = sum(bool(cell.text) and is_count_or_blank(cell.value) for cell in cells)
    return counts >= min(2, len(cells)) and counts * 2 >= len(cells)


def uncited(text: str) -> str:
    """Return a text's key without the clauses that name documents, their days, or comparisons."""
    key = search_key(text)
    key = _CITED_IN_BRACKETS.sub(" ", key)
    kept = " ".join(f"({found})" for found in re.findall(r"\((tu [^()]*den[^()]*)\)", key))
    return _COMPARED.sub(" ", f"{_CITED_TO_THE_END.sub(' ', key)} {kept}")


def _of_columns(grid: Grid, header: Header, year: int | None, place: str) -> Months:
    columns = header.months
    near = [uncited(text) for text in titles(grid, header)]
    sheet = search_key(grid.sheet_name)
    years = [column.year for column in columns]
    if any(found is not None for found in years):
        months = _beside_last_year(columns, near, sheet) or _carried_on(columns)
        return Months(months, True, _beyond_title(grid, header, months))
    numbers = [column.month for column in columns]
    falls = any(after < before for before, after in pairwise(numbers)) and not _unordered(numbers)
    found = _periods(near, sheet, numbers)
    if len({tuple(sorted(c.items())) for c in found}) > 1 and _disagree(found, numbers):
        return _asked(found, numbers, year, place)
    lone = _lone_years(near, sheet)
    if found:
        years_found = {found[0][number] for number in numbers}
        nearer = _nearest_lone(near, found[0])
        if sheet and (named := _years_in(sheet)) and not named & years_found:
            lone_years = sorted(named | years_found)
            return _chosen(lone_years, numbers, year, place)
        if nearer and nearer not in years_found:
            return _chosen(sorted({nearer, *years_found}), numbers, year, place)
        return Months(tuple(Month(found[0][n], n) for n in numbers), True)
    if falls:
        raise InvalidFile("year_falls", place=place)
    if len(lone) == 1:
        return Months(
            tuple(Month(lone[0], n) for n in numbers), True, _period_warning(grid, header)
        )
    if len(lone) > 1:
        return _chosen(lone, numbers, year, place)
    far = [uncited(text) for text in _before(grid)[_NEAR:]]
    for text in far:
        for coverage in read_coverages(text):
            if set(numbers) <= set(coverage):
                return Months(tuple(Month(coverage[n], n) for n in numbers), True)
    if year is None:
        raise InvalidFile("no_year", place=place)
    return Months(tuple(Month(year, n) for n in numbers), False)


def _beside_last_year(
    columns: Sequence[MonthColumn], near: Sequence[str], sheet: str
) -> tuple[Month, ...] | None:
    """Return the months where only those of an earlier year name it, to be compared.

    The others' year is the title's; None where the columns are no such table's.
    """
    plain = [column.month for column in columns if column.year is None]
    named = [column.month for column in columns if column.year is not None]
    earlier = {column.year for column in columns if column.year is not None}
    if not plain or len(earlier) != 1 or not set(named) <= set(plain):
        return None
    found = _periods(near, sheet, plain)
    lone = _lone_years(near, sheet)
    coverage = found[0] if found else dict.fromkeys(plain, lone[-1]) if lone else None
    if coverage is None or any(coverage[month] <= max(earlier) for month in plain):
        return None
    return tuple(Month(c.year or coverage[c.month], c.month) for c in columns)


def _unordered(numbers: Sequence[int]) -> bool:
    """Tell whether columns stand in no order at all, so that a fall means no new year."""
    return sum(after < before for before, after in pairwise(numbers)) > 1 or (
        sorted(numbers) == list(range(min(numbers), max(numbers) + 1)) and 12 not in numbers
    )


def _carried_on(columns: Sequence[MonthColumn]) -> tuple[Month, ...]:
    """Return the months where a heading names a year.

    A year that stands over several columns may be written over the first only; where the month
    falls, the year rises.
    """
    months: list[Month] = []
    current = next(c.year for c in columns if c.year is not None)
    before = 0
    first_named = next(i for i, c in enumerate(columns) if c.year is not None)
    for index, column in enumerate(columns):
        year, month = column.year, column.month
        if year is not None:
            current = year
        elif index > first_named and month < before:
            current += 1
        months.append(Month(current, month))
        before = month
    for index in range(first_named - 1, -1, -1):
        after = months[index + 1]
        month = months[index].month
        months[index] = Month(after.year - (month > after.month), month)
    return tuple(months)


def _periods(near: Sequence[str], sheet: str, numbers: Sequence[int]) -> list[Coverage]:
    return [
        coverage
        for text in (*near, sheet)
        for coverage in read_coverages(text)
        if set(numbers) <= set(coverage)
    ]


def _disagree(found: Sequence[Coverage], numbers: Sequence[int]) -> bool:
    return len({tuple(coverage[n] for n in numbers) for coverage in found}) > 1


def _asked(
    found: Sequence[Coverage], numbers: Sequence[int], year: int | None, place: str
) -> Months:
    """Return the period of the given year, else ask which of several is meant."""
    maps = list(dict.fromkeys(tuple(coverage[n] for n in numbers) for coverage in found))
    fitting = [years for years in maps if year in years]
    if len(fitting) != 1:
        years = sorted({years[-1] for years in maps})
        raise InvalidFile("year_unclear", place=place, years=years)
    return Months(tuple(map(Month, fitting[0], numbers)), True)


def _chosen(years: Sequence[int], numbers: Sequence[int], year: int | None, place: str) -> Months:
    if year is None or year not in years:
        raise InvalidFile("year_unclear", place=place, years=list(years))
    return Months(tuple(Month(year, n) for n in numbers), True)


def _years_in(text: str) -> set[int]:
    """Return the years that stand alone in a title."""
    key = DATES.sub(" ", text)
    years = {int(year) for year in YEAR.findall(key)}
    for first, second in _YEAR_RANGE.findall(key):
        # "2021-2022" is a school year or a term; no month's year follows from it.
        years -= {int(first), int(second)}
    return years


def _lone_years(near: Sequence[str], sheet: str) -> list[int]:
    years: set[int] = set()
    for text in near:
        if len(text) < _LONGEST_TITLE:
            years |= _years_in(text)
    return sorted(years | _years_in(sheet))


def _nearest_lone(near: Sequence[str], coverage: Coverage) -> int | None:
    """Return a year that stands alone nearer to the table than the period does."""
    for text in near:
        if coverage in read_coverages(text):
            return None
        years = _years_in(text)
        if len(text) < _LONGEST_TITLE and len(years) == 1 and not read_coverages(text):
            return years.pop()
    return None


def _period_warning(grid: Grid, header: Header) -> tuple[AppendixWarning, ...]:
    """Return a warning when the title names a period of several months that the columns leave."""
    for text in (*titles(grid, header), grid.sheet_name):
        if any(len(coverage) > 1 for coverage in read_coverages(uncited(text))):
            place = grid.rows[header.first].place
            return (AppendixWarning("period_differs", place, "", {"title": text}),)
    return ()


def _beyond_title(
    grid: Grid, header: Header, months: Sequence[Month]
) -> tuple[AppendixWarning, ...]:
    """Return a warning when months of another year stand beside all those of the title's period."""
    for text in titles(grid, header):
        for coverage in read_coverages(uncited(text)):
            named = {Month(year, number) for number, year in coverage.items()}
            beyond = {month.year for month in set(months) - named}
            if 1 < len(named) < len(set(months)) and not beyond & set(coverage.values()):
                place = grid.rows[header.first].place
                return (AppendixWarning("period_differs", place, "", {"title": text}),)
    return ()


def _of_title(grid: Grid, header: Header, year: int | None, place: str) -> Months:
    """Return the one month that only the title or the sheet's name tells."""
    near = [uncited(text) for text in titles(grid, header)]
    sheet = search_key(grid.sheet_name)
    named: list[tuple[int, int | None]] = []
    longer: list[str] = []
    own = [uncited(text) for text in grid.between or ()]
    # What stands between two tables of a document names the second's month.
    for text in own if any(_months_named(text) for text in own) else near:
        coverages = read_coverages(text)
        months = [c for c in coverages if len(c) == 1]
        named += _months_named(text)
        plain = DATES.sub(" ", text)
        if not months and (coverages or re.search(r"\bquy\b|\d+ thang|\bnam\b", plain)):
            longer.append(text)
    of_sheet = _month_of_sheet(sheet)
    if of_sheet is not None:
        named.append(of_sheet)
    numbers = {month for month, _ in named}
    if not numbers or (of_sheet is None and _is_of_longer(near)):
        spans = [other.label for other in header.others if other.why == "sum"]
        quarters = [label for label in spans if re.search(r"\bquy\b", search_key(label))]
        if quarters:
            raise InvalidFile("no_table_quarters", place=place, columns=", ".join(quarters)[:80])
        code = "no_table_months" if longer or spans else "no_table_month_unclear"
        raise InvalidFile(code, place=place, columns=", ".join(c.label for c in header.months)[:80])
    if len(numbers) > 1:
        raise InvalidFile("month_unclear", place=place, months=sorted(numbers))
    years = {found for _, found in named if found is not None}
    years = years or set(_lone_years(near, sheet))
    month = numbers.pop()
    if len(years) == 1:
        return Months((Month(years.pop(), month),) * len(header.months), True)
    if len(years) > 1 and year not in years:
        raise InvalidFile("year_unclear", place=place, years=sorted(years))
    if year is None:
        raise InvalidFile("no_year", place=place)
    return Months((Month(year, month),) * len(header.months), False)


def _months_named(text: str) -> list[tuple[int, int | None]]:
    """Return the months that a title names, with their year where it tells it."""
    coverages = read_coverages(text)
    if not coverages and (found := _month_in(text)):
        return [(found, None)]
    return [next(iter(coverage.items())) for coverage in coverages if len(coverage) == 1]


def _is_of_longer(near: Sequence[str]) -> bool:
    """Tell whether the nearest title that names a period names one of several months."""
    for text in near:
        coverages = read_coverages(text)
        if any(len(coverage) == 1 for coverage in coverages) or _month_in(text):
            return False
        if coverages or _LONGER.search(text):
            return True
    return False


def _month_in(text: str) -> int | None:
    found = re.findall(r"\bthang (\d{1,2})(?!\d)", DATES.sub(" ", text))
    months = {int(number) for number in found if 1 <= int(number) <= 12}
    return months.pop() if len(months) == 1 else None


def _month_of_sheet(sheet: str) -> tuple[int, int | None] | None:
    coverages = [c for c in read_coverages(sheet) if len(c) == 1]
    if coverages:
        return next(iter(coverages[0].items()))
    found = read_month(sheet)
    if found is None or (found.bare and not sheet.isdecimal()):
        return None
    return found.month, found.year
