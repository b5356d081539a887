"""The weights of words for topics, as the board taught or set them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Executable, bindparam, select

from storage.engine.database import Prepared, Transaction
from storage.engine.prepared import prepared_among
from storage.engine.tables import topic_words
from storage.engine.transaction import insert_into


@dataclass(frozen=True, slots=True)
class WordRow:
    """A word's weight for a topic."""

    word: str
    topic_id: int
    weight: float


_OF_BOARD = select(topic_words.c.word, topic_words.c.topic_id, topic_words.c.weight).where(
    topic_words.c.board_id == bindparam("board")
)
_ALL = Prepared(_OF_BOARD)
_SOME = prepared_among(_OF_BOARD, topic_words.c.word, "words")


async def weights_of(
    tx: Transaction, board_id: int, words: Sequence[str] | None = None
) -> tuple[WordRow, ...]:
    """Return the stored weights of a board, of these words alone where any are named."""
    if words is None:
        rows = await tx.all(_ALL, {"board": board_id})
    else:
        rows = await tx.all(_SOME, {"board": board_id, "words": list(words)})
    return tuple(WordRow(*row) for row in rows)


def _keep(dialect: str) -> Executable:
    row = insert_into(topic_words, dialect)
    return row.on_conflict_do_update(
        index_elements=["topic_id", "word"], set_={"weight": row.excluded.weight}
    )


_KEEP = Prepared(_keep)


async def keep_words(tx: Transaction, board_id: int, rows: Sequence[WordRow]) -> None:
    """Store weights in place of those before."""
    if not rows:
        return
    await tx.run_many(
        _KEEP,
        [
            {
                "board_id": board_id,
                "topic_id": item.topic_id,
                "word": item.word,
                "weight": item.weight,
            }
            for item in rows
        ],
    )
