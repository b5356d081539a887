"""Whatever has a button can be typed too: by its place in the list, or by what it says."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from services.upkeep.export import Exports
from tests.flows.conftest import BOARD, ETHNIC, START, TAX, World, loaded, still_clock
from tests.flows.conversation.test_replay import again
from tests.flows.shapes import stage

OTHER = BOARD.model_copy(update={"slug": "xa-ben", "name": "Ban Biên tập xã Bên"})
LINK = "https://huyenmau.gov.vn/tin-tuc/bai-1.html"


@pytest.fixture
async def two_boards(tmp_path: Path) -> AsyncIterator[World]:
    async with stage(loaded(tmp_path, BOARD, OTHER), still_clock()) as running:
        world = World(running, tmp_path / "tinbai.db")
        await world.load_sample()
        yield world


@pytest.mark.parametrize("typed", ["2", " 2. ", "2)"])
async def test_a_board_is_chosen_by_its_place_in_the_list(two_boards: World, typed: str) -> None:
    world = two_boards
    lan = await world.join("editor")
    await world.say(lan, await world.code("editor", board="xa-ben"))
    await world.say(lan, "/chonban")
    names = world.labels(lan)
    answer = await world.say(lan, typed)
    assert f"làm việc với {names[1]}" in answer


async def test_a_board_is_chosen_by_its_name_without_accents(two_boards: World) -> None:
    world = two_boards
    lan = await world.join("editor")
    await world.say(lan, await world.code("editor", board="xa-ben"))
    await world.say(lan, "/chonban")
    assert "làm việc với Ban Biên tập xã Bên" in await world.say(lan, "ban bien tap xa ben")


async def test_a_number_that_is_not_in_the_list_is_told(world: World) -> None:
    lan = await world.join("editor")
    await world.say(lan, "/chonban")
    assert "Không có lựa chọn 5" in await world.say(lan, "5")
    assert "làm việc với Ban Biên tập huyện Mẫu" in await world.say(lan, "1")


async def test_a_list_is_used_once(world: World) -> None:
    lan = await world.join("chair")
    await world.say(lan, "/ngonngu")
    assert "tiếng Việt" in await world.say(lan, "1")
    assert "số 1 đã được chọn rồi" in await world.say(lan, "1")


async def test_a_pressed_list_takes_no_number_any_more(world: World) -> None:
    lan = await world.join("chair")
    await world.say(lan, "/ngonngu")
    await world.press(lan, "Tiếng Việt")
    assert "số 2 đã được chọn rồi" in await world.say(lan, "2")
    assert world.rows("SELECT language FROM people") == ["vi"]


@pytest.mark.only(
    "telegram", "web", why="on Zalo a reminder's list goes on counting where the open one ends"
)
async def test_a_list_of_this_morning_takes_no_number_any_more(world: World) -> None:
    lan = await world.join("editor")
    await world.say(lan, "/ngonngu")
    await world.at(START + timedelta(hours=2))
    assert "chưa hiểu" in await world.say(lan, "2")
    assert world.rows("SELECT language FROM people") == ["vi"]


async def test_the_question_asked_last_takes_the_number(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "/ngonngu")
    await world.say(lan, f"/nop {LINK}")
    await world.say(lan, "Khai mạc hội thao toàn huyện")
    await world.press(lan, "Sửa chuyên mục")
    assert "Chuyên mục: Y tế" in await world.say(lan, "1")
    assert world.rows("SELECT language FROM people") == ["vi"]


async def test_a_list_asked_for_meanwhile_takes_the_number_and_the_draft_stays(
    world: World,
) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, f"/nop {LINK}")
    await world.say(lan, "/chonban")
    assert "làm việc với Ban Biên tập huyện Mẫu" in await world.say(lan, "1")
    assert "Xin xem lại" in await world.say(lan, "Khai mạc hội thao toàn huyện")


async def test_a_reports_choices_are_typed(world: World) -> None:
    chair = await world.join("chair")
    await world.say(chair, "/baocao 2021-H1")
    shown = next(m for m in reversed(world.messenger.messages(chair)) if m.buttons)
    place = [button.label for row in shown.buttons for button in row].index("Theo tháng") + 1
    answer = await world.say(chair, str(place))
    assert "tháng" in answer.lower()
    assert "Tháng 6" in " ".join(world.labels(chair))


async def test_a_typed_choice_handled_again_is_told_again(world: World) -> None:
    lan = await world.join("editor")
    await world.say(lan, "/ngonngu")
    await world.say(lan, "2")
    assert "From now on I answer in English" in await again(world, lan)


@pytest.mark.only("telegram", "web", why="on Zalo a list is kept where its messages come in")
async def test_what_was_offered_is_exported_and_forgotten_with_the_person(world: World) -> None:
    lan = await world.join("editor")
    await world.say(lan, "/chonban")
    (person,) = world.rows("SELECT id FROM people")
    exports = Exports(world.stage.runtime.base.database)
    assert [row["chat_id"] for row in (await exports.person(person))["offers"]] == [lan]
    board = world.services.boards.named("huyen-mau")
    await exports.forget(board, person, world.stage.clock())
    assert world.rows("SELECT chat_id FROM offers") == []


@pytest.mark.parametrize("again", ["{link}", "{link}?utm_source=zalo", "http://www.a.vn/tin/1"])
async def test_a_link_pasted_twice_is_asked_about_again(world: World, again: str) -> None:
    lan = await world.join("correspondent", TAX)
    link = "https://a.vn/tin/1"
    await world.say(lan, link)
    assert "Tiêu đề của bài" in await world.say(lan, again.format(link=link))
    await world.say(lan, f"Khai mạc hội thao huyện {link}")
    await world.say(lan, "ghi")
    assert world.rows("SELECT title, link FROM articles") == [("Khai mạc hội thao huyện", link)]


@pytest.mark.parametrize(
    "text", ["đúng rồi", "ok", "Không phải", "tiêu đề là gì vậy em", "lấy ở đâu", "https://"]
)
async def test_what_agrees_or_asks_back_is_no_title(world: World, text: str) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "https://a.vn/tin/1")
    await world.say(lan, text)
    assert "title" not in [
        key
        for row in world.rows("SELECT content FROM drafts")
        for key, value in _first(row)
        if value
    ]


def _first(content: Any) -> list[tuple[str, object]]:
    found = json.loads(content) if isinstance(content, str) else content
    return list(found[0].items())


async def test_of_a_pasted_post_the_headline_is_the_title(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "https://a.vn/tin/1")
    await world.say(
        lan, "Khai mạc hội thao huyện\nSáng 14/6, tại sân vận động đã khai mạc hội thao."
    )
    await world.say(lan, "ghi")
    assert world.rows("SELECT title FROM articles") == ["Khai mạc hội thao huyện"]


@pytest.mark.parametrize(
    "text",
    [
        "xoá bài 1",
        "rút giúp em bài #1 nhé",
        "sửa ngày bài 1",
        "sửa tiêu đề bài 1 thành Bế mạc hội thao",
        "/sua 1",
        "/sửa bài 1 13/6",
        "/xoá bài 1",
        "/rút #1",
    ],
)
async def test_what_is_to_become_of_an_article_is_chosen_below_it(world: World, text: str) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "/nop https://a.vn/tin/1 | Khai mạc hội thao huyện | 14/6")
    assert "#1 Khai mạc hội thao huyện" in await world.say(lan, text)
    assert "Rút bài #1" in world.labels(lan)
    assert world.rows("SELECT title, state, published_on FROM articles") == [
        ("Khai mạc hội thao huyện", "logged", "2021-06-14")
    ]


async def test_a_correction_without_a_number_is_told_how(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    assert "gửi số của bài" in await world.say(lan, "/sua")


@pytest.mark.parametrize("said", ["tiếng anh", "English", "tieng anh", "en"])
async def test_a_language_is_named_as_people_name_it(world: World, said: str) -> None:
    lan = await world.join("correspondent", TAX)
    assert "English" in await world.say(lan, f"/ngonngu {said}")
    assert "tiếng Việt" in await world.say(lan, "/language tiếng việt")


@pytest.mark.parametrize("code", ["{code}", "{lower}"])
async def test_a_code_is_no_answer_whatever_is_asked(world: World, code: str) -> None:
    lan = await world.join("correspondent", TAX)
    made = "A" * 9
    while not any(char.isdigit() for char in made):
        made = await world.code("correspondent", ETHNIC)
    await world.say(lan, "https://a.vn/tin/1")
    await world.say(lan, "/khongco")
    assert "Chào mừng anh/chị vào" in await world.say(
        lan, code.format(code=made, lower=made.lower())
    )
    assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]
    assert world.rows("SELECT count(*) FROM memberships") == [2]


@pytest.mark.parametrize("said", ["dân tộc", "phong dan toc", "Dan toc"])
async def test_a_part_that_one_unit_has_chooses_it(world: World, said: str) -> None:
    editor = await world.join("editor")
    await world.say(editor, "https://a.vn/tin/1")
    assert "Tiêu đề của bài" in await world.say(editor, said)
    await world.say(editor, "Khai mạc hội thao huyện")
    await world.say(editor, "ghi")
    assert world.rows("SELECT name FROM articles JOIN units ON units.id = unit_id") == [ETHNIC]


async def test_a_part_that_several_units_have_chooses_none(world: World) -> None:
    editor = await world.join("editor")
    await world.say(editor, "https://a.vn/tin/1")
    assert "Không có đơn vị" in await world.say(editor, "Phòng")


@pytest.mark.parametrize("said", ["trùng rồi em", "cùng một bài", "Chính là bài #1", "giống nhau"])
async def test_what_is_the_same_article_is_said_in_many_words(world: World, said: str) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "/nop https://a.vn/tin/1 | Khai mạc hội thao huyện | 14/6")
    await world.say(lan, "https://a.vn/tin/2")
    await world.say(lan, "Khai mạc hội thao huyện")
    await world.say(lan, said)
    assert world.rows("SELECT count(*) FROM drafts") == [0]
    assert world.rows("SELECT count(*) FROM articles") == [1]


@pytest.mark.parametrize(
    "said", ["không trùng", "2 bài khác nhau ạ", "bài mới", "không phải bài đó"]
)
async def test_what_is_another_article_is_said_in_many_words(world: World, said: str) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "/nop https://a.vn/tin/1 | Khai mạc hội thao huyện | 14/6")
    await world.say(lan, "https://a.vn/tin/2")
    await world.say(lan, "Khai mạc hội thao huyện")
    assert "Xin xem lại trước khi ghi" in await world.say(lan, said)
