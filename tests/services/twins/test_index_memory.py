"""However many boards are served, the titles in memory stay within bounds."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert

from bot.config.model import BoardSection
from domain.articles.records import Kind, State
from domain.boards import Board
from domain.text import search_key
from services.twins import index as title_index
from services.twins.index import TitleIndexes
from storage.articles.rows import NewArticle, add_article
from storage.engine import tables
from storage.engine.database import Database, Transaction
from storage.engine.opening import opened

NOW = datetime(2021, 6, 15, 8, tzinfo=UTC)
BOARDS, EACH = 4, 5
SUBJECTS = ("bóng chuyền", "nấu ăn", "hát then", "kéo co", "cờ tướng")


def title(board: int, number: int) -> str:
    return f"Khai mạc giải {SUBJECTS[number]} xã Mẫu lần thứ {board}"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """Boards with the ids 1 to 4 and five articles each."""

    async def job(tx: Transaction) -> None:
        at = {"created_at": NOW}
        ids = range(1, BOARDS + 1)
        await tx.execute(
            insert(tables.boards), [{"id": n, "slug": f"b{n}", "name": "Ban", **at} for n in ids]
        )
        await tx.execute(insert(tables.people), [{"id": 1, "name": "Lan", "language": "vi", **at}])
        names = {"name": "Tư pháp", "key": "tu phap", "position": 1}
        await tx.execute(
            insert(tables.unit_groups), [{"id": n, "board_id": n, **names} for n in ids]
        )
        await tx.execute(
            insert(tables.units), [{"id": n, "board_id": n, "group_id": n, **names} for n in ids]
        )
        for board in ids:
            for number in range(EACH):
                text = title(board, number)
                await add_article(
                    tx,
                    NewArticle(
                        *(board, board, 1, text, search_key(text), "", None, NOW.date()),
                        *(Kind.NEWS, None, State.LOGGED, NOW),
                    ),
                )

    async with opened(database_url) as found:
        await found.write(job)
        yield found


def board(number: int) -> Board:
    return BoardSection(slug=f"b{number}").board(number, ())


async def test_boards_that_nobody_asked_for_longest_are_forgotten_and_found_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(title_index, "MOST_TITLES", 2 * EACH)
    indexes = TitleIndexes(database)
    for _ in range(2):
        for number in range(1, BOARDS + 1):
            found = await indexes.find(board(number), title(number, 2), NOW, 1.0)
            assert found[0].id == (number - 1) * EACH + 3
            # What is being loaded comes on top of what is kept.
            assert indexes.held() <= 3 * EACH


async def test_the_board_asked_for_last_is_kept(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(title_index, "MOST_TITLES", EACH)
    indexes = TitleIndexes(database)
    for number in (1, 2, 1, 3):
        await indexes.find(board(number), title(number, 0), NOW, 1.0)
    reads = 0
    read = database.read

    async def counted(*arguments: object, **named: object) -> object:
        nonlocal reads
        reads += 1
        return await read(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(database, "read", counted)
    await indexes.find(board(1), title(1, 0), NOW, 1.0)
    assert reads == 1
    await indexes.find(board(2), title(2, 0), NOW, 1.0)
    assert reads > 2
