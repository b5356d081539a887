"""A button that is pressed twice: the second press changes no message, and a toast answers it."""

import pytest

from tests.flows.conftest import ETHNIC, World

pytestmark = pytest.mark.only("telegram", "web", why="on Zalo a number chooses once")


async def twice(world: World, user: int, label: str) -> str:
    """Press a button of the newest message twice; return what the second press was told."""
    message = world.last(user)
    data = next(each.data for row in message.buttons for each in row if each.label == label)
    assert data is not None
    await world.messenger.press(user, message.id, data)
    await world.stage.settled()
    before = [one.text for one in world.messenger.messages(user)]
    await world.messenger.press(user, message.id, data)
    await world.stage.settled()
    assert [one.text for one in world.messenger.messages(user)] == before
    return world.toasts(user)


async def test_reminders_are_sent_once_and_their_receipt_stays(world: World) -> None:
    editor = await world.join("editor")
    await world.join("correspondent", ETHNIC)
    await world.say(editor, "/nhac")
    assert "Không còn lời nhắc nào để gửi" in await twice(world, editor, "Gửi nhắc")
    assert "Đang gửi nhắc" in world.last(editor).text


async def test_an_announcement_is_sent_once(world: World) -> None:
    chair = await world.join("chair")
    await world.join("correspondent", ETHNIC)
    await world.say(chair, "/thongbao Họp ban lúc 14 giờ")
    assert "đã được gửi" in await twice(world, chair, "Gửi cho 1 người")


async def test_a_payment_is_stored_and_left_out_once(world: World) -> None:
    editor = await world.join("editor")
    await world.say(editor, "/chi nhuận bút 500.000 20/6")
    assert "đã được trả lời" in await twice(world, editor, "20/6/2020")
    assert "đã được bỏ rồi" in await twice(world, editor, "Bỏ lần ghi này")
    assert world.rows("SELECT count(*) FROM figure_entries") == [1]


async def test_a_topic_is_chosen_once(world: World) -> None:
    lan = await world.join("correspondent", ETHNIC)
    await world.say(lan, "/nop https://a.vn/1 | Khai mạc hội thao xã")
    assert "đúng giá trị này" in await twice(world, lan, "Y tế")
