"""Files that wait to be fetched by a link, until their end."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from storage.engine.database import Transaction
from storage.engine.tables import shared_files


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A file with its end (UTC)."""

    name: str
    media_type: str
    content: bytes
    expires_at: datetime


async def add_file(tx: Transaction, file: SharedFile) -> int:
    """Store a file; return the id."""
    file_id: int = await tx.value(
        insert(shared_files)
        .values(
            name=file.name,
            media_type=file.media_type,
            content=file.content,
            expires_at=file.expires_at,
        )
        .returning(shared_files.c.id)
    )
    return file_id


async def find_file(tx: Transaction, file_id: int) -> SharedFile | None:
    """Return a file, None when it was purged."""
    row = await tx.first(
        select(
            shared_files.c.name,
            shared_files.c.media_type,
            shared_files.c.content,
            shared_files.c.expires_at,
        ).where(shared_files.c.id == file_id)
    )
    return None if row is None else SharedFile(*row)


async def purge_files(tx: Transaction, now: datetime) -> None:
    """Delete the files whose end has come."""
    await tx.execute(delete(shared_files).where(shared_files.c.expires_at <= now))
