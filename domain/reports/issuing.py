"""Issued reports: numbered, frozen, and either in force, replaced or cancelled."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.boards import Signatory
from domain.periods.months import Month
from domain.reports.dataset import Report


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


@dataclass(frozen=True, slots=True)
class IssueChoices:
    """What a chair chose for a report before it is issued; None is the next, today, the first."""

    number: int | None = None
    signed_on: date | None = None
    signer: Signatory | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A unit's month that is not what it was at the issue; None is "nothing known"."""

    unit: str
    month: Month
    before: int | None
    after: int | None


def differences(issued: Report, current: Report) -> tuple[Difference, ...]:
    """Return what has changed since a report was issued, by unit and month, in today's order."""
    before, after = _cells(issued), _cells(current)
    names = {row.unit_id: row.name for report in (issued, current) for row in report.units}
    units = dict.fromkeys(row.unit_id for report in (current, issued) for row in report.units)
    months = dict.fromkeys(
        reporting.month for report in (current, issued) for reporting in report.period.months
    )
    return tuple(
        Difference(names[unit], month, before.get((unit, month)), after.get((unit, month)))
        for unit in units
        for month in sorted(months)
        if before.get((unit, month)) != after.get((unit, month))
    )


def changed_figures(issued: Report, current: Report) -> tuple[str, ...]:
    """Return the names of the figures whose value is not what it was when a report was issued."""
    before = {figure.definition.code: figure for figure in issued.figures}
    after = {figure.definition.code: figure for figure in current.figures}
    return tuple(
        (after.get(code) or before[code]).definition.name
        for code in dict.fromkeys((*after, *before))
        if code not in before or code not in after or before[code].value != after[code].value
    )


def _cells(report: Report) -> dict[tuple[int, Month], int | None]:
    return {
        (row.unit_id, reporting.month): count
        for row in report.units
        for reporting, count in zip(report.period.months, row.months, strict=True)
    }
