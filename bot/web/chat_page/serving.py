"""Serves the chat page with the outbox and the clock running beside it, until it is stopped."""

import asyncio
import signal
from collections.abc import Callable

from bot.app import Runtime
from bot.channels.web.personas import Personas
from bot.clock.tick import start_schedule
from bot.failures import Failed
from bot.terminal import operator_translator
from bot.web.board_page.app import board_page_routes
from bot.web.chat_page.app import page_app
from bot.web.chat_page.board_state import BoardState
from bot.web.server import listen, web_server
from handlers.reasons import system_reason

STOP_WITHIN = 3.0


async def serve_page(
    runtime: Runtime,
    personas: Personas,
    board: BoardState,
    port: int,
    announce: Callable[[str], None],
    stop: asyncio.Event | None = None,
) -> None:
    """Serve on loopback until `stop` is set, by default by Ctrl-C; port 0 takes a free one.

    `announce` is told the page's address once it can be opened. Raises Failed where the port is
    taken.
    """
    try:
        listening = listen("127.0.0.1", port)
    except OSError as error:
        _ = operator_translator()
        text = _("Cổng {port} không mở được: {reason}; hãy chọn cổng khác, ví dụ --port 0.")
        raise Failed(text.format(port=port, reason=system_reason(_, error.errno))) from None
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    services = runtime.base.services
    services.board_page.serve_at(address)
    pages = board_page_routes(services, runtime.base.clock)
    stop = _stopped_by_signals() if stop is None else stop
    server = web_server(page_app(personas, services.web_chat, board, stop, pages))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    sending = asyncio.create_task(runtime.sender.run(stop))
    schedule = start_schedule(runtime.tick)
    announce(address)
    try:
        await stop.wait()
    finally:
        schedule.shutdown(wait=False)
        server.should_exit = True
        await asyncio.wait((serving, sending), timeout=STOP_WITHIN)
        listening.close()


def _stopped_by_signals() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
