"""People, their accounts, their roles and the invitations that brought them in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a person is on a board (design.md, "People")."""

    CORRESPONDENT = "correspondent"
    HEAD = "head"
    EDITOR = "editor"
    CHAIR = "chair"


UNIT_ROLES = frozenset({Role.CORRESPONDENT, Role.HEAD})


@dataclass(frozen=True, slots=True)
class Person:
    """A human being, on any number of boards; `language` is "vi" or "en"."""

    id: int
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Account:
    """An address on a channel at which a person can be written to."""

    id: int
    person_id: int
    channel: str
    chat_id: int
    active: bool


@dataclass(frozen=True, slots=True)
class Membership:
    """One role of one person on one board; unit roles name the unit."""

    person_id: int
    board_id: int
    role: Role
    unit_id: int | None


@dataclass(frozen=True, slots=True)
class Invitation:
    """A single-use code's row; only the hash of the code is kept."""

    id: int
    board_id: int
    role: Role
    unit_id: int | None
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
