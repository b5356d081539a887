"""Zalo refuses a message to somebody: what is tried again, and when an account is closed."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.flows.conftest import BOARD, START, TAX, World, loaded, still_clock
from tests.flows.zalo_messenger import ZaloMessenger
from tests.flows.zalo_stage import zalo_stage

pytestmark = pytest.mark.only("telegram", why="opens Zalo itself")
ACTIVE = "SELECT active FROM accounts WHERE chat_id = ?"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with zalo_stage(loaded(tmp_path, BOARD), still_clock()) as running:
        found = World(running, tmp_path / "tinbai.db")
        await found.load_sample()
        yield found


async def broadcast(world: World, chair: int, day: int, hour: int = 9) -> None:
    """Have the chair write to everybody on a day after the start."""
    await world.at(START + timedelta(days=day, hours=hour - 9))
    await world.say(chair, "/thongbao Họp lúc 14 giờ")
    await world.press(chair, "Gửi cho 1 người")
    await world.stage.settled()


def gone(world: World, user: int, answer: str) -> ZaloMessenger:
    """Let Zalo refuse a person with a code."""
    zalo = world.messenger
    assert isinstance(zalo, ZaloMessenger)
    zalo.server.answers = replace(zalo.server.answers, gone=answer)  # type: ignore[arg-type]
    zalo.blocked.add(user)
    return zalo


async def test_an_account_is_closed_after_refusals_on_three_days_and_not_before(
    world: World,
) -> None:
    chair = await world.join("chair")
    lan = await world.join("correspondent", TAX, "Lan")
    gone(world, lan, "404")
    await broadcast(world, chair, 1)
    await broadcast(world, chair, 1, hour=15)
    await broadcast(world, chair, 2)
    assert world.rows(ACTIVE, lan) == [1]
    await broadcast(world, chair, 3)
    assert world.rows(ACTIVE, lan) == [0]
    assert "Không nhắn tin được cho: Lan" in await world.say(chair, "/tinhhinh")


async def test_a_message_that_arrives_in_between_begins_the_count_anew(world: World) -> None:
    chair = await world.join("chair")
    lan = await world.join("correspondent", TAX, "Lan")
    for day in range(1, 6):
        zalo = gone(world, lan, "404")
        if day == 3:
            zalo.blocked.discard(lan)
        await broadcast(world, chair, day)
    assert world.rows(ACTIVE, lan) == [1]


async def test_zalos_internal_error_is_tried_again_and_closes_no_account(world: World) -> None:
    chair = await world.join("chair")
    lan = await world.join("correspondent", TAX, "Lan")
    zalo = gone(world, lan, "403")
    await broadcast(world, chair, 1)
    assert world.rows("SELECT state, error FROM outbox") == [("due", "ServerFault")]
    zalo.blocked.discard(lan)
    await world.at(START + timedelta(days=1, minutes=10))
    assert world.rows("SELECT state FROM outbox") == ["sent"]
    assert "Họp lúc 14 giờ" in world.last(lan).text
    assert world.rows(ACTIVE, lan) == [1]
