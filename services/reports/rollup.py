"""Several boards in one table, for whoever is an editor or chair of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.boards import Board
from domain.calls import Call
from domain.errors import NotAllowed
from domain.people.records import Role
from domain.periods.spans import Month, parse_period
from domain.permissions import PERMISSIONS, Action
from domain.reports.dataset import Report
from services.boards import Boards
from services.reports.building import Reports
from storage.engine.database import Database
from storage.people import rows as people


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A board's line: `months` is parallel to the table's, None where its period has no such."""

    board: Board
    months: tuple[int | None, ...]
    total: int
    silent: int


@dataclass(frozen=True, slots=True)
class RollUp:
    """Boards × months of one period; each board cuts its months by its own rule."""

    code: str
    months: tuple[Month, ...]
    lines: tuple[BoardLine, ...]

    @property
    def total(self) -> int:
        """All items of all boards."""
        return sum(line.total for line in self.lines)

    def month_total(self, place: int) -> int:
        """The items of all boards in the month at a place."""
        return sum(line.months[place] or 0 for line in self.lines)


class RollUps:
    """Tables over several boards."""

    def __init__(self, database: Database, boards: Boards, reports: Reports) -> None:
        self._database = database
        self._boards = boards
        self._reports = reports

    async def table(self, call: Call, text: str) -> RollUp:
        """Return the table of a period (this half-year by default) over the person's boards.

        Raises NotAllowed for who may see the report of fewer than two boards, and InvalidPeriod.
        """
        boards = await self._readable(call)
        if len(boards) < 2:
            raise NotAllowed("rollup_alone")
        period = text or (await self._reports.current_period(call)).code
        return await self.build(boards, period, call.today, call.now)

    async def build(self, boards: Sequence[Board], text: str, today: date, now: datetime) -> RollUp:
        """Return the table of a period over some boards; raise InvalidPeriod."""
        reports = []
        for board in boards:
            period = parse_period(text, today, board.period_rule, board.closing_day)
            reports.append(await self._reports.build(board, period, now, counts_only=True))
        months = sorted({each.month for report in reports for each in report.period.months})
        return RollUp(
            reports[0].period.code,
            tuple(months),
            tuple(_line(report, months) for report in reports),
        )

    async def report(self, call: Call, board_id: int, period: str) -> Report:
        """Return the report of one of the person's boards; raise NotAllowed for others'."""
        for board in await self._readable(call):
            if board.id == board_id:
                days = parse_period(period, call.today, board.period_rule, board.closing_day)
                return await self._reports.build(board, days, call.now)
        raise NotAllowed(action=Action.REPORT.value)

    async def _readable(self, call: Call) -> tuple[Board, ...]:
        """Return the boards whose reports one of the person's roles may see."""
        identity = await self._database.read(
            lambda tx: people.identify(tx, call.origin.channel, call.chat_id)
        )
        reading = {
            membership.board_id
            for membership in (identity.memberships if identity else ())
            if Action.REPORT in PERMISSIONS[Role(membership.role)]
        }
        return tuple(board for board in self._boards if board.id in reading)


def _line(report: Report, months: Sequence[Month]) -> BoardLine:
    known = dict(
        zip([each.month for each in report.period.months], report.month_totals, strict=True)
    )
    return BoardLine(
        report.board,
        tuple(known.get(month) for month in months),
        report.total,
        len(report.silent_units),
    )
