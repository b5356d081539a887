"""Of two workers on one database one polls and ticks, and the other takes over when it is gone."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from bot.app import Foundation, assemble, foundation
from bot.clock.alarms import Alarms
from bot.clock.now import system_clock
from bot.clock.tick import Tick
from bot.config.loading import LoadedConfig
from bot.config.model import BoardSection, Config, DatabaseSection
from bot.inbox import duties
from bot.inbox.duties import Duties
from bot.inbox.serving import Served
from bot.web.metrics import Metrics
from services.isolation import BoardFault
from storage.upkeep.workers import Worker
from tests.databases import database_in


class Told(Alarms):
    """Keeps what the operator would be told."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.reasons: list[str] = []

    def scheduler_stopped(self, reason: str) -> None:
        self.reasons.append(reason)

    def backup_failed(self, reason: str) -> None:
        self.reasons.append(reason)

    def board_failed(self, board: str, reason: str) -> None:
        self.reasons.append(f"{board}: {reason}")


class Crew:
    """A worker with its duties, and how often it ticked."""

    def __init__(self, base: Foundation) -> None:
        self.base = base
        self.worker = Worker(base.database)
        self.ticks = 0
        self.failure: Exception | None = None
        self.backup_fault: str | None = None
        self.board_faults: list[BoardFault] = []
        runtime = replace(assemble(base, {}, {}), tick=cast(Tick, self))
        alarms = Told(base.services.monitoring, {}, "", base.clock)
        self.reasons = alarms.reasons
        self.metrics = Metrics(base.services, base.clock)
        self.duties = Duties(runtime, Served(runtime, {}), self.worker, self.metrics, alarms)
        self._stop = asyncio.Event()

    async def __call__(self) -> None:
        self.ticks += 1
        if self.failure is not None:
            raise self.failure

    async def start(self) -> None:
        await self.worker.arrive(lambda: None)
        self._running = asyncio.create_task(self.duties.run(self._stop))

    async def end(self) -> None:
        self._stop.set()
        await self._running
        await self.worker.leave()


@pytest.fixture
async def pair(tmp_path: Path, postgres_url: str) -> AsyncIterator[tuple[Crew, Crew]]:
    config = Config(database=DatabaseSection(url=postgres_url, backup_dir=""), board=BoardSection())
    loaded = LoadedConfig(config, tmp_path, (config.board,))
    async with foundation(loaded) as first, foundation(loaded) as second:
        yield Crew(first), Crew(second)


async def test_one_worker_ticks_and_the_other_takes_over(pair: tuple[Crew, Crew]) -> None:
    first, second = pair
    await first.start()
    await until(first)
    await second.start()
    await asyncio.sleep(0.3)
    assert (first.ticks, second.ticks) == (1, 0)
    assert b"tinbai_leading 1.0" in await first.metrics.page()
    assert b"tinbai_leading 0.0" in await second.metrics.page()
    await first.end()
    await until(second)
    await second.end()


async def test_a_tick_that_fails_is_told_and_does_not_end_the_duties(tmp_path: Path) -> None:
    config = Config(
        database=DatabaseSection(url=database_in(tmp_path), backup_dir=""), board=BoardSection()
    )
    loaded = LoadedConfig(config, tmp_path, (config.board,))
    async with foundation(loaded) as base:
        crew = Crew(base)
        crew.failure = RuntimeError()
        await crew.start()
        await until(crew)
        await asyncio.sleep(0)
        assert crew.reasons == ["RuntimeError"]
        crew.failure = None
        await crew.duties.tick()
        assert crew.ticks == 2
        assert crew.reasons == ["RuntimeError"]
        crew.backup_fault = "Đĩa đầy."
        await crew.duties.tick()
        assert crew.reasons == ["RuntimeError", "Đĩa đầy."]
        await crew.end()


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(hours=1)])
async def test_a_clock_that_jumps_does_not_stop_the_ticks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jump: timedelta
) -> None:
    monkeypatch.setattr(duties, "CHECK_EVERY", 0.01)
    wrong = timedelta(0)
    config = Config(
        database=DatabaseSection(url=database_in(tmp_path), backup_dir=""), board=BoardSection()
    )
    loaded = LoadedConfig(config, tmp_path, (config.board,))
    async with foundation(loaded, lambda: system_clock() + wrong) as base:
        crew = Crew(base)
        await crew.start()
        await until(crew)
        assert crew.ticks == 1
        wrong = jump
        await until(crew, 2)
        await crew.end()


async def until(crew: Crew, ticks: int = 1) -> None:
    async with asyncio.timeout(10):
        while crew.ticks < ticks:  # noqa: ASYNC110 - a lock that is free tells nobody
            await asyncio.sleep(0.02)
