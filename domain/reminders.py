"""Reminders as pure rules: when a stage is due, who is silent, who is written to."""

import calendar
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from domain.boards import Board, ReminderStage, StageScope
from domain.people import Role
from domain.periods import Month, ReportingMonth
from domain.units import Unit

ROLE_OF = {
    StageScope.CORRESPONDENTS: Role.CORRESPONDENT,
    StageScope.HEADS: Role.HEAD,
    StageScope.EDITORS: Role.EDITOR,
    StageScope.CHAIR: Role.CHAIR,
}
UNIT_SCOPES = frozenset({StageScope.CORRESPONDENTS, StageScope.HEADS})


def stage_day(month: ReportingMonth, day: int) -> date:
    """Return the date within a reporting month that has this day number.

    Where the month has no such day, its last day: the 31st in June is the 30th.
    """
    for year, number in (
        (month.first.year, month.first.month),
        (month.last.year, month.last.month),
    ):
        length = calendar.monthrange(year, number)[1]
        found = date(year, number, min(day, length))
        if month.first <= found <= month.last:
            return found
    return month.last


def stage_moment(board: Board, month: ReportingMonth, stage: ReminderStage) -> datetime:
    """Return the instant (UTC) at which a stage of a month is due."""
    local = datetime.combine(stage_day(month, stage.day), stage.time, board.zone)
    return local.astimezone(UTC)


def due_stages(
    board: Board, month: ReportingMonth, now: datetime
) -> tuple[tuple[datetime, ReminderStage], ...]:
    """Return a month's stages that are due by now with their instants, the earliest first."""
    moments = sorted(
        ((stage_moment(board, month, stage), stage) for stage in board.stages),
        key=lambda pair: pair[0],
    )
    return tuple(pair for pair in moments if pair[0] <= now)


def latest_stages(board: Board, month: ReportingMonth, now: datetime) -> tuple[ReminderStage, ...]:
    """Return what is to be sent now: the latest due stage of each scope.

    An earlier stage to the same people is overtaken; a digest to the editors does not overtake a
    reminder to the correspondents.
    """
    latest: dict[StageScope, ReminderStage] = {}
    for _moment, stage in due_stages(board, month, now):
        latest[stage.to] = stage
    return tuple(stage for stage in board.stages if latest.get(stage.to) is stage)


def next_moments(
    board: Board, month: ReportingMonth, now: datetime
) -> tuple[tuple[datetime, ReminderStage], ...]:
    """Return a month's stages still to come with their instants, the earliest first."""
    moments = ((stage_moment(board, month, stage), stage) for stage in board.stages)
    return tuple(sorted((pair for pair in moments if pair[0] > now), key=lambda pair: pair[0]))


def silent_units(
    units: Sequence[Unit],
    month: ReportingMonth,
    with_articles: Collection[int],
    with_zero: Collection[int],
    with_opening: Collection[int],
) -> tuple[Unit, ...]:
    """Return the units that exist in a month and gave neither an article nor an answer."""
    answered = {*with_articles, *with_zero, *with_opening}
    return tuple(
        unit
        for unit in units
        if unit.id not in answered and unit.exists_between(month.first, month.last)
    )


@dataclass(frozen=True, slots=True)
class Contact:
    """A person who holds a role, for one unit or (unit_id None) for the board."""

    person_id: int
    name: str
    role: Role
    unit_id: int | None
    reachable: bool


@dataclass(frozen=True, slots=True)
class PlannedReminder:
    """One message to one person about all of that person's silent units."""

    person_id: int
    name: str
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Who is written to at a stage of a month, and the silent units nobody can be written to for."""

    month: Month
    stage: ReminderStage
    reminders: tuple[PlannedReminder, ...]
    silent: tuple[Unit, ...]
    with_nobody: tuple[Unit, ...]


def plan(
    month: ReportingMonth,
    stage: ReminderStage,
    silent: Sequence[Unit],
    contacts: Sequence[Contact],
) -> Plan:
    """Decide who gets the reminder of a stage: one message a person, all silent units in it."""
    correspondents = {
        contact.unit_id
        for contact in contacts
        if contact.role is Role.CORRESPONDENT and contact.reachable
    }
    with_nobody = tuple(unit for unit in silent if unit.id not in correspondents)
    role = ROLE_OF[stage.to]
    by_person: dict[int, list[Unit]] = {}
    names: dict[int, str] = {}
    units: Mapping[int, Unit] = {unit.id: unit for unit in silent}
    for contact in contacts:
        if contact.role is not role or not contact.reachable:
            continue
        if stage.to not in UNIT_SCOPES:
            by_person[contact.person_id] = list(silent)
        elif contact.unit_id is not None and contact.unit_id in units:
            by_person.setdefault(contact.person_id, []).append(units[contact.unit_id])
        else:
            continue
        names[contact.person_id] = contact.name
    reminders = tuple(
        PlannedReminder(person_id, names[person_id], tuple(found))
        for person_id, found in by_person.items()
        if found
    )
    return Plan(month.month, stage, reminders, tuple(silent), with_nobody)


def retry_delay(attempts: int) -> timedelta:
    """Return how long to wait after this many attempts that never connected."""
    return timedelta(seconds=min(5 * 3 ** (attempts - 1), 1800))
