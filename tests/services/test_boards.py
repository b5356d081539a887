"""Boards' rows follow the configuration from start to start."""

from datetime import UTC, datetime
from unittest.mock import patch

from services.boards import Boards
from storage.engine.database import Database
from storage.engine.opening import opened
from tests.databases import stored_rows

NOW = datetime(2021, 6, 1, tzinfo=UTC)
ACTIVE = "SELECT name FROM topics WHERE active ORDER BY position"


async def test_what_the_configuration_changes_is_changed_and_keeps_its_rows(
    database_url: str,
) -> None:
    async with opened(database_url) as database:
        boards = Boards(database)
        first = await boards.keep(
            [("xa-a", "Xã A", ("Y tế", "Văn hóa")), ("xa-b", "Xã B", ())], NOW
        )
        again = await boards.keep(
            [("xa-a", "Xã An", ("Văn hóa", "Y tế cơ sở")), ("xa-b", "Xã B", ())], NOW
        )
        assert [board_id for board_id, _topics in again] == [board_id for board_id, _ in first]
        assert [topic.name for topic in again[0][1]] == ["Văn hóa", "Y tế cơ sở"]
        assert again[0][1][0] == first[0][1][1]
    assert stored_rows(database_url, "SELECT name FROM boards ORDER BY id") == [
        ("Xã An",),
        ("Xã B",),
    ]
    assert stored_rows(database_url, ACTIVE) == [("Văn hóa",), ("Y tế cơ sở",)]


async def test_boards_that_are_as_configured_are_only_read(database_url: str) -> None:
    configured = [(f"xa-{number}", f"Xã {number}", ("Y tế", "Văn hóa")) for number in range(3)]
    async with opened(database_url) as database:
        first = await Boards(database).keep(configured, NOW)
        with patch.object(Database, "write", side_effect=AssertionError("written")):
            assert await Boards(database).keep(configured, NOW) == first
