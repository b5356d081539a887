"""Exports: all of a board, or of a person, and the removal of a person on request."""

from datetime import datetime

from domain.boards import Board
from domain.errors import NotFound
from domain.text import clean_line
from storage.engine.database import Database, Transaction
from storage.upkeep import audit, export
from storage.upkeep.export import Export


class Exports:
    """What the operator takes out of the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def board(self, board: Board) -> Export:
        """Return everything of a board by table, as of one instant."""
        return await self._database.read(lambda tx: export.board_rows(tx, board.id))

    async def person(self, person_id: int) -> Export:
        """Return everything that names a person by table, as of one instant."""
        return await self._database.read(lambda tx: export.person_rows(tx, person_id))

    async def find(self, board: Board, name: str) -> int:
        """Return the id of a board's person by number or name.

        Raise NotFound for nobody, and for several of one name.
        """
        wanted = clean_line(name)
        found = await self._database.read(lambda tx: export.find_people(tx, board.id, wanted))
        if not found:
            raise NotFound("no_person", name=wanted)
        if len(found) > 1:
            people = ", ".join(f"{number} ({name})" for number, name in found.items())
            raise NotFound("namesakes", name=wanted, people=people, id=next(iter(found)))
        return next(iter(found))

    async def forget(self, board: Board, person_id: int, now: datetime) -> None:
        """Remove a person's name, accounts and raw messages; what the person logged stays."""

        async def job(tx: Transaction) -> None:
            await export.forget_person(tx, person_id, now)
            await audit.add_entry_by(tx, board.id, None, "cli", now, "forget", "person", person_id)

        await self._database.write(job)
