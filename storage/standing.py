"""What the books hold where an article is to go: asked in one statement for each article."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, exists, select

from domain.issuing import IssueState
from domain.months import Month
from storage.articles import LIVE
from storage.database import Transaction
from storage.tables import articles, confirmed_zeros, in_words, issued_reports


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a live article has the link, the day's report is issued, the unit said "none"."""

    linked: bool
    issued: bool
    zero: bool


_LINKED = exists().where(
    articles.c.board_id == bindparam("board"),
    articles.c.canonical_link == bindparam("its_link"),
    in_words(articles.c.state, *LIVE),
    articles.c.canonical_link.is_not(None),
)
_ISSUED = exists().where(
    issued_reports.c.board_id == bindparam("board"),
    issued_reports.c.state == IssueState.ISSUED.value,
    issued_reports.c.first <= bindparam("day"),
    issued_reports.c.last >= bindparam("day"),
)
_ZERO = exists().where(
    confirmed_zeros.c.board_id == bindparam("board"),
    confirmed_zeros.c.unit_id == bindparam("unit"),
    confirmed_zeros.c.month == bindparam("in_month"),
)
_STANDING = select(_LINKED.label("linked"), _ISSUED.label("issued"), _ZERO.label("zero"))


async def standing_of(
    tx: Transaction, board_id: int, link: str | None, unit_id: int, day: date, month: Month
) -> Standing:
    """Return what stands where an article of this canonical link, unit and day is to go."""
    values = {
        "board": board_id,
        "its_link": link,
        "unit": unit_id,
        "day": day,
        "in_month": month.code,
    }
    [row] = await tx.all(_STANDING, values)
    return Standing(bool(row.linked), bool(row.issued), bool(row.zero))
