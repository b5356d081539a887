"""Where a unit and a board stand: the month, the rank, who is silent, what went wrong."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.boards import Board
from domain.calls import Call
from domain.channels import ZALO
from domain.conversation.zalo_quota import quota_month
from domain.errors import InvalidField, NotFound
from domain.periods.spans import Month, Period, named_month, parse_period, rule_month
from domain.permissions import Action, may, require, require_unit
from domain.reports.dataset import Report
from domain.reports.status import read_asked
from services.conversation.inbox import Inbox
from services.reminders.due import Reminders
from services.reports.building import Reports
from services.units.lookup import unit_named
from storage.articles import review
from storage.articles import rows as articles
from storage.conversation import zalo
from storage.engine.database import Database, Transaction
from storage.people import rows as people
from storage.reminders import digest_groups, duties, outbox
from storage.reminders.outbox import Undelivered
from storage.units import counts
from storage.units import rows as units

SHOWN_FOR = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """A unit's reporting month; `rank` is its place by the half-year's total, 1 the first.

    `zero_reason` is the reason of a confirmed zero, None without one.
    """

    unit_id: int
    unit: str
    count: int
    zero_reason: str | None
    half_year: int
    rank: int
    ranked: int


@dataclass(frozen=True, slots=True)
class ZaloUse:
    """What the bot has used of Zalo's plan, over all boards: messages are those of the month."""

    sent: int
    people: int
    groups: int


@dataclass(frozen=True, slots=True)
class Status:
    """The reporting month of the person's units and, for who may see it, of the board.

    `named` tells that it is another month than the current one, which was asked for by its name.
    `ticked_at` is when the scheduler ran last, in the board's time zone; `unreachable` are people
    of whom no account can be written to.
    """

    month: Month
    period: Period
    own: tuple[UnitStatus, ...]
    board: Report | None = None
    silent: tuple[str, ...] = ()
    undelivered: tuple[Undelivered, ...] = ()
    dead_updates: int = 0
    pending: int = 0
    zalo: ZaloUse | None = None
    ticked_at: datetime | None = None
    unreachable: tuple[str, ...] = ()
    seen_at: datetime | None = None
    named: bool = False


class StatusDesk:
    """Answers "how are we doing?"."""

    def __init__(
        self, database: Database, reports: Reports, reminders: Reminders, inbox: Inbox
    ) -> None:
        self._database = database
        self._reminders = reminders
        self._reports = reports
        self._inbox = inbox

    async def of_unit(self, call: Call, name: str, month: Month | None = None) -> Status:
        """Return how one unit stands, by its name or an alias.

        Raises NotFound with the nearest name, NotAllowed for a unit that the person does not see.
        """
        require(call, Action.SEE_UNIT)
        known = await self._database.read(lambda tx: units.list_units(tx, call.board.id))
        unit = unit_named(known, name, part=True)
        require_unit(call, unit.id, Action.SEE_UNIT)
        return await self._status(call, frozenset({unit.id}), month, of_board=False)

    async def status(self, call: Call, month: Month | None = None) -> Status:
        """Return the status for whoever asks, of the current month or of the one named.

        Raise NotAllowed without any role that sees it, InvalidField for a month to come.
        """
        require(call, Action.SEE_UNIT)
        seen = frozenset(call.seen_unit_ids)
        return await self._status(call, seen, month, of_board=may(call, Action.SEE_BOARD))

    async def of_words(self, call: Call, text: str) -> Status | None:
        """Return how the month that a text names stands, of the unit beside it or of all.

        None where it names neither a month nor all there is, and of a unit that is not known.
        """
        require(call, Action.SEE_UNIT)
        asked = read_asked(call, text)
        if asked is None:
            return None
        month, unit = asked
        if not unit:
            return await self.status(call, month)
        try:
            return await self.of_unit(call, unit, month)
        except NotFound:
            return None

    async def _status(
        self, call: Call, seen: frozenset[int], month: Month | None, *, of_board: bool
    ) -> Status:
        board = call.board
        days = rule_month(call.today, board.period_rule, board.closing_day)
        named = month is not None and month != days.month
        if month is not None:
            days = named_month(month, board.period_rule, board.closing_day)
        if days.first > call.today:
            raise InvalidField("future_month", month=days.month.code)
        half = f"{days.month.year}-H{1 if days.month.month <= 6 else 2}"
        period = parse_period(half, call.today, board.period_rule, board.closing_day)
        report = await self._reports.build(board, period, call.now, counts_only=True)

        zeros = await self._database.read(
            lambda tx: counts.confirmed_zeros_of(tx, board.id, [days.month])
        )
        if named:
            # A month by its name counts as the report counts it, opening counts included.
            place = [known.month for known in report.period.months].index(days.month)
            logged = {row.unit_id: row.months[place] or 0 for row in report.units}
        else:
            logged = await self._database.read(
                lambda tx: articles.units_with_articles(tx, board.id, days.first, days.last)
            )
        ranking = sorted((unit.total for unit in report.units), reverse=True)
        own = tuple(
            UnitStatus(
                row.unit_id,
                row.name,
                logged.get(row.unit_id, 0),
                zeros.get((row.unit_id, days.month)),
                row.total,
                ranking.index(row.total) + 1,
                len(ranking),
            )
            for row in report.units
            if row.unit_id in seen
        )
        if not of_board:
            return Status(days.month, period, own, named=named)
        return Status(
            days.month,
            period,
            own,
            report,
            tuple(unit.name for unit in await self._reminders.silent(board, days)),
            await self._database.read(
                lambda tx: outbox.undelivered(tx, board.id, 20, call.now - SHOWN_FOR)
            ),
            (await self._inbox.counts()).get("dead", 0),
            await self._database.read(lambda tx: review.count_pending(tx, board.id)),
            *await self._database.read(lambda tx: _how_it_runs(tx, board, call.now)),
            seen_at=call.now,
            named=named,
        )


async def _how_it_runs(
    tx: Transaction, board: Board, now: datetime
) -> tuple[ZaloUse | None, datetime | None, tuple[str, ...]]:
    ticked_at = await duties.last_begun(tx, duties.TICK)
    names = {
        member.person.id: member.person.name
        for member in await people.members(tx, board.id)
        if not member.reachable
    }
    used = ZaloUse(
        await zalo.count_sent(tx, quota_month(now)),
        await zalo.count_people(tx),
        await digest_groups.groups_on(tx, ZALO),
    )
    return (
        used if used.sent or used.people else None,
        ticked_at and ticked_at.astimezone(board.zone),
        tuple(names.values()),
    )
