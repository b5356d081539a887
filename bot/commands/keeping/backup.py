"""`tinbai backup` and `tinbai restore`: a consistent copy, and the way back from it."""

import asyncio
from pathlib import Path

import typer

from bot.clock.now import system_clock
from bot.commands.progress import installation, need_database, progress
from bot.commands.running.run import only_one
from bot.config.loading import load
from bot.failures import WrongUse
from bot.terminal import operator_translator
from services.upkeep.backups import NAME, Backups
from storage.engine.database import Database
from storage.engine.opening import reached


async def backup(config: Path | None, name: str) -> int:
    """Write a copy while the bot goes on, and print its path.

    A folder, or what ends in a slash, gets a dated file.
    """
    _ = operator_translator()
    path = _file(name)
    loaded = load(config)
    need_database(loaded)  # or a copy of nothing would take the place of the last good one
    async with installation(loaded) as base:
        backups = base.services.backups
        if name.endswith("/") or await asyncio.to_thread(path.is_dir):
            path /= f"{NAME}-{system_clock():%Y%m%d-%H%M%S}.{backups.ending}"
        with progress(_("Đang sao lưu")):
            await backups.make(path)
    typer.echo(path)
    return 0


async def restore(config: Path | None, name: str) -> int:
    """Check a copy, put it in the database's place and say where the old state is kept."""
    _ = operator_translator()
    path = _file(name)
    loaded = load(config)
    database = Database(loaded.database_url)
    try:
        with only_one(database.path):
            stamp = f"{system_clock():%Y%m%d-%H%M%S}"
            if database.path is None:
                # A server that is down or refuses is told in our words, not in its programs'.
                await reached(loaded.database_url)
            with progress(_("Đang phục hồi")):
                kept = await Backups(database).restore(path, loaded.folder, stamp)
    finally:
        await database.close()
    typer.echo(_("Đã phục hồi từ {path}.").format(path=path))
    if kept is not None:
        typer.echo(_("Dữ liệu cũ được giữ ở {path}.").format(path=kept))
    return 0


def _file(name: str) -> Path:
    """Return the path of a copy; raise WrongUse for "-", which elsewhere is standard output."""
    if name == "-":
        _ = operator_translator()
        text = _(
            "Bản sao lưu phải là một tệp, không đi qua màn hình hay bàn phím được; hãy nêu tên "
            "tệp, ví dụ: /srv/sao-luu/tinbai.db"
        )
        raise WrongUse(text)
    return Path(name)
