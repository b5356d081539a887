"""What the chat page shows beside the conversation, from the same services as the chat."""

from datetime import datetime
from typing import Literal

from bot.demo.people import PLAYERS, Player
from bot.demo.stage import Stage
from bot.page.board_state import NEXT_REMINDER, BoardRow, BoardTable, NextAction, Persona
from domain.boards import Board
from domain.dates import format_date
from domain.language import Translator, translator
from domain.people import Role
from domain.period_words import period_words
from domain.periods import parse_period, rule_month
from handlers.commands import commands
from handlers.texts.general import role_name


class DemoBoardState:
    """The demo's board as the page asks for it (implements BoardState)."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._services = stage.runtime.base.services

    def clock_moves(self) -> bool:
        """Tell that the reader may move the clock."""
        return True

    def now(self) -> datetime:
        """Return the clock's time in the board's zone."""
        return self._stage.clock().astimezone(self._board.zone)

    def commands(self, language: str) -> list[tuple[str, str, str]]:
        """Return the menu."""
        return [
            (command.name, command.twin or "", command.what)
            for command in commands(translator(language))
        ]

    async def personas(self, language: str) -> list[Persona]:
        """Return the cast."""
        _ = translator(language)
        return [
            Persona(player.user_id, player.name, _role(_, player), player.unit)
            for player in PLAYERS
        ]

    async def table(self, language: str) -> BoardTable:
        """Return the table of the clock's half-year."""
        _ = translator(language)
        board, now = self._board, self._stage.clock()
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
                unit.total,
                group.name,
                _("chưa có tin, bài tháng này") if unit.unit_id in silent else "",
                unit.unit_id in silent,
            )
            for group in report.groups
            for unit in group.units
        ]
        months = tuple(f"{days.month.month}/{days.month.year}" for days in period.months)
        return BoardTable(period_words(_, period), months, tuple(rows))

    async def next_actions(self, language: str) -> list[NextAction]:
        """Return the stages to come."""
        _ = translator(language)
        return [
            NextAction(
                at.astimezone(board.zone),
                _("Đợt nhắc {stage} ({day})").format(
                    stage=stage.stage, day=format_date(at.astimezone(board.zone).date())
                ),
            )
            for at, board, stage in self._services.reminders.upcoming(self._stage.clock())[:5]
        ]

    async def move_clock(self, to: datetime | Literal["next reminder"]) -> datetime:
        """Move the clock, run the tick, and return the new time."""
        if to == NEXT_REMINDER:
            upcoming = self._services.reminders.upcoming(self._stage.clock())
            if not upcoming:
                raise LookupError("no reminder lies ahead")
            to = upcoming[0][0]
        await self._stage.move_clock(to)
        return self.now()

    @property
    def _board(self) -> Board:
        return self._services.boards.named(None)


def _role(_: Translator, player: Player) -> str:
    return _("người lạ") if player.role == "stranger" else role_name(_, Role(player.role))
