"""The board and its settings, as the rest of the program sees them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from zoneinfo import ZoneInfo


class PeriodRule(StrEnum):
    """How a board cuts time into reporting months."""

    CALENDAR = "calendar"
    ND09 = "nd09"
    CUSTOM = "custom"


class StageScope(StrEnum):
    """Whom a reminder stage writes to."""

    CORRESPONDENTS = "correspondents"
    HEADS = "heads"
    EDITORS = "editors"
    CHAIR = "chair"


@dataclass(frozen=True, slots=True)
class ReminderStage:
    """One step of a month's reminders.

    `day` is a day of the month (1–31, the last day where a month is shorter) and `time` a local
    time in the board's zone.
    """

    stage: str
    day: int
    time: time
    to: StageScope
    text: str = ""


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs the report.

    `on_behalf` is the line above the post when a deputy signs ("KT. TRƯỞNG BAN"); `agency_post`
    is the post in the agency whose seal the board uses.
    """

    post: str = ""
    name: str = ""
    on_behalf: str = ""
    agency_post: str = ""


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """One document the report rests on, with the dates between which it holds (inclusive)."""

    text: str
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether the document is in force on a day."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)


class FigureKind(StrEnum):
    """How the entries of a figure make a value for a period (design.md, "figure")."""

    COUNTER = "counter"
    COUNT = "count"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class FigureDefinition:
    """A figure a board keeps: its code for commands, its name and unit for people."""

    code: str
    name: str
    kind: FigureKind
    unit: str = ""
    of: int | None = None


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local times between which nothing is sent; may cross midnight."""

    start: time
    end: time

    def contain(self, moment: time) -> bool:
        """Tell whether a local time lies within the quiet hours."""
        if self.start <= self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end


@dataclass(frozen=True, slots=True)
class Board:
    """One editorial board: its row's id and its settings.

    `merge_units` tells whether a unit that was merged is counted in its successor's line.
    `thanks` tells whether correspondents are thanked at the end of a month.
    `signatory` signs unless another of `signers` is chosen; `wording` holds the words of the report
    that the board set itself (keys of domain.reports.wording, with fields in them).
    """

    id: int
    slug: str
    name: str
    agency: str
    parent_agency: str
    place: str
    zone: ZoneInfo
    period_rule: PeriodRule
    closing_day: int
    review_required: bool
    quiet_hours: QuietHours | None
    number_suffix: str
    addressees: tuple[str, ...]
    recipients: tuple[str, ...]
    legal_basis: tuple[LegalBasis, ...]
    signatory: Signatory
    stages: tuple[ReminderStage, ...]
    figures: tuple[FigureDefinition, ...]
    site_hosts: tuple[str, ...]
    feed_url: str
    template: str
    topics: tuple["Topic", ...] = ()
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    working_days_only: bool = True
    days_off: frozenset[date] = frozenset()
    merge_units: bool = True
    signers: tuple[Signatory, ...] = ()
    wording: Mapping[str, str] = field(default_factory=dict)
    portal: tuple[str, ...] = ()
    thanks: bool = True

    @property
    def portal_sources(self) -> tuple[str, ...]:
        """The addresses that list what the portal published; `feed_url` is their old name."""
        return tuple(dict.fromkeys(filter(None, (*self.portal, self.feed_url))))


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject the board wants covered."""

    id: int
    name: str
