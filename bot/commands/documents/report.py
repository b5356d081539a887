"""`tinbai report`: one dataset in the format asked for; `--board all` rolls every board up."""

import asyncio
import os
import sys
from datetime import datetime
from pathlib import Path

import typer

from bot.app import Foundation
from bot.commands.progress import installation, progress
from bot.config.loading import load
from bot.failures import WrongUse, plain
from bot.terminal import operator_translator
from domain.language import Translator
from handlers.reports.report_texts import rollup

EVERY_BOARD = "all"
STDOUT = Path("-")


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
    async with installation(load(config)) as base:
        reports, now = base.services.reports, base.clock()
        if board == EVERY_BOARD:
            if format_ != "text":
                raise WrongUse(_("Bảng tổng hợp các ban chỉ có dạng chữ; hãy bỏ --format."))
            return await _print(await _rollup(_, base, period, now), output)
        chosen = base.services.boards.named(board)
        days = reports.read_period(chosen, period, now.astimezone(chosen.zone).date())
        with progress(_("Đang lập báo cáo")):
            found = await reports.build(chosen, days, now)
        if format_ in {"text", "json"}:
            content = (
                await reports.json(found)
                if format_ == "json"
                else plain(await reports.text(_, found))
            )
            return await _print(content, output)
        for warning in reports.warnings(_, found):
            typer.echo(warning, err=True)
        mode = "electronic" if electronic else "paper"
        with progress(_("Đang viết tệp")):
            if format_ == "docx":
                rendered = await reports.docx(found, mode)
            elif format_ == "pdf":
                rendered = await reports.pdf(found, mode)
            elif format_ == "xlsx":
                rendered = await reports.xlsx(found)
            else:
                rendered = await reports.chart(found)
    if output == STDOUT:
        sys.stdout.buffer.write(rendered.content)
        return 0
    path = output or Path(rendered.file_name)
    if path.is_dir():
        path = path / rendered.file_name
    await asyncio.to_thread(write_beside, path, rendered.content)
    typer.echo(path)
    return 0


async def _rollup(_: Translator, base: Foundation, period: str, now: datetime) -> str:
    """Return the table boards × months of a period, each board by its own months."""
    boards = tuple(base.services.boards)
    today = now.astimezone(boards[0].zone).date()
    return plain(rollup(_, await base.services.rollups.build(boards, period, today, now)))


async def _print(content: str, output: Path | None) -> int:
    if output is None or output == STDOUT:
        typer.echo(content)
        return 0
    await asyncio.to_thread(write_beside, output, f"{content}\n".encode())
    typer.echo(output)
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
