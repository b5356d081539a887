"""What tinbai says of its own besides reminders: what waits for approval, thanks after a month."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.flows.conftest import (
    BOARD,
    POLICE,
    START,
    TAX,
    ZONE,
    World,
    loaded,
    still_clock,
)
from tests.flows.shapes import stage

LINE = "/nop https://huyenmau.gov.vn/tin/{0} | Khai mạc hội thao lần {0} | 14/6"


@pytest.fixture
async def reviewed(tmp_path: Path) -> AsyncIterator[World]:
    """A board whose articles wait for approval."""
    board = BOARD.model_copy(update={"review": "required"})
    async with stage(loaded(tmp_path, board), still_clock()) as running:
        found = World(running, tmp_path / "tinbai.db")
        await found.load_sample()
        yield found


def received(world: World, user: int, words: str) -> list[str]:
    """Return what a person was sent that holds some words."""
    return [m.text for m in world.messenger.messages(user) if m.from_bot and words in m.text]


async def test_editors_hear_of_what_waits_once_and_gathered(reviewed: World) -> None:
    world = reviewed
    editor, lan = await world.join("editor"), await world.join("correspondent", TAX)
    await world.say(lan, LINE.format("một"))
    await world.at(START + timedelta(minutes=5))
    assert received(world, editor, "chờ duyệt") == []
    await world.say(lan, LINE.format("hai"))
    await world.at(START + timedelta(minutes=16))
    (told,) = received(world, editor, "chờ duyệt")
    assert "có 2 bài mới chờ duyệt" in told
    assert f"#1 Khai mạc hội thao lần một ({TAX})" in told
    for hour in (1, 2, 30):
        await world.at(START + timedelta(hours=hour))
    assert len(received(world, editor, "mới chờ duyệt")) == 1
    assert "Khai mạc hội thao lần một" in await world.press(editor, "Xem bài chờ duyệt")
    await world.say(lan, LINE.format("ba"))
    await world.at(START + timedelta(hours=31))
    assert "có 1 bài mới chờ duyệt" in received(world, editor, "mới chờ duyệt")[-1]


async def test_what_comes_at_night_is_told_in_the_morning(reviewed: World) -> None:
    world = reviewed
    editor, lan = await world.join("editor"), await world.join("correspondent", TAX)
    await world.at(datetime(2021, 6, 15, 22, 0, tzinfo=ZONE))
    await world.say(lan, LINE.format("một"))
    await world.at(datetime(2021, 6, 15, 23, 30, tzinfo=ZONE))
    assert received(world, editor, "mới chờ duyệt") == []
    await world.at(datetime(2021, 6, 16, 7, 1, tzinfo=ZONE))
    assert len(received(world, editor, "mới chờ duyệt")) == 1


async def test_nobody_hears_of_what_was_decided_meanwhile(reviewed: World) -> None:
    world = reviewed
    editor, lan = await world.join("editor"), await world.join("correspondent", TAX)
    await world.say(lan, LINE.format("một"))
    await world.say(editor, "/duyet")
    await world.press(editor, "Duyệt bài #1")
    await world.at(START + timedelta(hours=1))
    assert received(world, editor, "mới chờ duyệt") == []


async def test_what_is_sent_for_approval_again_is_told_again(reviewed: World) -> None:
    world = reviewed
    editor, lan = await world.join("editor"), await world.join("correspondent", TAX)
    await world.say(lan, LINE.format("một"))
    await world.at(START + timedelta(hours=1))
    await world.press(editor, "Xem bài chờ duyệt")
    await world.press(editor, "Không duyệt bài #1")
    await world.say(editor, "Xin ghi rõ địa điểm")
    await world.say(lan, "#1")
    await world.press(lan, "Gửi duyệt lại bài #1")
    await world.at(START + timedelta(hours=2))
    assert len(received(world, editor, "mới chờ duyệt")) == 2


async def test_a_chair_hears_where_there_is_no_editor_and_nobody_where_nothing_is_reviewed(
    reviewed: World,
) -> None:
    chair, lan = await reviewed.join("chair"), await reviewed.join("correspondent", TAX)
    await reviewed.say(lan, LINE.format("một"))
    await reviewed.at(START + timedelta(hours=1))
    assert len(received(reviewed, chair, "mới chờ duyệt")) == 1


async def test_nothing_is_said_of_waiting_where_articles_count_at_once(world: World) -> None:
    editor, lan = await world.join("editor"), await world.join("correspondent", TAX)
    await world.say(lan, LINE.format("một"))
    await world.at(START + timedelta(hours=1))
    assert received(world, editor, "mới chờ duyệt") == []


JULY = datetime(2021, 7, 1, 9, 0, tzinfo=ZONE)


async def test_a_month_is_thanked_for_once_with_count_rank_and_change(world: World) -> None:
    lan, minh = await world.join("correspondent", TAX), await world.join("correspondent", POLICE)
    silent = await world.join("correspondent", "Phòng Tư pháp")
    for number in ("một", "hai"):
        await world.say(lan, LINE.format(number))
    await world.at(datetime(2021, 7, 1, 7, 30, tzinfo=ZONE))
    assert received(world, lan, "Cảm ơn") == []
    await world.at(JULY)
    (thanks,) = received(world, lan, "Cảm ơn")
    assert thanks == (
        "Cảm ơn anh/chị về tin, bài tháng 6/2021\n"
        f"• {TAX}: 2 tin, bài, hạng 2/25; tăng 2 so với tháng 5/2021."
    )
    (police,) = received(world, minh, "Cảm ơn")
    assert "Công an huyện: 4 tin, bài, hạng 1/25; giảm 3 so với tháng 5/2021." in police
    assert received(world, silent, "Cảm ơn") == []
    for day in (2, 5, 6):
        await world.at(datetime(2021, 7, day, 9, 0, tzinfo=ZONE))
    assert len(received(world, lan, "Cảm ơn")) == 1


async def test_thanks_wait_for_a_working_morning_and_come_not_at_all_when_late(
    world: World,
) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINE.format("một"))
    await world.say(lan, "/nop https://huyenmau.gov.vn/tin/bốn | Hội nghị | 14/6")
    await world.at(JULY)
    await world.at(datetime(2021, 7, 20, 9, 0, tzinfo=ZONE))
    await world.say(lan, "/nop https://huyenmau.gov.vn/tin/5 | Ra quân làm thuỷ lợi | 19/7")
    await world.at(datetime(2021, 8, 1, 9, 0, tzinfo=ZONE))  # a Sunday
    assert len(received(world, lan, "Cảm ơn")) == 1
    await world.at(datetime(2021, 8, 2, 9, 0, tzinfo=ZONE))
    assert len(received(world, lan, "Cảm ơn")) == 2
    await world.say(lan, "/nop https://huyenmau.gov.vn/tin/6 | Tập huấn chữa cháy | 1/8")
    await world.at(datetime(2021, 9, 20, 9, 0, tzinfo=ZONE))
    assert len(received(world, lan, "Cảm ơn")) == 2


async def test_who_came_after_the_month_is_not_thanked_for_it(world: World) -> None:
    await world.at(datetime(2021, 7, 1, 8, 0, tzinfo=ZONE))
    late = await world.join("correspondent", "Công an huyện")
    await world.at(JULY)
    assert received(world, late, "Cảm ơn") == []


async def test_thanks_are_switched_off_in_chat(world: World) -> None:
    chair, lan = await world.join("chair"), await world.join("correspondent", TAX)
    await world.say(lan, LINE.format("một"))
    assert "không" in await world.say(chair, "/caidat cảm ơn: không")
    await world.at(JULY)
    assert received(world, lan, "Cảm ơn") == []


async def test_thanks_are_switched_off_in_the_configuration(tmp_path: Path) -> None:
    board = BOARD.model_copy(update={"thanks": False})
    async with stage(loaded(tmp_path, board), still_clock()) as running:
        world = World(running, tmp_path / "tinbai.db")
        await world.load_sample()
        lan = await world.join("correspondent", TAX)
        await world.say(lan, LINE.format("một"))
        await world.at(JULY)
        assert received(world, lan, "Cảm ơn") == []
