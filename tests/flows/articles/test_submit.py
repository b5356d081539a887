"""Logging articles in chat."""

from datetime import datetime

import pytest

from tests.flows.conftest import ETHNIC, TAX, ZONE, World

LINK = "https://huyenmau.gov.vn/tin-tuc/bai-1.html"


async def test_a_one_line_submission_is_logged_at_once_with_its_number(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    answer = await world.say(lan, f"/submit {LINK} | Khai mạc hội thao | 14/6/2021 | Y tế")
    assert "Đã ghi bài #1." in answer
    assert "14/6/2021 · Phòng Tài chính - Kế hoạch · Y tế" in answer
    assert world.rows("SELECT number, title, link, published_on, state FROM articles") == [
        (1, "Khai mạc hội thao", LINK, "2021-06-14", "logged")
    ]


async def test_fields_come_in_any_order_and_the_date_defaults_to_today(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    answer = await world.say(lan, f"/nop giao duc | Khai giảng lớp A|B mới | {LINK}")
    assert "15/6/2021" in answer
    assert "Giáo dục" in answer
    assert world.rows("SELECT title FROM articles") == ["Khai giảng lớp A|B mới"]


async def test_a_pasted_link_asks_only_for_what_is_missing(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    assert "Tiêu đề" in await world.say(lan, LINK)
    card = await world.say(lan, "Khai mạc hội thao")
    assert "Ngày đăng: 15/6/2021 (hôm nay)" in card
    assert "Khai mạc hội thao" in card
    assert "Đã ghi bài #1." in await world.press(lan, "Ghi nhận")
    assert world.rows("SELECT count(*) FROM drafts") == [0]


async def test_typing_works_where_buttons_do(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "/nop")
    await world.say(lan, LINK)
    await world.say(lan, "Khai mạc hội thao")
    await world.say(lan, "14-6-2021")
    await world.say(lan, "y te")
    assert "Đã ghi bài #1." in await world.say(lan, "ghi")


async def test_a_wrong_answer_gets_one_sentence_and_keeps_what_was_typed(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINK)
    await world.say(lan, "Khai mạc hội thao")
    answer = await world.say(lan, "32/13/2021")
    assert "“32/13/2021” không đọc được" in answer
    assert "15/6/2021" in answer
    assert "Ngày đăng: 14/6/2021" in await world.say(lan, "14/6")
    assert "thuộc chuyên mục nào" in await world.press(lan, "Sửa chuyên mục")
    answer = await world.say(lan, "Thể dục nhịp điệu")
    assert "Ban không có chuyên mục “Thể dục nhịp điệu”" in answer
    assert "Khai mạc hội thao" in await world.press(lan, "Y tế")


async def test_a_wrong_field_of_a_line_keeps_the_right_ones(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    answer = await world.say(lan, f"/nop {LINK} | Khai mạc hội thao | 31/2/2021 | Y tế")
    assert "“31/2/2021” không đọc được" in answer
    assert "Khai mạc hội thao" in answer
    assert world.rows("SELECT count(*) FROM articles") == [0]
    assert "Đã ghi bài #1." in await world.say(lan, "14/6")
    assert world.rows("SELECT published_on FROM articles") == ["2021-06-14"]


async def test_a_future_date_keeps_a_draft_and_asks(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    answer = await world.say(lan, f"/nop {LINK} | Khai mạc hội thao | 16/6/2021")
    assert "16/6/2021 chưa tới" in answer
    assert "Đã ghi bài #1." in await world.press(lan, "Hôm nay")


async def test_a_link_without_a_scheme_is_completed(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    answer = await world.say(lan, "/nop huyenmau.gov.vn/tin/9 | Khai mạc hội thao | 14/6 | Y tế")
    assert "Đã ghi bài #1." in answer
    assert world.rows("SELECT link FROM articles") == ["https://huyenmau.gov.vn/tin/9"]


async def test_a_link_already_logged_is_answered_with_its_number(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    minh = await world.join("correspondent", ETHNIC)
    await world.say(lan, f"/nop {LINK} | Khai mạc hội thao | 14/6")
    answer = await world.say(minh, "http://www.huyenmau.gov.vn/tin-tuc/bai-1.html?utm_source=zalo")
    assert "đã được ghi rồi, số #1" in answer
    assert world.rows("SELECT count(*) FROM articles") == [1]


async def test_a_whole_article_as_title_gets_one_sentence(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINK)
    answer = await world.say(lan, "dài " * 1000)
    assert "Tiêu đề dài" in answer
    assert "Xin xem lại" in await world.say(lan, "Khai mạc hội thao")


async def test_a_second_link_waits_for_nothing_and_loses_nothing(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINK)
    await world.say(lan, "Khai mạc hội thao")
    answer = await world.say(lan, "https://huyenmau.gov.vn/tin-tuc/bai-2.html")
    assert "Đã giữ thêm bài “…/bai-2.html”" in answer
    assert "Xin xem lại bài “Khai mạc hội thao”" in answer
    answer = await world.press(lan, "Ghi nhận")
    assert "Đã ghi bài #1." in answer
    assert "Tiêu đề của bài “…/bai-2.html” là gì?" in answer
    await world.say(lan, "Bế mạc hội thao")
    await world.press(lan, "Ghi nhận")
    assert world.rows("SELECT title FROM articles ORDER BY number") == [
        "Khai mạc hội thao",
        "Bế mạc hội thao",
    ]


async def test_an_unfinished_draft_is_offered_again(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINK)
    await world.say(lan, "Khai mạc hội thao")
    await world.at(datetime(2021, 6, 18, 9, 0, tzinfo=ZONE))
    answer = await world.say(lan, "/nop")
    assert "vẫn còn đây" in answer
    assert "Khai mạc hội thao" in answer
    assert "Ngày đăng: 15/6/2021" in answer


async def test_a_second_press_of_the_same_button_logs_nothing_twice(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINK)
    await world.say(lan, "Khai mạc hội thao")
    message = world.last(lan)
    data = message.buttons[0][0].data
    assert data is not None
    await world.messenger.press(lan, message.id, data)
    await world.messenger.press(lan, message.id, data)
    await world.stage.settled()
    assert world.rows("SELECT count(*) FROM articles") == [1]


async def test_cancel_drops_the_draft(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINK)
    assert "chưa có gì được ghi" in await world.say(lan, "/huy")
    assert world.rows("SELECT count(*) FROM drafts") == [0]
    assert "Không có bài nào đang ghi dở" in await world.say(lan, "/cancel")


async def test_undo_withdraws_within_fifteen_minutes_only(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, f"/nop {LINK} | Khai mạc hội thao")
    assert "Đã rút bài #1" in await world.say(lan, "/undo")
    assert world.rows("SELECT state FROM articles") == ["withdrawn"]
    await world.say(lan, f"/nop {LINK} | Khai mạc hội thao")
    await world.at(datetime(2021, 6, 15, 9, 16, tzinfo=ZONE))
    assert "Không có việc nào" in await world.say(lan, "/undo")
    assert world.rows("SELECT number, state FROM articles ORDER BY number") == [
        (1, "withdrawn"),
        (2, "logged"),
    ]


async def test_a_correspondent_of_several_units_is_asked_which(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, await world.code("correspondent", ETHNIC))
    answer = await world.say(lan, f"/nop {LINK} | Khai mạc hội thao | 14/6")
    assert "đơn vị nào" in answer
    assert world.labels(lan)[:2] == [TAX, ETHNIC]
    assert "Đã ghi bài #1." in await world.press(lan, ETHNIC)
    assert world.rows("SELECT units.name FROM articles JOIN units ON units.id = unit_id") == [
        ETHNIC
    ]


async def test_mine_pages_withdraws_and_restores(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    for number in range(1, 11):
        await world.say(lan, f"/nop https://a.vn/{number} | Bài viết số {number}")
    answer = await world.say(lan, "/mine")
    assert "Tin, bài đã ghi: 10 (trang 1/2)" in answer
    assert "Bài viết số 10" in answer
    assert "Bài viết số 1" in await world.press(lan, "Cũ hơn ›")
    await world.press(lan, "#1")
    assert "đã rút" in await world.press(lan, "Rút bài #1")
    assert "đã ghi" in await world.press(lan, "Khôi phục bài #1")


async def test_nobody_changes_the_article_of_another_unit(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    minh = await world.join("correspondent", ETHNIC)
    await world.say(lan, f"/nop {LINK} | Khai mạc hội thao")
    await world.say(minh, "/mine")
    await world.messenger.press(minh, world.last(minh).id, "a:withdraw:1")
    await world.stage.settled()
    assert "không có quyền" in world.last(minh).text
    assert world.rows("SELECT state FROM articles") == ["logged"]


async def test_a_date_in_an_issued_period_says_so_and_an_editor_may_add_to_it(
    world: World,
) -> None:
    chair = await world.join("chair")
    lan = await world.join("correspondent", TAX)
    await world.say(chair, "/issue 2021-05")
    await world.press(chair, "Ban hành bản điện tử")
    answer = await world.say(lan, f"/nop {LINK} | Khai mạc hội thao | 14/5/2021")
    assert "Ngày 14/5/2021 thuộc kỳ đã ban hành báo cáo" in answer
    assert world.rows("SELECT count(*) FROM articles") == [0]
    assert "Đã ghi bài #1." in await world.press(lan, "Hôm nay")
    answer = await world.say(chair, f"/nop https://a.vn/2 | Bế mạc | 14/5/2021 | {TAX}")
    assert "Đã ghi bài #2." in answer


@pytest.mark.parametrize("line", ["12/6 | Tin mới | Văn hoá", "Bài viết | 12/6 | Chuyển đổi số"])
async def test_a_topic_behind_chatter_is_not_logged_as_the_title(world: World, line: str) -> None:
    lan = await world.join("correspondent", TAX)
    answer = await world.say(lan, f"/nop https://a.vn/1 | {line}")
    assert "Xin xem lại trước khi ghi" in answer
    assert world.rows("SELECT count(*) FROM articles") == [0]


async def test_a_leap_day_of_years_ago_is_asked_about(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    answer = await world.say(lan, "/nop https://a.vn/1 | Lễ cúng mừng lúa mới | 29/2")
    assert "“29/2” có thể là 29/2/2020" in answer
    assert world.rows("SELECT count(*) FROM articles") == [0]
    await world.say(lan, "28/2")
    await world.say(lan, "ghi")
    assert world.rows("SELECT published_on FROM articles") == ["2021-02-28"]
