"""What was sent in time and handled late, after the bot was down, means what it meant in time."""

from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.flows.conftest import ETHNIC, ZONE, World

SENT = datetime(2026, 11, 30, 23, 50, tzinfo=ZONE)
HANDLED = datetime(2026, 12, 1, 7, 10, tzinfo=ZONE)


async def late(world: World, user: int, *texts: str) -> None:
    """Have a person write while the bot is down: it is handled the next morning."""
    messenger: Any = world.messenger
    world.stage.clock.move(SENT.astimezone(UTC))
    way_in = "deliver" if world.channel == "zalo" else "accept"
    held: list[dict[str, Any]] = []

    async def keep(update: dict[str, Any] | None = None) -> int:
        if update is not None:
            held.append(update)
        return 0

    open_way: Callable[..., Coroutine[Any, Any, Any]] = getattr(messenger, way_in)
    setattr(messenger, way_in, keep)
    for text in texts:
        await messenger.send_text(user, text)
    setattr(messenger, way_in, open_way)
    world.stage.clock.move(HANDLED.astimezone(UTC))
    for update in held:
        await open_way(update)
    if world.channel == "zalo":
        await open_way()
    await world.stage.settled()


async def at_night(world: World) -> int:
    """Return somebody of a unit, at 23:00 on the last day of November."""
    lan = await world.join("correspondent", ETHNIC)
    world.stage.clock.move(SENT.replace(hour=23, minute=0).astimezone(UTC))
    return lan


pytestmark = pytest.mark.only("telegram", "zalo", why="the page has no messages of before")


async def test_a_reason_sent_in_time_answers_the_question(world: World) -> None:
    lan = await at_night(world)
    await world.say(lan, "/khongco")
    await late(world, lan, "Tập trung diễn tập")
    assert world.rows("SELECT month, reason FROM confirmed_zeros") == [
        ("2026-11", "Tập trung diễn tập")
    ]


async def test_a_day_sent_in_time_answers_the_drafts_question(world: World) -> None:
    lan = await at_night(world)
    await world.say(lan, "https://a.vn/1")
    await world.say(lan, "Khai mạc hội thao xuân")
    await world.say(lan, "sửa ngày")
    await late(world, lan, "hôm qua", "ghi nhận")
    assert world.rows("SELECT published_on FROM articles") == ["2026-11-29"]


async def test_what_is_taken_back_in_time_is_taken_back(world: World) -> None:
    lan = await at_night(world)
    world.stage.clock.move(SENT.replace(minute=45).astimezone(UTC))
    await world.say(lan, "/nop https://a.vn/1 | Khai mạc hội thao xuân")
    await late(world, lan, "/hoantac")
    assert world.rows("SELECT state FROM articles") == ["withdrawn"]


async def test_a_yes_sent_in_time_confirms_what_was_offered(world: World) -> None:
    lan = await at_night(world)
    await world.say(lan, "Tháng này đơn vị không phát sinh tin bài")
    await late(world, lan, "đồng ý")
    assert world.rows("SELECT month FROM confirmed_zeros") == ["2026-11"]
