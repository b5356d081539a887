"""The weights of words for topics, as the board taught or set them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from storage.database import Transaction
from storage.tables import counters, topic_words

_VERSION = "topics:version"


@dataclass(frozen=True, slots=True)
class WordRow:
    """A word's weight for a topic."""

    word: str
    topic_id: int
    weight: float


_FIND_VERSION = select(counters.c.value).where(
    counters.c.board_id == bindparam("board"), counters.c.name == _VERSION
)


async def version(tx: Transaction, board_id: int) -> int:
    """Return a number that grows with every change of the board's weights."""
    found: int | None = await tx.value(_FIND_VERSION, {"board": board_id})
    return found or 0


async def words_of(tx: Transaction, board_id: int) -> tuple[WordRow, ...]:
    """Return all weights of a board."""
    rows = await tx.all(
        select(topic_words.c.word, topic_words.c.topic_id, topic_words.c.weight).where(
            topic_words.c.board_id == board_id
        )
    )
    return tuple(WordRow(*row) for row in rows)


async def keep_words(tx: Transaction, board_id: int, rows: Sequence[WordRow]) -> None:
    """Store weights in place of those before."""
    if not rows:
        return
    row = tx.insert(topic_words)
    statement = row.on_conflict_do_update(
        index_elements=["topic_id", "word"], set_={"weight": row.excluded.weight}
    )
    await tx.execute(
        statement,
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
    count = tx.insert(counters).values(board_id=board_id, name=_VERSION, value=1)
    await tx.execute(
        count.on_conflict_do_update(
            index_elements=["board_id", "name"], set_={"value": counters.c.value + 1}
        )
    )
