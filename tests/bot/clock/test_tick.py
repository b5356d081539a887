"""The scheduler really makes the tick happen, in the bot's own event loop."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from bot.app import assemble, foundation
from bot.clock.nightly import nightly_backup
from bot.clock.tick import Tick, start_schedule
from bot.config.model import BoardSection, StageSection
from domain.boards import StageScope
from tests.databases import database_in, stored_rows
from tests.flows.conftest import BOARD, loaded, still_clock


class Beats:
    """Stands where the tick does and notes the loop it runs in."""

    def __init__(self) -> None:
        self.loop: asyncio.Future[asyncio.AbstractEventLoop] = (
            asyncio.get_running_loop().create_future()
        )

    async def __call__(self) -> None:
        self.loop.set_result(asyncio.get_running_loop())


async def test_a_beat_of_the_scheduler_runs_the_tick_to_its_end() -> None:
    beats = Beats()
    scheduler = start_schedule(cast(Tick, beats))
    try:
        scheduler.modify_job("tick", next_run_time=datetime.now(UTC))
        assert await asyncio.wait_for(beats.loop, 20) is asyncio.get_running_loop()
    finally:
        scheduler.shutdown(wait=False)


async def test_a_nightly_backup_that_fails_is_told_once_a_day_and_tried_again(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "backups"
    folder.touch()  # a file where the folder should be
    at = datetime(2021, 6, 15, 3, tzinfo=UTC)
    async with foundation(loaded(tmp_path, BOARD), still_clock()) as base:
        back_up = nightly_backup(base.services.backups, folder, 2, ZoneInfo("Asia/Ho_Chi_Minh"))
        told = await back_up(at)
        assert told is not None
        assert str(folder) in told
        assert await back_up(at + timedelta(minutes=1)) is None
        assert await back_up(at + timedelta(hours=2)) is None
        assert await back_up(at + timedelta(days=1)) == told
        folder.unlink()
        assert await back_up(at + timedelta(days=1, hours=2)) is None
        assert list(folder.iterdir())


async def test_a_board_that_fails_is_named_and_the_others_are_reminded(tmp_path: Path) -> None:
    """Whatever a board's fault is, here a time that no configuration lets through."""
    noon = time(8, tzinfo=UTC)
    stage = StageSection.model_construct(
        stage="hong", day=10, time=noon, to=StageScope.CORRESPONDENTS, text=""
    )
    broken = BoardSection(slug="hong").model_copy(update={"reminders": (stage,)})
    boards = [BOARD, broken, BoardSection(slug="sau", reminders=BOARD.reminders)]
    clock = still_clock()
    async with foundation(loaded(tmp_path, *boards), clock) as base:
        clock.move(clock() + timedelta(days=10))
        tick = assemble(base, {}, {}).tick
        await tick()
        assert [(fault.board, fault.part) for fault in tick.board_faults] == [("hong", "reminders")]
        ids = {board.slug: board.id for board in base.services.boards}
    rows = stored_rows(database_in(tmp_path), "SELECT board_id FROM stage_runs")
    assert {ids[BOARD.slug], ids["sau"]} <= {row[0] for row in rows}
    assert ids["hong"] not in {row[0] for row in rows}
