"""Which message asked about which draft, and what became of that draft."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from domain.calls import Call
from storage.engine.database import Transaction
from storage.engine.tables import outbox, questions


@dataclass(frozen=True, slots=True)
class AskedMessage:
    """A message that asked about the draft of a key; `outcome` is "" while it is unfinished."""

    about: str
    outcome: str


async def add_question(tx: Transaction, call: Call, message_id: int, about: str) -> None:
    """Remember which draft a message asks about."""
    values = {
        "person_id": call.person.id,
        "board_id": call.board.id,
        "about": about,
        "outcome": "",
        "asked_at": call.now,
    }
    key = {
        "channel": call.origin.channel,
        "chat_id": call.chat_id,
        "message_id": message_id,
    }
    row = tx.insert(questions).values(**key, **values)
    await tx.execute(
        row.on_conflict_do_update(index_elements=["channel", "chat_id", "message_id"], set_=values)
    )


async def find_question(tx: Transaction, call: Call, message_id: int) -> AskedMessage | None:
    """Return what a message of the caller's chat asked about."""
    row = await tx.first(
        select(questions.c.about, questions.c.outcome).where(
            questions.c.channel == call.origin.channel,
            questions.c.chat_id == call.chat_id,
            questions.c.message_id == message_id,
            questions.c.person_id == call.person.id,
            questions.c.board_id == call.board.id,
        )
    )
    return None if row is None else AskedMessage(row.about, row.outcome)


async def settle_questions(tx: Transaction, call: Call, about: str, outcome: str) -> None:
    """Store what became of a draft with every message that asked about it."""
    await tx.execute(
        update(questions)
        .where(
            questions.c.person_id == call.person.id,
            questions.c.board_id == call.board.id,
            questions.c.about == about,
        )
        .values(outcome=outcome)
    )


async def purge_questions(tx: Transaction, before: datetime) -> None:
    """Forget messages that were sent before an instant."""
    await tx.execute(delete(questions).where(questions.c.asked_at < before))


async def was_told_between(
    tx: Transaction, person_id: int, asked: datetime, answered: datetime
) -> bool:
    """Tell whether the bot wrote to a person on its own after a question and before its answer."""
    found = await tx.first(
        select(outbox.c.id)
        .where(
            outbox.c.person_id == person_id,
            outbox.c.state.in_(("sent", "unknown")),
            outbox.c.finished_at > asked,
            # Messengers date messages to the second.
            outbox.c.finished_at < answered + timedelta(seconds=1),
        )
        .limit(1)
    )
    return found is not None
