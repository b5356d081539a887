"""Reminders: one row a board, month, stage, scope and person, so none can be made twice."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select

from domain.periods.spans import Month
from domain.reminders.rules import UNIT_SCOPES
from storage.engine.database import Transaction
from storage.engine.tables import outbox, people, reminders, stage_runs
from storage.reminders.outbox import add_message


@dataclass(frozen=True, slots=True)
class StoredReminder:
    """A reminder with its message's state and, by id, the units it names."""

    person_id: int
    scope: str
    outbox_id: int
    state: str
    person: str
    units: Mapping[int, str]


async def reminders_of(
    tx: Transaction, board_id: int, month: Month, stage: str
) -> tuple[StoredReminder, ...]:
    """Return the reminders that exist for a stage of a month."""
    rows = await tx.all(
        select(
            reminders.c.person_id,
            reminders.c.scope,
            reminders.c.outbox_id,
            outbox.c.state,
            people.c.name,
            outbox.c.payload,
        )
        .join(outbox, outbox.c.id == reminders.c.outbox_id)
        .join(people, people.c.id == reminders.c.person_id)
        .where(
            reminders.c.board_id == board_id,
            reminders.c.month == month.code,
            reminders.c.stage == stage,
        )
    )
    return tuple(
        StoredReminder(
            row.person_id,
            row.scope,
            row.outbox_id,
            row.state,
            row.name,
            dict(row.payload["units"]),
        )
        for row in rows
    )


async def reminded_since(
    tx: Transaction, board_id: int, month: Month, since: datetime
) -> frozenset[int]:
    """Return who was reminded of units in a month since an instant; digests remind nobody."""
    rows = await tx.all(
        select(reminders.c.person_id).where(
            reminders.c.board_id == board_id,
            reminders.c.month == month.code,
            reminders.c.scope.in_([scope.value for scope in UNIT_SCOPES]),
            reminders.c.created_at >= since,
        )
    )
    return frozenset(row.person_id for row in rows)


async def add_reminder(
    tx: Transaction,
    board_id: int,
    month: Month,
    stage: str,
    scope: str,
    person_id: int,
    payload: Mapping[str, Any],
    now: datetime,
    due_at: datetime,
    stands_in_for: int | None = None,
) -> int:
    """Store a reminder with its message that is due at an instant; return the message's id.

    The caller has seen in this transaction that the reminder does not exist; the unique key
    refuses a second one made at the same moment.
    """
    outbox_id = await add_message(
        tx, board_id, "reminder", person_id, payload, now, due_at, stands_in_for
    )
    await tx.execute(
        insert(reminders).values(
            board_id=board_id,
            month=month.code,
            stage=stage,
            scope=scope,
            person_id=person_id,
            outbox_id=outbox_id,
            created_at=now,
        )
    )
    return outbox_id


@dataclass(frozen=True, slots=True)
class StageRun:
    """A stage that is done with: `outcome` is run, overtaken, merged or missed."""

    month: Month
    stage: str
    outcome: str
    due_on: date


async def stages_run(
    tx: Transaction, board_id: int, months: Sequence[Month]
) -> tuple[StageRun, ...]:
    """Return the stages of some months that are done with, in the order they were due."""
    rows = await tx.all(
        select(stage_runs.c.month, stage_runs.c.stage, stage_runs.c.outcome, stage_runs.c.due_on)
        .where(
            stage_runs.c.board_id == board_id,
            stage_runs.c.month.in_([month.code for month in months]),
        )
        .order_by(stage_runs.c.due_on, stage_runs.c.stage)
    )
    return tuple(
        StageRun(Month.of_code(row.month), row.stage, row.outcome, row.due_on) for row in rows
    )


async def runs_of(
    tx: Transaction, board_ids: Collection[int], months: Collection[Month]
) -> dict[int, set[tuple[Month, str]]]:
    """Return by board which stages of some months are done with, as (month, stage)."""
    rows = await tx.all(
        select(stage_runs.c.board_id, stage_runs.c.month, stage_runs.c.stage).where(
            stage_runs.c.board_id.in_(board_ids),
            stage_runs.c.month.in_([month.code for month in months]),
        )
    )
    found: dict[int, set[tuple[Month, str]]] = {}
    for board_id, month, stage in rows:
        found.setdefault(board_id, set()).add((Month.of_code(month), stage))
    return found


async def mark_stages(
    tx: Transaction, board_id: int, runs: Sequence[StageRun], now: datetime
) -> None:
    """Remember that stages are done with; one that already is stays as it is."""
    row = tx.insert(stage_runs)
    values = [
        {
            "board_id": board_id,
            "month": run.month.code,
            "stage": run.stage,
            "outcome": run.outcome,
            "due_on": run.due_on,
            "ran_at": now,
        }
        for run in runs
    ]
    if values:
        await tx.execute(
            row.on_conflict_do_nothing(index_elements=["board_id", "month", "stage"]), values
        )
