"""Taking an issued report back: it is cancelled with a reason, after a second yes, or restored."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from pydantic import TypeAdapter

from domain.calls import Call
from domain.conversation.replies import says_yes
from domain.errors import Conflict, InvalidField, NotFound
from domain.permissions import Action, require
from domain.reports.issuing import IssuedReport, IssueState
from domain.text import clean_line, search_key
from services.conversation.dialogues import ANSWER, close_question, opened
from services.conversation.effects import caused, once
from storage.conversation import dialogues
from storage.engine.database import Database, Transaction
from storage.reports import issued
from storage.upkeep import audit

QUESTION = "cancel_issue"
CANCELLING = f"{ANSWER}{QUESTION}"
MAX_REASON = 500
# What cancels a report: an "ok" may be courtesy, and "đừng huỷ" is no "đúng, huỷ".
_YES = frozenset({"co", "dong y", "yes", "huy bao cao"})
_RIGHT = re.compile(r"đúng(?:[,.! ]+h(?:uỷ|ủy)(?: báo cáo)?)?[.! ]*")
_NUMBER_LABELS = frozenset({"bao", "cao", "so", "no", "no."})
# A number, what stands behind it on the document, its year, and the reason.
_NAMED = re.compile(
    r"#?(?P<number>[0-9]{1,6})(?:/(?P<behind>(?!20[0-9]{2}\b)[^\s/,;:]+))?"
    r"(?:(?:/|[\s,]+năm\s+|[\s,]+ngày\s+[0-9]{1,2}/[0-9]{1,2}/)(?P<year>20[0-9]{2}))?"
    r"(?:[\s,;:.–-]+(?P<reason>.*))?",
    re.IGNORECASE,
)


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
    """Cancelling a report was asked for and waits for a yes; nothing is cancelled yet.

    `unsure` tells that the answer may have been a yes or just courtesy.
    """

    issued: IssuedReport
    reason: str
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Restored:
    """A report that had been replaced is in force again."""

    issued: IssuedReport
    outcome: Literal["restored"] = "restored"


_CANCELLED: TypeAdapter[Cancelled] = TypeAdapter(Cancelled)
_RESTORED: TypeAdapter[Restored] = TypeAdapter(Restored)


class Cancelling:
    """Taking a board's issued reports back."""

    def __init__(self, database: Database) -> None:
        self._database = database

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

    async def cancel(self, call: Call, issued_id: int, reason: str) -> Cancelled:
        """Cancel an issued report with a reason; raise NotFound, Conflict or InvalidField."""
        require(call, Action.ISSUE)
        reason = _reason(reason)

        async def job(tx: Transaction) -> Cancelled:
            found = await _in_force(tx, call, issued_id)
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
            await close_question(tx, call, QUESTION)
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
        reason = _reason(reason)

        async def job(tx: Transaction) -> CancelAsked:
            found = await _in_force(tx, call, issued_id)
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

    async def cancel_named(self, call: Call, text: str) -> CancelAsked | IssuedReport:
        """Ask whether to cancel a report by its number: "01 lý do", "01/2021", "01 năm 2021 lý do".

        Without its year it is this year's, else the only one of that number in force. Without a
        reason, that is asked for and the report returned. Raises InvalidField("issue_number"),
        NotFound("issue_of_year") and what asking raises.
        """
        require(call, Action.ISSUE)
        number, year, reason = _read_named(text)
        found = await self._database.read(
            lambda tx: issued.list_by_number(tx, call.board.id, number)
        )
        named = [each for each in found if each.signed_on.year == (year or call.today.year)]
        if not named and year is None:
            named = [each for each in found if each.state is IssueState.ISSUED]
        if len(named) != 1:
            raise NotFound("issue_of_year", number=number, year=year or call.today.year)
        if not reason:
            return await self.ask_reason(call, named[0].id)
        return await self.ask_cancel(call, named[0].id, reason)

    async def ask_reason(self, call: Call, issued_id: int) -> IssuedReport:
        """Make the person's next text the reason for cancelling a report."""
        require(call, Action.ISSUE)

        async def job(tx: Transaction) -> IssuedReport:
            found = await _in_force(tx, call, issued_id)
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
        issued_id = int(asked["issued_id"])
        if asked.get("asks") != "sure":
            return await self.ask_cancel(call, issued_id, text)
        if search_key(text).strip(" .!") in _YES or _RIGHT.fullmatch(text.strip().lower()):
            return await self.cancel(call, issued_id, str(asked["reason"]))
        if says_yes(text) or search_key(text).startswith("dung"):
            again = await self.ask_cancel(call, issued_id, str(asked["reason"]))
            return replace(again, unsure=True)
        return await self.ask_cancel(call, issued_id, text)


def _read_named(text: str) -> tuple[int, int | None, str]:
    """Return the number, year and reason that a line names; raise InvalidField("issue_number")."""
    words = clean_line(text).split(" ")
    while words and search_key(words[0]) in _NUMBER_LABELS:
        words.pop(0)
    match = _NAMED.fullmatch(" ".join(words))
    if match is None:
        raise InvalidField("issue_number", text=" ".join(words[:1]))
    year = int(match["year"]) if match["year"] else None
    return int(match["number"]), year, match["reason"] or ""


def _reason(text: str) -> str:
    """Return a reason as one line; raise InvalidField where it is missing or too long."""
    reason = clean_line(text)
    if not reason:
        raise InvalidField("cancel_without_reason")
    if len(reason) > MAX_REASON:
        raise InvalidField("long_reason", length=len(reason), limit=MAX_REASON)
    return reason


async def _in_force(tx: Transaction, call: Call, issued_id: int) -> IssuedReport:
    found = await issued.find_issue(tx, call.board.id, issued_id)
    if found is None:
        raise NotFound("issue", number="?", year="?")
    if found.state is not IssueState.ISSUED:
        raise Conflict("not_in_force", number=found.number_line(call.board.number_suffix))
    return found
