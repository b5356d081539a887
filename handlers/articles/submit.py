"""Logging articles in chat: /submit, a pasted link, the draft's buttons, several cards at once."""

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler

from domain.articles.edits import Field
from domain.conversation.offers import ONE_LIST
from handlers.articles import submit_buttons as buttons
from handlers.articles import submit_texts as words
from handlers.context import App, Context
from handlers.messages import manner_of
from handlers.registration import add_command
from handlers.replies import argument, pressed, replace, reply
from services.articles.results import (
    AlreadyLogged,
    Asked,
    Batch,
    Cancelled,
    Logged,
    LoggedMany,
    SubmitResult,
)


def register(app: App) -> None:
    """Add the commands and buttons of articles."""
    add_command(app, "submit", submit_article)
    app.add_handler(CallbackQueryHandler(press_draft, r"^d:\d{1,19}:[a-z]{1,12}:[^\n]{0,40}$"))
    app.add_handler(CallbackQueryHandler(press_card, r"^c:\d{1,19}-\d{1,2}:(log|edit|drop)$"))
    app.add_handler(CallbackQueryHandler(log_all, r"^c:\d{1,19}:all$"))
    app.add_handler(CallbackQueryHandler(choose_topic, r"^t:\d{1,9}:\d{1,9}$"))


async def submit_article(update: Update, context: Context) -> None:
    """Log the article of the line, or ask for what is missing."""
    result = await context.services.submissions.submit(context.call, argument(update))
    await show(update, context, result)


async def paste_link(update: Update, context: Context, text: str) -> None:
    """Start the draft of a pasted link, or of each of several."""
    result = await context.services.submissions.submit(context.call, text, manner_of(update, text))
    await show(update, context, result)


async def answer_draft(update: Update, context: Context, text: str) -> None:
    """Apply a typed answer to the draft."""
    result = await context.services.submissions.answer(context.call, text, manner_of(update, text))
    await show(update, context, result)


async def press_draft(update: Update, context: Context) -> None:
    """Apply a button of the draft."""
    _prefix, revision, verb, *rest = pressed(update)
    result = await context.services.submissions.press(
        context.call, int(revision), verb, ":".join(rest)
    )
    await show(update, context, result)


async def press_card(update: Update, context: Context) -> None:
    """Apply a button of one of several cards."""
    _prefix, tag, verb = pressed(update)
    await show(update, context, await context.services.batches.press_card(context.call, tag, verb))


async def log_all(update: Update, context: Context) -> None:
    """Log every card of a message that lacks nothing."""
    number = int(pressed(update)[1])
    await show(update, context, await context.services.batches.log_all(context.call, number))


async def choose_topic(update: Update, context: Context) -> None:
    """Give a logged article the pressed topic."""
    _prefix, number, topic_id = pressed(update)
    services, call = context.services, context.call
    changed = await services.editing.choose(call, int(number), Field.TOPIC, topic_id)
    await services.topics.learn_from(call, int(number))
    names = {topic.id: topic.name for topic in call.board.topics}
    await replace(update, words.topic_chosen(context.translate, changed, names))


async def cancel_draft(update: Update, context: Context) -> None:
    """Drop the draft."""
    await show(update, context, await context.services.submissions.cancel(context.call))


async def show(update: Update, context: Context, result: SubmitResult) -> None:
    """Answer with what became of a submission."""
    _, topics = context.translate, context.call.board.topics
    names = {topic.id: topic.name for topic in topics}
    match result:
        case Asked():
            await replace(update, *_asked(context, result))
            return
        case Batch():
            # Elsewhere a card's number would choose from the message below all of them.
            own_buttons = context.call.origin.channel not in ONE_LIST
            for card in result.cards:
                keyboard = buttons.one_of_several(_, card) if own_buttons else None
                await reply(update, words.card(_, card, names), keyboard)
            await reply(update, words.batch(_, result), buttons.batch(_, result))
            return
        case Logged():
            keyboard = buttons.topics_after(_, result, topics)
            await replace(update, words.logged(_, result, names), keyboard)
        case LoggedMany():
            await replace(update, words.logged_many(_, result))
        case AlreadyLogged():
            await replace(update, words.already(_, result))
        case Cancelled():
            await replace(update, words.cancelled(_, result.then.waiting + 1 if result.then else 0))
        case _:
            await replace(update, words.no_draft(_, pressed=result.pressed))
            return
    if result.then is not None:
        await reply(update, *_asked(context, result.then))


def _asked(context: Context, asked: Asked) -> tuple[str, InlineKeyboardMarkup]:
    _, call = context.translate, context.call
    names = {topic.id: topic.name for topic in call.board.topics}
    keyboard = buttons.asked(_, asked, call.board.topics, call.today)
    return words.asked(_, asked, names, context.here), keyboard
