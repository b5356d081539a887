"""`tinbai run`: all configured channels, the scheduler and the web server, until SIGTERM."""

import asyncio
import contextlib
import fcntl
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import structlog
from starlette.routing import BaseRoute

from bot.app import (
    Foundation,
    Runtime,
    assemble,
    build_application,
    foundation,
    stop_applications,
)
from bot.channels.configured import Channel, channels, switched_on
from bot.clock.alarms import Alarms
from bot.collecting import collect_nightly, short_collections
from bot.commands.running.check_listening import not_listening
from bot.config.loading import LoadedConfig, load
from bot.failures import DATABASE_GONE, Failed, no_channel
from bot.inbox.duties import Duties
from bot.inbox.serving import Served
from bot.logs import LEVELS, configure_logs
from bot.terminal import operator_translator
from bot.version import program_version
from bot.web.board_page.app import board_page_routes, only_here, web_address
from bot.web.file_links import file_routes
from bot.web.metrics import Metrics
from bot.web.my_page.app import my_page_routes
from bot.web.server import listen, metrics_route, operations_app, web_server
from domain.channels import WEB
from handlers.context import App
from storage.upkeep.workers import Worker

log = structlog.get_logger(__name__)

STOP_WITHIN = 4.0
GONE_FOR_S = 5.0
# Between threads that compute; Python's own 5 ms would add up for the event loop, which answers
# people while others render a report or compare titles.
SWITCH_S = 0.0005


async def run(config: Path | None) -> int:
    """Run until SIGTERM or SIGINT; every part then has a few seconds to end in order."""
    loaded = load(config)
    configure_logs(loaded.config.secrets, LEVELS[loaded.config.log_level])
    sys.setswitchinterval(SWITCH_S)
    _ = operator_translator()
    if not switched_on(loaded.config):
        raise Failed(no_channel(_), 2)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with foundation(loaded) as base:
        with only_one(base.database.path):
            return await run_until(base, stop)


async def run_until(base: Foundation, stop: asyncio.Event) -> int:
    """Run every part over a foundation until `stop` is set or no channel is left."""
    config = base.config.config
    found = channels(config, base.services, base.clock)
    worker = Worker(base.database)
    outbounds = {name: channel.outbound for name, channel in found.items()}
    alarms = Alarms(base.services.monitoring, outbounds, config.operator_chat, base.clock)
    metrics = Metrics(base.services, base.clock, alarms.set_aside)
    configure_logs(config.secrets, LEVELS[config.log_level], metrics.count_errors)
    runtime = assemble(
        base,
        {name: application(base, channel) for name, channel in found.items()},
        outbounds,
        worker.name,
        metrics,
    )
    await worker.arrive(runtime.dispatcher.wake)
    if base.database.is_sqlite:
        # Nobody else handles this file's updates: what was claimed is from a run that was killed.
        await base.services.inbox.release()
        await base.services.deliveries.doubt_all(base.clock(), "run")
    served = Served(runtime, found)
    if WEB in found:
        base.services.my_page.serve_at(config.web.public_url)
        await runtime.applications[WEB].initialize()
    gone = asyncio.create_task(base.database.gone())
    web = _web(base.config, runtime, await served.webhooks(), metrics)
    duties = Duties(runtime, served, worker, metrics, alarms)
    lag = asyncio.create_task(metrics.measure_lag())
    try:
        return await _serve(runtime, served, duties, alarms, stop, gone)
    finally:
        lag.cancel()
        gone.cancel()
        if web is not None:
            await web.end()
        await alarms.finish()
        await worker.leave()
        await stop_applications(runtime.applications)
        for channel in found.values():
            await channel.outbound.close()


def application(base: Foundation, channel: Channel) -> App:
    """Return the Application of a channel."""
    return build_application(
        base.services,
        channel.request,
        channel.token,
        channel.api_url,
        base.config.config.flood_limit,
    )


async def _serve(
    runtime: Runtime,
    served: Served,
    duties: Duties,
    alarms: Alarms,
    stop: asyncio.Event,
    gone: "asyncio.Task[None]",
) -> int:
    duties_stop, work_stop = asyncio.Event(), asyncio.Event()
    served.start()
    leading = asyncio.create_task(duties.run(duties_stop))
    working = [
        asyncio.create_task(runtime.dispatcher.run(work_stop)),
        asyncio.create_task(runtime.sender.run(work_stop)),
    ]
    collecting = asyncio.create_task(collect_nightly(runtime.base.clock))
    stopped = asyncio.create_task(stop.wait())
    ended = asyncio.create_task(served.ended())
    with short_collections():
        log.info("running", version=program_version(), channels=list(runtime.applications))
        ends = (stopped, ended, gone, leading, *working)
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    if gone.done():
        path = str(runtime.base.database.path)
        log.critical("database_gone", path=path)
        alarms.database_gone(path)
        # Whoever watches sees that nothing is taken in, and the alarm has time to leave.
        await asyncio.wait((stopped,), timeout=GONE_FOR_S)
    log.info("stopping")
    # First nothing more comes in, then what is held is finished.
    for task in (stopped, ended, collecting):
        task.cancel()
    duties_stop.set()
    try:
        await served.stop()
    finally:
        work_stop.set()
        await asyncio.wait(working, timeout=STOP_WITHIN)
        for task in working:
            task.cancel()
        results = await asyncio.gather(leading, *working, return_exceptions=True)
    if gone.done():
        raise _database_gone(runtime.base.database.path)
    for result in results:
        if isinstance(result, Exception):
            raise result
    log.info("stopped")
    return 0


def _database_gone(path: Path | None) -> Failed:
    _ = operator_translator()
    text = _(
        "Tệp cơ sở dữ liệu {path} đã bị thay hoặc xóa khi tinbai run đang chạy, nên nó dừng lại; "
        "hãy đặt lại đúng tệp hoặc chạy tinbai restore BẢN_SAO_LƯU, rồi chạy lại tinbai run."
    )
    return Failed(text.format(path=path), DATABASE_GONE)


class _Web:
    """The running web server."""

    def __init__(
        self,
        loaded: LoadedConfig,
        runtime: Runtime,
        webhooks: Sequence[BaseRoute],
        metrics: Metrics,
    ) -> None:
        section = loaded.config.web
        # Workers that share a database on one machine share the port as well.
        shared = not runtime.base.database.is_sqlite
        self._socket = listen(section.host, section.port, shared=shared)
        port = self._socket.getsockname()[1]
        base = runtime.base
        pages = [
            metrics_route(metrics.page, section.metrics_token.get_secret_value()),
            *webhooks,
            *file_routes(base.services.shared_files, base.clock),
            *board_page_routes(base.services, base.clock),
            *my_page_routes(base.services, runtime.dispatcher, base.clock, section.public_url),
        ]
        self._server = web_server(operations_app(runtime.dispatcher, pages))
        self._task = asyncio.create_task(self._server.serve(sockets=[self._socket]))
        if section.public_url or not only_here(section.host):
            base.services.board_page.serve_at(web_address(section, port))
        log.info("web", host=section.host, port=port)

    async def end(self) -> None:
        """Stop serving."""
        self._server.should_exit = True
        await asyncio.wait((self._task,), timeout=2)
        self._task.cancel()
        self._socket.close()


def _web(
    loaded: LoadedConfig, runtime: Runtime, webhooks: Sequence[BaseRoute], metrics: Metrics
) -> _Web | None:
    try:
        return _Web(loaded, runtime, webhooks, metrics)
    except OSError as error:
        section = loaded.config.web
        if section.public_url:
            _ = operator_translator()
            raise Failed(not_listening(_, section, error)) from None
        log.warning("web_off", host=section.host, port=section.port, reason=error.strerror)
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
