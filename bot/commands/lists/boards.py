"""`tinbai boards`: the boards of the configuration and of the database."""

from pathlib import Path

from bot.commands.lists.rows import show_rows
from bot.commands.progress import telling_of_new
from bot.config.loading import load
from bot.terminal import operator_translator
from services.boards import Boards
from storage.engine.opening import opened


async def boards(config: Path | None, as_json: bool) -> int:
    """Print a line each: slug, name, whether a file names it, whether the database holds it."""
    _ = operator_translator()
    loaded = load(config)
    with telling_of_new(loaded):
        async with opened(loaded.database_url) as database:
            known = await Boards(database).known()
    configured = {section.slug: section.name for section in loaded.boards}
    rows = [
        {
            "slug": slug,
            "name": configured.get(slug) or known[slug][1],
            "configured": slug in configured,
            "stored": slug in known,
        }
        for slug in dict.fromkeys([*configured, *known])
    ]
    show_rows(rows, as_json=as_json, nothing=_("Chưa có ban nào."))
    return 0
