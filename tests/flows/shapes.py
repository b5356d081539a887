"""The three shapes of chat that every conversation is held on: Telegram's, Zalo's, the page's.

A test that is about what not every channel has is marked `only(shape, …, why=…)`.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from bot.config.loading import LoadedConfig
from bot.demo.stage import MovableClock
from tests.flows import local_stage
from tests.flows.local_stage import Stage
from tests.flows.web_stage import web_stage
from tests.flows.zalo_stage import zalo_stage

Opening = Callable[[LoadedConfig, MovableClock], AbstractAsyncContextManager[Stage]]

SHAPES: dict[str, Opening] = {
    "telegram": local_stage.stage,
    "zalo": zalo_stage,
    "web": web_stage,
}
# Set by the fixture `shape` for each test.
current = "telegram"


def stage(config: LoadedConfig, clock: MovableClock) -> AbstractAsyncContextManager[Stage]:
    """Run the program over the current test's shape of chat."""
    return SHAPES[current](config, clock)
