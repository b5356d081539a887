"""The board's own words in a report: by section, carried over to the next period as a draft."""

from collections.abc import Mapping, Sequence

from domain.boards import PeriodRule
from domain.periods.spans import Period, previous_period

SECTIONS = (
    "directives",
    "results",
    "documents",
    "pages",
    "money",
    "strengths",
    "weaknesses",
    "tasks",
    "other",
)
_PERIODS_BACK = 4

Notes = Mapping[tuple[str, str], tuple[str, ...]]


def draft_periods(period: Period, rule: PeriodRule, closing_day: int) -> tuple[str, ...]:
    """Return the codes of the periods before this one whose notes may serve as drafts."""
    codes = []
    earlier = period
    for _place in range(_PERIODS_BACK):
        earlier = previous_period(earlier, rule, closing_day)
        codes.append(earlier.code)
    return tuple(codes)


def drafts(notes: Notes, period: str, earlier: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the paragraphs carried over into each section that the board has not settled yet.

    They come from the newest earlier period that has the section; one that was emptied carries
    nothing over.
    """
    found = {}
    for section in SECTIONS:
        if (period, section) in notes:
            continue
        before = next((notes[code, section] for code in earlier if (code, section) in notes), ())
        if before:
            found[section] = before
    return found
