"""The program over the channel `web` with personas: what the demo and the trial run on."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.app import Foundation, Runtime, assemble, build_application, foundation
from bot.channels.outbound import Outbound
from bot.channels.web.intake import PageIntake
from bot.channels.web.outbound import PageOutbound
from bot.channels.web.personas import Personas
from bot.channels.web.rows import RowsRequest
from bot.config.loading import LoadedConfig
from domain.channels import WEB
from storage.conversation.web_messages import WebMessage

TOKEN = "1:web"  # noqa: S105 - the page has no secret


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
    """A running program whose people are personas."""

    runtime: Runtime
    personas: Personas
    clock: MovableClock

    async def settled(self) -> None:
        """Wait until every update is handled and every due message is sent."""
        await self.runtime.dispatcher.drained()
        while await self.runtime.sender.send_due():
            pass

    async def say(self, user_id: int, text: str) -> Sequence[WebMessage]:
        """Have a persona write; return what the bot then wrote to it."""
        return await self._answers(user_id, self.personas.send_text(user_id, text))

    async def press(self, user_id: int, label: str) -> Sequence[WebMessage]:
        """Have a persona press a button; return what the bot then wrote or changed."""
        return await self._answers(user_id, self.personas.press_label(user_id, label))

    async def move_clock(self, to: datetime) -> None:
        """Move the clock, run the tick as the scheduler would, and send what is due."""
        self.clock.move(to)
        await self.runtime.tick()
        await self.settled()

    async def _answers(self, user_id: int, doing: Awaitable[None]) -> Sequence[WebMessage]:
        before = {message.id: message for message in await self.personas.messages(user_id)}
        await doing
        await self.settled()
        return [
            message
            for message in await self.personas.messages(user_id)
            if message.from_bot and before.get(message.id) != message
        ]


@asynccontextmanager
async def stage(config: LoadedConfig, clock: MovableClock) -> AsyncIterator[Stage]:
    """Run the program over a fresh database until the context ends."""
    async with foundation(config, clock) as base, persona_chat(base) as (runtime, personas):
        yield Stage(runtime, personas, clock)


@asynccontextmanager
async def persona_chat(
    base: Foundation,
    others: Mapping[str, Outbound] = MappingProxyType({}),
    request: RowsRequest | None = None,
) -> AsyncIterator[tuple[Runtime, Personas]]:
    """Run the program for personas; what it says itself goes out on other channels too."""
    chat = base.services.web_chat
    request = request or RowsRequest(chat, base.clock)
    limit = base.config.config.flood_limit
    app = build_application(base.services, request, TOKEN, flood_limit=limit)
    runtime = assemble(base, {WEB: app}, {**others, WEB: PageOutbound(request)})
    personas = Personas(chat, PageIntake(chat, runtime.dispatcher.accept), base.clock)
    await app.initialize()
    stop = asyncio.Event()
    working = asyncio.create_task(runtime.dispatcher.run(stop))
    try:
        yield runtime, personas
    finally:
        stop.set()
        await working
        await app.shutdown()
