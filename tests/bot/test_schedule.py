"""The scheduler really makes the tick happen, in the bot's own event loop."""

import asyncio
from datetime import UTC, datetime
from typing import cast

from bot.schedule import Tick, start_schedule


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
