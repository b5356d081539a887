"""What a message says of articles, and what their own pages say, before anything is stored."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.articles.draft_answers import with_only_unit
from domain.articles.drafts import ArticleDraft, Step
from domain.articles.headings import heading_day
from domain.articles.submission import Submission, read_submission
from domain.calls import Call
from domain.errors import InvalidField
from domain.links import canonical_link, host_of
from domain.units.records import Unit
from services.articles.drafting import Desk
from services.articles.pasting import (
    Manner,
    Pages,
    Pasting,
    cut_message,
    draft_of,
    with_page,
)
from services.articles.results import Problem
from storage.articles import rows as articles
from storage.engine.database import Database

_WRONG_DATE = frozenset(
    {"bad_date", "future_date", "near_date", "vague_date", "weekday_date", "old_date"}
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message says: its articles' fields and their pages."""

    submissions: tuple[Submission, ...]
    pages: Pages
    manner: Manner
    posted_on: date | None = None

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of articles that may be logged at once."""
        return tuple(
            found.title
            for found in self.submissions
            if found.title and is_hurried(found, self.manner)
        )


class MessageReader:
    """Reads messages."""

    def __init__(self, database: Database, pasting: Pasting) -> None:
        self._database = database
        self._pasting = pasting

    async def read(
        self,
        call: Call,
        text: str,
        manner: Manner,
        allowed: Sequence[Unit],
        *,
        pages: bool = True,
        posted_on: date | None = None,
    ) -> Reading:
        """Read a message's fields, and the pages of those links that nobody has logged.

        `posted_on` is the day of a forwarded post, which is offered for its articles.
        """
        pieces = cut_message(text, manner, lambda link: self._pasting.covers(call.board, link))
        found = tuple(
            replace(
                read_submission(
                    piece.text, today=call.today, topics=call.board.topics, units=allowed
                ),
                heading=piece.heading,
            )
            for piece in pieces
        )
        links = [
            submission.link
            for submission in found
            if submission.link and not is_hurried(submission, manner)
        ]
        known: set[str] = set()
        found = tuple(self._with_host_checked(call, submission) for submission in found)
        if not pages:
            return Reading(found, {}, manner, posted_on)
        if links:
            keys = [canonical_link(link) for link in links]
            known = await self._database.read(
                lambda tx: articles.known_links(tx, call.board.id, keys)
            )
        read = await self._pasting.read(
            call.board, [link for link in links if canonical_link(link) not in known]
        )
        return Reading(found, read, manner, posted_on)

    def _with_host_checked(self, call: Call, submission: Submission) -> Submission:
        """Say of a link of another site than the board's that it is one."""
        hosts, link = call.board.site_hosts, submission.link
        if not hosts or not link or self._pasting.covers(call.board, link):
            return submission
        example = f"https://{hosts[0].removeprefix('*.')}/tin-tuc/bai-1"
        problem = InvalidField("foreign_host", host=host_of(link), example=example)
        return replace(submission, unsure=True, problems=(*submission.problems, problem))


async def read_draft(
    desk: Desk, submission: Submission, reading: Reading
) -> tuple[ArticleDraft, list[Problem]]:
    """Return the draft of a message's fields and its page, and what was wrong with them."""
    call = desk.call
    problems = [Problem.of(error) for error in submission.problems]
    hurried = is_hurried(submission, reading.manner)
    draft = draft_of(submission, hurried=hurried)
    if draft.published_on is not None and draft.published_on > call.today:
        day = draft.published_on.isoformat()
        problems.append(Problem("future_date", {"date": day}))
        draft = replace(draft, published_on=None)
    wrong_date = any(problem.code in _WRONG_DATE for problem in problems)
    if hurried and not wrong_date and not submission.heading and draft.published_on is None:
        draft = replace(draft, published_on=call.today)
    if not hurried:
        draft = fill_in(desk, draft, reading.pages, prefer=reading.manner is Manner.FORWARD)
    if submission.heading and not wrong_date and draft.published_on is None:
        draft, doubts = _dated_by_heading(draft, submission.heading, call.today)
        problems += doubts
        wrong_date = bool(doubts)
    if hurried and any(problem.code == "unknown_topic" for problem in problems):
        draft = replace(draft, editing=Step.TOPIC)
    if not wrong_date and draft.published_on is None:
        draft = replace(draft, sent_on=call.today)
    if reading.posted_on is not None and draft.published_on is None:
        draft = replace(draft, offered_on=min(reading.posted_on, call.today))
    return with_only_unit(call, draft, desk.allowed), problems


def _dated_by_heading(
    draft: ArticleDraft, heading: str, today: date
) -> tuple[ArticleDraft, list[Problem]]:
    """Return the draft with the day above its list, or what is wrong with that day."""
    try:
        day = heading_day(heading, today)
    except InvalidField as error:
        return draft, [Problem.of(error)]
    if day is not None and day > today:
        return draft, [Problem("future_date", {"date": day.isoformat()})]
    return replace(draft, published_on=day), []


def fill_in(desk: Desk, draft: ArticleDraft, pages: Pages, *, prefer: bool = False) -> ArticleDraft:
    """Return the draft with what its page says of the fields it lacks."""
    return with_page(draft, desk.call.board, pages, desk.call.today, prefer=prefer)


def is_hurried(submission: Submission, manner: Manner) -> bool:
    """Tell whether a text is the one-line form, logged at once when nothing is wrong with it."""
    whole = bool(submission.link and submission.title) and not submission.unsure
    return manner is Manner.LINE and whole
