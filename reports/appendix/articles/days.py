"""The days of a list: how they are written, and in which period they must lie."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from domain.imports.tables import AppendixWarning
from domain.text import search_key
from reports.appendix.grid import Cell, Grid, GridRow
from reports.appendix.headings.coverage import DATES, read_coverages
from reports.appendix.headings.months import MONTH_WORDS, YEAR
from reports.appendix.headings.years import uncited

_DMY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:\D.*)?")
_ONE_DAY = r"(?<![\d/.-])\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})(?![\d:])"
# Another day in a remark, as when it was changed, is not the article's.
_TWO_DAYS = re.compile(rf"({_ONE_DAY})(?:[ ,;&+–-]|va|den|hoac)*(?!\1){_ONE_DAY}")
_YMD = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:\D.*)?")
_WORDS = re.compile(r"(?:ngay )?(\d{1,2}),? thang (\d{1,2})(?:,? (?:nam )?(\d{4}).*)?")
_NAMED = re.compile(r"(\d{1,2})[ -]([a-z]{3,9})[ ,.-]+(\d{4})(?:\D.*)?")
# Two digits behind a month are the year only where no time of day begins with them.
_NAMED_SHORT = re.compile(
    r"(\d{1,2})[ -](jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
    r"(?:[ ,.-]+(\d{2})(?=$|[ ,]))?"
    r"(?:[ ,.-]+\d{1,2}(?:[:.h]\d{2}(?:\D.*)?| ?(?:h|gio)\b.*)| ?\(\D*)?"
)
# WordPress in Vietnamese writes "3 Tháng Năm, 2021" or "03 Th5 2021".
_MONTH_NAMED = re.compile(
    r"(?:thang|th) ?(mot|hai|ba|tu|nam(?! \d{4})|sau|bay|tam|chin|muoi(?: mot| hai)?|\d{1,2})\b"
)
_GAPS = re.compile(r"(?<=\d) ?([/.]) ?(?=\d)")
_NAMED_FIRST = re.compile(r"([a-z]{3,9})\.? (\d{1,2}),? (\d{4})(?:\D.*)?")
_WEEKDAY = re.compile(
    r"(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|t[2-7](?=[ ,])|cn|sang|trua|chieu"
    r"|toi|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri"
    r"|sat(?:ur)?|sun)(?:day)?)\b[ ,]*(?:ngay )?(?=\d)|ngay (?=\d)"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DM = re.compile(r"(\d{1,2})[/.-](\d{1,2})")
_DATED = (_DMY, _YMD, _WORDS, _DM, _NAMED, _NAMED_SHORT, _NAMED_FIRST)
_COMPACT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)")
# A day as spreadsheets count it, where the cell lost its format: 2000 to 2050.
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_SERIAL_DAYS = range(36_526, 55_153)
_FIRST_DAY = date(1899, 12, 30)
_DAY = re.compile(r"\d{1,2}")
_TIME_FIRST = re.compile(r"(?:\d{1,2}[:h]\d{2}(?::\d{2})?(?: ?[ap]m)?'?|^\d{1,2} ?(?:h|gio))[ ,-]+")
# What is still to be done says nothing of the days of a list.
_AHEAD = re.compile(r"\b(?:phuong huong|nhiem vu|du kien|ke hoach)\b.*$")
_SIGNED = re.compile(r"[a-z .'-]{2,40}, ?thang [\d. …]+ nam \d{4}")
_ANY_MONTH = re.compile(r"(?:thang|t) ?(\d{1,2})|(\d{1,2})[./-](?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Period:
    """What a title, a sheet's name or a section says of the days below it.

    `year` and `month` complete a day that is written without them. `months` (12 * year + month - 1)
    are those in which the days must lie, none where nobody says so.
    """

    year: int | None
    month: int | None = None
    months: frozenset[int] = frozenset()

    @property
    def text(self) -> str:
        """The period in numbers: "5/2021", "1/2021–3/2021", "5" in any year."""
        if not self.months and self.month is not None:
            return str(self.month)
        ends = sorted({min(self.months), max(self.months)}) if self.months else []
        return "–".join(f"{end % 12 + 1}/{end // 12}" for end in ends)

    def distance(self, day: date) -> int:
        """Return how many months a day lies outside, 0 where it lies inside or nothing is said."""
        if self.months:
            return min(abs(_index(day) - month) for month in self.months)
        if self.month is None or self.year is not None:
            return 0
        away = abs(day.month - self.month)
        return min(away, 12 - away)

    def contradicts(self, day: date, cell: Cell) -> bool:
        """Tell whether a day cannot be meant: a month of the period may overlap with the next.

        A spreadsheet that took a typed "5/4" for the fifth month's fourth day contradicts as well.
        """
        away = self.distance(day)
        turned = _made(day.year, day.day, day.month) if isinstance(cell.value, date) else None
        return away > 1 or (away == 1 and turned is not None and not self.distance(turned))


NO_PERIOD = Period(None)


def of_months(months: Iterable[tuple[int, int]]) -> Period:
    """Return the period of some months, each a year and a month."""
    told = list(months)
    years = {year for year, _ in told}
    return Period(
        years.pop() if len(years) == 1 else None,
        told[0][1] if len(told) == 1 else None,
        frozenset(12 * year + month - 1 for year, month in told),
    )


def period_of(grid: Grid, above: Sequence[GridRow], year: int | None) -> Period:
    """Return the period that the title or the sheet's name tells of a list."""
    texts = [uncited(" ".join(cell.text for cell in row.distinct())) for row in above]
    texts += [search_key(grid.sheet_name), *map(uncited, grid.before[-4:])]
    named = [(text, read_coverages(text)) for text in texts]
    singles = {month for _, found in named for c in found if len(c) == 1 for month in c}
    lone = {int(y) for text in texts for y in YEAR.findall(DATES.sub(" ", text))}
    years = lone | {year for _, found in named for c in found for year in c.values()}
    years = years or {int(y) for text in texts for y in YEAR.findall(text)}
    of_sheet = _ANY_MONTH.fullmatch(search_key(grid.sheet_name))
    if of_sheet and 1 <= int(of_sheet[1] or of_sheet[2]) <= 12:
        singles.add(int(of_sheet[1] or of_sheet[2]))
    only_year = next(iter(years)) if len(years) == 1 else year
    month = next(iter(singles)) if len(singles) == 1 else None
    spans: set[tuple[int, int]] = set()
    for text in texts:
        told = "" if _SIGNED.fullmatch(text.strip()) else _AHEAD.sub(" ", text)
        found = read_coverages(told)
        spans |= {(each, number) for coverage in found for number, each in coverage.items()}
        if not found:
            alone = {int(y) for y in YEAR.findall(DATES.sub(" ", told))}
            spans |= {(each, n) for each in alone if len(alone) == 1 for n in range(1, 13)}
    of_month = {span for span in spans if of_sheet and span[1] == month}
    spans = of_month if len(of_month) == 1 else spans
    return Period(only_year, month, frozenset(12 * y + m - 1 for y, m in spans))


def order_of(
    cells: Sequence[tuple[str, Cell]], month: int | None
) -> tuple[bool, list[AppendixWarning]]:
    """Return whether a column's dates begin with the month, and what is doubtful about them.

    `cells` are the column's cells with their rows' places. People here write the day first;
    programs in American English write "01/15/2023", and turn a typed "05/01/2023" into the first of
    May while they leave "15/01/2023" a text.
    """
    texts: list[tuple[str, str, int, int]] = []
    days = [cell.value for _, cell in cells if isinstance(cell.value, date)]
    for place, cell in cells:
        if isinstance(cell.value, str) and (parts := _DMY.fullmatch(_date_key(cell.text))):
            texts.append((place, cell.text, int(parts[1]), int(parts[2])))
    unlike = [each for each in texts if each[2] != each[3]]
    if not unlike:
        return False, []
    place, text, first, second = unlike[0]
    day_first = any(first > 12 for _, _, first, _ in texts)
    month_first = any(second > 12 for _, _, _, second in texts) and not day_first
    if not day_first and not month_first:
        month_first = month is not None and all(first == month for _, _, first, _ in texts)
        day_first = month is not None and all(second == month for _, _, _, second in texts)
    values: dict[str, object] = {"text": text[:40]}
    if month_first:
        values |= {"day": second, "month": first}
        return True, [AppendixWarning("month_first", place, "", values)]
    if day_first:
        mixed = all(first > 12 for _, _, first, _ in texts) and all(day.day <= 12 for day in days)
        if mixed and len(texts) > 1 and any(day.day != day.month for day in days):
            return False, [AppendixWarning("dates_turned", place, "", values)]
        return False, []
    values |= {"day": first, "month": second}
    return False, [AppendixWarning("day_first", place, "", values)]


def checked(
    period: Period, cells: Sequence[tuple[str, Cell]], *, month_first: bool
) -> tuple[Period, list[AppendixWarning]]:
    """Return the period as the days of a list may be held against it, and what is doubtful.

    Where none of them lies in the year or the months that a title names, it only speaks of them.
    """
    days = [(p, day) for p, c in cells if (day := read_day(c, period, month_first=month_first))]
    one = len(period.months) < 2
    if one or not days or any(not period.distance(day) for _, day in days):
        return period, []
    values: dict[str, object] = {"period": period.text}
    warning = AppendixWarning("list_period_differs", days[0][0], "", values)
    return replace(period, months=frozenset()), [warning]


def looks_dated(text: str) -> bool:
    """Tell whether a text is written as a day is, with its month."""
    key = _date_key(text)
    return any(p.fullmatch(key) for p in _DATED)


def read_day(cell: Cell, period: Period, *, month_first: bool = False) -> date | None:
    """Return the day in a cell, None where it holds none or leaves two to choose from."""
    if isinstance(cell.value, datetime):
        return cell.value.date()
    if isinstance(cell.value, date):
        return cell.value
    key = _date_key(cell.text)
    if (found := _SERIAL.fullmatch(key)) and int(found[1]) in _SERIAL_DAYS:
        return _FIRST_DAY + timedelta(days=int(found[1]))
    if found := _COMPACT.fullmatch(key):
        return _made(found[1], found[2], found[3])
    found = _NAMED.fullmatch(key) or _NAMED_SHORT.fullmatch(key)
    if found and found[2][:3] in _MONTHS:
        number = _MONTHS.index(found[2][:3]) + 1
        return _full(found[1], number, found[3], period)
    if (found := _NAMED_FIRST.fullmatch(key)) and found[1][:3] in _MONTHS:
        return _made(found[3], _MONTHS.index(found[1][:3]) + 1, found[2])
    if found := _YMD.fullmatch(key):
        return _made(found[1], found[2], found[3])
    if found := _DMY.fullmatch(key) or _WORDS.fullmatch(key):
        if _TWO_DAYS.search(key):
            return None
        turned = month_first and found.re is _DMY
        day, month = (found[2], found[1]) if turned else (found[1], found[2])
        return _full(day, month, found[3], period)
    if found := _DM.fullmatch(key):
        if isinstance(cell.value, float) and found[2] == "1":
            # "3.10" typed as a number has lost its nought.
            return _only(period, [(found[1], "1"), (found[1], "10")])
        return _completed(found[1], found[2], period)
    if _DAY.fullmatch(key) and period.month is not None:
        return _completed(key, period.month, period)
    return None


@lru_cache(maxsize=4096)
def _date_key(text: str) -> str:
    key = search_key(text).replace("\\", "/").strip("' ’`")
    for _ in range(2):
        key = _WEEKDAY.sub("", _TIME_FIRST.sub("", key))
    key = _GAPS.sub(r"\1", key)
    return _MONTH_NAMED.sub(_numbered, key)


def _numbered(found: re.Match[str]) -> str:
    return f"thang {MONTH_WORDS.get(found[1], found[1])}"


def _full(day: str, month: object, year: str | None, period: Period) -> date | None:
    if year is None:
        return _completed(day, month, period)
    return _made(year if len(year) == 4 else f"20{year}", month, day)


def _only(period: Period, pairs: Sequence[tuple[str, str]]) -> date | None:
    """Return the one of some days, each a day and a month, that lies in the period."""
    days = [made for day, month in pairs if (made := _completed(day, month, period))]
    inside = [day for day in days if period.months and not period.distance(day)]
    return inside[0] if len(inside) == 1 else None


def _completed(day: object, month: object, period: Period) -> date | None:
    """Return a day in the year that brings it into the period, or next to it."""
    told = sorted({each // 12 for each in period.months})
    told = told or ([] if period.year is None else [period.year])
    near = [made for y in told for shift in (-1, 0, 1) if (made := _made(y + shift, month, day))]
    if period.months and near:
        nearest = min(near, key=period.distance)
        if period.distance(nearest) <= 1:
            return nearest
    return _made(period.year or told[0], month, day) if told else None


def _index(day: date) -> int:
    return 12 * day.year + day.month - 1


def _made(year: object, month: object, day: object) -> date | None:
    try:
        return date(int(str(year)), int(str(month)), int(str(day)))
    except ValueError:
        return None
