"""One round of reminders inside a transaction: who is silent, whom it writes to, its rows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.boards import Board, ReminderStage, StageScope
from domain.channels import SILENT_CHANNELS
from domain.people.records import Role
from domain.periods.spans import Month, ReportingMonth
from domain.portal.listing import PortalItem
from domain.reminders.rules import Plan, PlannedReminder, plans, stage_moment
from services.portal.offering import proposals
from storage.engine.database import Transaction
from storage.people import rows as people
from storage.reminders import digest_groups, silence
from storage.reminders import rows as reminders
from storage.reminders.outbox import Outgoing
from storage.reminders.rows import StageRun

MOST_ON_PORTAL = 5
NOT_SENT = frozenset({"overtaken", "missed"})


@dataclass(frozen=True, slots=True)
class Round:
    """What a round makes and when it goes out; `marked` are the stages it settles."""

    board: Board
    month: ReportingMonth
    plans: Sequence[Plan]
    marked: Sequence[StageRun]
    now: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """A month's stages of a board of which is asked who is written to."""

    board: Board
    month: ReportingMonth
    stages: Sequence[ReminderStage]


async def plans_of(
    tx: Transaction, wanted: Sequence[Wanted], now: datetime
) -> dict[int, list[Plan]]:
    """Return by board who is written to at each stage: for somebody who is away, the stand-in.

    Boards that count the same days are asked about together.
    """
    alike: dict[ReportingMonth, list[Wanted]] = {}
    for one in wanted:
        alike.setdefault(one.month, []).append(one)
    planned: dict[int, list[Plan]] = {}
    for month, several in alike.items():
        found = await silence.silence_of(tx, [one.board.id for one in several], month, now)
        for one in several:
            known = found[one.board.id]
            planned[one.board.id] = plans(month, one.stages, known.units, known.contacts)
    return planned


async def make_round(tx: Transaction, made: Round) -> int:
    """Make the reminders that do not exist yet and settle the stages; return how many.

    What exists is seen inside the transaction: another worker may have run the stage meanwhile.
    Whether a unit is still silent is looked at again when its message is sent.
    """
    board, month = made.board, made.month
    await reminders.mark_stages(tx, board.id, made.marked, made.now)
    not_sent = [
        [run.month.code, run.stage, run.due_on.isoformat()]
        for run in await reminders.stages_run(tx, board.id, [month.month.shifted(-1), month.month])
        if run.outcome in NOT_SENT
    ]
    unalerted = await people.names_without_push(tx, board.id, SILENT_CHANNELS, made.now)
    count = 0
    published = [
        (each.unit_id, each.item)
        for each in await proposals(tx, board, made.now.astimezone(board.zone).date())
        if each.unit_id is not None and each.is_of(month.first, month.last)
    ]
    for found in made.plans:
        stage = found.stage
        stored = await reminders.reminders_of(tx, board.id, month.month, stage.stage)
        known = {one.person_id for one in stored}
        groups = await _group_reminders(tx, board, found)
        for reminder in (*found.reminders, *groups):
            if reminder.person_id in known:
                continue
            await reminders.add_reminder(
                tx,
                board.id,
                month.month,
                stage.stage,
                stage.to.value,
                reminder.person_id,
                _payload(board, month, found, reminder, not_sent, unalerted)
                | {"group": reminder in groups}
                | _on_portal(found, reminder, published),
                made.now,
                made.due_at,
            )
            count += 1
    return count


async def _group_reminders(tx: Transaction, board: Board, found: Plan) -> list[PlannedReminder]:
    """Return the digest for the groups: the editors', or the chair's where editors get none."""
    scopes = {stage.to for stage in board.stages}
    digest = StageScope.EDITORS if StageScope.EDITORS in scopes else StageScope.CHAIR
    if found.stage.to is not digest or not found.silent:
        return []
    return [
        PlannedReminder(group.person_id, group.title, found.silent)
        for group in await digest_groups.active_groups(tx, board.id)
    ]


def settled(board: Board, month: ReportingMonth, stage: ReminderStage, outcome: str) -> StageRun:
    """Return the row that settles a stage of a month."""
    due_on = stage_moment(board, month, stage).astimezone(board.zone).date()
    return StageRun(month.month, stage.stage, outcome, due_on)


def _payload(
    board: Board,
    month: ReportingMonth,
    found: Plan,
    reminder: PlannedReminder,
    not_sent: Sequence[Sequence[str]],
    unalerted: Sequence[str],
) -> dict[str, Any]:
    digest = found.stage.to in {StageScope.EDITORS, StageScope.CHAIR}
    return {
        "month": month.month.code,
        "stage": found.stage.stage,
        "scope": found.stage.to.value,
        "text": found.stage.text,
        "board": board.name,
        "board_id": board.id,
        "last_day": month.last.isoformat(),
        "units": [[unit.id, unit.name] for unit in reminder.units],
        "stands_in": reminder.stands_in,
        "nobody": [unit.name for unit in found.with_nobody] if digest else [],
        "not_sent": [list(one) for one in not_sent] if digest else [],
        "unalerted": list(unalerted) if digest else [],
    }


def _on_portal(
    found: Plan, reminder: PlannedReminder, published: Sequence[tuple[int, PortalItem]]
) -> dict[str, Any]:
    """Return what the portal has of the units that are reminded, as (unit, item, title)."""
    if found.stage.to in {StageScope.EDITORS, StageScope.CHAIR}:
        return {}
    own = {unit.id for unit in reminder.units}
    items = [[unit_id, item.id, item.title] for unit_id, item in published if unit_id in own]
    return {"portal": items[:MOST_ON_PORTAL]} if items else {}


async def add_stand_ins(
    tx: Transaction, failed: Outgoing, silent: Collection[int], now: datetime
) -> int:
    """Write to the heads of the units whose correspondent could not be written to.

    Only where no other correspondent of the unit can be; return how many heads are written to.
    """
    payload = failed.payload
    if payload["scope"] != StageScope.CORRESPONDENTS.value or payload["stands_in"]:
        return 0
    code = str(payload["month"])
    month = Month.of_code(code)
    stage = str(payload["stage"])
    stored = await reminders.reminders_of(tx, failed.board_id, month, stage)
    missed = {failed.person_id, *(one.person_id for one in stored if one.state == "failed")}
    members = [m for m in await people.members(tx, failed.board_id, now) if m.reachable]
    others = {
        m.unit_id for m in members if m.role is Role.CORRESPONDENT and m.person.id not in missed
    }
    known = {(one.scope, one.person_id) for one in stored}
    count = 0
    for unit_id, name in payload["units"]:
        if unit_id not in silent or unit_id in others:
            continue
        scope = f"unit-{unit_id}"
        for head in members:
            if head.role is not Role.HEAD or head.unit_id != unit_id:
                continue
            if (scope, head.person.id) in known:
                continue
            known.add((scope, head.person.id))
            await reminders.add_reminder(
                tx,
                failed.board_id,
                month,
                stage,
                scope,
                head.person.id,
                {**payload, "units": [[unit_id, name]], "stands_in": True},
                now,
                now,
                failed.id,
            )
            count += 1
    return count
