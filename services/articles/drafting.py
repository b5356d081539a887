"""The steps of a draft inside a transaction: asking, logging, going on to the next one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pydantic import TypeAdapter

from domain.articles.drafts import ArticleDraft, Step, Untold, next_step, with_day_assumed
from domain.articles.records import State
from domain.articles.titles import title_text
from domain.calls import Call
from domain.errors import Conflict
from domain.links import canonical_link, link_end
from domain.periods.months import month_of
from domain.permissions import Action, may
from domain.text import search_key
from domain.twins.pairs import LikelyTwin
from domain.units.records import Unit
from services.articles.results import (
    AlreadyLogged,
    Asked,
    Choice,
    Kept,
    Logged,
    Problem,
    SubmitResult,
)
from services.articles.topics import Topics
from services.twins.search import Twins
from storage.articles import drafts, questions
from storage.articles import rows as articles
from storage.articles.drafts import StoredDraft
from storage.articles.rows import NewArticle
from storage.engine.database import Transaction
from storage.reports.standing import first_counted_month, standing_of
from storage.units import counts
from storage.units import rows as units
from storage.upkeep import audit

# The first is the article that is asked about; the others wait their turn.
Drafts = tuple[ArticleDraft, ...]
DRAFTS: TypeAdapter[Drafts] = TypeAdapter(Drafts)
# More is no list of articles any more; what is beyond is named, not dropped in silence.
MOST_DRAFTS = 500
# Further links than this are kept without a question about each.
MOST_ANSWERED = 3
BURST = timedelta(minutes=2)
# So long after a question, what is written may be about anything.
LASTS = timedelta(hours=3)
_A_YEAR = 12
MOST_TWINS = 3
# What is known of titles: title → its likely twins.
Checked = Mapping[str, tuple[LikelyTwin, ...]]


class UncheckedTitle(Exception):  # noqa: N818 - a signal to look outside the transaction, no error
    """A title's twins have to be looked for before the transaction can go on."""

    def __init__(self, title: str) -> None:
        self.title = title
        super().__init__(title)


@dataclass(frozen=True, slots=True)
class Hindered:
    """What stands between a draft and the log: a problem, or a question that is still open."""

    draft: ArticleDraft
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """What a step is decided with: who asks, the units to choose from, the waiting drafts.

    `untouched` tells that the article at hand is not a stored draft.
    """

    tx: Transaction
    call: Call
    allowed: Sequence[Unit]
    checked: Checked
    twins: Twins
    topics: Topics
    waiting: Drafts = ()
    untouched: bool = False

    async def load(self) -> tuple[ArticleDraft | None, Drafts]:
        """Return the draft at hand and those that wait."""
        stored = await drafts.find_draft(self.tx, self.call.person.id, self.call.board.id)
        if stored is None:
            return None, ()
        first, *waiting = DRAFTS.validate_python(stored.content)
        return first, tuple(waiting)

    async def unfinished(self) -> Drafts:
        """Return every stored draft that says something."""
        current, waiting = await self.load()
        return () if current is None or _is_empty(current) else (current, *waiting)

    async def queue(self, draft: ArticleDraft, problems: Sequence[Problem] = ()) -> "Asked | Kept":
        """Ask about a new article, or put it behind the one that is asked about."""
        stored = await drafts.find_draft(self.tx, self.call.person.id, self.call.board.id)
        desk = replace(self, untouched=False)
        if stored is None:
            return await desk.ask(draft, problems)
        current, *waiting = DRAFTS.validate_python(stored.content)
        if _is_empty(current):
            return await replace(desk, waiting=tuple(waiting)).ask(draft, problems)
        draft = with_untold(draft, problems)
        behind, changed = _with_one_more(tuple(waiting), draft)
        if not changed and len(behind) >= MOST_DRAFTS:
            raise Conflict("too_many_drafts", link=draft.link or draft.title, most=MOST_DRAFTS)
        content = DRAFTS.dump_python((current, *behind), mode="json")
        await drafts.save_draft(
            self.tx,
            self.call.person.id,
            self.call.board.id,
            # The buttons of the question at hand stay good.
            replace(stored, content=content, updated_at=self.call.now),
        )
        desk = replace(desk, waiting=behind)
        burst = self.call.sent - stored.updated_at < BURST and len(behind) > MOST_ANSWERED
        if burst or not current.asked:
            told = not burst or len(behind) == MOST_ANSWERED + 1
            return Kept(len(behind) + 1, told=told, problems=tuple(problems))
        asked = await desk.asked(current)
        # What is wrong with it is said when its turn comes: an answer now is the other's.
        return replace(asked, revision=stored.revision, added=name_of(draft))

    async def keep(self, found: Sequence[ArticleDraft]) -> Kept:
        """Keep articles that came too fast to be asked about one by one."""
        stored = await drafts.find_draft(self.tx, self.call.person.id, self.call.board.id)
        kept: Drafts = DRAFTS.validate_python(stored.content) if stored else ()
        if kept and _is_empty(kept[0]):
            kept = kept[1:]
        for draft in found:
            kept, _changed = _with_one_more(kept, replace(draft, asked=False))
        if not kept:
            return Kept(0)
        if len(kept) > MOST_DRAFTS:
            raise Conflict("too_many_drafts", link=name_of(kept[-1]), most=MOST_DRAFTS)
        revision = stored.revision if stored else self.call.origin.update_id
        content = DRAFTS.dump_python(kept, mode="json")
        await drafts.save_draft(
            self.tx,
            self.call.person.id,
            self.call.board.id,
            StoredDraft(revision, content, self.call.now),
        )
        return Kept(len(kept))

    async def is_stale(self, stored: StoredDraft) -> bool:
        """Tell whether a question is too old, or another message too new, for it to be answered."""
        sent = self.call.sent
        if sent - stored.updated_at > LASTS:
            return True
        told = questions.was_told_between
        return await told(self.tx, self.call.person.id, stored.updated_at, sent)

    async def go_on(
        self, draft: ArticleDraft, problems: Sequence[Problem] = (), *, resumed: bool = False
    ) -> SubmitResult:
        """Log the draft where nothing is left to ask, else ask."""
        draft = replace(draft, held="")
        known = await self.known_link(draft)
        if known is not None:
            await self.settle(draft, f"known:{known.number}")
            return replace(known, then=await self.next())
        if draft.hurried and not problems and next_step(draft) is Step.CARD:
            return await self.log(draft)
        return await self.ask(draft, problems, resumed=resumed)

    async def known_link(self, draft: ArticleDraft) -> AlreadyLogged | None:
        """Return the live article that has the draft's link."""
        if not draft.link:
            return None
        board_id = self.call.board.id
        known = await articles.find_by_link(self.tx, board_id, canonical_link(draft.link))
        if known is None:
            return None
        unit = await units.find_unit(self.tx, board_id, known.unit_id)
        own = any(unit.id == known.unit_id for unit in self.allowed)
        return AlreadyLogged(known.number, known.title, unit.name if unit else "", own=own)

    async def same_as(self, draft: ArticleDraft, number: int) -> AlreadyLogged:
        """Drop the draft as the article of a number and answer with it."""
        twin = next((twin for twin in self.likely(draft) if twin.number == number), None)
        if twin is None:
            raise UncheckedTitle(draft.title)
        await self.settle(draft, f"known:{twin.number}")
        return AlreadyLogged(twin.number, twin.title, twin.unit, await self.next())

    async def next(self) -> Asked | None:
        """Finish the draft at hand: ask about the next one, if any."""
        if self.untouched:
            return None
        if not self.waiting:
            await drafts.delete_draft(self.tx, self.call.person.id, self.call.board.id)
            return None
        following = replace(self, waiting=self.waiting[1:])
        return await following.ask(self.waiting[0], resumed=True)

    async def ask(
        self, draft: ArticleDraft, problems: Sequence[Problem] = (), *, resumed: bool = False
    ) -> Asked:
        """Store the draft with its open question."""
        problems = [*(Problem(each.code, each.values) for each in draft.untold), *problems]
        draft = replace(draft, untold=())
        for problem in problems:
            day = problem.values.get("past")
            if day and problem.code in _OFFERING:
                draft = replace(draft, offered_on=date.fromisoformat(day))
        draft, doubts = await self.without_old_day(draft)
        problems = [*problems, *doubts]
        typed = self.call.typed
        draft = replace(draft, asked=True, typed=typed, key=draft.key or self.new_key)
        asked = await self.asked(draft, problems, resumed=resumed)
        await self.save((asked.draft, *self.waiting))
        return asked

    @property
    def new_key(self) -> str:
        """The key of a draft that this update begins."""
        return str(self.call.origin.update_id)

    async def settle(self, draft: ArticleDraft, outcome: str) -> None:
        """Store with the messages that asked about a draft what became of it."""
        if draft.key:
            await questions.settle_questions(self.tx, self.call, draft.key, outcome)

    async def without_old_day(self, draft: ArticleDraft) -> tuple[ArticleDraft, list[Problem]]:
        """Take a day away that is too old to be believed, and offer it instead."""
        day, board = draft.published_on, self.call.board
        if day is None or day == draft.sure_on:
            return draft, []
        now = month_of(self.call.today, board.period_rule, board.closing_day)
        month = month_of(day, board.period_rule, board.closing_day)
        if month >= now.shifted(-_A_YEAR):
            return draft, []
        first = await first_counted_month(self.tx, board.id) or now
        if month >= min(first, now).shifted(-_A_YEAR):
            return draft, []
        problem = Problem("old_date", {"past": day.isoformat(), "month": min(first, now).code})
        return replace(draft, published_on=None, offered_on=day), [problem]

    async def save(self, stored: Drafts) -> None:
        """Store the drafts, the one at hand first."""
        content = DRAFTS.dump_python(stored, mode="json")
        call = self.call
        await drafts.save_draft(
            self.tx,
            call.person.id,
            call.board.id,
            StoredDraft(call.origin.update_id, content, call.now),
        )

    async def asked(
        self, draft: ArticleDraft, problems: Sequence[Problem] = (), *, resumed: bool = False
    ) -> Asked:
        """Return a draft's open question; nothing is stored."""
        board = self.call.board
        draft = self.with_twins(with_day_assumed(draft))
        step = next_step(draft)
        suggested: tuple[int, ...] = ()
        if step in (Step.TOPIC, Step.CARD) and draft.title:
            suggested = await self.topics.suggest(self.tx, board, draft.title)
        if step is Step.CARD:
            draft = with_topic_suggested(draft, suggested)
        return Asked(
            draft,
            step,
            self.call.origin.update_id,
            next((unit.name for unit in self.allowed if unit.id == draft.unit_id), None),
            tuple(Choice(unit.id, unit.name) for unit in self.allowed) if step is Step.UNIT else (),
            tuple(problems),
            resumed,
            len(self.waiting),
            self.likely(draft) if step is Step.TWIN else (),
            suggested,
        )

    def likely(self, draft: ArticleDraft) -> tuple[LikelyTwin, ...]:
        """Return the likely twins of a title; raise UncheckedTitle before it was checked."""
        found = self.checked.get(draft.title)
        if found is None:
            raise UncheckedTitle(draft.title)
        return found[:MOST_TWINS]

    def with_twins(self, draft: ArticleDraft) -> ArticleDraft:
        """Return a draft that lacks nothing with the twins it was not asked about yet."""
        bare = replace(draft, twins=())
        if next_step(bare) is not Step.CARD:
            return bare
        return self.with_open_twins(bare)

    def with_open_twins(self, draft: ArticleDraft) -> ArticleDraft:
        """Return a draft with the twins of its title that it was not asked about yet."""
        answered = {*draft.different_from, draft.update_of}
        numbers = (twin.number for twin in self.likely(draft))
        twins = tuple(number for number in numbers if number not in answered)
        return draft if twins == draft.twins else replace(draft, twins=twins)

    async def log(self, draft: ArticleDraft) -> SubmitResult:
        """Store the article, or ask what stands in its way."""
        result = await self.log_quietly(draft)
        match result:
            case Hindered() if self.untouched:
                return await self.queue(result.draft, result.problems)
            case Hindered():
                return await self.ask(result.draft, result.problems)
            case _:
                then = await self.next()
                return result if then is None else replace(result, then=then)

    async def log_quietly(self, draft: ArticleDraft) -> "Logged | AlreadyLogged | Hindered":
        """Store the article without going on to the next draft."""
        tx, call = self.tx, self.call
        unit = next((unit for unit in self.allowed if unit.id == draft.unit_id), None)
        published_on = draft.published_on
        if unit is None or published_on is None or not draft.title:
            return await self.known_link(draft) or Hindered(draft)
        link = canonical_link(draft.link) if draft.link else None
        month = month_of(published_on, call.board.period_rule, call.board.closing_day)
        standing = await standing_of(tx, call.board.id, link, unit.id, published_on, month)
        known = await self.known_link(draft) if standing.linked else None
        if known is not None:
            return known
        draft, doubts = await self.without_old_day(draft)
        if doubts:
            return Hindered(draft, tuple(doubts))
        if not unit.exists_between(published_on, published_on):
            problem = Problem("unit_closed", {"unit": unit.name, "date": published_on.isoformat()})
            return Hindered(replace(draft, published_on=None), (problem,))
        # An editor may still add to a report that is issued.
        if standing.issued and not may(call, Action.REVIEW):
            problem = Problem("issued_date", {"date": published_on.isoformat()})
            return Hindered(replace(draft, published_on=None), (problem,))
        draft = self.with_open_twins(draft)
        if draft.twins:
            return Hindered(draft)
        article = await articles.add_article(
            tx,
            NewArticle(
                board_id=call.board.id,
                unit_id=unit.id,
                author_id=call.person.id,
                title=draft.title,
                title_key=search_key(draft.title),
                link=draft.link,
                canonical_link=link,
                published_on=published_on,
                kind=draft.kind,
                topic_id=draft.topic_id,
                state=State.PENDING if call.board.review_required else State.LOGGED,
                logged_at=call.now,
            ),
        )
        if standing.zero:
            await counts.delete_confirmed_zero(tx, call.board.id, unit.id, month)
        await audit.add_entry(
            tx, call, "log", "article", article.id, after={"number": article.number}
        )
        await self.twins.claim(tx, call, article.id, draft, self.checked[draft.title])
        # A draft that has its first question yet to come has no message to be told of it.
        if not self.untouched or draft.tag:
            await self.settle(draft, f"logged:{article.number}")
        suggested: tuple[int, ...] = ()
        if draft.topic_id is None:
            suggested = await self.topics.suggest(tx, call.board, draft.title)
        else:
            await self.topics.learn(tx, call.board, draft.title, draft.topic_id)
        return Logged(article, unit.name, standing.zero, topics=suggested)


def with_topic_suggested(draft: ArticleDraft, suggested: Sequence[int]) -> ArticleDraft:
    """Return a draft without a topic of somebody's choice with the likeliest one, for the card."""
    if Step.TOPIC in draft.skipped:
        return draft
    if draft.topic_id is not None and draft.topic_id != draft.suggested_topic:
        return draft
    likeliest = suggested[0] if suggested else None
    return replace(draft, topic_id=likeliest, suggested_topic=likeliest)


def with_untold(draft: ArticleDraft, problems: Sequence[Problem]) -> ArticleDraft:
    """Return a draft that is kept without a question, with what will have to be said of it."""
    told = [*problems]
    if draft.title and title_text(draft.title).unsure:
        told.append(Problem("mixed_title", {"text": draft.title}))
    return replace(draft, untold=tuple(Untold(each.code, each.values) for each in told))


def name_of(draft: ArticleDraft) -> str:
    """Return what an article is called in a question: its title, else the end of its link."""
    return draft.title or link_end(draft.link)


def _is_empty(draft: ArticleDraft) -> bool:
    """Tell whether a draft says nothing of an article yet."""
    return not (draft.link or draft.title or draft.published_on)


def _with_one_more(waiting: Drafts, draft: ArticleDraft) -> tuple[Drafts, bool]:
    """Return the waiting drafts and a new one, in the place of one with the same link."""
    if draft.link:
        link = canonical_link(draft.link)
        for place, one in enumerate(waiting):
            if one.link and canonical_link(one.link) == link:
                kept = replace(draft, key=one.key, tag=one.tag)
                return (*waiting[:place], kept, *waiting[place + 1 :]), True
    return (*waiting, draft), False


_OFFERING = frozenset({"near_date", "weekday_date", "old_date"})
