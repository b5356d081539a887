"""The same article twice: the author is asked, an editor decides."""

import asyncio
from typing import Any

from domain.people import Role
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
    assert "Hãy bấm nút" in await world.say(minh, "ừ nhỉ")
    assert "đã được ghi rồi, số #1" in await world.say(minh, "trùng")
    await world.say(minh, f"/nop {OTHER} | {AGAIN}")
    assert "Đã ghi bài #2." in await world.say(minh, "Khác")


async def test_a_dialogue_asks_before_its_card(world: World) -> None:
    _lan, minh = await logged_once(world)
    await world.say(minh, OTHER)
    await world.say(minh, AGAIN)
    await world.press(minh, "Hôm qua")
    assert "có thể đã được ghi" in await world.press(minh, "Y tế")
    assert "Xin xem lại" in await world.press(minh, "Bài khác")
    assert "Đã ghi bài #2." in await world.press(minh, "Ghi nhận")


async def test_a_changed_title_is_compared_again(world: World) -> None:
    _lan, minh = await logged_once(world)
    await world.say(minh, OTHER)
    await world.say(minh, "Bế mạc giải bóng chuyền")
    await world.press(minh, "Hôm qua")
    await world.press(minh, "Y tế")
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

    origin = Origin("local", 10_000 + user)
    visit = Visit(origin, world.stage.clock(), user, "Người", "vi")
    return await world.services.people.identify(visit)


async def test_an_editors_word_is_a_decision(world: World) -> None:
    await logged_once(world)
    editor = await world.join(Role.EDITOR.value)
    await world.say(editor, f"/nop {OTHER} | {AGAIN} | 14/6 | Y tế | {POLICE}")
    assert "Đã ghi bài #2." in await world.press(editor, "Bài khác")
    assert world.rows("SELECT claim, decision FROM twin_pairs") == [("different", "kept")]
