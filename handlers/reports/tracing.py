"""The buttons that open a count of a report to its articles.

Data: `tr:u:PAGE:PERIOD` lists the units, `tr:m:PERIOD` the months, and
`tr:a:UNIT:MONTH:PAGE:PERIOD` the articles of a unit (0: the board) in a month (empty: all).
"""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.context import App, Context
from handlers.replies import pressed, replace, reply
from handlers.reports import buttons
from handlers.reports import texts as words

_PERIOD = r"[0-9A-Z.\-]{4,24}"


def register(app: App) -> None:
    """Add the buttons."""
    app.add_handler(CallbackQueryHandler(list_units, rf"^tr:u:\d{{1,4}}:{_PERIOD}$"))
    app.add_handler(CallbackQueryHandler(list_months, rf"^tr:m:{_PERIOD}$"))
    app.add_handler(
        CallbackQueryHandler(list_articles, rf"^tr:a:\d{{1,9}}:\d{{0,3}}:\d{{1,5}}:{_PERIOD}$")
    )


async def list_units(update: Update, context: Context) -> None:
    """Show the units of a report as buttons, below the report when they are asked for there."""
    _prefix, _verb, page, period = pressed(update)
    found = await context.services.tracing.units(context.call, period, int(page))
    _ = context.translate
    show = replace if _is_trace(update) else reply
    await show(update, words.units(_, found), buttons.units(_, found))


async def list_months(update: Update, context: Context) -> None:
    """Show the months of a report as buttons."""
    period = pressed(update)[2]
    found = await context.services.tracing.units(context.call, period)
    _ = context.translate
    show = replace if _is_trace(update) else reply
    await show(update, words.months(_, found.report.period), buttons.months(_, found.report))


async def list_articles(update: Update, context: Context) -> None:
    """Show a page of the articles behind a count."""
    _prefix, _verb, unit, month, page, period = pressed(update)
    found = await context.services.tracing.open(
        context.call, period, int(unit), int(month) if month else None, int(page)
    )
    _ = context.translate
    await replace(update, words.trace(_, found), buttons.trace(_, found))


def _is_trace(update: Update) -> bool:
    """Tell whether the pressed message is one of these lists, which may be written over."""
    query = update.callback_query
    message = query.message if query else None
    markup = getattr(message, "reply_markup", None)
    if markup is None:
        return False
    data = [str(button.callback_data) for row in markup.inline_keyboard for button in row]
    return all(each.startswith("tr:") for each in data)
