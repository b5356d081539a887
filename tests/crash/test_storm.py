"""Nothing is lost and nothing happens twice, wherever the process is killed."""

from pathlib import Path

import pytest

from tests.crash.storm import Plan, run_storm
from tests.fakes.bot_api import Faults


@pytest.mark.slow
@pytest.mark.parametrize(
    "plan",
    [
        Plan(),
        Plan(
            chats=8,
            silent=6,
            kills=6,
            faults=Faults(dropped=0.03, lost=0.03, server_error=0.03, too_many=0.01, seed=2),
            seed=2,
        ),
        Plan(chats=8, silent=6, kills=4, locks=3, full_disks=3, write_bans=3, seed=3),
        Plan(chats=8, silent=40, kills=6, rounds=3, clock_jumps=6, seed=6),
        Plan(chats=8, silent=6, kills=6, webhook=True, seed=7),
        Plan(chats=8, silent=6, kills=6, webhook=True, zalo=True, seed=9),
    ],
    ids=[
        "killed",
        "killed-on-a-bad-network",
        "killed-when-it-cannot-write",
        "killed-while-the-clock-jumps",
        "killed-behind-a-webhook",
        "killed-on-zalo",
    ],
)
async def test_nothing_is_lost_or_doubled_when_the_bot_is_killed(
    plan: Plan, tmp_path: Path
) -> None:
    outcome = await run_storm(tmp_path, plan)
    assert outcome.findings.all == (), outcome.summary()
    assert outcome.exit_code == 0
    assert not outcome.token_logged


@pytest.mark.slow
@pytest.mark.parametrize(
    "plan",
    [
        Plan(chats=16, silent=8, kills=16, workers=2, seed=4),
        Plan(
            chats=8,
            silent=6,
            kills=6,
            locks=3,
            workers=3,
            faults=Faults(dropped=0.03, lost=0.03, server_error=0.03, too_many=0.01, seed=5),
            seed=5,
        ),
        Plan(chats=8, silent=6, kills=6, workers=2, webhook=True, seed=8),
        Plan(chats=16, silent=8, kills=16, workers=4, webhook=True, seed=10),
    ],
    ids=[
        "two-workers",
        "three-workers-on-a-bad-network",
        "two-workers-behind-a-webhook",
        "four-workers-behind-a-webhook",
    ],
)
async def test_workers_that_share_postgresql_lose_and_double_nothing_when_killed(
    plan: Plan, tmp_path: Path, postgres_url: str
) -> None:
    outcome = await run_storm(tmp_path, plan, postgres_url)
    assert outcome.findings.all == (), outcome.summary()
    assert outcome.exit_code == 0
    assert not outcome.token_logged
