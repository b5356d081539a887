"""A command sent without what it needs asks, and the next message is the missing part."""

import pytest

from tests.flows.conftest import ETHNIC, TAX, World


async def test_none_asks_why_and_a_reason_is_chosen(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    assert "Vì sao tháng 6/2021" in await world.say(lan, "/khongco")
    assert len(world.labels(lan)) == 4
    answer = await world.press(lan, "Tập trung công tác chuyên môn")
    assert "Đã ghi: tháng 6/2021" in answer
    assert world.rows("SELECT month, reason FROM confirmed_zeros") == [
        ("2021-06", "Tập trung công tác chuyên môn")
    ]
    assert world.rows("SELECT count(*) FROM dialogues") == [0]


@pytest.mark.parametrize(
    "reason", ["Tập trung diễn tập", "Tháng này đơn vị không có tin, bài", "báo cáo quyết toán năm"]
)
async def test_none_asks_why_and_a_reason_is_typed(world: World, reason: str) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "/khongco tháng 5")
    await world.say(lan, reason)
    assert world.rows("SELECT month, reason FROM confirmed_zeros") == [("2021-05", reason)]


async def test_a_reason_without_words_is_asked_for_again(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "/khongco")
    await world.say(lan, "99")
    assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]
    await world.say(lan, "Tập trung diễn tập")
    assert world.rows("SELECT reason FROM confirmed_zeros") == ["Tập trung diễn tập"]


async def test_find_and_history_ask_which(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "/nop https://a.vn/1 | Khai mạc hội thao | 14/6 | Y tế")
    assert "Xem các lần sửa của bài nào?" in await world.say(lan, "/lichsu")
    assert "số của bài" in await world.say(lan, "bài hôm qua")
    assert "#1" in await world.say(lan, "bài số 1")
    assert "Tìm bài nào?" in await world.say(lan, "/tim")
    assert "Khai mạc hội thao" in await world.say(lan, "hoi thao")
    assert "Tôi chưa hiểu" in await world.say(lan, "trời hôm nay đẹp quá trời luôn")


async def test_broadcast_asks_what_and_shows_it_before_it_goes(world: World) -> None:
    chair = await world.join("chair")
    lan = await world.join("correspondent", TAX)
    assert "Thông báo gì" in await world.say(chair, "/thongbao")
    answer = await world.say(chair, "Sáng thứ Hai họp giao ban lúc 8 giờ")
    assert "sẽ gửi cho 1 người" in answer
    await world.press(chair, "Gửi cho 1 người")
    assert "Sáng thứ Hai họp giao ban" in world.last(lan).text


async def test_invite_asks_whom_and_takes_a_units_name(world: World) -> None:
    editor = await world.join("editor")
    assert "Mời ai?" in await world.say(editor, "/moi")
    assert "có phải" in (await world.say(editor, "Phòng Tài chín")).lower()
    assert f"Mã mời cộng tác viên – {ETHNIC}" in await world.say(editor, ETHNIC)
    await world.say(editor, "/moi")
    await world.press(editor, "lãnh đạo đơn vị")
    assert f"Mã mời lãnh đạo đơn vị – {ETHNIC}" in await world.say(editor, ETHNIC)


async def test_another_command_ends_the_question(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "/khongco")
    await world.say(lan, "/tinhhinh")
    await world.say(lan, "trời hôm nay đẹp quá trời luôn")
    assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]


async def test_a_correspondent_is_not_asked_what_only_editors_may(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    for command in ("/thongbao", "/moi"):
        answer = await world.say(lan, command)
        assert "quyền" in answer or "vai trò" in answer
    assert world.rows("SELECT count(*) FROM dialogues") == [0]
