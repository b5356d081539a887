"""What an installation holds, for whoever runs it on the command line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from domain.boards import Board
from domain.errors import Conflict, NotFound
from domain.people.records import Role
from domain.reports.issuing import IssuedReport
from domain.text import nearest
from domain.units.records import Unit
from storage import boards
from storage.engine.database import Database, Transaction
from storage.people import invitations, rows
from storage.reports import issued
from storage.units import rows as units
from storage.upkeep import board_rows

MOST_REPORTS = 1000


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """A unit with its group's name and that of the unit that took over."""

    unit: Unit
    group: str
    successor: str
    current: bool


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """One role of one person; `unit` is empty for the board's own roles."""

    id: int
    name: str
    role: Role
    unit: str
    reachable: bool


class Overview:
    """Lists and, of the boards, the changes that no chat makes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def units(self, board: Board, today: date) -> list[ListedUnit]:
        """Return a board's units, past ones too, in the order of the appendix."""

        async def job(tx: Transaction) -> list[ListedUnit]:
            groups = {group.id: group.name for group in await units.list_groups(tx, board.id)}
            found = await units.list_units(tx, board.id)
            names = {unit.id: unit.name for unit in found}
            return [
                ListedUnit(
                    unit,
                    groups.get(unit.group_id, ""),
                    names.get(unit.successor_id or 0, ""),
                    unit.exists_between(today, today),
                )
                for unit in found
            ]

        return await self._database.read(job)

    async def people(self, board: Board, now: datetime) -> list[ListedPerson]:
        """Return who holds which role on a board now."""

        async def job(tx: Transaction) -> list[ListedPerson]:
            names = {unit.id: unit.name for unit in await units.list_units(tx, board.id)}
            return [
                ListedPerson(
                    member.person.id,
                    member.person.name,
                    member.role,
                    names.get(member.unit_id or 0, ""),
                    member.reachable,
                )
                for member in await rows.members(tx, board.id, now)
            ]

        return await self._database.read(job)

    async def reports(self, board: Board) -> tuple[IssuedReport, ...]:
        """Return a board's issued reports, the newest first."""
        return await self._database.read(lambda tx: issued.list_issues(tx, board.id, MOST_REPORTS))

    async def end_unused_invitations(self, board: Board, role: Role, now: datetime) -> int:
        """End what the command line invited to a role before and nobody used; return how many."""
        return await self._database.write(
            lambda tx: invitations.end_unused(tx, board.id, role, now)
        )

    async def rename_board(self, old: str, new: str) -> None:
        """Give a board another slug, in place of a board of that slug that holds nothing yet.

        Raise NotFound for an unknown board, Conflict where the new slug's board holds something.
        """

        async def job(tx: Transaction) -> None:
            known = await boards.known_boards(tx)
            board_id = _named(known, old)
            if new in known and new != old:
                other = known[new][0]
                if await board_rows.count_rows(tx, other):
                    raise Conflict("board_slug_taken", slug=new)
                await board_rows.remove(tx, other, await _created(tx, other))
            await board_rows.rename(tx, board_id, new)

        await self._database.write(job)

    async def board_rows(self, slug: str) -> Mapping[str, int]:
        """Return how much a board holds, by table; raise NotFound for an unknown board."""

        async def job(tx: Transaction) -> Mapping[str, int]:
            return await board_rows.count_rows(tx, _named(await boards.known_boards(tx), slug))

        return await self._database.read(job)

    async def remove_board(self, slug: str, now: datetime) -> None:
        """Remove a board with everything of its own; raise NotFound for an unknown board."""

        async def job(tx: Transaction) -> None:
            await board_rows.remove(tx, _named(await boards.known_boards(tx), slug), now)

        await self._database.write(job)


def _named(known: Mapping[str, tuple[int, str, object]], slug: str) -> int:
    if slug not in known:
        raise NotFound("board", slug=slug, nearest=nearest(slug, known))
    return known[slug][0]


async def _created(tx: Transaction, board_id: int) -> datetime:
    return (await boards.began_at(tx, [board_id]))[board_id]
