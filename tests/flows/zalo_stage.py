"""The program over Zalo, used exactly as over the messenger in memory."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.app import Foundation, Runtime, assemble, build_application, foundation
from bot.channels.configured import ZALO
from bot.channels.zalo.api import ZaloApi
from bot.channels.zalo.outbound import ZaloOutbound
from bot.channels.zalo.request import ZaloRequest
from bot.channels.zalo.speech import ZaloSpeech
from bot.config.loading import LoadedConfig
from bot.demo.stage import MovableClock
from bot.web.file_links import SignedFileLinks
from handlers.context import App
from tests.fakes.loopback import plain_transport
from tests.fakes.zalo_api import BOT_ID, ZaloServer
from tests.flows.local_stage import Stage
from tests.flows.unpaced import unpaced
from tests.flows.zalo_messenger import BOT_NUMBER, SITE, ZaloMessenger


@dataclass(frozen=True, slots=True)
class ZaloStage(Stage):
    """A running program whose people write over Zalo."""

    async def settled(self) -> None:
        """Wait until everything is handled and sent, then read what was received."""
        # Not super(): a dataclass with slots is made anew, and super() would mean the old class.
        await Stage.settled(self)
        assert isinstance(self.messenger, ZaloMessenger)
        await self.messenger.receive()


@dataclass(frozen=True, slots=True)
class ZaloParts:
    """What Zalo adds to a program: an Application, a way out, and its people."""

    app: App
    outbound: ZaloOutbound
    messenger: ZaloMessenger


@asynccontextmanager
async def zalo_parts(base: Foundation, server: ZaloServer) -> AsyncIterator[ZaloParts]:
    """Build the channel over a server; the Application is initialised until the context ends."""
    with unpaced(ZALO):
        api = ZaloApi(server.token, server.url, plain_transport())
        services = base.services
        speech = ZaloSpeech(api, services.zalo, base.clock, services.zalo.language_of)
        links = SignedFileLinks(services.shared_files, services.my_page, SITE, base.clock)
        limit = base.config.config.flood_limit
        app = build_application(services, ZaloRequest(speech, links), "1:zalo", flood_limit=limit)
        messenger = ZaloMessenger(base, server, api)
        await messenger.know(BOT_NUMBER, BOT_ID)
        await app.initialize()
        try:
            yield ZaloParts(app, ZaloOutbound(speech), messenger)
        finally:
            await app.shutdown()
            await api.close()
            await messenger.browser.aclose()


@asynccontextmanager
async def zalo_stage(config: LoadedConfig, clock: MovableClock) -> AsyncIterator[Stage]:
    """Run the program over a fresh Zalo until the context ends."""
    async with (
        ZaloServer(clock=clock) as server,
        foundation(config, clock) as base,
        zalo_parts(base, server) as zalo,
    ):
        runtime = assemble(base, {ZALO: zalo.app}, {ZALO: zalo.outbound})
        async with dispatching(runtime):
            zalo.messenger.dispatcher = runtime.dispatcher
            yield ZaloStage(runtime, zalo.messenger, clock)


@asynccontextmanager
async def dispatching(runtime: Runtime, *fast: str) -> AsyncIterator[None]:
    """Handle what comes in until the context ends; some channels have no pace meanwhile."""
    stop = asyncio.Event()
    working = asyncio.create_task(runtime.dispatcher.run(stop))
    try:
        with unpaced(*fast):
            yield
    finally:
        stop.set()
        await working
