"""Confirmed zeros: a unit says that it has nothing this month, and why."""

import re
from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter

from domain.calls import Call
from domain.errors import Conflict, InvalidField, InvalidPeriod, NotAllowed
from domain.periods.spans import Month, named_month, parse_month, rule_month
from domain.permissions import Action, require, require_unit
from domain.text import clean_line, search_key
from services.conversation.effects import once
from storage.articles import rows as articles
from storage.conversation import dialogues
from storage.engine.database import Database, Transaction
from storage.engine.transaction import OfBoard
from storage.units import counts
from storage.units import rows as units
from storage.upkeep import audit

MAX_REASON = 500
OFFER = "zero"
# A month without its year that lies further back is asked about.
FAR_MONTHS = 6
_NAMED_MONTH = re.compile(r"\bthang (?:nay|truoc|[0-9]{1,2}(?:[/-][0-9]{4}| nam [0-9]{4})?)")
_LIKE_A_MONTH = re.compile(r"(thang \d+([/-]\d+)?|\d{1,2}[/-]\d{4}|\d{4}-\d{1,2})(?!\S)")


@dataclass(frozen=True, slots=True)
class ZeroConfirmed:
    """Units that have nothing in a month."""

    units: tuple[str, ...]
    month: Month
    reason: str
    outcome: Literal["confirmed"] = "confirmed"


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

        The text may begin with a month ("tháng 5", "2021-05"). Units with articles in that month
        are left alone; raise Conflict when all of them have some.
        """
        require(call, Action.CONFIRM_ZERO)
        if not call.unit_ids:
            raise NotAllowed("no_unit")
        month, reason = self._read(call, text)
        days = named_month(month, call.board.period_rule, call.board.closing_day)
        if days.first > call.today:
            raise InvalidField("future_month", month=month.code)

        async def job(tx: Transaction) -> ZeroConfirmed:
            own = await units.list_units(tx, call.board.id, call.unit_ids)
            busy = await articles.units_with_articles(tx, call.board.id, days.first, days.last)
            silent = [unit for unit in own if unit.id not in busy]
            if not silent:
                number = sum(busy.get(unit.id, 0) for unit in own)
                raise Conflict("zero_with_articles", month=month.code, count=number)
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

    async def offer(self, call: Call, text: str) -> ZeroOffered:
        """Keep a text that says "nothing this month" until the person confirms it.

        The month is the one named in the text, else the current reporting month.
        """
        require(call, Action.CONFIRM_ZERO)
        reason = clean_line(text)[:MAX_REASON]
        month = self._month_in(call, reason)

        async def job(tx: Transaction) -> ZeroOffered:
            own = await units.list_units(tx, call.board.id, call.unit_ids)
            content = {"reason": reason, "month": month.code}
            await dialogues.open_dialogue(tx, call, OFFER, content)
            return ZeroOffered(tuple(unit.name for unit in own), month, reason)

        return await once(self._database, call.origin, call.now, "zeros.offer", _OFFERED, job)

    async def accept(self, call: Call, month: str) -> ZeroConfirmed:
        """Store what was offered; raise Conflict where another question took its place."""
        require(call, Action.CONFIRM_ZERO)
        found = await self._database.read(
            lambda tx: dialogues.find_dialogue(tx, call.person.id, call.board.id)
        )
        if found is None or found.kind != OFFER or found.content["month"] != month:
            raise Conflict("old_offer")
        return await self.confirm(call, f"{month}: {found.content['reason']}")

    def _month_in(self, call: Call, text: str) -> Month:
        board = call.board
        named = _NAMED_MONTH.search(search_key(text))
        if named is None:
            month = rule_month(call.today, board.period_rule, board.closing_day).month
        else:
            month = parse_month(
                named[0], call.today, board.period_rule, board.closing_day, far_from=FAR_MONTHS
            )
        if named_month(month, board.period_rule, board.closing_day).first > call.today:
            raise InvalidField("future_month", month=month.code)
        return month

    def _read(self, call: Call, text: str) -> tuple[Month, str]:
        words = clean_line(text).split(" ")
        month = rule_month(call.today, call.board.period_rule, call.board.closing_day).month
        # The longest beginning that names a month is the month; the rest is the reason.
        for size in range(min(4, len(words)), 0, -1):
            try:
                month = parse_month(
                    " ".join(words[:size]).rstrip(":,"),
                    call.today,
                    call.board.period_rule,
                    call.board.closing_day,
                    far_from=FAR_MONTHS,
                )
            except InvalidPeriod:
                continue
            words = words[size:]
            break
        else:
            # A month that never was must not confirm this one.
            meant = _LIKE_A_MONTH.match(search_key(text))
            if meant:
                raise InvalidPeriod(text=meant[0])
        reason = " ".join(words).strip(" :,-–—")
        if not reason:
            raise InvalidField("zero_without_reason")
        if len(reason) > MAX_REASON:
            raise InvalidField("long_reason", length=len(reason), limit=MAX_REASON)
        return month, reason
