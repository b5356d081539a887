"""What a board's stages have come to at an instant.

It is worked out once for all boards that keep the same times, as most boards of a country do.
"""

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from datetime import date, datetime

from domain.boards import Board, ReminderStage, StageScope
from domain.periods.spans import Month, ReportingMonth, named_month, rule_month
from domain.reminders.rules import due_stages, may_remind


@dataclass(frozen=True, slots=True)
class DueStage:
    """A stage of a month whose instant has come; `due_on` is its day on the board's calendar."""

    month: Month
    stage: ReminderStage
    moment: datetime
    due_on: date


@dataclass(frozen=True, slots=True)
class Timetable:
    """The current month and its due stages, those of the month before, the earliest first.

    `open` tells whether reminders may go out now or wait for the next working morning.
    """

    month: ReportingMonth
    due: tuple[DueStage, ...]
    before: tuple[DueStage, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a due stage: run, overtaken, merged or missed."""

    due: DueStage
    outcome: str


def times_of(board: Board) -> Hashable:
    """Return what a board's timetable depends on besides the instant."""
    return (
        board.zone.key,
        board.period_rule,
        board.closing_day,
        board.stages,
        board.quiet_hours,
        board.working_days_only,
        board.days_off,
    )


def timetable(board: Board, now: datetime) -> Timetable:
    """Work out a board's timetable at an instant."""
    today = now.astimezone(board.zone).date()
    month = rule_month(today, board.period_rule, board.closing_day)
    before = named_month(month.month.shifted(-1), board.period_rule, board.closing_day)
    return Timetable(
        month, _due(board, month, now), _due(board, before, now), may_remind(board, month, now)
    )


def outcomes(
    table: Timetable, known: Collection[tuple[Month, str]], began_at: datetime
) -> list[Outcome]:
    """Return what becomes of the due stages that are not done with yet (`known`).

    Of several to the same people the latest runs; one before it was overtaken, or, where the board
    did not exist yet or both come at one moment, is one with it. What the month before left behind
    is missed; stages due before `began_at`, when the board began, were never meant to be sent.
    """
    left = [
        Outcome(due, "missed")
        for due in table.before
        if due.moment >= began_at and (due.month, due.stage.stage) not in known
    ]
    if not table.open:
        return left
    latest: dict[StageScope, DueStage] = {due.stage.to: due for due in table.due}
    for due in table.due:
        if (due.month, due.stage.stage) in known:
            continue
        newest = latest[due.stage.to]
        if newest is due:
            outcome = "run"
        else:
            outcome = "overtaken" if began_at <= due.moment < newest.moment else "merged"
        left.append(Outcome(due, outcome))
    return left


def _due(board: Board, month: ReportingMonth, now: datetime) -> tuple[DueStage, ...]:
    return tuple(
        DueStage(month.month, stage, moment, moment.astimezone(board.zone).date())
        for moment, stage in due_stages(board, month, now)
    )
