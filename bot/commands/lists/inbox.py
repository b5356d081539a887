"""`tinbai inbox show|retry`: the updates that could not be handled, and another try."""

import re
from pathlib import Path

import typer

from bot.commands.lists.rows import show_rows
from bot.commands.progress import installation
from bot.config.loading import load
from bot.failures import Failed
from bot.logs import Redactor
from bot.terminal import operator_translator

ALL = "all"
_ERROR = re.compile(r"[A-Za-z_][\w.]*: ")


async def show(config: Path | None, fault: str | None, as_json: bool = False) -> int:
    """Print a line each: number, channel's update, what went wrong; with a number, all of it."""
    _ = operator_translator()
    loaded = load(config)
    clean = Redactor(loaded.config.secrets).clean
    async with installation(loaded) as base:
        dead = await base.services.inbox.dead(fault)
    if fault is not None and not dead:
        raise Failed(_no_such(fault))
    if as_json:
        rows = [
            {
                "fault": one.fault,
                "channel": one.channel,
                "update_id": one.update_id,
                "received_at": one.received_at,
                "error": clean(_what_failed(one.text)),
            }
            for one in dead
        ]
        show_rows(rows, as_json=True, nothing="")
        return 0
    for one in dead:
        what = _what_failed(one.text) or _("không đọc được")
        place = f"{one.fault}\t{one.channel} {one.update_id}\t{one.received_at:%Y-%m-%d %H:%M} UTC"
        typer.echo(clean(f"{place}\t{what}"))
        if fault is not None:
            typer.echo(clean(one.payload))
            typer.echo(clean(one.text))
    if not dead:
        typer.echo(_("Không có tin nhắn nào bị gác lại."), err=True)
    return 0


async def retry(config: Path | None, fault: str) -> int:
    """Have set-aside updates handled again: one by its number, or all."""
    _ = operator_translator()
    async with installation(load(config)) as base:
        chosen = None if fault.lower() == ALL else fault
        if chosen is not None and not await base.services.inbox.dead(chosen):
            raise Failed(_no_such(fault))
        count = await base.services.inbox.revive(chosen)
        left = await base.services.inbox.dead(chosen)
    typer.echo(_("{count} tin nhắn sẽ được xử lý lại khi tinbai run chạy.").format(count=count))
    if left:
        text = _("{count} tin nhắn không đọc được nên không xử lý lại được.")
        typer.echo(text.format(count=len(left)), err=True)
    return 1 if left and not count else 0


def _what_failed(text: str) -> str:
    """Return the line of a traceback that names the error, whose message may have more lines."""
    lines = text.strip().splitlines()
    named = [line for line in lines if _ERROR.match(line)]
    return (named or lines or [""])[-1]


def _no_such(fault: str) -> str:
    _ = operator_translator()
    text = _("Không có tin nhắn bị gác lại số {fault}; xem các số: tinbai inbox show")
    return text.format(fault=fault)
