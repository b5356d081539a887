"""Reports: one dataset, built from what the board knows, then rendered outside the event loop."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from pydantic import TypeAdapter

from domain.articles.records import Article, State
from domain.boards import Board
from domain.calls import Call
from domain.language import Translator
from domain.periods.spans import Month, Period, parse_period, previous_period, year_before
from domain.permissions import Action, require
from domain.reports.checks import check_report
from domain.reports.dataset import Comparison, DuplicateLine, Report, ReportWarning
from domain.reports.figures import Entry, late_entries, period_figures
from domain.reports.issuing import IssueChoices
from domain.reports.notes import SECTIONS, draft_periods, drafts
from domain.reports.script import Script
from domain.units.records import Unit
from reports.rendered import Rendered
from services.boards import Boards
from services.portal.checking import completeness
from services.reports import rendering
from services.reports import rows as report_rows
from services.reports.rows import Counts
from storage.articles import rows as articles
from storage.engine.database import Database, Transaction
from storage.reports import figures, notes
from storage.reports import totals as article_counts
from storage.units import counts
from storage.units import rows as units

# Articles read at once.
PIECE = 1000
DAY = timedelta(days=1)
_SCRIPT: TypeAdapter[Script] = TypeAdapter(Script)
# How long "the report just shown" means the one a person saw last.
REMEMBERED = timedelta(days=30)
# After a half-year ends, this long it is the one that is being written.
WRITING_TIME = timedelta(days=60)


class Reports:
    """What the board reports and signs."""

    def __init__(self, database: Database, boards: Boards) -> None:
        self._database = database
        self._boards = boards

    def read_period(self, board: Board, text: str, today: date) -> Period:
        """Read a period as people write it; raise InvalidPeriod."""
        return parse_period(text, today, board.period_rule, board.closing_day)

    async def report(self, call: Call, text: str) -> Report:
        """Return the report of a period, for a chair or an editor, and remember that it was shown.

        What was shown last is what /issue and /note mean when they name no period.
        """
        require(call, Action.REPORT)
        period = self.read_period(call.board, text, call.today)
        report = await self.build(call.board, period, call.now)
        await self._database.write(
            lambda tx: notes.keep_shown(tx, call.person.id, call.board.id, period.code, call.now)
        )
        return report

    async def current_period(self, call: Call) -> Period:
        """Return the period the person works on: the report shown last, else the half-year.

        In the first 60 days of a half-year that is the half-year before.
        """
        since = call.now - REMEMBERED
        shown = await self._database.read(
            lambda tx: notes.find_shown(tx, call.person.id, call.board.id, since)
        )
        if shown is not None:
            return self.read_period(call.board, shown, call.today)
        day = call.today - WRITING_TIME
        half = self.read_period(call.board, f"{day.year}-H{1 if day.month <= 6 else 2}", call.today)
        if half.last >= call.today or half.last + WRITING_TIME >= call.today:
            return half
        now = call.today
        return self.read_period(call.board, f"{now.year}-H{1 if now.month <= 6 else 2}", now)

    async def build(
        self,
        board: Board,
        period: Period,
        now: datetime,
        *,
        counts_only: bool = False,
        choices: IssueChoices | None = None,
    ) -> Report:
        """Return the dataset of a period; `now` gives the day it is prepared on.

        With `counts_only` it holds no list of articles, which grows with the board, and neither
        figures nor notes. With `choices` it is what would be issued by them, on this day where none
        was chosen.
        """
        today = now.astimezone(board.zone).date()
        if not counts_only:
            # Another process may have changed what the board says of itself.
            board = await self._boards.current(board)
        report = await self._database.read(
            lambda tx: self._build(tx, board, period, today, counts_only, listed=not counts_only)
        )
        if choices is not None:
            signer = choices.signer or report.board.signatory
            report = replace(
                report,
                board=replace(report.board, signatory=signer),
                signed_on=choices.signed_on or today,
            )
        return await asyncio.to_thread(_checked, report)

    async def draft(self, board: Board, period: Period, now: datetime) -> Report:
        """Return a period's dataset for what is said in it: without the list of its articles."""
        today = now.astimezone(board.zone).date()
        board = await self._boards.current(board)
        return await self._database.read(
            lambda tx: self._build(tx, board, period, today, counts_only=False, listed=False)
        )

    async def words(self, report: Report) -> str:
        """Return all that the document says as simple HTML, to be read before it is signed."""
        from reports.words.document_text import document_text

        return await asyncio.to_thread(document_text, report)

    async def text(self, _: Translator, report: Report) -> str:
        """Return the report as simple HTML for a chat."""
        from reports.words.text import report_text

        return await asyncio.to_thread(report_text, _, report)

    def warnings(self, _: Translator, report: Report) -> tuple[str, ...]:
        """Return what the chair should look at before signing, as plain sentences."""
        from reports.words.warning_text import warning_text

        return tuple(warning_text(_, warning) for warning in report.warnings)

    async def json(self, report: Report) -> str:
        """Return the report as JSON."""
        from reports.words.as_json import report_json

        return await asyncio.to_thread(report_json, report)

    async def docx(self, report: Report, mode: str = "paper") -> Rendered:
        """Return the report as a Word document, from the board's own template where it has one."""
        return await rendering.docx(report, mode)

    async def xlsx(self, report: Report) -> Rendered:
        """Return the report's tables as a workbook."""
        return await rendering.xlsx(report)

    async def chart(self, report: Report) -> Rendered:
        """Return the report's chart as a PNG."""
        return await rendering.chart(report)

    async def pdf(self, report: Report, mode: str = "paper") -> Rendered:
        """Return the report as PDF; raise NotFound where LibreOffice is not installed."""
        return await rendering.pdf(await self.docx(report, mode))

    def makes_pdf(self) -> bool:
        """Tell whether a PDF can be made here."""
        return rendering.has_libreoffice()

    async def _build(
        self,
        tx: Transaction,
        board: Board,
        period: Period,
        today: date,
        counts_only: bool,
        *,
        listed: bool,
    ) -> Report:
        board_units = await units.list_units(tx, board.id)
        owners = report_rows.row_owners(board_units, period, merge=board.merge_units)
        before = previous_period(period, board.period_rule, board.closing_day)
        earlier = year_before(period, board.period_rule, board.closing_day)
        opening = await counts.opening_counts_of(
            tx,
            board.id,
            {month for each in (period, before, earlier) for month in (*_whole(each), *_cut(each))},
        )
        found: tuple[Article, ...] = ()
        if not listed:
            counted = await article_counts.count_articles(tx, board.id, period.months)
        else:
            found = await _logged(tx, board, period)
            counted = report_rows.count_rows(found, period.months)
        known = Counts(
            counted,
            _within(opening, period),
            await counts.confirmed_zeros_of(tx, board.id, _whole(period)),
        )
        groups = report_rows.group_rows(
            await units.list_groups(tx, board.id), board_units, owners, known, period
        )
        left_out = await articles.between(tx, board.id, State.DUPLICATE, period.first, period.last)
        ids = {item.duplicate_of for item in left_out if item.duplicate_of}
        originals = {
            item.id: item.number
            for item in (await articles.find_by_ids(tx, board.id, ids) if ids else ())
        }
        names = {unit.id: unit.name for unit in board_units}
        lines = {row.unit_id for group in groups for row in group.units}
        report = Report(
            board=board,
            period=period,
            prepared_on=today,
            groups=groups,
            topics=report_rows.topic_counts(board, known.articles, owners),
            kinds=report_rows.kind_counts(known.articles),
            articles=found,
            duplicates=tuple(
                DuplicateLine(
                    item.number,
                    item.title,
                    names.get(item.unit_id, ""),
                    originals.get(item.duplicate_of or 0),
                )
                for item in left_out
            ),
            before=await _comparison(tx, board, before, opening, owners, board_units, period),
            year_before=await _comparison(tx, board, earlier, opening, owners, board_units, period),
            units_with_nobody=await _with_nobody(
                tx, board, [unit for unit in board_units if unit.id in lines], today
            ),
            unit_names={unit.id: unit.name for unit in board_units if unit.id not in lines},
            cut_months=tuple(sorted({month for _unit, month in opening} & _cut(period))),
        )
        return report if counts_only else await self._with_companions(tx, report)

    async def _with_companions(self, tx: Transaction, report: Report) -> Report:
        """Add the figures and the notes, and a warning about notes that are only drafts."""
        board, period = report.board, report.period
        entries = await figures.entries_of(tx, board.id)
        earlier = draft_periods(period, board.period_rule, board.closing_day)
        kept = await notes.notes_of(tx, board.id, [period.code, *earlier])
        waiting = tuple(drafts(kept, period.code, earlier))
        scripts = await notes.scripts_of(tx, board.id, period.code)
        warnings: tuple[ReportWarning, ...] = ()
        if waiting:
            warnings = (ReportWarning("notes_unconfirmed", {"sections": waiting}),)
        if report.prepared_on <= period.last + 2 * WRITING_TIME:
            warnings += _late(board, entries, period)
        return replace(
            report,
            completeness=await completeness(tx, board, period),
            figures=period_figures(board.figures, entries, period),
            notes={
                section: kept[period.code, section]
                for section in SECTIONS
                if kept.get((period.code, section))
            },
            scripts={section: _SCRIPT.validate_python(each) for section, each in scripts.items()},
            warnings=warnings,
        )


def _checked(report: Report) -> Report:
    """Add what the chair should look at before signing."""
    if not (report.notes or report.scripts):
        return replace(report, warnings=(*check_report(report), *report.warnings))
    from reports.words.narrative import sentence_warnings

    warnings = (*check_report(report), *sentence_warnings(report), *report.warnings)
    return replace(report, warnings=warnings)


def _late(board: Board, entries: Sequence[Entry], period: Period) -> tuple[ReportWarning, ...]:
    """Warn of figures written after a period while its report is."""
    late = late_entries(board.figures, entries, period, period.last + WRITING_TIME)
    if not late:
        return ()
    lines = tuple((definition, entry) for definition, entry in late)
    return (ReportWarning("late_entries", {"entries": lines, "last": period.last}),)


async def _comparison(
    tx: Transaction,
    board: Board,
    period: Period,
    opening: Mapping[tuple[int, Month], int],
    owners: Mapping[int, int],
    known: Sequence[Unit],
    report_period: Period,
) -> Comparison | None:
    """Return what a period is compared with; None where nothing is known of it.

    None too where either leaves out counts of a month that it cuts: less is known than there was.
    """
    cut = _cut(period) | _cut(report_period)
    if any(month in cut for _unit, month in opening):
        return None
    logged = await article_counts.unit_totals(tx, board.id, period.first, period.last)
    brought_in = _within(opening, period)
    if not logged and not brought_in:
        return None
    totals = report_rows.totals(logged, brought_in, owners)
    for unit in known:
        if unit.is_expected_between(period.first, period.last):
            totals.setdefault(owners.get(unit.id, unit.id), 0)
    return Comparison(period, sum(totals.values()), totals)


async def _with_nobody(
    tx: Transaction, board: Board, shown: Sequence[Unit], today: date
) -> tuple[str, ...]:
    covered = await article_counts.covered_units(tx, board.id)
    return tuple(
        unit.name for unit in shown if unit.id not in covered and unit.exists_between(today, today)
    )


async def _logged(tx: Transaction, board: Board, period: Period) -> tuple[Article, ...]:
    """Return the period's articles, read in spans that have about PIECE articles each."""
    totals = await article_counts.unit_totals(tx, board.id, period.first, period.last)
    expected = sum(totals.values())
    days = max(1, (period.last - period.first).days + 1)
    length = timedelta(days=min(days, max(1, days * PIECE // max(expected, 1))))
    spans = []
    first = period.first
    while first <= period.last:
        spans.append((first, min(first + length, period.last + DAY) - DAY))
        first += length
    return await articles.within(tx, board.id, State.LOGGED, spans)


def _whole(period: Period) -> tuple[Month, ...]:
    """Return the whole months: an opening count is of one and cannot be cut to a part of it."""
    return tuple(month.month for month in period.months if month.whole)


def _cut(period: Period) -> set[Month]:
    """Return the months of which only a part lies in the period."""
    return {month.month for month in period.months if not month.whole}


def _within(
    opening: Mapping[tuple[int, Month], int], period: Period
) -> dict[tuple[int, Month], int]:
    months = set(_whole(period))
    return {key: count for key, count in opening.items() if key[1] in months}
