"""Units: the list, one unit with what hangs on it, finding one by what people call it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.boards import Board
from domain.calls import Call
from domain.errors import NotFound
from domain.people.records import Role
from domain.permissions import Action, require
from domain.text import nearest
from domain.units.names import typed_unit, units_with_words
from domain.units.records import Unit, UnitGroup
from storage.engine.database import Database, Transaction
from storage.people import rows as people
from storage.units import rows as units


@dataclass(frozen=True, slots=True)
class UnitList:
    """A board's groups and units, both in their order."""

    groups: tuple[UnitGroup, ...]
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class UnitCard:
    """One unit with the names behind its ids.

    `place` counts from 1 in its group of `places`; `members` are names with roles.
    """

    unit: Unit
    group: str
    successor: str
    place: int
    places: int
    members: tuple[tuple[str, Role], ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A group or unit that can be chosen."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class UnitAsked:
    """A question about a unit is open; `asks` names what is asked; a new unit has no card."""

    asks: str
    card: UnitCard | None = None
    choices: tuple[Choice, ...] = ()
    until: date | None = None
    outcome: Literal["asked"] = "asked"


@dataclass(frozen=True, slots=True)
class UnitChanged:
    """A unit is changed; `action` is its name in the audit entries."""

    action: str
    card: UnitCard
    outcome: Literal["changed"] = "changed"


class Units:
    """A board's units."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list(self, call: Call) -> UnitList:
        """Return the board's units in order, for whoever keeps them."""
        require(call, Action.KEEP_UNITS)

        async def job(tx: Transaction) -> UnitList:
            return UnitList(
                await units.list_groups(tx, call.board.id),
                await units.list_units(tx, call.board.id),
            )

        return await self._database.read(job)

    async def show(self, call: Call, unit_id: int) -> UnitCard:
        """Return one unit, for whoever keeps them; raise NotFound for one of another board."""
        require(call, Action.KEEP_UNITS)
        return await self._database.read(lambda tx: unit_card(tx, call, unit_id))

    async def named(self, board: Board, name: str, *, part: bool = False) -> Unit:
        """Return the unit of a name or an alias; raise NotFound with the nearest name.

        With `part` some words of a name will do where only one unit has them: for what is shown
        with the unit's whole name.
        """
        found = await self._database.read(lambda tx: units.list_units(tx, board.id))
        return unit_named(found, name, part=part)


def unit_named(known: Sequence[Unit], name: str, *, part: bool = False) -> Unit:
    """Return the unit of a name, an alias or, with `part`, of words that only one unit has.

    Raises NotFound with the nearest name.
    """
    found = typed_unit(name, known)
    if found.unit is not None:
        return found.unit
    having = units_with_words(name, known) if part else ()
    if len(having) == 1:
        return having[0]
    names = [each for unit in found.near or known for each in (unit.name, *unit.aliases)]
    raise NotFound("unit", name=name[:80], nearest=nearest(name, names))


async def unit_card(tx: Transaction, call: Call, unit_id: int) -> UnitCard:
    """Return one unit of the person's board with the names behind its ids; raise NotFound."""
    board_id = call.board.id
    known = {unit.id: unit for unit in await units.list_units(tx, board_id)}
    unit = known.get(unit_id)
    if unit is None:
        raise NotFound("unit", name=str(unit_id), nearest=None)
    groups = {group.id: group.name for group in await units.list_groups(tx, board_id)}
    beside = [other.id for other in known.values() if other.group_id == unit.group_id]
    successor = known.get(unit.successor_id or 0)
    return UnitCard(
        unit,
        groups.get(unit.group_id, ""),
        successor.name if successor else "",
        beside.index(unit.id) + 1,
        len(beside),
        tuple(
            (member.person.name, member.role)
            for member in await people.members(tx, board_id, call.now)
            if member.unit_id == unit_id
        ),
    )
