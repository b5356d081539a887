"""The operator's rounds, and who stands in when reminders fail."""

import dataclasses
from datetime import datetime, timedelta

import pytest

from domain.boards import Board
from domain.errors import Conflict, NotFound
from domain.periods.spans import Month
from tests.flows.conftest import ETHNIC, TAX, ZONE, World

MONDAY = datetime(2021, 6, 21, 8, 0, tzinfo=ZONE)


def board(world: World) -> Board:
    """Return the world's board."""
    found: Board = world.services.boards.named("huyen-mau")
    return found


async def test_the_operator_chooses_the_stage_and_the_month_and_sends_once(world: World) -> None:
    await world.join("correspondent", TAX)
    reminders, now = world.services.reminders, world.stage.clock()
    made = await reminders.send_by_operator(board(world), Month(2021, 6), "nhac-2", now)
    assert {line.state for line in made.lines if line.person} == {"due"}
    again = await reminders.send_by_operator(board(world), Month(2021, 6), "nhac-2", now)
    assert again.outbox_ids == made.outbox_ids
    assert await world.services.deliveries.states(made.outbox_ids) == {made.outbox_ids[0]: "due"}
    await world.stage.settled()
    shown = await reminders.preview_by_operator(board(world), None, "nhac-2", now)
    assert [(line.unit, line.state) for line in shown.lines if line.person] == [(TAX, "sent")]
    assert not shown.open_lines


async def test_a_stage_or_month_that_is_not_there_is_refused(world: World) -> None:
    reminders, now = world.services.reminders, world.stage.clock()
    with pytest.raises(NotFound) as unknown:
        await reminders.preview_by_operator(board(world), None, "nhac-3", now)
    assert unknown.value.values["stages"] == "nhac-1, nhac-2, lanh-dao, tong-hop, bao-cao"
    with pytest.raises(Conflict) as future:
        await reminders.preview_by_operator(board(world), Month(2021, 8), None, now)
    assert future.value.code == "future_month"
    without = dataclasses.replace(board(world), stages=())
    with pytest.raises(Conflict) as none:
        await reminders.preview_by_operator(without, None, None, now)
    assert none.value.code == "no_stages"


async def test_a_colleague_who_was_reminded_makes_a_stand_in_needless(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.join("correspondent", TAX)
    head = await world.join("head", TAX)
    world.messenger.blocked.add(lan)
    await world.at(MONDAY)
    assert world.rows("SELECT state FROM outbox ORDER BY id") == ["failed", "sent"]
    assert "chưa có tin, bài tháng" not in world.last(head).text


async def test_a_head_gets_a_message_for_each_of_the_units_left_alone(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, await world.code("correspondent", ETHNIC))
    head = await world.join("head", ETHNIC)
    await world.say(head, await world.code("head", TAX))
    minh = await world.join("correspondent", TAX)
    for silent in (lan, minh):
        world.messenger.blocked.add(silent)
    await world.at(MONDAY)
    await world.at(MONDAY + timedelta(seconds=5))  # a second message to a chat waits a second
    told = [m.text for m in world.messenger.messages(head) if "Không nhắn được" in m.text]
    assert sorted(name for name in (TAX, ETHNIC) for text in told if name in text) == sorted(
        [TAX, ETHNIC]
    )


async def test_a_reminder_that_was_answered_before_it_went_out_is_dropped(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    made = await world.services.reminders.send_by_operator(
        board(world), None, "nhac-1", world.stage.clock()
    )
    await world.messenger.send_text(lan, "/khongco Đang kiểm tra")
    await world.stage.runtime.dispatcher.drained()
    await world.stage.settled()
    assert await world.services.deliveries.states(made.outbox_ids) == {
        made.outbox_ids[0]: "dropped"
    }
    assert world.rows("SELECT count(*) FROM deliveries") == [0]


async def test_what_was_leaving_when_a_run_was_killed_is_in_doubt_at_the_next_start(
    world: World,
) -> None:
    await world.join("correspondent", TAX)
    deliveries, now = world.services.deliveries, world.stage.clock()
    await world.services.reminders.send_by_operator(board(world), None, "nhac-1", now)
    (claimed,) = await deliveries.claim("cli:1", now, [world.channel], 30)
    assert await deliveries.depart(claimed, "cli:1", now)
    assert await deliveries.doubt_all(now, "run") == 0
    assert await deliveries.doubt_all(now, "cli") == 1
    editor = await world.join("editor")
    assert "không rõ đã đến chưa (bị ngắt giữa chừng)" in await world.say(editor, "/tinhhinh")


async def test_a_round_made_while_the_clock_was_wrong_for_a_moment_is_not_an_hour_late(
    world: World,
) -> None:
    await world.join("correspondent", TAX)
    clock, now = world.stage.clock, world.stage.clock()
    await world.stage.runtime.tick()
    made = await world.services.reminders.send_by_operator(
        board(world), None, "nhac-1", now + timedelta(hours=1)
    )
    await world.stage.settled()
    assert await world.services.deliveries.states(made.outbox_ids) == {made.outbox_ids[0]: "due"}
    clock.move(now + timedelta(seconds=1))
    await world.stage.runtime.tick()
    await world.stage.settled()
    assert await world.services.deliveries.states(made.outbox_ids) == {made.outbox_ids[0]: "sent"}
