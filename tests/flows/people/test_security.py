"""Floods, guesses and hostile words."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.calls import Origin, Visit
from handlers.flood import MOST_CHATS, FloodGate, Verdict
from services.people.joining import CodeRefused, Joined
from tests.flows.conftest import BOARD, TAX, ZONE, World, loaded, still_clock
from tests.flows.shapes import stage

NOW = datetime(2021, 6, 15, 2, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
NAME = "<a href='https://x.vn'>Lan</a> & <b>Đỗ"
TITLE = "</b><script>alert(1)</script> & &amp; <i>x</i> Khai mạc"


def test_a_flood_is_told_once_and_then_ignored_until_it_calms_down() -> None:
    gate = FloodGate(3)
    verdicts = [gate.judge(5, number, NOW + number * SECOND) for number in range(6)]
    assert verdicts == [Verdict.READ] * 3 + [Verdict.TELL, Verdict.IGNORE, Verdict.IGNORE]
    assert gate.judge(5, 6, NOW + 30 * SECOND) is Verdict.IGNORE
    assert gate.judge(5, 7, NOW + 95 * SECOND) is Verdict.READ
    assert gate.judge(6, 8, NOW + 2 * SECOND) is Verdict.READ


def test_an_update_that_is_handled_again_is_judged_the_same() -> None:
    gate = FloodGate(1)
    assert [gate.judge(5, 1, NOW) for _ in range(3)] == [Verdict.READ] * 3
    assert [gate.judge(5, 2, NOW) for _ in range(3)] == [Verdict.TELL] * 3


def test_a_clock_that_jumps_back_locks_nobody_out() -> None:
    gate = FloodGate(1)
    gate.judge(5, 1, NOW + timedelta(hours=1))
    assert gate.judge(5, 2, NOW) is Verdict.READ


def test_the_gate_forgets_chats_and_may_be_off() -> None:
    gate = FloodGate(1)
    for chat in range(MOST_CHATS + 1):
        gate.judge(chat, chat, NOW)
    assert gate.judge(0, -1, NOW) is Verdict.READ
    assert FloodGate(0).judge(5, 1, NOW) is Verdict.READ


async def test_who_floods_with_links_is_told_once_and_loses_none(tmp_path: Path) -> None:
    section = loaded(tmp_path, BOARD)
    section.config = section.config.model_copy(update={"flood_limit": 5})
    async with stage(section, still_clock()) as running:
        world = World(running, tmp_path / "tinbai.db")
        await world.load_sample()
        lan = await world.join("correspondent", TAX)
        answers = [await world.say(lan, f"/nop https://a.vn/{n} | Bài số {n}") for n in range(8)]
        assert [bool(answer) for answer in answers] == [True] * 5 + [False] * 3
        assert "Đang giữ 1 bài chờ ghi" in answers[4]
        assert world.rows("SELECT count(*) FROM articles") == [4]
        # Links are kept without an answer each, with all that their lines said.
        [content] = world.rows("SELECT content FROM drafts")
        for number in range(4, 8):
            assert f"https://a.vn/{number}" in str(content)
        assert "/nop" not in str(content)
        await world.at(datetime(2021, 6, 15, 9, 2, tzinfo=ZONE))
        assert "Đã ghi bài #5" in await world.say(lan, "/nop https://a.vn/9 | Bài số chín")


async def test_guesses_are_limited_over_all_accounts(world: World) -> None:
    people = world.services.people
    for guess in range(200):
        visit = Visit(Origin("telegram", guess), NOW, 5000 + guess, "Khách", "vi")
        assert await people.join(visit, "AAAAAAAAAA") == CodeRefused("wrong")
    code = await world.code("editor")
    late = Visit(Origin("telegram", 201), NOW, 9000, "Khách", "vi")
    assert await people.join(late, code) == CodeRefused("guesses")
    after = Visit(Origin("telegram", 202), NOW + timedelta(minutes=61), 9000, "Khách", "vi")
    assert isinstance(await people.join(after, code), Joined)


async def test_of_two_who_send_one_code_at_once_one_gets_in(world: World) -> None:
    code = await world.code("editor")
    assert code not in str(world.rows("SELECT * FROM invitations"))
    visits = [Visit(Origin("telegram", 1 + n), NOW, 5000 + n, "Khách", "vi") for n in range(8)]
    results = await asyncio.gather(*(world.services.people.join(v, code) for v in visits))
    assert sum(isinstance(result, Joined) for result in results) == 1
    assert results.count(CodeRefused("used")) == 7


@pytest.fixture
async def hostile(tmp_path: Path) -> AsyncIterator[World]:
    """A board whose name, topics and stages are written by somebody who knows HTML."""
    words = "<b>Ban</b> & <script>"
    board = BOARD.model_copy(
        update={
            "name": words,
            "topics": (words, "Y tế"),
            "reminders": tuple(
                one.model_copy(update={"text": f"{words} nhắc"}) for one in BOARD.reminders
            ),
        }
    )
    async with stage(loaded(tmp_path, board), still_clock()) as running:
        world = World(running, tmp_path / "tinbai.db")
        await world.load_sample()
        yield world


async def test_hostile_words_come_back_as_they_were_typed(hostile: World) -> None:
    chair = await hostile.join("chair", None, NAME)
    editor = await hostile.join("editor", None, NAME)
    lan = await hostile.join("correspondent", TAX, NAME)
    head = await hostile.join("head", TAX, NAME)
    await hostile.at(datetime(2021, 6, 28, 9, 0, tzinfo=ZONE))
    for person in (chair, editor, lan, head):
        assert "<b>Ban</b> & <script> nhắc" in hostile.last(person).text
    assert TITLE in await hostile.say(lan, f"/nop https://a.vn/1 | {TITLE} | 14/6")
    for text in ("/cuatoi", "/tim khai mạc", "/lichsu 1", "#1"):
        assert "&amp; <i>x</i> Khai mạc" in await hostile.say(lan, text)
    assert "<i>lý do</i>" in await hostile.say(lan, "/khongco tháng 5 <i>lý do</i> &")
    for text in (f"/nop {TITLE}", f"/{TITLE}", TITLE, f"/baocao {TITLE}", f"/ngonngu {TITLE}"):
        assert await hostile.say(lan, text)
        assert await hostile.say(chair, text)
    assert NAME in await hostile.say(editor, "/thanhvien")
    for command in ("tinhhinh", "nhac", "baocao 2021-H1", "donvi", "moi", "duyet", "ghichu"):
        for person in (chair, editor):
            await hostile.say(person, f"/{command}")
    await hostile.say(chair, f"/thongbao {TITLE}")
    await hostile.press(chair, "Gửi cho 3 người")
    assert TITLE in hostile.last(lan).text
    assert hostile.rows("SELECT fault_text FROM inbox WHERE state = 'dead'") == []
    assert hostile.rows("SELECT error FROM outbox WHERE state <> 'sent'") == []
