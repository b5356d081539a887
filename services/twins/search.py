"""Twins: whether an article is in the log already under other words, and who said what of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from domain.articles.drafts import ArticleDraft
from domain.boards import Board
from domain.calls import Call
from domain.permissions import Action, may
from domain.twins.pairs import LikelyTwin
from services.isolation import BoardFaults
from services.twins.index import WINDOW, TitleIndexes
from storage.engine.database import Database, Transaction
from storage.twins import pairs as twins
from storage.twins.pairs import NewPair, TitleRow

# How long a person waits for titles that are not loaded yet; the sweep finds what was missed.
WAIT_S = 1.0
SWEEP_LOADS_S = 10.0
SWEEP_ROWS = 200
# A log that was never swept is not compared with itself from its beginning.
SWEEP_BACK = 500


class Twins:
    """The likely twins of titles."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._indexes = TitleIndexes(database)

    async def find(self, board: Board, title: str, now: datetime) -> tuple[LikelyTwin, ...]:
        """Return the live articles of the last 180 days that a title probably repeats.

        The likeliest come first. Not to be called inside a transaction.
        """
        return await self._find(board, title, now, WAIT_S, without=None)

    async def names(self, board: Board, now: datetime) -> frozenset[str]:
        """Return the names and aliases of the board's units, which tell titles apart."""
        return await self._indexes.unit_names(board, now)

    async def claim(
        self,
        tx: Transaction,
        call: Call,
        article_id: int,
        draft: ArticleDraft,
        likely: Sequence[LikelyTwin],
    ) -> None:
        """Store what the author said of each likely twin; an editor's word is a decision."""
        decided_by = call.person.id if may(call, Action.REVIEW) else None
        pairs = []
        for twin in likely:
            if twin.number == draft.update_of:
                claim = "update"
            elif twin.number in draft.different_from:
                claim = "different"
            else:
                continue
            pairs.append(
                NewPair(article_id, twin.id, twin.score, claim, call.person.id, decided_by)
            )
        await twins.add_pairs(tx, call.board.id, pairs, call.now)

    async def sweep_all(self, boards: Iterable[Board], now: datetime, faults: BoardFaults) -> None:
        """Sweep the boards that logged or changed a title since they were swept."""
        waiting = await self._database.read(twins.unswept_boards)
        for board in boards:
            if board.id in waiting:
                with faults.of(board, "twins"):
                    await self.sweep(board, now)

    async def sweep(self, board: Board, now: datetime) -> int:
        """Store the pairs that nobody was asked about; return how many titles were compared.

        They come from races, edits, restored articles and the portal check.
        """

        async def job(
            tx: Transaction,
        ) -> tuple[tuple[int, int] | None, tuple[int, int]]:
            return await twins.swept_to(tx, board.id), await twins.newest_ids(tx, board.id)

        swept, newest = await self._database.read(job)
        if swept == newest or newest == (0, 0):
            return 0
        if not await self._indexes.load(board, now, SWEEP_LOADS_S):
            return 0
        article_id, change_id = swept or (max(0, newest[0] - SWEEP_BACK), newest[1])
        rows = await self._database.read(
            lambda tx: twins.titles_above(tx, board.id, article_id, change_id)
        )
        rows = rows[:SWEEP_ROWS]
        pairs: dict[tuple[int, int], NewPair] = {}
        for row in rows:
            for pair in await self._pairs(board, row, now):
                pairs[pair.article_id, pair.other_id] = pair
        changed = [row.article_id for row in rows if row.change_id]
        if len(rows) < SWEEP_ROWS:
            article_id, change_id = max(article_id, newest[0]), max(change_id, newest[1])
        reached = (
            max([article_id, *(row.article_id for row in rows if not row.change_id)]),
            max([change_id, *(row.change_id for row in rows)]),
        )

        async def store(tx: Transaction) -> None:
            if changed:
                await twins.forget_unclaimed(tx, changed)
            await twins.add_pairs(tx, board.id, list(pairs.values()), now)
            await twins.mark_swept(tx, board.id, *reached)

        await self._database.write(store)
        return len(rows)

    async def _pairs(self, board: Board, row: TitleRow, now: datetime) -> list[NewPair]:
        found = await self._find(board, row.title, now, 0.0, without=row.article_id)
        return [
            NewPair(max(row.article_id, twin.id), min(row.article_id, twin.id), twin.score)
            for twin in found
        ]

    async def _find(
        self, board: Board, title: str, now: datetime, wait_s: float, without: int | None
    ) -> tuple[LikelyTwin, ...]:
        found = await self._indexes.find(board, title, now, wait_s)
        scores = {twin.id: twin.score for twin in found if twin.id != without}
        if not scores:
            return ()
        live = await self._database.read(
            lambda tx: twins.live_candidates(tx, board.id, list(scores), now - WINDOW), brief=True
        )
        return tuple(
            LikelyTwin(item.id, item.number, item.title, item.published_on, item.unit, score)
            for twin_id, score in scores.items()
            if (item := live.get(twin_id)) is not None
        )
