"""/undo: the last own action is taken back, an import even days later."""

from html import escape

from telegram import Update

from handlers.articles import editing_texts
from handlers.context import App, Context
from handlers.imports import plan_texts
from handlers.registration import add_command
from handlers.replies import reply
from services.imports.undoing import UndoneImport


def register(app: App) -> None:
    """Add /undo."""
    add_command(app, "undo", undo_action)


async def undo_action(update: Update, context: Context) -> None:
    """Take back the person's last action."""
    _ = context.translate
    undone = await context.services.undo.undo(context.call)
    if isinstance(undone, UndoneImport):
        await reply(update, escape(plan_texts.undone(_, undone)))
    else:
        await reply(update, editing_texts.undone(_, undone))
