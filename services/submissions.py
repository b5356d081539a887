"""Logging an article: at once when all is clear, else a question at a time from a stored draft."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from pydantic import TypeAdapter

from domain.articles import Article, Kind, State
from domain.calls import Call
from domain.dates import looks_like_date, parse_date
from domain.drafts import ArticleDraft, Step, next_step
from domain.errors import DomainError, InvalidField, NotAllowed
from domain.links import canonical_link, find_links, looks_like_link, parse_link
from domain.periods import rule_month
from domain.permissions import Action, may, require
from domain.submission import Submission, check_title, read_submission
from domain.text import nearest, search_key
from domain.units import Unit
from services.effects import once
from storage import articles, audit, counts, drafts, effects, units
from storage.articles import NewArticle
from storage.database import Database, Transaction
from storage.drafts import StoredDraft

YES = frozenset({"co", "dung", "ok", "dong y", "ghi", "ghi nhan", "yes", "y", "luu", "xong"})
NO = frozenset({"khong", "huy", "bo", "no", "cancel", "thoi"})
SKIP = frozenset({"-", "bo qua", "khong co", "khong", "skip", "none"})


@dataclass(frozen=True, slots=True)
class Problem:
    """What was wrong with an answer: `code` names the sentence, `values` fill it."""

    code: str
    values: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, error: DomainError) -> "Problem":
        """Return the problem an error tells of."""
        return cls(
            error.code,
            {key: "" if value is None else str(value) for key, value in error.values.items()},
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """A unit that can be chosen."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The draft is stored and this question is open; `waiting` articles come after it."""

    draft: ArticleDraft
    step: Step
    revision: int
    unit: str | None = None
    units: tuple[Choice, ...] = ()
    problems: tuple[Problem, ...] = ()
    resumed: bool = False
    waiting: int = 0
    outcome: Literal["asked"] = "asked"


@dataclass(frozen=True, slots=True)
class Logged:
    """The article is stored; `then` is the next unfinished one."""

    article: Article
    unit: str
    zero_cancelled: bool = False
    then: Asked | None = None
    outcome: Literal["logged"] = "logged"


@dataclass(frozen=True, slots=True)
class AlreadyLogged:
    """The link is known: nothing was stored; `then` is the next unfinished article."""

    number: int
    title: str
    unit: str
    then: Asked | None = None
    outcome: Literal["already"] = "already"


@dataclass(frozen=True, slots=True)
class NoDraft:
    """There is no draft to answer; `pressed` tells that an old button was used."""

    pressed: bool = False
    outcome: Literal["no_draft"] = "no_draft"


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The draft was dropped; `then` is the next unfinished article."""

    then: Asked | None = None

    outcome: Literal["cancelled"] = "cancelled"


SubmitResult = Asked | Logged | AlreadyLogged | NoDraft | Cancelled
_RESULTS: TypeAdapter[SubmitResult] = TypeAdapter(SubmitResult)
# One key for all steps: a replayed text may find the draft that it made or finished itself, and
# must not be taken for another step.
USE_CASE = "submissions"
# The first is the article that is asked about; the others wait their turn.
Drafts = tuple[ArticleDraft, ...]
_DRAFTS: TypeAdapter[Drafts] = TypeAdapter(Drafts)
MOST_DRAFTS = 20


class Submissions:
    """Drafts and what becomes of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def submit(self, call: Call, text: str) -> SubmitResult:
        """Log the article of a one-line text at once, or start (or resume) its draft."""
        require(call, Action.LOG_ARTICLE)
        allowed = await self._allowed_units(call)
        submission = read_submission(
            text, today=call.today, topics=call.board.topics, units=allowed
        )
        return await self._once(
            call, USE_CASE, lambda tx: self._submit(tx, call, submission, allowed)
        )

    async def answer(self, call: Call, text: str) -> SubmitResult:
        """Apply a typed answer to the draft's open question.

        Links of other articles begin drafts of their own; the one at hand waits behind them.
        """
        require(call, Action.LOG_ARTICLE)
        allowed = await self._allowed_units(call)

        async def job(tx: Transaction) -> SubmitResult:
            current, waiting = await self._load(tx, call)
            if current is None:
                return NoDraft()
            step = next_step(current, has_topics=bool(call.board.topics))
            if _is_another(text, current, step):
                submission = read_submission(
                    text, today=call.today, topics=call.board.topics, units=allowed
                )
                return await self._submit(tx, call, submission, allowed)
            desk = _Desk(call, allowed, tuple(waiting))
            if step is Step.CARD:
                return await self._answer_card(tx, desk, current, text)
            try:
                changed = replace(_apply(call, current, step, text, allowed), editing=None)
            except DomainError as error:
                return await self._ask(tx, desk, current, [Problem.of(error)])
            return await self._go_on(tx, desk, changed, [])

        return await self._once(call, USE_CASE, job)

    async def press(self, call: Call, revision: int, verb: str, argument: str) -> SubmitResult:
        """Apply a button of the draft: a choice, a skip, an edit, `log` or `cancel`."""
        require(call, Action.LOG_ARTICLE)
        allowed = await self._allowed_units(call)

        async def job(tx: Transaction) -> SubmitResult:
            stored = await drafts.find_draft(tx, call.person.id, call.board.id)
            if stored is None:
                return NoDraft(pressed=True)
            current, *waiting = _DRAFTS.validate_python(stored.content)
            desk = _Desk(call, allowed, tuple(waiting))
            if stored.revision != revision:
                return await self._ask(tx, desk, current, [Problem("old_button")])
            if verb == "cancel":
                return Cancelled(await self._next(tx, desk))
            if verb == "log":
                return await self._log(tx, desk, current)
            try:
                changed = _press(call, current, verb, argument, allowed)
            except DomainError as error:
                return await self._ask(tx, desk, current, [Problem.of(error)])
            return await self._go_on(tx, desk, changed, [])

        return await self._once(call, USE_CASE, job)

    async def cancel(self, call: Call) -> SubmitResult:
        """Drop the draft at hand."""
        require(call, Action.LOG_ARTICLE)
        allowed = await self._allowed_units(call)

        async def job(tx: Transaction) -> SubmitResult:
            current, waiting = await self._load(tx, call)
            if current is None:
                return NoDraft()
            return Cancelled(await self._next(tx, _Desk(call, allowed, tuple(waiting))))

        return await self._once(call, USE_CASE, job)

    async def replayed(self, call: Call) -> SubmitResult | None:
        """Return what this update led to when it was handled before."""
        if not call.origin.replay:
            return None
        stored = await self._database.read(
            lambda tx: effects.find_effect(tx, call.origin, USE_CASE)
        )
        return None if stored is None else _RESULTS.validate_json(stored)

    async def has_draft(self, call: Call) -> bool:
        """Tell whether the person has an unfinished article."""
        found = await self._database.read(
            lambda tx: drafts.find_draft(tx, call.person.id, call.board.id)
        )
        return found is not None

    async def _once(self, call: Call, use_case: str, job: Any) -> SubmitResult:
        return await once(self._database, call.origin, call.now, use_case, _RESULTS, job)

    async def _allowed_units(self, call: Call) -> tuple[Unit, ...]:
        ids = None if may(call, Action.LOG_FOR_ANY_UNIT) else call.unit_ids
        found = await self._database.read(lambda tx: units.list_units(tx, call.board.id, ids))
        if not found:
            raise NotAllowed("no_unit")
        return found

    async def _load(self, tx: Transaction, call: Call) -> tuple[ArticleDraft | None, Drafts]:
        """Return the draft at hand and those that wait."""
        stored = await drafts.find_draft(tx, call.person.id, call.board.id)
        if stored is None:
            return None, ()
        first, *waiting = _DRAFTS.validate_python(stored.content)
        return first, tuple(waiting)

    async def _submit(
        self, tx: Transaction, call: Call, submission: Submission, allowed: Sequence[Unit]
    ) -> SubmitResult:
        if submission == Submission():
            current, waiting = await self._load(tx, call)
            draft = _with_only_unit(call, current or ArticleDraft(), allowed)
            desk = _Desk(call, allowed, tuple(waiting))
            return await self._ask(tx, desk, draft, [], resumed=current is not None)
        problems = [Problem.of(error) for error in submission.problems]
        published_on = submission.published_on
        if published_on is not None and published_on > call.today:
            problems.append(Problem("future_date", {"date": published_on.isoformat()}))
            published_on = None
        complete = bool(submission.link and submission.title)
        wrong_date = any(problem.code in {"bad_date", "future_date"} for problem in problems)
        if complete and not wrong_date:
            published_on = published_on or call.today
        draft = ArticleDraft(
            unit_id=submission.unit_id,
            link=submission.link or "",
            title=submission.title or "",
            published_on=published_on,
            topic_id=submission.topic_id,
            kind=submission.kind or Kind.NEWS,
            hurried=complete,
        )
        draft = _with_only_unit(call, draft, allowed)
        known = await self._known_link(tx, call, draft)
        if known is not None:
            return known
        # Logged at once, it never meets the unfinished ones; else they wait behind it.
        if draft.hurried and not problems and not draft.lacks(Step.UNIT):
            return await self._log(tx, _Desk(call, allowed, (), untouched=True), draft)
        waiting = (await self._unfinished(tx, call))[: MOST_DRAFTS - 1]
        return await self._ask(tx, _Desk(call, allowed, waiting), draft, problems)

    async def _unfinished(self, tx: Transaction, call: Call) -> Drafts:
        current, waiting = await self._load(tx, call)
        return () if current is None or current == ArticleDraft() else (current, *waiting)

    async def _go_on(
        self, tx: Transaction, desk: "_Desk", draft: ArticleDraft, problems: list[Problem]
    ) -> SubmitResult:
        known = await self._known_link(tx, desk.call, draft)
        if known is not None:
            return replace(known, then=await self._next(tx, desk))
        if draft.hurried and next_step(draft, has_topics=False) is Step.CARD:
            return await self._log(tx, desk, draft)
        return await self._ask(tx, desk, draft, problems)

    async def _answer_card(
        self, tx: Transaction, desk: "_Desk", draft: ArticleDraft, text: str
    ) -> SubmitResult:
        key = search_key(text)
        if key in YES:
            return await self._log(tx, desk, draft)
        if key in NO:
            return Cancelled(await self._next(tx, desk))
        try:
            if looks_like_date(text):
                changed = _apply(desk.call, draft, Step.DATE, text, desk.allowed)
            elif looks_like_link(text):
                changed = _apply(desk.call, draft, Step.LINK, text, desk.allowed)
            else:
                raise InvalidField("card_answer", text=text[:60])
        except DomainError as error:
            return await self._ask(tx, desk, draft, [Problem.of(error)])
        return await self._go_on(tx, desk, changed, [])

    async def _known_link(
        self, tx: Transaction, call: Call, draft: ArticleDraft
    ) -> AlreadyLogged | None:
        if not draft.link:
            return None
        known = await articles.find_by_link(tx, call.board.id, canonical_link(draft.link))
        if known is None:
            return None
        unit = await units.find_unit(tx, call.board.id, known.unit_id)
        return AlreadyLogged(known.number, known.title, unit.name if unit else "")

    async def _next(self, tx: Transaction, desk: "_Desk") -> Asked | None:
        """Finish the draft at hand: ask about the next one, if any."""
        if desk.untouched:
            return None
        if not desk.waiting:
            await drafts.delete_draft(tx, desk.call.person.id, desk.call.board.id)
            return None
        following = replace(desk, waiting=desk.waiting[1:])
        return await self._ask(tx, following, desk.waiting[0], [], resumed=True)

    async def _ask(
        self,
        tx: Transaction,
        desk: "_Desk",
        draft: ArticleDraft,
        problems: list[Problem],
        *,
        resumed: bool = False,
    ) -> Asked:
        call, allowed = desk.call, desk.allowed
        for problem in problems:
            if problem.code == "link_without_scheme":
                draft = replace(draft, suggested_link=problem.values["suggestion"])
        content = _DRAFTS.dump_python((draft, *desk.waiting), mode="json")
        revision = call.origin.update_id
        await drafts.save_draft(
            tx, call.person.id, call.board.id, StoredDraft(revision, content, call.now)
        )
        step = next_step(draft, has_topics=bool(call.board.topics))
        return Asked(
            draft,
            step,
            revision,
            _name_of(draft.unit_id, allowed),
            tuple(Choice(unit.id, unit.name) for unit in allowed) if step is Step.UNIT else (),
            tuple(problems),
            resumed,
            len(desk.waiting),
        )

    async def _log(self, tx: Transaction, desk: "_Desk", draft: ArticleDraft) -> SubmitResult:
        call = desk.call
        unit = next((unit for unit in desk.allowed if unit.id == draft.unit_id), None)
        published_on = draft.published_on
        if unit is None or published_on is None or not draft.title:
            return await self._ask(tx, desk, draft, [])
        if not unit.exists_between(published_on, published_on):
            problem = Problem("unit_closed", {"unit": unit.name, "date": published_on.isoformat()})
            if desk.untouched:
                desk = replace(desk, waiting=await self._unfinished(tx, call), untouched=False)
            return await self._ask(tx, desk, replace(draft, published_on=None), [problem])
        article = await articles.add_article(
            tx,
            NewArticle(
                board_id=call.board.id,
                unit_id=unit.id,
                author_id=call.person.id,
                title=draft.title,
                title_key=search_key(draft.title),
                link=draft.link,
                canonical_link=canonical_link(draft.link) if draft.link else None,
                published_on=published_on,
                kind=draft.kind,
                topic_id=draft.topic_id,
                state=State.PENDING if call.board.review_required else State.LOGGED,
                logged_at=call.now,
            ),
        )
        month = rule_month(published_on, call.board.period_rule, call.board.closing_day).month
        cancelled = await counts.delete_confirmed_zero(tx, call.board.id, unit.id, month)
        await audit.add_entry(
            tx, call, "log", "article", article.id, after={"number": article.number}
        )
        return Logged(article, unit.name, cancelled, await self._next(tx, desk))


@dataclass(frozen=True, slots=True)
class _Desk:
    """What a step of a dialogue is decided with: who asks, the units to choose from, the waiting.

    `untouched` tells that the article at hand is not a stored draft.
    """

    call: Call
    allowed: Sequence[Unit]
    waiting: Drafts
    untouched: bool = False


def _is_another(text: str, draft: ArticleDraft, step: Step) -> bool:
    """Tell whether a text is about another article than the draft at hand."""
    links = find_links(text)
    if not links or step is Step.LINK:
        return False
    return bool(draft.link) and canonical_link(links[0]) != canonical_link(draft.link)


def _name_of(unit_id: int | None, allowed: Sequence[Unit]) -> str | None:
    return next((unit.name for unit in allowed if unit.id == unit_id), None)


def _with_only_unit(call: Call, draft: ArticleDraft, allowed: Sequence[Unit]) -> ArticleDraft:
    """Choose the unit for whoever has just one that exists today."""
    if draft.unit_id is not None:
        return draft
    own = [unit for unit in allowed if unit.id in call.unit_ids] or list(allowed)
    day = draft.published_on or call.today
    living = [unit for unit in own if unit.exists_between(day, day)]
    return replace(draft, unit_id=living[0].id) if len(living) == 1 else draft


def _apply(
    call: Call, draft: ArticleDraft, step: Step, text: str, allowed: Sequence[Unit]
) -> ArticleDraft:
    """Return the draft with a typed answer; raise InvalidField when it cannot be read."""
    if step is Step.UNIT:
        return replace(draft, unit_id=_read_unit(text, allowed).id)
    if step is Step.LINK:
        if search_key(text) in SKIP:
            return _skip(draft, Step.LINK)
        found = find_links(text)
        return replace(draft, link=parse_link(found[0] if found else text))
    if step is Step.TITLE:
        return replace(draft, title=check_title(text))
    if step is Step.DATE:
        return replace(draft, published_on=_read_date(call, text))
    if step is Step.TOPIC:
        return _with_topic(call, draft, text)
    raise InvalidField("card_answer", text=text[:60])


def _skip(draft: ArticleDraft, step: Step) -> ArticleDraft:
    cleared = replace(draft, link="") if step is Step.LINK else replace(draft, topic_id=None)
    return replace(cleared, skipped=(*draft.skipped, step))


def _read_date(call: Call, text: str) -> date:
    published_on = parse_date(text, call.today)
    if published_on > call.today:
        raise InvalidField("future_date", date=published_on.isoformat())
    return published_on


def _read_unit(text: str, allowed: Sequence[Unit]) -> Unit:
    key = search_key(text)
    for unit in allowed:
        if key in {search_key(name) for name in (unit.name, *unit.aliases)}:
            return unit
    if text.strip().isdigit() and 1 <= int(text) <= len(allowed):
        return allowed[int(text) - 1]
    raise InvalidField(
        "unknown_unit", name=text[:60], nearest=nearest(text, [unit.name for unit in allowed])
    )


def _with_topic(call: Call, draft: ArticleDraft, text: str) -> ArticleDraft:
    key = search_key(text)
    if key in SKIP:
        return _skip(draft, Step.TOPIC)
    for topic in call.board.topics:
        if search_key(topic.name) == key:
            return replace(draft, topic_id=topic.id)
    if text.strip().isdigit() and 1 <= int(text) <= len(call.board.topics):
        return replace(draft, topic_id=call.board.topics[int(text) - 1].id)
    raise InvalidField(
        "unknown_topic",
        topic=text[:60],
        nearest=nearest(text, [topic.name for topic in call.board.topics]),
    )


def _press(
    call: Call, draft: ArticleDraft, verb: str, argument: str, allowed: Sequence[Unit]
) -> ArticleDraft:
    """Return the draft with a button applied; raise InvalidField for a forged one."""
    if verb == "edit" and argument in {step.value for step in Step}:
        return replace(draft, editing=Step(argument), hurried=False)
    draft = replace(draft, editing=None)
    if verb == "unit" and argument.isdigit():
        if int(argument) not in {unit.id for unit in allowed}:
            raise NotAllowed(action="log_article")
        return replace(draft, unit_id=int(argument))
    if verb == "topic" and argument.isdigit():
        if int(argument) not in {topic.id for topic in call.board.topics}:
            raise InvalidField("old_button")
        return replace(draft, topic_id=int(argument))
    if verb == "date":
        return replace(draft, published_on=_read_date(call, argument))
    if verb == "kind" and argument in {kind.value for kind in Kind}:
        return replace(draft, kind=Kind(argument))
    if verb == "scheme":
        return replace(draft, link=parse_link(draft.suggested_link), suggested_link="")
    if verb == "skip" and argument in {Step.LINK.value, Step.TOPIC.value}:
        return _skip(draft, Step(argument))
    raise InvalidField("old_button")
