"""`tinbai export`: all of a board as JSON and CSV; a person's data, and its removal."""

import asyncio
import base64
import csv
import io
import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import typer

from bot.commands.documents.report import STDOUT, write_beside
from bot.commands.progress import installation
from bot.config.loading import load
from bot.failures import WrongUse
from bot.terminal import operator_translator
from services.upkeep.export import Exports

# A spreadsheet would take a text that begins like this for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


async def export(
    config: Path | None, board: str | None, output: Path | None, person: str | None, forget: bool
) -> int:
    """Write the files and print their paths; with --forget, remove the person afterwards.

    Standard output takes the JSON alone.
    """
    _ = operator_translator()
    if forget and person is None:
        raise WrongUse(_("--forget cần --person, ví dụ: tinbai export --person 12 --forget"))
    if output is not None and await asyncio.to_thread(output.is_file):
        text = _("{path} là tệp; export viết vào một thư mục, ví dụ: -o du-lieu")
        raise WrongUse(text.format(path=output))
    async with installation(load(config)) as base:
        chosen = base.services.boards.named(board)
        exports = Exports(base.database)
        person_id = await exports.find(chosen, person) if person is not None else None
        name = chosen.slug if person_id is None else f"person-{person_id}"
        tables = await (exports.board(chosen) if person_id is None else exports.person(person_id))
        paths: list[Path] = []
        if output == STDOUT:
            sys.stdout.buffer.write(_json(tables))
            sys.stdout.flush()  # who is to be forgotten has to have arrived first
        else:
            folder = output or Path(f"{name}-export")
            paths = await asyncio.to_thread(_write, folder, name, tables)
        if forget and person_id is not None:
            await exports.forget(chosen, person_id, base.clock())
    for path in paths:
        typer.echo(path)
    if forget:
        typer.echo(_("Đã xoá tên và tài khoản; bài đã ghi vẫn còn."), err=True)
    return 0


def _write(folder: Path, name: str, tables: dict[str, list[dict[str, Any]]]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    contents = {f"{name}.json": _json(tables)}
    for table, rows in tables.items():
        if rows:
            contents[f"{table}.csv"] = _csv(rows)
        else:  # what an earlier export left here is no part of this one
            (folder / f"{table}.csv").unlink(missing_ok=True)
    paths = []
    for file, content in contents.items():
        write_beside(folder / file, content)
        paths.append(folder / file)
    return paths


def _json(tables: dict[str, list[dict[str, Any]]]) -> bytes:
    text = json.dumps(tables, ensure_ascii=False, indent=1, default=_plain)
    return f"{text}\n".encode()


def _csv(rows: Sequence[dict[str, Any]]) -> bytes:
    """Return rows as CSV that a spreadsheet reads as Vietnamese, and runs nothing of."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(rows[0])
    for row in rows:
        writer.writerow([_cell(value) for value in row.values()])
    return text.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False)
    elif not isinstance(value, str | int | float | None):
        value = _plain(value)
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def _plain(value: object) -> str:
    """Return what JSON has no form for: instants and dates by ISO 8601, bytes in base 64."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(f"no plain form for {type(value).__name__}")
