"""The operator hears of a fault once an hour, and of five faults an hour at most."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from services.upkeep.monitoring import Monitoring
from storage.engine.opening import opened

NOW = datetime(2021, 6, 15, 8, tzinfo=UTC)


@pytest.fixture
async def monitoring(database_url: str) -> AsyncIterator[Monitoring]:
    async with opened(database_url) as database:
        yield Monitoring(database)


async def test_the_same_fault_is_told_once_an_hour(monitoring: Monitoring) -> None:
    assert await monitoring.raise_alarm("ValueError a.py:1", NOW)
    for minutes in (0, 1, 59):
        later = NOW + timedelta(minutes=minutes)
        assert not await monitoring.raise_alarm("ValueError a.py:1", later)
    assert await monitoring.raise_alarm("ValueError a.py:1", NOW + timedelta(minutes=61))


async def test_many_different_faults_are_no_hundred_alarms(monitoring: Monitoring) -> None:
    told = [await monitoring.raise_alarm(f"fault {n}", NOW) for n in range(100)]
    assert told == [True] * 5 + [False] * 95
    assert await monitoring.raise_alarm("fault 99", NOW + timedelta(hours=2))


async def test_nothing_sent_is_no_figure(monitoring: Monitoring) -> None:
    assert await monitoring.reminders_by_state(NOW) == {}
