"""Files that people sent and what they have said of them so far."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from domain.calls import Call
from domain.imports.uploads import Upload
from storage.engine.database import Transaction
from storage.engine.tables import uploads

KEPT = timedelta(days=30)


async def add_upload(
    tx: Transaction, call: Call, file_id: str, file_name: str, choices: dict[str, Any]
) -> int:
    """Keep a sent file and drop the person's old ones; return its id."""
    await tx.execute(
        delete(uploads).where(
            uploads.c.board_id == call.board.id,
            uploads.c.person_id == call.person.id,
            uploads.c.created_at < call.now - KEPT,
        )
    )
    upload_id: int = await tx.value(
        insert(uploads)
        .values(
            board_id=call.board.id,
            person_id=call.person.id,
            channel=call.origin.channel,
            file_id=file_id,
            file_name=file_name,
            choices=choices,
            created_at=call.now,
        )
        .returning(uploads.c.id)
    )
    return upload_id


async def find_upload(tx: Transaction, call: Call, upload_id: int) -> Upload | None:
    """Return the person's upload of this id on their board and channel."""
    row = await tx.first(
        select(
            uploads.c.id,
            uploads.c.file_id,
            uploads.c.file_name,
            uploads.c.choices,
            uploads.c.created_at,
            uploads.c.import_id,
        ).where(
            uploads.c.id == upload_id,
            uploads.c.board_id == call.board.id,
            uploads.c.person_id == call.person.id,
            uploads.c.channel == call.origin.channel,
        )
    )
    return None if row is None else Upload(*row)


async def update_upload(tx: Transaction, upload_id: int, **values: Any) -> None:
    """Change columns of an upload."""
    await tx.execute(update(uploads).where(uploads.c.id == upload_id).values(**values))


async def forget_import(tx: Transaction, import_id: int) -> None:
    """Let the file of an import wait again, for it is taken back."""
    await tx.execute(update(uploads).where(uploads.c.import_id == import_id).values(import_id=None))


async def drop_upload(tx: Transaction, upload_id: int) -> None:
    """Forget a sent file."""
    await tx.execute(delete(uploads).where(uploads.c.id == upload_id))
