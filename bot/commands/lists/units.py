"""`tinbai units`: the units of a board in the order of the appendix."""

from pathlib import Path

from bot.commands.lists.rows import show_rows
from bot.commands.progress import board_option, installation
from bot.config.loading import load
from bot.terminal import operator_translator
from services.upkeep.overview import Overview


async def units(config: Path | None, board: str | None, as_json: bool) -> int:
    """Print a line each: group, unit, aliases, first and last day, the unit that took over."""
    _ = operator_translator()
    async with installation(load(config)) as base:
        chosen = base.services.boards.named(board)
        today = base.clock().astimezone(chosen.zone).date()
        found = await Overview(base.database).units(chosen, today)
    rows = [
        {
            "group": one.group,
            "name": one.unit.name,
            "aliases": list(one.unit.aliases),
            "valid_from": one.unit.valid_from,
            "valid_to": one.unit.valid_to,
            "successor": one.successor or None,
        }
        for one in found
    ]
    nothing = _("Ban chưa có đơn vị nào; đưa vào bằng: tinbai import bang-cu.xlsx")
    nothing += board_option(base, chosen)
    show_rows(rows, as_json=as_json, nothing=nothing)
    return 0
