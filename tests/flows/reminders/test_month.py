"""/status and /none: how the month goes."""

from datetime import datetime, timedelta

import pytest

from storage.people.accounts import deactivate_account
from tests.flows.conftest import ETHNIC, POLICE, START, TAX, ZONE, World


async def test_status_shows_the_units_month_and_rank(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    assert "chưa có tin, bài tháng này" in await world.say(lan, "/tinhhinh")
    assert "hạng" not in await world.say(lan, "/tinhhinh")
    await world.say(lan, "/nop https://a.vn/1 | Khai mạc hội thao | 14/6")
    answer = await world.say(lan, "/status")
    assert "1 tin, bài tháng này" in answer
    assert "Cả kỳ: 1, hạng 16/25" in answer
    assert "Toàn ban" not in answer


async def test_status_is_three_lines_and_buttons(world: World) -> None:
    editor = await world.join("editor")
    await world.stage.runtime.tick()
    lines = (await world.say(editor, "/status")).split("\n")
    assert lines[0] == "Tháng 6/2021: 5 tin, bài; 2/25 đơn vị có bài."
    assert lines[1] == "6 tháng đầu năm 2021: 242 tin, bài."
    assert lines[2].startswith("Chưa có tin, bài và chưa trả lời (23 đơn vị): ")
    assert TAX in lines[2]
    assert POLICE not in lines[2]
    if world.channel == "telegram":
        assert len(lines) == 3
        assert "<blockquote expandable>" in (world.last(editor).html or "")


async def test_what_stands_behind_status_comes_by_a_button(world: World) -> None:
    editor = await world.join("editor")
    await world.say(editor, "/status")
    silent = await world.press(editor, "Chưa có bài (23)")
    assert f"• {TAX}" in silent
    assert f"• {POLICE}" not in silent
    await world.say(editor, "/status")
    assert "Chuyên mục chưa có bài: Y tế" in await world.press(editor, "Chuyên mục")
    await world.say(editor, "/status")
    table = await world.press(editor, "Bảng các đơn vị")
    if world.channel == "zalo":
        assert "T1: 34 · T2: 37 · T3: 52 · T4: 58 · T5: 56 · T6: 5 · Toàn ban: 242" in table
    else:
        assert world.last(editor).photo is not None


async def test_a_units_name_behind_status_gives_the_unit(world: World) -> None:
    editor = await world.join("editor")
    for text in ("/tinhhinh Công an huyện", "/tinhhinh cong an huyen", "tình hình Công an huyện"):
        answer = await world.say(editor, text)
        assert answer.startswith("Tháng 6/2021\nCông an huyện")
        assert "hạng" in answer
        assert TAX not in answer
    assert "Phòng Dân tộc" in await world.say(editor, "/tinhhinh Phòng Dân tóc")
    lan = await world.join("correspondent", TAX)
    assert TAX in await world.say(lan, f"/tinhhinh {TAX}")
    assert "hạng" not in await world.say(lan, "/tinhhinh Công an huyện")


async def test_a_month_behind_status_gives_that_month(world: World) -> None:
    editor, chair = await world.join("editor"), await world.join("chair")
    for text in (
        "tình hình tháng 5",
        "/tinhhinh tháng trước",
        "tháng 5 ai chưa nộp?",
        "đơn vị nào chưa nộp tháng 5/2021 ạ",
        "T5 có bao nhiêu bài",
    ):
        for user in (editor, chair):
            assert (await world.say(user, text)).startswith("Tháng 5/2021: 56 tin, bài; ")
    assert not any("Chưa có bài" in label for label in world.labels(editor))
    unit = await world.say(editor, "tình hình Công an huyện tháng 5")
    assert unit.startswith("Tháng 5/2021\nCông an huyện: ")
    lan = await world.join("correspondent", POLICE)
    assert await world.say(lan, "tháng 5 em được mấy bài") == unit
    assert "tháng này" not in unit
    answer = await world.say(lan, "tình hình tháng 7/2021")
    assert "chưa tới" in answer
    for text in ("quý 1 đơn vị nào chưa có bài", "/tinhhinh từ tháng 1 đến nay"):
        assert (await world.say(chair, text)).startswith("Báo cáo tin, bài ")
    assert "Không có đơn vị" in await world.say(chair, "/tinhhinh Phòng Thuế vụ tháng 5")


async def test_words_about_all_behind_status_give_the_board(world: World) -> None:
    editor = await world.join("editor")
    for text in (
        "tình hình thế nào rồi",
        "tình hình nộp bài",
        "tình hình các đơn vị",
        "tinh hinh tin bai ra sao",
    ):
        assert (await world.say(editor, text)).startswith("Tháng 6/2021: 5 tin, bài; ")
    assert "Không có đơn vị" in await world.say(editor, "/tinhhinh Phòng Thuế vụ")
    lan = await world.join("correspondent", TAX)
    assert (await world.say(lan, "tình hình quý 1")).startswith("Tháng 6/2021\n" + TAX)


async def test_a_page_on_this_machine_is_not_offered_on_a_phone(world: World) -> None:
    editor = await world.join("editor")
    pages = world.services.board_page
    for address in ("http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:80"):
        pages.serve_at(address)
        assert not pages.reachable_from("telegram")
        assert not pages.reachable_from("zalo")
        assert pages.reachable_from("web")
    pages.serve_at("https://tinbai.example")
    assert pages.reachable_from("telegram")
    await world.say(editor, "/status")
    said = await world.press(editor, "Trang của ban")
    opened = [each.url or "" for row in world.last(editor).buttons for each in row]
    assert "https://tinbai.example/board/" in " ".join([said, *opened])


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
    assert "Bộ hẹn giờ" not in answer
    world.stage.clock.move(START + timedelta(hours=1))
    answer = await world.say(editor, "/status")
    assert "Bộ hẹn giờ chạy lần cuối lúc 09:00 ngày 15/6/2021." in answer
    assert f"Không nhắn tin được cho: {name}." in answer
    assert "Bộ hẹn giờ" not in await world.say(lan, "/status")


async def test_none_needs_a_reason_and_is_cancelled_by_a_later_article(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    assert "Xin chọn một lý do" in await world.say(lan, "/none")
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
        month = text.removesuffix(" họp").removesuffix(" bận")
        assert f"Không hiểu kỳ “{month}”" in await world.say(lan, f"/none {text}")
    assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]
    assert "tháng 6/2021" in await world.say(lan, "/none 13 người đi tập huấn")


async def test_who_has_no_unit_of_their_own_is_told_whose_word_it_is(world: World) -> None:
    for role in ("editor", "chair"):
        answer = await world.say(await world.join(role), "/khongco Bận họp")
        assert "người của đơn vị tự gõ" in answer
        assert world.typed("/moi") in answer
    assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]


@pytest.mark.parametrize(
    "said",
    ["quý 2 bận họp", "6 tháng đầu năm bận", "tháng 4 và tháng 5 bận họp", "tháng 4, 5 bận họp"],
)
async def test_one_month_is_reported_at_a_time(world: World, said: str) -> None:
    lan = await world.join("correspondent", ETHNIC)
    assert "Mỗi lần xin báo một tháng" in await world.say(lan, f"/khongco {said}")
    assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]


async def test_what_is_written_after_a_reminder_is_no_reason(world: World) -> None:
    lan = await world.join("correspondent", ETHNIC)
    await world.at(datetime(2021, 6, 25, 7, 55, tzinfo=ZONE))
    await world.say(lan, "/khongco")
    await world.at(datetime(2021, 6, 25, 9, 30, tzinfo=ZONE))
    assert "Nhắc gửi tin, bài" in world.last(lan).text
    await world.say(lan, "Đơn vị em đang viết bài ạ")
    assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]
