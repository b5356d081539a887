"""Issued reports: numbered, frozen, and either in force, replaced or cancelled."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class IssueState(StrEnum):
    """What became of an issued report; its number stays used in every state."""

    ISSUED = "issued"
    REPLACED = "replaced"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class IssuedReport:
    """A report that has a number; `corrects_id` is the report it replaces.

    `first` and `last` are the period's days (inclusive), `issued_at` and `cancelled_at` in UTC.
    """

    id: int
    board_id: int
    period: str
    first: date
    last: date
    number: int
    signed_on: date
    mode: str
    state: IssueState
    corrects_id: int | None
    issued_by: str
    issued_at: datetime
    cancelled_by: str = ""
    cancelled_at: datetime | None = None
    reason: str = ""

    def number_line(self, suffix: str) -> str:
        """Return the number as it stands on the document: 01/BC-BBT."""
        return f"{self.number:02d}/{suffix}"
