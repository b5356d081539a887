"""/status and /none: how the month goes."""

from datetime import datetime

from storage.people.accounts import deactivate_account
from tests.flows.conftest import ETHNIC, POLICE, TAX, ZONE, World


async def test_status_shows_the_units_month_and_rank(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    assert "chưa có tin, bài tháng này" in await world.say(lan, "/tinhhinh")
    assert "hạng" not in await world.say(lan, "/tinhhinh")
    await world.say(lan, "/nop https://a.vn/1 | Khai mạc hội thao | 14/6")
    answer = await world.say(lan, "/status")
    assert "1 tin, bài tháng này" in answer
    assert "Cả kỳ: 1, hạng 16/25" in answer
    assert "Toàn ban" not in answer


async def test_status_shows_the_board_its_table_and_the_silent_units(world: World) -> None:
    editor = await world.join("editor")
    answer = await world.say(editor, "/status")
    assert "Toàn ban" in answer
    totals = {
        "local": "34  37  52  58  56   5   242",
        "zalo": "T1: 34 · T2: 37 · T3: 52 · T4: 58 · T5: 56 · T6: 5 · Toàn ban: 242",
    }
    assert totals[world.channel] in answer
    assert f"• {TAX}" in answer
    assert f"• {POLICE}" not in answer


async def test_status_shows_the_board_when_the_scheduler_ran_and_whom_nothing_reaches(
    world: World,
) -> None:
    editor = await world.join("editor")
    lan = await world.join("correspondent", TAX)
    answer = await world.say(editor, "/status")
    assert "Bộ hẹn giờ chưa chạy lần nào." in answer
    assert "Không nhắn tin được" not in answer
    await world.stage.runtime.tick()
    account, name = world.rows(
        "SELECT accounts.id, people.name FROM accounts JOIN people ON people.id = person_id"
        " WHERE chat_id = ?",
        lan,
    )[0]
    await world.stage.runtime.base.database.write(lambda tx: deactivate_account(tx, account))
    answer = await world.say(editor, "/status")
    assert "Bộ hẹn giờ chạy lần cuối lúc 09:00 ngày 15/6/2021." in answer
    assert f"Không nhắn tin được cho: {name}." in answer
    assert "Bộ hẹn giờ" not in await world.say(lan, "/status")


async def test_none_needs_a_reason_and_is_cancelled_by_a_later_article(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    assert "Xin gửi lệnh kèm lý do" in await world.say(lan, "/none")
    answer = await world.say(lan, "/khongco Đang kiểm tra cuối kỳ")
    assert "tháng 6/2021" in answer
    assert world.rows("SELECT month, reason FROM confirmed_zeros") == [
        ("2021-06", "Đang kiểm tra cuối kỳ")
    ]
    assert "đã báo không có tin, bài" in await world.say(lan, "/status")
    answer = await world.say(lan, "/nop https://a.vn/1 | Khai mạc hội thao | 14/6")
    assert "đã được bỏ" in answer
    assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]


async def test_a_zero_can_name_an_earlier_month(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "/none tháng 5 Nghỉ lễ dài ngày")
    assert world.rows("SELECT month, reason FROM confirmed_zeros") == [
        ("2021-05", "Nghỉ lễ dài ngày")
    ]


async def test_a_zero_of_a_month_with_articles_or_to_come_is_refused(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "/nop https://a.vn/1 | Khai mạc hội thao | 14/6")
    assert "đã có 1 tin, bài" in await world.say(lan, "/none Bận")
    assert "chưa tới" in await world.say(lan, "/none 2021-08 Bận")
    assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]


async def test_undo_takes_a_zero_back(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "/none Bận")
    assert "Đã rút lại" in await world.say(lan, "/undo")
    assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]


async def test_midnight_is_the_boards_not_utcs(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.at(datetime(2021, 7, 1, 0, 30, tzinfo=ZONE))
    answer = await world.say(lan, "/nop https://a.vn/1 | Khai mạc hội thao")
    assert "1/7/2021" in answer
    assert "Tháng 7/2021" in await world.say(lan, "/status")


async def test_a_zero_speaks_for_every_silent_unit_of_the_person(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, await world.code("correspondent", ETHNIC))
    answer = await world.say(lan, "/none Bận")
    assert TAX in answer
    assert ETHNIC in answer
    assert world.rows("SELECT count(*) FROM confirmed_zeros") == [2]


async def test_a_month_that_never_was_confirms_nothing(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    for text in ("13/2021 bận họp", "tháng 13 bận", "2021-13 bận"):
        assert "Không hiểu kỳ" in await world.say(lan, f"/none {text}")
    assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]
    assert "tháng 6/2021" in await world.say(lan, "/none 13 người đi tập huấn")
