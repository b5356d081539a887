"""Each doubt about Zalo's real service, answered either way: the conversation works with all."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from domain.errors import Conflict
from services.people.my_page import LINK_LIFE
from tests.fakes.zalo_answers import Answers
from tests.flows.conftest import BOARD, TAX, World, loaded, still_clock
from tests.flows.zalo_messenger import SITE, ZaloMessenger
from tests.flows.zalo_stage import zalo_stage

SPOKEN = "huyenmau .gov.vn/tin-tuc/bai-1.html"
LINK = "https://huyenmau.gov.vn/tin-tuc/bai-1.html"


def every_answer() -> list[Answers]:
    """Return the usual answers with each doubt answered in each way."""
    hints = get_type_hints(Answers)
    found = []
    for one in fields(Answers):
        for value in get_args(hints[one.name]) or (True, False):
            kwargs: dict[str, Any] = {one.name: value}
            found.append(Answers(**kwargs))
    return found


@asynccontextmanager
async def world_with(folder: Path, answers: Answers) -> AsyncIterator[World]:
    async with zalo_stage(loaded(folder, BOARD), still_clock()) as running:
        world = World(running, folder / "tinbai.db")
        server_of(world).answers = answers
        await world.load_sample()
        yield world


def server_of(world: World) -> Any:
    assert isinstance(world.messenger, ZaloMessenger)
    return world.messenger.server


def received(world: World, user: int) -> list[Any]:
    return list(server_of(world).sent(f"{user:020x}"))


@pytest.mark.parametrize("answers", every_answer(), ids=str)
async def test_an_article_is_logged_whatever_the_service_answers(
    tmp_path: Path, answers: Answers
) -> None:
    async with world_with(tmp_path, answers) as world:
        lan = await world.join("correspondent", TAX)
        await world.say(lan, f"/nop Khai mạc hội thao | {SPOKEN} | 14/6/2021 | Y tế")
        assert world.rows("SELECT title, link FROM articles") == [("Khai mạc hội thao", LINK)]
        shown = received(world, lan)[-1]
        assert "Đã ghi bài" in shown.text
        if answers.styles == "shown":
            assert "<b>" in shown.source
        assert world.rows("SELECT DISTINCT state FROM inbox") == ["done"]


@pytest.mark.parametrize("link", ["text", "link event", "attachment"])
async def test_a_pasted_link_is_read_wherever_it_stands(tmp_path: Path, link: Any) -> None:
    async with world_with(tmp_path, Answers(link=link)) as world:
        lan = await world.join("correspondent", TAX)
        assert "Tiêu đề của bài" in await world.say(lan, LINK)
        await world.say(lan, "Khai mạc hội thao")
        await world.press(lan, "Ghi nhận")
        assert world.rows("SELECT title, link FROM articles") == [("Khai mạc hội thao", LINK)]


async def test_a_link_that_never_arrives_is_answered_with_what_works(tmp_path: Path) -> None:
    async with world_with(tmp_path, Answers(link="card")) as world:
        lan = await world.join("correspondent", TAX)
        for _ in range(2):
            answer = await world.say(lan, LINK)
            assert "dán liên kết" not in answer
            assert "nop Khai mạc hội thao" in answer
            assert "xamau .gov.vn/tin-tuc/bai-1" in answer
        await world.say(lan, "/nop Khai mạc hội thao")
        assert "Xin xem lại" in await world.say(lan, SPOKEN)
        await world.press(lan, "Ghi nhận")
        assert world.rows("SELECT title, link FROM articles") == [("Khai mạc hội thao", LINK)]


async def test_bold_words_are_plain_once_the_service_has_refused_them(tmp_path: Path) -> None:
    async with world_with(tmp_path, Answers(styles="refused")) as world:
        lan = await world.join("correspondent", TAX)
        await world.say(lan, "/huongdan")
        first = server_of(world).calls["sendMessage"]
        await world.say(lan, "/huongdan")
        assert server_of(world).calls["sendMessage"] == first + 1
        assert all("<" not in message.text for message in received(world, lan))


async def test_a_reaction_gets_no_answer(tmp_path: Path) -> None:
    async with world_with(tmp_path, Answers()) as world:
        lan = await world.join("correspondent", TAX)
        before = len(received(world, lan))
        server_of(world).inject_unsupported(f"{lan:020x}", "message.reaction.received")
        assert isinstance(world.messenger, ZaloMessenger)
        await world.messenger.deliver()
        await world.stage.settled()
        assert len(received(world, lan)) == before


async def test_long_answers_take_few_messages(tmp_path: Path) -> None:
    async with world_with(tmp_path, Answers()) as world:
        chair = await world.join("chair")
        for command, most in (("/tinhhinh", 2), ("/baocao 2021-H1", 2)):
            before = len(received(world, chair))
            await world.say(chair, command)
            sent = received(world, chair)[before:]
            assert len(sent) <= most
            assert all(len(message.source or message.text) <= 2000 for message in sent)
        assert sent[-1].photo
        assert ".docx: https://" in sent[-1].text
        assert ".xlsx: https://" in sent[-1].text


@pytest.mark.parametrize("file", ["nothing", "attachment"])
async def test_a_file_is_answered_with_what_works(tmp_path: Path, file: Any) -> None:
    async with world_with(tmp_path, Answers(file=file)) as world:
        editor = await world.join("editor")
        server_of(world).inject_file(f"{editor:020x}", "bang.xlsx", "https://f.zalo.example/1.xlsx")
        assert isinstance(world.messenger, ZaloMessenger)
        await world.messenger.deliver()
        await world.stage.settled()
        assert "liên kết hoặc tệp thì Zalo không chuyển tới" in world.last(editor).text
        assert world.rows("SELECT count(*) FROM drafts") == [0]


@pytest.mark.parametrize("sent", ["file", "link", "sticker"])
async def test_what_zalo_cannot_carry_is_answered_with_a_link_to_the_persons_page(
    tmp_path: Path, sent: str
) -> None:
    async with world_with(tmp_path, Answers(file="nothing", link="card")) as world:
        world.services.my_page.serve_at(SITE)
        lan = await world.join("correspondent", TAX, "Lan")
        tokens = [await carried_in_vain(world, lan, sent) for _ in range(2)]

        assert tokens[0] != tokens[1]
        now = world.stage.clock()
        assert await world.services.my_page.name_of_link(tokens[0], now) == "Lan"
        await world.services.my_page.open(tokens[0], "", now)
        with pytest.raises(Conflict):
            await world.services.my_page.open(tokens[0], "", now)
        with pytest.raises(Conflict):
            await world.services.my_page.open(tokens[1], "", now + LINK_LIFE)


async def carried_in_vain(world: World, user: int, kind: str) -> str:
    """Send what Zalo does not carry; return the token of the link in the answer."""
    server, zalo_id = server_of(world), f"{user:020x}"
    if kind == "file":
        server.inject_file(zalo_id, "bang.xlsx", "https://f.zalo.example/1.xlsx")
    elif kind == "link":
        server.inject_text(zalo_id, LINK)
    else:
        server.inject_sticker(zalo_id)
    assert isinstance(world.messenger, ZaloMessenger)
    await world.messenger.deliver()
    await world.stage.settled()
    return page_token(world.last(user).text)


def page_token(text: str) -> str:
    [token] = re.findall(rf"{SITE}/trang/(\S+)", text)
    return str(token)


async def test_a_file_comes_with_a_link_to_its_receivers_page(tmp_path: Path) -> None:
    async with world_with(tmp_path, Answers()) as world:
        chair = await world.join("chair", name="Bình")
        assert "/trang/" not in await world.say(chair, "/baocao 2021-H1")
        world.services.my_page.serve_at(SITE)
        await world.say(chair, "/baocao 2021-H1")
        token = page_token(received(world, chair)[-1].text)
        now = world.stage.clock()
        assert await world.services.my_page.name_of_link(token, now) == "Bình"


async def test_neither_a_group_nor_a_stranger_is_given_a_page(tmp_path: Path) -> None:
    async with world_with(tmp_path, Answers()) as world:
        world.services.my_page.serve_at(SITE)
        lan = await world.join("correspondent", TAX)
        for chat in (-lan, world.stranger()):
            assert await world.services.my_page.link_of("zalo", chat, world.stage.clock()) is None
