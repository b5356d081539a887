"""What people type where a button, a reason or another answer was expected, on each shape."""

import pytest

from tests.flows.conftest import TAX, World

LINK = "https://huyenmau.gov.vn/tin-tuc/bai-1.html"
OTHER = "https://huyenmau.gov.vn/tin-tuc/bai-2.html"
ZEROS = "SELECT month, reason FROM confirmed_zeros"


async def test_the_words_of_a_button_press_it_beside_its_question(world: World) -> None:
    editor = await world.join("editor")
    await world.say(editor, "/moi")
    assert "Mời cộng tác viên của đơn vị nào" in await world.say(editor, "cộng tác viên")
    await world.say(editor, "/moi")
    assert "Mời lãnh đạo" in await world.say(editor, "lãnh đạo đơn vị")
    await world.say(editor, "/moi")
    assert "Mã mời" in await world.say(editor, "Phòng Tư pháp")


async def test_what_was_offered_is_recorded_by_the_words_of_its_button(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    answer = await world.say(lan, "tháng 4 không phát sinh tin bài")
    assert "“Ghi nhận không có”" in answer
    assert "nút" not in answer
    await world.say(lan, "ghi nhận không có")
    assert world.rows(ZEROS) == [("2021-04", "tháng 4 không phát sinh tin bài")]


@pytest.mark.parametrize("text", ["tháng 5 bận tập huấn", "T5 bận tập huấn"])
async def test_a_reason_that_begins_with_another_month_is_asked_about(
    world: World, text: str
) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "/khongco")
    assert "Ghi nhận tháng 5/2021" in await world.say(lan, text)
    assert world.rows(ZEROS) == []
    await world.say(lan, "không")
    assert world.rows(ZEROS) == []
    await world.say(lan, "/khongco")
    await world.say(lan, text)
    await world.say(lan, "đúng")
    assert world.rows(ZEROS) == [("2021-05", text)]


@pytest.mark.parametrize(
    "text",
    [
        "tháng này bận tập huấn",
        "tháng 6 bận tập huấn",
        "tháng sau mới có bài",
        "tháng 7 mới có bài",
        "tháng trước đã gửi hết",
        "5 người nghỉ ốm",
        "bận từ tháng 5 nên chưa viết",
    ],
)
async def test_a_reason_for_the_month_that_was_asked_about_is_taken(
    world: World, text: str
) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "/khongco")
    await world.say(lan, text)
    assert world.rows(ZEROS) == [("2021-06", text)]


async def test_a_bare_no_asks_why_and_records_nothing(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    assert "Vì sao tháng 6/2021" in await world.say(lan, "không có")
    assert world.rows(ZEROS) == []
    await world.say(lan, "Tập trung diễn tập")
    assert world.rows(ZEROS) == [("2021-06", "Tập trung diễn tập")]


@pytest.mark.parametrize(
    ("command", "label"), [("/thongbao Mai nghỉ họp", "Gửi cho 1 người"), ("/nhac", "Gửi nhắc")]
)
async def test_what_was_not_to_be_sent_is_sent_by_no_old_button(
    world: World, command: str, label: str
) -> None:
    await world.join("correspondent", TAX)
    chair = await world.join("chair")
    await world.say(chair, command)
    preview = world.last(chair)
    (button,) = [button for row in preview.buttons for button in row if button.label == label]
    assert button.data is not None
    assert "chưa gửi cho ai" in await world.say(chair, "thôi")
    await world.messenger.press(chair, preview.id, button.data)
    await world.stage.settled()
    assert world.rows("SELECT count(*) FROM outbox") == [0]
    await world.say(chair, command)
    await world.press(chair, label)
    assert world.rows("SELECT count(*) FROM outbox") == [1]


@pytest.mark.parametrize("text", ["khoan", "thôi", "chờ chút", "khoan đã"])
async def test_words_that_put_off_are_no_text_for_the_board(world: World, text: str) -> None:
    await world.join("correspondent", TAX)
    chair = await world.join("chair")
    assert "Xin gửi nội dung" in await world.say(chair, f"/thongbao {text}")
    answer = await world.say(chair, "Thôi thúc các đơn vị nộp bài trước ngày 25")
    assert "sẽ gửi cho 1 người" in answer


@pytest.mark.parametrize("text", ["hôm nay", "13/6"])
async def test_a_second_day_at_the_question_for_the_title_is_the_day(
    world: World, text: str
) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINK)
    await world.say(lan, "hôm qua")
    assert "Tiêu đề của bài" in await world.say(lan, text)
    await world.say(lan, "Khai mạc hội thao")
    await world.say(lan, "ghi")
    day = {"hôm nay": "2021-06-15", "13/6": "2021-06-13"}[text]
    rows = world.rows("SELECT title, published_on FROM articles")
    assert rows == [("Khai mạc hội thao", day)]


async def test_a_day_at_the_question_for_the_topic_is_shown_before_it_is_logged(
    world: World,
) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, f"/nop {LINK} | Khai mạc hội thao | Thể thao")
    answer = await world.say(lan, "13/6")
    assert "Ngày đăng: 13/6/2021" in answer
    assert world.rows("SELECT count(*) FROM articles") == [0]
    await world.say(lan, "ghi")
    assert world.rows("SELECT published_on FROM articles") == ["2021-06-13"]


async def test_ghi_at_the_question_for_the_topic_logs_without_one(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, f"/nop {LINK} | Khai mạc hội thao | Thể thao")
    assert "Đã ghi bài #1." in await world.say(lan, "ghi")
    assert world.rows("SELECT topic_id FROM articles") == [None]


@pytest.mark.parametrize("text", ["sửa ngày 12/6", "đổi ngày đăng 12/6", "sửa lại ngày"])
async def test_who_wants_to_correct_is_told_how(world: World, text: str) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, f"/nop {LINK} | Khai mạc hội thao | 14/6")
    assert "số của bài, ví dụ #57" in (await world.say(lan, text)).replace("<code>", "")
    assert world.rows("SELECT published_on FROM articles") == ["2021-06-14"]


async def test_a_title_in_capitals_is_no_name_once_an_article_is_asked_about(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, f"/nop {LINK}")
    assert "Tiêu đề: Nguyễn Văn Trỗi" in await world.say(lan, "Nguyễn Văn Trỗi")
    assert world.rows("SELECT name FROM people") == ["Người 100"]


@pytest.mark.parametrize("text", ["sai tiêu đề", "sai tiêu đề rồi", "nhầm tiêu đề ạ"])
async def test_what_is_wrong_on_the_card_is_asked_for_anew(world: World, text: str) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, f"{LINK} Khánh thành cầu Mẫu")
    assert "là gì?" in await world.say(lan, text)
    await world.say(lan, "Khánh thành cầu dân sinh")
    await world.say(lan, "ok ghi")
    assert world.rows("SELECT title FROM articles") == ["Khánh thành cầu dân sinh"]


async def test_a_title_behind_nop_with_its_mark_is_one(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    assert "Xin dán liên kết" in await world.say(lan, "nộp Trao nhà tình nghĩa")
    assert "Tiêu đề: Trao nhà tình nghĩa" in await world.say(lan, LINK)
    await world.say(lan, "huỷ")
    assert "Tôi chưa hiểu" in await world.say(lan, "nộp thuế điện tử")


@pytest.mark.parametrize("text", ["lãnh đạo", "ctv"])
async def test_a_role_alone_is_asked_for_its_unit(world: World, text: str) -> None:
    editor = await world.join("editor")
    await world.say(editor, "/moi")
    assert "của đơn vị nào" in await world.say(editor, text)
    assert "Mã mời" in await world.say(editor, "phòng tư pháp")
