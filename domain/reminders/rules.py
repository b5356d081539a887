"""Reminders as pure rules: when a stage is due, who is silent, who is written to."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from domain.boards import Board, ReminderStage, StageScope
from domain.people.records import Role
from domain.periods.spans import Month, ReportingMonth
from domain.reminders.working_days import is_working_day, nearest_working_day
from domain.units.records import Unit

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
    """Return the instant (UTC) at which a stage of a month is due.

    Quiet hours, weekends and public holidays move it to the next working morning: to the stage's
    time or the end of the quiet hours, whichever is later. It never leaves its month: where no
    working day follows, the last one before is taken.
    """
    day, at, quiet = stage_day(month, stage.day), stage.time, board.quiet_hours
    if quiet is not None and quiet.contain(at):
        if at >= quiet.start > quiet.end and day < month.last:
            day += timedelta(days=1)
        at = quiet.end
    if board.working_days_only:
        day = nearest_working_day(day, month.first, month.last, board.days_off) or day
    return datetime.combine(day, at, board.zone).astimezone(UTC)


def waking_moment(board: Board, now: datetime) -> datetime:
    """Return now, or the end of the quiet hours (UTC) where now lies in them."""
    local, quiet = now.astimezone(board.zone), board.quiet_hours
    if quiet is None or not quiet.contain(local.time()):
        return now
    ahead = quiet.end <= local.time()
    day = local.date() + timedelta(days=1 if ahead else 0)
    return datetime.combine(day, quiet.end, board.zone).astimezone(UTC)


def may_remind(board: Board, month: ReportingMonth, now: datetime) -> bool:
    """Tell whether reminders that are due may go out now, or wait for the next working morning.

    On a day off they wait, unless the month has no working day left.
    """
    local = now.astimezone(board.zone)
    if board.quiet_hours is not None and board.quiet_hours.contain(local.time()):
        return False
    if not board.working_days_only or is_working_day(local.date(), board.days_off):
        return True
    following = nearest_working_day(local.date(), local.date(), month.last, board.days_off)
    return following is None


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
    """One message to one person about all of that person's silent units.

    `stands_in` tells that a unit's head is written to because no correspondent can be.
    """

    person_id: int
    name: str
    units: tuple[Unit, ...]
    stands_in: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Who is written to at a stage of a month, and which silent units have nobody to write to."""

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
    """Decide who gets the reminder of a stage: one message a person, all silent units in it.

    A unit without a correspondent who can be written to is its head's; without a head either, the
    digests to the editors and the chair name it.
    """
    return plans(month, [stage], silent, contacts)[0]


def plans(
    month: ReportingMonth,
    stages: Sequence[ReminderStage],
    silent: Sequence[Unit],
    contacts: Sequence[Contact],
) -> list[Plan]:
    """Decide the same for several stages of a month."""
    by_role: dict[Role, list[Contact]] = {role: [] for role in Role}
    for contact in contacts:
        if contact.reachable:
            by_role[contact.role].append(contact)
    served = {contact.unit_id for contact in by_role[Role.CORRESPONDENT]}
    covered = served | {contact.unit_id for contact in by_role[Role.HEAD]}
    units = tuple(silent)
    with_nobody = tuple(unit for unit in units if unit.id not in covered)
    by_id: Mapping[int | None, Unit] = {unit.id: unit for unit in units}
    found = []
    for stage in stages:
        writable = by_role[ROLE_OF[stage.to]]
        if stage.to not in UNIT_SCOPES:
            planned = _about_all(writable, units)
        else:
            own = _by_person(writable, by_id)
            lent: dict[int, tuple[Contact, list[Unit]]] = {}
            if stage.to is StageScope.CORRESPONDENTS:
                heads = [one for one in by_role[Role.HEAD] if one.unit_id not in served]
                lent = _by_person(heads, by_id)
            planned = _merged(own, lent)
        found.append(Plan(month.month, stage, planned, units, with_nobody))
    return found


def _about_all(contacts: Sequence[Contact], units: tuple[Unit, ...]) -> tuple[PlannedReminder, ...]:
    names = {contact.person_id: contact.name for contact in contacts} if units else {}
    return tuple(PlannedReminder(person_id, name, units) for person_id, name in names.items())


def _by_person(
    contacts: Sequence[Contact], by_id: Mapping[int | None, Unit]
) -> dict[int, tuple[Contact, list[Unit]]]:
    found: dict[int, tuple[Contact, list[Unit]]] = {}
    for contact in contacts:
        unit = by_id.get(contact.unit_id)
        if unit is not None:
            found.setdefault(contact.person_id, (contact, []))[1].append(unit)
    return found


def _merged(
    own: Mapping[int, tuple[Contact, list[Unit]]], lent: Mapping[int, tuple[Contact, list[Unit]]]
) -> tuple[PlannedReminder, ...]:
    """Return one reminder a person: first the own units, then those the person is the head of."""
    reminders = []
    for person_id, (contact, units) in own.items():
        more = lent[person_id][1] if person_id in lent else ()
        reminders.append(PlannedReminder(person_id, contact.name, (*units, *more)))
    for person_id, (contact, units) in lent.items():
        if person_id not in own:
            reminders.append(PlannedReminder(person_id, contact.name, tuple(units), stands_in=True))
    return tuple(reminders)


def retry_delay(attempts: int) -> timedelta:
    """Return how long to wait after this many attempts that never connected."""
    return timedelta(seconds=min(5 * 3 ** (attempts - 1), 1800))
