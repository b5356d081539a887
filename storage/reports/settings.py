"""The settings a board changed itself: a row for each change, the newest of a key holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select

from storage.engine.database import Prepared, Transaction
from storage.engine.tables import board_settings, people

_NEWEST = (
    select(func.max(board_settings.c.id).label("id"))
    .group_by(board_settings.c.board_id, board_settings.c.key)
    .subquery()
)
_KEPT = select(board_settings.c.board_id, board_settings.c.key, board_settings.c.value).join(
    _NEWEST, _NEWEST.c.id == board_settings.c.id
)
_ALL = Prepared(_KEPT)
_OF_BOARD = Prepared(_KEPT.where(board_settings.c.board_id == bindparam("board")))
_LAST = Prepared(select(func.coalesce(func.max(board_settings.c.id), 0)))


@dataclass(frozen=True, slots=True)
class SettingChange:
    """A change of a setting: `value` None is config.toml's; no `person` is the operator."""

    id: int
    key: str
    value: Any
    person: str | None
    set_at: datetime


async def settings_of(tx: Transaction, board_id: int) -> dict[str, Any]:
    """Return the values a board set itself; None where it went back to config.toml's."""
    return {row.key: row.value for row in await tx.all(_OF_BOARD, {"board": board_id})}


async def all_settings(tx: Transaction) -> dict[int, dict[str, Any]]:
    """Return every board's own values by its id."""
    found: dict[int, dict[str, Any]] = {}
    for row in await tx.all(_ALL):
        found.setdefault(row.board_id, {})[row.key] = row.value
    return found


async def last_change(tx: Transaction) -> int:
    """Return a number that grows with every change of any board, 0 before the first."""
    number: int = await tx.value(_LAST)
    return number


async def add_setting(
    tx: Transaction, board_id: int, key: str, value: Any, person_id: int | None, now: datetime
) -> None:
    """Make this the value of a key; None goes back to config.toml's."""
    await tx.execute(
        insert(board_settings).values(
            board_id=board_id, key=key, value=value, person_id=person_id, set_at=now
        )
    )


async def changes_of(
    tx: Transaction, board_id: int, key: str, limit: int
) -> Sequence[SettingChange]:
    """Return the newest changes of a key, the newest first."""
    rows = await tx.all(
        select(
            board_settings.c.id,
            board_settings.c.key,
            board_settings.c.value,
            people.c.name,
            board_settings.c.set_at,
        )
        .outerjoin(people, people.c.id == board_settings.c.person_id)
        .where(board_settings.c.board_id == board_id, board_settings.c.key == key)
        .order_by(board_settings.c.id.desc())
        .limit(limit)
    )
    return tuple(SettingChange(*row) for row in rows)
