"""How a command is added to an Application."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from telegram import Update
from telegram.ext import CommandHandler, filters

from handlers.context import App, Context

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]

# A message that is edited afterwards must not be logged again, and groups are only posted to.
PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE


def add_command(app: App, names: Sequence[str], handler: Handler) -> None:
    """Let a command answer to its English and its Vietnamese name, and to words that mean it."""
    app.bot_data.commands[names[0]] = handler
    app.add_handler(CommandHandler(list(names), handler, PRIVATE))
