"""`tinbai invite`: a code, alone on a line, and a deep link."""

from pathlib import Path

import typer

from bot.app import Foundation
from bot.commands.progress import installation
from bot.config.loading import load
from bot.failures import WrongUse
from bot.terminal import operator_translator
from domain.people.records import UNIT_ROLES, Role


async def invite(config: Path | None, board: str | None, role: str, unit: str | None) -> int:
    """Print a new invitation's code; stderr says who it is for and for how long."""
    _ = operator_translator()
    if Role(role) in UNIT_ROLES and unit is None:
        raise WrongUse(_('Vai trò này cần tên đơn vị: --unit "Phòng Tư pháp".'))
    if Role(role) not in UNIT_ROLES and unit is not None:
        text = _("Vai trò này không thuộc đơn vị nào; hãy bỏ --unit: tinbai invite --role {role}")
        raise WrongUse(text.format(role=role))
    async with installation(load(config)) as base:
        chosen = base.services.boards.named(board)
        unit_id = None
        if unit is not None:
            unit_id = (await base.services.units.named(chosen, unit)).id
        new = await base.services.people.invite_by_operator(
            chosen, Role(role), unit_id, base.clock()
        )
        link = await deep_link(base, new.code)
    typer.echo(new.code)
    if link:
        typer.echo(link)
    text = _("Mã dùng một lần, hết hạn ngày {day}; gửi mã này cho bot, hoặc /start MÃ.")
    day = new.expires_at.astimezone(chosen.zone)
    typer.echo(text.format(day=f"{day.day}/{day.month}/{day.year}"), err=True)
    return 0


async def deep_link(base: Foundation, code: str) -> str | None:
    """Return the link that joins by a code, None where the bot's name cannot be asked for."""
    telegram = base.config.config.telegram
    token = telegram.token.get_secret_value()
    if not token:
        return None
    from bot.channels.telegram.transport import bot_name

    name = await bot_name(token, telegram.api_url, telegram.proxy)
    return f"https://t.me/{name}?start={code}" if name else None
