"""The scheduler really makes the tick happen, in the bot's own event loop."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from bot.app import foundation
from bot.clock.nightly import nightly_backup
from bot.clock.tick import Tick, start_schedule
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
