"""The program over the messenger in memory, which is of Telegram's shape."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.app import Foundation, Runtime, assemble, build_application, foundation
from bot.channels.web.outbound import PageOutbound
from bot.config.loading import LoadedConfig
from bot.demo.stage import MovableClock
from domain.channels import TELEGRAM
from handlers.conversation import menus
from tests.fakes.messenger.request import LocalMessage, LocalMessenger, LocalRequest
from tests.flows.unpaced import unpaced

CHANNEL = TELEGRAM
TOKEN = "1:local"


@dataclass(frozen=True, slots=True)
class Stage:
    """A running program whose people write over it."""

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
    """Run the program over a fresh messenger until the context ends."""
    async with foundation(config, clock) as base, local_chat(base) as (runtime, messenger):
        yield Stage(runtime, messenger, clock)


@asynccontextmanager
async def local_chat(
    base: Foundation,
) -> AsyncIterator[tuple[Runtime, LocalMessenger]]:
    """Run the program for the people of a messenger in memory."""
    messenger = LocalMessenger(None, base.clock)
    request = LocalRequest(messenger)
    app = build_application(
        base.services, request, TOKEN, flood_limit=base.config.config.flood_limit
    )
    runtime = assemble(base, {CHANNEL: app}, {CHANNEL: PageOutbound(request)})

    async def accept(update: dict[str, Any]) -> None:
        await runtime.dispatcher.accept(CHANNEL, [update])

    messenger.accept = accept
    await app.initialize()
    await menus.publish(app.bot)
    stop = asyncio.Event()
    working = asyncio.create_task(runtime.dispatcher.run(stop))
    try:
        with unpaced(CHANNEL):
            yield runtime, messenger
    finally:
        stop.set()
        await working
        await app.shutdown()
