"""Reading the lists of a file: their articles, and what of them is doubtful or left out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from domain.errors import InvalidFile
from domain.imports.tables import Appendix, AppendixWarning, ArticleRow, LeftOut
from domain.text import clean_line, search_key
from domain.units.names import is_person
from reports.appendix.articles.carrying import carried_down, left_blank
from reports.appendix.articles.columns import (
    SEARCHED,
    ArticleList,
    beside,
    fields_of,
    list_at,
    names_a_unit,
)
from reports.appendix.articles.days import (
    NO_PERIOD,
    Period,
    checked,
    looks_dated,
    order_of,
    period_of,
    read_day,
)
from reports.appendix.articles.sections import (
    Outline,
    is_section,
    lines_above,
    may_be_article,
    meaning,
    period_named,
    printed_sums,
    says_none,
    section_month,
    unit_above,
    words_of,
)
from reports.appendix.articles.split_days import with_whole_days
from reports.appendix.articles.states import states_of, unpublished_by
from reports.appendix.grid import BLANK, Cell, Grid, GridRow, make_cell
from reports.appendix.headings.labels import (
    is_ditto,
    is_number_label,
    is_person_label,
    is_total_label,
    is_total_row,
    is_unit_label,
    kind_of,
    looks_like_a_unit,
    looks_signed,
    split_listed,
)
from reports.appendix.headings.months import MonthText
from reports.appendix.joining import is_page_break, join_rows

_MAX_TITLE = 1_000
# In a title, a link of the article's own has a path, and a line or brackets of its own.
_LINK = r"https?://[^\s/]+/\S+"
_LINK_ASIDE = re.compile(rf"(?:^|[\r\n]) *({_LINK})\s*$|[(\[] *({_LINK}?) *[)\]]\s*$")
_BOTH = re.compile(
    r"(?=.*\b(?:tac gia|nguoi viet|ctv|cong tac vien|ho (?:va )?ten|but danh|author))"
    r"(?=.*\b(?:don vi|co quan|noi cong tac|dia phuong|unit))"
)
_PARTS = re.compile(r" +[-–—] +| *[,;/(] *")
_BARE_MONTH = re.compile(r"0?[1-9]|1[0-2]")
_ROLE = re.compile(r" *\((?:ctv|pv|btv|cộng tác viên|phóng viên)\)$", re.IGNORECASE)
_MARK = re.compile(r"[xv+✓✔√1]", re.IGNORECASE)
_DITTO_FIELDS = ("date", "author", "unit", "kind", "topic")


def read_articles(
    grids: Sequence[Grid], year: int | None, *, probe: bool = False
) -> Appendix | None:
    """Return the articles of the lists in a file, None where it holds none.

    Tables of counts beside or below a list count the same articles once more and are left out.
    `probe` stops at the heading. Raises InvalidFile: `article_without_date`, `day_outside_period`,
    `section_year`, `empty_list`, `list_unpublished`, `article_without_unit`, `cells_left_blank`,
    `unit_unclear`, `unit_left_blank`, `unit_is_mark`, `ditto_alone`, `unknown_state`,
    `several_in_a_row`, `too_many_cells`.
    """
    grids = _of_months([with_whole_days(grid) for grid in _joined(grids)], year)
    found = [(grid, each) for grid in grids for each in _lists_of(grid, year)]
    if not found:
        return None
    if probe:
        return Appendix((), (), ())
    articles: list[ArticleRow] = []
    warnings: list[AppendixWarning] = []
    left_out: list[LeftOut] = []
    ahead: InvalidFile | None = None
    for grid, lists in found:
        above = lists[0].above
        reading = _Reading(Outline(lists[0].period))
        if unit := unit_above(above):
            reading.outline.enter("unit", unit)
        if unposted := unpublished_by(above):
            place = lists[0].heading.place
            ahead = ahead or InvalidFile("list_unpublished", place=place, title=unposted[:80])
            left_out.append(LeftOut("list_unpublished", place, {"text": unposted[:80]}))
            continue
        for each in lists:
            if each.guessed:
                column = each.heading.cell(each.columns["unit"]).text[:60]
                place = each.heading.place
                warnings.append(AppendixWarning("unit_column", place, "", {"column": column}))
            cells = each.cells("date")
            month_first, doubts = order_of(cells, each.period.month)
            period, differs = checked(each.period, cells, month_first=month_first)
            reading.outline.period = period
            each, carried = carried_down(replace(each, period=period, month_first=month_first))
            warnings += (*doubts, *differs, *carried)
            articles += reading.read(each)
        warnings += reading.warnings
        left_out += (*reading.left_out, *grid.left_out)
    if not articles:
        raise ahead or InvalidFile("empty_list", place=found[0][1][0].heading.place)
    homeless = [a for a in articles if not (a.unit or a.author or a.group)]
    if homeless:
        raise _without_unit(found[0][1][0], homeless)
    read = {id(grid) for grid, _ in found}
    for grid in grids:
        if id(grid) not in read and any(c.text.isdecimal() for r in grid.rows for c in r.cells):
            left_out.append(LeftOut("table_beside_list", grid.name))
    return Appendix(
        (),
        (),
        tuple(warnings),
        articles=tuple(articles),
        left_out=tuple(left_out),
        sheets=tuple(dict.fromkeys(grid.name for grid, _ in found if grid.name)),
    )


def _without_unit(found: ArticleList, homeless: Sequence[ArticleRow]) -> InvalidFile:
    """Return the fault of articles of nobody: the list tells no units, or not in some rows."""
    name = next((name for name in ("unit", "author") if name in found.columns), None)
    if name is not None:
        return left_blank(found, name, [article.place for article in homeless])
    place, title = homeless[0].place, homeless[0].title[:60]
    return InvalidFile("article_without_unit", place=place, title=title)


def _joined(grids: Sequence[Grid]) -> list[Grid]:
    """Return the grids, each that goes on a document's list without a heading joined to it.

    What stands between them is a row of its own, as a section's name is.
    """
    made: list[Grid] = []
    for grid in grids:
        if grid.between is None or not made or not _goes_on(made[-1], grid):
            made.append(grid)
            continue
        said = [text for text in grid.between if not is_page_break(text)]
        between = [GridRow(grid.rows[0].place, (make_cell(text),)) for text in said]
        made[-1] = join_rows(made[-1], (*between, *grid.rows), grid)
    return made


def _of_months(grids: Sequence[Grid], year: int | None) -> list[Grid]:
    """Return the grids, sheets named "1", "2" being those of months where their days want one."""
    bare = [grid.sheet_name for grid in grids if _BARE_MONTH.fullmatch(grid.sheet_name)]
    if len(bare) < 2 or len(set(bare)) < len(bare):
        return list(grids)
    made = []
    for grid in grids:
        if grid.sheet_name in bare and _first_list(grid, year) is None:
            grid = replace(grid, sheet_name=f"Tháng {grid.sheet_name}")
        made.append(grid)
    # A list whose days are not read even so tells that the numbers mean something else.
    return made if all(_first_list(g, year) for g in made if _names_days(g)) else list(grids)


def _names_days(grid: Grid) -> bool:
    """Tell whether a list's heading stands in a grid, and anything below it that may be a day."""
    heads = range(min(len(grid.rows), SEARCHED))
    found = next((each for i in heads if (each := list_at(grid, i)) is not None), None)
    return found is not None and any(cell.text for _, cell in found.cells("date"))


def _goes_on(before: Grid, grid: Grid) -> bool:
    """Tell whether a grid has no heading of its own and the days of the list before it."""
    opened = _first_list(before, None)
    if opened is None or grid.width != before.width:
        return False
    if any(fields_of(row) for row in grid.rows[:SEARCHED]):
        return False
    cells = [row.cell(opened.columns["date"]) for row in grid.rows]
    return sum(_is_dated(cell, opened.period) for cell in cells) * 2 >= len(cells)


def _lists_of(whole: Grid, year: int | None) -> Iterator[list[ArticleList]]:
    """Yield the lists that stand below each other, for each of those side by side."""
    for grid in beside(whole):
        found = _first_list(grid, year)
        if found is None:
            continue
        lists = []
        counted = False
        for index in range(found.last, len(grid.rows)):
            row = grid.rows[index]
            dated = _is_dated(row.cell(found.columns["date"]), found.period)
            again = None if dated else list_at(grid, index)
            if again is None and not (dated or counted) and _heads_counts(row):
                # A table of counts below counts the same articles once more.
                lists.append(replace(found, end=index))
                counted = True
            if again and counted:
                found, counted = replace(again, period=found.period, above=found.above), False
            elif again and (again.columns, again.units) != (found.columns, found.units):
                # The next list has its columns in another order.
                lists.append(replace(found, end=index))
                found = replace(again, period=found.period, above=found.above)
        yield lists if counted else [*lists, found]


def _heads_counts(row: GridRow) -> bool:
    labels = [cell.text for cell in row.distinct() if not is_number_label(cell.text)]
    units = [label for label in labels if is_unit_label(label) or is_person_label(label)]
    return len(units) == 1 < len(labels) and all(
        label in units or is_total_label(label) or kind_of(label) is not None for label in labels
    )


def _first_list(grid: Grid, year: int | None) -> ArticleList | None:
    for first in range(min(len(grid.rows), SEARCHED)):
        found = list_at(grid, first)
        if found is None:
            continue
        above = grid.rows[:first]
        lines = tuple(lines_above(grid, above))
        found = replace(found, period=period_of(grid, above, year), above=lines)
        if _holds_dates(found):
            return found
    return None


def _holds_dates(found: ArticleList) -> bool:
    """Tell whether dates stand below the heading of the date, and not counts."""
    rows = found.rows[:30]
    period = found.period
    month = next((m for row in rows if (m := section_month(list(row.distinct())))), None)
    if period.month is None and month is not None:
        period = Period(month.year or period.year, month.month)
    cells = [row.cell(found.columns["date"]) for row in rows]
    dated = sum(_is_dated(cell, period) for cell in cells)
    return dated * 3 >= sum(bool(cell.text) for cell in cells) and dated > 0


def _is_dated(cell: Cell, period: Period) -> bool:
    return looks_dated(cell.text) or read_day(cell, period) is not None


@dataclass(slots=True)
class _Reading:
    """What of a grid's lists has been read: the sections, the row above, and what was not read."""

    outline: Outline
    warnings: list[AppendixWarning] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    _above: dict[str, Cell] = field(default_factory=dict)
    _unit_numbered: bool = False
    # The articles since the list, the section and the last sum began, and with the unpublished.
    _counts: dict[str, int] = field(default_factory=dict)

    def read(self, found: ArticleList) -> Iterator[ArticleRow]:
        """Yield a list's articles."""
        signed = False
        states = states_of(found)
        days = (n for n, (_, c) in enumerate(found.cells("date")) if _is_dated(c, NO_PERIOD))
        last = max(days, default=len(found.rows))
        for index, row in enumerate(found.rows):
            alone = list(row.distinct())
            if not alone or _repeats(row, found) or (not index and _numbers_columns(alone)):
                continue
            cells = self._with_ditto(found, row)
            title, link, day = cells.get("title", BLANK), cells.get("url", BLANK), cells["date"]
            period = self.outline.days
            published = read_day(day, period, month_first=found.month_first)
            dated = bool(day.text) and day is not title and published is not None
            number = BLANK if found.number is None else row.cell(found.number)
            numbered = number.text.rstrip(".)").isdecimal() and title not in (number, day)
            is_numbered_article = numbered and bool(title.text)
            signed = not dated and (
                signed
                or (not is_numbered_article and any(looks_signed(cell.text) for cell in alone))
            )
            if signed:
                continue
            if (month := section_month(alone)) is not None:
                self._enter_month(month, row, words_of(alone)[0].text)
                continue
            if not is_numbered_article and self._passes(
                row, alone, title, day, found, goes_on=index < last
            ):
                continue
            above = self._above
            self._take_unit(found, row, cells, number)
            none = not dated and not day.text.strip("-–—/0 ") and says_none(title.text)
            if none or not (title.text or link.text or title.link):
                text = " ".join(cell.text for cell in alone)[:80]
                self.left_out.append(LeftOut("row_without_title", row.place, {"text": text}))
                continue
            named = title.text or link.text
            _refuse_moved(found, row, dated=dated)
            why_not = states.why_not(row, named[:60]) or self.outline.told.get("state", "") or None
            self._count(published=why_not is None)
            if why_not is not None:
                told: dict[str, object] = {"text": named[:80], "state": why_not}
                self.left_out.append(LeftOut("row_unpublished", row.place, told))
                continue
            if published is None:
                text = day.text[:40]
                raise InvalidFile(
                    "article_without_date", place=row.place, text=text, title=named[:60]
                )
            if period.contradicts(published, day):
                raise InvalidFile(
                    "day_outside_period",
                    place=row.place,
                    day=f"{published.day}/{published.month}/{published.year}",
                    period=period.text,
                )
            states.only_one(row, named[:60])
            unit = _unit(found, row, cells, above)
            unit, author = _parted(found, split_listed(unit)[1], _text(cells, "author"))
            section = self.outline.told.get("unit", "")
            yield ArticleRow(
                published,
                _title(title, link),
                _url(link, title),
                unit or ("" if "unit" in found.columns else section),
                author or self.outline.told.get("author", ""),
                _text(cells, "kind") or self.outline.told.get("kind", ""),
                _text(cells, "topic") or self.outline.told.get("topic", ""),
                row.place,
                section if "unit" in found.columns else "",
            )

    def _with_ditto(self, found: ArticleList, row: GridRow) -> dict[str, Cell]:
        """Return the row's cell of each field; "nt" means what stands above.

        Raise InvalidFile `ditto_alone` where nothing does.
        """
        cells = {name: row.cell(index) for name, index in found.columns.items()}
        for name, cell in cells.items():
            if _is_ditto(cell.text, name):
                if name not in _DITTO_FIELDS or not self._above.get(name, BLANK).text:
                    raise InvalidFile("ditto_alone", place=row.place, text=cell.text)
                cells[name] = self._above[name]
        return cells

    def _enter_month(self, month: MonthText, row: GridRow, text: str) -> None:
        self.outline.enter_month(month, row.place, text)
        self._begin_section()

    def _begin_section(self) -> None:
        self._above = {}
        self._counts["section"] = self._counts["section with unpublished"] = 0

    def _count(self, *, published: bool) -> None:
        for since in ("list", "section", "sum"):
            self._counts[since] = self._counts.get(since, 0) + published
            both = f"{since} with unpublished"
            self._counts[both] = self._counts.get(both, 0) + 1

    def _passes(
        self,
        row: GridRow,
        alone: Sequence[Cell],
        title: Cell,
        day: Cell,
        found: ArticleList,
        *,
        goes_on: bool,
    ) -> bool:
        """Tell whether a row is no article, and take what it says of those below it."""
        full = day is not title and _is_dated(day, NO_PERIOD)
        total = next((cell for cell in alone[:2] if is_total_row(cell.text)), None)
        if total is not None and not (full and total is title):
            self._compare(alone, row)
            return True
        if full:
            return False
        words = words_of(alone)
        if len(words) > 1 and title is not day:
            return any(looks_signed(cell.text) for cell in alone[:2])
        if len(words) == 1:
            self._heed(row, alone, title, found, goes_on=goes_on)
        return True

    def _heed(
        self,
        row: GridRow,
        alone: Sequence[Cell],
        title: Cell,
        found: ArticleList,
        *,
        goes_on: bool,
    ) -> None:
        """Take the one text of a row for a section's heading, or name it.

        Raise InvalidFile `article_without_date` where it is as likely an article's title.
        """
        text = words_of(alone)[0].text
        place = found.columns.get("title", 0)
        leading = place <= (0 if found.number is None else found.number + 1)
        merged = sum(cell is title for cell in row.cells) > 1
        titled = may_be_article(alone, title, found, leading or merged)
        if titled and goes_on and "unit" not in found.columns:
            raise InvalidFile("article_without_date", place=row.place, text="", title=text[:60])
        if is_section(alone, found) and not titled:
            level, name = meaning(text)
            if level == "time":
                self.outline.enter(level, name, period_named(text, self.outline.period))
            else:
                self.outline.enter(level, name)
            self._begin_section()
        elif titled or not (text.isupper() or looks_like_a_unit(text)):
            self.left_out.append(LeftOut("row_alone", row.place, {"text": text[:80]}))

    def _compare(self, alone: Sequence[Cell], row: GridRow) -> None:
        printed = printed_sums(alone)
        counts = {*self._counts.values()}
        if printed and not counts & {*printed, sum(printed)}:
            values: dict[str, object] = {
                "printed": sum(printed),
                "counted": self._counts.get("list", 0),
            }
            self.warnings.append(AppendixWarning("list_total_differs", row.place, "", values))
        self._counts["sum"] = self._counts["sum with unpublished"] = 0

    def _take_unit(
        self, found: ArticleList, row: GridRow, cells: dict[str, Cell], number: Cell
    ) -> None:
        """Give a row without a unit that of the rows it goes on; the next goes on it in turn."""
        above, self._above = self._above.get("unit", BLANK), cells
        if "unit" not in found.columns:
            return
        if not _text(cells, "unit"):
            others = [row.cell(i) for i in found.units if row.cell(i).text]
            cells["unit"] = others[0] if others else BLANK
        if _text(cells, "unit"):
            self._unit_numbered = bool(number.text)
        elif not number.text and (
            # The number and the unit stand once, at the first of the unit's articles.
            (found.number is not None and self._unit_numbered)
            # So does a unit that stands before its articles.
            or (_leads(found) and "author" not in found.columns)
        ):
            cells["unit"] = above


def _leads(found: ArticleList) -> bool:
    return found.columns["unit"] < found.columns.get("title", 0)


def _unit(found: ArticleList, row: GridRow, cells: dict[str, Cell], above: dict[str, Cell]) -> str:
    """Return the unit that a row names, or that of the rows it goes on.

    Raise InvalidFile `unit_unclear`, `unit_left_blank`, `unit_is_mark`.
    """
    if "unit" not in found.columns:
        return ""
    unit = _text(cells, "unit")
    named = {search_key(row.cell(i).text) for i in found.units if row.cell(i).text}
    columns = ", ".join(found.heading.cell(i).text for i in found.units)[:80]
    if len(found.units) > 1 and len(named) > 1:
        raise InvalidFile("unit_unclear", place=row.place, columns=columns)
    if _MARK.fullmatch(unit):
        raise InvalidFile("unit_is_mark", place=row.place, columns=columns, text=unit)
    if not unit and above.get("unit", BLANK).text and _leads(found) and _text(cells, "author"):
        raise InvalidFile("unit_left_blank", place=row.place, column=columns)
    return unit


def _refuse_moved(found: ArticleList, row: GridRow, *, dated: bool) -> None:
    """Raise InvalidFile `too_many_cells` where a comma that no quotes hold has shifted cells.

    A remark that no heading stands above shifts none.
    """
    width = len(found.grid.rows[found.first].cells)
    beyond = [cell.text for cell in row.cells[width:] if cell.text]
    if not found.grid.strict_width or not beyond:
        return
    blanks = [str(cell.value).startswith(" ") for cell in row.cells[1:width] if cell.text]
    last = {r.cell(width - 1).text for r in found.rows if r is not row}
    if (
        not dated
        or (any(blanks) and not all(blanks))
        or beyond[0] in last
        or beyond[0].startswith("http")
        or looks_like_a_unit(beyond[0])
        or looks_dated(beyond[0])
    ):
        raise InvalidFile("too_many_cells", place=row.place, expected=width)


def _parted(found: ArticleList, unit: str, author: str) -> tuple[str, str]:
    """Return a row's unit and its author, which one column may hold together."""
    if _MARK.fullmatch(author):
        author = ""
    both = [found.columns[name] for name in ("unit", "author") if name in found.columns]
    text = unit or author
    if len(both) != 1 or not _BOTH.match(search_key(found.heading.cell(both[0]).text)):
        return unit, author
    for cut in _PARTS.finditer(text):
        left, right = text[: cut.start()], text[cut.end() :].rstrip(" )")
        if names_a_unit(right) and not names_a_unit(left):
            return right, left
        if names_a_unit(left) and is_person(right):
            return left, right
    named = _ROLE.sub("", text)
    if is_person(named) or not (unit or names_a_unit(text)):
        return "", named
    return text, ""


def _is_ditto(text: str, name: str) -> bool:
    # "NT" may be an author's pen name.
    initials = name == "author" and text.isupper()
    return not initials and is_ditto(text)


def _numbers_columns(alone: Sequence[Cell]) -> bool:
    """Tell whether a row only numbers the columns: "(1) (2) (3)"."""
    return len(alone) > 2 and all(re.fullmatch(r"[(\[]?\d{1,2}[)\]]?", c.text) for c in alone)


def _repeats(row: GridRow, found: ArticleList) -> bool:
    heading = found.grid.rows[found.first]
    index = found.columns["date"]
    return bool(row.cell(index).text) and row.cell(index).text == heading.cell(index).text


def _text(cells: dict[str, Cell], name: str) -> str:
    text = cells.get(name, BLANK).text
    return "" if set(text) <= set("-–—. ") else text


def _url(link: Cell, title: Cell) -> str:
    for text in (link.link, link.text, title.link):
        if re.match(r"https?://", text):
            return text
    if found := _LINK_ASIDE.search(str(title.value)):
        return str(found[1] or found[2])
    return f"https://{link.text}" if re.match(r"[\w-]+(?:\.[\w-]+)+/", link.text) else ""


def _title(title: Cell, link: Cell) -> str:
    """Return an article's title without the link that stands in its cell."""
    found = _LINK_ASIDE.search(str(title.value))
    text = clean_line(str(title.value)[: found.start()]).rstrip(" :-–|") if found else title.text
    return text[:_MAX_TITLE] or title.text or link.text
