"""Issuing: a report gets its number, and its data and files are frozen with it.

The number stands inside the files, and nothing is rendered inside a transaction. So the files are
made with the number that is next, and the one transaction that takes the number stores them too; it
takes nothing when the number has gone to another report meanwhile, and the files are made again. A
crash thus leaves neither a number without files nor a gap.
"""

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal, TypeVar

from pydantic import TypeAdapter

from domain.boards import Board, Signatory
from domain.calls import Call
from domain.dates import format_date, parse_answered_date
from domain.errors import Conflict, InvalidField, NotFound
from domain.periods.spans import Period
from domain.permissions import Action, require
from domain.reports.dataset import Report
from domain.reports.issuing import (
    Difference,
    IssueChoices,
    IssuedReport,
    IssueState,
    changed_figures,
    differences,
)
from domain.reports.lines.issuing import IssueLine, read_issue_line, read_issue_number
from domain.reports.signers import find_signer
from domain.text import clean_line, search_key
from reports.rendered import Rendered
from services.boards import Boards
from services.conversation.dialogues import close_question, opened
from services.conversation.effects import caused, once
from services.reports.building import Reports
from services.reports.issued.freezing import freeze, kept_pdf
from storage.conversation import dialogues
from storage.engine import counters
from storage.engine.database import Database, Transaction
from storage.reports import issued
from storage.reports.issued import FrozenFile, NewIssue
from storage.upkeep import audit

Read = TypeVar("Read")

CHOICE = "issue"
LISTED = 20
_TRIES = 20
_REPORT: TypeAdapter[Report] = TypeAdapter(Report)


@dataclass(frozen=True, slots=True)
class IssuePreview:
    """What would be issued: the report as it is now, the number it would get, what it replaces.

    The report has the day and the signer that it would be issued with. `digest` stands for
    everything the document says; `changed` tells that it is not what the person agreed to. `used`
    is the report that has a number which was asked for; the number is then the next free one.
    """

    report: Report
    number: int
    in_force: IssuedReport | None
    digest: str
    choices: IssueChoices = field(default_factory=IssueChoices)
    used: IssuedReport | None = None
    changed: bool = False

    @property
    def draft(self) -> Report:
        """The report as it would be issued: with its number and what it replaces."""
        return _numbered(self)

    @property
    def signed_on(self) -> date:
        """The day it would be signed on."""
        return self.report.signed_on or self.report.prepared_on

    @property
    def signers(self) -> tuple[Signatory, ...]:
        """Who may sign it."""
        board = self.report.board
        return board.signers or ((board.signatory,) if board.signatory.name else ())


@dataclass(frozen=True, slots=True)
class Issued:
    """A report was issued."""

    issued: IssuedReport
    outcome: Literal["issued"] = "issued"


@dataclass(frozen=True, slots=True)
class IssuedView:
    """An issued report: its frozen dataset, and how today's numbers differ from it.

    `figures` names the figures that have another value now.
    """

    issued: IssuedReport
    report: Report
    differences: tuple[Difference, ...]
    figures: tuple[str, ...] = ()


_ISSUED: TypeAdapter[Issued] = TypeAdapter(Issued)


class NumberTaken(Exception):  # noqa: N818 - it is no fault: the files are made anew
    """Another report took the number that the files were made with."""


class Issuing:
    """A board's issued reports."""

    def __init__(self, database: Database, reports: Reports, boards: Boards) -> None:
        self._database = database
        self._reports = reports
        self._boards = boards
        # One at a time within this process, so that files are rarely made in vain.
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def preview(self, call: Call, text: str) -> IssuePreview:
        """Return what issuing a period's report would do (without text: of the one shown last).

        A number, a day and a signer in the text are kept for the period until it is issued. Raises
        what domain.reports.lines.issuing and find_signer raise, and InvalidField: "other_suffix",
        "signing_day" (text, past, coming).
        """
        require(call, Action.ISSUE)
        line, doubt = _or_coming(read_issue_line, text, call.today)
        if line.period:
            period = self._reports.read_period(call.board, line.period, call.today)
        else:
            period = await self._reports.current_period(call)
        _check_coming(doubt, period, call.today)
        return await self.choose(call, period.code, line)

    async def choose(self, call: Call, code: str, line: IssueLine) -> IssuePreview:
        """Keep what a line chooses for a period's report; return what issuing it would do."""
        require(call, Action.ISSUE)
        period = self._reports.read_period(call.board, code, call.today)
        board = await self._boards.current(call.board)
        if line.suffix and search_key(line.suffix) != search_key(board.number_suffix):
            raise InvalidField("other_suffix", typed=line.suffix, own=board.number_suffix)
        signer = None
        if line.signer is not None:
            signers = board.signers or (board.signatory,)
            signer = signers[find_signer(line.signer, signers)]
        used = None
        if (line.number, line.signed_on, signer) != (None, None, None):

            async def job(tx: Transaction) -> IssuedReport | None:
                before = await issued.find_choices(tx, board.id, period.code)
                day = line.signed_on or before.signed_on
                year = (day or call.today).year
                number = line.number or before.number
                taken = None
                if number is not None:
                    taken = await issued.find_by_number(tx, board.id, year, number)
                choices = IssueChoices(None if taken else number, day, signer or before.signer)
                await issued.keep_choices(
                    tx, board.id, period.code, choices, call.person.id, call.now
                )
                await close_question(tx, call, CHOICE)
                return taken

            used = await self._database.write(job)
        return replace(await self._preview(call, period), used=used)

    async def ask_choice(self, call: Call, code: str, what: str) -> IssuePreview:
        """Make the person's next text the number or the day of a report."""
        require(call, Action.ISSUE)
        period = self._reports.read_period(call.board, code, call.today)
        content = {"asks": what, "period": period.code}
        await self._database.write(lambda tx: dialogues.open_dialogue(tx, call, CHOICE, content))
        return await self._preview(call, period)

    async def answer_choice(self, call: Call, text: str) -> IssuePreview:
        """Take the typed number or day."""
        require(call, Action.ISSUE)
        asked = await self._database.read(lambda tx: opened(tx, call, CHOICE))
        line, doubt = _read_choice(str(asked["asks"]), text, call.today)
        period = self._reports.read_period(call.board, asked["period"], call.today)
        _check_coming(doubt, period, call.today)
        return await self.choose(call, period.code, line)

    async def issue(
        self, call: Call, period: str, mode: str, digest: str, replaces: int
    ) -> Issued | IssuePreview:
        """Number and freeze the report of a period.

        `digest` and `replaces` (the id of the report in force, 0 for none) are what the person saw;
        where they are not so any more, return the new preview and change nothing.
        """
        require(call, Action.ISSUE)
        done = await caused(self._database, call.origin, "issuing.issue", _ISSUED)
        if done is not None:
            return done
        days = self._reports.read_period(call.board, period, call.today)
        async with self._locks[call.board.id]:
            for _attempt in range(_TRIES):
                found = await self._preview(call, days)
                in_force = found.in_force.id if found.in_force else 0
                if (found.digest, in_force) != (digest, replaces):
                    return replace(found, changed=True)
                try:
                    return await self._issue(call, found, mode)
                except NumberTaken:
                    continue
        raise Conflict("issue_busy")

    async def list(self, call: Call) -> tuple[IssuedReport, ...]:
        """Return the newest issued reports, whatever became of them."""
        require(call, Action.REPORT)
        return await self._database.read(lambda tx: issued.list_issues(tx, call.board.id, LISTED))

    async def view(self, call: Call, current: Report) -> IssuedView | None:
        """Return the issued report in force of a period, next to today's; None without one."""
        require(call, Action.REPORT)

        async def job(tx: Transaction) -> tuple[IssuedReport, str] | None:
            found = await issued.find_in_force(tx, call.board.id, current.period.code)
            return None if found is None else (found, await issued.dataset_of(tx, found.id))

        stored = await self._database.read(job)
        if stored is None:
            return None
        report = await asyncio.to_thread(_REPORT.validate_json, stored[1])
        return IssuedView(
            stored[0], report, differences(report, current), changed_figures(report, current)
        )

    async def files(self, call: Call, issued_id: int) -> tuple[FrozenFile, ...]:
        """Return the files of an issued report, byte for byte as they were issued."""
        require(call, Action.REPORT)

        async def job(tx: Transaction) -> tuple[FrozenFile, ...]:
            found = await issued.find_issue(tx, call.board.id, issued_id)
            if found is None:
                raise NotFound("issue", number="?", year="?")
            return await issued.files_of(tx, issued_id)

        return await self._database.read(job)

    async def pdf(self, call: Call, issued_id: int) -> Rendered:
        """Return the issued document as PDF, frozen with it: now, where that failed at issuing.

        Raises NotFound where LibreOffice is not installed, Conflict("pdf_failed") where it fails.
        """
        files = await self.files(call, issued_id)
        return await kept_pdf(self._database, issued_id, files)

    async def pdf_in_force(self, board: Board, period: str) -> Rendered | None:
        """Return the PDF of a period's issued report, None where none is in force."""

        async def job(tx: Transaction) -> tuple[int, tuple[FrozenFile, ...]] | None:
            found = await issued.find_in_force(tx, board.id, period)
            return None if found is None else (found.id, await issued.files_of(tx, found.id))

        found = await self._database.read(job)
        return None if found is None else await kept_pdf(self._database, *found)

    async def _preview(self, call: Call, period: Period) -> IssuePreview:
        choices = await self._database.read(
            lambda tx: issued.find_choices(tx, call.board.id, period.code)
        )
        report = await self._reports.build(call.board, period, call.now, choices=choices)
        year = (report.signed_on or call.today).year
        digest = await asyncio.to_thread(_digest, report, choices)

        async def job(tx: Transaction) -> IssuePreview:
            number = choices.number or await _next_number(tx, call.board.id, year)
            in_force = await issued.find_in_force(tx, call.board.id, period.code)
            return IssuePreview(report, number, in_force, digest, choices)

        return await self._database.read(job)

    async def _issue(self, call: Call, found: IssuePreview, mode: str) -> Issued:
        before = found.in_force
        suffix = found.report.board.number_suffix
        year = found.signed_on.year
        report = _numbered(found)
        files = await freeze(report, mode)
        dataset = (await asyncio.to_thread(_REPORT.dump_json, report)).decode()

        async def job(tx: Transaction) -> Issued:
            current = await issued.find_in_force(tx, call.board.id, report.period.code)
            if (current.id if current else None) != (before.id if before else None):
                raise Conflict("issued_meanwhile")
            number = found.number
            await counters.reach_number(tx, call.board.id, _series(year), number)
            taken = await issued.find_by_number(tx, call.board.id, year, number)
            if taken is not None and found.choices.number is not None:
                raise Conflict("number_used", number=taken.number_line(suffix))
            if taken is not None or (
                found.choices.number is None
                and await _next_number(tx, call.board.id, year) != number
            ):
                raise NumberTaken
            if before is not None:
                await issued.set_state(tx, before.id, IssueState.REPLACED)
            issued_id = await issued.add_issue(
                tx, _new_issue(call, report, mode, before, dataset), files
            )
            await issued.drop_choices(tx, call.board.id, report.period.code)
            await audit.add_entry(
                tx,
                call,
                "issue_report",
                "report",
                issued_id,
                {"number": before.number} if before else None,
                {"number": number, "period": report.period.code, "total": report.total},
            )
            stored = await issued.find_issue(tx, call.board.id, issued_id)
            if stored is None:
                raise NotFound("issue", number=number, year=year)
            return Issued(stored)

        return await once(self._database, call.origin, call.now, "issuing.issue", _ISSUED, job)


def _or_coming(
    read: Callable[[str, date], Read], text: str, today: date
) -> tuple[Read, InvalidField | None]:
    """Read a text; a day that may be a coming one is that, and comes with its doubt."""
    try:
        return read(text, today), None
    except InvalidField as error:
        if error.code != "near_date":
            raise
        coming = format_date(date.fromisoformat(str(error.values["coming"])))
        full = clean_line(text).replace(str(error.values["text"]), coming, 1)
        return read(full, today), error


def _check_coming(doubt: InvalidField | None, period: Period, today: date) -> None:
    """Raise InvalidField("signing_day") where the day before the coming one may be meant as well.

    Nobody signs a report before its period is over, so such a day is not meant.
    """
    if doubt is None:
        return
    past, coming = (date.fromisoformat(str(doubt.values[key])) for key in ("past", "coming"))
    if past >= period.last and today - past < coming - today:
        raise InvalidField("signing_day", **doubt.values)


def _read_choice(asks: str, text: str, today: date) -> tuple[IssueLine, InvalidField | None]:
    """Read an answer: the part that was asked for, or a line that names its parts."""
    unread = None
    if asks == "date":
        try:
            day, doubt = _or_coming(parse_answered_date, text, today)
            return IssueLine(signed_on=day), doubt
        except InvalidField as error:
            unread = error
    line, doubt = _or_coming(read_issue_line, text, today)
    if line.period:
        # No part was named, so it is the one that was asked for.
        if unread is not None:
            raise unread
        number, suffix = read_issue_number(text)
        line = IssueLine(number=number, suffix=suffix)
    return line, doubt


def _series(year: int) -> str:
    return f"report:{year}"


def _named(report: IssuedReport, suffix: str) -> str:
    return f"Báo cáo số {report.number_line(suffix)} ngày {format_date(report.signed_on)}"


def _numbered(found: IssuePreview) -> Report:
    before, suffix = found.in_force, found.report.board.number_suffix
    return replace(
        found.report,
        number=found.number,
        # They are for whoever signs, before signing.
        warnings=(),
        replaces=_named(before, suffix) if before else "",
    )


def _new_issue(
    call: Call, report: Report, mode: str, before: IssuedReport | None, dataset: str
) -> NewIssue:
    now: datetime = call.now
    return NewIssue(
        board_id=call.board.id,
        period=report.period.code,
        first=report.period.first,
        last=report.period.last,
        number=report.number or 0,
        signed_on=report.signed_on or call.today,
        mode=mode,
        corrects_id=before.id if before else None,
        dataset=dataset,
        issued_by=call.person.id,
        issued_at=now,
    )


async def _next_number(tx: Transaction, board_id: int, year: int) -> int:
    """Return the number after the one that was issued last in a year, or the next free one."""
    used = await issued.used_numbers(tx, board_id, year)
    number = await issued.newest_number(tx, board_id, year) + 1
    while number in used:
        number += 1
    return number


def _digest(report: Report, choices: IssueChoices) -> str:
    """Return eight hexadecimal digits that change with anything the document says.

    The day it is prepared on, the warnings before signing and a number that nobody chose are not
    in it.
    """
    said = replace(report, prepared_on=report.period.first, warnings=(), number=choices.number)
    return hashlib.sha256(_REPORT.dump_json(said)).hexdigest()[:8]
