"""What becomes of a submission: stored under its update, worded by the handlers."""

from dataclasses import dataclass, field
from typing import Literal

from pydantic import TypeAdapter

from domain.articles.drafts import ArticleDraft, Step
from domain.articles.records import Article
from domain.errors import DomainError
from domain.twins.pairs import LikelyTwin


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
    """The draft is stored and this question is open; `waiting` articles come after it.

    `added` names an article that was put behind the one at hand.
    `held` tells that the question is old: the person is asked whether to go on with it.
    `every_topic` tells that all topics are shown, not the likeliest alone; `calendar` is the month
    (`YYYY-MM`) whose days are shown.
    """

    draft: ArticleDraft
    step: Step
    revision: int
    unit: str | None = None
    units: tuple[Choice, ...] = ()
    problems: tuple[Problem, ...] = ()
    resumed: bool = False
    waiting: int = 0
    twins: tuple[LikelyTwin, ...] = ()
    topics: tuple[int, ...] = ()
    added: str = ""
    held: bool = False
    every_topic: bool = False
    calendar: str = ""
    outcome: Literal["asked"] = "asked"


@dataclass(frozen=True, slots=True)
class Logged:
    """The article is stored; `then` is the next unfinished one.

    `topics` are the ids of the topics its title speaks for, where it was given none.
    """

    article: Article
    unit: str
    zero_cancelled: bool = False
    then: Asked | None = None
    topics: tuple[int, ...] = ()
    outcome: Literal["logged"] = "logged"


@dataclass(frozen=True, slots=True)
class AlreadyLogged:
    """The article is known: nothing was stored; `then` is the next unfinished article.

    `own` tells that it is of a unit that the person logs for.
    """

    number: int
    title: str
    unit: str
    then: Asked | None = None
    own: bool = False
    outcome: Literal["already"] = "already"


@dataclass(frozen=True, slots=True)
class NoDraft:
    """There is no draft to answer; `pressed` tells that an old button was used."""

    pressed: bool = False
    outcome: Literal["no_draft"] = "no_draft"


@dataclass(frozen=True, slots=True)
class PressedBefore:
    """A button was pressed again: nothing changes.

    `done` tells what became of its article: logged, known or many with `number`, dropped, else "".
    """

    done: str = ""
    number: int = 0
    outcome: Literal["pressed_before"] = "pressed_before"


@dataclass(frozen=True, slots=True)
class Kept:
    """An article is kept without a question about it; `count` wait, `ready` of them complete.

    `told` tells that the person hears of it now: of many at once, one time only.
    """

    count: int
    ready: int = 0
    told: bool = True
    problems: tuple[Problem, ...] = ()
    outcome: Literal["kept"] = "kept"


@dataclass(frozen=True, slots=True)
class DroppedAll:
    """Every unfinished article was dropped."""

    count: int
    outcome: Literal["dropped_all"] = "dropped_all"


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The draft was dropped; `then` is the next unfinished article."""

    then: Asked | None = None
    outcome: Literal["cancelled"] = "cancelled"


@dataclass(frozen=True, slots=True)
class Batch:
    """One message named several articles: a draft each, under the batch's number.

    `known` were logged before; `ready` of the cards lack nothing; `kept` drafts have no card.
    """

    number: int
    cards: tuple[Asked, ...]
    known: tuple[AlreadyLogged, ...] = ()
    ready: int = 0
    kept: int = 0
    outcome: Literal["batch"] = "batch"


@dataclass(frozen=True, slots=True)
class LoggedMany:
    """The articles of a batch that lacked nothing are stored; `then` is the first that remains."""

    logged: tuple[Logged, ...]
    known: tuple[AlreadyLogged, ...] = ()
    left: int = 0
    then: Asked | None = None
    outcome: Literal["many"] = "many"


SubmitResult = (
    Asked
    | Logged
    | AlreadyLogged
    | NoDraft
    | PressedBefore
    | Cancelled
    | Kept
    | DroppedAll
    | Batch
    | LoggedMany
)
RESULTS: TypeAdapter[SubmitResult] = TypeAdapter(SubmitResult)
