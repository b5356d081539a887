"""`tinbai report`: one dataset in the format asked for."""

import asyncio
import os
from pathlib import Path

import typer

from bot.app import foundation
from bot.config import load
from bot.failures import WrongUse, operator_translator, plain
from domain.text import nearest

FORMATS = ("text", "docx", "xlsx", "pdf", "png", "json")


async def report(
    config: Path | None,
    board: str | None,
    period: str,
    format_: str,
    output: Path | None,
    electronic: bool = False,
) -> int:
    """Print text and JSON, write files here or to the path given, and print the path."""
    _ = operator_translator()
    if format_ not in FORMATS:
        text = _("Không có định dạng “{format}”; dùng một trong: {formats}.")
        mend = nearest(format_, FORMATS)
        hint = " " + _("Có phải là “{nearest}”?").format(nearest=mend) if mend else ""
        raise WrongUse(text.format(format=format_, formats=", ".join(FORMATS)) + hint)
    async with foundation(load(config)) as base:
        chosen = base.services.boards.named(board)
        reports = base.services.reports
        now = base.clock()
        days = reports.read_period(chosen, period, now.astimezone(chosen.zone).date())
        found = await reports.build(chosen, days, now)
        if format_ in {"text", "json"}:
            content = (
                await reports.json(found)
                if format_ == "json"
                else plain(await reports.text(_, found))
            )
            if output is None:
                typer.echo(content)
                return 0
            await asyncio.to_thread(write_beside, output, f"{content}\n".encode())
            typer.echo(output)
            return 0
        mode = "electronic" if electronic else "paper"
        render = {
            "docx": lambda: reports.docx(found, mode),
            "xlsx": lambda: reports.xlsx(found),
            "pdf": lambda: reports.pdf(found, mode),
            "png": lambda: reports.chart(found),
        }[format_]
        rendered = await render()
    path = output or Path(rendered.file_name)
    if path.is_dir():
        path = path / rendered.file_name
    await asyncio.to_thread(write_beside, path, rendered.content)
    typer.echo(path)
    return 0


def write_beside(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: beside its place first, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
