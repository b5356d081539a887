"""Brings each channel up and its updates in, whatever becomes of the other channels.

Every worker answers webhooks and handles updates of every channel; polling a channel, or setting
its webhook, is the part of the one worker that leads.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

import structlog
from starlette.routing import Route
from telegram.error import InvalidToken, TelegramError

from bot.app import Runtime
from bot.channels.configured import TELEGRAM, ZALO, Channel
from bot.failures import TOKEN_REJECTED, Failed
from bot.inbox.poller import ALLOWED_UPDATES, Poller
from bot.inbox.watching import LOOK_S, keep_webhook
from bot.terminal import operator_translator
from bot.web.webhooks import stored_or_503, telegram_endpoint
from domain.channels import WEB
from handlers.context import App
from handlers.conversation import menus

if TYPE_CHECKING:
    from bot.channels.zalo.intake import ZaloIntake

log = structlog.get_logger(__name__)

LONGEST_PAUSE = 30.0
# An event in Zalo's answer to a poll that is given up is lost, so a stop leaves it some time.
ZALO_FINISH_S = 1.5
STOP_WITHIN = 2.0

Incoming = Callable[[asyncio.Event], Awaitable[None]]


class Served:
    """The channels of a running process."""

    def __init__(
        self, runtime: Runtime, channels: Mapping[str, Channel], look_s: float = LOOK_S
    ) -> None:
        self._runtime = runtime
        # People's own pages have no platform that anything would come from.
        self._channels = {name: each for name, each in channels.items() if name != WEB}
        self._look_s = look_s
        self._stop = asyncio.Event()
        self._leading = asyncio.Event()
        self._following = asyncio.Event()
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._menus: list[asyncio.Task[None]] = []

    async def webhooks(self) -> list[Route]:
        """Return the routes of the channels whose updates are posted to the web server."""
        routes = []
        for name in self._channels:
            if not self._posted(name):
                continue
            secret = await self._secret(name)
            if name == ZALO:
                # Loaded where it is used: most starts have one channel.
                from bot.channels.zalo.intake import webhook_endpoint

                endpoint = webhook_endpoint(secret, self._zalo())
            else:
                endpoint = telegram_endpoint(secret, partial(self._runtime.dispatcher.accept, name))
            path = await self._path(name)
            routes.append(Route(path, stored_or_503(name, endpoint), methods=["POST"]))
        return routes

    def start(self) -> None:
        """Begin to bring every channel up; what is stored of a channel waits until it is."""
        for name in self._channels:
            self._runtime.dispatcher.hold(name)
            self._tasks[name] = asyncio.create_task(self._serve(name))

    def lead(self) -> None:
        """Begin to poll, or set the webhooks."""
        self._following = asyncio.Event()
        self._leading.set()

    def follow(self) -> None:
        """Leave the polls to another worker."""
        self._leading.clear()
        self._following.set()

    async def ended(self) -> None:
        """Return when no channel is left; one that ends alone leaves the others running."""
        left = set(self._tasks.values())
        while left:
            done, left = await asyncio.wait(left, return_when=asyncio.FIRST_COMPLETED)
            for name, task in self._tasks.items():
                if task in done:
                    log.error("channel_ended", channel=name, left=len(left))

    async def stop(self) -> None:
        """Let nothing more come in; raise what ended the last channel."""
        self._stop.set()
        self._following.set()
        for menu in self._menus:
            menu.cancel()
        if not self._tasks:
            return
        alone = all(task.done() for task in self._tasks.values())
        await asyncio.wait(self._tasks.values(), timeout=STOP_WITHIN)
        for task in self._tasks.values():
            task.cancel()
        results = await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        for name, result in zip(self._tasks, results, strict=True):
            if isinstance(result, Exception) and alone:
                raise _failure(name, result) from None

    async def _serve(self, name: str) -> None:
        app = self._runtime.applications[name]
        if not await self._initialise(name, app):
            return
        self._runtime.dispatcher.release(name)
        while await self._lead_or_stop():
            self._menus.append(asyncio.create_task(menus.publish(app.bot)))
            await self._incoming(name, app)(self._following)

    async def _lead_or_stop(self) -> bool:
        """Wait until this worker leads; False when a stop came first."""
        waits = [asyncio.create_task(one.wait()) for one in (self._leading, self._stop)]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        return not self._stop.is_set()

    async def _initialise(self, name: str, app: App) -> bool:
        """Initialise an Application, waiting for a network that is not there yet."""
        up = False
        try:
            up = await self._patiently(name, app.initialize)
        finally:
            if not up:
                # The Application's own shutdown leaves the connections of a failed start open.
                await app.bot.shutdown()
        return up

    async def _patiently(self, name: str, attempt: Callable[[], Awaitable[object]]) -> bool:
        """Try until it works; False when a stop came first. Raises InvalidToken."""
        pause = 1.0
        while not self._stop.is_set():
            try:
                await attempt()
            except InvalidToken:
                log.error("token_rejected", channel=name)
                raise
            except TelegramError as error:
                log.warning(
                    "waiting_for_channel",
                    channel=name,
                    error=type(error).__name__,
                    again_in_s=pause,
                )
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stop.wait(), pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                return True
        return False

    def _incoming(self, name: str, app: App) -> Incoming:
        if self._posted(name):
            return lambda stop: self._await_posts(name, app, stop)
        base = self._runtime.base
        zalo = self._channels[name].zalo
        if zalo is not None:
            # Loaded where it is used: most starts have one channel.
            from bot.channels.zalo.poller import ZaloPoller

            return ZaloPoller(zalo, self._zalo(), finish_s=ZALO_FINISH_S).run

        async def next_offset() -> int | None:
            return await base.services.inbox.next_offset(name, base.clock())

        return Poller(app.bot, name, self._runtime.dispatcher.accept, next_offset).run

    def _zalo(self) -> "ZaloIntake":
        # Loaded where it is used: most starts have one channel.
        from bot.channels.zalo.intake import ZaloIntake

        return ZaloIntake(self._runtime.base.services.zalo, self._runtime.dispatcher.accept, ZALO)

    async def _await_posts(self, name: str, app: App, stop: asyncio.Event) -> None:
        address = self._runtime.base.config.config.web.public_url.rstrip("/")
        path, secret = await self._path(name), await self._secret(name)

        async def set_webhook() -> None:
            await app.bot.set_webhook(
                address + path, allowed_updates=ALLOWED_UPDATES, secret_token=secret
            )

        if await self._patiently(name, set_webhook):
            log.info("webhook_set", channel=name)
            await keep_webhook(app.bot, name, address + path, set_webhook, stop, self._look_s)

    def _posted(self, name: str) -> bool:
        return self._channels[name].webhook

    async def _secret(self, name: str) -> str:
        """Return the webhook's secret: the same in every worker, another with another token."""
        return await self._derived(f"{name} webhook {self._channels[name].key}")

    async def _path(self, name: str) -> str:
        """Return the path a messenger posts to; Telegram's cannot be guessed either."""
        if name == ZALO:
            return f"/{ZALO}"
        place = await self._derived(f"{name} webhook path {self._channels[name].key}")
        return f"/{name}/{place[:24]}"

    async def _derived(self, purpose: str) -> str:
        base = self._runtime.base
        return await base.services.signing.derived(purpose, base.clock())


def _failure(name: str, error: Exception) -> Exception:
    if not isinstance(error, InvalidToken):
        return error
    _ = operator_translator()
    if name == TELEGRAM:
        return Failed(
            _("Telegram không nhận token này; hãy lấy token mới từ @BotFather."), TOKEN_REJECTED
        )
    return Failed(
        _("Zalo không nhận token này; hãy lấy token mới ở Zalo Bot Manager."), TOKEN_REJECTED
    )
