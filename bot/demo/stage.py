"""The program over the local chat: what the demo, the chat page and the flow tests run on."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from bot.app import Foundation, Runtime, assemble, build_application, foundation, publish_menu
from bot.channels.outbound import Outbound
from bot.channels.web.outbound import LocalOutbound
from bot.channels.web.request import LocalMessage, LocalMessenger, LocalRequest
from bot.config.loading import LoadedConfig

CHANNEL = "local"
TOKEN = "1:local"  # noqa: S105 - the local chat has no secret


class MovableClock:
    """A clock that starts at an instant, goes on by a given source and can be moved forward."""

    def __init__(self, start: datetime, elapsed: Callable[[], timedelta]) -> None:
        self._start = start
        self._elapsed = elapsed
        self._began = elapsed()

    def __call__(self) -> datetime:
        """Return the instant (UTC)."""
        return self._start + (self._elapsed() - self._began)

    def move(self, to: datetime) -> None:
        """Make it this instant."""
        self._start = to
        self._began = self._elapsed()


@dataclass(frozen=True, slots=True)
class Stage:
    """A running program whose people write over the local chat."""

    runtime: Runtime
    messenger: LocalMessenger
    clock: MovableClock

    async def settled(self) -> None:
        """Wait until every update is handled and every due message is sent."""
        await self.runtime.dispatcher.drained()
        while await self.runtime.sender.send_due():
            pass

    async def say(self, user_id: int, text: str) -> Sequence[LocalMessage]:
        """Have a person write; return what the bot then wrote to that person."""
        return await self._answers(user_id, self.messenger.send_text(user_id, text))

    async def send_file(
        self, user_id: int, name: str, content: bytes, caption: str = ""
    ) -> Sequence[LocalMessage]:
        """Have a person send a file; return the answers."""
        return await self._answers(
            user_id, self.messenger.send_file(user_id, name, content, caption)
        )

    async def press(self, user_id: int, label: str) -> Sequence[LocalMessage]:
        """Have a person press a button; return what the bot then wrote or changed."""
        return await self._answers(user_id, self.messenger.press_label(user_id, label))

    async def move_clock(self, to: datetime) -> None:
        """Move the clock, run the tick as the scheduler would, and send what is due."""
        self.clock.move(to)
        await self.runtime.tick()
        await self.settled()

    async def _answers(self, user_id: int, doing: Any) -> Sequence[LocalMessage]:
        before = {message.id: message for message in self.messenger.messages(user_id)}
        await doing
        await self.settled()
        return [
            message
            for message in self.messenger.messages(user_id)
            if message.from_bot and before.get(message.id) != message
        ]


@asynccontextmanager
async def stage(config: LoadedConfig, clock: MovableClock) -> AsyncIterator[Stage]:
    """Run the program over a fresh local chat until the context ends."""
    async with foundation(config, clock) as base, local_chat(base) as (runtime, messenger):
        yield Stage(runtime, messenger, clock)


@asynccontextmanager
async def local_chat(
    base: Foundation, others: Mapping[str, Outbound] = MappingProxyType({})
) -> AsyncIterator[tuple[Runtime, LocalMessenger]]:
    """Run the program for people of a local chat; what it says itself goes out on others too."""
    messenger = LocalMessenger(None, base.clock)
    request = LocalRequest(messenger)
    app = build_application(
        base.services, request, TOKEN, flood_limit=base.config.config.flood_limit
    )
    runtime = assemble(base, {CHANNEL: app}, {**others, CHANNEL: LocalOutbound(request)})

    async def accept(update: dict[str, Any]) -> None:
        await runtime.dispatcher.accept(CHANNEL, [update])

    messenger.accept = accept
    await app.initialize()
    await publish_menu(app.bot)
    stop = asyncio.Event()
    working = asyncio.create_task(runtime.dispatcher.run(stop))
    try:
        yield runtime, messenger
    finally:
        stop.set()
        await working
        await app.shutdown()
