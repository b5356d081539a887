"""Logging an article costs what only its author knows, and one tap."""

import pytest

from tests.flows.conftest import ETHNIC, TAX, World

LINK = "https://huyenmau.gov.vn/tin-tuc/bai-1.html"
TITLE = "Khai mạc hội thao"


async def at_the_card(world: World, title: str = TITLE) -> int:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINK)
    await world.say(lan, title)
    return lan


async def test_a_link_of_an_unknown_host_takes_a_title_and_one_tap(world: World) -> None:
    lan = await at_the_card(world, "Xã Ia Pal về đích nông thôn mới")
    card = world.last(lan).text
    assert "Ngày đăng: 15/6/2021 (hôm nay)" in card
    assert "Chuyên mục: Nông thôn mới (gợi ý)" in card
    assert world.labels(lan)[0] == "Ghi nhận"
    assert {"Sửa ngày", "Sửa chuyên mục"} <= set(world.labels(lan))
    assert "Đã ghi bài #1." in await world.press(lan, "Ghi nhận")
    assert world.rows(
        "SELECT published_on, name FROM articles JOIN topics ON topics.id = topic_id"
    ) == [("2021-06-15", "Nông thôn mới")]


async def test_an_article_without_a_topic_is_logged_and_gets_it_with_a_tap(world: World) -> None:
    lan = await at_the_card(world)
    assert "Chuyên mục: chưa chọn" in world.last(lan).text
    await world.press(lan, "Ghi nhận")
    assert world.rows("SELECT topic_id FROM articles") == [None]
    assert world.labels(lan)[:4] == ["Y tế", "Giáo dục", "An ninh - Quốc phòng", "Chuyên mục khác"]
    assert "Bài #1 thuộc chuyên mục nào" in await world.press(lan, "Chuyên mục khác")
    await world.press(lan, "Nông thôn mới")
    assert world.rows("SELECT name FROM articles JOIN topics ON topics.id = topic_id") == [
        "Nông thôn mới"
    ]


async def test_a_suggestion_that_does_not_fit_is_put_off(world: World) -> None:
    lan = await at_the_card(world, "Xã Ia Pal về đích nông thôn mới")
    await world.press(lan, "Sửa chuyên mục")
    assert "Chuyên mục: chưa chọn" in await world.press(lan, "Để sau")
    await world.press(lan, "Ghi nhận")
    assert world.rows("SELECT topic_id FROM articles") == [None]


async def test_every_topic_is_one_tap_further(world: World) -> None:
    lan = await at_the_card(world)
    await world.press(lan, "Sửa chuyên mục")
    assert "Nông thôn mới" not in world.labels(lan)
    await world.press(lan, "Chuyên mục khác")
    assert "Chuyên mục: Nông thôn mới" in await world.press(lan, "Nông thôn mới")


@pytest.mark.parametrize("asked", [True, False])
@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("nong thon", "Nông thôn mới"),
        ("Quốc phòng", "An ninh - Quốc phòng"),
        ("an ninh quoc phong", "An ninh - Quốc phòng"),
        ("An ninh, quốc phòng", "An ninh - Quốc phòng"),
        ("an ninh và quốc phòng", "An ninh - Quốc phòng"),
        ("giáo", "Giáo dục"),
    ],
)
async def test_a_part_that_one_topic_has_chooses_it(
    world: World, text: str, topic: str, asked: bool
) -> None:
    lan = await at_the_card(world)
    if asked:
        await world.press(lan, "Sửa chuyên mục")
    card = await world.say(lan, text)
    assert f"Chuyên mục: {topic}" in card
    assert f"Tiêu đề: {TITLE}" in card


async def test_the_day_of_the_card_is_changed_with_one_tap(world: World) -> None:
    lan = await at_the_card(world)
    assert "Ngày đăng: 14/6/2021" in await world.press(lan, "Hôm qua")
    await world.press(lan, "Ghi nhận")
    assert world.rows("SELECT published_on FROM articles") == ["2021-06-14"]


async def test_a_day_in_doubt_is_asked_about_and_never_taken_for_today(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    answer = await world.say(lan, f"/nop {LINK} | {TITLE} | 20/6")
    assert "ngày nào" in answer
    assert "Ghi nhận" not in world.labels(lan)
    assert world.rows("SELECT count(*) FROM articles") == [0]


async def test_of_two_units_the_one_used_last_comes_first(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, f"/start {await world.code('correspondent', ETHNIC)}")
    for number, used in ((1, ETHNIC), (2, TAX), (3, ETHNIC)):
        await world.say(lan, f"/nop https://a.vn/{number} | Tin số {number} của huyện | 14/6")
        await world.press(lan, used)
        if "Bài khác" in world.labels(lan):
            await world.press(lan, "Bài khác")
        await world.say(lan, f"https://a.vn/{number}0")
        assert world.labels(lan)[:2] == [used, TAX if used == ETHNIC else ETHNIC]
        await world.press(lan, "Huỷ")


async def test_what_the_cards_buttons_say_may_be_typed(world: World) -> None:
    lan = await at_the_card(world)
    assert "đăng ngày nào" in await world.say(lan, "sửa ngày")
    await world.say(lan, "14/6")
    assert "Nông thôn mới" in await world.say(lan, "chuyên mục khác") + str(world.labels(lan))
    assert "Chuyên mục: Nông thôn mới" in await world.say(lan, "nông thôn")
    assert "Loại: ảnh" in await world.say(lan, "ảnh")
    await world.say(lan, "Đổi tiêu đề")
    await world.say(lan, "Bế mạc hội thao")
    await world.say(lan, "ghi")
    assert world.rows("SELECT title, published_on, kind FROM articles") == [
        ("Bế mạc hội thao", "2021-06-14", "anh")
    ]


@pytest.mark.parametrize("text", ["ok em", "dạ ghi", "ghi giúp em", "Vâng ạ", "đúng rồi em"])
async def test_whoever_agrees_to_the_card_has_it_logged(world: World, text: str) -> None:
    lan = await at_the_card(world)
    assert "Đã ghi bài #1." in await world.say(lan, text)


@pytest.mark.parametrize("text", ["chưa ghi", "không đúng", "sai rồi", "khoan đã", "để em xem"])
async def test_whoever_does_not_agree_has_nothing_logged(world: World, text: str) -> None:
    lan = await at_the_card(world)
    await world.say(lan, text)
    assert world.rows("SELECT count(*) FROM articles") == [0]


@pytest.mark.parametrize(
    "line", [f"/nop:{LINK}", f"/nop|{LINK}", f"/nop: {LINK}", f"nộp bài {LINK}"]
)
async def test_a_line_right_behind_the_command_is_read_whole(world: World, line: str) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, f"{line} | {TITLE} | 14/6")
    assert world.rows("SELECT link, title, published_on, kind FROM articles") == [
        (LINK, TITLE, "2021-06-14", "tin")
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("tiêu đề là Bế mạc hội thao huyện", "Tiêu đề: Bế mạc hội thao huyện"),
        ("sửa tiêu đề thành Bế mạc hội thao", "Tiêu đề: Bế mạc hội thao"),
        ("chủ đề giáo dục", "Chuyên mục: Giáo dục"),
        ("chuyên mục: y tế", "Chuyên mục: Y tế"),
        ("loại ảnh", "Loại: ảnh"),
        ("sửa chuyên mục thành nông thôn mới", "Chuyên mục: Nông thôn mới"),
    ],
)
async def test_what_the_card_shows_is_changed_by_its_name(
    world: World, text: str, shown: str
) -> None:
    lan = await at_the_card(world)
    assert shown in await world.say(lan, text)
    assert world.rows("SELECT count(*) FROM articles") == [0]


@pytest.mark.only("zalo", why="elsewhere a card has buttons")
@pytest.mark.parametrize("text", ["chọn 1", "Chọn số 1 ạ", "bấm 1", "1 nhé"])
async def test_a_number_is_chosen_in_words(world: World, text: str) -> None:
    lan = await at_the_card(world)
    assert "Đã ghi bài #1." in await world.say(lan, text)
