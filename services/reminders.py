"""Reminders: the database decides what is due; each is a row before it is a message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.boards import Board, ReminderStage, StageScope
from domain.calls import Call
from domain.errors import Conflict, NotFound
from domain.periods import Month, ReportingMonth, named_month, rule_month
from domain.permissions import Action, require
from domain.reminders import (
    UNIT_SCOPES,
    Contact,
    Plan,
    due_stages,
    latest_stages,
    next_moments,
    plan,
    silent_units,
)
from domain.text import nearest
from domain.units import Unit
from services.boards import Boards
from storage import articles, counts, people, reminders, units
from storage.database import Database, Transaction


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """One unit of one reminder as shown to people.

    `person` is empty for a unit that nobody can be reminded of. `state` is planned, due, claimed,
    sent, failed, unknown, dropped or nobody.
    """

    unit: str
    person: str
    stage: str
    state: str


@dataclass(frozen=True, slots=True)
class Preview:
    """Who would be reminded at stages of a month, and what of that was done already."""

    month: Month
    stages: tuple[str, ...]
    lines: tuple[ReminderLine, ...]
    silent: int
    outbox_ids: tuple[int, ...] = ()

    @property
    def open_lines(self) -> int:
        """How many lines are still to be sent."""
        return sum(line.state == "planned" for line in self.lines)


class Reminders:
    """The stages of every board's month."""

    def __init__(self, database: Database, boards: Boards) -> None:
        self._database = database
        self._boards = boards

    async def run_due(self, now: datetime) -> int:
        """Make the reminders of every stage that is due; return how many were made.

        Of several due stages to the same people only the latest is made; the others are marked as
        overtaken. Nothing is made twice, whoever calls and however often.
        """
        made = 0
        for board in self._boards:
            month = self._current(board, now)
            due = due_stages(board, month, now)
            if not due:
                continue
            known = await self._database.read(
                lambda tx, board=board, month=month: reminders.stages_run(  # type: ignore[misc]
                    tx, board.id, month.month
                )
            )
            if all(stage.stage in known for _moment, stage in due):
                continue
            latest = latest_stages(board, month, now)
            made += await self._database.write(
                lambda tx, board=board, month=month, due=due, latest=latest: self._make(  # type: ignore[misc]
                    tx, board, month, [stage for _m, stage in due], latest, now
                )
            )
        return made

    async def preview(self, call: Call, month: Month | None = None) -> Preview:
        """Return who would be reminded now and why, for a chair or an editor."""
        require(call, Action.REMIND)
        return await self.preview_by_operator(call.board, month, None, call.now)

    async def preview_by_operator(
        self, board: Board, month: Month | None, stage: str | None, now: datetime
    ) -> Preview:
        """Return who would be reminded at a stage of a month (the current one by default)."""
        days, stages = self._chosen(board, month, stage, now)
        return await self._database.read(lambda tx: self._preview(tx, board, days, stages))

    async def send(self, call: Call, month: Month | None = None) -> Preview:
        """Make the reminders that the preview shows as planned, for a chair or an editor.

        Making them is safe to repeat: the unique key knows those that exist.
        """
        require(call, Action.REMIND)
        return await self.send_by_operator(call.board, month, None, call.now)

    async def send_by_operator(
        self, board: Board, month: Month | None, stage: str | None, now: datetime
    ) -> Preview:
        """Make the reminders of a stage that do not exist yet; return all of its lines."""
        days, stages = self._chosen(board, month, stage, now)

        async def job(tx: Transaction) -> Preview:
            await self._make(tx, board, days, stages, stages, now)
            return await self._preview(tx, board, days, stages)

        return await self._database.write(job)

    def upcoming(self, now: datetime) -> tuple[tuple[datetime, Board, ReminderStage], ...]:
        """Return the stages still to come this month and next, the earliest first."""
        found = []
        for board in self._boards:
            month = self._current(board, now)
            following = named_month(
                Month(month.month.year + month.month.month // 12, month.month.month % 12 + 1),
                board.period_rule,
                board.closing_day,
            )
            for days in (month, following):
                found += [(at, board, stage) for at, stage in next_moments(board, days, now)]
        return tuple(sorted(found, key=lambda item: (item[0], item[1].id, item[2].stage)))

    async def silent(self, board: Board, month: ReportingMonth) -> tuple[Unit, ...]:
        """Return the units that gave neither an article nor an answer in a month."""
        return await self._database.read(lambda tx: self._silent(tx, board, month))

    async def still_silent(self, tx: Transaction, board_id: int, month: Month) -> frozenset[int]:
        """Return the ids of the units that are silent in a month at this moment."""
        board = self._boards.by_id[board_id]
        days = named_month(month, board.period_rule, board.closing_day)
        return frozenset(unit.id for unit in await self._silent(tx, board, days))

    def _current(self, board: Board, now: datetime) -> ReportingMonth:
        today = now.astimezone(board.zone).date()
        return rule_month(today, board.period_rule, board.closing_day)

    def _chosen(
        self, board: Board, month: Month | None, stage: str | None, now: datetime
    ) -> tuple[ReportingMonth, tuple[ReminderStage, ...]]:
        if not board.stages:
            raise Conflict("no_stages")
        days = self._current(board, now)
        if month is not None:
            days = named_month(month, board.period_rule, board.closing_day)
        if days.first > now.astimezone(board.zone).date():
            raise Conflict("future_month", month=days.month.code)
        if stage is not None:
            found = tuple(known for known in board.stages if known.stage == stage)
            if not found:
                names = [known.stage for known in board.stages]
                raise NotFound("stage", name=stage, nearest=nearest(stage, names), stages=names)
            return days, found
        latest = latest_stages(board, days, now)
        if latest:
            return days, latest
        return days, (next_moments(board, days, now)[0][1],)

    async def _make(
        self,
        tx: Transaction,
        board: Board,
        month: ReportingMonth,
        marked: Sequence[ReminderStage],
        stages: Sequence[ReminderStage],
        now: datetime,
    ) -> int:
        made = 0
        # Seen again inside the transaction: another worker may have run the stage meanwhile.
        for found in await self._plans(tx, board, month, stages):
            known = {
                stored.person_id
                for stored in await reminders.reminders_of(
                    tx, board.id, month.month, found.stage.stage
                )
            }
            for reminder in found.reminders:
                if reminder.person_id in known:
                    continue
                await reminders.add_reminder(
                    tx,
                    board.id,
                    month.month,
                    found.stage.stage,
                    found.stage.to.value,
                    reminder.person_id,
                    _payload(board, month, found, reminder.units),
                    now,
                )
                made += 1
        await reminders.mark_stage_run(
            tx, board.id, month.month, [stage.stage for stage in marked], now
        )
        return made

    async def _plans(
        self,
        tx: Transaction,
        board: Board,
        month: ReportingMonth,
        stages: Sequence[ReminderStage],
    ) -> list[Plan]:
        silent = await self._silent(tx, board, month)
        contacts = [
            Contact(m.person.id, m.person.name, m.role, m.unit_id, m.reachable)
            for m in await people.members(tx, board.id)
        ]
        return [plan(month, stage, silent, contacts) for stage in stages]

    async def _silent(
        self, tx: Transaction, board: Board, month: ReportingMonth
    ) -> tuple[Unit, ...]:
        zeros = await counts.confirmed_zeros_of(tx, board.id, [month.month])
        opening = await counts.opening_counts_of(tx, board.id, [month.month])
        return silent_units(
            await units.list_units(tx, board.id),
            month,
            await articles.units_with_articles(tx, board.id, month.first, month.last),
            {unit_id for unit_id, _month in zeros},
            {unit_id for (unit_id, _month), count in opening.items() if count},
        )

    async def _preview(
        self,
        tx: Transaction,
        board: Board,
        month: ReportingMonth,
        stages: Sequence[ReminderStage],
    ) -> Preview:
        lines: list[ReminderLine] = []
        outbox_ids: list[int] = []
        silent: tuple[Unit, ...] = ()
        for found in await self._plans(tx, board, month, stages):
            silent = found.silent
            stored = {
                item.person_id: item
                for item in await reminders.reminders_of(
                    tx, board.id, month.month, found.stage.stage
                )
            }
            outbox_ids += [item.outbox_id for item in stored.values()]
            for reminder in found.reminders:
                state = stored[reminder.person_id].state if reminder.person_id in stored else ""
                lines += [
                    ReminderLine(unit.name, reminder.name, found.stage.stage, state or "planned")
                    for unit in reminder.units
                ]
            if found.stage.to in UNIT_SCOPES:
                covered = {unit.id for reminder in found.reminders for unit in reminder.units}
                lines += [
                    ReminderLine(unit.name, "", found.stage.stage, "nobody")
                    for unit in found.silent
                    if unit.id not in covered
                ]
        return Preview(
            month.month,
            tuple(stage.stage for stage in stages),
            tuple(lines),
            len(silent),
            tuple(outbox_ids),
        )


def _payload(
    board: Board, month: ReportingMonth, found: Plan, own: Sequence[Unit]
) -> dict[str, Any]:
    digest = found.stage.to in {StageScope.EDITORS, StageScope.CHAIR}
    return {
        "month": month.month.code,
        "stage": found.stage.stage,
        "scope": found.stage.to.value,
        "text": found.stage.text,
        "board": board.name,
        "last_day": month.last.isoformat(),
        "units": [[unit.id, unit.name] for unit in own],
        "nobody": [unit.name for unit in found.with_nobody] if digest else [],
    }
