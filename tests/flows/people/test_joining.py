"""Joining by invitation, and what a stranger learns: nothing."""

from datetime import datetime, timedelta

import pytest

from bot.config.model import BoardSection
from tests.flows.conftest import (
    BOARD,
    ETHNIC,
    START,
    TAX,
    ZONE,
    World,
    loaded,
    still_clock,
)
from tests.flows.shapes import stage

HOW = "xin liên hệ thư ký của ban để nhận mã"


async def test_a_stranger_is_told_how_to_get_in_and_nothing_of_the_board(world: World) -> None:
    guest = world.stranger()
    for text in ("xin chào", "/status", "/report 2021-H1", "/submit https://a.vn/1", "/help"):
        answer = await world.say(guest, text)
        assert HOW in answer
        assert "huyện Mẫu" not in answer
    await world.messenger.send_sticker(guest)
    await world.stage.settled()
    assert HOW in world.last(guest).text
    assert world.rows("SELECT count(*) FROM people") == [0]


@pytest.mark.only("telegram", "web", why="Zalo does not tell which language a person reads")
async def test_a_stranger_who_reads_english_is_told_in_english(world: World) -> None:
    guest = world.stranger(language="en")
    assert "invitation" in await world.say(guest, "hello")


async def test_a_code_is_read_bare_in_any_case_with_a_space_or_as_a_deep_link(
    world: World,
) -> None:
    for wrap in (str, str.lower, lambda code: f"{code[:5]} {code[5:]}", "/start {}".format):
        user = world.stranger()
        code = await world.code("correspondent", TAX)
        answer = await world.say(user, wrap(code))
        assert "Chào mừng anh/chị vào Ban Biên tập huyện Mẫu" in answer
        assert TAX in answer
    assert world.rows("SELECT count(*) FROM memberships") == [4]


async def test_a_code_works_once(world: World) -> None:
    code = await world.code("editor")
    await world.say(world.stranger(), code)
    other = world.stranger()
    assert "đã được dùng" in await world.say(other, code)
    assert HOW in await world.say(other, "/status")


async def test_a_code_expires(world: World) -> None:
    code = await world.code("editor")
    await world.at(START + timedelta(days=14, seconds=1))
    assert "đã hết hạn" in await world.say(world.stranger(), code)


async def test_guesses_are_limited_per_account(world: World) -> None:
    guest = world.stranger()
    for number in range(5):
        assert "không đúng" in await world.say(guest, f"AAAAABBBB{'ABCDE'[number]}")
    good = await world.code("editor")
    assert "quá nhiều lần" in await world.say(guest, good)
    await world.at(START + timedelta(hours=1, seconds=1))
    assert "Chào mừng" in await world.say(guest, good)


async def test_codes_are_stored_as_hashes_only(world: World) -> None:
    code = await world.code("editor")
    await world.say(world.stranger(), code)
    dump = "\n".join(
        str(row)
        for row in world.rows("SELECT * FROM invitations")
        + world.rows("SELECT result FROM effects")
    )
    assert code not in dump


async def test_a_chair_invites_in_chat_and_an_editor_invites_no_chair(world: World) -> None:
    chair = await world.join("chair")
    editor = await world.join("editor")
    answer = await world.say(chair, "/invite phong tu phap")
    assert "Phòng Tư pháp" in answer
    code = answer.splitlines()[1]
    assert "Chào mừng" in await world.say(world.stranger(), code)
    await world.messenger.press(chair, world.last(chair).id, "i:chair")
    await world.stage.settled()
    assert "trưởng ban" in world.last(chair).text
    await world.say(editor, "/help")
    await world.messenger.press(editor, world.last(editor).id, "i:chair")
    await world.stage.settled()
    assert "không có quyền" in world.last(editor).text


async def test_a_correspondent_may_not_do_what_the_board_does(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    for command in ("/report 2021-H1", "/remind", "/units", f"/invite {ETHNIC}"):
        answer = await world.say(lan, command)
        assert "không có quyền" in answer or "không dùng được" in answer, command


async def test_a_person_of_two_boards_works_with_one_at_a_time(tmp_path_factory: object) -> None:
    from pathlib import Path
    from tempfile import TemporaryDirectory

    second = BoardSection(slug="xa-hai", name="Ban Biên tập xã Hai", topics=())
    with TemporaryDirectory() as folder:
        config = loaded(Path(folder), BOARD, second)
        async with stage(config, still_clock()) as running:
            world = World(running, Path(folder) / "tinbai.db")
            await world.load_sample()
            user = world.stranger()
            await world.say(user, await world.code("editor"))
            answer = await world.say(user, await world.code("editor", board="xa-hai"))
            assert "xã Hai" in answer
            assert "chonban" in answer
            await world.say(user, "/board")
            assert world.labels(user) == ["Ban Biên tập huyện Mẫu", "Ban Biên tập xã Hai"]
            assert "huyện Mẫu" in await world.press(user, "Ban Biên tập huyện Mẫu")
            assert "Đơn vị của ban (25)" in await world.say(user, "/units")


async def test_the_language_can_be_changed(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "/language")
    assert "English" in await world.press(lan, "English")
    named = world.typed("/submit")
    assert f"{named} – log a published article" in await world.say(lan, "/help")
    assert "There are two languages" in await world.say(lan, "/language fr")


async def test_an_edited_message_is_not_read_again(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "/nop https://a.vn/1 | Khai mạc hội thao")
    assert world.rows("SELECT count(*) FROM articles") == [1]
    assert datetime.now(ZONE) is not None
