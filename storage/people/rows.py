"""People, their accounts and their roles."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from domain.people.records import Membership, Person, Role
from storage.engine.database import Prepared, Transaction
from storage.engine.tables import UtcDateTime, absences, accounts, memberships, people


@dataclass(frozen=True, slots=True)
class Identity:
    """Who writes from an account, with the live memberships on every board.

    `active` tells that the account can be written to as far as is known, `left` that the person has
    used another account since.
    """

    account_id: int
    person: Person
    current_board_id: int | None
    memberships: tuple[Membership, ...]
    active: bool
    last_used_at: datetime
    left: bool


def is_live(now: datetime | BindParameter[datetime] | None) -> ColumnElement[bool]:
    """Return the condition of a role that is held at an instant; None asks for lasting roles.

    A stand-in's role carries its end, which may lie in the future.
    """
    lasting = memberships.c.ended_at.is_(None)
    return lasting if now is None else or_(lasting, memberships.c.ended_at > now)


def _identify(live: ColumnElement[bool]) -> Select[Any]:
    other = accounts.alias()
    used_since = exists().where(
        other.c.person_id == accounts.c.person_id,
        other.c.closed_at.is_(None),
        other.c.last_used_at > accounts.c.last_used_at,
    )
    return (
        select(
            accounts.c.id,
            accounts.c.person_id,
            accounts.c.active,
            accounts.c.last_used_at,
            used_since.label("left"),
            people.c.name,
            people.c.language,
            people.c.current_board_id,
            memberships.c.board_id,
            memberships.c.role,
            memberships.c.unit_id,
        )
        .join(people, people.c.id == accounts.c.person_id)
        .outerjoin(memberships, and_(memberships.c.person_id == people.c.id, live))
        .where(
            accounts.c.channel == bindparam("in_channel"),
            accounts.c.chat_id == bindparam("in_chat"),
            accounts.c.closed_at.is_(None),
        )
        .order_by(memberships.c.id)
    )


# Built once: every message asks them, and building one takes longer than running it.
_IDENTIFY = Prepared(_identify(is_live(None)))
_IDENTIFY_AT = Prepared(_identify(is_live(bindparam("at", type_=UtcDateTime))))


async def identify(
    tx: Transaction, channel: str, chat_id: int, now: datetime | None = None
) -> Identity | None:
    """Return who writes from this account, None for a stranger and for a replaced account."""
    values: dict[str, Any] = {"in_channel": channel, "in_chat": chat_id}
    if now is None:
        rows = await tx.all(_IDENTIFY, values)
    else:
        rows = await tx.all(_IDENTIFY_AT, {**values, "at": now})
    if not rows:
        return None
    first = rows[0]
    return Identity(
        first.id,
        Person(first.person_id, first.name, first.language),
        first.current_board_id,
        # Somebody may stand in for a colleague of the same unit.
        tuple(
            dict.fromkeys(
                Membership(row.person_id, row.board_id, Role(row.role), row.unit_id)
                for row in rows
                if row.board_id is not None
            )
        ),
        first.active,
        first.last_used_at,
        first.left,
    )


async def add_person(tx: Transaction, name: str, language: str, now: datetime) -> int:
    """Store a new person; return the id."""
    person_id: int = await tx.value(
        insert(people).values(name=name, language=language, created_at=now).returning(people.c.id)
    )
    return person_id


async def set_current_board(tx: Transaction, person_id: int, board_id: int) -> None:
    """Make this the board the person works on."""
    await tx.execute(
        update(people).where(people.c.id == person_id).values(current_board_id=board_id)
    )


async def set_language(tx: Transaction, person_id: int, language: str) -> None:
    """Change the language the person reads."""
    await tx.execute(update(people).where(people.c.id == person_id).values(language=language))


async def set_name(tx: Transaction, person_id: int, name: str) -> None:
    """Change the person's name."""
    await tx.execute(update(people).where(people.c.id == person_id).values(name=name))


async def add_membership(
    tx: Transaction, board_id: int, person_id: int, role: Role, unit_id: int | None, now: datetime
) -> None:
    """Give the person a role, unless the person has it."""
    same_unit = (
        memberships.c.unit_id.is_(None) if unit_id is None else memberships.c.unit_id == unit_id
    )
    held = await tx.value(
        select(memberships.c.id).where(
            memberships.c.board_id == board_id,
            memberships.c.person_id == person_id,
            memberships.c.role == role.value,
            same_unit,
            memberships.c.ended_at.is_(None),
        )
    )
    if held is None:
        await tx.execute(
            insert(memberships).values(
                board_id=board_id,
                person_id=person_id,
                role=role.value,
                unit_id=unit_id,
                created_at=now,
            )
        )


@dataclass(frozen=True, slots=True)
class Member:
    """One role of one person, with the name and whether the person is to be written to.

    An absent person is not reachable. `stands_in_for` is the person whose role this is meanwhile.
    """

    person: Person
    role: Role
    unit_id: int | None
    reachable: bool
    membership_id: int = 0
    stands_in_for: int | None = None


async def given_before(tx: Transaction, board_id: int, moment: datetime) -> frozenset[int]:
    """Return the ids of a board's roles that were given before an instant."""
    statement = select(memberships.c.id).where(
        memberships.c.board_id == board_id, memberships.c.created_at < moment
    )
    return frozenset(row.id for row in await tx.all(statement))


async def members(
    tx: Transaction, board_id: int, now: datetime | None = None
) -> tuple[Member, ...]:
    """Return all roles of a board that are held at an instant, in the order they were given.

    Without an instant, absences and stand-ins are not looked at.
    """
    active = (
        select(func.count())
        .where(accounts.c.person_id == people.c.id, accounts.c.active)
        .scalar_subquery()
    )
    away = (
        literal(value=False)
        if now is None
        else exists().where(
            absences.c.person_id == people.c.id,
            absences.c.board_id == board_id,
            absences.c.ends_at > now,
        )
    )
    rows = await tx.all(
        select(
            people.c.id,
            people.c.name,
            people.c.language,
            memberships.c.role,
            memberships.c.unit_id,
            memberships.c.id.label("membership_id"),
            memberships.c.stands_in_for,
            active.label("accounts"),
            away.label("away"),
        )
        .join(people, people.c.id == memberships.c.person_id)
        .where(memberships.c.board_id == board_id, is_live(now))
        .order_by(memberships.c.id)
    )
    return tuple(
        Member(
            Person(row.id, row.name, row.language),
            Role(row.role),
            row.unit_id,
            row.accounts > 0 and not row.away,
            row.membership_id,
            row.stands_in_for,
        )
        for row in rows
    )


async def names_without_push(
    tx: Transaction, board_id: int, silent_channels: Collection[str], now: datetime
) -> tuple[str, ...]:
    """Return the people of a board whose every account is on a channel that alerts nobody.

    Who tries a board at the operator's computer, under a number of its own, is not one of them.
    """
    usable = exists().where(accounts.c.person_id == people.c.id, accounts.c.active)
    own_page = accounts.c.channel.in_(silent_channels) & (accounts.c.chat_id == people.c.id)
    rows = await tx.all(
        select(people.c.id, people.c.name)
        .distinct()
        .join(memberships, memberships.c.person_id == people.c.id)
        .where(
            memberships.c.board_id == board_id,
            is_live(now),
            usable,
            ~usable.where(~own_page),
        )
        .order_by(people.c.name, people.c.id)
    )
    return tuple(row.name for row in rows)


async def end_memberships(
    tx: Transaction, board_id: int, person_id: int, now: datetime, membership_id: int | None = None
) -> int:
    """End one or all of a person's roles on a board; return how many were held.

    The roles of those who stand in for a person who leaves end too.
    """
    own = memberships.c.person_id == person_id
    if membership_id is not None:
        own = and_(own, memberships.c.id == membership_id)
    else:
        own = or_(own, memberships.c.stands_in_for == person_id)
    result = await tx.execute(
        update(memberships)
        .where(memberships.c.board_id == board_id, is_live(now), own)
        .values(ended_at=now)
    )
    return result.rowcount


async def other_boards(tx: Transaction, board_id: int, person_id: int) -> dict[int, set[Role]]:
    """Return a person's roles on boards besides this one."""
    rows = await tx.all(
        select(memberships.c.board_id, memberships.c.role).where(
            memberships.c.person_id == person_id,
            memberships.c.board_id != board_id,
            memberships.c.ended_at.is_(None),
        )
    )
    found: dict[int, set[Role]] = {}
    for row in rows:
        found.setdefault(row.board_id, set()).add(Role(row.role))
    return found


async def names_of(tx: Transaction, person_ids: Sequence[int]) -> dict[int, str]:
    """Return people's names by id."""
    rows = await tx.all(select(people.c.id, people.c.name).where(people.c.id.in_(person_ids)))
    return {row.id: row.name for row in rows}


async def has_role(tx: Transaction, board_id: int, *roles: Role) -> bool:
    """Tell whether anybody holds one of the roles on a board."""
    found = await tx.value(
        select(memberships.c.id)
        .where(
            memberships.c.board_id == board_id,
            memberships.c.ended_at.is_(None),
            or_(*(memberships.c.role == role.value for role in roles)),
        )
        .limit(1)
    )
    return found is not None
