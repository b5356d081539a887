"""`tinbai demo`: the whole main job on sample data, no account or token; then the chat page."""

import asyncio
import signal
import tempfile
import time
from datetime import UTC, timedelta
from pathlib import Path

from rich.console import Console

from bot.channels.local import LocalMessenger
from bot.config import Config, DatabaseSection, LoadedConfig
from bot.demo.board_state import DemoBoardState
from bot.demo.people import BOARD
from bot.demo.play import START, play
from bot.demo.printing import Printer
from bot.demo.stage import MovableClock, Stage, stage
from bot.logs import configure_logs
from bot.page.app import page_app
from bot.schedule import start_schedule
from bot.web import listen, web_server

OUTPUT = Path("demo-output")


async def demo(leave: bool, port: int) -> int:
    """Play the main job, save the files, then serve the chat page until Ctrl-C."""
    configure_logs((), level=30)
    console = Console(highlight=False, width=min(Console().width, 100))
    clock = MovableClock(START.astimezone(UTC), lambda: timedelta(seconds=time.monotonic()))
    with tempfile.TemporaryDirectory(prefix="tinbai-demo-") as folder:
        config = Config(database=DatabaseSection(url="sqlite+aiosqlite:///demo.db"), board=BOARD)
        loaded = LoadedConfig(config, Path(folder), (BOARD,))
        async with stage(loaded, clock) as running:
            files = await play(running, Printer(console), OUTPUT)
            console.print()
            for path in files:
                console.print(f"Đã lưu {path}", soft_wrap=True)
            if not leave:
                await _serve(running, port, console)
    return 0


async def _serve(running: Stage, port: int, console: Console) -> None:
    messenger: LocalMessenger = running.messenger
    listening = listen("127.0.0.1", port)
    server = web_server(page_app(messenger, DemoBoardState(running)))
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    sending = asyncio.create_task(running.runtime.sender.run(stop))
    schedule = start_schedule(running.runtime.tick)
    console.print(
        f"\nTrang trò chuyện: http://127.0.0.1:{listening.getsockname()[1]}  (Ctrl-C để dừng)",
        soft_wrap=True,
    )
    await stop.wait()
    schedule.shutdown(wait=False)
    messenger.end_subscriptions()
    server.should_exit = True
    await asyncio.wait((serving, sending), timeout=3)
    listening.close()
