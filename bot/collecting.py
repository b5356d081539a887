"""The garbage collector of a long-running process: it must not hold the event loop.

A full collection walks every object there is, and a process that keeps the titles of its boards has
millions of them. What has survived one full collection is therefore set aside (gc.freeze): the next
one walks only what is newer. Reference counts free what is set aside as ever; the cycles that die
among it are looked for once a night. What a start imports is set aside unseen: nearly all of it
stays, and walking it again and again took a sixth of the start.
"""

import asyncio
import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock.now import Clock

FULL = 2
MIDDLE_TO_FULL = 2  # collections of the middle generation before a full one
QUIET_HOUR = 3
DAY_S = 86_400.0
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@contextmanager
def importing() -> Iterator[None]:
    """Collect nothing within, and set aside what came of it."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if before:
            gc.enable()


@contextmanager
def short_collections() -> Iterator[None]:
    """Set aside all that is loaded by now, and until the end what a full collection leaves."""
    before = gc.get_threshold()
    gc.freeze()
    gc.callbacks.append(_set_aside)
    # What is set aside is walked no more, so many short walks cost no more than a few long ones.
    gc.set_threshold(before[0], before[1], MIDDLE_TO_FULL)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.callbacks.remove(_set_aside)
        gc.unfreeze()


async def collect_nightly(clock: Clock) -> None:
    """Look through everything once a night, which takes a moment."""
    while True:
        now = clock().astimezone(ZONE)
        night = now.replace(hour=QUIET_HOUR, minute=0, second=0, microsecond=0)
        await asyncio.sleep(((night - now) % timedelta(days=1)).total_seconds() or DAY_S)
        gc.unfreeze()
        gc.collect()


def _set_aside(phase: str, info: Mapping[str, Any]) -> None:
    if phase == "stop" and info["generation"] == FULL:
        gc.freeze()
