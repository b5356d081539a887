"""The same article twice: the author is asked, an editor decides."""

import asyncio
from datetime import datetime
from typing import Any

import pytest

from domain.boards import Board
from domain.people.records import Role
from services.twins.search import Twins
from tests.flows.conftest import ETHNIC, POLICE, TAX, World

LINK = "https://huyenmau.gov.vn/tin-tuc/bai-1.html"
OTHER = "https://huyenmau.gov.vn/tin-tuc/bai-2.html"
TITLE = "Khai mạc giải bóng chuyền nông dân huyện lần thứ III"
AGAIN = "Khai mạc giải bóng chuyền nông dân huyện lần thứ 3"


async def logged_once(world: World) -> tuple[int, int]:
    """Have one unit log the article; return its author and somebody of another unit."""
    lan = await world.join("correspondent", TAX, "Lan")
    minh = await world.join("correspondent", ETHNIC, "Minh")
    await world.say(lan, f"/nop {LINK} | {TITLE} | 14/6 | Y tế")
    return lan, minh


async def test_a_line_that_repeats_an_article_asks_in_this_case_alone(world: World) -> None:
    _lan, minh = await logged_once(world)
    answer = await world.say(minh, f"/nop {OTHER} | {AGAIN} | 14/6 | Y tế")
    assert "có thể đã được ghi" in answer
    assert f"#1 {TITLE} (14/6/2021, {TAX})" in answer
    assert world.labels(minh) == ["Chính là bài #1", "Cập nhật bài #1", "Bài khác", "Huỷ"]
    assert world.rows("SELECT count(*) FROM articles") == [1]
    answer = await world.say(minh, "/nop https://a.vn/3 | Bế mạc giải bóng chuyền nông dân | Y tế")
    assert "Đã ghi bài #2." in answer


async def test_the_same_article_is_answered_with_its_number_and_not_stored(world: World) -> None:
    _lan, minh = await logged_once(world)
    await world.say(minh, f"/nop {OTHER} | {AGAIN}")
    assert "đã được ghi rồi, số #1" in await world.press(minh, "Chính là bài #1")
    assert world.rows("SELECT count(*) FROM articles") == [1]
    assert world.rows("SELECT count(*) FROM drafts") == [0]


async def test_an_update_and_a_different_article_both_count(world: World) -> None:
    _lan, minh = await logged_once(world)
    await world.say(minh, f"/nop {OTHER} | {AGAIN} | 14/6 | Y tế")
    assert "Đã ghi bài #2." in await world.press(minh, "Cập nhật bài #1")
    answer = await world.say(minh, f"/nop https://a.vn/3 | {AGAIN} | 14/6 | Y tế")
    assert "Chính là bài #1" in world.labels(minh)
    assert "Chính là bài #2" in world.labels(minh)
    assert "Đã ghi bài #3." in await world.press(minh, "Bài khác")
    assert world.rows("SELECT state FROM articles") == ["logged"] * 3
    assert world.rows(
        "SELECT a.number, o.number, claim, decision FROM twin_pairs "
        "JOIN articles a ON a.id = article_id JOIN articles o ON o.id = other_id ORDER BY 1, 2"
    ) == [(2, 1, "update", None), (3, 1, "different", None), (3, 2, "different", None)]
    assert "Có thể" not in answer


async def test_typing_answers_the_question_too(world: World) -> None:
    _lan, minh = await logged_once(world)
    await world.say(minh, f"/nop {OTHER} | {AGAIN}")
    assert "Xin chọn" in await world.say(minh, "chưa biết")
    assert "đã được ghi rồi, số #1" in await world.say(minh, "trùng")
    await world.say(minh, f"/nop {OTHER} | {AGAIN}")
    assert "Đã ghi bài #2." in await world.say(minh, "Khác")


async def test_a_dialogue_asks_before_its_card(world: World) -> None:
    _lan, minh = await logged_once(world)
    await world.say(minh, OTHER)
    assert "có thể đã được ghi" in await world.say(minh, AGAIN)
    assert "Xin xem lại" in await world.press(minh, "Bài khác")
    assert "Đã ghi bài #2." in await world.press(minh, "Ghi nhận")


async def test_a_changed_title_is_compared_again(world: World) -> None:
    _lan, minh = await logged_once(world)
    await world.say(minh, OTHER)
    await world.say(minh, "Bế mạc giải bóng chuyền")
    await world.press(minh, "Sửa tiêu đề")
    assert "có thể đã được ghi" in await world.say(minh, AGAIN)


async def test_a_withdrawn_article_is_nobodys_twin_until_it_is_restored(world: World) -> None:
    lan, minh = await logged_once(world)
    await world.say(lan, "/hoantac")
    assert "Đã ghi bài #2." in await world.say(minh, f"/nop {OTHER} | {AGAIN} | 14/6 | Y tế")
    await world.say(minh, "/hoantac")
    await world.say(lan, "#1")
    await world.press(lan, "Khôi phục bài #1")
    assert "có thể đã được ghi" in await world.say(minh, f"/nop {OTHER} | {AGAIN} | 14/6 | Y tế")


async def test_an_edited_title_is_known_to_the_next_author(world: World) -> None:
    lan, minh = await logged_once(world)
    await world.say(lan, "#1")
    await world.press(lan, "Sửa tiêu đề")
    await world.say(lan, "Trao bò giống cho hộ nghèo xã Ia Pal")
    assert "Đã ghi bài #2." in await world.say(minh, f"/nop {OTHER} | {AGAIN} | 14/6 | Y tế")
    answer = await world.say(
        minh, "/nop https://a.vn/9 | Trao bò giống cho các hộ nghèo ở xã Ia Pal | 14/6 | Y tế"
    )
    assert "có thể đã được ghi" in answer


async def test_two_people_logging_one_link_at_one_moment_make_one_article(world: World) -> None:
    await logged_once(world)
    services = world.services
    calls = []
    for user in (101, 102):
        seen = world.rows("SELECT chat_id FROM accounts WHERE chat_id = ?", user)
        assert seen == [user]
        calls.append(await call_of(world, user))
    results = await asyncio.gather(
        *(services.submissions.submit(call, f"{OTHER} | Trao bò giống | 14/6") for call in calls)
    )
    assert sorted(result.outcome for result in results) == ["already", "logged"]
    assert {getattr(result, "number", 2) for result in results} == {2}
    assert world.rows("SELECT count(*) FROM articles WHERE link = ?", OTHER) == [1]


async def call_of(world: World, user: int) -> Any:
    """Return a person's call, as the handlers make it."""
    from domain.calls import Origin, Visit

    origin = Origin(world.channel, 10_000 + user)
    visit = Visit(origin, world.stage.clock(), user, "Người", "vi")
    return await world.services.people.identify(visit)


async def test_an_editors_word_is_a_decision(world: World) -> None:
    await logged_once(world)
    editor = await world.join(Role.EDITOR.value)
    await world.say(editor, f"/nop {OTHER} | {AGAIN} | 14/6 | Y tế | {POLICE}")
    assert "Đã ghi bài #2." in await world.press(editor, "Bài khác")
    assert world.rows("SELECT claim, decision FROM twin_pairs") == [("different", "kept")]


async def two_alike(world: World, said: str = "Bài khác") -> tuple[int, int, int]:
    """Have two units log what may be one article; return the authors and an editor."""
    lan, minh = await logged_once(world)
    await world.say(minh, f"/nop {OTHER} | {AGAIN} | 14/6 | Y tế")
    await world.press(minh, said)
    return lan, minh, await world.join("editor", name="Thư ký Hoa")


async def test_an_editor_sees_a_pair_in_review_and_merges_it(world: World) -> None:
    _lan, minh, editor = await two_alike(world)
    answer = await world.say(editor, "/duyet")
    assert "Hai bài có thể là một: còn 1 cặp" in answer
    assert "Minh cho biết bài #2 khác bài #1." in answer
    assert "là bài trùng của #1" in await world.press(editor, "#2 trùng #1")
    assert world.rows("SELECT number, state, duplicate_of FROM articles") == [
        (1, "logged", None),
        (2, "duplicate", 1),
    ]
    assert "Bài #2 của anh/chị" in world.last(minh).text
    assert "trùng với bài #1" in world.last(minh).text
    assert "Hai bài" not in await world.say(editor, "/duyet")
    assert world.rows("SELECT count(*) FROM outbox WHERE kind = 'merged'") == [1]


async def test_the_earlier_of_a_pair_can_be_the_duplicate_and_be_split_again(
    world: World,
) -> None:
    await two_alike(world)
    editor = 103
    await world.say(editor, "/duyet")
    await world.press(editor, "#1 trùng #2")
    assert world.rows("SELECT number FROM articles WHERE state = 'duplicate'") == [1]
    assert "lại được tính riêng" in await world.press(editor, "Tách bài #1 ra lại")
    assert world.rows("SELECT state, duplicate_of FROM articles") == [("logged", None)] * 2
    assert "Tách bài đã gộp" in await world.say(editor, "/lichsu 1")


async def test_keeping_both_settles_a_pair_for_good(world: World) -> None:
    _lan, _minh, editor = await two_alike(world, "Cập nhật bài #1")
    assert "bài cập nhật của #1" in await world.say(editor, "/review")
    assert "Giữ cả hai bài #2 và #1" in await world.press(editor, "Giữ cả hai")
    assert world.rows("SELECT state FROM articles") == ["logged", "logged"]
    await world.stage.runtime.tick()
    assert "Hai bài" not in await world.say(editor, "/review")


async def test_rejecting_one_of_a_pair_tells_its_author_the_reason_once(world: World) -> None:
    _lan, minh, editor = await two_alike(world)
    await world.say(editor, "/duyet")
    assert "Vì sao không duyệt bài #2" in await world.press(editor, "Không duyệt bài #2")
    assert "Đã không duyệt bài #2" in await world.say(editor, "Bài này phòng Tài chính đã đăng")
    assert "Lý do: Bài này phòng Tài chính đã đăng" in world.last(minh).text
    assert world.rows("SELECT state FROM articles ORDER BY number") == ["logged", "rejected"]
    assert world.rows("SELECT count(*) FROM outbox") == [1]


async def test_what_nobody_was_asked_about_is_found_by_the_clock(world: World) -> None:
    lan, minh = await logged_once(world)
    await world.say(minh, f"/nop {OTHER} | Trao bò giống cho hộ nghèo | 14/6 | Y tế")
    await world.stage.runtime.tick()
    editor = await world.join("editor")
    assert "Hai bài" not in await world.say(editor, "/duyet")
    await world.say(minh, "#2")
    await world.press(minh, "Sửa tiêu đề")
    await world.say(minh, AGAIN)
    await world.stage.runtime.tick()
    assert "Hai bài có thể là một" in await world.say(editor, "/duyet")
    await world.say(minh, "#2")
    await world.press(minh, "Sửa tiêu đề")
    await world.say(minh, "Trao bò giống cho hộ nghèo")
    await world.stage.runtime.tick()
    assert "Hai bài" not in await world.say(editor, "/duyet")
    assert lan


async def test_the_clock_looks_at_boards_with_something_new_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept: list[str] = []
    sweep = Twins.sweep

    async def listen(twins: Twins, board: Board, now: datetime) -> int:
        swept.append(board.slug)
        return await sweep(twins, board, now)

    monkeypatch.setattr(Twins, "sweep", listen)
    await world.stage.runtime.tick()
    assert swept == []
    _lan, minh = await logged_once(world)
    for _ in range(2):
        await world.stage.runtime.tick()
    assert len(swept) == 1
    await world.say(minh, "#1")
    assert len(swept) == 1
    await world.say(minh, f"/nop {OTHER} | Trao bò giống cho hộ nghèo | 14/6 | Y tế")
    await world.say(minh, "#2")
    await world.press(minh, "Sửa tiêu đề")
    await world.say(minh, "Trao dê giống cho hộ nghèo")
    await world.stage.runtime.tick()
    assert len(swept) == 2


async def test_only_an_editor_of_the_board_decides(world: World) -> None:
    lan, _minh, editor = await two_alike(world)
    await world.say(lan, "/mine")
    for data in ("tw:later:1", "tw:keep:1", "tw:no:1", "tw:split:1", "tw:next:0"):
        await world.messenger.press(lan, world.last(lan).id, data)
        await world.stage.settled()
        assert "không có quyền" in world.last(lan).text
    await world.say(editor, "/duyet")
    await world.messenger.press(editor, world.last(editor).id, "tw:keep:99")
    await world.stage.settled()
    assert "đã được xử lý" in world.last(editor).text
    assert world.rows("SELECT decision FROM twin_pairs") == [None]
