"""Who asks, when, and by which update: what every use case is told first."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.boards import Board
from domain.people.records import UNIT_ROLES, Membership, Person, Role


@dataclass(frozen=True, slots=True)
class Origin:
    """The update a use case answers; its effect is recorded under it.

    `replay` tells that the update was handled before, perhaps to its end, so that a stored result
    has to be looked for.
    """

    channel: str
    update_id: int
    replay: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """A message or press of anybody: `now` is in UTC, `language` is "vi" or "en".

    `sent_at` is when it was sent, where that is known and earlier than `now`; `typed` is the number
    that was typed to press a button, "" for anything else.
    """

    origin: Origin
    now: datetime
    chat_id: int
    name: str
    language: str
    sent_at: datetime | None = None
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A message or press of a person who belongs to a board; `now` is in UTC.

    `sent_at` is when it was sent: a bot that was down handles it later. `typed` is the number that
    was typed to press a button, "" for anything else.
    `memberships` are the person's on this board; `board_ids` are all boards of the person.
    """

    origin: Origin
    now: datetime
    chat_id: int
    account_id: int
    person: Person
    board: Board
    memberships: tuple[Membership, ...]
    board_ids: tuple[int, ...] = ()
    sent_at: datetime | None = None
    typed: str = ""

    @property
    def sent(self) -> datetime:
        """When the message was sent, else when it is handled: what a question's age counts to."""
        return self.sent_at or self.now

    @property
    def today(self) -> date:
        """The date on which the message was sent, in the board's zone."""
        return self.sent.astimezone(self.board.zone).date()

    @property
    def language(self) -> str:
        """The person's language."""
        return self.person.language

    @property
    def roles(self) -> frozenset[Role]:
        """The person's roles on the board."""
        return frozenset(membership.role for membership in self.memberships)

    @property
    def unit_ids(self) -> tuple[int, ...]:
        """The units the person logs articles for."""
        return tuple(
            membership.unit_id
            for membership in self.memberships
            if membership.role is Role.CORRESPONDENT and membership.unit_id is not None
        )

    @property
    def seen_unit_ids(self) -> tuple[int, ...]:
        """The units whose figures the person sees as correspondent or head."""
        return tuple(
            dict.fromkeys(
                membership.unit_id
                for membership in self.memberships
                if membership.role in UNIT_ROLES and membership.unit_id is not None
            )
        )
