"""Issuing: a report gets its number, and its data and files are frozen with it.

The number stands inside the files, and nothing is rendered inside a transaction. So the files are
made with the number that is next, and the one transaction that takes the number stores them too; it
takes nothing when the number has gone to another report meanwhile, and the files are made again. A
crash thus leaves neither a number without files nor a gap.
"""

import asyncio
import hashlib
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from pydantic import TypeAdapter

from domain.boards import Board, Signatory
from domain.calls import Call
from domain.dates import format_date, parse_date
from domain.errors import Conflict, InvalidField, NotFound
from domain.periods.spans import Period
from domain.permissions import Action, require
from domain.reports.dataset import Report
from domain.reports.issue_lines import IssueLine, read_issue_line, read_issue_number
from domain.reports.issuing import (
    Difference,
    IssueChoices,
    IssuedReport,
    IssueState,
    changed_figures,
    differences,
)
from domain.reports.signers import find_signer
from domain.text import clean_line, search_key
from reports.rendered import Rendered
from services.boards import Boards
from services.conversation.dialogues import ANSWER, opened
from services.conversation.effects import caused, once
from services.reports.building import Reports
from services.reports.freezing import freeze, kept_pdf
from storage.conversation import dialogues
from storage.engine import counters
from storage.engine.database import Database, Transaction
from storage.reports import issued
from storage.reports.issued import FrozenFile, NewIssue
from storage.upkeep import audit

QUESTION = "cancel_issue"
CHOICE = "issue"
CANCELLING = f"{ANSWER}{QUESTION}"
MAX_REASON = 500
LISTED = 20
_YES = frozenset({"co", "dung", "dung huy", "dong y", "yes", "ok", "huy bao cao"})
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
class Cancelled:
    """An issued report was cancelled; its number stays used.

    `before` is the one it had replaced, which may hold again.
    """

    issued: IssuedReport
    before: IssuedReport | None = None
    outcome: Literal["cancelled"] = "cancelled"


@dataclass(frozen=True, slots=True)
class CancelAsked:
    """Cancelling a report was asked for and waits for a yes; nothing is cancelled yet."""

    issued: IssuedReport
    reason: str


@dataclass(frozen=True, slots=True)
class Restored:
    """A report that had been replaced is in force again."""

    issued: IssuedReport
    outcome: Literal["restored"] = "restored"


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
_CANCELLED: TypeAdapter[Cancelled] = TypeAdapter(Cancelled)
_RESTORED: TypeAdapter[Restored] = TypeAdapter(Restored)


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
        the errors of domain.reports.issue_lines and find_signer, and InvalidField("other_suffix").
        """
        require(call, Action.ISSUE)
        line = read_issue_line(text, call.today)
        if line.period:
            period = self._reports.read_period(call.board, line.period, call.today)
        else:
            period = await self._reports.current_period(call)
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
                await _close(tx, call, CHOICE)
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
        line = read_issue_line(text, call.today)
        if line.period:
            # No part was named, so it is the one that was asked for.
            if asked["asks"] == "number":
                number, suffix = read_issue_number(text)
                line = IssueLine(number=number, suffix=suffix)
            else:
                line = IssueLine(signed_on=parse_date(text, call.today))
        return await self.choose(call, asked["period"], line)

    async def restore(self, call: Call, issued_id: int) -> Restored:
        """Let a report that was replaced hold again, where its period has none in force."""
        require(call, Action.ISSUE)

        async def job(tx: Transaction) -> Restored:
            found = await issued.find_issue(tx, call.board.id, issued_id)
            if found is None:
                raise NotFound("issue", number="?", year="?")
            suffix = call.board.number_suffix
            if found.state is not IssueState.REPLACED:
                raise Conflict("not_replaced", number=found.number_line(suffix))
            if await issued.find_in_force(tx, call.board.id, found.period) is not None:
                raise Conflict("issued_meanwhile")
            await issued.set_state(tx, found.id, IssueState.ISSUED)
            await audit.add_entry(
                tx, call, "restore_report", "report", found.id, None, {"number": found.number}
            )
            return Restored(await issued.find_issue(tx, call.board.id, found.id) or found)

        return await once(self._database, call.origin, call.now, "issuing.restore", _RESTORED, job)

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

    async def cancel(self, call: Call, issued_id: int, reason: str) -> Cancelled:
        """Cancel an issued report with a reason; raise NotFound, Conflict or InvalidField."""
        require(call, Action.ISSUE)
        reason = clean_line(reason)
        if not reason:
            raise InvalidField("cancel_without_reason")
        if len(reason) > MAX_REASON:
            raise InvalidField("long_reason", length=len(reason), limit=MAX_REASON)

        async def job(tx: Transaction) -> Cancelled:
            found = await self._in_force(tx, call, issued_id)
            await issued.set_state(
                tx,
                found.id,
                IssueState.CANCELLED,
                cancelled_by=call.person.id,
                cancelled_at=call.now,
                reason=reason,
            )
            await audit.add_entry(
                tx, call, "cancel_report", "report", found.id, None, {"reason": reason}
            )
            await _close(tx, call, QUESTION)
            cancelled = await issued.find_issue(tx, call.board.id, found.id)
            before = None
            if found.corrects_id is not None:
                before = await issued.find_issue(tx, call.board.id, found.corrects_id)
            if before is not None and before.state is not IssueState.REPLACED:
                before = None
            return Cancelled(cancelled or found, before)

        return await once(self._database, call.origin, call.now, CANCELLING, _CANCELLED, job)

    async def ask_cancel(self, call: Call, issued_id: int, reason: str) -> CancelAsked:
        """Ask once more before a report is cancelled; raise NotFound, Conflict or InvalidField."""
        require(call, Action.ISSUE)
        reason = clean_line(reason)
        if not reason:
            raise InvalidField("cancel_without_reason")
        if len(reason) > MAX_REASON:
            raise InvalidField("long_reason", length=len(reason), limit=MAX_REASON)

        async def job(tx: Transaction) -> CancelAsked:
            found = await self._in_force(tx, call, issued_id)
            content = {"asks": "sure", "issued_id": found.id, "reason": reason}
            await dialogues.open_dialogue(tx, call, QUESTION, content)
            return CancelAsked(found, reason)

        return await self._database.write(job)

    async def cancel_agreed(self, call: Call, issued_id: int) -> Cancelled:
        """Cancel the report that was asked about, with the reason given then."""
        require(call, Action.ISSUE)
        done = await caused(self._database, call.origin, CANCELLING, _CANCELLED)
        if done is not None:
            return done
        asked = await self._database.read(lambda tx: opened(tx, call, QUESTION))
        if asked.get("asks") != "sure" or int(asked["issued_id"]) != issued_id:
            raise Conflict("no_question")
        return await self.cancel(call, issued_id, str(asked["reason"]))

    async def cancel_named(self, call: Call, text: str) -> CancelAsked:
        """Ask whether to cancel a report by its number: "01 lý do", "01/2021 lý do"."""
        require(call, Action.ISSUE)
        name, _space, reason = clean_line(text).partition(" ")
        number, _slash, year = name.lstrip("#").partition("/")
        # "01/BC-BBT" is the number as the document has it: of this year.
        if not (number.isascii() and number.isdigit()) or len(number) > 6:
            raise InvalidField("issue_number", text=name)
        of_year = int(year) if year.isascii() and year.isdigit() else call.today.year
        found = await self._database.read(
            lambda tx: issued.find_by_number(tx, call.board.id, of_year, int(number))
        )
        if found is None:
            raise NotFound("issue", number=number, year=of_year)
        return await self.ask_cancel(call, found.id, reason)

    async def ask_reason(self, call: Call, issued_id: int) -> IssuedReport:
        """Make the person's next text the reason for cancelling a report."""
        require(call, Action.ISSUE)

        async def job(tx: Transaction) -> IssuedReport:
            found = await self._in_force(tx, call, issued_id)
            content = {"asks": "reason", "issued_id": found.id}
            await dialogues.open_dialogue(tx, call, QUESTION, content)
            return found

        return await self._database.write(job)

    async def answer(self, call: Call, text: str) -> Cancelled | CancelAsked:
        """Take the typed reason and ask once more, or a typed yes and cancel."""
        require(call, Action.ISSUE)
        done = await caused(self._database, call.origin, CANCELLING, _CANCELLED)
        if done is not None:
            return done
        asked = await self._database.read(lambda tx: opened(tx, call, QUESTION))
        if asked.get("asks") == "sure" and search_key(text).strip(" .!") in _YES:
            return await self.cancel(call, int(asked["issued_id"]), str(asked["reason"]))
        return await self.ask_cancel(call, int(asked["issued_id"]), text)

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
        report = replace(
            found.report,
            number=found.number,
            # They are for whoever signs, before signing.
            warnings=(),
            replaces=_named(before, suffix) if before else "",
        )
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

    async def _in_force(self, tx: Transaction, call: Call, issued_id: int) -> IssuedReport:
        found = await issued.find_issue(tx, call.board.id, issued_id)
        if found is None:
            raise NotFound("issue", number="?", year="?")
        if found.state is not IssueState.ISSUED:
            raise Conflict("not_in_force", number=found.number_line(call.board.number_suffix))
        return found


def _series(year: int) -> str:
    return f"report:{year}"


def _named(report: IssuedReport, suffix: str) -> str:
    return f"Báo cáo số {report.number_line(suffix)} ngày {format_date(report.signed_on)}"


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


async def _close(tx: Transaction, call: Call, kind: str) -> None:
    question = await dialogues.find_dialogue(tx, call.person.id, call.board.id)
    if question is not None and question.kind == kind:
        await dialogues.close_dialogue(tx, call)


def _digest(report: Report, choices: IssueChoices) -> str:
    """Return eight hexadecimal digits that change with anything the document says.

    The day it is prepared on, the warnings before signing and a number that nobody chose are not
    in it.
    """
    said = replace(report, prepared_on=report.period.first, warnings=(), number=choices.number)
    return hashlib.sha256(_REPORT.dump_json(said)).hexdigest()[:8]
