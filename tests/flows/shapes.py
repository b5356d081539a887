"""The two shapes of chat that every conversation is held on: with buttons, and Zalo's.

A test that is about something Zalo has not is marked `telegram_only` with the reason.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from bot.config.loading import LoadedConfig
from bot.demo import stage as local
from bot.demo.stage import MovableClock, Stage
from tests.flows.zalo_stage import zalo_stage

Opening = Callable[[LoadedConfig, MovableClock], AbstractAsyncContextManager[Stage]]

SHAPES: dict[str, Opening] = {"telegram": local.stage, "zalo": zalo_stage}
# Set by the fixture `shape` for each test.
current = "telegram"


def stage(config: LoadedConfig, clock: MovableClock) -> AbstractAsyncContextManager[Stage]:
    """Run the program over the current test's shape of chat."""
    return SHAPES[current](config, clock)
