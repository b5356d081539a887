"""Typing instead of pressing: what a person's text means among the newest buttons of the chat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.calls import Call
from domain.conversation.offers import ONE_LIST, chosen, may_choose, typed_place
from storage.articles import drafts
from storage.conversation import dialogues, offers, zalo
from storage.engine.database import Database, Transaction


@dataclass(frozen=True, slots=True)
class Choice:
    """A text means the button of a message that sends `data`."""

    message_id: int
    data: str


@dataclass(frozen=True, slots=True)
class NoChoice:
    """A number means no button: there are `last`; `used` tells that one was chosen before."""

    number: int
    last: int
    used: bool


class Offers:
    """The newest buttons of each chat; Zalo's numbers are read where its messages come in."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, call: Call, message_id: int, choices: Sequence[tuple[str, str]]) -> None:
        """Keep a message's buttons, as (label, data), in place of the chat's earlier ones."""
        if choices:
            await self._database.write(
                lambda tx: offers.save_offer(tx, call, message_id, choices), brief=True
            )

    async def use(self, call: Call, message_id: int) -> None:
        """Mark a message's buttons as used by a press."""
        await self._database.write(lambda tx: offers.use_offer(tx, call, message_id), brief=True)

    async def drop(self, call: Call, message_id: int) -> None:
        """Let no text choose from a message's buttons any more, by its words or by its number."""
        await self._database.write(lambda tx: _use(tx, call, message_id), brief=True)

    async def choose(self, call: Call, text: str) -> Choice | NoChoice | None:
        """Return what a text chooses; None when it is something else.

        What was asked since then comes first: a draft or a question that is newer than the
        buttons. A question that came with the buttons takes their numbers, but not the words of
        one. Buttons take no text an hour later. A number that fits none is a NoChoice where
        nothing else is asked. The same update chooses the same again.
        """
        numbered = call.origin.channel in ONE_LIST
        if not may_choose(text) or (numbered and typed_place(text) is not None):
            return None

        offer = await self._database.read(lambda tx: offers.find_offer(tx, call), brief=True)
        # Handled again after it led to new buttons, a text must not press one of those.
        if offer is None or offer.revision == call.origin.update_id:
            return None
        asked = False
        if offer.used_by != call.origin.update_id:
            if call.sent - offer.offered_at > offer.lasts:
                return None
            asked, newer = await self._question(call, offer, words=typed_place(text) is None)
            if newer:
                return None
        place = chosen(text, [label for label, _data in offer.choices])
        if place is not None:
            message_id = offer.message_id
            if await self._database.write(lambda tx: _use(tx, call, message_id), brief=True):
                return Choice(message_id, offer.choices[place][1])
        number = typed_place(text)
        if number is None or asked:
            return None
        return NoChoice(number, len(offer.choices), used=place is not None)

    async def shown(
        self, call: Call, prefixes: tuple[str, ...]
    ) -> tuple[int, Sequence[tuple[str, str]]] | None:
        """Return the newest buttons, as (label, data), with their message if they are of a kind.

        None where others are on show, one was used, or something else was asked since.
        """
        offer = await self._database.read(lambda tx: offers.find_offer(tx, call), brief=True)
        if offer is None or call.sent - offer.offered_at > offer.lasts or offer.revision == 0:
            return None
        if offer.used_by not in (None, call.origin.update_id):
            return None
        if not offer.choices[0][1].startswith(prefixes) or (await self._question(call, offer))[1]:
            return None
        return offer.message_id, offer.choices

    async def listed(self, call: Call, prefix: str) -> list[str] | None:
        """Return what the single choices of a kind send, in their order on show.

        None where others are on show, they were used, or something else was asked since.
        """
        offer = await self._database.read(lambda tx: offers.find_offer(tx, call), brief=True)
        if offer is None or call.sent - offer.offered_at > offer.lasts:
            return None
        if offer.used_by not in (None, call.origin.update_id):
            return None
        found = [
            data for _label, data in offer.choices if data.startswith(prefix) and "," not in data
        ]
        _asked, newer = await self._question(call, offer)
        return found if found and not newer else None

    async def on_show(self, call: Call, *, but: tuple[str, ...]) -> bool:
        """Tell whether buttons wait for a choice that are of no such kind."""
        offer = await self._database.read(lambda tx: offers.find_offer(tx, call), brief=True)
        if offer is None or offer.used_by is not None or offer.choices[0][1].startswith(but):
            return False
        return call.sent - offer.offered_at <= offer.lasts

    async def is_used(self, call: Call, message_id: int) -> bool:
        """Tell whether a message's buttons, the newest, were used or dropped by another update."""
        offer = await self._database.read(lambda tx: offers.find_offer(tx, call), brief=True)
        if offer is None or offer.message_id != message_id:
            return False
        return offer.used_by not in (None, call.origin.update_id)

    async def _question(
        self, call: Call, offer: offers.Offer, *, words: bool = False
    ) -> tuple[bool, bool]:
        """Tell whether a question or a draft is open, and whether one is newer than the buttons.

        One that was asked with the buttons counts as newer, but not against a button's `words`.
        """

        # Several statements, so this is no brief read.
        async def job(tx: Transaction) -> list[tuple[datetime, int]]:
            found = (
                await dialogues.find_dialogue(tx, call.person.id, call.board.id),
                await drafts.find_draft(tx, call.person.id, call.board.id),
            )
            return [(one.updated_at, one.revision) for one in found if one is not None]

        asked = await self._database.read(job)
        made = (offer.offered_at, offer.revision)
        return bool(asked), any(one > made or (one == made and not words) for one in asked)


async def _use(tx: Transaction, call: Call, message_id: int) -> bool:
    """Mark a message's buttons as used; on Zalo its numbers choose nothing any more either."""
    used = await offers.use_offer(tx, call, message_id)
    if used and call.origin.channel in ONE_LIST:
        await zalo.use_menu(tx, call.chat_id, message_id, call.origin.update_id)
    return used
