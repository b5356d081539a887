"""Lists with a row for each article, as most boards keep them and every portal exports them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from domain.errors import InvalidFile
from domain.imports.tables import Appendix, AppendixWarning, ArticleRow, LeftOut
from domain.text import search_key
from reports.appendix.grid import BLANK, Cell, Grid, GridRow
from reports.appendix.headings.coverage import read_coverages
from reports.appendix.headings.labels import (
    group_name,
    has_heading_mark,
    is_number_label,
    is_total_row,
    looks_signed,
)
from reports.appendix.headings.months import YEAR
from reports.appendix.headings.years import uncited

_MAX_TITLE = 1_000
_SEARCHED = 400
_FIELDS = (
    ("date", re.compile(
        r"(?:ngay|thoi gian|thoi diem)(?:[ ,/]*(?:thang|nam))*(?: (?:dang|xuat ban|duyet"
        r"|phat hanh|dua tin"
        r"|cong bo|dang tai|tai|len trang|dang tin|dang bai|dang tin,? bai)(?: .*)?)?"
        r"|date|published(?:_at|_on| at| date)?|publish(?:_| )date|pubdate|created(?:_at| at)?"
        r"|posted.*")),
    ("title", re.compile(
        r"(?:tieu de|tua de|ten (?:tin|bai|tac pham|san pham)|ten tin,? ?bai|trich yeu|title"
        r"|headline"
        r"|noi dung|tin,? ?bai|ten)(?:[ ,/(].*)?")),
    ("url", re.compile(
        r"(?:duong|dia chi)?[ ]?(?:link|dan|lien ket|url|web|trang)(?:[ ,/(].*)?|duong (?:dan"
        r"|link).*"
        r"|lien ket.*|permalink|dia chi (?:truy cap|lien ket|web|url|bai viet).*")),
    ("author", re.compile(
        r"(?:ho (?:va )?ten )?(?:tac gia|nguoi (?:viet|gui|dang|thuc hien)|but danh|author"
        r"|cong tac vien"
        r"|ctv|phong vien|ho (?:va )?ten)(?:[ ,/(].*)?")),
    ("unit", re.compile(
        r"(?:ten )?(?:don vi|co quan|cq|phong,? ban|noi gui|xa|phuong|dia phuong|truong|nguon|unit"
        r"|department|to chuc)(?:[ ,/;(&.-].*)?")),
    ("topic", re.compile(
        r"(?:chuyen muc|chuyen trang|linh vuc|chu de|muc|category|topic|section)(?:[ ,/(].*)?")),
    ("kind", re.compile(r"(?:the loai|loai(?: hinh| tin| bai)?|hinh thuc|kind|type)(?:[ ,/(].*)?")),
)  # fmt: skip
_DMY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:\D.*)?")
_YMD = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:\D.*)?")
_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}),? (?:nam )?(\d{4}).*")
_DM = re.compile(r"(\d{1,2})[/.-](\d{1,2})")
_DAY = re.compile(r"\d{1,2}")
_TIME_FIRST = re.compile(r"\d{1,2}[:h]\d{2}(?::\d{2})?(?: ?[ap]m)?[ ,-]+")


@dataclass(frozen=True, slots=True)
class _List:
    """A list in a grid: the row behind its heading, and the column of each field."""

    grid: Grid
    first: int
    last: int
    columns: dict[str, int]
    number: int | None


def read_articles(
    grids: Sequence[Grid], year: int | None, *, probe: bool = False
) -> Appendix | None:
    """Return the articles of the lists in a file, None where it holds none.

    Tables of counts beside a list count the same articles once more and are left out. `probe`
    stops at the heading. Raises InvalidFile: `bad_date`, `no_title`, `empty_list`.
    """
    lists = [found for grid in grids if (found := _find(grid)) is not None]
    if not lists:
        return None
    if probe:
        return Appendix((), (), ())
    articles: list[ArticleRow] = []
    warnings: list[AppendixWarning] = []
    left_out: list[LeftOut] = []
    for found in lists:
        articles += _read(found, year, left_out)
        left_out += found.grid.left_out
    if not articles:
        raise InvalidFile("empty_list", place=lists[0].grid.rows[lists[0].first].place)
    read = {id(found.grid) for found in lists}
    for grid in grids:
        if id(grid) not in read and any(c.text.isdecimal() for r in grid.rows for c in r.cells):
            left_out.append(LeftOut("table_beside_list", grid.name))
    return Appendix(
        (),
        (),
        tuple(warnings),
        articles=tuple(articles),
        left_out=tuple(left_out),
        sheets=tuple(found.grid.name for found in lists if found.grid.name),
    )


def _find(grid: Grid) -> _List | None:
    for first, row in enumerate(grid.rows[:_SEARCHED]):
        columns = _columns(row)
        if columns is None:
            continue
        number = next((i for i, cell in enumerate(row.cells) if is_number_label(cell.text)), None)
        last = first + 1
        if last < len(grid.rows) and all(
            cell is BLANK or cell in row.cells for cell in grid.rows[last].cells
        ):
            last += 1
        found = _List(grid, first, last, columns, number)
        if _holds_dates(found):
            return found
    return None


def _columns(row: GridRow) -> dict[str, int] | None:
    """Return the column of each field where the row heads a list: a date, and a title or a link."""
    texts = [cell.text for cell in row.cells]
    if sum(bool(text) for text in texts) < 3:
        return None
    columns: dict[str, int] = {}
    for field, pattern in _FIELDS:
        matching = [
            i
            for i, text in enumerate(texts)
            if text and len(text) < 60 and i not in columns.values() and _matches(pattern, text)
        ]
        if matching:
            # "Ngày đăng" goes before "Ngày gửi", "Tên tin, bài" before "Nội dung".
            columns[field] = min(matching, key=lambda i: (_rank(texts[i]), i))
    if "date" not in columns or not ("title" in columns or "url" in columns):
        return None
    return columns


@lru_cache(maxsize=4096)
def _matches(pattern: re.Pattern[str], text: str) -> bool:
    return pattern.fullmatch(search_key(text).strip(" :*")) is not None


def _rank(text: str) -> int:
    key = search_key(text)
    if any(word in key for word in ("dang", "xuat ban", "tieu de", "title", "publish")):
        return 0
    return 2 if key.startswith("noi dung") else 1


def _holds_dates(found: _List) -> bool:
    """Tell whether dates stand below the heading of the date, and not counts."""
    column = found.columns["date"]
    cells = [row.cell(column) for row in found.grid.rows[found.last : found.last + 30]]
    dated = sum(isinstance(c.value, date) or _looks_dated(c.text) for c in cells if c.text)
    return dated * 3 >= sum(bool(cell.text) for cell in cells) and dated > 0


def _looks_dated(text: str) -> bool:
    key = _TIME_FIRST.sub("", search_key(text))
    return any(p.fullmatch(key) for p in (_DMY, _YMD, _WORDS, _DM))


def _read(found: _List, year: int | None, left_out: list[LeftOut]) -> Iterator[ArticleRow]:
    of_sheet = _period(found, year)
    heading = ""
    for row in found.grid.rows[found.last :]:
        texts = {field: row.cell(index) for field, index in found.columns.items()}
        title = texts.get("title", BLANK)
        link = texts.get("url", BLANK)
        day = texts["date"]
        alone = list(row.distinct())
        if not alone or _repeats(row, found):
            continue
        if _is_aside(row, alone, title, day):
            if _is_group(alone, found):
                heading = group_name(next(c.text for c in alone if not _is_mark(c.text)))
            continue
        if not title.text and not link.text and not title.link:
            left_out.append(LeftOut("row_without_title", row.place, {"text": alone[0].text[:80]}))
            continue
        published = _date(day, of_sheet)
        if published is None:
            raise InvalidFile(
                "bad_date",
                place=row.place,
                text=day.text[:40],
                title=(title.text or link.text)[:60],
            )
        unit = _text(texts, "unit")
        yield ArticleRow(
            published,
            title.text[:_MAX_TITLE] or link.text,
            _url(link, title),
            unit or ("" if "unit" in found.columns else heading),
            _text(texts, "author"),
            _text(texts, "kind"),
            _text(texts, "topic"),
            row.place,
            heading if "unit" in found.columns else "",
        )


def _is_mark(text: str) -> bool:
    return bool(re.fullmatch(r"[IVXA-H0-9]{1,5}[.)]?", text))


def _is_aside(row: GridRow, alone: Sequence[Cell], title: Cell, day: Cell) -> bool:
    """Tell whether a row is no article: a sum, a heading, a signature, a remark."""
    if any(is_total_row(cell.text) for cell in alone[:2]):
        return True
    if day.text and (isinstance(day.value, date) or _looks_dated(day.text)):
        return False
    words = [cell for cell in alone if not _is_mark(cell.text)]
    return len(words) <= 1 or any(looks_signed(cell.text) for cell in alone[:2]) or title is day


def _is_group(alone: Sequence[Cell], found: _List) -> bool:
    words = [cell for cell in alone if not _is_mark(cell.text)]
    if len(words) != 1 or is_total_row(words[0].text) or looks_signed(words[0].text):
        return False
    text = words[0].text
    marked = len(alone) > len(words) or has_heading_mark(text) or "unit" not in found.columns
    return marked and len(text) < 120 and not text.endswith(".")


def _repeats(row: GridRow, found: _List) -> bool:
    heading = found.grid.rows[found.first]
    index = found.columns["date"]
    return bool(row.cell(index).text) and row.cell(index).text == heading.cell(index).text


def _text(cells: dict[str, Cell], field: str) -> str:
    text = cells.get(field, BLANK).text
    return "" if set(text) <= set("-–—. ") else text


def _url(link: Cell, title: Cell) -> str:
    for text in (link.link, link.text, title.link):
        if re.match(r"https?://", text):
            return text
    return f"https://{link.text}" if re.match(r"[\w-]+(?:\.[\w-]+)+/", link.text) else ""


def _period(found: _List, year: int | None) -> tuple[int | None, int | None]:
    """Return the year and the month that the title or the sheet's name gives dates without one."""
    texts = [
        uncited(" ".join(cell.text for cell in row.distinct()))
        for row in found.grid.rows[: found.first]
    ]
    texts += [search_key(found.grid.sheet_name), *map(uncited, found.grid.before[-4:])]
    years: set[int] = set()
    months: set[int] = set()
    for text in texts:
        for coverage in read_coverages(text):
            years |= set(coverage.values())
            if len(coverage) == 1:
                months |= set(coverage)
        years |= {int(found_year) for found_year in YEAR.findall(text)}
    named = re.fullmatch(r"(?:thang|t) ?(\d{1,2})", search_key(found.grid.sheet_name))
    if named:
        months.add(int(named[1]))
    only_year = years.pop() if len(years) == 1 else year
    return only_year, months.pop() if len(months) == 1 else None


def _date(cell: Cell, of_sheet: tuple[int | None, int | None]) -> date | None:
    if isinstance(cell.value, datetime):
        return cell.value.date()
    if isinstance(cell.value, date):
        return cell.value
    key = _TIME_FIRST.sub("", search_key(cell.text))
    year, month = of_sheet
    if found := _YMD.fullmatch(key):
        return _made(found[1], found[2], found[3])
    if found := _DMY.fullmatch(key) or _WORDS.fullmatch(key):
        full = found[3] if len(found[3]) == 4 else f"20{found[3]}"
        return _made(full, found[2], found[1])
    if (found := _DM.fullmatch(key)) and year is not None:
        return _made(year, found[2], found[1])
    if _DAY.fullmatch(key) and year is not None and month is not None:
        return _made(year, month, key)
    return None


def _made(year: object, month: object, day: object) -> date | None:
    try:
        return date(int(str(year)), int(str(month)), int(str(day)))
    except ValueError:
        return None
