"""What people say, on each shape of chat: nothing is stored but what they meant."""

import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.flows.conftest import ETHNIC, START, TAX, ZONE, World

LINK = "https://huyenmau.gov.vn/tin-tuc/bai-1.html"
OTHER = "https://huyenmau.gov.vn/tin-tuc/bai-2.html"
THIRD = "https://huyenmau.gov.vn/tin-tuc/bai-3.html"


def dates(world: World) -> list[Any]:
    return world.rows("SELECT published_on FROM articles ORDER BY number")


async def late(world: World, user: int, text: str, sent: datetime, handled: datetime) -> str:
    """Have a message sent while nothing is handled, and handled later."""
    dispatcher = world.stage.runtime.dispatcher
    world.stage.clock.move(sent.astimezone(UTC))
    dispatcher.hold(world.channel)
    await world.messenger.send_text(user, text)
    world.stage.clock.move(handled.astimezone(UTC))
    dispatcher.release(world.channel)
    await world.stage.settled()
    return world.last(user).text


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("/nop {} | Khai mạc hội thao", "2021-06-30"),
        ("/nop {} | Khai mạc hội thao | hôm qua", "2021-06-29"),
        ("/nop {} | Khai mạc hội thao | hôm nay", "2021-06-30"),
        ("/nop {} | Khai mạc hội thao | 30/6", "2021-06-30"),
    ],
)
async def test_a_message_counts_on_the_day_it_was_sent(world: World, line: str, day: str) -> None:
    lan = await world.join("correspondent", TAX)
    sent = datetime(2021, 6, 30, 23, 50, tzinfo=ZONE)
    await late(world, lan, line.format(LINK), sent, datetime(2021, 7, 1, 7, 10, tzinfo=ZONE))
    assert dates(world) == [day]


async def test_nothing_this_month_means_the_month_it_was_sent_in(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    sent = datetime(2021, 6, 30, 23, 50, tzinfo=ZONE)
    handled = datetime(2021, 7, 1, 7, 10, tzinfo=ZONE)
    await late(world, lan, "/khongco Tập trung diễn tập", sent, handled)
    assert world.rows("SELECT month FROM confirmed_zeros") == ["2021-06"]


@pytest.mark.parametrize("text", ["20/6", "tuần trước", "10-12/6", "thứ ba 14/6", "14/6/2012"])
async def test_a_day_that_is_not_clear_is_asked_about(world: World, text: str) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, f"/nop {LINK} | Khai mạc hội thao | {text}")
    assert world.rows("SELECT count(*) FROM articles") == [0]
    assert "ngày nào" in world.last(lan).text
    await world.press(lan, "Hôm nay")
    assert dates(world) == ["2021-06-15"]


async def test_a_bare_number_is_the_day_where_one_was_asked_for(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, f"/nop {LINK} | Khai mạc hội thao | tuần trước")
    assert "Đã ghi bài #1." in await world.say(lan, "14")
    await world.say(lan, "#1")
    await world.press(lan, "Sửa ngày đăng")
    assert world.labels(lan)[:3] == ["Hôm nay", "Hôm qua", "Hôm kia"]
    await world.say(lan, "11")
    assert dates(world) == ["2021-06-11"]


@pytest.mark.only("telegram", "web", why="a calendar of buttons")
async def test_a_day_is_chosen_on_a_calendar_of_past_days(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, f"/nop {LINK} | Khai mạc hội thao | tháng 5")
    await world.press(lan, "Chọn trên lịch")
    labels = world.labels(lan)
    assert "15" in labels
    assert "16" not in labels
    assert not any(label.endswith("›") for label in labels)
    await world.press(lan, "‹ 5/2021")
    assert "31" in world.labels(lan)
    await world.press(lan, "13")
    assert dates(world) == ["2021-05-13"]


async def test_zalo_offers_days_as_words_alone(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, f"/nop {LINK} | Khai mạc hội thao | tháng 5")
    assert ("Chọn trên lịch" in world.labels(lan)) == (world.channel != "zalo")
    await world.say(lan, "hôm kia")
    assert dates(world) == ["2021-06-13"]


@pytest.mark.parametrize("text", ["hôm nay có bài mới", "em gửi chị bài ạ", "here is my article"])
async def test_what_speaks_to_the_reader_is_no_title(world: World, text: str) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINK)
    assert "chưa phải là tiêu đề" in await world.say(lan, text)
    answer = await world.say(lan, "Tiêu đề: Khai mạc hội thao (12/6)")
    assert "Tiêu đề: Khai mạc hội thao" in answer
    assert "Ngày đăng: 12/6/2021" in answer


@pytest.mark.parametrize("text", ["ngày mai", "31/2", "15/13", "hôm nào cũng được"])
async def test_what_is_no_day_is_refused_with_an_example(world: World, text: str) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINK)
    await world.say(lan, "Khai mạc hội thao")
    await world.press(lan, "Sửa ngày")
    answer = await world.say(lan, text)
    assert "ví dụ" in answer or "xin viết như" in answer
    assert world.labels(lan)[:3] == ["Hôm nay", "Hôm qua", "Hôm kia"]
    assert world.rows("SELECT count(*) FROM articles") == [0]


async def test_an_old_or_a_near_day_is_taken_when_it_is_confirmed(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, f"/nop {LINK} | Khai mạc hội thao | 14/6/2012")
    assert "Đã ghi bài #1." in await world.press(lan, "14/6/2012")
    await world.say(lan, f"/nop {OTHER} | Bế mạc hội diễn | 20/6")
    assert "Đã ghi bài #2." in await world.say(lan, "20/6/2020")
    assert dates(world) == ["2012-06-14", "2020-06-20"]


async def test_a_month_that_has_not_begun_is_not_confirmed(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    for text in ("/khongco tháng 7 nghỉ hè", "/khongco tháng 8 nghỉ", "/khongco tháng 7/2021 nghỉ"):
        await world.say(lan, text)
        assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]
    await world.say(lan, "/khongco tháng 5 nghỉ lễ")
    assert world.rows("SELECT month FROM confirmed_zeros") == ["2021-05"]


async def test_a_month_long_before_anything_was_counted_is_asked_about(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    assert "Chưa có gì được ghi" in await world.say(lan, "/khongco 5/2012 nghỉ lễ")
    assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]
    await world.press(lan, "Ghi nhận không có")
    assert world.rows("SELECT month, reason FROM confirmed_zeros") == [("2012-05", "nghỉ lễ")]


@pytest.mark.parametrize("lead", ["nộp ", "@tinbai_bot nộp ", "@tinbai_bot ", "/nop@tinbai_bot "])
async def test_a_line_is_logged_beside_an_open_question(world: World, lead: str) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, OTHER)
    answer = await world.say(lan, f"{lead}{LINK} | Khai mạc hội thao | 14/6")
    assert "Đã ghi bài #1." in answer
    assert world.rows("SELECT link, title FROM articles") == [(LINK, "Khai mạc hội thao")]
    assert world.rows("SELECT count(*) FROM drafts") == [1]


@pytest.mark.parametrize("scheme", ["htps://", "http//", "https:/", "https//:", "HTTPS: //"])
async def test_a_link_typed_in_haste_is_completed(world: World, scheme: str) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, f"/nop {scheme}huyenmau.gov.vn/tin/1 | Khai mạc hội thao | 14/6")
    (link,) = world.rows("SELECT link FROM articles")
    assert link.partition("://")[2] == "huyenmau.gov.vn/tin/1"


async def test_what_is_wrong_with_a_waiting_article_is_said_in_its_turn(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINK)
    answer = await world.say(lan, f"/nop {OTHER} | Bế mạc hội diễn | tuần trước")
    assert "nhiều ngày" not in answer
    await world.say(lan, "Khai mạc hội thao")
    answer = await world.press(lan, "Ghi nhận")
    assert "“tuần trước” có thể là nhiều ngày" in answer
    assert "Đã ghi bài #2." in await world.say(lan, "hôm kia")
    assert dates(world) == ["2021-06-15", "2021-06-13"]


@pytest.mark.parametrize("text", ["sửa bài 1", "bài số 1", "edit article 1", "# 1"])
async def test_an_article_is_opened_by_its_number_in_words(world: World, text: str) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, f"/nop {LINK} | Khai mạc hội thao | 14/6")
    assert "#1 Khai mạc hội thao" in await world.say(lan, text)


async def test_two_links_are_asked_about_one_after_the_other(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    assert "bai-1.html" in await world.say(lan, LINK)
    answer = await world.say(lan, OTHER)
    assert "Tiêu đề của bài “…/bai-1.html” là gì?" in answer
    await world.say(lan, "Khai mạc hội thao")
    answer = await world.press(lan, "Ghi nhận")
    assert "bai-2.html" in answer
    assert world.rows("SELECT link, title FROM articles") == [(LINK, "Khai mạc hội thao")]


@pytest.mark.only("telegram", why="only Telegram has Replies")
async def test_a_reply_answers_the_question_it_is_to(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINK)
    first = world.last(lan)
    await world.say(lan, OTHER)
    await world.say(lan, "/huy")
    second = world.last(lan)
    assert "bai-2.html" in second.text
    await world.say(lan, THIRD)
    update = world.messenger.message_json(second)
    user = world.messenger.message_json(world.messenger.messages(lan)[0])["from"]
    reply = {
        "message_id": 1,
        "chat": update["chat"],
        "from": user,
        "date": int(START.timestamp()),
        "text": "Bế mạc hội diễn",
        "reply_to_message": world.messenger.message_json(first),
    }
    number = world.messenger.next_id()
    await world.messenger.accept({"update_id": number, "message": reply})
    await world.stage.settled()
    assert "đã được bỏ" in world.last(lan).text
    reply["reply_to_message"] = update
    number = world.messenger.next_id()
    await world.messenger.accept({"update_id": number, "message": reply})
    await world.stage.settled()
    assert "Tiêu đề: Bế mạc hội diễn" in world.last(lan).text


@pytest.mark.only("telegram", "web", why="a press that comes twice")
async def test_a_second_press_changes_no_message(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINK)
    await world.say(lan, OTHER)
    await world.say(lan, "Khai mạc hội thao")
    card = world.last(lan)
    data = str(card.buttons[0][0].data)
    for _press in range(3):
        await world.messenger.press(lan, card.id, data)
        await world.stage.settled()
    shown = world.messenger.message(lan, card.id)
    assert shown is not None
    assert "Đã ghi bài #1." in shown.text
    assert shown.alert == "Đã ghi bài #1."
    assert world.rows("SELECT count(*) FROM articles") == [1]


@pytest.mark.parametrize("text", ["Cảm ơn chị nhé", "không có", "ok", "👍", "tinh hinh", "duyet"])
async def test_courtesy_and_commands_are_no_title(world: World, text: str) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINK)
    await world.say(lan, text)
    answer = await world.say(lan, "Khai mạc hội thao")
    assert "Xin xem lại" in answer
    assert "Tiêu đề: Khai mạc hội thao" in answer


async def test_days_later_the_first_words_show_the_draft(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINK)
    await world.at(START + timedelta(hours=9))
    answer = await world.say(lan, "Chiều nay cơ quan họp lúc 3 giờ nhé")
    assert "còn một bài đang ghi dở" in answer
    assert "Tiếp tục" in world.labels(lan)
    assert "Bỏ" in world.labels(lan)
    assert "Tiêu đề của bài" in await world.press(lan, "Tiếp tục")
    assert "Xin xem lại" in await world.say(lan, "Khai mạc hội thao")


async def test_days_later_the_draft_names_its_topic(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, f"{LINK} Trạm y tế xã tiêm vắc xin cho trẻ em")
    shown = world.last(lan).text
    assert "Chuyên mục: Y tế" in shown
    await world.at(START + timedelta(hours=9))
    answer = await world.say(lan, "Chiều nay cơ quan họp lúc 3 giờ nhé")
    assert "còn một bài đang ghi dở" in answer
    assert "Chuyên mục: Y tế (gợi ý)" in answer


async def test_an_old_draft_can_be_dropped_or_given_the_title(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINK)
    await world.at(START + timedelta(hours=9))
    await world.say(lan, "Khai mạc hội thao")
    assert "Tiêu đề: Khai mạc hội thao" in await world.press(lan, "Đó là tiêu đề")
    await world.at(START + timedelta(hours=20))
    await world.say(lan, "Chào cả nhà buổi sáng tốt lành, chúc một ngày vui")
    assert "Đã bỏ" in await world.press(lan, "Bỏ")


async def test_many_links_are_kept_and_told_once(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    for number in range(1, 31):
        await world.say(lan, f"https://huyenmau.gov.vn/tin/{number}")
    shown = [m for m in world.messenger.messages(lan) if m.from_bot and "Đang giữ" in m.text]
    assert len(shown) == 1
    answer = await world.say(lan, "bỏ tất cả")
    assert "Đã bỏ 30 bài" in answer
    assert world.rows("SELECT count(*) FROM drafts") == [0]


async def test_links_that_were_kept_are_logged_together_or_looked_through(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    text = "\n".join(f"{n}. Khai mạc lớp {n} (1{n}/5) https://a.vn/{n}" for n in range(1, 6))
    await world.say(lan, text)
    for number in range(6, 12):
        await world.say(lan, f"https://a.vn/{number}")
    answer = await world.say(lan, "xem từng bài")
    assert "Khai mạc lớp 1" in answer
    answer = await world.say(lan, "ghi tất cả")
    assert world.rows("SELECT count(*) FROM drafts") == [1]
    assert "11 bài" in answer or "bài cần xem lại" in answer


@pytest.mark.parametrize(
    "text",
    [
        f"/nộp {LINK} | Khai mạc hội thao | 14/6/2021",
        f"/nop {LINK} | Khai mạc hội thao | 14/6/2021",
        f" /nop {LINK} | Khai mạc hội thao | 14/6/2021",
        f"nộp {LINK} | Khai mạc hội thao | 14/6/2021",
        f"/nopp {LINK} ｜ Khai mạc hội thao ｜ 14/6/2021",
        f"/nop {LINK}; Khai mạc hội thao; 14/6/2021; Y tế",
        f"/nop {LINK} – Khai mạc hội thao – 14/6/2021",
        f"/nop@tinbai {LINK} | Khai mạc hội thao | 14/6/2021",
        f"/nop {LINK};Khai mạc hội thao;14/6/2021;Y tế",
        f"/nop {LINK} / Khai mạc hội thao / 14/6/2021",
        f"/nop {LINK} • Khai mạc hội thao • hôm qua (14/6)",
        f"/nop {LINK} –Khai mạc hội thao– 14.6.2021",
        f"/nop {LINK} ¦ Khai mạc hội thao ¦ 14\\6\\2021",
        unicodedata.normalize("NFD", f"/nộp {LINK} | Khai mạc hội thao | hôm qua nhé"),
    ],
)
async def test_a_line_is_logged_however_its_command_and_signs_are_typed(
    world: World, text: str
) -> None:
    lan = await world.join("correspondent", TAX)
    assert "Đã ghi bài #1." in await world.say(lan, text)
    assert world.rows("SELECT title, published_on FROM articles") == [
        ("Khai mạc hội thao", "2021-06-14")
    ]


async def test_a_command_in_a_caption_is_a_command(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.messenger.send_photo(lan, f"/nộp {LINK} | Khai mạc hội thao | 14/6/2021")
    await world.stage.settled()
    assert world.rows("SELECT title FROM articles") == ["Khai mạc hội thao"]


@pytest.mark.parametrize(
    "text", [f"/nop {LINK}, Khai mạc, 2/6/2021", f"/nop {LINK} Khai mạc hội thao 2/6/2021"]
)
async def test_a_line_that_may_mean_more_shows_the_card(world: World, text: str) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, text)
    assert world.rows("SELECT count(*) FROM articles") == [0]
    assert "Ghi nhận" in world.labels(lan)


async def test_a_link_without_its_beginning_is_completed(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "/nop huyenmau.gov.vn/tin/1 | Khai mạc hội thao | 14/6")
    assert world.rows("SELECT link FROM articles") == ["https://huyenmau.gov.vn/tin/1"]


@pytest.mark.parametrize(
    ("role", "text", "words"),
    [
        ("chair", "báo cáo 6 tháng đầu năm 2021", "6 tháng đầu năm 2021"),
        ("chair", "cho tôi xin báo cáo quý 1", "quý I năm 2021"),
        ("chair", "đơn vị nào chưa có bài", "Tháng 6/2021"),
        ("editor", "tháng này ai chưa nộp?", "Tháng 6/2021"),
        ("correspondent", "bao nhiêu bài rồi", "tháng"),
        ("correspondent", "hướng dẫn", "nop"),
        ("correspondent", "cảm ơn", "không có gì"),
        ("correspondent", "xin chào", "Xin chào"),
        ("editor", "nhắc các đơn vị", "nhắc"),
    ],
)
async def test_a_phrase_is_answered_as_its_command(
    world: World, role: str, text: str, words: str
) -> None:
    user = await world.join(role, TAX if role == "correspondent" else None)
    assert words in await world.say(user, text)
    assert world.rows("SELECT count(*) FROM drafts") == [0]
    assert world.rows("SELECT count(*) FROM dialogues") == [0]


async def test_nothing_this_month_is_offered_and_recorded_with_the_text(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    text = "Đơn vị em không phát sinh tin, bài trong tháng ạ"
    answer = await world.say(lan, text)
    assert "Chưa có gì được ghi" in answer
    assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]
    await world.press(lan, "Ghi nhận không có")
    assert world.rows("SELECT month, reason FROM confirmed_zeros") == [("2021-06", text)]


async def test_what_is_not_understood_names_three_things_as_buttons(world: World) -> None:
    for role, unit in (("correspondent", ETHNIC), ("editor", None), ("chair", None)):
        user = await world.join(role, unit)
        assert "Tôi chưa hiểu" in await world.say(user, "trời hôm nay đẹp quá trời luôn")
        assert len(world.labels(user)) == 3
    assert await world.press(user, world.labels(user)[1])


async def test_a_command_in_one_word_needs_no_slash_to_store_something(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    assert "Đã ghi: tháng 6/2021" in await world.say(lan, "khongco Nghỉ lễ")
    assert world.rows("SELECT reason FROM confirmed_zeros") == ["Nghỉ lễ"]
    assert "quyền" in await world.say(lan, "caidat")


async def test_a_command_in_one_word_is_no_answer_to_an_open_question(world: World) -> None:
    chair = await world.join("chair")
    await world.say(chair, "/thongbao")
    assert "baocao" in await world.say(chair, "huongdan baocao")
    await world.say(chair, "/lichsu")
    assert "English" in await world.say(chair, "ngonngu en")
    assert world.rows("SELECT count(*) FROM broadcasts") == [0]


async def test_what_is_no_reason_confirms_no_zero(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "/khongco")
    texts = (
        "chờ em tí; đợi chút; để em xem lại; em bấm nhầm; không phải; chưa; có bài rồi; có 2 bài; "
        "vẫn có bài mà; gì vậy; là sao ạ?; không có gì; ừ; vâng ạ; có; nhầm rồi"
    )
    for text in texts.split("; "):
        answer = await world.say(lan, text)
        assert "chưa ghi gì" in answer or "nêu lý do" in answer
        assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]
    for text in ("tháng này vẫn có bài", "em bấm nhầm", "có 2 bài", "để em xem lại"):
        assert "chưa phải là lý do" in await world.say(lan, f"/khongco {text}")
        assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]
    await world.say(lan, "/khongco")
    assert "Đã ghi: tháng 6/2021" in await world.say(lan, "Tập trung diễn tập")
    assert world.rows("SELECT reason FROM confirmed_zeros") == ["Tập trung diễn tập"]


async def test_what_puts_the_title_off_is_no_title(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINK)
    texts = (
        "khoan; thôi để mai; sai rồi; gửi nhầm; nhầm rồi; không có tiêu đề; em không nhớ tiêu đề; "
        "bài này trùng rồi; chờ em tí; là sao; em gửi nhầm link; để em xem lại tiêu đề đã"
    )
    for text in texts.split("; "):
        assert "chưa phải là tiêu đề" in await world.say(lan, text)
    assert "Tiêu đề: Khai mạc hội thao" in await world.say(lan, "Khai mạc hội thao")
    assert "Đã bỏ" in await world.say(lan, "thôi khỏi")


async def test_what_puts_any_other_question_off_is_no_answer(world: World) -> None:
    lan, chair = await world.join("correspondent", TAX), await world.join("chair")
    await world.say(chair, "/thongbao")
    for text in ("khoan", "sai rồi", "chờ chút"):
        assert "vẫn chờ" in await world.say(chair, text)
    assert world.rows("SELECT count(*) FROM broadcasts") == [0]
    assert "Mai họp giao ban" in await world.say(chair, "Mai họp giao ban")
    await world.say(lan, f"/nop {LINK} | Khai mạc hội thao | 14/6")
    await world.say(lan, "#1")
    await world.press(lan, "Sửa tiêu đề")
    assert "vẫn chờ" in await world.say(lan, "để em xem lại")
    assert world.rows("SELECT title FROM articles") == ["Khai mạc hội thao"]
    await world.say(lan, "Bế mạc hội thao")
    assert world.rows("SELECT title FROM articles") == ["Bế mạc hội thao"]


async def test_a_title_with_a_word_of_talk_is_the_title_where_one_is_asked_for(
    world: World,
) -> None:
    lan = await world.join("correspondent", TAX)
    for title in (
        "Không phát sinh ca mắc mới",
        "Thư cảm ơn của UBND xã",
        "Cảm ơn thầy cô",
        "Chào cờ đầu tuần",
        "Chào mừng Đại hội Đảng",
    ):
        await world.say(lan, LINK)
        assert f"Tiêu đề: {title}" in await world.say(lan, title)
        await world.say(lan, "huỷ")
    assert world.rows("SELECT count(*) FROM drafts") == [0]
    await world.say(lan, LINK)
    assert "không có gì" in await world.say(lan, "Cảm ơn chị nhé")
    assert "Ghi nhận tháng 6/2021" in await world.say(lan, "đơn vị em tháng này không có tin bài")


async def test_nothing_in_several_months_is_told_before_it_is_offered(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    texts = (
        "tháng 4 và tháng 5 đơn vị không có tin bài; đơn vị không có tin bài từ tháng 3 đến nay; "
        "quý 2 đơn vị em không có tin bài; mấy tháng nay đơn vị em không có bài; "
        "từ đầu năm đơn vị không có bài; đơn vị không có tin, bài tháng 4, tháng 5; "
        "tháng 4-5 đơn vị em không có bài; 6 tháng đầu năm đơn vị em không có bài; "
        "/khongco từ tháng 3 đến nay nghỉ dịch; /khongco tháng 3 đến nay nghỉ dịch"
    )
    for text in texts.split("; "):
        assert "Mỗi lần xin báo một tháng" in await world.say(lan, text)
    assert world.rows("SELECT count(*) FROM dialogues") == [0]
    assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]
    text = "tháng 5 năm 2021 đơn vị em không có bài vì tập huấn từ tháng 4 đến tháng 6"
    assert "Ghi nhận tháng 5/2021" in await world.say(lan, text)
    await world.press(lan, "Ghi nhận không có")
    assert world.rows("SELECT month FROM confirmed_zeros") == ["2021-05"]


async def test_a_yes_after_a_preview_sends_nothing_and_is_told_what_does(world: World) -> None:
    await world.join("correspondent", TAX)
    chair = await world.join("chair")
    await world.say(chair, "/thongbao Mai nghỉ họp")
    for text in ("ừ", "ok", "gửi", "ok gửi đi", "đồng ý", "khoan", "chờ chút"):
        assert "chọn “Gửi cho 1 người”" in await world.say(chair, text)
    assert world.rows("SELECT count(*) FROM outbox") == [0]
    assert "Đang gửi thông báo" in await world.say(chair, "gửi cho 1 người")
    assert "không có gì" in await world.say(chair, "ok")
    await world.say(chair, "/thongbao Mai nghỉ họp")
    assert "chưa gửi cho ai" in await world.say(chair, "thôi")
    assert "không có gì" in await world.say(chair, "ừ")
    await world.say(chair, "1")
    await world.say(chair, "gửi cho 1 người")
    assert world.rows("SELECT count(*) FROM outbox") == [1]


async def test_a_yes_after_several_articles_is_told_what_logs_them(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    both = f"Khai mạc hội thao {LINK}\nBế mạc hội diễn {OTHER}"
    await world.say(lan, both)
    for text in ("ừ", "ok ạ", "đồng ý", "ghi cả ba"):
        assert "còn 2 bài chờ ghi" in await world.say(lan, text)
    assert world.rows("SELECT count(*) FROM articles") == [0]
    assert "Đã ghi 2 bài" in await world.say(lan, "ghi cả hai")
    assert "không có gì" in await world.say(lan, "ừ")


@pytest.mark.only("telegram", why="Zalo and the page hand no Reply in")
async def test_a_reply_to_a_receipt_is_about_its_article(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "/nop https://a.vn/tin/1 | Khai mạc hội thao huyện | 14/6")
    receipt = world.messenger.message_json(world.last(lan))
    await world.say(lan, "/nop https://a.vn/tin/2 | Tập huấn chuyển đổi số | 14/6")
    for text in ("sai ngày, 13/6 mới đúng", "hôm qua", "nhầm chuyên mục"):
        fields = {"text": text, "reply_to_message": receipt}
        await world.messenger._send(lan, None, text, fields)
        await world.stage.settled()
        assert "#1 Khai mạc hội thao huyện" in world.last(lan).text
    assert world.rows("SELECT published_on FROM articles") == ["2021-06-14", "2021-06-14"]
