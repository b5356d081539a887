"""Reminders: when they go out, to whom, and what the board sees of them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from bot.config.model import StageSection
from domain.boards import StageScope
from tests.flows.conftest import BOARD, ETHNIC, TAX, ZONE, World, loaded, still_clock
from tests.flows.local_stage import Stage
from tests.flows.shapes import stage

FIRST = datetime(2021, 6, 21, 8, 0, tzinfo=ZONE)  # 20/6/2021 is a Sunday
GROUP = -4001


def remembered(world: World, user: int) -> list[str]:
    """Return what the bot told a person, besides answers to commands."""
    return [
        m.text for m in world.messenger.messages(user) if m.from_bot and "háng 6/2021" in m.text
    ]


async def test_a_stage_on_a_sunday_goes_out_on_monday_morning(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.at(datetime(2021, 6, 20, 8, 0, tzinfo=ZONE))
    assert remembered(world, lan) == []
    await world.at(FIRST)
    (reminder,) = remembered(world, lan)
    assert f"• {TAX}" in reminder
    assert "30/6/2021" in reminder
    await world.at(datetime(2021, 6, 21, 8, 1, tzinfo=ZONE))
    assert len(remembered(world, lan)) == 1


async def test_a_unit_that_answered_meanwhile_is_not_reminded(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "/khongco Đang kiểm tra")
    await world.at(FIRST)
    assert world.rows("SELECT count(*) FROM reminders") == [0]


async def test_downtime_over_several_stages_sends_the_latest_only_and_says_so(
    world: World,
) -> None:
    lan = await world.join("correspondent", TAX)
    head = await world.join("head", TAX)
    editor = await world.join("editor")
    chair = await world.join("chair")
    await world.at(datetime(2021, 6, 29, 9, 0, tzinfo=ZONE))
    assert len(remembered(world, lan)) == 1
    assert "Xin anh/chị nhắc cộng tác viên" in world.last(head).text
    for person in (editor, chair):
        digest = world.last(person).text
        assert f"• {TAX}" in digest
        assert "Đợt nhắc đã lỡ" in digest
        assert "nhac-1 (ngày 21/6/2021)" in digest
    assert world.rows("SELECT stage, outcome FROM stage_runs ORDER BY due_on, stage") == [
        ("nhac-1", "overtaken"),
        ("nhac-2", "run"),
        ("bao-cao", "run"),
        ("lanh-dao", "run"),
        ("tong-hop", "run"),
    ]


async def test_what_was_due_at_night_waits_for_the_morning(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.at(datetime(2021, 6, 21, 23, 0, tzinfo=ZONE))
    assert remembered(world, lan) == []
    await world.at(datetime(2021, 6, 22, 7, 0, tzinfo=ZONE))
    assert len(remembered(world, lan)) == 1


async def test_a_stage_that_a_month_left_behind_is_named_in_the_next_months_digest(
    world: World,
) -> None:
    lan = await world.join("correspondent", TAX)
    editor = await world.join("editor")
    await world.at(datetime(2021, 7, 2, 9, 0, tzinfo=ZONE))
    assert remembered(world, lan) == []
    await world.at(datetime(2021, 7, 27, 9, 0, tzinfo=ZONE))
    assert "nhac-1 (ngày 21/6/2021)" in world.last(editor).text
    assert "tháng 7/2021" in world.last(editor).text


async def test_the_head_stands_in_for_a_correspondent_who_blocked_the_bot(world: World) -> None:
    lan = await world.join("correspondent", TAX, "Lan")
    head = await world.join("head", TAX, "Hòa")
    editor = await world.join("editor")
    world.messenger.blocked.add(lan)
    await world.at(FIRST)
    assert "Không nhắn được cho cộng tác viên" in world.last(head).text
    error, why = {
        "telegram": ("blocked", "đã chặn trợ lý"),
        "zalo": ("not_found", "không tìm thấy tài khoản"),
        "web": ("not_found", "không tìm thấy tài khoản"),
    }[world.channel]
    assert world.rows("SELECT state, error FROM outbox ORDER BY id") == [
        ("failed", error),
        ("sent", None),
    ]
    answer = await world.say(editor, "/tinhhinh")
    assert f"1. Lan – không gửi được ({why}); đã nhắc Hòa thay" in answer


async def test_a_unit_without_anybody_is_named_to_the_editors(world: World) -> None:
    await world.join("correspondent", TAX)
    editor = await world.join("editor")
    await world.at(datetime(2021, 6, 28, 9, 0, tzinfo=ZONE))
    digest = world.last(editor).text
    nobody = digest.partition("Không có ai để nhắc")[2]
    assert f"• {ETHNIC}" in nobody
    assert TAX not in nobody


async def test_who_writes_again_can_be_reminded_again(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    world.messenger.blocked.add(lan)
    await world.at(FIRST)
    # On Zalo one refusal says little.
    still = int(world.channel == "zalo")
    assert world.rows("SELECT active FROM accounts WHERE chat_id = ?", lan) == [still]
    world.messenger.blocked.discard(lan)
    await world.say(lan, "/tinhhinh")
    assert world.rows("SELECT active FROM accounts WHERE chat_id = ?", lan) == [1]
    await world.at(datetime(2021, 6, 25, 8, 0, tzinfo=ZONE))
    assert len([t for t in remembered(world, lan) if "Nhắc gửi tin, bài" in t]) == 1


async def test_whom_a_round_did_not_reach_is_still_in_its_lines(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    editor = await world.join("editor")
    world.messenger.blocked.add(lan)
    await world.at(FIRST)
    board = world.services.boards.named(None)
    shown = await world.services.reminders.preview_by_operator(board, None, "nhac-1", FIRST)
    of_tax = [(line.person != "", line.state) for line in shown.lines if line.unit == TAX]
    assert of_tax == [(True, "failed")]
    await world.say(editor, "/nhac")
    assert f"• {TAX} – " in world.last(editor).text
    assert "không gửi được" in world.last(editor).text


async def test_a_failed_message_is_sent_again_with_one_tap(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    editor = await world.join("editor")
    world.messenger.blocked.add(lan)
    await world.at(FIRST)
    world.messenger.blocked.discard(lan)
    await world.say(lan, "/huongdan")
    await world.say(editor, "/tinhhinh")
    status = world.last(editor)
    assert "Đang gửi lại" in await world.press(editor, "Gửi lại 1")
    assert len(remembered(world, lan)) == 1
    assert world.rows("SELECT state FROM outbox") == ["sent"]
    await world.messenger.press(editor, status.id, "o:1")
    await world.stage.settled()
    assert "đã được gửi hoặc đang gửi" in world.last(editor).text
    assert len(remembered(world, lan)) == 1


async def test_a_manual_round_by_day_goes_out_at_once(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    editor = await world.join("editor")
    assert f"• {TAX}" in await world.say(editor, "/nhac")
    assert "Đang gửi nhắc" in await world.press(editor, "Gửi nhắc")
    assert len(remembered(world, lan)) == 1
    await world.at(FIRST)
    assert len(remembered(world, lan)) == 1


async def test_a_manual_round_in_the_quiet_hours_says_when_it_goes_out(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    editor = await world.join("editor")
    await world.at(datetime(2021, 6, 15, 22, 0, tzinfo=ZONE))
    assert "07:00 ngày 16/6/2021" in await world.say(editor, "/nhac")
    assert "07:00 ngày 16/6/2021" in await world.press(editor, "Gửi nhắc")
    assert remembered(world, lan) == []
    await world.at(datetime(2021, 6, 16, 7, 0, tzinfo=ZONE))
    assert len(remembered(world, lan)) == 1


async def test_a_broadcast_is_shown_first_and_then_sent_to_everybody_else(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    editor = await world.join("editor")
    chair = await world.join("chair")
    assert "Thông báo gì cho cả ban?" in await world.say(chair, "/thongbao")
    preview = await world.say(chair, "/thongbao Họp giao ban\n<b>8 giờ</b> thứ Hai")
    assert "2 người" in preview
    assert world.rows("SELECT count(*) FROM outbox") == [0]
    shown = world.last(chair)
    await world.press(chair, "Gửi cho 2 người")
    for person in (lan, editor):
        text = world.last(person).text
        assert "Thông báo của Ban Biên tập huyện Mẫu" in text
        assert "Họp giao ban\n<b>8 giờ</b> thứ Hai" in text
    await world.messenger.press(chair, shown.id, "bc:1")
    await world.stage.settled()
    assert world.rows("SELECT count(*) FROM outbox") == [2]


async def test_a_broadcast_is_only_its_chairs(world: World) -> None:
    editor = await world.join("editor")
    chair = await world.join("chair")
    other = await world.join("chair")
    await world.say(chair, "/thongbao Họp giao ban")
    for person in (editor, other):
        await world.say(person, "/huongdan")
        await world.messenger.press(person, world.last(person).id, "bc:1")
        await world.stage.settled()
    assert world.rows("SELECT count(*) FROM outbox") == [0]
    assert "dài 4000 ký tự" in await world.say(chair, "/broadcast " + "d" * 4000)


async def in_group(world: World, user: int, text: str) -> None:
    """Have a person write in the group."""
    command = text.split()[0]
    update = {
        "update_id": 900_000 + len(world.rows("SELECT id FROM inbox")),
        "message": {
            "message_id": 1,
            "date": int(world.stage.clock().timestamp()),
            "chat": {"id": GROUP, "type": "group", "title": "Ban <Biên tập>"},
            "from": {"id": user, "is_bot": False, "first_name": "Ai đó"},
            "text": text,
            "entities": [{"type": "bot_command", "offset": 0, "length": len(command)}],
        },
    }
    await world.stage.runtime.dispatcher.accept("telegram", [update])
    await world.stage.settled()


@pytest.mark.only("telegram", why="a page has no groups, and test_zalo_groups has Zalo's")
async def test_a_chair_switches_the_digest_on_in_a_group_and_off_again(world: World) -> None:
    await world.join("correspondent", TAX)
    lan = await world.join("correspondent", ETHNIC)
    chair = await world.join("chair")
    world.messenger.add_user(GROUP, "Ban <Biên tập>")
    for person in (lan, world.stranger(), chair):
        await in_group(world, person, "/tinhhinh")
    await in_group(world, lan, "/bantin")
    await in_group(world, world.stranger(), "/digest")
    assert world.messenger.messages(GROUP) == []
    await in_group(world, chair, "/bantin")
    assert "Từ nay bản tin" in world.last(GROUP).text
    assert "• Ban <Biên tập>" in await world.say(chair, "/bantin")
    await world.at(datetime(2021, 6, 28, 9, 0, tzinfo=ZONE))
    assert f"• {TAX}" in world.last(GROUP).text
    await in_group(world, chair, "/digest")
    assert "không nhận bản tin" in world.last(GROUP).text
    assert "Chưa có nhóm nào" in await world.say(chair, "/bantin")
    before = len(world.messenger.messages(GROUP))
    await world.at(datetime(2021, 7, 28, 9, 0, tzinfo=ZONE))
    assert len(world.messenger.messages(GROUP)) == before


@pytest.fixture
async def night(tmp_path: Path) -> AsyncIterator[Stage]:
    """A board whose only stage is late at night before Tết."""
    stages = (StageSection(stage="tet", day=9, time=time(22), to=StageScope.EDITORS),)
    board = BOARD.model_copy(update={"reminders": stages})
    async with stage(loaded(tmp_path, board), still_clock()) as running:
        yield running


async def test_the_stages_to_come_are_shown_where_they_were_moved_to(night: Stage) -> None:
    night.clock.move(datetime(2022, 1, 20, tzinfo=UTC))
    at, _board, found = night.runtime.base.services.reminders.upcoming(night.clock())[0]
    assert (found.stage, at.astimezone(ZONE)) == ("tet", datetime(2022, 2, 10, 7, 0, tzinfo=ZONE))
