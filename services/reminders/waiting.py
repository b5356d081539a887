"""Tells a board's readers once, gathered, that articles wait for their approval."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial

from domain.boards import Board
from domain.people.records import Role
from domain.reminders.rules import waking_moment
from services.boards import Boards
from services.isolation import BoardFaults
from storage.articles import review
from storage.engine.database import Database, Transaction
from storage.people import rows as people
from storage.reminders import duties, outbox

# What comes within this time of the first article is told with it.
GATHERED_FOR = timedelta(minutes=15)
MOST_NAMED = 5


class Waiting:
    """The message about what waits, for boards whose articles are reviewed."""

    def __init__(self, database: Database, boards: Boards) -> None:
        self._database = database
        self._boards = boards

    async def run_due(self, now: datetime, faults: BoardFaults) -> None:
        """Tell the readers of every board what has begun to wait since they were told last.

        In the quiet hours it is gathered until the morning.
        """
        for board in list(self._boards):
            if board.review_required and waking_moment(board, now) == now:
                with faults.of(board, "waiting"):
                    if await self._database.read(partial(_is_due, board=board, now=now)):
                        await self._database.write(partial(_tell, board=board, now=now))


async def _is_due(tx: Transaction, board: Board, now: datetime) -> bool:
    return bool(await _fresh(tx, board, now))


async def _fresh(tx: Transaction, board: Board, now: datetime) -> tuple[review.Waiting, ...]:
    """Return what has begun to wait, nothing while more may come that is told with it."""
    told = await duties.last_begun(tx, _duty(board))
    found = await review.waiting_since(tx, board.id, told)
    return found if found and found[0].since <= now - GATHERED_FOR else ()


async def _tell(tx: Transaction, board: Board, now: datetime) -> None:
    """Write to each editor once, or to the chairs of a board without editors."""
    fresh = await _fresh(tx, board, now)
    readers = _readers(await people.members(tx, board.id, now))
    if not fresh or not readers:
        return
    payload = {
        "board_id": board.id,
        "board": board.name,
        "count": len(fresh),
        "articles": [[one.number, one.title, one.unit] for one in fresh[:MOST_NAMED]],
    }
    await outbox.add_messages(tx, board.id, "waiting", readers, payload, now)
    await duties.begin(tx, _duty(board), fresh[-1].since)


def _readers(members: Collection[people.Member]) -> list[int]:
    reachable = [member for member in members if member.reachable]
    editors = {member.person.id for member in reachable if member.role is Role.EDITOR}
    chairs = {member.person.id for member in reachable if member.role is Role.CHAIR}
    return sorted(editors or chairs)


def _duty(board: Board) -> str:
    return f"waiting:{board.id}"
