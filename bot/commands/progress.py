"""A moving bar on stderr while something takes its time, where somebody watches a terminal."""

import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager

import typer

from bot.app import Foundation, foundation
from bot.config.loading import LoadedConfig
from bot.terminal import operator_translator
from domain.boards import Board
from domain.errors import Unusable
from storage.engine.database import DatabaseError
from storage.engine.faults import unusable
from storage.engine.opening import missing_file


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


def board_option(base: Foundation, board: Board) -> str:
    """Return what a command that is proposed needs to mean this board: "" where it is alone."""
    return f" --board {board.slug}" if len(list(base.services.boards)) > 1 else ""


def need_database(loaded: LoadedConfig) -> None:
    """Raise Unusable where there is no SQLite file: for what works only on one that is there."""
    missing = missing_file(loaded.database_url)
    if missing is not None:
        raise Unusable("no_database", place=str(missing))


@contextmanager
def telling_of_new(loaded: LoadedConfig) -> Iterator[None]:
    """Tell on stderr of a database that was made meanwhile, when all went well."""
    missing = missing_file(loaded.database_url)
    yield
    if missing is not None:
        _ = operator_translator()
        text = _(
            "Chưa có cơ sở dữ liệu {path} nên đã tạo mới, còn trống; nếu không đúng chỗ, hãy sửa "
            "database.url."
        )
        typer.echo(text.format(path=missing), err=True)


@asynccontextmanager
async def installation(loaded: LoadedConfig) -> AsyncIterator[Foundation]:
    """Open an installation's database, showing that an upgrade of it goes on.

    One that was not there is told of at the end: it may be the wrong one.
    """
    _ = operator_translator()
    async with AsyncExitStack() as stack:
        stack.enter_context(telling_of_new(loaded))
        with progress(_("Đang mở và nâng cấp cơ sở dữ liệu")):
            base = await stack.enter_async_context(foundation(loaded))
        try:
            yield base
        except DatabaseError as error:
            # Here it is known which database it is.
            fault = unusable(base.database.url, error)
            if fault is None:
                raise
            raise fault from None
