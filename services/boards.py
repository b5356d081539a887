"""The boards of an installation: configuration and rows brought together."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from domain.boards import Board, Topic
from domain.errors import NotFound
from domain.text import nearest
from storage import boards
from storage.engine.database import Database, Transaction


class Boards:
    """Every board this process serves, by id and by slug."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._boards: dict[int, Board] = {}

    async def keep(
        self, configured: Sequence[tuple[str, str, Sequence[str]]], now: datetime
    ) -> list[tuple[int, tuple[Topic, ...]]]:
        """Bring boards' rows up to their configuration, each given as (slug, name, topics).

        Return the id and the topics of each. Boards whose rows are as configured are only read:
        a country has thousands.
        """
        known = await self._database.read(boards.known_boards)

        async def one(slug: str, name: str, topics: Sequence[str]) -> tuple[int, tuple[Topic, ...]]:
            if slug in known:
                board_id, known_name, known_topics = known[slug]
                if (known_name, [topic.name for topic in known_topics]) == (name, list(topics)):
                    return board_id, known_topics

            async def job(tx: Transaction) -> tuple[int, tuple[Topic, ...]]:
                board_id = await boards.keep_board(tx, slug, name, now)
                return board_id, await boards.keep_topics(tx, board_id, topics)

            return await self._database.write(job)

        # Together, so that those that are written share commits.
        return await asyncio.gather(*(one(*board) for board in configured))

    async def known(self) -> Mapping[str, tuple[int, str, tuple[Topic, ...]]]:
        """Return the number, the name and the topics of every board in the database, by slug."""
        return await self._database.read(boards.known_boards)

    def serve(self, found: Sequence[Board]) -> None:
        """Make these the boards of this process."""
        self._boards = {board.id: board for board in found}

    def __iter__(self) -> Iterator[Board]:
        return iter(self._boards.values())

    @property
    def by_id(self) -> Mapping[int, Board]:
        """The boards by their rows' ids."""
        return self._boards

    def named(self, slug: str | None) -> Board:
        """Return the board of a slug, or the only one; raise NotFound otherwise."""
        if slug is None:
            if len(self._boards) == 1:
                return next(iter(self._boards.values()))
            raise NotFound("board_unnamed", boards=self._slugs())
        for board in self:
            if board.slug == slug:
                return board
        raise NotFound("board", slug=slug, nearest=nearest(slug, self._slugs()))

    def _slugs(self) -> list[str]:
        return [board.slug for board in self]
