"""A moving bar on stderr while something takes its time, where somebody watches a terminal."""

import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager

from bot.app import Foundation, foundation
from bot.config.loading import LoadedConfig
from bot.terminal import operator_translator


@contextmanager
def progress(text: str) -> Iterator[None]:
    """Show that work goes on until it is done; nothing is shown outside of a terminal.

    Rich keeps to NO_COLOR, and clears the line at the end.
    """
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        bar.add_task(text, total=None)
        yield


@asynccontextmanager
async def installation(loaded: LoadedConfig) -> AsyncIterator[Foundation]:
    """Open an installation's database, showing that an upgrade of it goes on."""
    _ = operator_translator()
    async with AsyncExitStack() as stack:
        with progress(_("Đang mở và nâng cấp cơ sở dữ liệu")):
            base = await stack.enter_async_context(foundation(loaded))
        yield base
