"""The question a person has to answer next, unless it is about a draft."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from domain.calls import Call
from domain.errors import Conflict
from storage.articles import drafts
from storage.conversation import dialogues, effects
from storage.engine.database import Database, Transaction

T = TypeVar("T")
Step = Callable[[Transaction], Awaitable[T]]

ANSWER = "answer."  # the use case of an answer is "answer." and the question's kind
# So long after a question, what is written may be about anything.
LASTS = timedelta(hours=3)
_ASK_NOTHING = frozenset({"zero"})  # what was offered waits for a button alone
_WITH_NONE = frozenset({"link", "topic"})
_WITH_LINKS = frozenset({"link", "reason", "note"})


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """Which handler reads the person's next text; `takes_links` tells that a link may answer."""

    kind: str
    takes_links: bool
    asks: str = ""

    @property
    def takes_none(self) -> bool:
        """Tell whether "none" is an answer."""
        return self.asks in _WITH_NONE


class Dialogues:
    """Open questions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def current(self, call: Call) -> OpenQuestion | None:
        """Return the question the person's text answers.

        A draft begun after it takes its place. A text that is handled again finds the question it
        has answered already, so that its stored result is told again.
        """

        overtaken = False

        async def job(tx: Transaction) -> OpenQuestion | None:
            nonlocal overtaken
            if call.origin.replay:
                for use_case in await effects.use_cases_of(tx, call.origin):
                    if use_case.startswith(ANSWER):
                        return OpenQuestion(use_case.removeprefix(ANSWER), takes_links=True)
            found = await dialogues.find_dialogue(tx, call.person.id, call.board.id)
            if found is None or found.kind in _ASK_NOTHING:
                return None
            if call.now - found.updated_at > LASTS:
                overtaken = True
                return None
            draft = await drafts.find_draft(tx, call.person.id, call.board.id)
            if draft is not None and found.is_older_than(draft.revision, draft.updated_at):
                overtaken = True
                return None
            asks = str(found.content.get("asks") or "")
            return OpenQuestion(found.kind, asks in _WITH_LINKS, asks)

        question = await self._database.read(job)
        if overtaken:
            await self.drop(call)
        return question

    async def drop(self, call: Call) -> bool:
        """Drop the open question; tell whether there was one."""
        return await self._database.write(lambda tx: dialogues.close_dialogue(tx, call))


async def opened(tx: Transaction, call: Call, kind: str) -> dict[str, Any]:
    """Return what the open question of a kind is about; raise Conflict when it is gone."""
    found = await dialogues.find_dialogue(tx, call.person.id, call.board.id)
    if found is None or found.kind != kind:
        raise Conflict("no_question")
    return found.content
