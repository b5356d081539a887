"""`tinbai reports`: the reports that a board issued."""

from pathlib import Path

from bot.commands.lists.rows import show_rows
from bot.commands.progress import installation
from bot.config.loading import load
from bot.terminal import operator_translator
from services.upkeep.overview import Overview


async def reports(config: Path | None, board: str | None, as_json: bool) -> int:
    """Print a line each, the newest first: number, period, day signed, state, who issued it."""
    _ = operator_translator()
    async with installation(load(config)) as base:
        chosen = base.services.boards.named(board)
        found = await Overview(base.database).reports(chosen)
    rows = [
        {
            "number": one.number_line(chosen.number_suffix),
            "period": one.period,
            "signed_on": one.signed_on,
            "state": one.state.value,
            "issued_by": one.issued_by,
        }
        for one in found
    ]
    nothing = _("Ban chưa ban hành báo cáo nào; xem trước bằng: tinbai report 2021-H1")
    show_rows(rows, as_json=as_json, nothing=nothing)
    return 0
