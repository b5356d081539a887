"""/undo: the last own action is taken back, an import even days later, any import by its number."""

import re
from html import escape

from telegram import Update

from domain.permissions import Action, may
from handlers.articles import editing_texts
from handlers.context import App, Context
from handlers.imports import plan_texts, upload_buttons, upload_texts
from handlers.registration import add_command
from handlers.replies import argument, reply
from handlers.reports.notes import texts as notes_texts
from services.imports.undoing import UndoneImport


def register(app: App) -> None:
    """Add /undo."""
    add_command(app, "undo", undo_action)


async def undo_action(update: Update, context: Context) -> None:
    """Take back the person's last action, or offer to take back the import of a number."""
    _ = context.translate
    numbers = re.findall(r"\d{1,9}", argument(update))
    if len(numbers) == 1 and may(context.call, Action.IMPORT):
        await _offer_import(update, context, int(numbers[0]))
        return
    undone = await context.services.undo.undo(context.call)
    if isinstance(undone, UndoneImport):
        await reply(update, escape(plan_texts.undone(_, undone)))
    elif undone.action == "note":
        await reply(update, notes_texts.undone(_, undone.title))
    else:
        await reply(update, editing_texts.undone(_, undone))


async def _offer_import(update: Update, context: Context, number: int) -> None:
    """Show an import and its way back; a number may have been meant as an article's."""
    _, call = context.translate, context.call
    found = await context.services.uploads.standing(call, number)
    day = found.imported_at.astimezone(call.board.zone).date()
    text = upload_texts.one_import(_, found.number, found.file_name, day)
    await reply(update, text, upload_buttons.undo(_, found.id))
