"""Reminders: the database decides what is due; each is a row before it is a message."""

from collections.abc import AsyncIterator, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import partial

from pydantic import TypeAdapter

from domain.boards import Board, ReminderStage, StageScope
from domain.calls import Call
from domain.errors import Conflict, NotFound
from domain.periods.spans import Month, ReportingMonth, named_month, rule_month
from domain.permissions import Action, require
from domain.reminders.rules import UNIT_SCOPES, Plan, latest_stages, next_moments, waking_moment
from domain.reminders.timetable import Timetable, outcomes, times_of, timetable
from domain.units.records import Unit
from services.boards import Boards
from services.conversation.effects import once
from services.isolation import BoardFaults
from services.reminders.rounds import Round, Wanted, add_stand_ins, make_round, plans_of, settled
from storage import boards
from storage.engine.database import Database, DatabaseBusy, Transaction
from storage.reminders import rows as reminders
from storage.reminders.outbox import Outgoing
from storage.reminders.rows import StageRun, StoredReminder
from storage.reminders.silence import silent_units

UNDELIVERED = frozenset({"failed", "unknown"})
# Boards that are asked about at once: enough that the questions cost little, few enough that what
# is known of them stays small.
TOGETHER = 128


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """One unit of one reminder as shown to people.

    `person` is empty for a unit that nobody can be reminded of. `state` is planned, due, claimed,
    sent, failed, unknown, dropped or nobody; `scope` whom the stage writes to.
    """

    unit: str
    person: str
    stage: str
    state: str
    scope: StageScope = StageScope.CORRESPONDENTS


@dataclass(frozen=True, slots=True)
class Preview:
    """Who would be reminded at stages of a month, and what of that was done already.

    `goes_out` is when it goes out by the board's clock, None for at once.
    """

    month: Month
    stages: tuple[str, ...]
    lines: tuple[ReminderLine, ...]
    silent: int
    outbox_ids: tuple[int, ...] = ()
    goes_out: datetime | None = None

    @property
    def open_lines(self) -> int:
        """How many lines are still to be sent."""
        return sum(line.state == "planned" for line in self.lines)


@dataclass(frozen=True, slots=True)
class Due:
    """What is due of a board: the stages that go out, and the rows that settle stages."""

    wanted: Wanted
    marked: Sequence[StageRun]


@dataclass(frozen=True, slots=True)
class RemindedAgain:
    """How many people are reminded once more, of how many who can be, about how many units."""

    people: int
    reachable: int
    silent: int
    goes_out: datetime | None = None


_AGAIN: TypeAdapter[RemindedAgain] = TypeAdapter(RemindedAgain)


class Reminders:
    """The stages of every board's month."""

    def __init__(self, database: Database, boards: Boards) -> None:
        self._database = database
        self._boards = boards

    async def run_due(self, now: datetime, faults: BoardFaults) -> int:
        """Make the reminders of every stage that is due; return how many were made.

        Of several due stages to the same people only the latest is made; the others are marked as
        overtaken, and what a month left behind as missed. Nothing is made twice, whoever calls
        and however often. What fails for a board is left in `faults`; the others have theirs.
        """
        made = 0
        async for due, plans in self.due(now, faults):
            for one in due:
                board, month = one.wanted.board, one.wanted.month
                new = Round(board, month, plans.get(board.id, ()), one.marked, now, now)
                with faults.of(board, "reminders"):
                    made += await self._database.write(partial(make_round, made=new))
        return made

    async def due(
        self, now: datetime, faults: BoardFaults
    ) -> AsyncIterator[tuple[list[Due], dict[int, list[Plan]]]]:
        """Yield what is due and, by board, who is written to, of some boards at a time."""
        everyone = list(self._boards)
        for start in range(0, len(everyone), TOGETHER):
            some = everyone[start : start + TOGETHER]
            try:
                found = [await self._database.read(partial(self._due_of, some=some, now=now))]
            except DatabaseBusy:
                raise
            except Exception:  # noqa: BLE001 - asked one by one, they show whose it is
                found = [one async for one in self._due_one_by_one(some, now, faults)]
            for one in found:
                yield one

    async def _due_one_by_one(
        self, some: Sequence[Board], now: datetime, faults: BoardFaults
    ) -> AsyncIterator[tuple[list[Due], dict[int, list[Plan]]]]:
        for board in some:
            found = None
            with faults.of(board, "reminders"):
                found = await self._database.read(partial(self._due_of, some=[board], now=now))
            if found is not None:
                yield found

    async def _due_of(
        self, tx: Transaction, some: Sequence[Board], now: datetime
    ) -> tuple[list[Due], dict[int, list[Plan]]]:
        tables: dict[Hashable, Timetable] = {}
        kept = [times_of(board) for board in some]
        for board, times in zip(some, kept, strict=True):
            if times not in tables:
                tables[times] = timetable(board, now)
        ids = [board.id for board in some]
        runs = await reminders.runs_of(tx, ids, _months(tables.values()))
        began = await boards.began_at(tx, ids)
        due = []
        for board, times in zip(some, kept, strict=True):
            table = tables[times]
            left = outcomes(table, runs.get(board.id, frozenset()), began[board.id])
            if left:
                running = {one.due.stage for one in left if one.outcome == "run"}
                stages = [stage for stage in board.stages if stage in running]
                marked = [
                    StageRun(one.due.month, one.due.stage.stage, one.outcome, one.due.due_on)
                    for one in left
                ]
                due.append(Due(Wanted(board, table.month, stages), marked))
        return due, await plans_of(tx, [one.wanted for one in due if one.wanted.stages], now)

    async def preview(self, call: Call, month: Month | None = None) -> Preview:
        """Return who would be reminded now and why, for a chair or an editor."""
        require(call, Action.REMIND)
        preview = await self.preview_by_operator(call.board, month, None, call.now)
        due_at = waking_moment(call.board, call.now)
        return replace(preview, goes_out=_later(call.board, call.now, due_at))

    async def preview_by_operator(
        self, board: Board, month: Month | None, stage: str | None, now: datetime
    ) -> Preview:
        """Return who would be reminded at a stage of a month (the current one by default)."""
        days, stages = self._chosen(board, month, stage, now)
        return await self._database.read(lambda tx: self._preview(tx, board, days, stages, now))

    async def send(self, call: Call, month: Month | None = None) -> Preview:
        """Make the reminders that the preview shows as planned, for a chair or an editor.

        In the quiet hours they go out when these end. Making them is safe to repeat: the unique
        key knows those that exist.
        """
        require(call, Action.REMIND)
        due_at = waking_moment(call.board, call.now)
        return await self._send(call.board, month, None, call.now, due_at)

    async def again(self, call: Call, month: Month) -> RemindedAgain:
        """Remind everybody of a month's silent units once more, for a chair or an editor.

        Whoever was reminded today already is not, so a second press sends nothing twice.
        """
        require(call, Action.REMIND)
        board, now = call.board, call.now
        days = self._named(board, month)
        today = now.astimezone(board.zone).date()
        if days.first > today:
            raise Conflict("future_month", month=month.code)
        # A blank: no stage of a board is called so.
        stage = ReminderStage(f"again {today}", today.day, time(), StageScope.CORRESPONDENTS)
        since = datetime.combine(today, time(), board.zone)
        due_at = waking_moment(board, now)

        async def job(tx: Transaction) -> RemindedAgain:
            (found,) = (await plans_of(tx, [Wanted(board, days, [stage])], now))[board.id]
            known = await reminders.reminded_since(tx, board.id, month, since)
            left = tuple(one for one in found.reminders if one.person_id not in known)
            made = await make_round(
                tx, Round(board, days, [replace(found, reminders=left)], [], now, due_at)
            )
            return RemindedAgain(made, len(found.reminders), len(found.silent))

        again = await once(self._database, call.origin, now, "reminders.again", _AGAIN, job)
        return replace(again, goes_out=_later(board, now, due_at))

    async def send_by_operator(
        self, board: Board, month: Month | None, stage: str | None, now: datetime
    ) -> Preview:
        """Make the reminders of a stage that do not exist yet, due now; return all its lines."""
        return await self._send(board, month, stage, now, now)

    async def _send(
        self, board: Board, month: Month | None, stage: str | None, now: datetime, due_at: datetime
    ) -> Preview:
        days, stages = self._chosen(board, month, stage, now)
        marked = [settled(board, days, one, "run") for one in stages]

        async def job(tx: Transaction) -> Preview:
            plans = (await plans_of(tx, [Wanted(board, days, stages)], now))[board.id]
            await make_round(tx, Round(board, days, plans, marked, now, due_at))
            return await self._preview(tx, board, days, stages, now)

        preview = await self._database.write(job)
        return replace(preview, goes_out=_later(board, now, due_at))

    def upcoming(self, now: datetime) -> tuple[tuple[datetime, Board, ReminderStage], ...]:
        """Return the stages still to come this month and next, the earliest first."""
        found = []
        for board in self._boards:
            month = self._current(board, now)
            following = self._named(board, month.month.shifted(1))
            for days in (month, following):
                found += [(at, board, stage) for at, stage in next_moments(board, days, now)]
        return tuple(sorted(found, key=lambda item: (item[0], item[1].id, item[2].stage)))

    async def silent(self, board: Board, month: ReportingMonth) -> tuple[Unit, ...]:
        """Return the units that gave neither an article nor an answer in a month."""
        return await self._database.read(lambda tx: silent_units(tx, board.id, month))

    async def still_silent(self, tx: Transaction, board_id: int, month: Month) -> frozenset[int]:
        """Return the ids of the units that are silent in a month at this moment."""
        board = self._boards.by_id[board_id]
        days = self._named(board, month)
        return frozenset(unit.id for unit in await silent_units(tx, board.id, days))

    async def let_heads_stand_in(self, tx: Transaction, failed: Outgoing, now: datetime) -> int:
        """Write to the heads of the units of a reminder that could not be delivered."""
        code = str(failed.payload["month"])
        month = Month.of_code(code)
        silent = await self.still_silent(tx, failed.board_id, month)
        return await add_stand_ins(tx, failed, silent, now)

    def _current(self, board: Board, now: datetime) -> ReportingMonth:
        today = now.astimezone(board.zone).date()
        return rule_month(today, board.period_rule, board.closing_day)

    def _named(self, board: Board, month: Month) -> ReportingMonth:
        return named_month(month, board.period_rule, board.closing_day)

    def _chosen(
        self, board: Board, month: Month | None, stage: str | None, now: datetime
    ) -> tuple[ReportingMonth, tuple[ReminderStage, ...]]:
        if not board.stages:
            raise Conflict("no_stages")
        days = self._current(board, now)
        if month is not None:
            days = self._named(board, month)
        if days.first > now.astimezone(board.zone).date():
            raise Conflict("future_month", month=days.month.code)
        if stage is not None:
            found = tuple(known for known in board.stages if known.stage == stage)
            if not found:
                names = ", ".join(known.stage for known in board.stages)
                raise NotFound("stage", name=stage, stages=names)
            return days, found
        latest = latest_stages(board, days, now)
        if latest:
            return days, latest
        return days, (next_moments(board, days, now)[0][1],)

    async def _preview(
        self,
        tx: Transaction,
        board: Board,
        month: ReportingMonth,
        stages: Sequence[ReminderStage],
        now: datetime,
    ) -> Preview:
        lines: list[ReminderLine] = []
        outbox_ids: list[int] = []
        silent: tuple[Unit, ...] = ()
        for found in (await plans_of(tx, [Wanted(board, month, stages)], now))[board.id]:
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
                    ReminderLine(
                        unit.name,
                        reminder.name,
                        found.stage.stage,
                        state or "planned",
                        found.stage.to,
                    )
                    for unit in reminder.units
                ]
            lines += _missed(found, stored.values())
            if found.stage.to in UNIT_SCOPES:
                seen = {line.unit for line in lines if line.stage == found.stage.stage}
                lines += [
                    ReminderLine(unit.name, "", found.stage.stage, "nobody", found.stage.to)
                    for unit in found.silent
                    if unit.name not in seen
                ]
        return Preview(
            month.month,
            tuple(stage.stage for stage in stages),
            tuple(lines),
            len(silent),
            tuple(outbox_ids),
        )


def _missed(found: Plan, stored: Iterable[StoredReminder]) -> list[ReminderLine]:
    """Return the lines of those who are planned no more, as a message did not reach them."""
    planned = {reminder.person_id for reminder in found.reminders}
    return [
        ReminderLine(unit.name, one.person, found.stage.stage, one.state, found.stage.to)
        for one in stored
        if one.state in UNDELIVERED and one.person_id not in planned
        for unit in found.silent
        if unit.id in one.units
    ]


def _later(board: Board, now: datetime, due_at: datetime) -> datetime | None:
    return due_at.astimezone(board.zone) if due_at > now else None


def _months(tables: Iterable[Timetable]) -> set[Month]:
    """Return the current months and those before them."""
    return {month for one in tables for month in (one.month.month.shifted(-1), one.month.month)}
