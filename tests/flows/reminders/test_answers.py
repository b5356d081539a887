"""A reminder is answered where it stands: an article, nothing this month, everybody reminded."""

from datetime import datetime
from pathlib import Path

import pytest

from bot.config.model import BoardSection
from tests.flows.conftest import BOARD, ETHNIC, TAX, ZONE, World, loaded, still_clock
from tests.flows.shapes import stage

FIRST = datetime(2021, 6, 21, 8, 0, tzinfo=ZONE)
DIGEST = datetime(2021, 6, 29, 9, 0, tzinfo=ZONE)


async def test_a_reminder_offers_to_log_an_article(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.at(FIRST)
    assert world.labels(lan) == ["Ghi bài", "Tháng này không có"]
    assert "liên kết" in (await world.press(lan, "Ghi bài")).lower()
    await world.say(lan, "https://huyenmau.gov.vn/tin-tuc/bai-1.html")
    await world.say(lan, "Khai mạc hội thao")
    assert "Đã ghi bài #1." in await world.press(lan, "Ghi nhận")


async def test_a_reminder_takes_a_reason_for_nothing_by_button(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.at(FIRST)
    assert f"Vì sao tháng 6/2021, {TAX}" in await world.press(lan, "Tháng này không có")
    await world.press(lan, "Không phát sinh tin, bài")
    assert world.rows("SELECT month, reason FROM confirmed_zeros") == [
        ("2021-06", "Không phát sinh tin, bài")
    ]


async def test_a_reason_is_typed_too_and_stands_for_the_reminders_month(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.at(FIRST)
    await world.at(datetime(2021, 7, 1, 9, 0, tzinfo=ZONE))
    await world.press(lan, "Tháng này không có")
    await world.say(lan, "Đang sửa trụ sở")
    assert world.rows("SELECT month, reason FROM confirmed_zeros") == [
        ("2021-06", "Đang sửa trụ sở")
    ]


async def test_a_sentence_that_says_nothing_came_up_is_offered_as_the_reason(
    world: World,
) -> None:
    lan = await world.join("correspondent", TAX)
    await world.at(FIRST)
    answer = await world.say(lan, "Tháng này đơn vị không phát sinh tin bài")
    assert "Chưa có gì được ghi" in answer
    assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]
    await world.press(lan, "Ghi nhận không có")
    assert world.rows("SELECT month, reason FROM confirmed_zeros") == [
        ("2021-06", "Tháng này đơn vị không phát sinh tin bài")
    ]


async def test_a_press_after_articles_came_in_says_so(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.at(FIRST)
    number = world.last(lan).id
    await world.say(lan, "/nop https://a.vn/1 | Khai mạc hội thao | 20/6")
    board = world.rows("SELECT id FROM boards")[0]
    await world.messenger.press(lan, number, f"zn:2021-06:{board}")
    await world.stage.settled()
    assert "1" in world.toasts(lan)
    assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]


async def test_a_digest_reminds_everybody_and_stays_to_be_read(world: World) -> None:
    editor, lan = await world.join("editor"), await world.join("correspondent", TAX)
    await world.at(DIGEST)
    digest = world.last(editor)
    assert world.labels(editor) == ["Nhắc tất cả", "Mời người"]
    before = len(world.messenger.messages(lan))
    # The month's own reminder came the same morning.
    assert "Hôm nay mọi người đã được nhắc" in await world.press(editor, "Nhắc tất cả")
    assert len(world.messenger.messages(lan)) == before
    assert digest.text in [m.text for m in world.messenger.messages(editor)]


async def test_a_digest_invites_where_nobody_is(world: World) -> None:
    editor = await world.join("editor")
    await world.at(DIGEST)
    assert "Mời ai?" in await world.press(editor, "Mời người")


async def test_a_reminder_of_another_board_records_nothing_for_this_one(tmp_path: Path) -> None:
    second = BoardSection(slug="xa-hai", name="Ban Biên tập xã Hai", topics=())
    async with stage(loaded(tmp_path, BOARD, second), still_clock()) as running:
        world = World(running, tmp_path / "tinbai.db")
        await world.load_sample()
        lan = await world.join("correspondent", ETHNIC)
        await world.at(FIRST)
        chair_code = await world.code("chair", board="xa-hai")
        reminder = world.last(lan).id
        await world.say(lan, f"/start {chair_code}")
        board = world.rows("SELECT id FROM boards WHERE slug = ?", "huyen-mau")[0]
        await world.messenger.press(lan, reminder, f"zn:2021-06:{board}")
        await world.stage.settled()
        assert "của ban khác" in world.last(lan).text
        assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]


async def of_two_units(world: World) -> int:
    """Have somebody of two units reminded; return the user id."""
    lan = await world.join("correspondent", TAX)
    await world.say(lan, f"/start {await world.code('correspondent', ETHNIC)}")
    await world.at(FIRST)
    return lan


async def test_of_two_units_the_one_that_is_named_is_meant(world: World) -> None:
    lan = await of_two_units(world)
    answer = await world.say(lan, "phong dan toc thang nay khong phat sinh tin bai")
    assert ETHNIC in answer
    assert TAX not in answer
    assert "Đã ghi" in await world.say(lan, "có")
    assert "Đã ghi" in await world.say(lan, f"/khongco tháng 5 {TAX} tập trung quyết toán")
    assert world.rows(
        "SELECT month, units.name FROM confirmed_zeros JOIN units ON units.id = unit_id "
        "ORDER BY month DESC"
    ) == [("2021-06", ETHNIC), ("2021-05", TAX)]


async def test_yes_records_what_was_offered_and_nothing_else(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "đồng ý")
    await world.say(lan, "Tháng này đơn vị không phát sinh tin bài")
    await world.say(lan, "không")
    assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]
    await world.say(lan, "Tháng này đơn vị không phát sinh tin bài")
    assert "Đã ghi: tháng 6/2021" in await world.say(lan, "vâng")
    await world.say(lan, "có")
    assert world.rows("SELECT count(*) FROM confirmed_zeros") == [1]


@pytest.mark.parametrize("said", ["không", "thôi", "không phải ạ"])
async def test_what_was_offered_is_dropped_by_a_no(world: World, said: str) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "Tháng này đơn vị không phát sinh tin bài")
    assert "không có gì thay đổi" in await world.say(lan, said)
    await world.say(lan, "vâng")
    assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]


async def test_a_yes_behind_an_article_confirms_nothing(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "Tháng này đơn vị không phát sinh tin bài")
    await world.say(lan, "https://a.vn/tin/1")
    await world.say(lan, "có")
    assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]


async def test_no_is_no_reason(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.at(FIRST)
    await world.press(lan, "Tháng này không có")
    assert "Xin nêu lý do" in await world.say(lan, "không có")
    assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]
    await world.say(lan, "Đang sửa trụ sở")
    assert world.rows("SELECT reason FROM confirmed_zeros") == ["Đang sửa trụ sở"]


async def test_talk_is_no_reason(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "/khongco")
    for text in ("phải rồi", "từ từ", "xong", "chưa", "anh ơi", "em gửi sau"):
        await world.say(lan, text)
    assert "chưa phải là lý do" in await world.say(lan, "/khongco từ từ")
    assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]
    await world.say(lan, "/khongco em ốm")
    assert world.rows("SELECT reason FROM confirmed_zeros") == ["em ốm"]


async def test_nothing_is_recorded_in_the_month_that_is_named(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    assert "Ghi nhận tháng 5/2021" in await world.say(lan, "tháng rồi đơn vị em không có tin bài")
    await world.say(lan, "có")
    await world.say(lan, "/khongco Đơn vị không phát sinh tin, bài trong tháng 4")
    answer = await world.say(lan, "/khongco Nghỉ lễ tháng 3")
    assert "Ghi nhận tháng 3/2021" in answer
    assert "Chưa có gì được ghi" in answer
    assert world.rows("SELECT month FROM confirmed_zeros ORDER BY month") == ["2021-04", "2021-05"]
    await world.say(lan, "có")
    await world.say(lan, "/khongco tháng này chuẩn bị đại hội tháng 5")
    assert world.rows("SELECT month, reason FROM confirmed_zeros ORDER BY month DESC") == [
        ("2021-06", "chuẩn bị đại hội tháng 5"),
        ("2021-05", "tháng rồi đơn vị em không có tin bài"),
        ("2021-04", "Đơn vị không phát sinh tin, bài trong tháng 4"),
        ("2021-03", "Nghỉ lễ tháng 3"),
    ]
    for text in ("T4, T5 đơn vị em không có tin bài", "/khongco T4, T5 nghỉ dịch"):
        assert "một tháng" in await world.say(lan, text)


async def test_a_number_that_begins_a_reason_is_no_month(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    for text in ("2 đồng chí nghỉ ốm", "xin 3 ngày nghỉ phép", "lập 5 chốt kiểm dịch"):
        assert "Đã ghi: tháng 6/2021" in await world.say(lan, f"/khongco {text}")
        assert world.rows("SELECT reason FROM confirmed_zeros WHERE month = '2021-06'") == [text]
        await world.say(lan, "/hoantac")
    assert "cần một tháng" in await world.say(lan, "/khongco 5 nghỉ lễ")
    assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]
    await world.say(lan, "/khongco 5: nghỉ lễ")
    assert world.rows("SELECT month, reason FROM confirmed_zeros") == [("2021-05", "nghỉ lễ")]


@pytest.mark.parametrize(
    "text",
    [
        "https://a.vn/tin/1",
        "Khai mạc hội thao huyện Mẫu\nhttps://a.vn/tin/1",
        "www.a.vn/tin/1",
    ],
)
async def test_an_article_is_no_reason_for_none(world: World, text: str) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "/khongco")
    assert "Tiêu đề" in await world.say(lan, text)
    assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]
    assert world.rows("SELECT count(*) FROM drafts") == [1]
    assert world.rows("SELECT count(*) FROM dialogues") == [0]
    assert "chưa phải là lý do" in await world.say(lan, "/khongco https://a.vn/tin/2")
    assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]


@pytest.mark.parametrize(
    "text", ["tháng này và tháng sau", "tháng 5 và tháng này", "tháng 6, tháng sau"]
)
async def test_several_months_are_told_apart(world: World, text: str) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, f"/khongco {text} bận diễn tập")
    await world.say(lan, f"/khongco {text}")
    assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]


@pytest.mark.parametrize(
    "reason",
    ["do bão", "bão", "Do có bão", "hỏng", "máy hỏng", "khó quá", "để anh Tư xem lại", "nhà ở xa"],
)
async def test_a_short_reason_is_stored(world: World, reason: str) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, f"/khongco {reason}")
    assert world.rows("SELECT reason FROM confirmed_zeros") == [reason]


OF_JUNE = (
    "không có tin bài do nghỉ từ tháng 4; không có bài, tháng 5 đã gửi 3 bài; "
    "không có tin, bài đã gửi tháng trước; nghỉ thai sản từ tháng 4; như tháng trước; "
    "cộng tác viên nghỉ việc từ tháng trước; chờ quyết toán tháng 5; không có tin bài như tháng 5; "
    "không có tin bài, giống tháng trước; không có tin bài so với tháng trước; "
    "không có tin bài vì chờ quyết toán tháng 5; đã gửi bù tháng 5; "
    "Tháng này không có bài ạ, tháng trước em đã gửi 3 bài; "
    "Tháng này đơn vị không có tin bài, tháng sau gửi bù; Không có tin bài, tháng sau gửi bù; "
    "Tháng này không có bài ạ, hẹn tháng sau; Không có tin bài, tháng 7 em sẽ gửi; "
    "tháng này, tháng sau gửi bù; Đơn vị không có tin bài, để tháng sau gửi"
)


@pytest.mark.parametrize("text", OF_JUNE.split("; "))
async def test_a_month_said_aside_is_not_the_one_that_is_reported(world: World, text: str) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, f"/khongco {text}")
    assert world.rows("SELECT month FROM confirmed_zeros") == ["2021-06"]


@pytest.mark.parametrize(
    "text",
    [
        "Tháng này đơn vị không có tin bài, tháng sau gửi bù",
        "Tháng này không có bài ạ, hẹn tháng sau",
        "Không có tin bài, tháng sau gửi bù",
        "Đơn vị em không có tin bài, tháng trước em đã gửi 3 bài",
        "Đơn vị em không có tin bài do nghỉ từ tháng 4",
    ],
)
async def test_a_month_said_aside_is_not_the_one_that_is_offered(world: World, text: str) -> None:
    lan = await world.join("correspondent", TAX)
    assert "Ghi nhận tháng 6/2021" in await world.say(lan, text)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("không phát sinh tin bài trong tháng 5", "2021-05"),
        ("Không có tin, bài tháng 5 do nghỉ dịch", "2021-05"),
        ("đơn vị em tháng trước không có tin bài", "2021-05"),
        ("không có bài nào trong tháng 5, tháng 6 sẽ gửi bù", "2021-05"),
        ("không có tin bài tháng 4, tháng 5", None),
        ("tháng này, tháng sau sẽ không có bài", None),
        ("không có tin bài tháng 7", None),
    ],
)
async def test_a_month_directly_round_nothing_is_the_one_that_is_reported(
    world: World, text: str, month: str | None
) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, f"/khongco {text}")
    assert world.rows("SELECT month FROM confirmed_zeros") == ([month] if month else [])


async def test_a_reason_is_chosen_by_its_number(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "/khongco")
    await world.say(lan, "2")
    assert world.rows("SELECT reason FROM confirmed_zeros") == ["Tập trung công tác chuyên môn"]


async def test_a_digest_and_the_rounds_preview_name_each_unit_once(world: World) -> None:
    editor = await world.join("editor")
    await world.join("correspondent", TAX)
    await world.at(DIGEST)
    digest = world.last(editor).text
    assert digest.count(f"• {ETHNIC}") == 1
    assert digest.count(f"• {TAX}") == 1
    preview = await world.say(editor, "/nhac")
    assert preview.count(f"• {ETHNIC}") == 1
    assert "23 đơn vị: đã gửi" in preview


async def test_a_digest_reminds_once_more_whoever_was_reminded_days_before(world: World) -> None:
    editor, lan = await world.join("editor"), await world.join("correspondent", TAX)
    minh = await world.join("head", ETHNIC)
    for day in (21, 25, 28):
        await world.at(datetime(2021, 6, day, 9, 0, tzinfo=ZONE))
    before = [len(world.messenger.messages(user)) for user in (lan, minh)]
    # The heads' own reminder came the same morning.
    assert "Đang nhắc 1 người" in await world.press(editor, "Nhắc tất cả")
    after = [len(world.messenger.messages(user)) for user in (lan, minh)]
    assert after == [before[0] + 1, before[1]]
    assert "Nhắc gửi tin, bài tháng 6/2021" in world.last(lan).text
    assert "Tháng này không có" in world.labels(lan)
    # A second press the same day, from the digest or from the preview, sends nothing.
    preview = await world.say(editor, "/nhac")
    assert f"{TAX} – " in preview
    assert f"• {TAX} – không có ai để nhắc" not in preview
    assert "Hôm nay mọi người đã được nhắc" in await world.press(editor, "Nhắc lại tất cả")
    assert [len(world.messenger.messages(user)) for user in (lan, minh)] == after
    await world.say(lan, "/khongco Đang sửa trụ sở")
    await world.at(datetime(2021, 6, 29, 9, 0, tzinfo=ZONE))
    await world.say(editor, "/nhac")
    assert "Đang nhắc 1 người" in await world.press(editor, "Nhắc lại tất cả")


@pytest.mark.only("telegram", "web", why="a press with made-up data cannot come from Zalo")
async def test_a_reason_that_is_no_reason_is_not_stored(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "/khongco")
    await world.messenger.press(lan, world.last(lan).id, "zr:2021-06:9")
    await world.stage.settled()
    assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]
