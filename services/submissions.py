"""Logging an article: at once when all is clear, else a question at a time from a stored draft.

What a transaction must not wait for comes before it: the pages of pasted links, and the likely
twins of a title. A title that turns out to be unchecked inside the transaction ends it; it is
checked and the transaction begins again.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from domain.calls import Call
from domain.dates import looks_like_date
from domain.draft_answers import (
    NO,
    YES,
    answered,
    as_different,
    as_update,
    is_another,
    pressed,
    read_twin_answer,
    with_only_unit,
)
from domain.drafts import ArticleDraft, Step, next_step
from domain.errors import DomainError, InvalidField, NotAllowed
from domain.links import canonical_link, find_links, looks_like_link
from domain.permissions import Action, may, require
from domain.submission import Submission, read_submission
from domain.text import search_key
from domain.units import Unit
from services.drafting import DRAFTS, MOST_DRAFTS, Desk, UncheckedTitle
from services.effects import once
from services.pasting import (
    Manner,
    Pages,
    Pasting,
    ask_no_topic,
    cut_message,
    draft_of,
    with_page,
)
from services.submission_results import (
    RESULTS,
    AlreadyLogged,
    Asked,
    Batch,
    Cancelled,
    LikelyTwin,
    Logged,
    LoggedMany,
    NoDraft,
    Problem,
    SubmitResult,
)
from services.topics import Topics
from services.twins import Twins
from storage import articles, drafts, effects, units
from storage.database import Database, IntegrityError, Transaction, unique_violation

# One key for all steps: a replayed text may find the draft that it made or finished itself, and
# must not be taken for another step.
USE_CASE = "submissions"
MOST_RETRIES = 3
_WRONG_DATE = frozenset({"bad_date", "future_date"})

Job = Callable[[Desk], Awaitable[SubmitResult]]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a message says, before anything is stored: its articles' fields and their pages."""

    submissions: tuple[Submission, ...]
    pages: Pages
    manner: Manner
    left_out: int = 0


class Submissions:
    """Drafts and what becomes of them."""

    def __init__(self, database: Database, pasting: Pasting, twins: Twins, topics: Topics) -> None:
        self._database = database
        self._pasting = pasting
        self._twins = twins
        self._topics = topics

    async def submit(self, call: Call, text: str, manner: Manner = Manner.LINE) -> SubmitResult:
        """Log the article of a one-line text at once, or start (or resume) its draft.

        Several links make a draft each.
        """
        require(call, Action.LOG_ARTICLE)
        allowed = await self._allowed_units(call)
        reading = await self._read(call, text, manner, allowed)
        titles = [found.title for found in reading.submissions if found.title and found.link]

        async def job(desk: Desk) -> SubmitResult:
            return await self._submit(desk, reading)

        return await self._run(call, allowed, job, titles)

    async def answer(self, call: Call, text: str, manner: Manner = Manner.PASTE) -> SubmitResult:
        """Apply a typed answer to the draft's open question.

        Links of other articles begin drafts of their own; the one at hand waits behind them.
        """
        require(call, Action.LOG_ARTICLE)
        allowed = await self._allowed_units(call)
        reading = await self._read(call, text, manner, allowed) if find_links(text) else None

        async def job(desk: Desk) -> SubmitResult:
            current, waiting = await desk.load()
            if current is None:
                return NoDraft()
            step = next_step(current, has_topics=bool(call.board.topics))
            several = reading is not None and len(reading.submissions) > 1
            if reading is not None and (several or is_another(text, current, step)):
                return await self._submit(desk, reading)
            desk = replace(desk, waiting=waiting)
            if step is Step.CARD:
                return await self._answer_card(desk, current, text)
            if step is Step.TWIN:
                return await self._answer_twin(desk, current, text)
            try:
                changed = replace(answered(call, current, step, text, allowed), editing=None)
            except DomainError as error:
                return await desk.ask(current, [Problem.of(error)])
            if reading is not None and changed.link != current.link:
                changed = await self._with_page(desk, changed, reading.pages)
            return await desk.go_on(changed)

        return await self._run(call, allowed, job)

    async def press(self, call: Call, revision: int, verb: str, argument: str) -> SubmitResult:
        """Apply a button of the draft: a choice, a skip, an edit, `log`, `same` or `cancel`."""
        require(call, Action.LOG_ARTICLE)
        allowed = await self._allowed_units(call)

        async def job(desk: Desk) -> SubmitResult:
            stored = await drafts.find_draft(desk.tx, call.person.id, call.board.id)
            if stored is None:
                return NoDraft(pressed=True)
            current, *waiting = DRAFTS.validate_python(stored.content)
            desk = replace(desk, waiting=tuple(waiting))
            if stored.revision != revision:
                return await desk.ask(current, [Problem("old_button")])
            if verb == "cancel":
                return Cancelled(await desk.next())
            if verb == "log":
                return await desk.log(current)
            if verb == "same" and argument.isdigit() and int(argument) in current.twins:
                return await desk.same_as(current, int(argument))
            try:
                changed = pressed(call, current, verb, argument, allowed)
            except DomainError as error:
                return await desk.ask(current, [Problem.of(error)])
            return await desk.go_on(changed)

        # A draft at its card is logged next; checked first, its transaction runs once.
        titles = await self._stored_titles(call) if verb in {"log", "topic"} else ()
        return await self._run(call, allowed, job, titles)

    async def press_card(self, call: Call, tag: str, verb: str) -> SubmitResult:
        """Apply a button of one of several cards: `log`, `edit` or `drop`."""
        require(call, Action.LOG_ARTICLE)
        allowed = await self._allowed_units(call)

        async def job(desk: Desk) -> SubmitResult:
            stored = await desk.unfinished()
            chosen = next((draft for draft in stored if draft.tag == tag), None)
            if chosen is None:
                return NoDraft(pressed=True)
            others = tuple(draft for draft in stored if draft.tag != tag)
            desk = replace(desk, waiting=others)
            if verb == "edit":
                return await desk.ask(chosen)
            if verb == "log":
                result = await desk.log(chosen)
            else:
                result = Cancelled(await desk.next())
            # The next card stands above already.
            if isinstance(result, Logged | AlreadyLogged | Cancelled) and result.then is not None:
                return replace(result, then=None) if result.then.draft.tag else result
            return result

        return await self._run(call, allowed, job, await self._stored_titles(call))

    async def log_all(self, call: Call, number: int) -> SubmitResult:
        """Log every draft of a batch that lacks nothing; the others remain."""
        require(call, Action.LOG_ARTICLE)
        allowed = await self._allowed_units(call)

        async def job(desk: Desk) -> SubmitResult:
            stored = await desk.unfinished()
            batch = [draft for draft in stored if draft.tag.startswith(f"{number}-")]
            if not batch:
                return NoDraft(pressed=True)
            loose = replace(desk, untouched=True)
            logged: list[Logged] = []
            known: list[AlreadyLogged] = []
            left: list[ArticleDraft] = []
            for draft in batch:
                if not _is_ready(loose, draft):
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
            rest = (*left, *(draft for draft in stored if draft not in batch))
            if not rest:
                await drafts.delete_draft(desk.tx, call.person.id, call.board.id)
                return LoggedMany(tuple(logged), tuple(known))
            then = await replace(desk, waiting=rest[1:]).ask(rest[0])
            return LoggedMany(tuple(logged), tuple(known), len(left), then)

        return await self._run(call, allowed, job, await self._stored_titles(call))

    async def cancel(self, call: Call) -> SubmitResult:
        """Drop the draft at hand."""
        require(call, Action.LOG_ARTICLE)
        allowed = await self._allowed_units(call)

        async def job(desk: Desk) -> SubmitResult:
            current, waiting = await desk.load()
            if current is None:
                return NoDraft()
            return Cancelled(await replace(desk, waiting=waiting).next())

        return await self._run(call, allowed, job)

    async def replayed(self, call: Call) -> SubmitResult | None:
        """Return what this update led to when it was handled before."""
        if not call.origin.replay:
            return None
        stored = await self._database.read(
            lambda tx: effects.find_effect(tx, call.origin, USE_CASE)
        )
        return None if stored is None else RESULTS.validate_json(stored)

    async def has_draft(self, call: Call) -> bool:
        """Tell whether the person has an unfinished article."""
        found = await self._database.read(
            lambda tx: drafts.find_draft(tx, call.person.id, call.board.id)
        )
        return found is not None

    async def _run(
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
                return await once(self._database, call.origin, call.now, USE_CASE, RESULTS, run)
            except UncheckedTitle as missing:
                found = await self._twins.find(call.board, missing.title, call.now)
                checked[missing.title] = found
            except IntegrityError as error:
                # Somebody logged the same link at the same moment: the second is told the number.
                retries += 1
                if retries > MOST_RETRIES or not unique_violation(error):
                    raise

    async def _allowed_units(self, call: Call) -> tuple[Unit, ...]:
        ids = None if may(call, Action.LOG_FOR_ANY_UNIT) else call.unit_ids
        found = await self._database.read(lambda tx: units.list_units(tx, call.board.id, ids))
        if not found:
            raise NotAllowed("no_unit")
        return found

    async def _stored_titles(self, call: Call) -> tuple[str, ...]:
        stored = await self._database.read(
            lambda tx: drafts.find_draft(tx, call.person.id, call.board.id)
        )
        if stored is None:
            return ()
        found = DRAFTS.validate_python(stored.content)
        return tuple(draft.title for draft in found[:1] if draft.title)

    async def _read(
        self, call: Call, text: str, manner: Manner, allowed: Sequence[Unit]
    ) -> _Reading:
        """Read a message's fields, and the pages of those links that nobody has logged."""
        pieces = cut_message(text, manner, lambda link: self._pasting.covers(call.board, link))
        found = tuple(
            read_submission(piece, today=call.today, topics=call.board.topics, units=allowed)
            for piece in pieces.texts
        )
        links = [
            submission.link
            for submission in found
            if submission.link and not _is_hurried(submission, manner)
        ]
        known: set[str] = set()
        if links:
            keys = [canonical_link(link) for link in links]
            known = await self._database.read(
                lambda tx: articles.known_links(tx, call.board.id, keys)
            )
        pages = await self._pasting.read(
            call.board, [link for link in links if canonical_link(link) not in known]
        )
        return _Reading(found, pages, manner, pieces.left_out)

    async def _submit(self, desk: Desk, reading: _Reading) -> SubmitResult:
        if len(reading.submissions) > 1:
            return await self._begin_batch(desk, reading)
        submission = reading.submissions[0]
        if submission == Submission():
            current, waiting = await desk.load()
            draft = with_only_unit(desk.call, current or ArticleDraft(), desk.allowed)
            return await replace(desk, waiting=waiting).ask(draft, resumed=current is not None)
        draft, problems = await self._draft(desk, submission, reading)
        loose = replace(desk, untouched=True)
        known = await loose.known_link(draft)
        if known is not None:
            return known
        # Logged at once, it never meets the unfinished ones; else they wait behind it.
        if draft.hurried and not problems and not draft.lacks(Step.UNIT):
            return await loose.log(draft)
        return await (await loose.touching()).ask(draft, problems)

    async def _begin_batch(self, desk: Desk, reading: _Reading) -> SubmitResult:
        number = desk.call.origin.update_id
        cards: list[Asked] = []
        known: list[AlreadyLogged] = []
        for place, submission in enumerate(reading.submissions, start=1):
            draft, problems = await self._draft(desk, submission, reading)
            logged = await desk.known_link(draft)
            if logged is not None:
                known.append(logged)
                continue
            draft = replace(draft, hurried=False, tag=f"{number}-{place}")
            cards.append(await desk.asked(draft, problems))
        if cards:
            waiting = await desk.unfinished()
            stored = (*(card.draft for card in cards), *waiting)
            await desk.save(stored[:MOST_DRAFTS])
        ready = sum(card.step is Step.CARD for card in cards)
        return Batch(number, tuple(cards), tuple(known), ready, reading.left_out)

    async def _draft(
        self, desk: Desk, submission: Submission, reading: _Reading
    ) -> tuple[ArticleDraft, list[Problem]]:
        """Return the draft of a message's fields and its page, and what was wrong with them."""
        call = desk.call
        problems = [Problem.of(error) for error in submission.problems]
        draft = draft_of(submission)
        if draft.published_on is not None and draft.published_on > call.today:
            day = draft.published_on.isoformat()
            problems.append(Problem("future_date", {"date": day}))
            draft = replace(draft, published_on=None)
        hurried = _is_hurried(submission, reading.manner)
        wrong_date = any(problem.code in _WRONG_DATE for problem in problems)
        if hurried and not wrong_date and draft.published_on is None:
            draft = replace(draft, published_on=call.today)
        if not hurried:
            draft = await self._with_page(
                desk, draft, reading.pages, prefer=reading.manner is Manner.FORWARD
            )
        draft = replace(draft, hurried=hurried)
        return with_only_unit(call, draft, desk.allowed), problems

    async def _with_page(
        self, desk: Desk, draft: ArticleDraft, pages: Pages, *, prefer: bool = False
    ) -> ArticleDraft:
        board = desk.call.board
        draft = with_page(draft, board, pages, desk.call.today, prefer=prefer)
        if not (draft.read and board.topics and draft.lacks(Step.TOPIC)):
            return draft
        suggested = await self._topics.suggest(desk.tx, board, draft.title)
        return ask_no_topic(draft, suggested[0] if suggested else None)

    async def _answer_card(self, desk: Desk, draft: ArticleDraft, text: str) -> SubmitResult:
        key = search_key(text)
        if key in YES:
            return await desk.log(draft)
        if key in NO:
            return Cancelled(await desk.next())
        try:
            if looks_like_date(text):
                changed = answered(desk.call, draft, Step.DATE, text, desk.allowed)
            elif looks_like_link(text):
                changed = answered(desk.call, draft, Step.LINK, text, desk.allowed)
            else:
                raise InvalidField("card_answer", text=text[:60])
        except DomainError as error:
            return await desk.ask(draft, [Problem.of(error)])
        return await desk.go_on(changed)

    async def _answer_twin(self, desk: Desk, draft: ArticleDraft, text: str) -> SubmitResult:
        if search_key(text) in NO:
            return Cancelled(await desk.next())
        try:
            verdict, number = read_twin_answer(text, draft)
        except DomainError as error:
            return await desk.ask(draft, [Problem.of(error)])
        if verdict == "same":
            return await desk.same_as(draft, number)
        return await desk.go_on(
            as_update(draft, number) if verdict == "update" else as_different(draft)
        )


def _is_hurried(submission: Submission, manner: Manner) -> bool:
    """Tell whether a text is the one-line form, logged at once when nothing is wrong with it."""
    return manner is Manner.LINE and bool(submission.link and submission.title)


def _is_ready(desk: Desk, draft: ArticleDraft) -> bool:
    """Tell whether a draft can be logged as it is."""
    has_topics = bool(desk.call.board.topics)
    return next_step(desk.with_twins(draft), has_topics=has_topics) is Step.CARD
