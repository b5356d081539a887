"""The newest buttons of a chat, as long as none replaces them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from domain.calls import Call
from domain.conversation.offers import LASTS, REMINDER_LASTS
from storage.engine.database import Transaction
from storage.engine.tables import offers

# The revision of what no update asked for.
REMINDER = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """The buttons of a message as (label, data); `revision` is the update they answered.

    `used_by` is the update that chose one, None while nothing was chosen.
    """

    message_id: int
    choices: tuple[tuple[str, str], ...]
    revision: int
    offered_at: datetime
    used_by: int | None

    @property
    def lasts(self) -> timedelta:
        """How long a text may press one of the buttons."""
        return REMINDER_LASTS if self.revision == REMINDER else LASTS


async def find_offer(tx: Transaction, call: Call) -> Offer | None:
    """Return the newest buttons of the caller's chat."""
    return await offer_in(tx, call.origin.channel, call.chat_id)


async def offer_in(tx: Transaction, channel: str, chat_id: int) -> Offer | None:
    """Return the newest buttons of a chat."""
    row = await tx.first(
        select(
            offers.c.message_id,
            offers.c.choices,
            offers.c.revision,
            offers.c.offered_at,
            offers.c.used_by,
        ).where(offers.c.channel == channel, offers.c.chat_id == chat_id)
    )
    if row is None:
        return None
    choices = tuple((label, data) for label, data in row.choices)
    return Offer(row.message_id, choices, row.revision, row.offered_at, row.used_by)


async def save_offer(
    tx: Transaction, call: Call, message_id: int, choices: Sequence[tuple[str, str]]
) -> None:
    """Keep a message's buttons in place of the chat's earlier ones."""
    place = (call.origin.channel, call.chat_id)
    await _save(tx, place, message_id, choices, call.origin.update_id, call.now)


async def save_reminder(
    tx: Transaction,
    channel: str,
    chat_id: int,
    message_id: int,
    choices: Sequence[tuple[str, str]],
    now: datetime,
) -> None:
    """Keep the buttons of a message that nobody asked for, unless others wait for a choice."""
    before = await offer_in(tx, channel, chat_id)
    if before is None or before.used_by is not None or now - before.offered_at > before.lasts:
        await _save(tx, (channel, chat_id), message_id, choices, REMINDER, now)


async def _save(
    tx: Transaction,
    place: tuple[str, int],
    message_id: int,
    choices: Sequence[tuple[str, str]],
    revision: int,
    now: datetime,
) -> None:
    values = {
        "message_id": message_id,
        "choices": [list(choice) for choice in choices],
        "revision": revision,
        "offered_at": now,
        "used_by": None,
    }
    key = {"channel": place[0], "chat_id": place[1]}
    row = tx.insert(offers).values(**key, **values)
    await tx.execute(row.on_conflict_do_update(index_elements=["channel", "chat_id"], set_=values))


async def use_offer(tx: Transaction, call: Call, message_id: int) -> bool:
    """Mark a message's buttons as used by this update; False when another one used them."""
    update_id = call.origin.update_id
    result = await tx.execute(
        update(offers)
        .where(
            offers.c.channel == call.origin.channel,
            offers.c.chat_id == call.chat_id,
            offers.c.message_id == message_id,
            or_(offers.c.used_by.is_(None), offers.c.used_by == update_id),
        )
        .values(used_by=update_id)
    )
    return result.rowcount > 0
