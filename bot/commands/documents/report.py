"""`tinbai report`: one dataset in the format asked for; `--board all` rolls every board up."""

import asyncio
import errno
import os
import re
import sys
from datetime import datetime
from pathlib import Path

import typer

from bot.app import Foundation
from bot.commands.progress import installation, progress
from bot.config.loading import load
from bot.config.values import EVERY_BOARD
from bot.failures import Failed, WrongUse, plain, typed_here
from bot.terminal import operator_translator
from domain.language import Translator
from handlers.reports.texts import rollup

STDOUT = Path("-")
# The formats that the endings of files stand for, those too that tinbai writes no file of.
_ENDINGS = {
    **{name: name for name in ("docx", "xlsx", "pdf", "png", "json")},
    "txt": "text",
    "doc": "docx",
    "xls": "xlsx",
    "jpg": "png",
    "jpeg": "png",
}
# How each SQLite file begins.
_DATABASE = b"SQLite format 3\0"
# A line of a file of secrets.
_SECRETS = re.compile(rb"^\s*(export )?TINBAI_\w+\s*=", re.MULTILINE | re.IGNORECASE)
_BEGIN = 1 << 16  # bytes


async def report(
    config: Path | None,
    board: str | None,
    period: str,
    format_: str | None,
    name: str | None,
    electronic: bool = False,
) -> int:
    """Print text and JSON, write files here or to the path given, and print the path.

    Without a format the ending of the path says it; raise WrongUse where the two differ.
    """
    _ = operator_translator()
    output = None if name is None else Path(name)
    folder = name is not None and is_folder(name)
    format_ = _format_of(_, format_, None if folder else output)
    if folder and (format_ in {"text", "json"} or board == EVERY_BOARD):
        text = _("{path} là thư mục; hãy ghi tên tệp, ví dụ: -o {example}")
        ending = "json" if format_ == "json" else "txt"
        raise WrongUse(text.format(path=name, example=Path(name or "", f"bao-cao.{ending}")))
    async with installation(load(config)) as base:
        reports, now = base.services.reports, base.clock()
        if board == EVERY_BOARD:
            if format_ != "text":
                text = _(
                    "Bảng tổng hợp các ban chỉ có dạng chữ; hãy bỏ --format, hoặc ghi: "
                    "-o tong-hop.txt"
                )
                raise WrongUse(text)
            return await _print(await _rollup(_, base, period, now), output)
        chosen = base.services.boards.named(board)
        days = reports.read_period(chosen, period, now.astimezone(chosen.zone).date())
        with progress(_("Đang lập báo cáo")):
            found = await reports.build(chosen, days, now)
        if format_ in {"text", "json"}:
            content = (
                await reports.json(found)
                if format_ == "json"
                else typed_here(plain(await reports.text(_, found)))
            )
            return await _print(content, output)
        for warning in reports.warnings(_, found):
            typer.echo(typed_here(warning), err=True)
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
    if folder:
        path = path / rendered.file_name
    await asyncio.to_thread(write_beside, path, rendered.content)
    typer.echo(path)
    return 0


def is_folder(name: str) -> bool:
    """Tell whether a path is a folder's: one that is there, or whose name ends in a slash."""
    return name.endswith("/") or Path(name).is_dir()


def _format_of(_: Translator, told: str | None, output: Path | None) -> str:
    ending = output.suffix.lower().lstrip(".") if output is not None else ""
    meant = _ENDINGS.get(ending)
    if output is None or meant is None:
        return told or "text"
    wanted = told or meant
    right = "txt" if wanted == "text" else wanted
    if right != ending:
        text = _("Tệp {path} không hợp với dạng {format}; hãy ghi tên khác, ví dụ: -o {example}")
        example = output.with_suffix(f".{right}")
        raise WrongUse(text.format(path=output, format=wanted, example=example))
    return wanted


def _is_kept(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        begin = file.read(_BEGIN)
    return path.suffix == ".toml" or begin.startswith(_DATABASE) or bool(_SECRETS.search(begin))


async def _rollup(_: Translator, base: Foundation, period: str, now: datetime) -> str:
    """Return the table boards × months of a period, each board by its own months."""
    boards = tuple(base.services.boards)
    today = now.astimezone(boards[0].zone).date()
    return typed_here(
        plain(rollup(_, await base.services.rollups.build(boards, period, today, now)))
    )


async def _print(content: str, output: Path | None) -> int:
    if output is None or output == STDOUT:
        typer.echo(content)
        return 0
    await asyncio.to_thread(write_beside, output, f"{content}\n".encode())
    typer.echo(output)
    return 0


def write_beside(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: beside its place first, then renamed.

    A link is followed, and a device or a pipe is written into. Raise Failed where a configuration,
    a file of secrets or a database stands in its place.
    """
    if _is_kept(path):
        _ = operator_translator()
        text = _(
            "{path} là cấu hình hoặc cơ sở dữ liệu hay tệp bí mật của tinbai nên được giữ nguyên; "
            "hãy ghi tên khác, ví dụ: -o bao-cao.docx"
        )
        raise Failed(text.format(path=path))
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    path = path.resolve() if path.is_symlink() else path
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        # A full disk names no file, and people know nothing of the one beside.
        error.filename = str(path)
        raise
