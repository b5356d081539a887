"""A board's titles in memory, to ask for twins without reading the table at every submission.

Loaded lazily, the newest first, in chunks that a thread prepares; then it follows the database by
ids, so that several workers' indexes all know what any of them stored. What it finds is checked
against the database by whoever asks. Where very many boards are served, those that nobody has
written to for longest are forgotten and loaded again when they are asked for.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.abbreviations import default_abbreviations
from domain.boards import Board
from domain.twins.verdict import TitleIndex, Twin
from storage.engine.database import Database, Transaction
from storage.twins import pairs as twins
from storage.twins.pairs import TitleRow
from storage.units import rows as units

WINDOW = timedelta(days=180)
NAMES_LAST = timedelta(minutes=10)
INDEX_LASTS = timedelta(days=7)
CHUNK = 100
# A prepared title takes about 7 KB (bench/country.py), so these take a third of a gigabyte.
MOST_TITLES = 50_000
MOST_FOUND = 8
# A search among few titles takes about a millisecond: less than a thread would keep others waiting.
FEW_TITLES = 2000
FEW_NEW = 4


@dataclass(frozen=True, slots=True)
class _Names:
    names: frozenset[str]
    read_at: datetime


class _Titles:
    """The prepared titles of one board; only one thread at a time uses them."""

    def __init__(self, board: Board, names: frozenset[str], now: datetime) -> None:
        abbreviations = {**default_abbreviations(), **board.abbreviations}
        self.index = TitleIndex(abbreviations=abbreviations, names=names)
        self.names = names
        self.made_at = now
        self.lock = asyncio.Lock()
        self.lowest = 0
        self.highest = 0
        self.changed_to = 0
        self.complete = False
        self._current: dict[int, tuple[int, str]] = {}
        self._articles: list[int] = []

    def put(self, rows: Sequence[TitleRow]) -> None:
        """Take titles in; one that is known stays, one that changed takes the place of the old."""
        for row in rows:
            known = self._current.get(row.article_id)
            if known is None or known[1] != row.title:
                handle = len(self._articles)
                self._articles.append(row.article_id)
                self._current[row.article_id] = (handle, row.title)
                self.index.add(handle, row.title)

    def put_and_find(self, rows: Sequence[TitleRow], title: str) -> list[Twin]:
        """Take titles in, then return the likely twins of another."""
        self.put(rows)
        return self.find(title)

    def find(self, title: str) -> list[Twin]:
        """Return the likely twins by article id, the likeliest first."""
        found: list[Twin] = []
        for twin in self.index.find_twins(title, limit=4 * MOST_FOUND):
            article_id = self._articles[twin.id]
            if self._current[article_id][0] == twin.id:
                found.append(Twin(article_id, twin.score))
        return found[:MOST_FOUND]


class TitleIndexes:
    """The index of every board."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._titles: dict[int, _Titles] = {}
        self._names: dict[int, _Names] = {}
        self._making = asyncio.Lock()

    async def find(self, board: Board, title: str, now: datetime, wait_s: float) -> list[Twin]:
        """Return the likely twins of a title by article id.

        Of a board whose titles are not loaded yet those are asked that are after `wait_s` seconds.
        """
        titles = await self._of(board, now)
        if not titles.complete:
            await self._load(board, titles, now, wait_s)
        async with titles.lock:
            new = await self._follow(board, titles)
            if len(titles.index) <= FEW_TITLES and len(new) <= FEW_NEW:
                return titles.put_and_find(new, title)
            return await asyncio.to_thread(titles.put_and_find, new, title)

    async def load(self, board: Board, now: datetime, wait_s: float) -> bool:
        """Load titles for at most about `wait_s` seconds; tell whether all are there."""
        return await self._load(board, await self._of(board, now), now, wait_s)

    async def _load(self, board: Board, titles: _Titles, now: datetime, wait_s: float) -> bool:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + wait_s
        since = now - WINDOW
        while not titles.complete and loop.time() < deadline:
            async with titles.lock:
                below = titles.lowest
                rows = await self._database.read(
                    lambda tx, below=below: twins.titles_below(  # type: ignore[misc]
                        tx, board.id, below, since, CHUNK
                    )
                )
                await asyncio.to_thread(titles.put, rows)
                titles.lowest = rows[-1].article_id if rows else 0
                titles.complete = len(rows) < CHUNK
        return titles.complete

    async def _of(self, board: Board, now: datetime) -> _Titles:
        async with self._making:
            names = await self.unit_names(board, now)
            titles = self._titles.get(board.id)
            if titles is None or titles.names != names or abs(now - titles.made_at) > INDEX_LASTS:
                # Its reader takes a while to be made.
                titles = await asyncio.to_thread(_Titles, board, names, now)
                article_id, change_id = await self._database.read(
                    lambda tx: twins.newest_ids(tx, board.id)
                )
                titles.lowest = article_id + 1
                titles.highest, titles.changed_to = article_id, change_id
                self._forget_oldest()
            # The board that was asked for last stands last.
            self._titles.pop(board.id, None)
            self._titles[board.id] = titles
            return titles

    def held(self) -> int:
        """Return how many titles are in memory."""
        return sum(len(titles.index) for titles in self._titles.values())

    def _forget_oldest(self) -> None:
        """Make room: an index that is being used now lives as long as its user."""
        held = self.held()
        while held > MOST_TITLES and self._titles:
            oldest = self._titles.pop(next(iter(self._titles)))
            held -= len(oldest.index)

    async def unit_names(self, board: Board, now: datetime) -> frozenset[str]:
        """Return the names and aliases of the board's units, at most a few minutes old."""
        known = self._names.get(board.id)
        if known is None or abs(now - known.read_at) > NAMES_LAST:
            found = await self._database.read(lambda tx: units.list_units(tx, board.id))
            names = frozenset(name for unit in found for name in (unit.name, *unit.aliases))
            known = _Names(names, now)
            self._names[board.id] = known
        return known.names

    async def _follow(self, board: Board, titles: _Titles) -> tuple[TitleRow, ...]:
        """Return what was logged or changed since the last time, by any worker.

        Writes happen one after another (Database.write), so no lower id comes later.
        """

        async def job(tx: Transaction) -> tuple[TitleRow, ...]:
            return await twins.titles_above(tx, board.id, titles.highest, titles.changed_to)

        rows = await self._database.read(job, brief=True)
        titles.highest = max(titles.highest, *(row.article_id for row in rows), 0)
        titles.changed_to = max(titles.changed_to, *(row.change_id for row in rows), 0)
        return rows
