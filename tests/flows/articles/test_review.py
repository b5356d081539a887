"""Reviewing articles before they count."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.flows.conftest import BOARD, ETHNIC, TAX, World, loaded, still_clock
from tests.flows.shapes import stage


@pytest.fixture
async def reviewed(tmp_path: Path) -> AsyncIterator[World]:
    """A board that reviews every article."""
    board = BOARD.model_copy(update={"review": "required"})
    async with stage(loaded(tmp_path, board), still_clock()) as running:
        world = World(running, tmp_path / "tinbai.db")
        await world.load_sample()
        yield world


def _heard(world: World, user: int) -> list[str]:
    """Return what the bot wrote about reviewed articles."""
    texts = [message.text for message in world.messenger.messages(user) if message.from_bot]
    return [text for text in texts if "duyệt:" in text and "của anh/chị" in text]


async def test_the_queue_goes_from_one_article_to_the_next(reviewed: World) -> None:
    lan = await reviewed.join("correspondent", TAX)
    editor = await reviewed.join("editor")
    for number in (1, 2, 3):
        answer = await reviewed.say(
            lan, f"/nop https://a.vn/{number} | Bài viết số {number} | 14/6"
        )
        assert "chờ thư ký duyệt" in answer
    answer = await reviewed.say(editor, "/review")
    assert "Chờ duyệt: 3 bài" in answer
    assert "Bài viết số 1" in answer
    assert "Bài viết số 2" in await reviewed.press(editor, "Bài sau ›")
    answer = await reviewed.press(editor, "Duyệt bài #2")
    assert "Đã duyệt bài #2" in answer
    assert "Chờ duyệt: 2 bài" in answer
    assert "Bài viết số 3" in answer
    assert "Bài viết số 1" in await reviewed.press(editor, "Bài sau ›")
    assert reviewed.rows("SELECT number, state FROM articles ORDER BY number") == [
        (1, "pending"),
        (2, "logged"),
        (3, "pending"),
    ]


async def test_an_author_hears_the_outcome_once_with_the_reason(reviewed: World) -> None:
    lan = await reviewed.join("correspondent", TAX)
    editor, other = await reviewed.join("editor"), await reviewed.join("editor")
    await reviewed.say(lan, "/nop https://a.vn/1 | Khai mạc hội thao | 14/6")
    await reviewed.say(lan, "/nop https://a.vn/2 | Bế mạc hội thao | 14/6")
    await reviewed.say(editor, "/duyet")
    await reviewed.say(other, "/duyet")
    await reviewed.press(editor, "Duyệt bài #1")
    await reviewed.press(other, "Duyệt bài #1")
    assert "đã được xử lý" in reviewed.toasts(other)
    assert "Vì sao không duyệt" in await reviewed.press(editor, "Không duyệt bài #2")
    assert "ghi rõ lý do" in await reviewed.say(editor, "-")
    answer = await reviewed.say(editor, "Trùng với https://a.vn/1 <b>")
    assert "Đã không duyệt bài #2" in answer
    await reviewed.stage.move_clock(reviewed.stage.clock())
    approved, rejected = _heard(reviewed, lan)
    assert "Bài #1 của anh/chị đã được duyệt: Khai mạc hội thao." in approved
    assert "Lý do: Trùng với https://a.vn/1 <b>" in rejected
    assert reviewed.rows("SELECT kind, state FROM outbox") == [("review", "sent")] * 2
    assert "Không có bài nào chờ duyệt" in await reviewed.say(editor, "/review")


async def test_an_answer_about_an_article_decided_meanwhile_changes_nothing(
    reviewed: World,
) -> None:
    lan = await reviewed.join("correspondent", TAX)
    editor, other = await reviewed.join("editor"), await reviewed.join("editor")
    await reviewed.say(lan, "/nop https://a.vn/1 | Khai mạc hội thao | 14/6")
    await reviewed.say(editor, "/duyet")
    await reviewed.press(editor, "Không duyệt bài #1")
    await reviewed.say(other, "/duyet")
    await reviewed.press(other, "Duyệt bài #1")
    assert "đã được xử lý" in await reviewed.say(editor, "Thiếu ảnh minh hoạ")
    assert reviewed.rows("SELECT state FROM articles") == ["logged"]
    assert "chưa hiểu" in await reviewed.say(editor, "Thiếu ảnh minh hoạ")


async def test_a_rejected_article_is_corrected_and_handed_in_again(reviewed: World) -> None:
    lan = await reviewed.join("correspondent", TAX)
    editor = await reviewed.join("editor")
    await reviewed.say(lan, "/nop https://a.vn/1 | Khai mạc hội thao | 14/6")
    await reviewed.say(editor, "/duyet")
    await reviewed.press(editor, "Không duyệt bài #1")
    await reviewed.say(editor, "Sai tiêu đề")
    await reviewed.say(lan, "#1")
    await reviewed.press(lan, "Sửa tiêu đề")
    await reviewed.say(lan, "Khai mạc hội thao huyện")
    await reviewed.press(lan, "Gửi duyệt lại bài #1")
    assert reviewed.rows("SELECT state FROM articles") == ["pending"]
    await reviewed.say(editor, "/duyet")
    await reviewed.press(editor, "Duyệt bài #1")
    assert reviewed.rows("SELECT state FROM articles") == ["logged"]


async def test_an_approved_title_changed_by_its_author_waits_again(reviewed: World) -> None:
    lan = await reviewed.join("correspondent", TAX)
    editor = await reviewed.join("editor")
    await reviewed.say(lan, "/nop https://a.vn/1 | Khai mạc hội thao | 14/6")
    await reviewed.say(editor, "/duyet")
    await reviewed.press(editor, "Duyệt bài #1")
    await reviewed.say(lan, "#1")
    await reviewed.press(lan, "Sửa tiêu đề")
    assert "chờ thư ký duyệt lại" in await reviewed.say(lan, "Khai mạc hội thao huyện")
    assert reviewed.rows("SELECT state FROM articles") == ["pending"]
    await reviewed.say(lan, "/undo")
    assert reviewed.rows("SELECT title, state FROM articles") == [("Khai mạc hội thao", "logged")]


async def test_status_tells_readers_how_many_wait(reviewed: World) -> None:
    lan = await reviewed.join("correspondent", TAX)
    editor = await reviewed.join("editor")
    await reviewed.say(lan, "/nop https://a.vn/1 | Khai mạc hội thao | 14/6")
    answer = await reviewed.say(editor, "/status")
    assert f"Chờ duyệt: 1 bài ({reviewed.typed('/duyet')})." in answer
    assert "Chờ duyệt" not in await reviewed.say(lan, "/status")


async def test_only_readers_review(reviewed: World) -> None:
    lan = await reviewed.join("correspondent", TAX)
    minh = await reviewed.join("correspondent", ETHNIC)
    await reviewed.say(lan, "/nop https://a.vn/1 | Khai mạc hội thao | 14/6")
    assert "không có quyền" in await reviewed.say(lan, "/review")
    for user in (lan, minh):
        for data in ("v:ok:1", "v:no:1", "v:next:0"):
            await reviewed.say(user, "/mine")
            await reviewed.messenger.press(user, reviewed.last(user).id, data)
            await reviewed.stage.settled()
            assert "không có quyền" in reviewed.last(user).text
    assert reviewed.rows("SELECT state FROM articles") == ["pending"]


async def test_a_slip_may_be_why_an_article_is_rejected_but_not_a_wait(reviewed: World) -> None:
    lan, editor = await reviewed.join("correspondent", TAX), await reviewed.join("editor")
    await reviewed.say(lan, "/nop https://a.vn/1 | Khai mạc hội thao | 14/6")
    await reviewed.say(editor, "/duyet")
    await reviewed.press(editor, "Không duyệt bài #1")
    assert "vẫn chờ" in await reviewed.say(editor, "để em xem lại")
    assert reviewed.rows("SELECT state FROM articles") == ["pending"]
    await reviewed.say(editor, "sai tiêu đề")
    assert reviewed.rows("SELECT state FROM articles") == ["rejected"]
