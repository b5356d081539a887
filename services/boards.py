"""The boards of an installation: configuration and rows brought together."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.boards import Board, Topic
from domain.errors import NotFound
from domain.reports.settings import with_settings
from domain.text import nearest
from storage import boards
from storage.engine.database import Database, Transaction
from storage.reports import settings


class Boards:
    """Every board this process serves, by id and by slug."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._configured: dict[int, Board] = {}
        self._boards: dict[int, Board] = {}
        self._topics: dict[int, tuple[str, ...]] = {}
        self._changed = 0

    async def keep(
        self, configured: Sequence[tuple[str, str, Sequence[str]]], now: datetime
    ) -> list[tuple[int, tuple[Topic, ...]]]:
        """Bring boards' rows up to their configuration, each given as (slug, name, topics).

        Return the id and the topics of each. Boards whose rows are as configured are only read:
        a country has thousands. Name and topics that a board set itself stay.
        """
        known = await self._database.read(boards.known_boards)
        own = await self._database.read(settings.all_settings)

        async def one(slug: str, name: str, topics: Sequence[str]) -> tuple[int, tuple[Topic, ...]]:
            if slug in known:
                board_id, known_name, known_topics = known[slug]
                name = own.get(board_id, {}).get("name") or name
                chosen = own.get(board_id, {}).get("topics")
                topics = topics if chosen is None else chosen
                if (known_name, [topic.name for topic in known_topics]) == (name, list(topics)):
                    return board_id, known_topics

            async def job(tx: Transaction) -> tuple[int, tuple[Topic, ...]]:
                board_id = await boards.keep_board(tx, slug, name, now)
                return board_id, await boards.keep_topics(tx, board_id, topics)

            return await self._database.write(job)

        # Together, so that those that are written share commits.
        kept = await asyncio.gather(*(one(*board) for board in configured))
        for (board_id, _topics), (_slug, _name, topics) in zip(kept, configured, strict=True):
            self._topics[board_id] = tuple(topics)
        return kept

    async def known(self) -> Mapping[str, tuple[int, str, tuple[Topic, ...]]]:
        """Return the number, the name and the topics of every board in the database, by slug."""
        return await self._database.read(boards.known_boards)

    def serve(self, found: Sequence[Board]) -> None:
        """Make these, as they are configured, the boards of this process."""
        self._configured = {board.id: board for board in found}
        self._boards = dict(self._configured)

    async def refresh(self) -> None:
        """Follow what boards changed of their settings, in this process or another."""

        async def changed(tx: Transaction) -> tuple[int, dict[int, dict[str, Any]]] | None:
            last = await settings.last_change(tx)
            if last == self._changed:
                return None
            return last, await settings.all_settings(tx)

        found = await self._database.read(changed)
        if found is None:
            return
        self._changed, own = found
        for board_id, values in own.items():
            await self._follow(board_id, values)

    async def current(self, board: Board) -> Board:
        """Return a board as its settings are now."""
        if board.id not in self._configured:
            return board
        values = await self._database.read(lambda tx: settings.settings_of(tx, board.id))
        await self._follow(board.id, values)
        return self._boards[board.id]

    def configured(self, board: Board) -> Board:
        """Return a board as config.toml has it."""
        return self._configured.get(board.id, board)

    def configured_topics(self, board: Board) -> tuple[str, ...]:
        """Return the names of a board's topics as config.toml has them."""
        return self._topics.get(board.id, tuple(topic.name for topic in board.topics))

    async def _follow(self, board_id: int, values: Mapping[str, Any]) -> None:
        configured = self._configured.get(board_id)
        if configured is None:
            return
        topics = self._boards[board_id].topics
        if "topics" in values:
            found = await self._database.read(lambda tx: boards.topics_of(tx, board_id))
            # The same tuple while they are the same: what was learnt of them hangs on it.
            topics = topics if found == topics else found
        self._boards[board_id] = replace(with_settings(configured, values), topics=topics)

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
            slugs = self._slugs()
            raise NotFound("board_unnamed", boards=", ".join(slugs[:10]), slug=slugs[0])
        for board in self:
            if board.slug == slug:
                return board
        raise NotFound("board", slug=slug, nearest=nearest(slug, self._slugs()))

    def _slugs(self) -> list[str]:
        return [board.slug for board in self]
