"""`tinbai init`: a configuration, a database and the chair's invitation."""

import asyncio
import os
from importlib.resources import files
from pathlib import Path

import typer

from bot.app import foundation
from bot.commands.documents.report import write_beside
from bot.commands.keeping.invite import deep_link
from bot.commands.progress import board_option
from bot.config.environment import CONFIG
from bot.config.loading import load
from bot.terminal import operator_translator
from domain.people.records import Role
from services.upkeep.overview import Overview


async def init(config: Path | None, board: str | None) -> int:
    """Write config.toml unless it exists, create the database, print the chair's invitation."""
    _ = operator_translator()
    path = config or Path(os.environ.get(CONFIG) or "config.toml")
    if path.exists():
        typer.echo(_("{path} đã có, giữ nguyên.").format(path=path), err=True)
    else:
        await asyncio.to_thread(write_beside, path, example_config())
        typer.echo(_("Đã viết {path}; hãy sửa cho đúng ban của mình.").format(path=path), err=True)
    async with foundation(load(path)) as base:
        chosen = base.services.boards.named(board)
        if await base.services.people.has_chair(chosen):
            text = _("Ban đã có trưởng ban; mời thêm bằng: tinbai invite --role chair")
            typer.echo(text + board_option(base, chosen), err=True)
            return 0
        overview = Overview(base.database)
        ended = await overview.end_unused_invitations(chosen, Role.CHAIR, base.clock())
        new = await base.services.people.invite_by_operator(chosen, Role.CHAIR, None, base.clock())
        link = await deep_link(base, new.code)
    if ended:
        typer.echo(_("Mã mời trưởng ban in trước đây mà chưa dùng nay hết hiệu lực."), err=True)
    typer.echo(_("Mã mời của trưởng ban (dùng một lần, gửi cho bot):"), err=True)
    typer.echo(new.code)
    if link:
        typer.echo(link)
    return 0


def example_config() -> bytes:
    """Return the commented example: packed beside the configuration's form, or at the top."""
    packed = files("bot.config").joinpath("config.example.toml")
    if packed.is_file():
        return packed.read_bytes()
    return Path(__file__).parents[3].joinpath("config.example.toml").read_bytes()
