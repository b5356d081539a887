"""`tinbai board`: the settings a board keeps itself, set and shown without a chat."""

from pathlib import Path

import typer

from bot.app import foundation
from bot.commands.progress import installation
from bot.config.loading import load
from bot.terminal import operator_translator


async def set_value(config: Path | None, board: str | None, key: str, value: str) -> int:
    """Set a setting and print it; "default" lets it follow config.toml again."""
    async with foundation(load(config)) as base:
        chosen = base.services.boards.named(board)
        card = await base.services.settings.set_by_operator(chosen, key, value, base.clock())
    typer.echo(f"{card.key} = {'; '.join(card.lines)}")
    return 0


async def show(config: Path | None, board: str | None) -> int:
    """Print every setting, a line each: its key, its value, whether the board set it itself."""
    _ = operator_translator()
    async with installation(load(config)) as base:
        chosen = base.services.boards.named(board)
        found = await base.services.settings.all_of(chosen)
    for card in found:
        own = " " + _("(đã đổi, không theo config.toml)") if card.own else ""
        typer.echo(f"{card.key} = {'; '.join(card.lines)}{own}")
    return 0
