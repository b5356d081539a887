"""An article on its way: which question comes next is decided here, by pure code."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from domain.articles.records import Kind


class Step(StrEnum):
    """What a draft waits for."""

    UNIT = "unit"
    LINK = "link"
    TITLE = "title"
    DATE = "date"
    TOPIC = "topic"
    CARD = "card"
    TWIN = "twin"


# A topic is suggested on the card; it is asked for only when somebody wants to change it.
QUESTIONS = (Step.UNIT, Step.LINK, Step.TITLE, Step.DATE)


@dataclass(frozen=True, slots=True)
class Untold:
    """Something wrong with an article that its person was not told yet: a problem's words."""

    code: str
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """What is known of an article so far.

    `skipped` are questions answered with "none"; `editing` is a field being corrected from the
    card; `suggested_topic` is what the title's words speak for; `read` tells that the link's own
    page filled in the rest.
    `twins` are numbers of likely twins still to be asked about, `different_from` of those the
    person called different, `update_of` of the one this article updates; `hurried` tells that the
    article is logged without a card once nothing is wrong with it. `tag` names the article's card
    among those of one message with several links ("812-3": the third of update 812); `key` names
    every draft, so that what is answered can be told from what is asked about another.
    `offered_on` is a day that may be meant, `sure_on` one that the person confirmed. `asked` tells
    that its question was put, `typed` the number that was typed to be asked it; `held` is a text
    that may answer it. `typed_title` tells that
    the title was the answer to its question. `sent_on` is the day that is taken, once, where no
    other is known; `day_assumed` tells that it was. `untold` is what was wrong with an article that
    is kept without a question; it is looked at before it is logged.
    """

    unit_id: int | None = None
    link: str = ""
    title: str = ""
    published_on: date | None = None
    topic_id: int | None = None
    kind: Kind = Kind.NEWS
    skipped: tuple[Step, ...] = ()
    editing: Step | None = None
    suggested_topic: int | None = None
    read: bool = False
    twins: tuple[int, ...] = ()
    different_from: tuple[int, ...] = ()
    update_of: int | None = None
    hurried: bool = False
    tag: str = ""
    key: str = ""
    offered_on: date | None = None
    sure_on: date | None = None
    asked: bool = True
    typed: str = ""
    held: str = ""
    typed_title: bool = False
    sent_on: date | None = None
    day_assumed: bool = False
    untold: tuple[Untold, ...] = ()

    def lacks(self, step: Step) -> bool:
        """Tell whether the field of a question is still open."""
        if step in self.skipped:
            return False
        return {
            Step.UNIT: self.unit_id is None,
            Step.LINK: not self.link,
            Step.TITLE: not self.title,
            Step.DATE: self.published_on is None,
            Step.TOPIC: self.topic_id is None,
        }[step]


def next_step(draft: ArticleDraft) -> Step:
    """Return the question to ask next, or the card when nothing is missing."""
    if draft.editing is not None:
        return draft.editing
    for step in QUESTIONS:
        if draft.lacks(step):
            return step
    return Step.TWIN if draft.twins else Step.CARD


def with_day_assumed(draft: ArticleDraft) -> ArticleDraft:
    """Return a draft that lacks nothing but its day with the day it was sent.

    The card shows it; where the day was doubted, there is none to assume and it is asked for.
    """
    if draft.sent_on is None or draft.offered_on is not None or next_step(draft) is not Step.DATE:
        return draft
    if draft.editing is not None:
        return draft
    return replace(draft, published_on=draft.sent_on, sent_on=None, day_assumed=True)
