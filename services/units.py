"""Units: finding one by what people call it."""

from domain.boards import Board
from domain.calls import Call
from domain.errors import NotFound
from domain.permissions import Action, require
from domain.text import nearest, search_key
from domain.units import Unit
from storage import units
from storage.database import Database


class Units:
    """A board's units."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list(self, call: Call) -> tuple[Unit, ...]:
        """Return the board's units in order, for whoever keeps them."""
        require(call, Action.KEEP_UNITS)
        return await self._database.read(lambda tx: units.list_units(tx, call.board.id))

    async def named(self, board: Board, name: str) -> Unit:
        """Return the unit of a name or an alias; raise NotFound with the nearest name."""
        found = await self._database.read(lambda tx: units.list_units(tx, board.id))
        key = search_key(name)
        for unit in found:
            if key in {search_key(known) for known in (unit.name, *unit.aliases)}:
                return unit
        raise NotFound("unit", name=name, nearest=nearest(name, [unit.name for unit in found]))
