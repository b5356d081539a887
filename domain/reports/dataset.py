"""The one dataset from which every rendering of a report is made.

Text, DOCX, XLSX, chart and JSON come from the same frozen `Report`, so they cannot disagree.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from domain.articles.records import Article, Kind
from domain.boards import Board, FigureDefinition
from domain.periods.spans import Month, Period
from domain.reports.script import Script

_Item = TypeVar("_Item")


def leading(ranked: Sequence[_Item], most: int, count: Callable[[_Item], int]) -> list[_Item]:
    """Return the first of a list that is ordered by a count, without those that tie with others.

    Of units with the same count either all are named or none; the list may come out empty.
    """
    if len(ranked) <= most:
        return list(ranked)
    left_out = count(ranked[most])
    return [item for item in ranked[:most] if count(item) > left_out]


def known_sum(counts: Iterable[int | None]) -> int | None:
    """Add up what is known; a total of blanks is blank (None), not zero."""
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit's line: `months` is parallel to the period's months.

    None means nothing was recorded; 0 means a zero was reported. `opening` is how much of the
    total comes from opening counts. `note` says what happened to the unit within the period
    ("sáp nhập vào … từ 01/7/2025") or is empty. `full_name` writes out the abbreviations of the
    name where the board gave such an alias. `mixed` are the months that count both articles and an
    opening count, which may be the same items twice.
    """

    unit_id: int
    name: str
    months: tuple[int | None, ...]
    confirmed_zero: tuple[Month, ...] = ()
    opening: int = 0
    note: str = ""
    full_name: str = ""
    mixed: tuple[Month, ...] = ()

    @property
    def written(self) -> str:
        """The name as a sentence has it."""
        return self.full_name or self.name

    @property
    def total(self) -> int:
        """The unit's items in the period."""
        return sum(count or 0 for count in self.months)

    @property
    def known_total(self) -> int | None:
        """The total as it is printed: None where every month is blank."""
        return known_sum(self.months)


@dataclass(frozen=True, slots=True)
class GroupRows:
    """A group's heading and its units in the board's order."""

    name: str
    units: tuple[UnitRow, ...]

    @property
    def total(self) -> int:
        """The group's items in the period."""
        return sum(unit.total for unit in self.units)

    def month_total(self, index: int) -> int:
        """The group's items in the month at `index`."""
        return sum(unit.months[index] or 0 for unit in self.units)

    @property
    def known_total(self) -> int | None:
        """The total as it is printed: None where nothing is known of any unit."""
        return known_sum(unit.known_total for unit in self.units)

    @property
    def known_month_totals(self) -> tuple[int | None, ...]:
        """The total of each month as it is printed: None where the month is blank."""
        return tuple(map(known_sum, zip(*(unit.months for unit in self.units), strict=True)))


@dataclass(frozen=True, slots=True)
class CounterValue:
    """A counter in the period: its rise and its last reading, each with the reading's day.

    `rise` is None where no reading at or before the period's start is known.
    """

    rise: int | None
    total: int
    read_on: date


@dataclass(frozen=True, slots=True)
class LedgerCategory:
    """Payments of one category in the period, in đồng."""

    name: str
    amount: int


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment of the period that names the unit it is for or who received it, in đồng."""

    day: date
    category: str
    amount: int
    unit: str = ""
    payee: str = ""


@dataclass(frozen=True, slots=True)
class MoneyValue:
    """Budget of the year, payments in the period by category, and what is left, in đồng.

    `spent_before` is what was paid earlier in the same budget year; `spent_other_years` is how much
    of the period's payments an earlier year's budget bore. `budget` is None where none was entered.
    `payments` are those of the period that name a unit or a payee.
    """

    budget: int | None
    budget_year: int
    spent: tuple[LedgerCategory, ...]
    spent_before: int = 0
    spent_other_years: int = 0
    payments: tuple[Payment, ...] = ()

    @property
    def spent_total(self) -> int:
        """The payments of the period, in đồng."""
        return sum(category.amount for category in self.spent)

    @property
    def left(self) -> int | None:
        """What is left of the year's budget at the period's end, in đồng."""
        if self.budget is None:
            return None
        return self.budget - self.spent_before - self.spent_total + self.spent_other_years


@dataclass(frozen=True, slots=True)
class CountValue:
    """Entries that add up: the period's sum; `items` names them where they were named.

    `of` is the whole of which this is a part ("17/17 trang"), None where there is none.
    """

    value: int
    items: tuple[str, ...] = ()
    of: int | None = None


FigureValue = CounterValue | CountValue | MoneyValue


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure's definition with its value in the period."""

    definition: FigureDefinition
    value: FigureValue


@dataclass(frozen=True, slots=True)
class TopicCount:
    """A topic's number of articles (opening counts have no topic)."""

    name: str
    count: int
    by_unit: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DuplicateLine:
    """An article left out of the counts because it repeats another."""

    number: int
    title: str
    unit: str
    of_number: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The total of another period next to this one; `units` maps unit ids to their totals there."""

    period: Period
    total: int
    units: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Completeness:
    """What the portal check found: items published on the portal and how many are logged."""

    published: int
    logged: int
    checked_on: date


@dataclass(frozen=True, slots=True)
class ReportWarning:
    """Something the chair should look at before signing; `code` names the sentence."""

    code: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a report says, for one board and one period.

    `number` and `signed_on` are None until the report is issued. `units_with_nobody` names units
    that have no correspondent who can be reached. `unit_names` names units that have articles but
    no line of their own, as their successor's line counts them. `notes` maps a section
    (of domain.reports.notes) to the board's paragraphs, `scripts` to what it did with the generated
    sentences. `cut_months` are months that the period cuts and that have opening counts, which are
    of whole months and so not in it.
    `replaces` names the issued report that this one corrects ("Báo cáo số 01/BC-BBT ngày …"),
    or is empty.
    """

    board: Board
    period: Period
    prepared_on: date
    groups: tuple[GroupRows, ...]
    topics: tuple[TopicCount, ...] = ()
    kinds: Mapping[Kind, int] = field(default_factory=dict)
    articles: tuple[Article, ...] = ()
    duplicates: tuple[DuplicateLine, ...] = ()
    figures: tuple[Figure, ...] = ()
    before: Comparison | None = None
    year_before: Comparison | None = None
    completeness: Completeness | None = None
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    warnings: tuple[ReportWarning, ...] = ()
    units_with_nobody: tuple[str, ...] = ()
    unit_names: Mapping[int, str] = field(default_factory=dict)
    number: int | None = None
    signed_on: date | None = None
    replaces: str = ""
    scripts: Mapping[str, Script] = field(default_factory=dict)
    cut_months: tuple[Month, ...] = ()

    @property
    def units(self) -> tuple[UnitRow, ...]:
        """All units, group after group."""
        return tuple(unit for group in self.groups for unit in group.units)

    @property
    def total(self) -> int:
        """All items of the period."""
        return sum(group.total for group in self.groups)

    @property
    def opening(self) -> int:
        """How much of the total comes from opening counts."""
        return sum(unit.opening for unit in self.units)

    @property
    def month_totals(self) -> tuple[int, ...]:
        """The total of each of the period's months."""
        return tuple(
            sum(group.month_total(index) for group in self.groups)
            for index in range(len(self.period.months))
        )

    @property
    def known_total(self) -> int | None:
        """The total as it is printed: None where nothing is known of any unit."""
        return known_sum(group.known_total for group in self.groups)

    @property
    def known_month_totals(self) -> tuple[int | None, ...]:
        """The total of each month as it is printed: None where the month is blank."""
        columns = zip(*(unit.months for unit in self.units), strict=True)
        return tuple(map(known_sum, columns)) or (None,) * len(self.period.months)

    @property
    def zero_units(self) -> tuple[UnitRow, ...]:
        """Units whose total is 0, confirmed or not."""
        return tuple(unit for unit in self.units if unit.total == 0)

    @property
    def silent_units(self) -> tuple[UnitRow, ...]:
        """Units whose total is 0 and that never confirmed a zero within the period."""
        return tuple(unit for unit in self.zero_units if not unit.confirmed_zero)

    @property
    def uncovered_topics(self) -> tuple[str, ...]:
        """Topics with no article in the period."""
        return tuple(topic.name for topic in self.topics if topic.count == 0)

    @property
    def topics_known(self) -> bool:
        """Tell whether most of the period's items carry a topic, so that a lack says much."""
        return self._most(topic.count for topic in self.topics)

    @property
    def kinds_known(self) -> bool:
        """Tell whether most of the period's items carry a kind (opening counts carry none)."""
        return self._most(self.kinds.values())

    def _most(self, counts: Iterable[int]) -> bool:
        return 2 * sum(counts) > self.total

    @property
    def named_uncovered(self) -> tuple[str, ...]:
        """The topics that are said not to be covered: those the board picked, else all of them."""
        script = self.scripts.get("weaknesses")
        if script is not None and script.topics is not None:
            return tuple(name for name in self.uncovered_topics if name in script.topics)
        return self.uncovered_topics if self.topics_known else ()
