"""`tinbai backup` and `tinbai restore`: a consistent copy, and the way back from it."""

import asyncio
from pathlib import Path

import typer

from bot.clock.now import system_clock
from bot.commands.progress import installation, progress
from bot.commands.running.run import only_one
from bot.config.loading import load
from bot.terminal import operator_translator
from services.upkeep.backups import NAME, Backups
from storage.engine.database import Database


async def backup(config: Path | None, path: Path) -> int:
    """Write a copy while the bot goes on, and print its path; a folder gets a dated file."""
    _ = operator_translator()
    async with installation(load(config)) as base:
        backups = base.services.backups
        if await asyncio.to_thread(path.is_dir):
            path /= f"{NAME}-{system_clock():%Y%m%d-%H%M%S}.{backups.ending}"
        with progress(_("Đang sao lưu")):
            await backups.make(path)
    typer.echo(path)
    return 0


async def restore(config: Path | None, path: Path) -> int:
    """Check a copy, put it in the database's place and say where the old state is kept."""
    _ = operator_translator()
    loaded = load(config)
    database = Database(loaded.database_url)
    try:
        with only_one(database.path):
            stamp = f"{system_clock():%Y%m%d-%H%M%S}"
            with progress(_("Đang phục hồi")):
                kept = await Backups(database).restore(path, loaded.folder, stamp)
    finally:
        await database.close()
    typer.echo(_("Đã phục hồi từ {path}.").format(path=path))
    if kept is not None:
        typer.echo(_("Dữ liệu cũ được giữ ở {path}.").format(path=kept))
    return 0
