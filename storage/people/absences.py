"""Absences: who is away until when, and who stands in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select, update

from domain.people.records import Membership
from storage.engine.database import Transaction
from storage.engine.tables import absences, memberships


@dataclass(frozen=True, slots=True)
class Absence:
    """A person is away up to and with the day `until`."""

    person_id: int
    until: date
    stand_in_id: int | None


async def add_absence(
    tx: Transaction,
    board_id: int,
    absence: Absence,
    created_by: int,
    now: datetime,
    ends_at: datetime,
) -> None:
    """Store an absence in place of the one that goes on."""
    await end_absence(tx, board_id, absence.person_id, now)
    await tx.execute(
        insert(absences).values(
            board_id=board_id,
            person_id=absence.person_id,
            until=absence.until,
            stand_in_id=absence.stand_in_id,
            created_by=created_by,
            created_at=now,
            ends_at=ends_at,
        )
    )


async def end_absence(tx: Transaction, board_id: int, person_id: int, now: datetime) -> bool:
    """End a person's absence and the roles of the stand-in; tell whether there was one."""
    result = await tx.execute(
        update(absences)
        .where(
            absences.c.board_id == board_id,
            absences.c.person_id == person_id,
            absences.c.ends_at > now,
        )
        .values(ends_at=now)
    )
    await tx.execute(
        update(memberships)
        .where(
            memberships.c.board_id == board_id,
            memberships.c.stands_in_for == person_id,
            memberships.c.ended_at > now,
        )
        .values(ended_at=now)
    )
    return result.rowcount > 0


async def absences_of(tx: Transaction, board_id: int, now: datetime) -> dict[int, Absence]:
    """Return the absences that go on by the person's id."""
    rows = await tx.all(
        select(absences.c.person_id, absences.c.until, absences.c.stand_in_id)
        .where(absences.c.board_id == board_id, absences.c.ends_at > now)
        .order_by(absences.c.id)
    )
    return {row.person_id: Absence(*row) for row in rows}


async def add_stand_in(
    tx: Transaction,
    board_id: int,
    person_id: int,
    roles: Sequence[Membership],
    now: datetime,
    ends_at: datetime,
) -> None:
    """Give a person the roles of another until an instant."""
    await tx.execute(
        insert(memberships),
        [
            {
                "board_id": board_id,
                "person_id": person_id,
                "role": role.role.value,
                "unit_id": role.unit_id,
                "created_at": now,
                "ended_at": ends_at,
                "stands_in_for": role.person_id,
            }
            for role in roles
        ],
    )
