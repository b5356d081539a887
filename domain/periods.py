"""Reporting months and periods, and how people write them.

Exact publication dates are stored; months and periods are derived here by the board's rule:
`calendar` (the 1st to the last day), `nd09` (the 15th of the month before to the 14th; Decree
09/2019/NĐ-CP) or `custom` (a closing day: the month ends on it, the next begins the day after).
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A reporting month by its name, e.g. 2021-06."""

    year: int
    month: int

    @property
    def code(self) -> str:
        """The month as `YYYY-MM`."""
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, slots=True)
class ReportingMonth:
    """A reporting month with its first and last day (inclusive).

    In a period of two free dates the first and last month may be cut; `whole` is False then.
    """

    month: Month
    first: date
    last: date
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Period:
    """What a report covers: a code (`2021-H1`, `2021-06`, `2021-01-15..2021-03-20` …) and its days."""

    code: str
    first: date
    last: date
    months: tuple[ReportingMonth, ...]
