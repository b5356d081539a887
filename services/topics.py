"""Topics: which ones a title speaks for, learnt from what the board chose."""

from domain.boards import Board
from domain.calls import Call
from storage.database import Database, Transaction


class Topics:
    """The suggestions of topics."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def suggest(self, tx: Transaction, board: Board, title: str) -> tuple[int, ...]:
        """Return the ids of the topics a title speaks for, the likeliest first."""
        return ()

    async def learn(self, tx: Transaction, board: Board, title: str, topic_id: int) -> None:
        """Remember that the board chose this topic for a title."""

    async def learn_from(self, call: Call, number: int) -> None:
        """Remember the topic that an article was given."""
