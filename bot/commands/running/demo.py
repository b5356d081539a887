"""`tinbai demo`: the whole main job on sample data, no account or token; then the chat page."""

import tempfile
import time
from datetime import UTC, timedelta
from pathlib import Path

from rich.console import Console

from bot.config.loading import LoadedConfig
from bot.config.model import Config, DatabaseSection
from bot.demo.board_state import demo_board
from bot.demo.people import BOARD
from bot.demo.play import START, play
from bot.demo.printing import Printer
from bot.demo.stage import MovableClock, Stage, stage
from bot.logs import configure_logs
from bot.terminal import operator_translator
from bot.web.chat_page.serving import serve_page
from domain.language import Translator, translator

OUTPUT = Path("demo-output")


async def demo(leave: bool, port: int, language: str | None) -> int:
    """Play the main job, save the files, then serve the chat page until Ctrl-C."""
    _ = translator(language) if language else operator_translator()
    configure_logs((), level=30)
    console = Console(highlight=False, width=min(Console().width, 100))
    clock = MovableClock(START.astimezone(UTC), lambda: timedelta(seconds=time.monotonic()))
    with tempfile.TemporaryDirectory(prefix="tinbai-demo-") as folder:
        config = Config(
            database=DatabaseSection(url="sqlite+aiosqlite:///demo.db", backup_dir=""), board=BOARD
        )
        loaded = LoadedConfig(config, Path(folder), (BOARD,))
        async with stage(loaded, clock) as running:
            files = await play(_, running, Printer(_, console), OUTPUT)
            console.print()
            for path in files:
                console.print(_("Đã lưu {path}").format(path=path), soft_wrap=True)
            if not leave:
                await _serve(_, running, port, console)
    return 0


async def _serve(_: Translator, running: Stage, port: int, console: Console) -> None:
    def announce(address: str) -> None:
        page = f"{address}/?language=en" if _.language == "en" else address
        text = _("Trang trò chuyện: {address}  (Ctrl-C để dừng)").format(address=page)
        console.print("\n" + text, soft_wrap=True)

    await serve_page(running.runtime, running.personas, demo_board(running), port, announce)
