"""/rollup: boards × months for whoever is an editor or chair of several; `ru:BOARD:PERIOD`."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.context import App, Context
from handlers.registration import add_command
from handlers.replies import argument, pressed, reply
from handlers.reports import buttons
from handlers.reports import texts as words


def register(app: App) -> None:
    """Add the command and its buttons."""
    add_command(app, "rollup", show_rollup)
    app.add_handler(CallbackQueryHandler(open_board, r"^ru:\d{1,9}:[0-9A-Z.\-]{4,24}$"))


async def show_rollup(update: Update, context: Context) -> None:
    """Show the table of a period over the person's boards."""
    found = await context.services.rollups.table(context.call, argument(update))
    _ = context.translate
    await reply(update, words.rollup(_, found), buttons.rollup(_, found))


async def open_board(update: Update, context: Context) -> None:
    """Show the report of one of the boards."""
    _prefix, board, period = pressed(update)
    report = await context.services.rollups.report(context.call, int(board), period)
    _ = context.translate
    text = await context.services.reports.text(_, report)
    await reply(update, text, buttons.board(_, report.board.id))
