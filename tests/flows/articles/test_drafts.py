"""A draft's dialogue off the beaten path: other answers, old and forged buttons."""

import pytest

from tests.flows.conftest import ETHNIC, TAX, World

LINK = "https://huyenmau.gov.vn/tin-tuc/bai-1.html"
OTHER = "https://huyenmau.gov.vn/tin-tuc/bai-2.html"


async def at_the_card(world: World) -> int:
    """Bring a correspondent's draft to its card."""
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINK)
    await world.say(lan, "Khai mạc hội thao")
    return lan


async def forge(world: World, user: int, data: str) -> str:
    """Press a button that the newest message does not have."""
    await world.messenger.press(user, world.last(user).id, data)
    await world.stage.settled()
    return world.last(user).text


async def revision(world: World) -> int:
    """Return the revision of the only draft."""
    (found,) = world.rows("SELECT revision FROM drafts")
    return int(found)


async def test_a_unit_and_no_link_can_be_typed(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, await world.code("correspondent", ETHNIC))
    assert "đơn vị nào" in await world.say(lan, "/nop")
    assert "dán liên kết" in await world.say(lan, "phong dan toc")
    assert "Tiêu đề" in await world.say(lan, "-")
    await world.say(lan, "Bế mạc hội thao")
    await world.say(lan, "hôm qua")
    await world.say(lan, "giao duc")
    await world.press(lan, "video")
    assert "Đã ghi bài #1." in await world.say(lan, "ok")
    assert world.rows("SELECT link, kind, published_on FROM articles") == [
        ("", "video", "2021-06-14")
    ]


async def test_a_link_sent_when_the_unit_is_asked_for_is_kept(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, await world.code("correspondent", ETHNIC))
    await world.say(lan, "/nop")
    answer = await world.say(lan, LINK)
    assert "đơn vị nào" in answer
    assert "Không có đơn vị" not in answer
    assert "Tiêu đề" in await world.say(lan, ETHNIC)
    await world.say(lan, "Bế mạc hội thao")
    await world.say(lan, "hôm nay")
    await world.say(lan, "-")
    await world.say(lan, "ghi")
    assert world.rows("SELECT link FROM articles") == [LINK]


async def test_dropping_one_of_several_articles_tells_how_many_wait(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "\n".join(f"https://a.vn/{place}" for place in (1, 2, 3)))
    answer = await world.say(lan, "/huy")
    assert f"còn 2 bài đang chờ ghi. Gõ {world.typed('/huy')}" in answer
    assert "còn 1 bài đang chờ ghi" in await world.say(lan, "/huy")
    assert "chưa có gì được ghi" in await world.say(lan, "/huy")
    assert world.rows("SELECT count(*) FROM drafts") == [0]


async def test_the_card_is_answered_by_typing(world: World) -> None:
    lan = await at_the_card(world)
    assert "14/6/2021" in await world.say(lan, "14/6")
    assert "16/6/2021 chưa tới" in await world.say(lan, "16/6/2021")
    assert "Xin chọn" in await world.say(lan, "chưa biết")
    assert "chưa có gì được ghi" in await world.say(lan, "thôi")
    assert world.rows("SELECT count(*) FROM drafts") == [0]


async def test_an_old_button_changes_no_message_and_is_told_in_a_toast(world: World) -> None:
    lan = await at_the_card(world)
    card = world.last(lan)
    await world.say(lan, "14/6")
    old = next(button.data for row in card.buttons for button in row if button.label == "Ghi nhận")
    await world.messenger.press(lan, card.id, str(old))
    await world.stage.settled()
    known = "đã được trả lời" if world.channel != "zalo" else "đã được dùng"
    assert known in world.toasts(lan)
    assert world.rows("SELECT count(*) FROM articles") == [0]
    assert "chưa có gì được ghi" in await world.press(lan, "Huỷ")


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        ("unit:1", "không có quyền"),
        ("topic:9999", "đã cũ"),
        ("kind:sach", "đã cũ"),
        ("edit:twin", "đã cũ"),
        ("same:1", "đã cũ"),
        ("update:1", "đã cũ"),
        ("other:", "đã cũ"),
        ("skip:title", "đã cũ"),
        ("date:2021-07-01", "chưa tới"),
        ("date:hom nao", "không đọc được"),
    ],
)
async def test_a_forged_button_changes_nothing(world: World, verb: str, words: str) -> None:
    lan = await at_the_card(world)
    before = world.rows("SELECT content FROM drafts")
    assert words in await forge(world, lan, f"d:{await revision(world)}:{verb}")
    assert world.rows("SELECT content FROM drafts") == before
    assert world.rows("SELECT count(*) FROM articles") == [0]


async def test_a_button_without_a_draft_says_that_it_was_used(world: World) -> None:
    lan = await at_the_card(world)
    card = world.last(lan).buttons[0][0].data
    await world.press(lan, "Ghi nhận")
    for data in (str(card), "c:1-1:log", "c:1:all"):
        await forge(world, lan, data)
        if world.channel == "zalo":
            assert "đã được dùng" in world.toasts(lan)
        else:
            assert "Đã ghi bài #1." in (world.last(lan).alert or "")
            assert "Đã ghi bài #1." in world.last(lan).text


async def test_a_line_with_an_unknown_topic_is_logged_once_the_topic_is_chosen(
    world: World,
) -> None:
    lan = await world.join("correspondent", TAX)
    answer = await world.say(lan, f"/nop {LINK} | Khai mạc hội thao | 14/6 | Y tee")
    assert "Có phải là “Y tế”" in answer
    assert "Đã ghi bài #1." in await world.press(lan, "Y tế")


async def test_a_link_that_somebody_logged_meanwhile_is_answered_with_its_number(
    world: World,
) -> None:
    lan = await at_the_card(world)
    minh = await world.join("correspondent", ETHNIC)
    await world.say(minh, f"/nop {LINK} | Bài của phòng khác | 14/6")
    assert "đã được ghi rồi, số #1" in await world.press(lan, "Ghi nhận")
    await world.say(lan, OTHER)
    await world.say(lan, "Bế mạc hội thao")
    await world.press(lan, "Sửa liên kết")
    assert "đã được ghi rồi, số #1" in await world.say(lan, LINK)
    assert world.rows("SELECT count(*) FROM articles") == [1]


async def test_a_likely_twin_can_be_an_update_or_dropped_by_typing(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, f"/nop {LINK} | Khai mạc hội thao cán bộ, công chức | 14/6 | Y tế")
    again = "Khai mạc hội thao cán bộ công chức"
    await world.say(lan, f"/nop {OTHER} | {again} | 14/6 | Y tế")
    assert "chưa có gì được ghi" in await world.say(lan, "thôi")
    await world.say(lan, f"/nop {OTHER} | {again} | 14/6 | Y tế")
    assert "Đã ghi bài #2." in await world.say(lan, "cập nhật của #1")
    assert world.rows("SELECT claim FROM twin_pairs") == ["update"]
    await world.say(lan, f"/nop https://a.vn/3 | {again} | 14/6 | Y tế")
    assert "đã được ghi rồi, số #2" in await world.say(lan, "trùng #2")


async def test_several_links_of_which_some_are_known_or_doubtful(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    minh = await world.join("correspondent", ETHNIC)
    await world.say(lan, f"/nop {LINK} | Khai mạc hội thao cán bộ, công chức | 14/6 | Y tế")
    assert "số #1" in await world.say(minh, f"{LINK}\n{LINK}?utm_source=zalo")
    assert world.rows("SELECT count(*) FROM drafts") == [0]
    text = "\n".join(
        [
            f"{LINK} Bài đã ghi",
            f"{OTHER} Khai mạc hội thao cán bộ công chức",
            "https://a.vn/3 Trao bò giống cho hộ nghèo",
            "https://a.vn/4 Khai giảng lớp xóa mù chữ",
        ]
    )
    answer = await world.say(minh, text)
    assert "đã được ghi rồi, số #1" in answer
    assert "3 bài chờ ghi, trong đó 2 bài" in answer
    await world.press(minh, "Xem từng bài")
    for _place in range(3):
        if "Bài khác" in world.labels(minh):
            await world.press(minh, "Bài khác")
        await world.press(minh, "Ghi nhận")
    assert world.rows("SELECT count(*) FROM articles") == [4]
    assert world.rows("SELECT count(*) FROM drafts") == [0]


async def test_a_line_with_bars_and_two_links_is_one_article(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    answer = await world.say(lan, f"{LINK} | Khai mạc hội thao | {OTHER} | 14/6")
    assert "mỗi bài chỉ có một liên kết" in answer
    assert world.rows("SELECT count(*) FROM drafts") == [1]


async def test_a_corrected_date_is_taken_while_the_unit_is_asked_for(world: World) -> None:
    editor = await world.join("editor")
    asked = await world.say(editor, "/nop https://a.vn/1 | Khai mạc hội thao | 31/2/2021")
    assert "“31/2/2021” không đọc được" in asked
    assert "của đơn vị nào" in asked
    answer = await world.say(editor, "14/6/2021")
    assert "Không có đơn vị" not in answer
    assert "của đơn vị nào" in answer
    answer = await world.say(editor, TAX)
    assert "Bài đăng ngày nào" not in answer
    assert "14/6/2021" in answer
