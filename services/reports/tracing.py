"""Tracing: every count of a report can be opened to the articles behind it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.calls import Call
from domain.errors import InvalidPeriod, NotFound
from domain.periods.spans import Period, ReportingMonth
from domain.permissions import Action, require
from domain.reports.dataset import Report, UnitRow
from domain.text import clean_line
from domain.units.names import typed_unit
from domain.units.records import Unit
from services.reports.building import Reports
from services.reports.rows import row_owners
from storage.engine.database import Database, Transaction
from storage.reports import totals as article_counts
from storage.reports.totals import TracedArticle
from storage.units import counts
from storage.units import rows as units

UNITS_A_PAGE = 20
ARTICLES_A_PAGE = 10
WHOLE_BOARD = 0


@dataclass(frozen=True, slots=True)
class UnitPage:
    """A page of a report's lines; `page` counts from 0."""

    report: Report
    rows: tuple[UnitRow, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Trace:
    """A page of the articles behind a count.

    `unit` is None for the whole board and `month` None for the whole period; `opening` is how much
    of `count` comes from an older table and has no articles.
    """

    period: Period
    unit: UnitRow | None
    month: ReportingMonth | None
    count: int
    opening: int
    articles: tuple[TracedArticle, ...]
    page: int
    pages: int

    @property
    def unit_id(self) -> int:
        """The unit's id, 0 for the whole board."""
        return self.unit.unit_id if self.unit else WHOLE_BOARD


_OF_UNIT = re.compile(r"\s*(?:của|cua|cho|tại|tai|-|–|,|\|)\s*$", re.IGNORECASE)


def _bare(period: str) -> str:
    return _OF_UNIT.sub("", period).strip()


def _unit_named(name: str, known: Sequence[Unit]) -> Unit | None:
    bare = re.sub(r"^(?:của|cua|cho|tại|tai)\s+", "", name.strip(" -–,|"), flags=re.IGNORECASE)
    return typed_unit(bare, known).unit


class Tracing:
    """Opens counts."""

    def __init__(self, database: Database, reports: Reports) -> None:
        self._database = database
        self._reports = reports

    async def units(self, call: Call, period: str, page: int = 0) -> UnitPage:
        """Return a page of the lines of a period's report."""
        require(call, Action.REPORT)
        days = self._reports.read_period(call.board, period, call.today)
        report = await self._reports.build(call.board, days, call.now, counts_only=True)
        pages = max(1, -(-len(report.units) // UNITS_A_PAGE))
        page = min(page, pages - 1)
        first = page * UNITS_A_PAGE
        return UnitPage(report, report.units[first : first + UNITS_A_PAGE], page, pages)

    async def named(self, call: Call, text: str) -> tuple[str, int] | None:
        """Return the period's code and the unit of "quý 1 Phòng Nội vụ"; None where it names none.

        The unit stands behind the period or before it.
        """
        require(call, Action.REPORT)
        known = await self._database.read(lambda tx: units.list_units(tx, call.board.id))
        words = clean_line(text).split()
        for cut in range(1, len(words)):
            halves = (" ".join(words[:cut]), " ".join(words[cut:]))
            for period, name in (halves, halves[::-1]):
                found = _unit_named(name, known)
                if found is None:
                    continue
                try:
                    days = self._reports.read_period(call.board, _bare(period), call.today)
                except InvalidPeriod:
                    continue
                return days.code, found.id
        return None

    async def open(
        self, call: Call, period: str, unit_id: int, month: int | None, page: int = 0
    ) -> Trace:
        """Return the articles behind a line (unit id 0: the board), or behind one of its months.

        `month` is a month's place in the period, from 0. Raises NotFound for a line or a month that
        the report does not have.
        """
        require(call, Action.REPORT)
        days = self._reports.read_period(call.board, period, call.today)
        report = await self._reports.build(call.board, days, call.now, counts_only=True)
        row = next((row for row in report.units if row.unit_id == unit_id), None)
        if (row is None and unit_id != WHOLE_BOARD) or (month or 0) >= len(days.months):
            raise NotFound("trace")
        reporting = None if month is None else days.months[month]
        first, last = (reporting.first, reporting.last) if reporting else (days.first, days.last)
        months = [each.month for each in (days.months if reporting is None else (reporting,))]

        async def job(tx: Transaction) -> Trace:
            members = None
            if row is not None:
                known = await units.list_units(tx, call.board.id)
                owners = row_owners(known, days, merge=call.board.merge_units)
                members = [unit for unit, owner in owners.items() if owner == unit_id]
            found, total = await article_counts.traced_articles(
                tx, call.board.id, members, first, last, ARTICLES_A_PAGE, page * ARTICLES_A_PAGE
            )
            whole = {each.month for each in days.months if each.whole}
            kept = await counts.opening_counts_of(
                tx, call.board.id, [each for each in months if each in whole]
            )
            opening = sum(
                number
                for (unit, _month), number in kept.items()
                if members is None or unit in members
            )
            pages = max(1, -(-total // ARTICLES_A_PAGE))
            return Trace(days, row, reporting, total + opening, opening, found, page, pages)

        return await self._database.read(job)
