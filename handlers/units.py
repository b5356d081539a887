"""/units: the board's units as the board keeps them."""

from telegram import Update

from handlers.context import App, Context
from handlers.registration import add_command
from handlers.replies import reply
from handlers.texts import units as words


def register(app: App) -> None:
    """Add the command of units."""
    add_command(app, ("units", "donvi"), list_units)


async def list_units(update: Update, context: Context) -> None:
    """List the board's units."""
    units = await context.services.units.list(context.call)
    await reply(update, words.units(context.translate, units, context.call.today))
