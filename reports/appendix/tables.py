"""From a grid to the tables of counts in it, each with its months resolved and its rows told."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from domain.errors import InvalidFile
from domain.imports.tables import AppendixRow, AppendixWarning, LeftOut
from domain.periods.spans import Month
from domain.text import search_key
from reports.appendix.articles.columns import names_a_unit
from reports.appendix.grid import Grid, GridRow
from reports.appendix.headings.columns import columns_of, weight_of
from reports.appendix.headings.coverage import is_part_of_month, read_coverages
from reports.appendix.headings.header import Header, read_header
from reports.appendix.headings.labels import (
    is_cumulated,
    is_months_label,
    is_posted,
    is_total_row,
    is_unit_label,
    looks_signed,
    says_money,
    why_no_count,
)
from reports.appendix.headings.months import YEAR
from reports.appendix.headings.one_month import find_one_month
from reports.appendix.headings.years import Months, is_counted, resolve_months, titles, uncited
from reports.appendix.reshaping import reshaped
from reports.appendix.rows.columns import (
    check_columns,
    refuse_beside,
    refuse_measures,
    refuse_money,
)
from reports.appendix.rows.folding import month_columns
from reports.appendix.rows.kinds import tell_kinds
from reports.appendix.rows.lines import Kind, Line, only_counts, read_lines
from reports.appendix.rows.people import with_units_of_people
from reports.appendix.rows.sums import Checked, check_sums
from reports.appendix.rows.table import read_table

_PLANNED = (
    "giao chi tieu", "phan cong", "ke hoach", "dang ky chi tieu", "phan bo chi tieu",
    "giao ke hoach",
)  # fmt: skip
_ACHIEVED = ("ket qua", "thuc hien", "thong ke", "tong hop", "tinh hinh", "so luong", "da dang")
# What, said above a repeated heading, tells that other numbers follow.
_OTHERWISE = ("money", "plan", "compared", "other", "rate")
# By what the heading above the months says that they do not count.
_BY_WEIGHT = {"sum": "cumulated", "plan": "plan_table", "money": "money", "sent": "only_sent"}
_OTHER_THINGS = ("luot truy cap", "luot xem", "van ban", "thu tuc hanh chinh", "ho so")
_ARTICLES = ("tin", "bai", "anh", "video", "cong tac vien")


# A title stands close above its table; what is longer is a report's sentence.
_NEAREST = 4
_LONGEST_TITLE = 150
# Rows below each of two equal headings that are compared.
_MOST_COMPARED = 100
# The heading of a table with a row a month stands close above its first months.
_NEAREST_HEADING = 12
_SENT_TITLE = re.compile(r"\b(?:tin|bai)\b[^.;:]{0,30}\b(?:gui|nop)\b(?! tra)")
_OPENING = re.compile(
    r"^(?:(?:bang|bieu|phu luc(?: \w{1,3}[.:])?|thong ke|tong hop|danh sach|so|so luong"
    r"|tong|theo doi|chi tiet|cac) )+"
)
_PLANS = re.compile(r"(?:phan bo|dinh muc|dang ky|du kien|giao (?:so luong|tin|bai)|uoc tinh)\b")
_DONE = re.compile(r"\b(?:ket qua|thuc hien|da dang|hoan thanh)\b")
_NO_ARTICLES = re.compile(
    r"(?:luot|binh luan|chia se|tuong tac|views?|ty le|ti le"
    r"|(?:cham )?diem(?! (?:tin\b(?!,? bai)|bao|truong|sang|nhan)))\b"
)
_NOT_POSTED = re.compile(
    r"\b(?:tin|bai)(?: viet)? (?:(?:con )?thieu(?! (?:nhi|nien))|bi (?:tra|loai|go|tu choi|huy)"
    r"|tra lai|(?:khong|chua) (?:duoc )?(?:dang|duyet|su dung|dat|dung))\b"
)
# One "bài" stands for two "tin" there, so that the numbers are no articles.
_CONVERTED = re.compile(r"\b(?:tin|bai)\b[^.;:]{0,20}(?<!chua )(?<!khong )\bquy doi\b")
_UNIT_OF_MEASURE = re.compile(r"\b(?:don vi tinh|dvt) ?:? ?(?:diem|%|phan tram|luot|nguoi)")
_AND_ARTICLES = re.compile(r"(?:\bva|&|,) (?:so (?:luong )?)?tin\b")


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
    if all(_looks_like_rows(grid, candidate.header) for candidate in found):
        made = reshaped(grid, rows_alone=len(found) == 1)
        if made is not None:
            grid = made
            found = list(_wide(grid))
    if not found:
        header = find_one_month(grid)
        found = [Candidate(grid, header, len(grid.rows))] if header is not None else []
    yield from found


def _looks_like_rows(grid: Grid, header: Header) -> bool:
    """Tell whether a heading may be rows of a table that names its months below each other."""
    if len(header.months) == 1 and header.last == header.first + 1:
        return True
    slots = [column.slots[0] for column in header.months]
    above = grid.rows[max(header.first - _NEAREST_HEADING, 0) : header.first]
    return any(is_months_label(row.cell(slot).text) for row in above for slot in slots)


def _wide(grid: Grid) -> Iterator[Candidate]:
    opened: Header | None = None
    index = 0
    while index < len(grid.rows):
        row = grid.rows[index]
        header = None
        if opened is None or not only_counts(row, opened):
            header = read_header(grid.rows, index, bare=opened is None)
            if opened is not None and _holds_a_day(row, opened):
                header = None
        if header is None:
            index += 1
            continue
        if opened is not None and (
            not header.same_columns(opened) or _begins_another(grid, opened, header)
        ):
            yield Candidate(grid, opened, header.first)
            opened = header
        elif opened is None:
            opened = header
        index = header.last
    if opened is not None:
        yield Candidate(grid, opened, len(grid.rows))


def _holds_a_day(row: GridRow, opened: Header) -> bool:
    """Tell whether a month of a unit's row holds a day, into which Excel turns a typed "3/2"."""
    cells = [row.cell(column.slots[0]) for column in opened.months]
    days = any(isinstance(cell.value, date) for cell in cells)
    return days and not is_unit_label(row.cell(opened.unit[0]).text)


def _begins_another(grid: Grid, opened: Header, header: Header) -> bool:
    """Tell whether a repeated heading begins a table of its own: of another period or thing.

    It does as well where the units above it stand below it once more.
    """
    height = min(header.first - opened.last, _MOST_COMPARED)
    above = _names(grid.rows[opened.last : opened.last + height], header)
    below = _names(grid.rows[header.last : header.last + height], header)
    if len(below) > 1 and len(above & below) * 2 > len(below):
        return True
    for row in reversed(grid.rows[: header.first]):
        texts = [cell.text for cell in row.distinct()]
        if any(looks_signed(text) for text in texts):
            continue
        if len(texts) > 2 or is_counted(row, header):
            return False
        text = " ".join(texts)
        key = uncited(text)
        if read_coverages(key) or YEAR.search(key) or why_no_count(text) in _OTHERWISE:
            return True
    return False


def _names(rows: Sequence[GridRow], header: Header) -> set[str]:
    """Return the keys of the units that hold counts, without those of an author a row."""
    if header.person:
        return set()
    return {
        search_key(row.cell(header.unit[0]).text)
        for row in rows
        if is_counted(row, header) and not is_total_row(row.cell(header.unit[0]).text)
    }


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
    try:
        groups = month_columns(header.months, kept, place)
    except InvalidFile as error:
        if _stands_again(header):
            raise InvalidFile("tables_beside", place=place) from error
        raise
    grid, carried = with_units_of_people(grid, header, candidate.stop)
    lines = read_lines(grid, header, candidate.stop)
    lines, below = tell_kinds(lines, groups, grouped=bool(header.group))
    near = list(titles(grid, header))
    refuse_money(grid, header, lines, near)
    _refuse_plans(near, place)
    _refuse_above(grid, header, place)
    _refuse_titles(near, place)
    _refuse_other_spans(header, lines, near, place)
    table = read_table(header, lines, groups)
    if not table.rows:
        return None
    refuse_beside(grid, header, lines)
    refuse_measures(header, table)
    columns = check_columns(grid, header, lines)
    if header.names == "topic":
        if not _are_units([row.unit for row in table.rows]):
            raise InvalidFile("no_table_topics", place=place, column=header.label)
        candidate = replace(candidate, header=replace(candidate.header, names="unit"))
        months = replace(months, warnings=(*months.warnings, _taken_as_units(place, header)))
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
    months = replace(months, warnings=(*months.warnings, *_sent_title(near, header, place)))
    warnings = (
        *months.warnings,
        *carried,
        *(warning for line in lines for warning in line.warnings),
    )
    return ReadTable(
        candidate,
        tuple(distinct[index] for index in order),
        rows,
        warnings,
        (*grid.left_out, *passed_over, *columns, *below),
        checked,
    )


def _sent_title(near: Sequence[str], header: Header, place: str) -> tuple[AppendixWarning, ...]:
    """Return a warning where the title speaks of what was sent and no month of what was posted."""
    if any(is_posted(month.label) for month in header.months):
        return ()
    for text in near[:_NEAREST]:
        key = uncited(text)
        if (
            _SENT_TITLE.search(key)
            and len(text) < _LONGEST_TITLE
            and not re.search(r"\bdang\b", key)
        ):
            return (AppendixWarning("sent_title", place, "", {"title": text[:80]}),)
    return ()


def _are_units(names: Sequence[str]) -> bool:
    """Tell whether most of the rows below a heading of topics unmistakably name units."""
    return sum(map(names_a_unit, names)) * 2 > len(names)


def _taken_as_units(place: str, header: Header) -> AppendixWarning:
    return AppendixWarning("unit_heading", place, "", {"column": header.label[:60]})


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
    if not by_year[years[0]] <= by_year[years[1]] or _follow(months.months):
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


def _follow(months: Sequence[Month]) -> bool:
    """Tell whether the columns go on month by month from one year to the next."""
    places = [month.year * 12 + month.month for month in months]
    distinct = sorted(set(places))
    return places == sorted(places) and len(distinct) == distinct[-1] - distinct[0] + 1


def _refuse_titles(near: Sequence[str], place: str) -> None:
    """Raise InvalidFile `plan_table` or `other_counts` where a title begins with what is counted.

    It then is no article that was posted: a score, a view, an author, what was sent back.
    """
    for text in near[:_NEAREST]:
        key = _OPENING.sub("", uncited(text).strip(" -–*("))
        if len(text) > _LONGEST_TITLE or _AND_ARTICLES.search(key):
            continue
        if _PLANS.match(key) and not _DONE.search(key):
            raise InvalidFile("plan_table", place=place)
        if (
            _CONVERTED.search(key)
            or _NO_ARTICLES.match(key)
            or _NOT_POSTED.search(key)
            or _UNIT_OF_MEASURE.search(key)
        ):
            raise InvalidFile("other_counts", place=place, title=text[:80])
        if re.match(
            r"(?:tong )?so (?:luong )?(?:cong tac vien|ctv|nguoi|tac gia)\b", uncited(text)
        ):
            raise InvalidFile("other_counts", place=place, title=text[:80])
        if re.search(r"\b(?:tin|bai)\b", key.replace("thong tin", "")):
            # What stands above the table's own title is of something else.
            return


def _stands_again(header: Header) -> bool:
    """Tell whether the units' heading stands once more behind a month."""
    key = search_key(header.label)
    return any(
        search_key(column.label) == key and column.slots[0] > header.first_month
        for column in header.others
    )


def _refuse_above(grid: Grid, header: Header, place: str) -> None:
    """Refuse months whose heading goes on above them and says that they do not count."""
    if not header.first or not is_unit_label(grid.rows[header.first - 1].cell(header.unit[0]).text):
        return
    for column in columns_of(grid.rows[header.first - 1 : header.last]):
        if any(month.slots[0] in column.slots for month in header.months):
            for text in column.parents:
                if why := weight_of(text):
                    code = _BY_WEIGHT.get(why, "other_counts")
                    raise InvalidFile(code, place=place, title=text[:80], column=text[:60])


def _refuse_other_spans(
    header: Header, lines: Sequence[Line], near: Sequence[str], place: str
) -> None:
    """Raise InvalidFile `cumulated` or `part_of_month` where the title says so of its months.

    Months that stand in columns and fall somewhere are no cumulative ones.
    """
    if any(is_cumulated(column.label, alone=True) for column in header.others):
        return
    alone = any(column.month == 0 for column in header.months)
    falls = any(
        (after or 0) < (before or 0)
        for line in lines
        if line.kind is Kind.UNIT
        for before, after in pairwise(line.counts)
    )
    for text in near[:_NEAREST]:
        key = uncited(text)
        if len(text) > _LONGEST_TITLE:
            continue
        if alone and is_part_of_month(key):
            raise InvalidFile("part_of_month", place=place, title=text[:80])
        if is_cumulated(key, alone=alone) and (alone or not falls):
            raise InvalidFile("cumulated", place=place, title=text[:80])
        if read_coverages(key):
            return


def _refuse_plans(near: Sequence[str], place: str) -> None:
    """Raise InvalidFile `plan_table` or `other_counts` where the title says what is counted."""
    whole = " ".join(uncited(text) for text in near)
    words = set(re.sub(r"\bthong tin\b|[,/]", " ", whole).split())
    planned = any(mark in whole for mark in _PLANNED) or any(
        uncited(text).lstrip().startswith("chi tieu") for text in near
    )
    if planned and not any(mark in whole for mark in _ACHIEVED):
        raise InvalidFile("plan_table", place=place)
    if not words & set(_ARTICLES) and not says_money(whole):
        for thing in _OTHER_THINGS:
            if thing in whole:
                title = next(text for text in near if thing in search_key(text))
                raise InvalidFile("other_counts", place=place, title=title[:80])
