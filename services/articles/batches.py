"""Several articles of one message: a card each, logged one by one or all at once."""

from dataclasses import replace

from domain.articles.drafts import ArticleDraft, Step, next_step, with_day_assumed
from domain.calls import Call
from domain.errors import Conflict
from services.articles.draft_runs import DraftRuns
from services.articles.drafting import MOST_DRAFTS, Desk, name_of, with_untold
from services.articles.reading import Reading, read_draft
from services.articles.results import (
    AlreadyLogged,
    Asked,
    Batch,
    Cancelled,
    DroppedAll,
    Logged,
    LoggedMany,
    NoDraft,
    PressedBefore,
    SubmitResult,
)
from storage.articles import drafts, questions

# A card each; what is beyond is kept and told in one sentence.
MOST_CARDS = 10
EVERY = 0  # stands for a batch's number where every unfinished article is meant


class Batches:
    """The cards of messages with several links."""

    def __init__(self, runs: DraftRuns) -> None:
        self._runs = runs

    async def press_card(
        self, call: Call, tag: str, verb: str, message_id: int = 0
    ) -> SubmitResult:
        """Apply a button of one of several cards: `log`, `edit` or `drop`."""
        allowed = await self._runs.allowed_units(call)

        async def job(desk: Desk) -> SubmitResult:
            stored = await desk.unfinished()
            chosen = next((draft for draft in stored if draft.tag == tag), None)
            if chosen is None:
                return await pressed_before(desk, message_id)
            others = tuple(draft for draft in stored if draft.tag != tag)
            desk = replace(desk, waiting=others)
            if verb == "edit":
                return await desk.ask(chosen)
            if verb == "log":
                result = await desk.log(chosen)
            else:
                await desk.settle(chosen, "dropped")
                result = Cancelled(await desk.next())
            # The next card stands above already.
            if isinstance(result, Logged | AlreadyLogged | Cancelled) and result.then is not None:
                return replace(result, then=None) if result.then.draft.tag else result
            return result

        return await self._runs.run(call, allowed, job, await self._runs.title_at_hand(call))

    async def drop_all(self, call: Call, message_id: int = 0) -> SubmitResult:
        """Drop every unfinished article."""
        allowed = await self._runs.allowed_units(call)

        async def job(desk: Desk) -> SubmitResult:
            stored = await desk.unfinished()
            if not stored:
                return await pressed_before(desk, message_id)
            for draft in stored:
                await desk.settle(draft, "dropped")
            await drafts.delete_draft(desk.tx, call.person.id, call.board.id)
            await questions.settle_questions(desk.tx, call, f"{EVERY}-all", "dropped")
            return DroppedAll(len(stored))

        return await self._runs.run(call, allowed, job)

    async def look_through(self, call: Call, message_id: int = 0) -> SubmitResult:
        """Ask about the first unfinished article."""
        allowed = await self._runs.allowed_units(call)

        async def job(desk: Desk) -> SubmitResult:
            stored = await desk.unfinished()
            if not stored:
                return await pressed_before(desk, message_id)
            return await replace(desk, waiting=stored[1:]).ask(stored[0])

        return await self._runs.run(call, allowed, job)

    async def log_all(self, call: Call, number: int, message_id: int = 0) -> SubmitResult:
        """Log every draft of a batch (EVERY: all drafts) that lacks nothing; the others remain."""
        allowed = await self._runs.allowed_units(call)

        async def job(desk: Desk) -> SubmitResult:
            stored = await desk.unfinished()
            batch = [
                draft for draft in stored if number == EVERY or draft.tag.startswith(f"{number}-")
            ]
            if not batch:
                return await pressed_before(desk, message_id)
            loose = replace(desk, untouched=True)
            logged: list[Logged] = []
            known: list[AlreadyLogged] = []
            left: list[ArticleDraft] = []
            for kept in batch:
                draft = with_day_assumed(kept)
                if draft.untold or not _is_ready(loose, draft):
                    left.append(draft)
                    continue
                result = await loose.log_quietly(draft)
                match result:
                    case Logged():
                        logged.append(result)
                    case AlreadyLogged():
                        known.append(result)
                    case _:
                        left.append(draft)
            if logged:
                done = f"many:{len(logged)}"
                await questions.settle_questions(desk.tx, call, f"{number}-all", done)
            rest = (*left, *(draft for draft in stored if draft not in batch))
            if not rest:
                await drafts.delete_draft(desk.tx, call.person.id, call.board.id)
                return LoggedMany(tuple(logged), tuple(known))
            then = await replace(desk, waiting=rest[1:]).ask(rest[0])
            return LoggedMany(tuple(logged), tuple(known), len(left), then)

        return await self._runs.run(call, allowed, job, await self._runs.title_at_hand(call))


async def begin_batch(desk: Desk, reading: Reading) -> SubmitResult:
    """Store a draft for each article of a message."""
    number = desk.call.origin.update_id
    cards: list[Asked] = []
    kept: list[ArticleDraft] = []
    known: list[AlreadyLogged] = []
    for place, submission in enumerate(reading.submissions, start=1):
        draft, problems = await read_draft(desk, submission, reading)
        logged = await desk.known_link(draft)
        if logged is not None:
            known.append(logged)
            continue
        tag = f"{number}-{place}"
        draft = replace(draft, hurried=False, tag=tag, key=tag, asked=False)
        draft, doubts = await desk.without_old_day(draft)
        if len(cards) < MOST_CARDS:
            cards.append(await desk.asked(draft, [*problems, *doubts]))
        else:
            kept.append(with_untold(draft, [*problems, *doubts]))
    if cards:
        stored = (*await desk.unfinished(), *(card.draft for card in cards), *kept)
        if len(stored) > MOST_DRAFTS:
            raise Conflict("too_many_drafts", link=name_of(stored[-1]), most=MOST_DRAFTS)
        await desk.save(stored)
    ready = sum(card.step is Step.CARD for card in cards)
    return Batch(number, tuple(cards), tuple(known), ready, len(kept))


async def pressed_before(desk: Desk, message_id: int) -> SubmitResult:
    """Return what became of the article of a message whose button is pressed again."""
    found = await questions.find_question(desk.tx, desk.call, message_id) if message_id else None
    if found is None:
        return NoDraft(pressed=True)
    done, _colon, number = found.outcome.partition(":")
    return PressedBefore(done, int(number or 0))


def _is_ready(desk: Desk, draft: ArticleDraft) -> bool:
    """Tell whether a draft can be logged as it is."""
    return next_step(desk.with_twins(draft)) is Step.CARD
