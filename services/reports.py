"""Reports: one dataset, built from the board's counts, then rendered outside the event loop."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from domain.articles import Article, Kind, State
from domain.boards import Board
from domain.calls import Call
from domain.errors import InvalidFile
from domain.language import Translator
from domain.people import Role
from domain.periods import (
    Month,
    Period,
    parse_period,
    previous_period,
    year_before,
)
from domain.permissions import Action, require
from domain.report_checks import check_report
from domain.reports import Comparison, DuplicateLine, GroupRows, Report, TopicCount, UnitRow
from domain.units import Unit
from reports.rendered import Rendered
from services.boards import Boards
from storage import articles, counts, people, units
from storage import reports as report_rows
from storage.database import Database, Transaction
from storage.reports import CountRow

MANY_ROWS = 300


class Reports:
    """What the board reports and signs."""

    def __init__(self, database: Database, boards: Boards) -> None:
        self._database = database
        self._boards = boards

    def read_period(self, board: Board, text: str, today: date) -> Period:
        """Read a period as people write it; raise InvalidPeriod."""
        return parse_period(text, today, board.period_rule, board.closing_day)

    async def report(self, call: Call, text: str) -> Report:
        """Return the report of a period, for a chair or an editor."""
        require(call, Action.REPORT)
        period = self.read_period(call.board, text, call.today)
        return await self.build(call.board, period, call.now)

    async def build(
        self, board: Board, period: Period, now: datetime, *, counts_only: bool = False
    ) -> Report:
        """Return the dataset of a period; `now` gives the day it is prepared on.

        With `counts_only` it holds no list of articles, which grows with the board.
        """
        today = now.astimezone(board.zone).date()
        report = await self._database.read(
            lambda tx: self._build(tx, board, period, today, counts_only)
        )
        return replace(report, warnings=check_report(report))

    async def text(self, _: Translator, report: Report) -> str:
        """Return the report as simple HTML for a chat."""
        from reports.text import report_text

        return await asyncio.to_thread(report_text, _, report)

    async def json(self, report: Report) -> str:
        """Return the report as JSON."""
        from reports.as_json import report_json

        return await asyncio.to_thread(report_json, report)

    async def docx(self, report: Report) -> Rendered:
        """Return the report as a Word document, from the board's own template where it has one."""
        template = await asyncio.to_thread(_read_template, report.board)
        return await _render(report, _render_docx, template)

    async def xlsx(self, report: Report) -> Rendered:
        """Return the report's tables as a workbook."""
        return await _render(report, _render_xlsx)

    async def chart(self, report: Report) -> Rendered:
        """Return the report's chart as a PNG."""
        return await _render(report, _render_chart)

    async def pdf(self, report: Report) -> Rendered:
        """Return the report as PDF; raise NotFound where LibreOffice is not installed."""
        from reports.pdf import render_pdf

        docx = await self.docx(report)
        return await asyncio.to_thread(render_pdf, docx.content, docx.file_name)

    async def _build(
        self, tx: Transaction, board: Board, period: Period, today: date, counts_only: bool
    ) -> Report:
        board_units = await units.list_units(tx, board.id)
        groups = await units.list_groups(tx, board.id)
        rows = await report_rows.count_articles(tx, board.id, period.months)
        whole = [month.month for month in period.months if month.whole]
        opening = await counts.opening_counts_of(tx, board.id, whole)
        zeros = await counts.confirmed_zeros_of(tx, board.id, whole)
        unit_rows = {unit.id: _unit_row(unit, period, rows, opening, zeros) for unit in board_units}
        shown = [
            unit
            for unit in board_units
            if unit.exists_between(period.first, period.last) or unit_rows[unit.id].total
        ]
        found: tuple[Article, ...] = ()
        if not counts_only:
            found = await articles.between(tx, board.id, State.LOGGED, period.first, period.last)
        left_out = await articles.between(tx, board.id, State.DUPLICATE, period.first, period.last)
        names = {unit.id: unit.name for unit in board_units}
        return Report(
            board=board,
            period=period,
            prepared_on=today,
            groups=tuple(
                GroupRows(
                    group.name,
                    tuple(unit_rows[unit.id] for unit in shown if unit.group_id == group.id),
                )
                for group in groups
                if any(unit.group_id == group.id for unit in shown)
            ),
            topics=_topics(board, rows),
            kinds=_kinds(rows),
            articles=found,
            duplicates=tuple(
                DuplicateLine(item.number, item.title, names.get(item.unit_id, ""), None)
                for item in left_out
            ),
            before=await self._comparison(
                tx, board, previous_period(period, board.period_rule, board.closing_day)
            ),
            year_before=await self._comparison(
                tx, board, year_before(period, board.period_rule, board.closing_day)
            ),
            units_with_nobody=await self._with_nobody(tx, board, shown, today),
        )

    async def _comparison(self, tx: Transaction, board: Board, period: Period) -> Comparison | None:
        rows = await report_rows.count_articles(tx, board.id, period.months)
        opening = await counts.opening_counts_of(
            tx, board.id, [month.month for month in period.months if month.whole]
        )
        totals: dict[int, int] = {}
        for row in rows:
            totals[row.unit_id] = totals.get(row.unit_id, 0) + sum(row.months)
        for (unit_id, _month), count in opening.items():
            totals[unit_id] = totals.get(unit_id, 0) + count
        if not rows and not opening:
            return None
        return Comparison(period, sum(totals.values()), totals)

    async def _with_nobody(
        self, tx: Transaction, board: Board, shown: list[Unit], today: date
    ) -> tuple[str, ...]:
        covered = {
            member.unit_id
            for member in await people.members(tx, board.id)
            if member.role is Role.CORRESPONDENT and member.reachable
        }
        return tuple(
            unit.name
            for unit in shown
            if unit.id not in covered and unit.exists_between(today, today)
        )


def _unit_row(
    unit: Unit,
    period: Period,
    rows: tuple[CountRow, ...],
    opening: dict[tuple[int, Month], int],
    zeros: dict[tuple[int, Month], str],
) -> UnitRow:
    months: list[int | None] = []
    brought_in = 0
    for index, month in enumerate(period.months):
        logged = sum(row.months[index] for row in rows if row.unit_id == unit.id)
        key = (unit.id, month.month)
        brought_in += opening.get(key, 0)
        known = logged or key in opening or key in zeros
        months.append(logged + opening.get(key, 0) if known else None)
    confirmed = tuple(month.month for month in period.months if (unit.id, month.month) in zeros)
    return UnitRow(unit.id, unit.name, tuple(months), confirmed, brought_in)


def _topics(board: Board, rows: tuple[CountRow, ...]) -> tuple[TopicCount, ...]:
    counted = []
    for topic in board.topics:
        by_unit: dict[int, int] = {}
        for row in rows:
            if row.topic_id == topic.id:
                by_unit[row.unit_id] = by_unit.get(row.unit_id, 0) + sum(row.months)
        counted.append(TopicCount(topic.name, sum(by_unit.values()), by_unit))
    return tuple(counted)


def _kinds(rows: tuple[CountRow, ...]) -> dict[Kind, int]:
    kinds: dict[Kind, int] = {}
    for row in rows:
        kinds[row.kind] = kinds.get(row.kind, 0) + sum(row.months)
    return kinds


def _read_template(board: Board) -> bytes | None:
    if not board.template:
        return None
    try:
        return Path(board.template).read_bytes()
    except OSError as error:
        raise InvalidFile(
            "template_unreadable", place=board.template, reason=error.strerror or ""
        ) from None


async def _render(report: Report, render: Callable[..., Rendered], *arguments: object) -> Rendered:
    """Render in a thread, or a large report in a process of its own: rendering holds the GIL."""
    if len(report.units) + len(report.articles) <= MANY_ROWS:
        return await asyncio.to_thread(render, report, *arguments)
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return await loop.run_in_executor(pool, render, report, *arguments)


def _render_docx(report: Report, template: bytes | None) -> Rendered:
    from reports.docx import render_docx

    return render_docx(report, template)


def _render_xlsx(report: Report) -> Rendered:
    from reports.xlsx import render_xlsx

    return render_xlsx(report)


def _render_chart(report: Report) -> Rendered:
    from reports.chart import render_chart

    return render_chart(report)
