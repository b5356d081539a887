"""Who may render when: a report waits for its own board and for the quick, never for the slow.

Two renderings beside people who write end no sooner than one after the other, so one runs at a
time. But one that takes long (a large board, a template that never ends) steps aside after some
seconds, and others go on beside it.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio.lowlevel import RunVar

QUICK_S = 3.0
# So many may have stepped aside; another one waits.
MOST_SLOW = 4


class Lanes:
    """The places in which an event loop's reports are rendered."""

    def __init__(self) -> None:
        self._boards: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._quick = asyncio.Semaphore(1)
        self._all = asyncio.Semaphore(1 + MOST_SLOW)
        # It is a process of its own, ended after its time; two, so that one that hangs holds none.
        self.libreoffice = asyncio.Semaphore(2)

    @asynccontextmanager
    async def place(self, board_id: int, quick_s: float = QUICK_S) -> AsyncIterator[None]:
        """Hold a place for a board's rendering: the quick one for at most `quick_s` seconds."""
        async with self._boards[board_id], self._all:
            await self._quick.acquire()
            stepped_aside = asyncio.Event()

            def step_aside() -> None:
                stepped_aside.set()
                self._quick.release()

            timer = asyncio.get_running_loop().call_later(quick_s, step_aside)
            try:
                yield
            finally:
                timer.cancel()
                if not stepped_aside.is_set():
                    self._quick.release()


_LANES: RunVar[Lanes] = RunVar("tinbai_lanes")


def lanes() -> Lanes:
    """Return the running loop's lanes."""
    try:
        return _LANES.get()
    except LookupError:
        found = Lanes()
        _LANES.set(found)
        return found
