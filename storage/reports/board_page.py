"""What links to the board's page rest on: a board's version of links, and the signing key."""

from datetime import datetime

from sqlalchemy import func, select, update

from storage.engine.database import Transaction
from storage.engine.tables import audit_entries, boards, secrets

LINKS_KEY = "page links"


async def links_version(tx: Transaction, board_id: int) -> int:
    """Return the version that a board's links need to have."""
    version: int = await tx.value(select(boards.c.links_version).where(boards.c.id == board_id))
    return version


async def raise_links_version(tx: Transaction, board_id: int) -> int:
    """Make a board's links so far worthless; return the new version."""
    version: int = await tx.value(
        update(boards)
        .where(boards.c.id == board_id)
        .values(links_version=boards.c.links_version + 1)
        .returning(boards.c.links_version)
    )
    return version


async def log_state(tx: Transaction, board_id: int) -> int:
    """Return a number that rises with everything that is done on a board."""
    newest: int | None = await tx.value(
        select(func.max(audit_entries.c.id)).where(audit_entries.c.board_id == board_id)
    )
    return newest or 0


async def find_secret(tx: Transaction, name: str) -> str | None:
    """Return a secret that the installation made for itself, None before it did."""
    value: str | None = await tx.value(select(secrets.c.value).where(secrets.c.name == name))
    return value


async def keep_secret(tx: Transaction, name: str, value: str, now: datetime) -> str:
    """Store a secret unless there is one of that name; return the one that counts."""
    row = tx.insert(secrets).values(name=name, value=value, created_at=now)
    await tx.execute(row.on_conflict_do_nothing(index_elements=["name"]))
    return await find_secret(tx, name) or value
