"""Open questions other than an article's: the person's next text on the board answers it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from domain.calls import Call
from storage.engine.database import Transaction
from storage.engine.tables import dialogues


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A question: `kind` names who reads the answer, `content` is what it is about.

    `revision` is the update that asked it; `content["typed"]` is the number that was typed for it.
    """

    kind: str
    content: dict[str, Any]
    revision: int
    updated_at: datetime

    def is_older_than(self, revision: int, updated_at: datetime) -> bool:
        """Tell whether a draft was saved after the question was asked."""
        return (self.updated_at, self.revision) < (updated_at, revision)


async def find_dialogue(tx: Transaction, person_id: int, board_id: int) -> Dialogue | None:
    """Return the question that is open for a person on a board."""
    row = await tx.first(
        select(
            dialogues.c.kind,
            dialogues.c.content,
            dialogues.c.revision,
            dialogues.c.updated_at,
        ).where(dialogues.c.person_id == person_id, dialogues.c.board_id == board_id)
    )
    return None if row is None else Dialogue(*row)


async def open_dialogue(tx: Transaction, call: Call, kind: str, content: dict[str, Any]) -> None:
    """Make this the person's open question, in place of another one."""
    values = {
        "kind": kind,
        "content": content | ({"typed": call.typed} if call.typed else {}),
        "revision": call.origin.update_id,
        "updated_at": call.now,
    }
    row = tx.insert(dialogues).values(person_id=call.person.id, board_id=call.board.id, **values)
    await tx.execute(
        row.on_conflict_do_update(index_elements=["person_id", "board_id"], set_=values)
    )


async def close_dialogue(tx: Transaction, call: Call) -> bool:
    """Drop the person's open question; tell whether there was one."""
    result = await tx.execute(
        delete(dialogues).where(
            dialogues.c.person_id == call.person.id, dialogues.c.board_id == call.board.id
        )
    )
    return result.rowcount > 0
