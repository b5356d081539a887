"""The command line: arguments in, exit codes out; the work is in bot/commands/.

Nothing heavy is imported before a command runs, so that `tinbai --help` answers at once.
"""

import os
from typing import Annotated

import typer

from bot.commands.documents import usage as documents
from bot.commands.keeping import usage as keeping
from bot.commands.language import N_, LocalGroup
from bot.commands.lists import usage as lists
from bot.commands.options import Config
from bot.commands.running import usage as running

app = typer.Typer(
    name="tinbai",
    cls=LocalGroup,
    help=N_("tinbai, trợ lý trò chuyện của Ban Biên tập: ghi tin bài, nhắc hằng tháng, báo cáo."),
    epilog="tinbai demo\ntinbai init\ntinbai report 2021-H1 --format docx",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from bot.version import program_version

        typer.echo(f"tinbai {program_version()}")
        raise typer.Exit


@app.callback()
def common(
    config: Config = None,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help=N_("Hiện phiên bản."), callback=_show_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Take what stands before the command."""


for kind in (running, lists, documents, keeping):
    kind.register(app)


def main() -> None:
    """Run the command line and exit: 0 done, 1 the thing asked for failed, 2 wrong use."""
    # RetryAfter carries a timedelta in the next major version; ask for it now, without a warning.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    app(prog_name="tinbai")
