"""A message that its writer changed afterwards: what it said before, what may change with it."""

import json
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import TypeAdapter

from domain.articles.draft_answers import answered
from domain.articles.drafts import ArticleDraft, Step
from domain.calls import Call
from domain.text import clean_line
from services.articles.drafting import DRAFTS
from services.conversation.effects import once
from storage.articles import drafts
from storage.articles import rows as articles
from storage.conversation import inbox
from storage.engine.database import Database, Transaction

_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Before:
    """What a changed message said; `last` tells that nothing was written since."""

    text: str
    last: bool


@dataclass(frozen=True, slots=True)
class ChangedText:
    """A message's words before and after."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Retitled:
    """The message was a title: of the draft at hand, or (with its number) of a logged article."""

    title: str
    number: int | None = None
    outcome: Literal["retitled"] = "retitled"


_RESULTS: TypeAdapter[Retitled | None] = TypeAdapter(Retitled | None)


class Edits:
    """Reads changed messages against what is stored of the inbox."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def before(self, call: Call, message_id: int) -> Before | None:
        """Return what a message said before this update, None when it is not known any more."""
        return await self._before(call, call.origin.update_id, message_id)

    async def changed(self, call: Call, update_id: int) -> ChangedText | None:
        """Return the words of a changed message of this chat, None when they are not kept."""
        payload = await self._database.read(
            lambda tx: inbox.payload_of(tx, call.origin.channel, call.chat_id, update_id)
        )
        message = json.loads(payload).get("edited_message") if payload else None
        if not isinstance(message, dict):
            return None
        before = await self._before(call, update_id, message["message_id"])
        return None if before is None else ChangedText(before.text, _text(message))

    async def _before(self, call: Call, update_id: int, message_id: int) -> Before | None:
        channel = call.origin.channel
        payloads = await self._database.read(
            lambda tx: inbox.recent_payloads(tx, channel, call.chat_id, update_id, _LOOKED_AT)
        )
        last: int | None = None
        for payload in payloads:
            update = json.loads(payload)
            message = update.get("message") or update.get("edited_message")
            if not isinstance(message, dict):
                continue
            if last is None:
                last = message.get("message_id")
            if message.get("message_id") == message_id:
                return Before(_text(message), last == message_id)
        return None

    async def titled(self, call: Call, text: str) -> Retitled | None:
        """Return what has a text as its title: the draft at hand, or an article just logged."""

        async def job(tx: Transaction) -> Retitled | None:
            _stored, kept = await _drafts(tx, call)
            if kept and kept[0].title == clean_line(text):
                return Retitled(kept[0].title)
            return await _logged(tx, call, text)

        return await self._database.read(job)

    async def retitle(self, call: Call, before: str, after: str) -> Retitled | None:
        """Give the draft at hand that has a title another one; None for no such draft.

        A logged article keeps its own: that is a correction, which is checked and can be undone.
        """

        async def job(tx: Transaction) -> Retitled | None:
            stored, kept_drafts = await _drafts(tx, call)
            if stored is None or kept_drafts[0].title != clean_line(before):
                return await _logged(tx, call, before)
            draft, *waiting = kept_drafts
            changed = answered(call, draft, Step.TITLE, after, ())
            content: Any = DRAFTS.dump_python((changed, *waiting), mode="json")
            kept = drafts.StoredDraft(stored.revision, content, call.now)
            await drafts.save_draft(tx, call.person.id, call.board.id, kept)
            return Retitled(changed.title)

        return await once(self._database, call.origin, call.now, "edits.retitle", _RESULTS, job)


async def _drafts(
    tx: Transaction, call: Call
) -> tuple[drafts.StoredDraft | None, tuple[ArticleDraft, ...]]:
    """Return the person's drafts, the one at hand first."""
    stored = await drafts.find_draft(tx, call.person.id, call.board.id)
    return stored, () if stored is None else tuple(DRAFTS.validate_python(stored.content))


async def _logged(tx: Transaction, call: Call, title: str) -> Retitled | None:
    """Return the newest article that the person logged under a title."""
    wanted = clean_line(title)
    article = await articles.newest_titled(tx, call.board.id, call.person.id, wanted)
    return None if article is None else Retitled(wanted, article.number)


def _text(message: dict[str, Any]) -> str:
    return str(message.get("text") or message.get("caption") or "")
