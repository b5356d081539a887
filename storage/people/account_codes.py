"""Codes that make an account another one of a known person."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from storage.engine.database import Transaction
from storage.engine.tables import account_codes


@dataclass(frozen=True, slots=True)
class AccountCode:
    """A single-use code's row; `replaces` tells that the person's other accounts are closed."""

    id: int
    board_id: int
    person_id: int
    replaces: bool
    created_by: int
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


async def add_code(
    tx: Transaction,
    board_id: int,
    person_id: int,
    code_hash: str,
    *,
    replaces: bool,
    created_by: int,
    now: datetime,
    expires_at: datetime,
) -> None:
    """Store a code by its hash; the person's codes before it are worth nothing any more."""
    await revoke_codes(tx, person_id, now)
    await tx.execute(
        insert(account_codes).values(
            board_id=board_id,
            person_id=person_id,
            replaces=replaces,
            code_hash=code_hash,
            created_by=created_by,
            created_at=now,
            expires_at=expires_at,
        )
    )


async def find_code(tx: Transaction, code_hash: str) -> AccountCode | None:
    """Return the row of a code, used or not."""
    row = await tx.first(
        select(
            account_codes.c.id,
            account_codes.c.board_id,
            account_codes.c.person_id,
            account_codes.c.replaces,
            account_codes.c.created_by,
            account_codes.c.expires_at,
            account_codes.c.used_at,
            account_codes.c.revoked_at,
        ).where(account_codes.c.code_hash == code_hash)
    )
    return None if row is None else AccountCode(*row)


async def use_code(tx: Transaction, code_id: int, now: datetime) -> None:
    """Use a code up."""
    await tx.execute(update(account_codes).where(account_codes.c.id == code_id).values(used_at=now))


async def revoke_codes(tx: Transaction, person_id: int, now: datetime) -> None:
    """Revoke a person's codes that can still be used."""
    await tx.execute(
        update(account_codes)
        .where(
            account_codes.c.person_id == person_id,
            account_codes.c.used_at.is_(None),
            account_codes.c.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )
