"""When a message may leave: at its instant, within a second's limit, and not too many at once."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

LEAD = 0.05  # seconds before its instant that a message counts as under way
MOST_IN_A_SECOND = 31
# A second, and what the way to the platform may push messages together.
SECOND = 1.03
FEWEST_UNDER_WAY = 2
MOST_UNDER_WAY = 300


@dataclass(slots=True)
class Place:
    """A place of a message under way; `answered` tells whether the platform answered at all."""

    answered: bool | None = None


class Turns:
    """One channel's turns.

    Only a few messages may be under way as long as nothing is answered, one more with every answer
    and one fewer with every fault: so a kill, or an outage, leaves few of them in doubt.
    """

    def __init__(self, *, paced: bool, wait: Callable[[float], Awaitable[None]]) -> None:
        self._paced = paced
        self._wait = wait
        self._lock = asyncio.Lock()
        self._recent: deque[float] = deque(maxlen=MOST_IN_A_SECOND)
        self._places = asyncio.Semaphore(FEWEST_UNDER_WAY)
        self._width = FEWEST_UNDER_WAY

    async def come_near(self, at: float) -> None:
        """Wait until shortly before an instant of the monotonic clock."""
        early = at - LEAD - time.monotonic()
        if self._paced and early > 0:
            await self._wait(early)

    @asynccontextmanager
    async def place(self) -> AsyncIterator[Place]:
        """Hold a place, waiting for a free one."""
        await self._places.acquire()
        place = Place()
        try:
            yield place
        finally:
            self._give_back(place)

    async def take(self, at: float) -> None:
        """Wait for an instant; after a stall the late ones catch up within the limit.

        The instants are absolute, so one that is late makes no other late; but no second has more
        than `MOST_IN_A_SECOND`.
        """
        if not self._paced:
            return
        async with self._lock:
            now = time.monotonic()
            delay = at - now
            if len(self._recent) == MOST_IN_A_SECOND:
                delay = max(delay, self._recent[0] + SECOND - now)
            if delay > 0:
                await self._wait(delay)
            self._recent.append(time.monotonic())

    def _give_back(self, place: Place) -> None:
        if place.answered is False and self._width > FEWEST_UNDER_WAY:
            self._width -= 1
            return
        if place.answered and self._width < MOST_UNDER_WAY:
            self._width += 1
            self._places.release()
        self._places.release()
