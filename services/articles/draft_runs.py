"""Runs a step of a draft in one transaction, after what the transaction must not wait for.

The likely twins of a title are looked for outside of it. A title that turns out to be unchecked
inside the transaction ends it; it is checked and the transaction begins again.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence

from domain.articles.drafts import Step, next_step
from domain.calls import Call
from domain.errors import NotAllowed
from domain.permissions import Action, may, require
from domain.twins.pairs import LikelyTwin
from domain.units.records import Unit
from services.articles.drafting import DRAFTS, Desk, UncheckedTitle
from services.articles.results import RESULTS, SubmitResult
from services.articles.topics import Topics
from services.conversation.effects import once
from services.twins.search import Twins
from storage.articles import drafts, questions
from storage.articles import rows as articles
from storage.conversation import effects
from storage.engine.database import Database, IntegrityError, Transaction, unique_violation
from storage.engine.transaction import OfBoard
from storage.units import rows as units

# One key for all steps: a replayed text may find the draft that it made or finished itself, and
# must not be taken for another step.
USE_CASE = "submissions"
MOST_RETRIES = 3

Job = Callable[[Desk], Awaitable[SubmitResult]]


class DraftRuns:
    """What every step of a draft is run with."""

    def __init__(self, database: Database, twins: Twins, topics: Topics) -> None:
        self._database = database
        self._twins = twins
        self._topics = topics

    async def allowed_units(self, call: Call) -> tuple[Unit, ...]:
        """Return the units the person logs for; raise NotAllowed without any.

        Of a person's own several units, the one that was logged for last comes first.
        """
        require(call, Action.LOG_ARTICLE)
        ids = None if may(call, Action.LOG_FOR_ANY_UNIT) else call.unit_ids
        found = await self._database.read(
            lambda tx: units.list_units(tx, call.board.id, ids), brief=True
        )
        if not found:
            raise NotAllowed("person_without_unit")
        if ids is None or len(found) == 1:
            return found
        last = await self._database.read(
            lambda tx: articles.last_unit(tx, call.board.id, call.person.id), brief=True
        )
        return tuple(sorted(found, key=lambda unit: unit.id != last))

    async def run(
        self, call: Call, allowed: Sequence[Unit], job: Job, titles: Iterable[str] = ()
    ) -> SubmitResult:
        """Run a job in one transaction, again after a title was checked or a link was taken."""
        checked: dict[str, tuple[LikelyTwin, ...]] = {}
        for title in titles:
            checked[title] = await self._twins.find(call.board, title, call.now)

        async def run(tx: Transaction) -> SubmitResult:
            return await job(Desk(tx, call, allowed, checked, self._twins, self._topics))

        retries = 0
        while True:
            try:
                of_board = OfBoard(call.board.id, run)
                return await once(
                    self._database, call.origin, call.now, USE_CASE, RESULTS, of_board, brief=True
                )
            except UncheckedTitle as missing:
                found = await self._twins.find(call.board, missing.title, call.now)
                checked[missing.title] = found
            except IntegrityError as error:
                # Somebody logged the same link at the same moment: the second is told the number.
                retries += 1
                if retries > MOST_RETRIES or not unique_violation(error):
                    raise

    async def title_at_hand(self, call: Call) -> tuple[str, ...]:
        """Return the title of the draft at hand, to be checked before it is logged."""
        stored = await self._database.read(
            lambda tx: drafts.find_draft(tx, call.person.id, call.board.id), brief=True
        )
        if stored is None:
            return ()
        found = DRAFTS.validate_python(stored.content)
        return tuple(draft.title for draft in found[:1] if draft.title)

    async def replayed(self, call: Call) -> SubmitResult | None:
        """Return what this update led to when it was handled before."""
        if not call.origin.replay:
            return None
        stored = await self._database.read(
            lambda tx: effects.find_effect(tx, call.origin, USE_CASE), brief=True
        )
        return None if stored is None else RESULTS.validate_json(stored)

    async def remember(self, call: Call, message_id: int, key: str) -> None:
        """Remember which draft a message asks about."""
        require(call, Action.LOG_ARTICLE)
        await self._database.write(
            lambda tx: questions.add_question(tx, call, message_id, key), brief=True
        )

    async def about(self, call: Call, message_id: int) -> questions.AskedMessage | None:
        """Return what a message asked about, and what became of it."""
        return await self._database.read(
            lambda tx: questions.find_question(tx, call, message_id), brief=True
        )

    async def open_step(self, call: Call) -> tuple[Step | None, str]:
        """Return what the draft at hand waits for, None without one or where it was not asked.

        With it comes the number that was typed to be asked, "" where none was.
        """
        stored = await self._database.read(
            lambda tx: drafts.find_draft(tx, call.person.id, call.board.id), brief=True
        )
        if stored is None:
            return None, ""
        draft = DRAFTS.validate_python(stored.content)[0]
        return (next_step(draft), draft.typed) if draft.asked else (None, "")

    async def count_waiting(self, call: Call) -> int:
        """Return how many articles wait without a question, 0 where one of them is asked about."""
        stored = await self._database.read(
            lambda tx: drafts.find_draft(tx, call.person.id, call.board.id), brief=True
        )
        found = DRAFTS.validate_python(stored.content) if stored is not None else []
        return 0 if not found or found[0].asked else len(found)

    async def has_draft(self, call: Call) -> bool:
        """Tell whether the person has an unfinished article."""
        found = await self._database.read(
            lambda tx: drafts.find_draft(tx, call.person.id, call.board.id), brief=True
        )
        return found is not None
