"""What the books hold where an article is to go: asked in one statement for each article."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, func, select

from domain.periods.months import Month
from storage.articles.rows import HAS_LINK
from storage.engine.database import Prepared, Transaction
from storage.engine.tables import articles, confirmed_zeros, opening_counts
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


async def first_counted_month(tx: Transaction, board_id: int) -> Month | None:
    """Return the earliest month in which a board has articles, older counts or zeros."""
    row = await tx.first(
        select(
            select(func.min(articles.c.published_on))
            .where(articles.c.board_id == board_id, articles.c.state == "logged")
            .scalar_subquery()
            .label("day"),
            select(func.min(opening_counts.c.month))
            .where(opening_counts.c.board_id == board_id)
            .scalar_subquery()
            .label("count_"),
            select(func.min(confirmed_zeros.c.month))
            .where(confirmed_zeros.c.board_id == board_id)
            .scalar_subquery()
            .label("zero"),
        )
    )
    if row is None:
        return None
    found = [Month.of_code(code) for code in (row.count_, row.zero) if code]
    if row.day is not None:
        found.append(Month(row.day.year, row.day.month))
    return min(found, default=None)
