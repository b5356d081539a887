"""`tinbai remind`: reminds the silent units' people, whether or not `run` runs beside it."""

import asyncio
from collections.abc import Collection
from pathlib import Path

import typer

from bot.app import Foundation
from bot.channels.configured import TELEGRAM, ZALO, outbounds, switched_on
from bot.commands.lists.rows import show_rows
from bot.commands.progress import installation
from bot.config.loading import load
from bot.failures import Failed, no_channel
from bot.logs import configure_logs
from bot.outbox.sender import Sender
from bot.terminal import operator_translator
from domain.boards import Board
from domain.periods.spans import Month, parse_month
from services.reminders.due import Preview

PAUSE = 0.2
GIVE_UP_AFTER = 60.0
UNSENT = frozenset({"planned", "due", "claimed", "failed", "unknown"})


async def remind(
    config: Path | None,
    board: str | None,
    month: str | None,
    stage: str | None,
    dry_run: bool,
    as_json: bool = False,
) -> int:
    """Print a line each: unit, person, stage, state; send first unless it is a dry run.

    Without a channel nothing is stored: everybody's reminder would be spent on nobody.
    """
    loaded = load(config)
    if not dry_run and not switched_on(loaded.config):
        raise Failed(no_channel(operator_translator()))
    configure_logs(loaded.config.secrets)
    async with installation(loaded) as base:
        chosen = base.services.boards.named(board)
        now = base.clock()
        days = _month(chosen, month, base)
        reminders = base.services.reminders
        if dry_run:
            preview = await reminders.preview_by_operator(chosen, days, stage, now)
            show(preview, as_json=as_json)
            return 0
        preview = await reminders.send_by_operator(chosen, days, stage, now)
        sent: set[int] = set()
        # A head is written to when the correspondent turns out to be out of reach.
        while set(preview.outbox_ids) - sent:
            sent |= set(preview.outbox_ids)
            await _send(base, preview)
            preview = await reminders.preview_by_operator(chosen, days, stage, now)
        show(preview, as_json=as_json)
    return 1 if any(line.state in UNSENT for line in preview.lines) else 0


def _month(board: Board, month: str | None, base: Foundation) -> Month | None:
    if month is None:
        return None
    today = base.clock().astimezone(board.zone).date()
    return parse_month(month, today, board.period_rule, board.closing_day)


async def _send(base: Foundation, preview: Preview) -> None:
    """Send until every message of the round is settled, by this process or by `run`."""
    ids = preview.outbox_ids
    channels = outbounds(base.config.config, base.services, base.clock)
    sender = Sender(base.services.deliveries, channels, base.clock, kind="cli")
    await base.services.deliveries.doubt(base.clock())
    try:
        async with asyncio.timeout(GIVE_UP_AFTER + len(ids) / 20):
            while True:
                sent = await sender.send_due(ids)
                states = await base.services.deliveries.states(ids)
                if not {"due", "claimed"} & set(states.values()):
                    return
                if not sent and sender.rejected:
                    _tell_rejected(sender.rejected)
                    return
                if not sent:
                    await asyncio.sleep(PAUSE)
    except TimeoutError:
        _ = operator_translator()
        typer.echo(_("Một số lời nhắc chưa gửi được; tinbai run sẽ gửi tiếp."), err=True)
    finally:
        for outbound in channels.values():
            await outbound.close()


def _tell_rejected(channels: Collection[str]) -> None:
    _ = operator_translator()
    if TELEGRAM in channels:
        text = _("Telegram không nhận token này; hãy lấy token mới ở @BotFather.")
        typer.echo(text, err=True)
    if ZALO in channels:
        text = _("Zalo không nhận token này; hãy lấy token mới ở Zalo Bot Manager.")
        typer.echo(text, err=True)


def show(preview: Preview, *, as_json: bool = False) -> None:
    """Print the preview's lines for people and programs: a tab between the fields, or JSON."""
    if as_json:
        rows = [
            {"unit": line.unit, "person": line.person, "stage": line.stage, "state": line.state}
            for line in preview.lines
        ]
        show_rows(rows, as_json=True, nothing="")
        return
    for line in preview.lines:
        typer.echo(f"{line.unit}\t{line.person or '-'}\t{line.stage}\t{line.state}")
    if not preview.lines:
        _ = operator_translator()
        text = _("Tháng {month}: không có ai cần nhắc.")
        typer.echo(text.format(month=preview.month.code), err=True)
