"""`tinbai import` and `tinbai imports`: older tables and lists in, out again by their number."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path

import typer

from bot.commands.progress import installation, need_database, progress
from bot.config.loading import load
from bot.failures import Failed, WrongUse
from bot.terminal import operator_translator
from domain.boards import Board
from domain.language import Translator
from handlers.imports import plan_texts as words
from handlers.reasons import system_reason
from services.imports.plans import Choices, Overlapping, Plan
from storage.imports.rows import ImportRow


async def import_command(
    config: Path | None,
    board: str | None,
    file: Path | None,
    year: int | None,
    sheet: str | None,
    maps: Sequence[str],
    news: Sequence[str],
    overlap: str | None,
    dry_run: bool,
    undo: int | None,
) -> int:
    """Import a file or take an import back; raise WrongUse for arguments that do not fit."""
    _ = operator_translator()
    if undo is not None:
        others = {"FILE": file, "--year": year, "--sheet": sheet, "--map": maps, "--new": news}
        others |= {"--overlap": overlap, "--dry-run": dry_run}
        for name, value in others.items():
            if value:
                text = _(
                    "--undo không đi cùng {name}; hãy chỉ ghi số lần nhập, ví dụ: "
                    "tinbai import --undo {number}"
                )
                raise WrongUse(text.format(name=name, number=undo))
        return await undo_import(config, board, undo)
    if file is None:
        raise WrongUse(_("Thiếu tệp; hãy viết như: tinbai import bang.xlsx."))
    names = tuple(name.strip() for name in news if name.strip())
    choices = Choices(year, sheet, read_maps(maps), names, _read_overlap(overlap))
    return await import_file(config, board, file, choices, dry_run)


async def import_file(
    config: Path | None, board: str | None, file: Path, choices: Choices, dry_run: bool
) -> int:
    """Read the file, name what is doubtful, store it in one transaction unless it is a dry run.

    What has to be asked first is told a line each, and nothing is stored.
    """
    _ = operator_translator()
    loaded = load(config)
    try:
        content = await asyncio.to_thread(file.read_bytes)
    except OSError as error:
        text = _("Không đọc được tệp {name}: {reason}.")
        raise Failed(text.format(name=file, reason=system_reason(_, error.errno))) from None
    async with installation(loaded) as base:
        chosen = base.services.boards.named(board)
        imports = base.services.imports
        with progress(_("Đang đọc bảng")):
            appendix = await imports.read(content, file.name, choices.year, choices.sheet)
        now = base.clock()
        if dry_run:
            plan = await imports.preview(chosen, appendix, now, choices)
        else:
            with progress(_("Đang nhập")):
                plan = await imports.apply_by_operator(
                    chosen, appendix, now, choices, file.name, content
                )
        for line in (*imports.left_out(_, appendix), *imports.warnings(_, appendix)):
            typer.echo(line, err=True)
    typer.echo(words.headline(_, plan))
    for line in words.understood(_, plan):
        typer.echo(line)
    if plan.blocked:
        _tell_questions(_, plan)
        return 1
    text = words.outcome(_, plan)
    if dry_run and plan.changes_something:
        text = _("Chạy thử, chưa ghi gì: {what}").format(what=text)
    typer.echo(text)
    return 0


def _tell_questions(_: Translator, plan: Plan) -> None:
    """Tell a line for each thing that has to be said before anything is stored."""
    for near in plan.naming.asked:
        mend = _('Hãy thêm --map "{name}={unit}" hoặc --new "{name}".')
        mend = mend.format(name=near.name, unit=near.candidates[0])
        typer.echo(f"{words.near_name(_, near)} {mend}", err=True)
    if plan.asks_overlap:
        for each in plan.overlaps:
            line = words.overlap_line(_, each, is_list=bool(plan.appendix.articles))
            typer.echo(line, err=True)
        typer.echo(
            words.overlap_question(_, plan)
            + " "
            + _(
                "Hãy thêm --overlap total (bảng là tổng số: trừ đi các bài đã ghi) hoặc "
                "--overlap add (cộng thêm)."
            ),
            err=True,
        )
    typer.echo(_("Chưa ghi gì."), err=True)


def read_maps(maps: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of --map; raise WrongUse for one without "=" or with an empty side."""
    _ = operator_translator()
    pairs = []
    for each in maps:
        name, equals, unit = (part.strip() for part in each.partition("="))
        if not (name and equals and unit):
            text = _('--map “{text}” thiếu dấu =; hãy viết như --map "Tên trong tệp=Tên đơn vị".')
            raise WrongUse(text.format(text=each))
        pairs.append((name, unit))
    return tuple(pairs)


def _read_overlap(text: str | None) -> Overlapping | None:
    match text:
        case None | "total" | "add":
            return text
        case _:
            _ = operator_translator()
            told = _("--overlap “{text}” không có; hãy chọn total (bảng là tổng số) hoặc add.")
            raise WrongUse(told.format(text=text))


async def undo_import(config: Path | None, board: str | None, number: int) -> int:
    """Take an import back whole."""
    _ = operator_translator()
    loaded = load(config)
    need_database(loaded)
    async with installation(loaded) as base:
        chosen = base.services.boards.named(board)
        done = await base.services.imports.undo_by_operator(chosen, number, base.clock())
    typer.echo(words.undone(_, done))
    return 0


async def list_imports(config: Path | None, board: str | None, as_json: bool) -> int:
    """Print a board's imports, the newest last."""
    _ = operator_translator()
    async with installation(load(config)) as base:
        chosen = base.services.boards.named(board)
        rows = await base.services.imports.list(chosen)
    if as_json:
        listed = [_as_json(chosen, row) for row in rows]
        typer.echo(json.dumps(listed, ensure_ascii=False, indent=2))
        return 0
    for row in rows:
        typer.echo(_line(_, chosen, row))
    if not rows:
        typer.echo(_("Chưa nhập tệp nào."), err=True)
    return 0


def _line(_: Translator, board: Board, row: ImportRow) -> str:
    at = row.imported_at.astimezone(board.zone)
    what = (
        _("{articles} bài").format(articles=row.articles)
        if row.articles
        else _("{cells} ô, tổng {total}").format(cells=row.cells, total=row.total)
    )
    parts = [
        str(row.number),
        f"{at:%d/%m/%Y %H:%M}",
        row.file_name or "-",
        f"{row.first_month}..{row.last_month}",
        _("{units} đơn vị").format(units=row.units),
        what,
        row.person or _("người vận hành"),
        row.sha256[:12],
    ]
    if row.undone_at is not None:
        undone = row.undone_at.astimezone(board.zone)
        parts.append(_("đã hoàn tác {at}").format(at=f"{undone:%d/%m/%Y %H:%M}"))
    return "\t".join(parts)


def _as_json(board: Board, row: ImportRow) -> dict[str, object]:
    undone = row.undone_at
    return {
        "number": row.number,
        "at": row.imported_at.astimezone(board.zone).isoformat(),
        "by": row.person or None,
        "channel": row.channel,
        "file": row.file_name,
        "sha256": row.sha256,
        "from": row.first_month,
        "to": row.last_month,
        "units": row.units,
        "cells": row.cells,
        "articles": row.articles,
        "total": row.total,
        "overlap": row.overlap,
        "undone_at": undone.astimezone(board.zone).isoformat() if undone else None,
    }
