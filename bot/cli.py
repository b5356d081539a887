"""The command line: arguments in, exit codes out; the work is in bot/commands/.

Nothing heavy is imported before a command runs, so that `tinbai --help` answers at once.
"""

import os
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(
    name="tinbai",
    help="The chat assistant of an editorial board: articles, reminders, reports.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Config = Annotated[
    Path | None, typer.Option("--config", help="The configuration (default: config.toml here).")
]
BoardSlug = Annotated[
    str | None, typer.Option("--board", help="The board's slug, where there are several.")
]


@app.callback()
def common(context: typer.Context, config: Config = None) -> None:
    """Keep a --config that stands before the command."""
    context.obj = config


def main() -> None:
    """Run the command line and exit: 0 done, 1 the thing asked for failed, 2 wrong use."""
    # RetryAfter carries a timedelta in the next major version; ask for it now, without a warning.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    app()


def _run(command: Coroutine[Any, Any, int]) -> None:
    """Run a command to its end; a foreseen error is one sentence on stderr."""
    import asyncio

    from bot.failures import FORESEEN, sentence, unforeseen

    try:
        code = asyncio.run(command)
    except BrokenPipeError:
        # The reader of our output has gone; nothing is left to be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except FORESEEN as error:
        text, code = sentence(error)
        typer.echo(text, err=True)
    except KeyboardInterrupt:
        code = 130
    except Exception as error:  # noqa: BLE001 - a bare traceback could show a token
        text, code = unforeseen(error)
        typer.echo(text, err=True)
    raise typer.Exit(code)


def _path(context: typer.Context, config: Path | None) -> Path | None:
    chosen: Path | None = config or context.obj
    return chosen


@app.command()
def demo(
    leave: Annotated[
        bool, typer.Option("--exit", help="End after the play, without the chat page.")
    ] = False,
    port: Annotated[int, typer.Option(help="The chat page's port; 0 takes a free one.")] = 0,
) -> None:
    """Play the main job on sample data, then serve the chat page."""
    from bot.commands.demo import demo as command

    _run(command(leave, port))


@app.command()
def chat(
    context: typer.Context,
    port: Annotated[int, typer.Option(help="The chat page's port; 0 takes a free one.")] = 0,
    config: Config = None,
    board: BoardSlug = None,
) -> None:
    """Try a board in the browser, without a messenger."""
    from bot.commands.chat import chat as command

    _run(command(_path(context, config), board, port))


@app.command()
def init(context: typer.Context, config: Config = None, board: BoardSlug = None) -> None:
    """Write config.toml, create the database, print the chair's invitation."""
    from bot.commands.init import init as command

    _run(command(_path(context, config), board))


@app.command()
def run(context: typer.Context, config: Config = None) -> None:
    """Run all configured channels, the scheduler and the web server."""
    from bot.collecting import importing

    with importing():
        from bot.commands.run import run as command

    _run(command(_path(context, config)))


@app.command("import")
def import_(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(help="A table of counts or a list of articles.")
    ] = None,
    year: Annotated[
        int | None,
        typer.Option(min=2000, max=2100, help="The table's year, where the file names none."),
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="The sheet to read.")] = None,
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", help='"NAME IN FILE=UNIT": whose other spelling a name is.'),
    ] = None,
    new: Annotated[
        list[str] | None, typer.Option("--new", help="A name in the file that is a new unit.")
    ] = None,
    overlap: Annotated[
        str | None,
        typer.Option(help="Counts beside logged articles: total or add."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show it, change nothing.")] = False,
    undo: Annotated[
        int | None, typer.Option("--undo", min=1, help="Take the import of this number back.")
    ] = None,
    config: Config = None,
    board: BoardSlug = None,
) -> None:
    """Bring in units, past counts and articles from a file, or take an import back."""
    from bot.commands.imports import import_command as command

    _run(
        command(
            _path(context, config),
            board,
            file,
            year,
            sheet,
            map_ or (),
            new or (),
            overlap,
            dry_run,
            undo,
        )
    )


@app.command()
def imports(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    config: Config = None,
    board: BoardSlug = None,
) -> None:
    """List what was imported, the newest last."""
    from bot.commands.imports import list_imports as command

    _run(command(_path(context, config), board, as_json))


@app.command()
def invite(
    context: typer.Context,
    role: Annotated[str, typer.Option(help="correspondent, head, editor or chair.")],
    unit: Annotated[
        str | None, typer.Option(help="The unit's name, for correspondents and heads.")
    ] = None,
    config: Config = None,
    board: BoardSlug = None,
) -> None:
    """Print an invitation code and a link."""
    from bot.commands.invite import invite as command

    _run(command(_path(context, config), board, role, unit))


@app.command()
def report(
    context: typer.Context,
    period: Annotated[str, typer.Argument(help="2021-H1, 2021-Q3, 2021-06, 2021, or two dates.")],
    format_: Annotated[
        str, typer.Option("--format", help="text, docx, xlsx, pdf, png or json.")
    ] = "text",
    output: Annotated[Path | None, typer.Option("-o", help="The file to write.")] = None,
    electronic: Annotated[
        bool, typer.Option("--electronic", help="A document that is signed electronically.")
    ] = False,
    config: Config = None,
    board: BoardSlug = None,
) -> None:
    """Print or write the report of a period."""
    from bot.commands.report import report as command

    _run(command(_path(context, config), board, period, format_, output, electronic))


@app.command()
def remind(
    context: typer.Context,
    month: Annotated[str | None, typer.Option(help="The month, such as 2021-06.")] = None,
    stage: Annotated[str | None, typer.Option(help="The stage's name.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show it, send nothing.")] = False,
    config: Config = None,
    board: BoardSlug = None,
) -> None:
    """Remind the units that have nothing this month."""
    from bot.commands.remind import remind as command

    _run(command(_path(context, config), board, month, stage, dry_run))


@app.command()
def duplicates(
    context: typer.Context,
    pairs: Annotated[
        Path | None,
        typer.Option(help="A file of two titles a line, divided by a tab; - reads stdin."),
    ] = None,
    config: Config = None,
    board: BoardSlug = None,
) -> None:
    """List likely duplicates of the log, or judge pairs of titles."""
    from bot.commands.duplicates import duplicates as command

    _run(command(_path(context, config), board, pairs))


@app.command()
def check(context: typer.Context, config: Config = None) -> None:
    """Check configuration, database, channels, scheduler and template."""
    from bot.commands.check import check as command

    _run(command(_path(context, config)))


@app.command()
def backup(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="The file to write, or a folder.")],
    config: Config = None,
) -> None:
    """Write a consistent copy of the database, even while the bot runs."""
    from bot.commands.backup import backup as command

    _run(command(_path(context, config), path))


@app.command()
def restore(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="A file that `backup` wrote.")],
    config: Config = None,
) -> None:
    """Check a backup, put it in place and keep the old state beside it."""
    from bot.commands.backup import restore as command

    _run(command(_path(context, config), path))


@app.command()
def export(
    context: typer.Context,
    output: Annotated[Path | None, typer.Option("-o", help="The folder to write to.")] = None,
    person: Annotated[
        str | None, typer.Option(help="Only what is known of one person: a number or a name.")
    ] = None,
    forget: Annotated[
        bool, typer.Option("--forget", help="Remove the person's name and accounts.")
    ] = False,
    config: Config = None,
    board: BoardSlug = None,
) -> None:
    """Write everything of a board, or of a person, as JSON and CSV."""
    from bot.commands.export import export as command

    _run(command(_path(context, config), board, output, person, forget))


template = typer.Typer(help="The Word template of the report.", no_args_is_help=True)
app.add_typer(template, name="template")


@template.command("export")
def export_template(
    output: Annotated[Path | None, typer.Option("-o", help="The file to write.")] = None,
) -> None:
    """Write the bundled template, for a clerk to change in Word."""
    from bot.commands.template import export as command

    _run(command(output))


@template.command("check")
def check_template(
    context: typer.Context,
    path: Annotated[
        Path | None, typer.Argument(help="The .docx; the board's own where none is named.")
    ] = None,
    config: Config = None,
    board: BoardSlug = None,
) -> None:
    """Name every unknown or missing field of a template and try it on a small report."""
    from bot.commands.template import check as command

    _run(command(_path(context, config), board, path))


inbox = typer.Typer(help="Deal with updates that could not be handled.", no_args_is_help=True)
app.add_typer(inbox, name="inbox")


@inbox.command("show")
def show_inbox(
    context: typer.Context,
    fault: Annotated[str | None, typer.Argument(help="A fault's number, to see all of it.")] = None,
    config: Config = None,
) -> None:
    """List the updates that were set aside."""
    from bot.commands.inbox import show as command

    _run(command(_path(context, config), fault))


@inbox.command("retry")
def retry_inbox(
    context: typer.Context,
    fault: Annotated[str, typer.Argument(help="A fault's number, or all.")] = "all",
    config: Config = None,
) -> None:
    """Have updates that were set aside handled again."""
    from bot.commands.inbox import retry as command

    _run(command(_path(context, config), fault))
