"""How a command is added to an Application."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import CommandHandler, filters

from handlers.commands import names_of
from handlers.context import App, Context

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]

# A message that is edited afterwards must not be logged again, and groups are only posted to.
PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE

# These begin or end what is asked themselves.
_NO_QUESTION = frozenset({"submit", "cancel"})


def add_command(app: App, name: str, handler: Handler) -> None:
    """Let a command answer to its English name, which the list of commands knows, and its twin.

    Words that mean the command are answered by the same handler.
    """

    async def answer(update: Update, context: Context) -> None:
        # Whoever sends a command answers no other one's question.
        if name not in _NO_QUESTION and context.known:
            await context.services.dialogues.forget_rest(context.call)
        await handler(update, context)

    app.bot_data.commands[name] = answer
    app.add_handler(CommandHandler(list(names_of(name)), answer, PRIVATE))
