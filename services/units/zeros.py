"""Confirmed zeros: a unit says that it has nothing this month, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from pydantic import TypeAdapter

from domain.calls import Call
from domain.errors import Conflict, NotAllowed
from domain.periods.months import Month, ReportingMonth, rule_month
from domain.permissions import Action, may, require, require_unit
from domain.text import clean_line
from domain.units.names import units_named_in
from domain.units.records import Unit
from domain.units.zeros import (
    MAX_REASON,
    begun,
    month_begun,
    month_behind,
    month_said,
    read_zero,
    split_zero,
)
from services.conversation.effects import once
from storage.articles import drafts
from storage.articles import rows as articles
from storage.conversation import dialogues
from storage.engine.database import Database, Transaction
from storage.engine.transaction import OfBoard
from storage.reports.standing import first_counted_month
from storage.units import counts
from storage.units import rows as units
from storage.upkeep import audit

OFFER = "zero"
# So long "có" is taken to answer an offer.
OFFERED_FOR = timedelta(hours=1)
_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class ZeroConfirmed:
    """Units that have nothing in a month."""

    units: tuple[str, ...]
    month: Month
    reason: str
    outcome: Literal["confirmed"] = "confirmed"


@dataclass(frozen=True, slots=True)
class ZeroAsked:
    """The reason is still wanted for which these units have nothing in a month."""

    units: tuple[str, ...]
    month: Month


@dataclass(frozen=True, slots=True)
class ZeroOffered:
    """What a person said is kept until it is confirmed; nothing is recorded yet."""

    units: tuple[str, ...]
    month: Month
    reason: str
    outcome: Literal["offered"] = "offered"


_CONFIRMED: TypeAdapter[ZeroConfirmed] = TypeAdapter(ZeroConfirmed)
_OFFERED: TypeAdapter[ZeroOffered] = TypeAdapter(ZeroOffered)


class Zeros:
    """What units say instead of sending articles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def confirm(self, call: Call, text: str) -> ZeroConfirmed:
        """Store that the person's silent units have nothing, with the reason given.

        Of several units those alone are meant that the text names, if it names any. The text may
        begin with a month ("tháng 5", "2021-05"). Units with articles in that month are left
        alone; raise Conflict when all of them have some.
        """
        require(call, Action.CONFIRM_ZERO)
        _require_a_unit(call)
        month, reason = read_zero(call, text)
        days = begun(call, month)

        async def job(tx: Transaction) -> ZeroConfirmed:
            own = await _meant(tx, call, reason)
            silent = await _silent(tx, call, own, days)
            for unit in silent:
                require_unit(call, unit.id, Action.CONFIRM_ZERO)
                await counts.add_confirmed_zero(
                    tx, call.board.id, unit.id, month, reason, call.person.id, call.now
                )
                await audit.add_entry(
                    tx,
                    call,
                    "confirm_zero",
                    "unit",
                    unit.id,
                    after={"month": month.code, "reason": reason},
                )
            return ZeroConfirmed(tuple(unit.name for unit in silent), month, reason)

        of_board = OfBoard(call.board.id, job)
        return await once(
            self._database, call.origin, call.now, "zeros.confirm", _CONFIRMED, of_board
        )

    async def doubted(self, call: Call, text: str) -> ZeroOffered | None:
        """Keep what is said of a month that is hard to believe until it is confirmed.

        That is one long before anything is counted, one that only ends the reason ("nghỉ lễ
        tháng 5"), and one that begins the reason given for another month. None where the month
        can be believed.
        """
        require(call, Action.CONFIRM_ZERO)
        month, reason = read_zero(call, text)
        begins = month_begun(call, reason)
        if begins is not None and begins != month:
            return await self._keep(call, begins, reason)
        behind = month_behind(call, text, reason)
        if behind is not None and behind < month:
            return await self._keep(call, behind, reason)
        board = call.board
        now = rule_month(call.today, board.period_rule, board.closing_day).month
        first = await self._database.read(lambda tx: first_counted_month(tx, board.id))
        if month >= min(first or now, now).shifted(-_A_YEAR):
            return None
        return await self._keep(call, month, reason)

    async def _keep(self, call: Call, month: Month, reason: str) -> ZeroOffered:
        async def job(tx: Transaction) -> ZeroOffered:
            own = await _meant(tx, call, reason)
            content = {"reason": reason, "month": month.code}
            await dialogues.open_dialogue(tx, call, OFFER, content)
            return ZeroOffered(tuple(unit.name for unit in own), month, reason)

        return await once(self._database, call.origin, call.now, "zeros.offer", _OFFERED, job)

    async def lacking(self, call: Call, text: str) -> ZeroAsked | None:
        """Return what the reason is wanted for, None where the text gives one.

        Raise Conflict when all of the person's units have articles in the month.
        """
        require(call, Action.CONFIRM_ZERO)
        _require_a_unit(call)
        month, reason = split_zero(call, text)
        if reason:
            return None
        days = begun(call, month)

        async def job(tx: Transaction) -> ZeroAsked:
            own = await units.list_units(tx, call.board.id, call.unit_ids)
            silent = await _silent(tx, call, own, days)
            return ZeroAsked(tuple(unit.name for unit in silent), month)

        return await self._database.read(job)

    async def offer(self, call: Call, text: str) -> ZeroOffered:
        """Keep a text that says "nothing this month" until the person confirms it.

        The month is the one named in the text, else the current reporting month.
        """
        require(call, Action.CONFIRM_ZERO)
        reason = clean_line(text)[:MAX_REASON]
        return await self._keep(call, month_said(call, reason), reason)

    async def offered(self, call: Call) -> str | None:
        """Return the month of what was offered and not yet confirmed, None where nothing waits."""
        require(call, Action.CONFIRM_ZERO)

        async def job(tx: Transaction) -> str | None:
            found = await dialogues.find_dialogue(tx, call.person.id, call.board.id)
            if found is None or found.kind != OFFER or call.sent - found.updated_at > OFFERED_FOR:
                return None
            draft = await drafts.find_draft(tx, call.person.id, call.board.id)
            if draft is not None and found.is_older_than(draft.revision, draft.updated_at):
                return None  # a yes answers what is asked about the article
            return str(found.content["month"])

        return await self._database.read(job)

    async def accept(self, call: Call, month: str) -> ZeroConfirmed:
        """Store what was offered; raise Conflict where another question took its place."""
        require(call, Action.CONFIRM_ZERO)
        found = await self._database.read(
            lambda tx: dialogues.find_dialogue(tx, call.person.id, call.board.id)
        )
        if found is None or found.kind != OFFER or found.content["month"] != month:
            raise Conflict("old_offer")
        return await self.confirm(call, f"{month}: {found.content['reason']}")


def _require_a_unit(call: Call) -> None:
    """Raise NotAllowed for a person who speaks for no unit."""
    if not call.unit_ids:
        may_invite = may(call, Action.KEEP_PEOPLE)
        raise NotAllowed("editor_without_unit" if may_invite else "person_without_unit")


async def _meant(tx: Transaction, call: Call, text: str) -> Sequence[Unit]:
    """Return the person's units, those alone that a text names where it names any."""
    own = await units.list_units(tx, call.board.id, call.unit_ids)
    return units_named_in(text, own) or own


async def _silent(
    tx: Transaction, call: Call, own: Sequence[Unit], days: ReportingMonth
) -> list[Unit]:
    """Return the units without articles in a month; raise Conflict when all have some."""
    busy = await articles.units_with_articles(tx, call.board.id, days.first, days.last)
    silent = [unit for unit in own if unit.id not in busy]
    if not silent:
        number = sum(busy.get(unit.id, 0) for unit in own)
        raise Conflict("zero_with_articles", month=days.month.code, count=number)
    return silent
