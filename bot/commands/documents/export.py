"""`tinbai export`: all of a board as JSON and CSV; a person's data, and its removal."""

import asyncio
import base64
import csv
import io
import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import typer

from bot.app import foundation
from bot.commands.documents.report import write_beside
from bot.config.loading import load
from bot.failures import WrongUse
from bot.terminal import operator_translator
from services.upkeep.export import Exports

# A spreadsheet would take a text that begins like this for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


async def export(
    config: Path | None, board: str | None, output: Path | None, person: str | None, forget: bool
) -> int:
    """Write the files and print their paths; with --forget, remove the person afterwards."""
    _ = operator_translator()
    if forget and person is None:
        raise WrongUse(_("--forget cần --person, ví dụ: tinbai export --person 12 --forget"))
    async with foundation(load(config)) as base:
        chosen = base.services.boards.named(board)
        exports = Exports(base.database)
        if person is None:
            folder = output or Path(f"{chosen.slug}-export")
            tables = await exports.board(chosen)
            paths = await asyncio.to_thread(_write, folder, chosen.slug, tables)
        else:
            person_id = await exports.find(chosen, person)
            folder = output or Path(f"person-{person_id}-export")
            tables = await exports.person(person_id)
            paths = await asyncio.to_thread(_write, folder, f"person-{person_id}", tables)
            if forget:
                await exports.forget(chosen, person_id, base.clock())
    for path in paths:
        typer.echo(path)
    if forget:
        typer.echo(_("Đã xoá tên và tài khoản; bài đã ghi vẫn còn."), err=True)
    return 0


def _write(folder: Path, name: str, tables: dict[str, list[dict[str, Any]]]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(tables, ensure_ascii=False, indent=1, default=_plain)
    contents = {f"{name}.json": f"{text}\n".encode()}
    for table, rows in tables.items():
        if rows:
            contents[f"{table}.csv"] = _csv(rows)
    paths = []
    for file, content in contents.items():
        write_beside(folder / file, content)
        paths.append(folder / file)
    return paths


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
