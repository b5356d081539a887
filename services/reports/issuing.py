"""Issuing: a report gets its number, and its data and files are frozen with it.

The number stands inside the files, and nothing is rendered inside a transaction. So the files are
made with the number that is next, and the one transaction that takes the number stores them too; it
takes nothing when the number has gone to another report meanwhile, and the files are made again. A
crash thus leaves neither a number without files nor a gap.
"""

import asyncio
import hashlib
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from pydantic import TypeAdapter

from domain.boards import Board
from domain.calls import Call
from domain.dates import format_date
from domain.errors import Conflict, InvalidField, NotFound
from domain.periods.spans import Period
from domain.permissions import Action, require
from domain.reports.dataset import Report
from domain.reports.issuing import (
    Difference,
    IssuedReport,
    IssueState,
    changed_figures,
    differences,
)
from domain.text import clean_line
from reports.rendered import Rendered
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
CANCELLING = f"{ANSWER}{QUESTION}"
MAX_REASON = 500
LISTED = 20
_TRIES = 20
_REPORT: TypeAdapter[Report] = TypeAdapter(Report)


@dataclass(frozen=True, slots=True)
class IssuePreview:
    """What would be issued: the report as it is now, the number it would get, what it replaces.

    `digest` stands for everything the document says; `changed` tells that it is not what the person
    agreed to.
    """

    report: Report
    number: int
    in_force: IssuedReport | None
    digest: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Issued:
    """A report was issued."""

    issued: IssuedReport
    outcome: Literal["issued"] = "issued"


@dataclass(frozen=True, slots=True)
class Cancelled:
    """An issued report was cancelled; its number stays used."""

    issued: IssuedReport
    outcome: Literal["cancelled"] = "cancelled"


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


class NumberTaken(Exception):  # noqa: N818 - it is no fault: the files are made anew
    """Another report took the number that the files were made with."""


class Issuing:
    """A board's issued reports."""

    def __init__(self, database: Database, reports: Reports) -> None:
        self._database = database
        self._reports = reports
        # One at a time within this process, so that files are rarely made in vain.
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def preview(self, call: Call, text: str) -> IssuePreview:
        """Return what issuing a period's report would do (without text: of the one shown last)."""
        require(call, Action.ISSUE)
        if text:
            period = self._reports.read_period(call.board, text, call.today)
        else:
            period = await self._reports.current_period(call)
        return await self._preview(call, period)

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
            question = await dialogues.find_dialogue(tx, call.person.id, call.board.id)
            if question is not None and question.kind == QUESTION:
                await dialogues.close_dialogue(tx, call)
            cancelled = await issued.find_issue(tx, call.board.id, found.id)
            return Cancelled(cancelled or found)

        return await once(self._database, call.origin, call.now, CANCELLING, _CANCELLED, job)

    async def cancel_named(self, call: Call, text: str) -> Cancelled:
        """Cancel a report by its number: "01 lý do", "01/2021 lý do"."""
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
        return await self.cancel(call, found.id, reason)

    async def ask_reason(self, call: Call, issued_id: int) -> IssuedReport:
        """Make the person's next text the reason for cancelling a report."""
        require(call, Action.ISSUE)

        async def job(tx: Transaction) -> IssuedReport:
            found = await self._in_force(tx, call, issued_id)
            content = {"asks": "reason", "issued_id": found.id}
            await dialogues.open_dialogue(tx, call, QUESTION, content)
            return found

        return await self._database.write(job)

    async def answer(self, call: Call, text: str) -> Cancelled:
        """Take the typed reason and cancel."""
        require(call, Action.ISSUE)
        done = await caused(self._database, call.origin, CANCELLING, _CANCELLED)
        if done is not None:
            return done
        asked = await self._database.read(lambda tx: opened(tx, call, QUESTION))
        return await self.cancel(call, int(asked["issued_id"]), text)

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
        report = await self._reports.build(call.board, period, call.now)
        digest = await asyncio.to_thread(_digest, report)

        async def job(tx: Transaction) -> IssuePreview:
            number = await issued.last_number(tx, call.board.id, _series(call.today.year)) + 1
            in_force = await issued.find_in_force(tx, call.board.id, period.code)
            return IssuePreview(report, number, in_force, digest)

        return await self._database.read(job)

    async def _issue(self, call: Call, found: IssuePreview, mode: str) -> Issued:
        before = found.in_force
        suffix = call.board.number_suffix
        report = replace(
            found.report,
            number=found.number,
            signed_on=call.today,
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
            number = await counters.next_number(tx, call.board.id, _series(call.today.year))
            if number != found.number:
                raise NumberTaken
            if before is not None:
                await issued.set_state(tx, before.id, IssueState.REPLACED)
            issued_id = await issued.add_issue(
                tx, _new_issue(call, report, mode, before, dataset), files
            )
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
                raise NotFound("issue", number=number, year=call.today.year)
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
        signed_on=call.today,
        mode=mode,
        corrects_id=before.id if before else None,
        dataset=dataset,
        issued_by=call.person.id,
        issued_at=now,
    )


def _digest(report: Report) -> str:
    """Return eight hexadecimal digits that change with anything the document says.

    The day it is prepared on and the warnings before signing are not in it.
    """
    said = replace(report, prepared_on=report.period.first, warnings=())
    return hashlib.sha256(_REPORT.dump_json(said)).hexdigest()[:8]
