"""Every registered command is in the menu, in /help and in the guide, and the other way round."""

from pathlib import Path

from telegram.ext import CommandHandler

from domain.language import translator
from handlers.commands import commands
from tests.flows.conftest import BOARD, loaded, still_clock

DOCS = Path(__file__).parents[2] / "docs"


async def test_commands_menu_help_and_guide_agree(tmp_path: Path) -> None:
    from tests.flows.local_stage import CHANNEL, stage

    async with stage(loaded(tmp_path, BOARD), still_clock()) as running:
        app = running.runtime.applications[CHANNEL]
        registered = {
            name
            for handlers in app.handlers.values()
            for handler in handlers
            if isinstance(handler, CommandHandler)
            for name in handler.commands
        }
    listed = {
        name
        for command in commands(translator("vi"))
        for name in (command.name, command.twin)
        if name
    }
    assert registered == listed
    for page in ("vi/huong-dan.md", "en/guide.md"):
        guide = (DOCS / page).read_text(encoding="utf-8")
        assert {name for name in listed if f"/{name}" not in guide} <= {"start"}, page


def test_no_name_is_used_twice_and_all_fit_the_menu() -> None:
    names = [
        name
        for command in commands(translator("vi"))
        for name in (command.name, command.twin)
        if name
    ]
    assert len(names) == len(set(names))
    assert all(name.isascii() and name.islower() and len(name) <= 32 for name in names)
