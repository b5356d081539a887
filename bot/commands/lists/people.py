"""`tinbai people`: who holds which role on a board."""

from pathlib import Path

from bot.commands.lists.rows import show_rows
from bot.commands.progress import board_option, installation
from bot.config.loading import load
from bot.terminal import operator_translator
from services.upkeep.overview import Overview


async def people(config: Path | None, board: str | None, as_json: bool) -> int:
    """Print a line each: number, name, role, unit, whether a message reaches the person."""
    _ = operator_translator()
    async with installation(load(config)) as base:
        chosen = base.services.boards.named(board)
        found = await Overview(base.database).people(chosen, base.clock())
    rows = [
        {
            "id": one.id,
            "name": one.name,
            "role": one.role.value,
            "unit": one.unit or None,
            "reachable": one.reachable,
        }
        for one in found
    ]
    nothing = _("Ban chưa có ai; mời trưởng ban bằng: tinbai invite --role chair")
    nothing += board_option(base, chosen)
    show_rows(rows, as_json=as_json, nothing=nothing)
    return 0
