"""Logging an article: at once when all is clear, else a question at a time from a stored draft."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain.articles.answers import NONE, match_topic
from domain.articles.calendar import shown_month
from domain.articles.draft_answers import (
    GO_ON,
    NO,
    OTHER_TOPIC,
    answered,
    as_different,
    as_update,
    is_another,
    is_its_link,
    pressed,
    read_card_button,
    read_labelled,
    read_title,
    read_twin_answer,
    says_log,
    with_only_unit,
)
from domain.articles.drafts import ArticleDraft, Step, next_step
from domain.articles.submission import Submission
from domain.calls import Call
from domain.dates import looks_like_date
from domain.errors import DomainError, InvalidField
from domain.links import find_links, looks_like_link
from domain.permissions import Action, may
from domain.text import search_key
from services.articles.batches import begin_batch, pressed_before
from services.articles.draft_runs import DraftRuns
from services.articles.drafting import DRAFTS, Desk, with_untold
from services.articles.pasting import Manner
from services.articles.reading import MessageReader, Reading, fill_in, read_draft
from services.articles.results import Cancelled, NoDraft, Problem, SubmitResult
from storage.articles import drafts
from storage.articles.questions import AskedMessage


class Submissions:
    """Drafts and what becomes of them."""

    def __init__(self, runs: DraftRuns, reader: MessageReader) -> None:
        self._runs = runs
        self._reader = reader

    async def submit(
        self,
        call: Call,
        text: str,
        manner: Manner = Manner.LINE,
        posted_on: date | None = None,
    ) -> SubmitResult:
        """Log the article of a one-line text at once, or start (or resume) its draft.

        Several links make a draft each.
        """
        allowed = await self._runs.allowed_units(call)
        reading = await self._reader.read(call, text, manner, allowed, posted_on=posted_on)

        async def job(desk: Desk) -> SubmitResult:
            return await self._submit(desk, reading)

        return await self._runs.run(call, allowed, job, reading.titles)

    async def keep(self, call: Call, text: str, manner: Manner = Manner.PASTE) -> SubmitResult:
        """Keep the articles of a message that came too fast to be answered."""
        allowed = await self._runs.allowed_units(call)
        reading = await self._reader.read(call, text, manner, allowed, pages=False)

        async def job(desk: Desk) -> SubmitResult:
            found = []
            for place, submission in enumerate(reading.submissions, start=1):
                draft, problems = await read_draft(desk, submission, reading)
                if await desk.known_link(draft) is None:
                    key = f"{call.origin.update_id}-{place}"
                    draft = replace(draft, hurried=False, key=key)
                    found.append(with_untold(draft, problems))
            return await desk.keep(found)

        return await self._runs.run(call, allowed, job)

    async def begin(self, call: Call, found: Sequence[ArticleDraft]) -> SubmitResult:
        """Ask one after the other for what articles lack of which something is known."""
        allowed = await self._runs.allowed_units(call)
        keyed = [
            with_only_unit(call, replace(draft, key=f"{call.origin.update_id}-{place}"), allowed)
            for place, draft in enumerate(found, start=1)
        ]

        async def job(desk: Desk) -> SubmitResult:
            known = [await desk.known_link(draft) for draft in keyed]
            await desk.keep([draft for draft, one in zip(keyed, known, strict=True) if one is None])
            current, waiting = await desk.load()
            if current is None:
                return known[0] or NoDraft()
            desk = replace(desk, waiting=waiting)
            return await desk.ask(current, resumed=current.asked)

        return await self._runs.run(call, allowed, job)

    async def remember(self, call: Call, message_id: int, key: str) -> None:
        """Remember which draft a message asks about."""
        await self._runs.remember(call, message_id, key)

    async def about(self, call: Call, message_id: int) -> AskedMessage | None:
        """Return what a message asked about, and what became of it."""
        return await self._runs.about(call, message_id)

    async def answer(
        self,
        call: Call,
        text: str,
        manner: Manner = Manner.PASTE,
        *,
        about: str = "",
        loose: bool = False,
    ) -> SubmitResult:
        """Apply a typed answer to the draft's open question.

        `about` is the key of the draft whose question a Reply answers; it comes first then. Links
        of other articles begin drafts of their own, which wait. With `loose` the text follows
        something else than the question: the draft is shown first.
        """
        allowed = await self._runs.allowed_units(call)
        reading = await self._reader.read(call, text, manner, allowed) if find_links(text) else None

        async def job(desk: Desk) -> SubmitResult:
            stored = await drafts.find_draft(desk.tx, call.person.id, call.board.id)
            if stored is None:
                return NoDraft()
            current, *others = DRAFTS.validate_python(stored.content)
            if about and about != current.key:
                chosen = next((one for one in others if one.key == about), None)
                if chosen is not None:
                    others = [current, *(one for one in others if one is not chosen)]
                    current = chosen
            waiting = tuple(others)
            step = next_step(current)
            several = reading is not None and len(reading.submissions) > 1
            if reading is not None and (several or is_another(text, current, step)):
                return await self._submit(desk, reading)
            desk = replace(desk, waiting=waiting)
            if reading is not None and is_its_link(text, current):
                # Pasted once more: what is asked about it is asked again.
                return await desk.ask(current)
            if reading is None and not about:
                if search_key(text) in GO_ON:
                    return await desk.ask(replace(current, held=""), resumed=True)
                # Of several titles typed one after the other, which is whose is not known.
                again = bool(current.held and waiting) and step is Step.TITLE
                if loose or again or not current.asked or await desk.is_stale(stored):
                    asked = await desk.ask(replace(current, held=text[:300]))
                    return replace(asked, held=True)
            if step is Step.CARD:
                return await self._answer_card(desk, current, text)
            if step is Step.TWIN:
                return await self._answer_twin(desk, current, text)
            if step is Step.TOPIC and search_key(text) in OTHER_TOPIC:
                return replace(await desk.ask(current), every_topic=True)
            try:
                changed = replace(answered(call, current, step, text, allowed), editing=None)
            except DomainError as error:
                return await desk.ask(current, [Problem.of(error)])
            if reading is not None and changed.link != current.link:
                changed = fill_in(desk, changed, reading.pages)
            return await desk.go_on(changed)

        return await self._runs.run(call, allowed, job)

    async def press(
        self, call: Call, revision: int, verb: str, argument: str, message_id: int = 0
    ) -> SubmitResult:
        """Apply a button of the draft: a choice, a skip, an edit, `log`, `same` or `cancel`.

        A press of a question that is answered already changes nothing.
        """
        allowed = await self._runs.allowed_units(call)

        async def job(desk: Desk) -> SubmitResult:
            stored = await drafts.find_draft(desk.tx, call.person.id, call.board.id)
            if stored is None or stored.revision != revision:
                return await pressed_before(desk, message_id)
            current, *waiting = DRAFTS.validate_python(stored.content)
            desk = replace(desk, waiting=tuple(waiting))
            if verb == "cancel":
                await desk.settle(current, "dropped")
                return Cancelled(await desk.next())
            if verb == "log":
                return await desk.log(replace(current, held=""))
            if verb == "cal":
                return await _with_calendar(desk, current, argument)
            if verb == "topics":
                return replace(await desk.ask(current), every_topic=True)
            if verb == "go":
                return await desk.ask(replace(current, held=""), resumed=True)
            if verb == "held":
                return await self._take_held(desk, current)
            if verb == "same" and argument.isdigit() and int(argument) in current.twins:
                return await desk.same_as(current, int(argument))
            try:
                changed = pressed(call, current, verb, argument, allowed)
            except DomainError as error:
                return await desk.ask(current, [Problem.of(error)])
            return await desk.go_on(changed)

        # A draft at its card is logged next; checked first, its transaction runs once.
        titles = await self._runs.title_at_hand(call) if verb in {"log", "topic"} else ()
        return await self._runs.run(call, allowed, job, titles)

    async def cancel(self, call: Call) -> SubmitResult:
        """Drop the draft at hand; who may log nothing has none."""
        if not may(call, Action.LOG_ARTICLE):
            return NoDraft()
        allowed = await self._runs.allowed_units(call)

        async def job(desk: Desk) -> SubmitResult:
            current, waiting = await desk.load()
            if current is None:
                return NoDraft()
            await desk.settle(current, "dropped")
            return Cancelled(await replace(desk, waiting=waiting).next())

        return await self._runs.run(call, allowed, job)

    async def replayed(self, call: Call) -> SubmitResult | None:
        """Return what this update led to when it was handled before."""
        return await self._runs.replayed(call)

    async def open_step(self, call: Call) -> tuple[Step | None, str]:
        """Return what the draft at hand waits for, and the number that was typed to be asked it."""
        return await self._runs.open_step(call)

    async def count_waiting(self, call: Call) -> int:
        """Return how many articles wait without a question, 0 where one of them is asked about."""
        return await self._runs.count_waiting(call)

    async def has_draft(self, call: Call) -> bool:
        """Tell whether the person has an unfinished article."""
        return await self._runs.has_draft(call)

    async def _submit(self, desk: Desk, reading: Reading) -> SubmitResult:
        if len(reading.submissions) > 1:
            return await begin_batch(desk, reading)
        submission = reading.submissions[0]
        if submission == Submission():
            current, waiting = await desk.load()
            draft = current or ArticleDraft(sent_on=desk.call.today)
            draft = with_only_unit(desk.call, draft, desk.allowed)
            return await replace(desk, waiting=waiting).ask(draft, resumed=current is not None)
        draft, problems = await read_draft(desk, submission, reading)
        loose = replace(desk, untouched=True)
        # Logged at once, it never meets the unfinished ones; else they wait behind it.
        if draft.hurried and not problems and not draft.lacks(Step.UNIT):
            return await loose.log(draft)
        known = await loose.known_link(draft)
        if known is not None:
            return known
        return await loose.queue(replace(draft, key=desk.new_key), problems)

    async def _take_held(self, desk: Desk, draft: ArticleDraft) -> SubmitResult:
        """Take the text that came long after the question as its answer."""
        try:
            title = read_title(draft.held)
        except InvalidField as error:
            return await desk.ask(draft, [Problem.of(error)])
        return await desk.go_on(replace(draft, title=title, twins=(), editing=None))

    async def _answer_card(self, desk: Desk, draft: ArticleDraft, text: str) -> SubmitResult:
        key = search_key(text)
        if says_log(text):
            return await desk.log(draft)
        if key in NO:
            await desk.settle(draft, "dropped")
            return Cancelled(await desk.next())
        topic = match_topic(text, desk.call.board.topics)
        titled = False
        if topic is None:
            text, titled = read_labelled(text)
            topic = None if titled else match_topic(text, desk.call.board.topics)
        if topic is None and key in OTHER_TOPIC:
            return replace(await desk.ask(replace(draft, editing=Step.TOPIC)), every_topic=True)
        button = read_card_button(text) if topic is None else None
        try:
            if titled:
                changed = answered(desk.call, draft, Step.TITLE, text, desk.allowed)
            elif button is not None:
                changed = pressed(desk.call, draft, *button, desk.allowed)
            elif looks_like_date(text):
                changed = answered(desk.call, draft, Step.DATE, text, desk.allowed)
            elif key in NONE or topic is not None:
                changed = answered(desk.call, draft, Step.TOPIC, text, desk.allowed)
            elif looks_like_link(text):
                changed = answered(desk.call, draft, Step.LINK, text, desk.allowed)
            else:
                raise InvalidField("card_answer", text=text[:60])
        except DomainError as error:
            return await desk.ask(draft, [Problem.of(error)])
        return await desk.go_on(changed)

    async def _answer_twin(self, desk: Desk, draft: ArticleDraft, text: str) -> SubmitResult:
        if search_key(text) in NO:
            await desk.settle(draft, "dropped")
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


async def _with_calendar(desk: Desk, draft: ArticleDraft, month: str) -> SubmitResult:
    """Ask for the day with the days of a month (`YYYY-MM`) to choose from."""
    asked = await desk.ask(replace(draft, held="", editing=Step.DATE))
    shown = shown_month(month, draft.offered_on or draft.published_on, desk.call.today)
    return replace(asked, calendar=f"{shown:%Y-%m}")
