"""Reporting months: how a board cuts time.

Exact publication dates are stored; months are derived here by the board's rule: `calendar` (the
1st to the last day), `nd09` (the 15th of the month before to the 14th; Decree 09/2019/NĐ-CP) or
`custom` (a closing day: the month ends on it, the next begins the day after).
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from domain.boards import PeriodRule

_ND09_CLOSING_DAY = 14


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A reporting month by its name, e.g. 2021-06."""

    year: int
    month: int

    @property
    def code(self) -> str:
        """The month as `YYYY-MM`."""
        return f"{self.year:04d}-{self.month:02d}"

    @classmethod
    def of_code(cls, code: str) -> "Month":
        """Return the month of a code that was made by `code`."""
        return cls(int(code[:4]), int(code[5:]))

    def shifted(self, count: int) -> "Month":
        """Return the month `count` months later (earlier where negative)."""
        year, index = divmod(self.year * 12 + self.month - 1 + count, 12)
        return Month(year, index + 1)


@dataclass(frozen=True, slots=True)
class ReportingMonth:
    """A reporting month with its first and last day (inclusive).

    In a period of two free dates the first and last month may be cut; `whole` is False then.
    """

    month: Month
    first: date
    last: date
    whole: bool = True


def rule_month(day: date, rule: PeriodRule, closing_day: int) -> ReportingMonth:
    """Return the whole reporting month a date falls in.

    `closing_day` (1–31) counts under the rule `custom` alone; where a month is shorter, its last
    day closes it.
    """
    return named_month(month_of(day, rule, closing_day), rule, closing_day)


def month_of(day: date, rule: PeriodRule, closing_day: int) -> Month:
    """Return the name of the reporting month a date falls in."""
    month = Month(day.year, day.month)
    return month.shifted(1) if day > _closing(month, rule, closing_day) else month


def named_month(month: Month, rule: PeriodRule, closing_day: int) -> ReportingMonth:
    """Return the reporting month of a name with its days."""
    before = _closing(month.shifted(-1), rule, closing_day)
    return ReportingMonth(month, before + timedelta(days=1), _closing(month, rule, closing_day))


def _closing(month: Month, rule: PeriodRule, closing_day: int) -> date:
    """Return the last day of a reporting month."""
    if rule is PeriodRule.CALENDAR:
        closing_day = 31
    elif rule is PeriodRule.ND09:
        closing_day = _ND09_CLOSING_DAY
    length = calendar.monthrange(month.year, month.month)[1]
    return date(month.year, month.month, min(closing_day, length))
