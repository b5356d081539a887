"""Logging articles in chat: /submit, a pasted link, the draft's buttons."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.context import App, Context
from handlers.keyboards import articles as buttons
from handlers.registration import add_command
from handlers.replies import argument, pressed, replace, reply
from handlers.texts import articles as words
from services.submissions import (
    AlreadyLogged,
    Asked,
    Cancelled,
    Logged,
    SubmitResult,
)


def register(app: App) -> None:
    """Add the commands and buttons of articles."""
    add_command(app, ("submit", "nop"), submit_article)
    app.add_handler(CallbackQueryHandler(press_draft, r"^d:\d+:[a-z]+:.*$"))


async def submit_article(update: Update, context: Context) -> None:
    """Log the article of the line, or ask for what is missing."""
    result = await context.services.submissions.submit(context.call, argument(update))
    await show(update, context, result)


async def paste_link(update: Update, context: Context, text: str) -> None:
    """Start the draft of a pasted link."""
    await show(update, context, await context.services.submissions.submit(context.call, text))


async def answer_draft(update: Update, context: Context, text: str) -> None:
    """Apply a typed answer to the draft."""
    await show(update, context, await context.services.submissions.answer(context.call, text))


async def press_draft(update: Update, context: Context) -> None:
    """Apply a button of the draft."""
    _prefix, revision, verb, *rest = pressed(update)
    result = await context.services.submissions.press(
        context.call, int(revision), verb, ":".join(rest)
    )
    await show(update, context, result)


async def cancel_draft(update: Update, context: Context) -> None:
    """Drop the draft."""
    await show(update, context, await context.services.submissions.cancel(context.call))


async def show(update: Update, context: Context, result: SubmitResult) -> None:
    """Answer with what became of a submission."""
    _, topics = context.translate, context.call.board.topics
    names = {topic.id: topic.name for topic in topics}
    match result:
        case Asked():
            keyboard = buttons.asked(_, result, topics, context.call.today)
            await replace(update, words.asked(_, result, names), keyboard)
            return
        case Logged():
            await replace(update, words.logged(_, result, names))
        case AlreadyLogged():
            await replace(update, words.already(_, result))
        case Cancelled():
            await replace(update, words.cancelled(_))
        case _:
            await replace(update, words.no_draft(_, pressed=result.pressed))
            return
    if result.then is not None:
        keyboard = buttons.asked(_, result.then, topics, context.call.today)
        await reply(update, words.asked(_, result.then, names), keyboard)
