"""Thanks correspondents after a month: what their units gave, their rank, and how it changed."""

from collections.abc import Collection, Mapping
from datetime import datetime, time, timedelta
from functools import partial

from domain.boards import Board
from domain.people.records import Role
from domain.periods.months import rule_month
from domain.periods.spans import Month, ReportingMonth, named_month, parse_period
from domain.reminders.rules import waking_moment
from domain.reminders.working_days import is_working_day
from domain.reports.dataset import Report
from services.boards import Boards
from services.isolation import BoardFaults
from services.reports.building import Reports
from storage.engine.database import Database, Transaction
from storage.people import rows as people
from storage.reminders import duties, outbox

NOT_BEFORE = time(8, 30)
# Thanks that come later than this after a month are none any more.
WITHIN = timedelta(days=10)

Line = tuple[str, int, int, int, int]  # unit, count, rank, of how many, count of the month before


class Thanks:
    """The thanks after each month, for boards that have not switched them off."""

    def __init__(self, database: Database, boards: Boards, reports: Reports) -> None:
        self._database = database
        self._boards = boards
        self._reports = reports
        # What was asked of the database already, so that a tick costs nothing.
        self._done: dict[int, Month] = {}

    async def run_due(self, now: datetime, faults: BoardFaults) -> None:
        """Thank for the month that has ended, once, on the first working morning after it."""
        for board in list(self._boards):
            month = _month_to_thank_for(board, now)
            if month is None or self._done.get(board.id) == month.month:
                continue
            with faults.of(board, "thanks"):
                if await self._database.read(partial(_is_due, board=board, month=month)):
                    await self._thank(board, month, now)
                self._done[board.id] = month.month

    async def _thank(self, board: Board, month: ReportingMonth, now: datetime) -> None:
        lines = await self._lines(board, month.month, now)

        async def job(tx: Transaction) -> None:
            if not await _is_due(tx, board, month):
                return
            for person_id, units in (await _served(tx, board, month, now)).items():
                own = [lines[unit_id] for unit_id in units if unit_id in lines]
                if own:
                    payload = {
                        "board": board.name,
                        "month": month.month.code,
                        "before": month.month.shifted(-1).code,
                        "units": own,
                    }
                    await outbox.add_message(tx, board.id, "thanks", person_id, payload, now)
            await duties.begin(tx, _duty(board), _ended_at(board, month))

        await self._database.write(job)

    async def _lines(self, board: Board, month: Month, now: datetime) -> dict[int, Line]:
        """Return by unit what is said of those that gave something in a month."""
        report = await self._of(board, month, now)
        earlier = await self._of(board, month.shifted(-1), now)
        before = {unit.unit_id: unit.total for unit in earlier.units}
        ranking = sorted((unit.total for unit in report.units), reverse=True)
        return {
            unit.unit_id: (
                unit.name,
                unit.total,
                ranking.index(unit.total) + 1,
                len(ranking),
                before.get(unit.unit_id, 0),
            )
            for unit in report.units
            if unit.total
        }

    async def _of(self, board: Board, month: Month, now: datetime) -> Report:
        today = now.astimezone(board.zone).date()
        period = parse_period(month.code, today, board.period_rule, board.closing_day)
        return await self._reports.build(board, period, now, counts_only=True)


def _month_to_thank_for(board: Board, now: datetime) -> ReportingMonth | None:
    """Return the month that ended some days ago, None at an hour or on a day without thanks."""
    local = now.astimezone(board.zone)
    today = local.date()
    if not board.thanks or local.time() < NOT_BEFORE or waking_moment(board, now) != now:
        return None
    if board.working_days_only and not is_working_day(today, board.days_off):
        return None
    current = rule_month(today, board.period_rule, board.closing_day)
    if today - current.first > WITHIN:
        return None
    return named_month(current.month.shifted(-1), board.period_rule, board.closing_day)


async def _is_due(tx: Transaction, board: Board, month: ReportingMonth) -> bool:
    thanked = await duties.last_begun(tx, _duty(board))
    return thanked is None or thanked < _ended_at(board, month)


async def _served(
    tx: Transaction, board: Board, month: ReportingMonth, now: datetime
) -> Mapping[int, Collection[int]]:
    """Return the units of each correspondent who can be written to and was there that month."""
    there = await people.given_before(tx, board.id, _ended_at(board, month))
    served: dict[int, list[int]] = {}
    for member in await people.members(tx, board.id, now):
        is_own = member.role is Role.CORRESPONDENT and member.stands_in_for is None
        if member.reachable and is_own and member.unit_id and member.membership_id in there:
            served.setdefault(member.person.id, []).append(member.unit_id)
    return served


def _ended_at(board: Board, month: ReportingMonth) -> datetime:
    return datetime.combine(month.last + timedelta(days=1), time(), board.zone)


def _duty(board: Board) -> str:
    return f"thanks:{board.id}"
