"""Opening counts and confirmed zeros: what is known of a unit's month besides articles."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, and_, bindparam, delete, select

from domain.periods.spans import Month
from storage.engine.database import Prepared, Transaction
from storage.engine.prepared import prepared_among
from storage.engine.tables import confirmed_zeros, opening_counts


def _month(code: str) -> Month:
    return Month.of_code(code)


async def keep_opening_counts(
    tx: Transaction, board_id: int, rows: Sequence[tuple[int, Month, int]], now: datetime
) -> None:
    """Store counts as (unit id, month, count) in place of those known before."""
    row = tx.insert(opening_counts)
    statement = row.on_conflict_do_update(
        index_elements=["board_id", "month", "unit_id"], set_={"count": row.excluded.count}
    )
    await tx.execute(
        statement,
        [
            {
                "board_id": board_id,
                "unit_id": unit_id,
                "month": month.code,
                "count": count,
                "created_at": now,
            }
            for unit_id, month, count in rows
        ],
    )


def _of_months(table: Table, value: Column[Any]) -> Prepared:
    statement = select(table.c.unit_id, table.c.month, value)
    of_board = statement.where(table.c.board_id == bindparam("board"))
    return prepared_among(of_board, table.c.month, "months")


# Built once, for every report asks them.
_OPENING = _of_months(opening_counts, opening_counts.c.count)
_ZEROS = _of_months(confirmed_zeros, confirmed_zeros.c.reason)


async def opening_counts_of(
    tx: Transaction, board_id: int, months: Collection[Month]
) -> dict[tuple[int, Month], int]:
    """Return opening counts by (unit id, month)."""
    codes = [month.code for month in months]
    rows = await tx.all(_OPENING, {"board": board_id, "months": codes})
    return {(row[0], _month(row[1])): row[2] for row in rows}


async def add_confirmed_zero(
    tx: Transaction,
    board_id: int,
    unit_id: int,
    month: Month,
    reason: str,
    person_id: int,
    now: datetime,
) -> None:
    """Store that a unit has nothing in a month; a later reason replaces the one before."""
    row = tx.insert(confirmed_zeros).values(
        board_id=board_id,
        unit_id=unit_id,
        month=month.code,
        reason=reason,
        person_id=person_id,
        created_at=now,
    )
    await tx.execute(
        row.on_conflict_do_update(
            index_elements=["board_id", "month", "unit_id"],
            set_={"reason": reason, "person_id": person_id, "created_at": now},
        )
    )


# A unit's confirmed zero of a month (`board`, `unit`, `in_month`).
IS_ZERO = and_(
    confirmed_zeros.c.board_id == bindparam("board"),
    confirmed_zeros.c.unit_id == bindparam("unit"),
    confirmed_zeros.c.month == bindparam("in_month"),
)
_DROP_ZERO = Prepared(delete(confirmed_zeros).where(IS_ZERO))


async def delete_confirmed_zero(tx: Transaction, board_id: int, unit_id: int, month: Month) -> bool:
    """Drop a confirmed zero; tell whether there was one."""
    values = {"board": board_id, "unit": unit_id, "in_month": month.code}
    return (await tx.run(_DROP_ZERO, values)).rowcount > 0


async def confirmed_zeros_of(
    tx: Transaction, board_id: int, months: Collection[Month]
) -> dict[tuple[int, Month], str]:
    """Return the reasons of confirmed zeros by (unit id, month)."""
    codes = [month.code for month in months]
    rows = await tx.all(_ZEROS, {"board": board_id, "months": codes})
    return {(row.unit_id, _month(row.month)): row.reason for row in rows}
