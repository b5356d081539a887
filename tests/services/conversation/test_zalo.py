"""The Zalo channel's memory: the same from a database as from the dictionary other tests use."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.channels.zalo.store import ZaloStore
from services.conversation.zalo import ZaloMemory
from storage.engine.opening import opened
from tests.fakes.zalo_store import MemoryZaloStore

LAN = "6ede9afa66b88fe6d6a9"
MINH = "7fffffffffffffffffff"
SENT = datetime(2026, 6, 19, 6, 55, 31, 500000, tzinfo=UTC)


@pytest.fixture(params=["database", "dictionary"])
async def store(request: pytest.FixtureRequest) -> AsyncIterator[ZaloStore]:
    if request.param == "dictionary":
        yield MemoryZaloStore()
        return
    async with opened(request.getfixturevalue("database_url")) as database:
        yield ZaloMemory(database)


async def test_an_id_keeps_its_number_and_can_be_turned_back(store: ZaloStore) -> None:
    lan, minh = await store.map_id("user", LAN), await store.map_id("user", MINH)
    group = await store.map_id("group", LAN)
    assert len({lan, minh, group}) == 3
    assert min(lan, minh, group) >= 1
    assert await store.map_id("user", LAN) == lan
    assert await store.zalo_id("user", lan) == LAN
    assert await store.zalo_id("group", group) == LAN


async def test_an_id_that_comes_twice_at_once_gets_one_number(store: ZaloStore) -> None:
    numbers = await asyncio.gather(*(store.map_id("user", LAN) for _ in range(5)))
    assert len(set(numbers)) == 1


async def test_a_number_that_was_never_given_is_not_found(store: ZaloStore) -> None:
    lan = await store.map_id("user", LAN)
    for kind, number in (("user", lan + 1), ("group", lan)):
        with pytest.raises(LookupError):
            await store.zalo_id(kind, number)  # type: ignore[arg-type]


async def test_a_list_replaces_the_earlier_one_of_its_kind_only(store: ZaloStore) -> None:
    await store.save_menu(1, "dialogue", 10, 1, ["a", "b"], SENT)
    await store.save_menu(1, "notice", 11, 3, ["c"], SENT)
    await store.save_menu(2, "dialogue", 12, 1, ["x"], SENT)
    await store.save_menu(1, "dialogue", 13, 1, ["d"], None)
    found = [
        (menu.slot, menu.message_id, menu.first, tuple(menu.choices), menu.used_by, menu.sent_at)
        for menu in await store.menus(1)
    ]
    assert found == [
        ("dialogue", 13, 1, ("d",), None, None),
        ("notice", 11, 3, ("c",), None, SENT),
    ]
    assert await store.menus(3) == ()


async def test_a_list_is_used_once_but_again_by_the_update_that_used_it(store: ZaloStore) -> None:
    await store.save_menu(1, "dialogue", 10, 1, ["a"], None)
    assert not await store.use_menu(1, 99, 500)
    assert not await store.use_menu(2, 10, 500)
    used = await asyncio.gather(*(store.use_menu(1, 10, update) for update in (500, 501, 502)))
    assert sorted(used) == [False, False, True]
    (menu,) = await store.menus(1)
    assert menu.used_by == 500 + used.index(True)
    assert await store.use_menu(1, 10, menu.used_by)


async def test_sent_messages_are_counted_by_month(store: ZaloStore) -> None:
    await asyncio.gather(*(store.add_sent("2021-06") for _ in range(3)))
    await store.add_sent("2021-07")
    assert [await store.count_sent(f"2021-0{month}") for month in (5, 6, 7)] == [0, 3, 1]


async def test_a_strangers_language_is_taken_to_be_vietnamese(database_url: str) -> None:
    async with opened(database_url) as database:
        assert await ZaloMemory(database).language_of(7) == "vi"
