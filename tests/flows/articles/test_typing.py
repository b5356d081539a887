"""Whatever has a button can be typed too: by its place in the list, or by what it says."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from services.upkeep.export import Exports
from tests.flows.conftest import BOARD, START, TAX, World, loaded, still_clock
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


@pytest.mark.telegram_only("on Zalo a reminder's list goes on counting where the open one ends")
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
    await world.say(lan, "hôm qua")
    assert "Chuyên mục: Y tế" in await world.say(lan, "1")
    assert world.rows("SELECT language FROM people") == ["vi"]


async def test_a_list_asked_for_meanwhile_takes_the_number_and_the_draft_stays(
    world: World,
) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, f"/nop {LINK}")
    await world.say(lan, "/chonban")
    assert "làm việc với Ban Biên tập huyện Mẫu" in await world.say(lan, "1")
    assert "ngày nào" in await world.say(lan, "Khai mạc hội thao toàn huyện")


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


@pytest.mark.telegram_only("on Zalo a list is kept where its messages come in")
async def test_what_was_offered_is_exported_and_forgotten_with_the_person(world: World) -> None:
    lan = await world.join("editor")
    await world.say(lan, "/chonban")
    (person,) = world.rows("SELECT id FROM people")
    exports = Exports(world.stage.runtime.base.database)
    assert [row["chat_id"] for row in (await exports.person(person))["offers"]] == [lan]
    board = world.services.boards.named("huyen-mau")
    await exports.forget(board, person, world.stage.clock())
    assert world.rows("SELECT chat_id FROM offers") == []
