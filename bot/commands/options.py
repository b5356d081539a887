"""What the commands' arguments have in common, and how a command is run to its end."""

import os
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from bot.commands.language import N_, LocalCommand

F = TypeVar("F", bound=Callable[..., Any])

Config = Annotated[
    Path | None,
    typer.Option(
        "--config", help=N_("Tệp cấu hình; không nêu thì TINBAI_CONFIG, rồi config.toml ở đây.")
    ),
]
BoardSlug = Annotated[
    str | None, typer.Option("--board", help=N_("Slug của ban, khi có nhiều ban."))
]
AsJson = Annotated[bool, typer.Option("--json", help=N_("In dạng JSON cho chương trình đọc."))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=N_("Chỉ cho xem, không ghi, không gửi."))]


def command(app: typer.Typer, name: str, text: str, example: str) -> Callable[[F], F]:
    """Register a command with its help and an example of its use."""
    return app.command(name, cls=LocalCommand, help=text, epilog=example)


def config_of(context: typer.Context, named: Path | None) -> Path | None:
    """Return the --config given to the command, else the one given before it."""
    found = named or context.find_root().params.get("config")
    return found if isinstance(found, Path) else None


def run(work: Coroutine[Any, Any, int], *, running: bool = False) -> None:
    """Run a command to its end and exit; a foreseen error is one sentence on stderr.

    `running` is said of `tinbai run`, which a service manager may start again.
    """
    import asyncio

    from bot.failures import FORESEEN, OF_OUTPUT, sentence, unforeseen

    try:
        code = asyncio.run(work)
        # Here a reader that has gone is no fault; at the interpreter's end it would be a traceback.
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output has gone; nothing is left to be said.
        _give_up_printing()
        code = 1
    except FORESEEN as error:
        try:
            text, code = sentence(error, running=running)
        except Exception as fault:  # noqa: BLE001 - an error whose sentence fails
            text, code = unforeseen(fault)
        typer.echo(text, err=True)
        if isinstance(error, OSError) and error.errno in OF_OUTPUT and not error.filename:
            _give_up_printing()
    except KeyboardInterrupt:
        code = 130
    except Exception as error:  # noqa: BLE001 - a bare traceback could show a token
        text, code = unforeseen(error)
        typer.echo(text, err=True)
    raise typer.Exit(code)


def _give_up_printing() -> None:
    """Let what could not be printed go, or the interpreter would try once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
