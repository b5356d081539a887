"""Two articles of the log that are likely one."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Side:
    """One article of a pair."""

    id: int
    number: int
    title: str
    link: str
    published_on: date
    unit: str
    author: str
    author_id: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two live articles that are likely one; `article` is the later one, `claim` its author's word.

    `claim` is "different", "update" or None where nobody was asked.
    """

    id: int
    score: float
    claim: str | None
    claimed_by: str
    article: Side
    other: Side


@dataclass(frozen=True, slots=True)
class LikelyTwin:
    """A logged or pending article that a title probably repeats."""

    id: int
    number: int
    title: str
    published_on: date
    unit: str
    score: float
