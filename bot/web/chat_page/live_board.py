"""What the chat page shows beside the conversation, from the same services as the chat."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Literal

from bot.clock.now import Clock
from bot.web.chat_page.board_state import NEXT_REMINDER, BoardRow, BoardTable, NextAction, Persona
from domain.boards import Board, ReminderStage, StageScope
from domain.calls import Origin, Visit
from domain.channels import WEB
from domain.language import Translator, translator
from domain.periods.spans import Period, parse_period, rule_month
from domain.periods.words import period_words
from handlers.commands import used_by
from services.container import Services

MOST_ACTIONS = 5


class LiveBoard:
    """A board of the running program as the page asks for it (implements BoardState).

    `move` moves the clock to an instant and does what falls due; None where the clock is real.
    """

    def __init__(
        self,
        services: Services,
        board: Board,
        clock: Clock,
        personas: Callable[[Translator], Awaitable[list[Persona]]],
        move: Callable[[datetime], Awaitable[None]] | None = None,
    ) -> None:
        self._services = services
        self._board = board
        self._clock = clock
        self._personas = personas
        self._move = move

    def clock_moves(self) -> bool:
        """Tell whether the reader may move the clock."""
        return self._move is not None

    def now(self) -> datetime:
        """Return the clock's time in the board's zone."""
        return self._clock().astimezone(self._board.zone)

    async def commands(self, language: str, user_id: int) -> list[tuple[str, str, str]]:
        """Return what a persona works with by its roles."""
        visit = Visit(Origin(WEB, 0), self._clock(), user_id, "", language)
        call = await self._services.people.look(visit)
        return [
            (command.name, command.twin or "", command.what)
            for command in used_by(translator(language), call)
        ]

    async def personas(self, language: str) -> list[Persona]:
        """Return the people the reader can be."""
        return await self._personas(translator(language))

    async def table(self, language: str) -> BoardTable:
        """Return the table of the clock's half-year."""
        _ = translator(language)
        board, now = self._board, self._clock()
        today = now.astimezone(board.zone).date()
        month = rule_month(today, board.period_rule, board.closing_day)
        half = f"{month.month.year}-H{1 if month.month.month <= 6 else 2}"
        period = parse_period(half, today, board.period_rule, board.closing_day)
        report = await self._services.reports.build(board, period, now, counts_only=True)
        silent = {unit.id for unit in await self._services.reminders.silent(board, month)}
        rows = [
            BoardRow(
                unit.name,
                unit.months,
                unit.known_total,
                group.name,
                _("chưa có tin, bài tháng này") if unit.unit_id in silent else "",
                unit.unit_id in silent,
            )
            for group in report.groups
            for unit in group.units
        ]
        title = period_words(_, period)
        return BoardTable(title[:1].upper() + title[1:], _month_heads(_, period), tuple(rows))

    async def next_actions(self, language: str) -> list[NextAction]:
        """Return the stages to come."""
        _ = translator(language)
        return [
            NextAction(at.astimezone(board.zone), stage_words(_, stage))
            for at, board, stage in self._upcoming()[:MOST_ACTIONS]
        ]

    async def move_clock(self, to: datetime | Literal["next reminder"]) -> datetime:
        """Move the clock, run the tick, and return the new time."""
        if to == NEXT_REMINDER:
            upcoming = self._upcoming()
            if not upcoming:
                raise LookupError("no reminder lies ahead")
            to = upcoming[0][0]
        if self._move is not None:
            await self._move(to)
        return self.now()

    def _upcoming(self) -> Sequence[tuple[datetime, Board, ReminderStage]]:
        found = self._services.reminders.upcoming(self._clock())
        return [item for item in found if item[1].id == self._board.id]


def stage_words(_: Translator, stage: ReminderStage) -> str:
    """Return what a reminder stage will do."""
    return {
        StageScope.CORRESPONDENTS: _("Nhắc cộng tác viên"),
        StageScope.HEADS: _("Báo lãnh đạo đơn vị"),
        StageScope.EDITORS: _("Gửi thư ký bản tổng hợp"),
        StageScope.CHAIR: _("Gửi trưởng ban bản tổng hợp"),
    }[stage.to]


def _month_heads(_: Translator, period: Period) -> tuple[str, ...]:
    return tuple(_("T{month}").format(month=days.month.month) for days in period.months)
