"""The question a person has to answer next, unless it is about a draft."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from pydantic import TypeAdapter

from domain.calls import Call
from domain.errors import Conflict
from services.conversation.effects import once
from storage.articles import drafts, questions
from storage.conversation import dialogues, effects
from storage.engine.database import Database, Transaction

T = TypeVar("T")
Step = Callable[[Transaction], Awaitable[T]]

ANSWER = "answer."  # the use case of an answer is "answer." and the question's kind
# So long after a question, what is written may be about anything.
LASTS = timedelta(hours=3)
_ASK_NOTHING = frozenset({"zero"})  # what was offered waits for a button alone
_WITH_NONE = frozenset({"link", "topic", "stand_in", "successor"})
_WITH_LINKS = frozenset({"link", "reason", "note"})
_SURE = "sure"
_GRAVE = frozenset({"cancel_issue"})
_COMMAND = "command"
# What is asked in passing: a command ends it.
_IN_PASSING = frozenset({_COMMAND, "name"})
# What the missing part of a command is, where it may hold links.
_PARTS = {"none": "reason", "broadcast": "note"}


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """Which handler reads the person's next text; `takes_links` tells that a link may answer.

    `typed` is the number that was typed to choose what asks this, "" where none was.
    """

    kind: str
    takes_links: bool
    asks: str = ""
    typed: str = ""

    @property
    def takes_yes(self) -> bool:
        """Tell whether it is answered by yes or no."""
        return self.asks == _SURE

    @property
    def may_be_declined(self) -> bool:
        """Tell whether a no drops it: it asks for a yes, or for what a grave step needs."""
        return self.takes_yes or self.kind in _GRAVE

    @property
    def refuses_slips(self) -> bool:
        """Tell whether words that tell of a slip are no answer: to a colleague's work they are."""
        return self.asks != "reason" or self.kind == _COMMAND

    @property
    def takes_none(self) -> bool:
        """Tell whether "none" is an answer."""
        return self.asks in _WITH_NONE


@dataclass(frozen=True, slots=True)
class AskedCommand:
    """A command that waits for the rest of it: `lead` is what is known already."""

    name: str
    lead: str = ""


_ASKED: TypeAdapter[AskedCommand] = TypeAdapter(AskedCommand)


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
            if call.sent - found.updated_at > LASTS:
                overtaken = True
                return None
            draft = await drafts.find_draft(tx, call.person.id, call.board.id)
            if draft is not None and found.is_older_than(draft.revision, draft.updated_at):
                overtaken = True
                return None
            asks = str(found.content.get("asks") or "")
            told = questions.was_told_between
            if asks == "reason" and await told(tx, call.person.id, found.updated_at, call.sent):
                # What is written now may be about the reminder.
                overtaken = True
                return None
            typed = str(found.content.get("typed") or "")
            # Whoever is asked why there is no article and sends one has answered otherwise.
            takes_links = asks in _WITH_LINKS and (found.kind, asks) != (_COMMAND, "reason")
            return OpenQuestion(found.kind, takes_links, asks, typed)

        question = await self._database.read(job)
        if overtaken:
            await self.drop(call)
        return question

    async def ask_rest(self, call: Call, name: str, lead: str = "") -> None:
        """Let the person's next text be what a command lacks."""
        content = {"name": name, "lead": lead, "asks": _PARTS.get(name, "")}
        await self._database.write(lambda tx: dialogues.open_dialogue(tx, call, _COMMAND, content))

    async def forget_rest(self, call: Call) -> None:
        """Close what was asked in passing before this update."""

        async def job(tx: Transaction) -> bool:
            found = await dialogues.find_dialogue(tx, call.person.id, call.board.id)
            if found is None or found.kind not in _IN_PASSING:
                return False
            return found.revision != call.origin.update_id

        if await self._database.read(job):
            await self.drop(call)

    async def take_rest(self, call: Call) -> AskedCommand:
        """Return the command that asked and close its question."""

        async def job(tx: Transaction) -> AskedCommand:
            content = await opened(tx, call, _COMMAND)
            await dialogues.close_dialogue(tx, call)
            return AskedCommand(content["name"], content["lead"])

        use_case = ANSWER + _COMMAND
        return await once(self._database, call.origin, call.now, use_case, _ASKED, job)

    async def drop(self, call: Call) -> bool:
        """Drop the open question; tell whether there was one."""
        return await self._database.write(lambda tx: dialogues.close_dialogue(tx, call))


async def opened(tx: Transaction, call: Call, kind: str) -> dict[str, Any]:
    """Return what the open question of a kind is about; raise Conflict when it is gone."""
    found = await dialogues.find_dialogue(tx, call.person.id, call.board.id)
    if found is None or found.kind != kind:
        raise Conflict("no_question")
    return found.content


async def close_question(tx: Transaction, call: Call, kind: str) -> None:
    """Close the open question if it is of a kind; another one stays."""
    found = await dialogues.find_dialogue(tx, call.person.id, call.board.id)
    if found is not None and found.kind == kind:
        await dialogues.close_dialogue(tx, call)
