"""Drafts: a dialogue is a row, so a restart or three days' pause changes nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from storage.engine.database import Transaction
from storage.engine.tables import drafts


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """A draft's content as stored; `revision` is that of the buttons which fit it."""

    revision: int
    content: dict[str, Any]
    updated_at: datetime


async def find_draft(tx: Transaction, person_id: int, board_id: int) -> StoredDraft | None:
    """Return the person's draft on a board."""
    row = await tx.first(
        select(drafts.c.revision, drafts.c.content, drafts.c.updated_at).where(
            drafts.c.person_id == person_id, drafts.c.board_id == board_id
        )
    )
    return None if row is None else StoredDraft(row.revision, row.content, row.updated_at)


async def save_draft(tx: Transaction, person_id: int, board_id: int, draft: StoredDraft) -> None:
    """Store the person's draft on a board in place of the one before."""
    values = {
        "revision": draft.revision,
        "content": draft.content,
        "updated_at": draft.updated_at,
    }
    row = tx.insert(drafts).values(person_id=person_id, board_id=board_id, **values)
    await tx.execute(
        row.on_conflict_do_update(index_elements=["person_id", "board_id"], set_=values)
    )


async def delete_draft(tx: Transaction, person_id: int, board_id: int) -> bool:
    """Drop the person's draft; tell whether there was one."""
    result = await tx.execute(
        delete(drafts).where(drafts.c.person_id == person_id, drafts.c.board_id == board_id)
    )
    return result.rowcount > 0
