"""The rows of a list that are no articles: headings of sections, sums, signatures, remarks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.errors import InvalidFile
from domain.text import clean_line, search_key
from reports.appendix.articles.columns import ArticleList, names_a_unit
from reports.appendix.articles.days import Period, of_months
from reports.appendix.articles.states import says_published, says_unpublished
from reports.appendix.grid import Cell, Grid, GridRow
from reports.appendix.headings.coverage import read_coverages
from reports.appendix.headings.labels import (
    group_name,
    has_heading_mark,
    is_total_row,
    looks_like_a_unit,
    looks_signed,
)
from reports.appendix.headings.months import MonthText, read_month

_SHORT = 12
# From December to a month up to March a year begins; lists that begin with the newest go back.
_NEW_YEAR = 9
_BACK = 5
_LONGEST = 120
_TIME = re.compile(
    r"(?:tuan|quy|ky|hoc ky|dot)(?: thu)? (?:\d|[ivx]+\b|mot\b|nhat\b|hai\b|ba\b|tu\b).*"
    r"|nam (?:hoc )?(?:19|20)\d\d\b.*|(?:\d+|ba|sau|chin) thang\b.*|(?:tu )?(?:ngay|thang) \d.*"
)
_TOPIC = re.compile(
    r"(?:chuyên mục|chuyên trang|chuyên đề|lĩnh vực|chủ đề|danh mục) *[:–-]? *(.+)", re.IGNORECASE
)
_PERSON = re.compile(
    r"(?:tác giả|phóng viên|pv|ctv|cộng tác viên|btv|biên tập viên|người viết|bút danh)"
    r"(?: *[:.–-] *| +)(.+)",
    re.IGNORECASE,
)
_NAMED_UNIT = re.compile(r"(?:tên )?(?:đơn vị|cơ quan) *: *(.+)", re.IGNORECASE)
_COUNTED = re.compile(r"(?<! ) *(?:\(.*\)|(?:: *)?\d+ *(?:tin|bài|tin, bài)?)$", re.IGNORECASE)
_NUMBER_OF_ITEMS = (
    r"\d{1,4} *(?:tin|bài|sản phẩm|tác phẩm)(?: ?[,/–-]? ?(?:và )?(?:\d{1,4} )?bài)?(?: viết)?"
)
_WITH_ITEMS = re.compile(rf"(.+?) *(?:[:–-] *|\((?:có )?){_NUMBER_OF_ITEMS}\)?", re.IGNORECASE)
_ITEMS_ALONE = re.compile(
    rf"(?:(?:tổng|cộng|tổng số|tổng cộng|có) *:? *)?{_NUMBER_OF_ITEMS}", re.IGNORECASE
)
# What begins as a unit's name does, and is none.
_TITLED = re.compile(
    r"\b(?:tin,? (?:va )?bai|bai viet|danh sach|thong ke|tong hop|bang|nam \d+|thang \d+|quy|ban"
    r" bien tap|trang thong tin|cong thong tin)\b"
)
_KINDS = ("tin", "bai", "anh", "video", "clip", "infographic", "audio", "podcast", "phong su")
_KIND_WORDS = re.compile(
    rf"(?:(?:{'|'.join(_KINDS)}|danh sach|cac|the loai|loai|va|phan|muc|viet|ngan|sau|tuc"
    r"|hinh|da|duoc|dang|tu|khai thac|san xuat)\b[ ,/&-]*)+"
)
_NONE = re.compile(
    r"(?:khong|chua)(?: co| viet| gui)*(?: (?:tin|bai|tin,? (?:va )?bai|san pham))?"
    r"(?: (?:nao|dang|duoc dang|trong (?:thang|ky|quy)|thang nay))*|0|[-–—/]+"
)
_PRINTED = re.compile(r"(?<![\d.,])(\d{1,5}) *(?:tin|bai|san pham|tac pham)\b")
_PRINTED_ALONE = re.compile(r"(?:tong(?: cong| so)?|cong) *[:=]? *(\d{1,5})\.?")


@dataclass(slots=True)
class Outline:
    """The sections that a row stands in, the outermost first: what each says of its articles."""

    period: Period
    told: dict[str, str] = field(default_factory=dict)
    _periods: dict[str, Period] = field(default_factory=dict)
    _year_named: bool = False

    def enter(self, level: str, text: str, period: Period | None = None) -> None:
        """Begin a section: what stood inside of the last one of its level ends."""
        levels = list(self.told)
        for inner in levels[levels.index(level) :] if level in levels else ():
            del self.told[inner]
            self._periods.pop(inner, None)
        self.told[level] = text
        if period is not None:
            self._periods[level] = period

    @property
    def days(self) -> Period:
        """The period of the innermost section that tells one, else the list's."""
        return next(reversed(self._periods.values()), self.period)

    def enter_month(self, found: MonthText, place: str, text: str) -> None:
        """Begin a month's section; one without a year is that next to the month before it.

        Raise InvalidFile `section_year` where the title names another year.
        """
        year = found.year or self._year_of(found.month, place, text)
        self._year_named = found.year is not None or self._year_named
        period = Period(None, found.month) if year is None else of_months([(year, found.month)])
        self.enter("time", text, period)

    def _year_of(self, month: int, place: str, text: str) -> int | None:
        before, title = self._periods.get("time"), self.period.year
        if not self._year_named or before is None or before.year is None or before.month is None:
            return title
        step = month - before.month
        year = before.year + (step <= -_NEW_YEAR)
        unclear = step >= _NEW_YEAR or -_NEW_YEAR < step < -_BACK
        if (title is None and unclear) or title not in (None, year):
            raise InvalidFile("section_year", place=place, text=text[:40], month=month)
        return year


def words_of(alone: Sequence[Cell]) -> list[Cell]:
    """Return the cells of a row that are no section's numeral, nor its number of articles."""
    return [
        cell
        for cell in alone
        if not re.fullmatch(r"[IVXA-H0-9]{1,5}[.)]?", cell.text)
        and not (len(alone) > 1 and _ITEMS_ALONE.fullmatch(cell.text))
    ]


def section_month(alone: Sequence[Cell]) -> MonthText | None:
    """Return the month of a row that holds nothing but a month's name."""
    words = words_of(alone)
    found = read_month(words[0].text) if len(words) == 1 else None
    return None if found is None or found.bare or len(found.rest) > _SHORT else found


def is_section(alone: Sequence[Cell], found: ArticleList) -> bool:
    """Tell whether a row that is no article is a section's heading."""
    words = words_of(alone)
    if len(words) != 1 or is_total_row(words[0].text) or looks_signed(words[0].text):
        return False
    text = words[0].text
    marked = len(alone) > len(words) or has_heading_mark(text) or "unit" not in found.columns
    level = meaning(text)[0]
    return (marked or level != "unit") and len(text) < _LONGEST and not text.endswith(".")


def meaning(text: str) -> tuple[str, str]:
    """Return what a section's heading names (unit, author, topic, kind, time or state), and it.

    A state's name is "" where the section's articles are posted.
    """
    name = group_name(text)
    counted = _WITH_ITEMS.fullmatch(name)
    if says_unpublished(counted[1] if counted else name):
        return "state", name
    if says_published(name):
        return "state", ""
    key = search_key(_COUNTED.sub("", name)).strip(" :.")
    if _TIME.fullmatch(search_key(name)) or read_coverages(text):
        return "time", name
    if found := _TOPIC.fullmatch(name):
        return "topic", found[1]
    if _KIND_WORDS.fullmatch(key) and re.search(rf"\b(?:{'|'.join(_KINDS)})\b", key):
        short = re.sub(r"^(?:danh sách|phần|mục) ", "", _COUNTED.sub("", name), flags=re.IGNORECASE)
        return "kind", short
    if (found := _PERSON.fullmatch(name)) and _is_persons_name(found[1]):
        return "author", found[1]
    found = _NAMED_UNIT.fullmatch(name)
    name = found[1] if found else name
    counted = _WITH_ITEMS.fullmatch(name)
    return "unit", counted[1] if counted else name


def lines_above(grid: Grid, above: Sequence[GridRow]) -> list[str]:
    """Return the lines above a list and its sheet's name, the nearest first; no sentences."""
    outside = grid.before[-4:] if grid.between is None else grid.between[-4:]
    rows = (" ".join(cell.text for cell in row.distinct()) for row in above)
    lines = [*outside, *(row for row in rows if row)][:-5:-1]
    return [line for line in (*lines, grid.sheet_name) if len(line) < _LONGEST and line[-1:] != "."]


def unit_above(lines: Sequence[str]) -> str:
    """Return the unit that the lines above a list say it is of, "" for none.

    Other names there are those of whoever made the list.
    """
    for line in lines:
        if found := _NAMED_UNIT.fullmatch(group_name(line)):
            return found[1]
    for line in (*lines[:1], *lines[-1:]):
        level, name = meaning(line)
        if level == "unit" and names_a_unit(name) and not _TITLED.search(search_key(name)):
            return name
    return ""


def _is_persons_name(text: str) -> bool:
    words = text.split()
    capital = len(words) > 1 and all(word[0].isupper() for word in words)
    return capital and not looks_like_a_unit(text)


def period_named(text: str, period: Period) -> Period | None:
    """Return the months that a section's heading of time names, None where it names none."""
    key = search_key(text)
    if key.startswith(("tuan", "ngay", "tu ngay")):
        return None
    with_year = key if period.year is None else f"{key} nam {period.year}"
    for named in (key, with_year):
        for coverage in read_coverages(named):
            return of_months((year, month) for month, year in coverage.items())
    if found := re.fullmatch(r"nam ((?:19|20)\d\d)", key):
        return of_months((int(found[1]), month) for month in range(1, 13))
    return None


def may_be_article(
    alone: Sequence[Cell], title: Cell, found: ArticleList, first_column: bool
) -> bool:
    """Tell whether the one text of a row stands where titles stand, and nowhere else."""
    words = words_of(alone)
    if len(words) != 1 or len(alone) != 1 or words[0] is not title or first_column:
        return False
    text = clean_line(title.text)
    return not (
        has_heading_mark(text)
        or text.isupper()
        or looks_like_a_unit(text)
        or meaning(text)[0] != "unit"
    )


def says_none(text: str) -> bool:
    """Tell whether what stands in a title's place says that a unit has no article."""
    return _NONE.fullmatch(search_key(text).strip(" .")) is not None


def printed_sums(alone: Sequence[Cell]) -> list[int]:
    """Return the numbers of articles that a row of sums prints."""
    keys = [search_key(cell.text) for cell in alone]
    numbers = [int(number) for key in keys for number in _PRINTED.findall(key)]
    found = [_PRINTED_ALONE.fullmatch(key) for key in keys]
    return numbers or [int(each[1]) for each in found if each]
