"""Links and sessions of people's own pages, known by the hashes of their tokens alone."""

from datetime import datetime

from sqlalchemy import delete, insert, select

from storage.engine.database import Transaction
from storage.engine.tables import page_links, page_sessions


async def add_link(tx: Transaction, token_hash: str, person_id: int, expires_at: datetime) -> None:
    """Store a link."""
    await tx.execute(
        insert(page_links).values(token_hash=token_hash, person_id=person_id, expires_at=expires_at)
    )


async def link_person(tx: Transaction, token_hash: str, now: datetime) -> int | None:
    """Return whom a link that still opens is for."""
    person_id: int | None = await tx.value(
        select(page_links.c.person_id).where(
            page_links.c.token_hash == token_hash, page_links.c.expires_at > now
        )
    )
    return person_id


async def use_link(tx: Transaction, token_hash: str, now: datetime) -> int | None:
    """Use a link up; return whom it was for, None where it opens nothing (any more)."""
    person_id: int | None = await tx.value(
        delete(page_links)
        .where(page_links.c.token_hash == token_hash, page_links.c.expires_at > now)
        .returning(page_links.c.person_id)
    )
    return person_id


async def add_session(
    tx: Transaction, token_hash: str, person_id: int, expires_at: datetime
) -> None:
    """Store a session."""
    await tx.execute(
        insert(page_sessions).values(
            token_hash=token_hash, person_id=person_id, expires_at=expires_at
        )
    )


async def session_person(tx: Transaction, token_hash: str, now: datetime) -> int | None:
    """Return whose a session is that has not ended."""
    person_id: int | None = await tx.value(
        select(page_sessions.c.person_id).where(
            page_sessions.c.token_hash == token_hash, page_sessions.c.expires_at > now
        )
    )
    return person_id


async def end_session(tx: Transaction, token_hash: str) -> None:
    """End one session."""
    await tx.execute(delete(page_sessions).where(page_sessions.c.token_hash == token_hash))


async def end_all(tx: Transaction, person_id: int) -> int:
    """End a person's links and sessions; return how many sessions there were."""
    await tx.execute(delete(page_links).where(page_links.c.person_id == person_id))
    result = await tx.execute(delete(page_sessions).where(page_sessions.c.person_id == person_id))
    return result.rowcount


async def purge(tx: Transaction, now: datetime) -> None:
    """Delete what has ended."""
    for table in (page_links, page_sessions):
        await tx.execute(delete(table).where(table.c.expires_at <= now))
