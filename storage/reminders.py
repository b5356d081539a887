"""Reminders: one row a board, month, stage, scope and person, so none can be made twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from domain.periods import Month
from storage.database import Transaction
from storage.outbox import add_message
from storage.tables import outbox, reminders, stage_runs


@dataclass(frozen=True, slots=True)
class StoredReminder:
    """A reminder with its message's state."""

    person_id: int
    scope: str
    outbox_id: int
    state: str


async def reminders_of(
    tx: Transaction, board_id: int, month: Month, stage: str
) -> tuple[StoredReminder, ...]:
    """Return the reminders that exist for a stage of a month."""
    rows = await tx.all(
        select(reminders.c.person_id, reminders.c.scope, reminders.c.outbox_id, outbox.c.state)
        .join(outbox, outbox.c.id == reminders.c.outbox_id)
        .where(
            reminders.c.board_id == board_id,
            reminders.c.month == month.code,
            reminders.c.stage == stage,
        )
    )
    return tuple(StoredReminder(*row) for row in rows)


async def add_reminder(
    tx: Transaction,
    board_id: int,
    month: Month,
    stage: str,
    scope: str,
    person_id: int,
    payload: Mapping[str, Any],
    now: datetime,
) -> int:
    """Store a reminder that is due now, with its message; return the message's id.

    The caller has seen in this transaction that the reminder does not exist; the unique key
    refuses a second one made at the same moment.
    """
    outbox_id = await add_message(tx, board_id, "reminder", person_id, payload, now)
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


async def stages_run(tx: Transaction, board_id: int, month: Month) -> frozenset[str]:
    """Return the month's stages that were run."""
    rows = await tx.all(
        select(stage_runs.c.stage).where(
            stage_runs.c.board_id == board_id, stage_runs.c.month == month.code
        )
    )
    return frozenset(row.stage for row in rows)


async def mark_stage_run(
    tx: Transaction, board_id: int, month: Month, stages: list[str], now: datetime
) -> None:
    """Remember that stages of a month were run (or overtaken by a later one)."""
    row = tx.insert(stage_runs)
    await tx.execute(
        row.on_conflict_do_nothing(index_elements=["board_id", "month", "stage"]),
        [
            {"board_id": board_id, "month": month.code, "stage": stage, "ran_at": now}
            for stage in stages
        ],
    )
