"""`tinbai boards rename|remove`: what becomes of a board that changed its slug or is no more."""

import re
import sys
from pathlib import Path

import typer

from bot.clock.now import system_clock
from bot.commands.progress import need_database
from bot.config.faults import own_mend
from bot.config.loading import load
from bot.config.values import EVERY_BOARD, ConfigFaultError
from bot.failures import Failed, WrongUse
from bot.terminal import operator_translator
from services.upkeep.overview import Overview
from storage.engine.opening import opened

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


async def rename(config: Path | None, old: str, new: str) -> int:
    """Give a board of the database the slug that its file names; nothing else of it changes."""
    _ = operator_translator()
    loaded = load(config)
    if new == EVERY_BOARD:
        fault = ConfigFaultError("every_board", name=new, example="xa-tan-an")
        raise WrongUse(own_mend(_, fault))
    if not _SLUG.fullmatch(new) or len(new) > 80:
        text = _("Slug “{slug}” chỉ được gồm chữ thường không dấu, chữ số và dấu nối: xa-tan-an")
        raise WrongUse(text.format(slug=new))
    if new == old:
        text = _("Ban ấy đang có slug {old}; hãy viết: tinbai boards rename {old} {example}")
        raise WrongUse(text.format(old=old, example="xa-tan-an"))
    need_database(loaded)
    configured = {section.slug for section in loaded.boards}
    if old in configured or new not in configured:
        # The next command would make an empty board of the slug that the file still names.
        text = _(
            'Hãy sửa tệp cấu hình của ban thành slug = "{new}" trước, rồi chạy lại: '
            "tinbai boards rename {old} {new}"
        )
        raise Failed(text.format(old=old, new=new))
    async with opened(loaded.database_url) as database:
        await Overview(database).rename_board(old, new)
    typer.echo(_("Ban {old} nay là {new}.").format(old=old, new=new))
    return 0


async def remove(config: Path | None, slug: str, yes: bool) -> int:
    """Remove a board from the database when no file names it any more, asking first."""
    _ = operator_translator()
    loaded = load(config)
    if slug in {section.slug for section in loaded.boards}:
        text = _("Tệp cấu hình còn nêu ban {slug}; hãy bỏ ban ấy khỏi cấu hình trước.")
        raise Failed(text.format(slug=slug))
    need_database(loaded)
    async with opened(loaded.database_url) as database:
        overview = Overview(database)
        rows = await overview.board_rows(slug)
        what = ", ".join(f"{table} {count}" for table, count in rows.items()) or _("không có gì")
        if not yes:
            question = _("Sẽ xóa hẳn ban {slug}: {what}.").format(slug=slug, what=what)
            if not sys.stdin.isatty():
                text = _("{question} Hãy sao lưu (tinbai backup) rồi thêm --yes để xóa.")
                raise WrongUse(text.format(question=question))
            typer.confirm(_("{question} Xóa?").format(question=question), abort=True)
        await overview.remove_board(slug, system_clock())
    typer.echo(_("Đã xóa ban {slug} ({what}).").format(slug=slug, what=what))
    return 0
