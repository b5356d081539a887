"""Who gave nothing in a month and whom that concerns, over many boards at once.

A unit is silent that exists on a day of the month, is known by then and has neither a live article
nor a confirmed zero nor an opening count in it. Asked board by board, a country's boards would
take a minute.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Date, Select, and_, bindparam, exists, or_, select

from domain.articles.records import LIVE
from domain.people.records import Role
from domain.periods.spans import ReportingMonth
from domain.reminders.rules import Contact
from domain.units.records import Unit
from storage.engine.database import Prepared, Transaction
from storage.engine.prepared import among
from storage.engine.tables import (
    UtcDateTime,
    absences,
    accounts,
    articles,
    confirmed_zeros,
    in_words,
    memberships,
    opening_counts,
    people,
    unit_groups,
    units,
)
from storage.people.rows import is_live
from storage.units.rows import UNIT_COLUMNS


@dataclass(slots=True)
class Silence:
    """A board's silent units in its order (without their aliases), and who can be written to.

    `contacts` are the people of these units and of the board itself, in the order of their roles.
    """

    units: list[Unit] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)


_FIRST, _LAST = bindparam("first", type_=Date), bindparam("last", type_=Date)
_MONTH: BindParameter[str] = bindparam("month")
_NOW = bindparam("now", type_=UtcDateTime)
_HELD = is_live(_NOW)
_REACHABLE = and_(
    exists().where(accounts.c.person_id == memberships.c.person_id, accounts.c.active),
    ~exists().where(
        absences.c.person_id == memberships.c.person_id,
        absences.c.board_id == memberships.c.board_id,
        absences.c.ends_at > _NOW,
    ),
)
_CONTACT = (memberships.c.id, memberships.c.person_id, people.c.name, memberships.c.role)


def _silent_units(dialect: str) -> Select[Any]:
    spoke = select(articles.c.unit_id).where(
        among(dialect, articles.c.board_id, "boards"),
        in_words(articles.c.state, *LIVE),
        articles.c.published_on.between(_FIRST, _LAST),
    )
    confirmed = select(confirmed_zeros.c.unit_id).where(
        among(dialect, confirmed_zeros.c.board_id, "boards"), confirmed_zeros.c.month == _MONTH
    )
    brought_in = select(opening_counts.c.unit_id).where(
        among(dialect, opening_counts.c.board_id, "boards"),
        opening_counts.c.month == _MONTH,
        opening_counts.c.count != 0,
    )
    return (
        select(*UNIT_COLUMNS)
        .join(unit_groups, unit_groups.c.id == units.c.group_id)
        .where(
            among(dialect, units.c.board_id, "boards"),
            units.c.id.not_in(spoke),
            units.c.id.not_in(confirmed),
            units.c.id.not_in(brought_in),
            or_(units.c.valid_from.is_(None), units.c.valid_from <= _LAST),
            or_(units.c.known_from.is_(None), units.c.known_from <= _LAST),
            or_(units.c.valid_to.is_(None), units.c.valid_to >= _FIRST),
        )
        .order_by(units.c.board_id, unit_groups.c.position, units.c.position, units.c.id)
    )


def _silent(dialect: str) -> Select[Any]:
    return (
        _silent_units(dialect)
        .add_columns(*_CONTACT)
        .outerjoin(
            memberships,
            and_(
                memberships.c.board_id == units.c.board_id,
                memberships.c.unit_id == units.c.id,
                _HELD,
                _REACHABLE,
            ),
        )
        .outerjoin(people, people.c.id == memberships.c.person_id)
    )


def _of_the_board(dialect: str) -> Select[Any]:
    return (
        select(memberships.c.board_id, *_CONTACT)
        .join(people, people.c.id == memberships.c.person_id)
        .where(
            among(dialect, memberships.c.board_id, "boards"),
            memberships.c.unit_id.is_(None),
            _HELD,
            _REACHABLE,
        )
    )


_SILENT_UNITS = Prepared(_silent_units)
_SILENT = Prepared(_silent)
_OF_THE_BOARD = Prepared(_of_the_board)
_ROLES = {role.value: role for role in Role}


async def silent_units(tx: Transaction, board_id: int, month: ReportingMonth) -> tuple[Unit, ...]:
    """Return a board's silent units of a month in its order, without their aliases."""
    return tuple(_unit(row) for row in await tx.all(_SILENT_UNITS, _values([board_id], month)))


async def silence_of(
    tx: Transaction, board_ids: Sequence[int], month: ReportingMonth, now: datetime
) -> dict[int, Silence]:
    """Return every board's silent units of a month and whom a reminder of them may go to."""
    values = {**_values(board_ids, month), "now": now}
    found = {board_id: Silence() for board_id in board_ids}
    # Beside each contact its role's row: people come in the order in which they got their roles.
    held: dict[int, list[tuple[int, Contact]]] = {board_id: [] for board_id in board_ids}
    last = 0
    for row in await tx.all(_SILENT, values):
        unit_id, board_id, held_id = row[0], row[1], row[9]
        if unit_id != last:
            last = unit_id
            found[board_id].units.append(_unit(row))
        if held_id is not None:
            contact = Contact(row[10], row[11], _ROLES[row[12]], unit_id, reachable=True)
            held[board_id].append((held_id, contact))
    for board_id, held_id, person_id, name, role in await tx.all(_OF_THE_BOARD, values):
        contact = Contact(person_id, name, _ROLES[role], None, reachable=True)
        held[board_id].append((held_id, contact))
    for board_id, pairs in held.items():
        pairs.sort(key=lambda pair: pair[0])
        found[board_id].contacts = [contact for _held_id, contact in pairs]
    return found


def _values(board_ids: Sequence[int], month: ReportingMonth) -> dict[str, Any]:
    return {
        "boards": list(board_ids),
        "first": month.first,
        "last": month.last,
        "month": month.month.code,
    }


def _unit(row: Any) -> Unit:
    return Unit(row[0], row[1], row[2], row[3], (), row[4], row[5], row[6], row[7], row[8])
