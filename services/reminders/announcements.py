"""What a chair has tinbai say on its own: broadcasts to everybody, digests to groups."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import TypeAdapter

from domain.calls import Call
from domain.channels import ZALO
from domain.conversation.zalo_quota import MOST_GROUPS
from domain.errors import Conflict, InvalidInput
from domain.permissions import Action, require
from domain.reminders.rules import waking_moment
from domain.text import clean_line
from services.conversation.effects import once
from storage.engine.database import Database, Transaction
from storage.people import rows as people
from storage.reminders import broadcasts, digest_groups
from storage.reminders.outbox import add_messages
from storage.upkeep import audit

LONGEST = 3000


@dataclass(frozen=True, slots=True)
class BroadcastPreview:
    """A text that waits for its button; `people` is how many would get it."""

    id: int
    text: str
    people: int
    outcome: Literal["preview"] = "preview"


@dataclass(frozen=True, slots=True)
class BroadcastSent:
    """A broadcast is on its way; `goes_out` is when by the board's clock, None for at once."""

    people: int
    goes_out: datetime | None
    outcome: Literal["sent"] = "sent"


@dataclass(frozen=True, slots=True)
class DigestSwitched:
    """A group gets the board's digests from now on, or no more."""

    active: bool
    outcome: Literal["switched"] = "switched"


_PREVIEWS: TypeAdapter[BroadcastPreview] = TypeAdapter(BroadcastPreview)
_SENT: TypeAdapter[BroadcastSent] = TypeAdapter(BroadcastSent)
_SWITCHED: TypeAdapter[DigestSwitched] = TypeAdapter(DigestSwitched)


class Announcements:
    """A board's broadcasts and the groups that get its digests."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def preview_broadcast(self, call: Call, text: str) -> BroadcastPreview:
        """Keep a text until its button is pressed; raise InvalidInput for none or a long one."""
        require(call, Action.BROADCAST)
        text = _clean(text)
        if not text:
            raise InvalidInput("empty_broadcast")
        if len(text) > LONGEST:
            raise InvalidInput("long_broadcast", length=len(text), limit=LONGEST)

        async def job(tx: Transaction) -> BroadcastPreview:
            recipients = await _recipients(tx, call)
            broadcast_id = await broadcasts.add_broadcast(
                tx, call.board.id, call.person.id, text, call.now
            )
            return BroadcastPreview(broadcast_id, text, len(recipients))

        return await once(
            self._database, call.origin, call.now, "announcements.preview", _PREVIEWS, job
        )

    async def send_broadcast(self, call: Call, broadcast_id: int) -> BroadcastSent:
        """Write to everybody else of the board, after the quiet hours where they are now.

        Raise Conflict for a broadcast that was sent already or is somebody else's.
        """
        require(call, Action.BROADCAST)
        due_at = waking_moment(call.board, call.now)
        later = due_at.astimezone(call.board.zone) if due_at > call.now else None

        async def job(tx: Transaction) -> BroadcastSent:
            text = await broadcasts.take_broadcast(
                tx, call.board.id, call.person.id, broadcast_id, call.now
            )
            if text is None:
                raise Conflict("old_broadcast")
            recipients = await _recipients(tx, call)
            payload = {"board": call.board.name, "text": text}
            await add_messages(
                tx, call.board.id, "broadcast", recipients, payload, call.now, due_at
            )
            await audit.add_entry(
                tx, call, "broadcast", "broadcast", broadcast_id, after={"people": len(recipients)}
            )
            return BroadcastSent(len(recipients), later)

        return await once(self._database, call.origin, call.now, "announcements.send", _SENT, job)

    async def drop_broadcast(self, call: Call, broadcast_id: int) -> None:
        """Forget a previewed text that is not to be sent: its button sends nothing any more."""
        require(call, Action.BROADCAST)
        await self._database.write(
            lambda tx: broadcasts.drop_broadcast(tx, call.board.id, call.person.id, broadcast_id)
        )

    async def switch_digest(self, call: Call, chat_id: int, title: str) -> DigestSwitched:
        """Switch the board's digests in a group on, or off where they are on.

        Raise Conflict where the channel gives the bot no further group.
        """
        require(call, Action.SWITCH_DIGEST)

        async def job(tx: Transaction) -> DigestSwitched:
            active = await digest_groups.toggle_group(
                tx,
                call.board.id,
                call.origin.channel,
                chat_id,
                clean_line(title)[:200] or "?",
                call.person.id,
                call.now,
            )
            on_zalo = call.origin.channel == ZALO
            if active and on_zalo and await digest_groups.groups_on(tx, ZALO) > MOST_GROUPS:
                raise Conflict("too_many_groups", limit=MOST_GROUPS)
            await audit.add_entry(
                tx, call, "switch_digest", "group", chat_id, after={"active": active}
            )
            return DigestSwitched(active)

        return await once(
            self._database, call.origin, call.now, "announcements.digest", _SWITCHED, job
        )

    async def count_groups(self, channel: str) -> int:
        """Return how many groups of a channel get digests, over all boards."""
        return await self._database.read(lambda tx: digest_groups.groups_on(tx, channel))

    async def digest_groups(self, call: Call) -> tuple[str, ...]:
        """Return the titles of the groups that get the board's digests."""
        require(call, Action.SWITCH_DIGEST)
        found = await self._database.read(lambda tx: digest_groups.active_groups(tx, call.board.id))
        return tuple(group.title for group in found)


async def _recipients(tx: Transaction, call: Call) -> list[int]:
    members = await people.members(tx, call.board.id)
    return list(dict.fromkeys(m.person.id for m in members if m.person.id != call.person.id))


def _clean(text: str) -> str:
    """Return a text of several lines in the form in which it is stored."""
    return "\n".join(clean_line(line) for line in text.strip().splitlines())
