"""Invitations by the hashes of their codes, and the wrong codes that were tried."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, func, insert, select, update

from domain.people.records import Invitation, Role
from storage.engine.database import Transaction
from storage.engine.tables import invitations, wrong_codes

_COLUMNS = (
    invitations.c.id,
    invitations.c.board_id,
    invitations.c.role,
    invitations.c.unit_id,
    invitations.c.expires_at,
    invitations.c.used_at,
    invitations.c.revoked_at,
)


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
    row = await tx.first(select(*_COLUMNS).where(invitations.c.code_hash == code_hash))
    return None if row is None else _invitation(row)


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


async def end_unused(tx: Transaction, board_id: int, role: Role, now: datetime) -> int:
    """End what the command line invited to a role and nobody used; return how many."""
    result = await tx.execute(
        update(invitations)
        .where(
            invitations.c.board_id == board_id,
            invitations.c.role == role.value,
            invitations.c.created_by.is_(None),
            invitations.c.used_at.is_(None),
            invitations.c.revoked_at.is_(None),
            invitations.c.expires_at > now,
        )
        .values(revoked_at=now)
    )
    return result.rowcount


async def open_invitations(
    tx: Transaction, board_id: int, now: datetime, limit: int
) -> tuple[Invitation, ...]:
    """Return a board's invitations that can still be used, the newest first."""
    rows = await tx.all(
        select(*_COLUMNS)
        .where(
            invitations.c.board_id == board_id,
            invitations.c.used_at.is_(None),
            invitations.c.revoked_at.is_(None),
            invitations.c.expires_at > now,
        )
        .order_by(invitations.c.id.desc())
        .limit(limit)
    )
    return tuple(_invitation(row) for row in rows)


async def find_by_id(tx: Transaction, board_id: int, invitation_id: int) -> Invitation | None:
    """Return the board's invitation of this id."""
    row = await tx.first(
        select(*_COLUMNS).where(
            invitations.c.board_id == board_id, invitations.c.id == invitation_id
        )
    )
    return None if row is None else _invitation(row)


async def revoke_invitation(tx: Transaction, invitation_id: int, now: datetime) -> bool:
    """Revoke an invitation that can still be used; False when it cannot."""
    result = await tx.execute(
        update(invitations)
        .where(
            invitations.c.id == invitation_id,
            invitations.c.used_at.is_(None),
            invitations.c.revoked_at.is_(None),
            invitations.c.expires_at > now,
        )
        .values(revoked_at=now)
    )
    return result.rowcount == 1


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


def _invitation(row: Any) -> Invitation:
    return Invitation(
        row.id,
        row.board_id,
        Role(row.role),
        row.unit_id,
        row.expires_at,
        row.used_at,
        row.revoked_at,
    )
