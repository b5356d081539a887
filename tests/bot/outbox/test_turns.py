"""Few messages are under way until the platform answers, and few again when it does not."""

import asyncio
import time

from bot.outbox.turns import FEWEST_UNDER_WAY, MOST_IN_A_SECOND, SECOND, Turns

CROWD = 20


class Crowd:
    """Messages that wait for a place; each ends when a test says how."""

    def __init__(self) -> None:
        self.turns = Turns(paced=True, wait=self._wait)
        self.waited: list[float] = []
        self.under_way: list[asyncio.Future[bool | None]] = []
        self._tasks = [asyncio.create_task(self._message()) for _ in range(CROWD)]

    async def _wait(self, seconds: float) -> None:
        self.waited.append(seconds)

    async def _message(self) -> None:
        async with self.turns.place() as place:
            ends = asyncio.get_running_loop().create_future()
            self.under_way.append(ends)
            place.answered = await ends
            self.under_way.remove(ends)

    async def end_one(self, *, answered: bool | None) -> int:
        """Let the oldest message end; return how many are under way then."""
        if self.under_way:
            self.under_way[0].set_result(answered)
        for _ in range(5):
            await asyncio.sleep(0)
        return len(self.under_way)

    async def leave(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def test_every_answer_lets_one_more_be_under_way_and_every_fault_one_fewer() -> None:
    crowd = Crowd()
    await asyncio.sleep(0)
    assert len(crowd.under_way) == FEWEST_UNDER_WAY
    assert [await crowd.end_one(answered=True) for _ in range(3)] == [3, 4, 5]
    assert [await crowd.end_one(answered=False) for _ in range(4)] == [4, 3, 2, 2]
    assert await crowd.end_one(answered=None) == FEWEST_UNDER_WAY
    await crowd.leave()


async def test_who_comes_late_catches_up_within_the_seconds_limit() -> None:
    crowd = Crowd()
    began = time.monotonic()
    for _ in range(MOST_IN_A_SECOND):
        await crowd.turns.take(began - 5)
    assert crowd.waited == []
    await crowd.turns.take(began - 5)
    assert 0.5 < crowd.waited.pop() <= SECOND
    await crowd.turns.come_near(time.monotonic() + 9)
    assert 8.5 < crowd.waited.pop() < 9
    await crowd.leave()
