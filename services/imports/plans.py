"""What a file would change on a board: whose rows they are, what is stored already, what to ask."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from domain.boards import Board
from domain.errors import InvalidField
from domain.imports.names import Naming, name_units
from domain.imports.tables import Appendix, ArticleRow
from domain.links import canonical_link, parse_link
from domain.periods.months import named_month, rule_month
from domain.periods.spans import Month
from domain.text import clean_line, search_key
from domain.units.names import name_key
from storage.engine.database import Transaction
from storage.imports import rows as imports
from storage.imports.rows import LoggedTitle
from storage.reports import totals as article_counts
from storage.units import counts
from storage.units import rows as units

Overlapping = Literal["total", "add"]


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody said of a file: `maps` are (name in the file, unit), `news` names of new units.

    `overlap` says what counts over months with logged articles are: the total, or to be added.
    """

    year: int | None = None
    sheet: str | None = None
    maps: tuple[tuple[str, str], ...] = ()
    news: tuple[str, ...] = ()
    overlap: Overlapping | None = None


@dataclass(frozen=True, slots=True)
class Overlap:
    """A unit's month that has both: what the table counts and what is logged."""

    unit: str
    month: Month
    counted: int
    logged: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A unit's month that is stored: `before` is None where nothing was known."""

    unit: str
    month: Month
    before: int | None
    after: int


@dataclass(frozen=True, slots=True)
class NewArticleRow:
    """An article of a list that the log has not."""

    row: ArticleRow
    unit: str
    link: str
    canonical_link: str | None


@dataclass(frozen=True, slots=True)
class Lacking:
    """What an earlier import of these months had and this file has not.

    `unit` and `months` are of a count; for a list `articles` tells how many.
    """

    number: int
    unit: str = ""
    months: tuple[Month, ...] = ()
    articles: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would change or has changed; nothing is stored while something is asked.

    `counted` is the file's own number of each unit and month, in its order; `known_articles` are
    in the log already, `repeated` stand twice in the list, `alike` have a
    logged one's title, unit and day but another link, `late` lie in the future; `ahead` are months
    that have not begun and are counted all the same.
    """

    appendix: Appendix
    choices: Choices
    naming: Naming
    counted: Mapping[str, Mapping[Month, int | None]]
    cells: tuple[Cell, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    articles: tuple[NewArticleRow, ...] = ()
    known_articles: int = 0
    repeated: int = 0
    alike: int = 0
    late: tuple[ArticleRow, ...] = ()
    new_authors: tuple[str, ...] = ()
    lacking: tuple[Lacking, ...] = ()
    known_since: Mapping[str, date] = field(default_factory=dict)
    ahead: tuple[Month, ...] = ()
    applied: bool = False
    number: int | None = None
    import_id: int | None = None

    @property
    def months(self) -> tuple[Month, ...]:
        """The months that the file tells of, in order."""
        return tuple(sorted({month for row in self.counted.values() for month in row}))

    @property
    def total(self) -> int:
        """How many items the file counts."""
        return sum(count or 0 for row in self.counted.values() for count in row.values())

    @property
    def new_units(self) -> tuple[str, ...]:
        """The names of units that the board has not."""
        return self.naming.new

    @property
    def known_units(self) -> int:
        """How many of the file's units the board has."""
        return len(set(self.naming.official.values()) - set(self.naming.new))

    @property
    def changed(self) -> int:
        """How many cells differ from what is stored."""
        return sum(cell.before != cell.after for cell in self.cells)

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups' names in the file's order."""
        rows: tuple[str, ...] = tuple(row.group for row in self.appendix.rows)
        return tuple(dict.fromkeys(rows or tuple(row.group for row in self.appendix.articles)))

    @property
    def asks_overlap(self) -> bool:
        """Tell whether somebody has to say what counts beside logged articles are."""
        return bool(self.overlaps) and self.choices.overlap is None

    @property
    def blocked(self) -> bool:
        """Tell whether something has to be answered before anything is stored."""
        return bool(self.naming.asked) or self.asks_overlap

    @property
    def changes_something(self) -> bool:
        """Tell whether storing the file would change anything."""
        return bool(self.changed or self.new_units or self.articles or self.naming.aliases)


async def draw_plan(
    tx: Transaction, board: Board, appendix: Appendix, choices: Choices, today: date
) -> Plan:
    """Return what a file would change; raise NotFound for an unknown unit in the choices."""
    if appendix.articles:
        return await _plan_of_list(tx, board, appendix, choices, today)
    return await _plan_of_table(tx, board, appendix, choices, today)


async def _plan_of_table(
    tx: Transaction, board: Board, appendix: Appendix, choices: Choices, today: date
) -> Plan:
    naming = name_units(
        [row.unit for row in appendix.rows],
        await units.list_units(tx, board.id),
        maps=dict(choices.maps),
        news=choices.news,
        rows_are_units=True,
    )
    counted = _counted(appendix, naming)
    stored = await counts.opening_counts_of(tx, board.id, appendix.months)
    logged = await _logged(tx, board, appendix.months)
    cells: list[Cell] = []
    overlaps: list[Overlap] = []
    for unit, row in counted.items():
        unit_id = naming.ids.get(unit, 0)
        for month, count in row.items():
            if count is None:
                continue
            articles = logged.get((unit_id, month), 0)
            if count and articles:
                overlaps.append(Overlap(unit, month, count, articles))
            before = stored.get((unit_id, month))
            after = count
            if articles and choices.overlap == "total":
                after = max(0, count - articles)
                if after == 0 and before is None:
                    continue  # the articles say it all: the cell stays blank
            cells.append(Cell(unit, month, before, after))
    first = appendix.months[0]
    now = rule_month(today, board.period_rule, board.closing_day).month
    ahead = sorted({cell.month for cell in cells if cell.after and cell.month > now})
    return Plan(
        appendix,
        choices,
        naming,
        counted,
        tuple(cells),
        tuple(overlaps),
        lacking=await _lacking_counts(tx, board, appendix.months, naming, counted),
        known_since=dict.fromkeys(counted, date(first.year, first.month, 1)),
        ahead=tuple(ahead),
    )


async def _plan_of_list(
    tx: Transaction, board: Board, appendix: Appendix, choices: Choices, today: date
) -> Plan:
    known_units = await units.list_units(tx, board.id)
    authors = await imports.authors_of(tx, board.id)
    homes = {name_key(name): unit for _id, name, unit in reversed(authors) if unit is not None}
    by_id = {unit.id: unit.name for unit in known_units}
    rows = [(row, _unit_of(row, homes, by_id)) for row in appendix.articles]
    naming = name_units(
        [unit for _row, unit in rows],
        known_units,
        maps=dict(choices.maps),
        news=choices.news,
        rows_are_units=False,
    )
    due = [
        (row, naming.official.get(unit, unit)) for row, unit in rows if row.published_on <= today
    ]
    late = tuple(row for row, _unit in rows if row.published_on > today)
    links = {url: _link(url) for url in dict.fromkeys(row.url for row, _unit in due)}
    log = _Log(naming.ids, links, await _logged_like(tx, board, [row for row, _ in due], links))
    articles = [new for row, unit in due if (new := log.take(row, unit)) is not None]
    counted: dict[str, dict[Month, int | None]] = {}
    month_of = {
        day: rule_month(day, board.period_rule, board.closing_day).month
        for day in {row.published_on for row, _unit in due}
    }
    for row, unit in due:
        month = month_of[row.published_on]
        months = counted.setdefault(unit, {})
        months[month] = (months.get(month) or 0) + 1
    fresh = Counter((new.unit, month_of[new.row.published_on]) for new in articles)
    stored = await counts.opening_counts_of(tx, board.id, {month for _unit, month in fresh})
    overlaps, cells = [], []
    for (unit, month), count in fresh.items():
        before = stored.get((naming.ids.get(unit, 0), month))
        if before:
            overlaps.append(Overlap(unit, month, before, count))
            after = max(0, before - count) if choices.overlap == "total" else before
            cells.append(Cell(unit, month, before, after))
    names = {name_key(name) for _id, name, _unit in authors}
    told = (clean_line(new.row.author) for new in articles)
    since: dict[str, date] = {}
    for new in articles:
        day = new.row.published_on
        since[new.unit] = min(day, since.get(new.unit, day))
    return Plan(
        appendix,
        choices,
        naming,
        counted,
        tuple(cells),
        tuple(overlaps),
        tuple(articles),
        log.known,
        log.repeated,
        log.alike,
        late,
        tuple(dict.fromkeys(name for name in told if name and name_key(name) not in names)),
        await _lacking_articles(tx, board, counted, log.matched),
        since,
    )


def _counted(appendix: Appendix, naming: Naming) -> dict[str, dict[Month, int | None]]:
    """Return the counts by official name; a unit that stands twice is added up."""
    counted: dict[str, dict[Month, int | None]] = {}
    for row in appendix.rows:
        months = counted.setdefault(naming.official.get(row.unit, row.unit), {})
        for month, count in zip(appendix.months, row.counts, strict=True):
            before = months.get(month)
            months[month] = count if before is None else before + (count or 0)
    return counted


async def _logged(
    tx: Transaction, board: Board, months: Sequence[Month]
) -> dict[tuple[int, Month], int]:
    """Return how many articles each unit has logged in each of the months."""
    reporting = [named_month(month, board.period_rule, board.closing_day) for month in months]
    found: Counter[tuple[int, Month]] = Counter()
    for row in await article_counts.count_articles(tx, board.id, reporting):
        for month, count in zip(months, row.months, strict=True):
            found[row.unit_id, month] += count
    return found


def _unit_of(row: ArticleRow, homes: Mapping[str, int], names: Mapping[int, str]) -> str:
    """Return the unit that a row names, else its author's, else the author."""
    if row.unit:
        return row.unit
    home = homes.get(name_key(row.author))
    return (
        names[home] if home is not None and home in names else clean_line(row.author) or row.group
    )


class _Log:
    """What is in the log already, and what the list itself has told before."""

    def __init__(
        self,
        ids: Mapping[str, int],
        links: Mapping[str, tuple[str, str | None]],
        logged: Iterable[LoggedTitle],
    ) -> None:
        self._ids = ids
        self._links_of_cells = links
        self.known = self.repeated = self.alike = 0
        self.matched: set[int] = set()
        self._links: dict[str, LoggedTitle] = {}
        self._titles: dict[tuple[str, int, date], LoggedTitle] = {}
        for each in logged:
            if each.canonical_link:
                self._links.setdefault(each.canonical_link, each)
            self._titles.setdefault((each.title_key, each.unit_id, each.published_on), each)
        self._own_links: set[str] = set()
        self._own_titles: dict[tuple[str, str, date], set[str]] = {}

    def take(self, row: ArticleRow, unit: str) -> NewArticleRow | None:
        """Return the row as an article, None when the log or the list has it already."""
        link, canonical = self._links_of_cells[row.url]
        key = search_key(row.title)
        known = self._links.get(canonical) if canonical else None
        if known is None:
            known = self._titles.get((key, self._ids.get(unit, 0), row.published_on))
            if known is not None and canonical and known.canonical_link:
                known = None  # two pages, two articles, unless an editor says otherwise
                self.alike += 1
        if known is not None:
            self.known += 1
            self.matched.add(known.id)
            return None
        links = self._own_titles.setdefault((key, unit, row.published_on), set())
        if (canonical in self._own_links) if canonical else bool(links):
            self.repeated += 1
            return None
        if canonical and "" in links:
            self.repeated += 1
            return None
        links.add(canonical or "")
        if canonical:
            self._own_links.add(canonical)
        return NewArticleRow(row, unit, link, canonical)


def _link(text: str) -> tuple[str, str | None]:
    """Return the link of a cell and its canonical form, "" and None where it holds none."""
    if not text.strip():
        return "", None
    try:
        link = parse_link(text)
    except InvalidField as error:
        link = str(error.values.get("suggestion") or "")
    return link, canonical_link(link) if link else None


async def _logged_like(
    tx: Transaction,
    board: Board,
    rows: Sequence[ArticleRow],
    links: Mapping[str, tuple[str, str | None]],
) -> tuple[LoggedTitle, ...]:
    if not rows:
        return ()
    days = [row.published_on for row in rows]
    canonical = {canonical for _link, canonical in links.values() if canonical}
    return (
        *await imports.logged_titles(tx, board.id, min(days), max(days)),
        *await imports.titles_with_links(tx, board.id, sorted(canonical)),
    )


async def _lacking_counts(
    tx: Transaction,
    board: Board,
    months: Sequence[Month],
    naming: Naming,
    counted: Mapping[str, Mapping[Month, int | None]],
) -> tuple[Lacking, ...]:
    codes = {month.code: month for month in months}
    filled = {
        (naming.ids[unit], month)
        for unit, row in counted.items()
        if unit in naming.ids
        for month, count in row.items()
        if count is not None
    }
    names = {unit.id: unit.name for unit in await units.list_units(tx, board.id)}
    found: list[Lacking] = []
    for _id, number, changes in await imports.standing_since(
        tx, board.id, 0, min(codes), max(codes)
    ):
        gone: dict[int, list[Month]] = {}
        for unit_id, code, _before, after in changes["counts"]:
            month = codes.get(code)
            if month and after and (unit_id, month) not in filled and unit_id in names:
                gone.setdefault(unit_id, []).append(month)
        found += [
            Lacking(number, names[unit_id], tuple(sorted(lost))) for unit_id, lost in gone.items()
        ]
    return tuple(found)


async def _lacking_articles(
    tx: Transaction,
    board: Board,
    counted: Mapping[str, Mapping[Month, int | None]],
    matched: set[int],
) -> tuple[Lacking, ...]:
    months = sorted({month for row in counted.values() for month in row})
    if not months:
        return ()
    first = named_month(months[0], board.period_rule, board.closing_day).first
    last = named_month(months[-1], board.period_rule, board.closing_day).last
    standing = await imports.standing_since(tx, board.id, 0, months[0].code, months[-1].code)
    if not standing:
        return ()
    logged = {each.id for each in await imports.logged_titles(tx, board.id, first, last)}
    found = []
    for _id, number, changes in standing:
        gone = logged.intersection(changes["articles"]) - matched
        if gone:
            found.append(Lacking(number, articles=len(gone)))
    return tuple(found)
