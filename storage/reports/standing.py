"""What the books hold where an article is to go: asked in one statement for each article."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select

from domain.periods.months import Month
from storage.articles.rows import HAS_LINK
from storage.engine.database import Prepared, Transaction
from storage.reports.issued import HAS_DAY
from storage.units.counts import IS_ZERO


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a live article has the link, the day's report is issued, the unit said "none"."""

    linked: bool
    issued: bool
    zero: bool


_STANDING = Prepared(
    select(
        exists().where(HAS_LINK).label("linked"),
        exists().where(HAS_DAY).label("issued"),
        exists().where(IS_ZERO).label("zero"),
    )
)


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
    return Standing(*row)
