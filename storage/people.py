"""People, accounts, memberships and invitations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, delete, func, insert, or_, select, update

from domain.people import Account, Invitation, Membership, Person, Role
from storage.database import Transaction
from storage.tables import accounts, invitations, memberships, people, wrong_codes


@dataclass(frozen=True, slots=True)
class Identity:
    """Who writes from an account, with the live memberships on every board."""

    account_id: int
    person: Person
    current_board_id: int | None
    memberships: tuple[Membership, ...]


async def identify(tx: Transaction, channel: str, chat_id: int) -> Identity | None:
    """Return who writes from this account, None for a stranger."""
    rows = await tx.all(
        select(
            accounts.c.id,
            accounts.c.person_id,
            people.c.name,
            people.c.language,
            people.c.current_board_id,
            memberships.c.board_id,
            memberships.c.role,
            memberships.c.unit_id,
        )
        .join(people, people.c.id == accounts.c.person_id)
        .outerjoin(
            memberships,
            and_(memberships.c.person_id == people.c.id, memberships.c.ended_at.is_(None)),
        )
        .where(accounts.c.channel == channel, accounts.c.chat_id == chat_id)
        .order_by(memberships.c.id)
    )
    if not rows:
        return None
    first = rows[0]
    return Identity(
        first.id,
        Person(first.person_id, first.name, first.language),
        first.current_board_id,
        tuple(
            Membership(row.person_id, row.board_id, Role(row.role), row.unit_id)
            for row in rows
            if row.board_id is not None
        ),
    )


async def add_person(tx: Transaction, name: str, language: str, now: datetime) -> int:
    """Store a new person; return the id."""
    person_id: int = await tx.value(
        insert(people).values(name=name, language=language, created_at=now).returning(people.c.id)
    )
    return person_id


async def add_account(
    tx: Transaction, person_id: int, channel: str, chat_id: int, now: datetime
) -> int:
    """Store a person's account, or make an inactive one active again; return the id."""
    row = tx.insert(accounts).values(
        person_id=person_id,
        channel=channel,
        chat_id=chat_id,
        active=True,
        created_at=now,
        last_used_at=now,
    )
    account_id: int = await tx.value(
        row.on_conflict_do_update(
            index_elements=["channel", "chat_id"],
            set_={"active": True, "last_used_at": now, "person_id": person_id},
        ).returning(accounts.c.id)
    )
    return account_id


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


async def end_memberships(
    tx: Transaction,
    board_id: int,
    person_id: int,
    now: datetime,
    role: Role | None = None,
    unit_id: int | None = None,
) -> int:
    """End a person's roles on a board (one role, one unit, or all); return how many."""
    statement = update(memberships).where(
        memberships.c.board_id == board_id,
        memberships.c.person_id == person_id,
        memberships.c.ended_at.is_(None),
    )
    if role is not None:
        statement = statement.where(memberships.c.role == role.value)
    if unit_id is not None:
        statement = statement.where(memberships.c.unit_id == unit_id)
    return (await tx.execute(statement.values(ended_at=now))).rowcount


@dataclass(frozen=True, slots=True)
class Member:
    """One role of one person, with the name and whether the person can be written to."""

    person: Person
    role: Role
    unit_id: int | None
    reachable: bool


async def members(tx: Transaction, board_id: int) -> tuple[Member, ...]:
    """Return all live roles of a board, in the order they were given."""
    active = (
        select(func.count())
        .where(accounts.c.person_id == people.c.id, accounts.c.active)
        .scalar_subquery()
    )
    rows = await tx.all(
        select(
            people.c.id,
            people.c.name,
            people.c.language,
            memberships.c.role,
            memberships.c.unit_id,
            active.label("accounts"),
        )
        .join(people, people.c.id == memberships.c.person_id)
        .where(memberships.c.board_id == board_id, memberships.c.ended_at.is_(None))
        .order_by(memberships.c.id)
    )
    return tuple(
        Member(
            Person(row.id, row.name, row.language), Role(row.role), row.unit_id, row.accounts > 0
        )
        for row in rows
    )


async def names_of(tx: Transaction, person_ids: Sequence[int]) -> dict[int, str]:
    """Return people's names by id."""
    rows = await tx.all(select(people.c.id, people.c.name).where(people.c.id.in_(person_ids)))
    return {row.id: row.name for row in rows}


async def accounts_of(tx: Transaction, person_ids: Sequence[int]) -> dict[int, list[Account]]:
    """Return people's active accounts, the one used last first."""
    rows = await tx.all(
        select(
            accounts.c.id,
            accounts.c.person_id,
            accounts.c.channel,
            accounts.c.chat_id,
            accounts.c.active,
        )
        .where(accounts.c.person_id.in_(person_ids), accounts.c.active)
        .order_by(accounts.c.last_used_at.desc(), accounts.c.id)
    )
    found: dict[int, list[Account]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(Account(*row))
    return found


async def deactivate_account(tx: Transaction, account_id: int) -> None:
    """Remember that an account cannot be written to."""
    await tx.execute(update(accounts).where(accounts.c.id == account_id).values(active=False))


async def move_account(tx: Transaction, account_id: int, channel: str, chat_id: int) -> bool:
    """Follow a chat to its new id; False when that chat is an account of its own."""
    taken = await tx.value(
        select(accounts.c.id).where(accounts.c.channel == channel, accounts.c.chat_id == chat_id)
    )
    if taken is None:
        await tx.execute(
            update(accounts).where(accounts.c.id == account_id).values(chat_id=chat_id)
        )
    return taken is None


async def add_invitation(
    tx: Transaction,
    board_id: int,
    role: Role,
    unit_id: int | None,
    code_hash: str,
    created_by: int | None,
    now: datetime,
    expires_at: datetime,
) -> int:
    """Store an invitation by the hash of its code; return the id."""
    invitation_id: int = await tx.value(
        insert(invitations)
        .values(
            board_id=board_id,
            role=role.value,
            unit_id=unit_id,
            code_hash=code_hash,
            created_by=created_by,
            created_at=now,
            expires_at=expires_at,
        )
        .returning(invitations.c.id)
    )
    return invitation_id


async def find_invitation(tx: Transaction, code_hash: str) -> Invitation | None:
    """Return the invitation of a code, used or not."""
    row = await tx.first(
        select(
            invitations.c.id,
            invitations.c.board_id,
            invitations.c.role,
            invitations.c.unit_id,
            invitations.c.expires_at,
            invitations.c.used_at,
            invitations.c.revoked_at,
        ).where(invitations.c.code_hash == code_hash)
    )
    if row is None:
        return None
    return Invitation(
        row.id,
        row.board_id,
        Role(row.role),
        row.unit_id,
        row.expires_at,
        row.used_at,
        row.revoked_at,
    )


async def use_invitation(
    tx: Transaction, invitation_id: int, person_id: int, now: datetime
) -> bool:
    """Use the invitation up; False when somebody was faster."""
    result = await tx.execute(
        update(invitations)
        .where(
            invitations.c.id == invitation_id,
            invitations.c.used_at.is_(None),
            invitations.c.revoked_at.is_(None),
        )
        .values(used_at=now, used_by=person_id)
    )
    return result.rowcount == 1


async def revoke_invitations(tx: Transaction, board_id: int, now: datetime) -> int:
    """Revoke every open invitation of a board; return how many."""
    result = await tx.execute(
        update(invitations)
        .where(
            invitations.c.board_id == board_id,
            invitations.c.used_at.is_(None),
            invitations.c.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )
    return result.rowcount


async def note_wrong_code(tx: Transaction, channel: str, chat_id: int, now: datetime) -> None:
    """Remember a wrong code."""
    await tx.execute(insert(wrong_codes).values(channel=channel, chat_id=chat_id, at=now))


async def count_wrong_codes(
    tx: Transaction, channel: str, chat_id: int, since: datetime
) -> tuple[int, int]:
    """Return how many wrong codes an account and everybody sent since an instant."""
    own = and_(wrong_codes.c.channel == channel, wrong_codes.c.chat_id == chat_id)
    row = await tx.first(
        select(func.count().filter(own), func.count()).where(wrong_codes.c.at >= since)
    )
    return (row[0], row[1]) if row else (0, 0)


async def purge_wrong_codes(tx: Transaction, before: datetime) -> None:
    """Forget wrong codes older than an instant."""
    await tx.execute(delete(wrong_codes).where(wrong_codes.c.at < before))


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
