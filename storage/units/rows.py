"""Units, their groups and aliases."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import bindparam, delete, func, insert, select, update

from domain.text import search_key
from domain.units.names import name_key
from domain.units.records import Unit, UnitGroup
from storage.engine.database import Prepared, Transaction
from storage.engine.prepared import prepared_among
from storage.engine.tables import unit_aliases, unit_groups, units

# These statements are built once: every submission or report asks them.
_GROUPS = Prepared(
    select(unit_groups.c.id, unit_groups.c.name, unit_groups.c.position)
    .where(unit_groups.c.board_id == bindparam("board"))
    .order_by(unit_groups.c.position, unit_groups.c.id)
)


async def list_groups(tx: Transaction, board_id: int) -> tuple[UnitGroup, ...]:
    """Return a board's groups in order."""
    return tuple(UnitGroup(*row) for row in await tx.all(_GROUPS, {"board": board_id}))


UNIT_COLUMNS = (
    units.c.id,
    units.c.board_id,
    units.c.group_id,
    units.c.name,
    units.c.position,
    units.c.valid_from,
    units.c.valid_to,
    units.c.successor_id,
    units.c.known_from,
)
_WITH_ALIASES = (
    select(*UNIT_COLUMNS, unit_aliases.c.name.label("alias"))
    .join(unit_groups, unit_groups.c.id == units.c.group_id)
    .outerjoin(unit_aliases, unit_aliases.c.unit_id == units.c.id)
    .where(units.c.board_id == bindparam("board"))
    .order_by(unit_groups.c.position, units.c.position, units.c.id, unit_aliases.c.id)
)
_UNITS = Prepared(_WITH_ALIASES)
_SOME_UNITS = prepared_among(_WITH_ALIASES, units.c.id, "ids")


async def list_units(
    tx: Transaction, board_id: int, ids: Collection[int] | None = None
) -> tuple[Unit, ...]:
    """Return a board's units (or those of these ids) in the order of groups and positions."""
    if ids is None:
        rows = await tx.all(_UNITS, {"board": board_id})
    else:
        rows = await tx.all(_SOME_UNITS, {"board": board_id, "ids": list(ids)})
    found: dict[int, Unit] = {}
    aliases: dict[int, list[str]] = {}
    for unit_id, of_board, group_id, name, place, since, until, successor, known, alias in rows:
        if alias is not None:
            aliases.setdefault(unit_id, []).append(alias)
        found[unit_id] = Unit(
            unit_id,
            of_board,
            group_id,
            name,
            tuple(aliases.get(unit_id, ())),
            place,
            since,
            until,
            successor,
            known,
        )
    return tuple(found.values())


async def find_unit(tx: Transaction, board_id: int, unit_id: int) -> Unit | None:
    """Return the board's unit of this id."""
    found = await list_units(tx, board_id, [unit_id])
    return found[0] if found else None


async def add_group(tx: Transaction, board_id: int, name: str) -> int:
    """Store a group at the end, or find it by its search key; return the id."""
    position = select(func.count()).where(unit_groups.c.board_id == board_id).scalar_subquery()
    key = search_key(name)
    row = tx.insert(unit_groups).values(board_id=board_id, name=name, key=key, position=position)
    await tx.execute(row.on_conflict_do_nothing(index_elements=["board_id", "key"]))
    group_id: int = await tx.value(
        select(unit_groups.c.id).where(unit_groups.c.board_id == board_id, unit_groups.c.key == key)
    )
    return group_id


async def add_units(
    tx: Transaction,
    board_id: int,
    rows: Collection[tuple[int, str, int]],
    known_from: date | None = None,
) -> None:
    """Store units as (group id, name, position), known from a day on (None: always)."""
    await tx.execute(
        insert(units),
        [
            {
                "board_id": board_id,
                "group_id": group_id,
                "name": name,
                "key": name_key(name),
                "position": position,
                "known_from": known_from,
            }
            for group_id, name, position in rows
        ],
    )


async def end_of_group(tx: Transaction, board_id: int, group_id: int) -> int:
    """Return the position behind a group's last unit."""
    last: int | None = await tx.value(
        select(func.max(units.c.position)).where(
            units.c.board_id == board_id, units.c.group_id == group_id
        )
    )
    return 0 if last is None else last + 1


async def set_positions(tx: Transaction, unit_ids: Sequence[int]) -> None:
    """Give units the positions 0, 1, 2 … in this order."""
    await tx.execute(
        update(units).where(units.c.id == bindparam("unit")).values(position=bindparam("place")),
        [{"unit": unit_id, "place": place} for place, unit_id in enumerate(unit_ids)],
    )


async def add_alias(tx: Transaction, board_id: int, unit_id: int, name: str) -> None:
    """Store another name of a unit; one the board already knows stays as it is."""
    row = tx.insert(unit_aliases).values(
        board_id=board_id, unit_id=unit_id, name=name, key=name_key(name)
    )
    await tx.execute(row.on_conflict_do_nothing(index_elements=["board_id", "key"]))


async def delete_alias(tx: Transaction, unit_id: int, name: str) -> None:
    """Forget another name of a unit."""
    await tx.execute(
        delete(unit_aliases).where(
            unit_aliases.c.unit_id == unit_id, unit_aliases.c.key == name_key(name)
        )
    )


async def update_unit(tx: Transaction, unit_id: int, **values: str | int | date | None) -> None:
    """Change columns of a unit; a new name also changes its key."""
    if "name" in values:
        values["key"] = name_key(str(values["name"]))
    await tx.execute(update(units).where(units.c.id == unit_id).values(**values))
