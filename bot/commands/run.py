"""`tinbai run`: all configured channels, the scheduler and the web server, until SIGTERM."""

import asyncio
import contextlib
import fcntl
import signal
from collections.abc import Iterator
from pathlib import Path

import structlog
from telegram.error import InvalidToken, TelegramError

from bot.app import (
    Foundation,
    Runtime,
    assemble,
    build_application,
    foundation,
    publish_menu,
    stop_applications,
)
from bot.board_page.app import board_page_routes, web_address
from bot.channels.configured import TELEGRAM, outbounds
from bot.channels.telegram import answer_request
from bot.config import Config, LoadedConfig, load
from bot.failures import Failed, operator_translator
from bot.logs import configure_logs
from bot.poller import Poller
from bot.schedule import start_schedule
from bot.web import listen, operations_app, web_server
from handlers.context import App

log = structlog.get_logger(__name__)

LONGEST_PAUSE = 30.0
STOP_WITHIN = 4.0


async def run(config: Path | None) -> int:
    """Run until SIGTERM or SIGINT; every part then has a few seconds to end in order."""
    loaded = load(config)
    configure_logs(loaded.config.secrets)
    _ = operator_translator()
    if not outbounds(loaded.config):
        raise Failed(
            _(
                "Chưa có kênh nào: hãy điền telegram.token trong config.toml, "
                "hoặc chạy tinbai demo để xem thử."
            )
        )
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with foundation(loaded) as base:
        with only_one(base.database.path):
            return await _run(base, stop)


async def _run(base: Foundation, stop: asyncio.Event) -> int:
    config = base.config.config
    channels = outbounds(config)
    runtime = assemble(base, _applications(base, config), channels)
    if base.database.is_sqlite:
        # Nobody else handles this file's updates: what was claimed is from a run that was killed.
        await base.services.inbox.release()
        await base.services.deliveries.doubt_all(base.clock(), "run")
    web = _web(base.config, runtime)
    try:
        if not await _initialise(runtime, stop):
            return 0
        return await _serve(runtime, stop)
    finally:
        if web is not None:
            await web.end()
        await stop_applications(runtime.applications)
        for outbound in channels.values():
            await outbound.close()


def _applications(base: Foundation, config: Config) -> dict[str, App]:
    applications: dict[str, App] = {}
    token = config.telegram.token.get_secret_value()
    if token:
        request = answer_request(config.telegram.proxy)
        applications[TELEGRAM] = build_application(
            base.services, request, token, config.telegram.api_url, config.flood_limit
        )
    return applications


async def _initialise(runtime: Runtime, stop: asyncio.Event) -> bool:
    """Initialise the Applications, waiting for a network that is not there yet."""
    pause = 1.0
    for app in runtime.applications.values():
        while not stop.is_set():
            try:
                await app.initialize()
            except InvalidToken:
                _ = operator_translator()
                raise Failed(
                    _("Telegram không nhận token này; hãy lấy token mới từ @BotFather.")
                ) from None
            except TelegramError as error:
                log.warning("waiting_for_channel", error=type(error).__name__, again_in_s=pause)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                break
    return not stop.is_set()


async def _serve(runtime: Runtime, stop: asyncio.Event) -> int:
    base = runtime.base
    dispatcher = runtime.dispatcher

    async def next_offset() -> int | None:
        return await base.services.inbox.next_offset(TELEGRAM, base.clock())

    poller_stop, work_stop = asyncio.Event(), asyncio.Event()
    poller = Poller(runtime.applications[TELEGRAM].bot, TELEGRAM, dispatcher.accept, next_offset)
    polling = asyncio.create_task(poller.run(poller_stop))
    working = [
        asyncio.create_task(dispatcher.run(work_stop)),
        asyncio.create_task(runtime.sender.run(work_stop)),
    ]
    menu = asyncio.create_task(publish_menu(runtime.applications[TELEGRAM].bot))
    schedule = start_schedule(runtime.tick)
    beat = asyncio.create_task(runtime.tick())
    log.info("running", channels=list(runtime.applications))
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait((stopped, polling, *working), return_when=asyncio.FIRST_COMPLETED)
    log.info("stopping")
    # First nothing more comes in, then what is held is finished.
    schedule.shutdown(wait=False)
    for task in (menu, beat, stopped):
        task.cancel()
    poller_stop.set()
    await asyncio.wait((polling,), timeout=1)
    polling.cancel()
    work_stop.set()
    await asyncio.wait(working, timeout=STOP_WITHIN)
    for task in working:
        task.cancel()
    results = await asyncio.gather(polling, *working, return_exceptions=True)
    for result in results:
        if isinstance(result, InvalidToken):
            _ = operator_translator()
            raise Failed(_("Telegram không nhận token này; hãy lấy token mới từ @BotFather."))
        if isinstance(result, Exception):
            raise result
    log.info("stopped")
    return 0


class _Web:
    """The running web server."""

    def __init__(self, loaded: LoadedConfig, runtime: Runtime) -> None:
        section = loaded.config.web
        self._socket = listen(section.host, section.port)
        port = self._socket.getsockname()[1]
        base = runtime.base
        pages = board_page_routes(base.services, base.clock)
        self._server = web_server(operations_app(runtime.dispatcher, pages))
        self._task = asyncio.create_task(self._server.serve(sockets=[self._socket]))
        base.services.board_page.serve_at(web_address(section, port))
        log.info("web", host=section.host, port=port)

    async def end(self) -> None:
        """Stop serving."""
        self._server.should_exit = True
        await asyncio.wait((self._task,), timeout=2)
        self._task.cancel()
        self._socket.close()


def _web(loaded: LoadedConfig, runtime: Runtime) -> _Web | None:
    try:
        return _Web(loaded, runtime)
    except OSError as error:
        section = loaded.config.web
        if section.public_url:
            _ = operator_translator()
            text = _("Cổng {port} của web không mở được: {reason}; hãy đổi web.port.")
            raise Failed(text.format(port=section.port, reason=error.strerror)) from None
        log.warning("web_off", port=section.port, reason=error.strerror)
        return None


@contextlib.contextmanager
def only_one(database: Path | None) -> Iterator[None]:
    """Hold the lock that keeps a second `run` off the same SQLite file."""
    if database is None:
        yield
        return
    with Path(f"{database}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _ = operator_translator()
            text = _("Một tinbai run khác đang dùng {database}; hãy dừng nó trước.")
            raise Failed(text.format(database=database)) from None
        yield
