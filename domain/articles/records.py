"""Articles: what correspondents log."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Kind(StrEnum):
    """The genre of an article."""

    NEWS = "tin"
    FEATURE = "bai"
    PHOTO = "anh"
    VIDEO = "video"
    OTHER = "khac"


KIND_NAMES = {
    Kind.NEWS: "tin",
    Kind.FEATURE: "bài",
    Kind.PHOTO: "ảnh",
    Kind.VIDEO: "video",
    Kind.OTHER: "khác",
}


class State(StrEnum):
    """Where an article stands; only `logged` counts in a report."""

    PENDING = "pending"
    LOGGED = "logged"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    DUPLICATE = "duplicate"


# The states of an article that stands: its link and title are taken.
LIVE = (State.LOGGED.value, State.PENDING.value)


@dataclass(frozen=True, slots=True)
class Article:
    """One published item; `published_on` is a date in the board's zone, `logged_at` is in UTC."""

    id: int
    board_id: int
    number: int
    unit_id: int
    author_id: int
    title: str
    link: str
    published_on: date
    kind: Kind
    topic_id: int | None
    state: State
    logged_at: datetime
    duplicate_of: int | None = None
