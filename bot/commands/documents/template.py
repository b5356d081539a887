"""`tinbai template`: the Word template out to a clerk, and back in once it holds."""

import asyncio
import sys
from pathlib import Path

import typer

from bot.commands.documents.report import STDOUT, is_folder, write_beside
from bot.commands.progress import installation
from bot.config.loading import load
from bot.failures import Failed
from bot.terminal import operator_translator
from domain.errors import InvalidFile
from services.reports import rendering

NAME = Path("mau-bao-cao.docx")


async def export(config: Path | None, told: str | None, *, table: bool = False) -> int:
    """Write the bundled template and print its path; never over a file that was not named.

    It needs no configuration, but one that is named must be one.

    With `table` it is the sample of what `tinbai import` reads.
    """
    _ = operator_translator()
    if config is not None:
        load(config)
    output = None if told is None else Path(told)
    name, content = await asyncio.to_thread(_sample_table if table else _template)
    if output == STDOUT:
        sys.stdout.buffer.write(content)
        return 0
    path = output or name
    if told is not None and is_folder(told):
        path = path / name
    if path.exists() and path != output:
        raise Failed(_("{path} đã có; hãy ghi tên khác bằng -o.").format(path=path))
    await asyncio.to_thread(write_beside, path, content)
    typer.echo(path)
    return 0


def _template() -> tuple[Path, bytes]:
    from reports.document.template import bundled_template

    return NAME, bundled_template()


def _sample_table() -> tuple[Path, bytes]:
    from reports.sheets.sample_table import sample_table

    sample = sample_table()
    return Path(sample.file_name), sample.content


async def check(config: Path | None, board: str | None, path: Path | None) -> int:
    """Try a template on a small report; exit code 1 when anything is wrong with it.

    Without a path it is the board's own (board.template), or the bundled one.
    """
    from reports.document.template import bundled_template, fault_text

    _ = operator_translator()
    named = path
    if path is None:
        async with installation(load(config)) as base:
            chosen = base.services.boards.named(board).template
        path = Path(chosen) if chosen else None
    try:
        content = await asyncio.to_thread(path.read_bytes if path else bundled_template)
    except OSError as error:
        if path == named:
            raise
        raise InvalidFile(
            "template_unreadable", place=str(path), reason=str(error.errno or "")
        ) from None
    faults = await rendering.check(content)
    for fault in faults:
        typer.echo(f"✗ {fault_text(_, fault)}")
    if faults:
        return 1
    if path is None:
        typer.echo(_("✓ Mẫu có sẵn dùng được; ban chưa đặt board.template."))
    else:
        typer.echo(_("✓ Mẫu báo cáo {path} dùng được.").format(path=path))
    return 0
