"""`tinbai import`: units and past counts from an older table."""

import asyncio
from pathlib import Path

import typer

from bot.app import foundation
from bot.config.loading import load
from bot.failures import Failed
from bot.terminal import operator_translator


async def import_file(
    config: Path | None, board: str | None, file: Path, year: int | None, dry_run: bool
) -> int:
    """Read the file, name what is doubtful, store it in one transaction unless it is a dry run."""
    _ = operator_translator()
    loaded = load(config)
    try:
        content = await asyncio.to_thread(file.read_bytes)
    except OSError as error:
        text = _("Không đọc được tệp {name}: {reason}.")
        raise Failed(text.format(name=file, reason=error.strerror)) from None
    async with foundation(loaded) as base:
        chosen = base.services.boards.named(board)
        imports = base.services.imports
        appendix = await imports.read(content, file.name, year)
        if dry_run:
            found = await imports.preview(chosen, appendix)
        else:
            found = await imports.apply_by_operator(chosen, appendix, base.clock())
        for warning in imports.warnings(_, appendix):
            typer.echo(warning, err=True)
    first, last = appendix.months[0], appendix.months[-1]
    typer.echo(
        _("{units} đơn vị trong {groups} nhóm, {first} đến {last}, tổng {total}.").format(
            units=len({row.unit for row in appendix.rows}),
            groups=len(found.groups),
            first=first.code,
            last=last.code,
            total=appendix.total,
        )
    )
    if not found.changed and not found.new_units:
        typer.echo(_("Bảng này đã được nhập trước đó; không có gì thay đổi."))
    elif dry_run:
        text = _("Chạy thử: sẽ thêm {units} đơn vị và đổi {cells} ô; chưa ghi gì.")
        typer.echo(text.format(units=len(found.new_units), cells=found.changed))
    else:
        text = _("Đã thêm {units} đơn vị và đổi {cells} ô.")
        typer.echo(text.format(units=len(found.new_units), cells=found.changed))
    return 0
