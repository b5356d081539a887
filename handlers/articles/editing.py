"""Logged articles: /mine, one article by its number, corrections, /history."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.articles.answers import read_number
from domain.articles.edits import Field
from domain.permissions import Action, require
from handlers.articles import editing_buttons as buttons
from handlers.articles import editing_texts as words
from handlers.articles import history_texts as history_words
from handlers.asking import ask_rest
from handlers.context import App, Context
from handlers.registration import add_command
from handlers.replies import argument, pressed, replace, reply
from services.articles.editing import EditResult, Question, ReasonAsked

FIELDS = "|".join(field.value for field in Field)


def register(app: App) -> None:
    """Add the commands and buttons of logged articles."""
    add_command(app, "mine", list_articles)
    add_command(app, "history", show_history)
    app.add_handler(CallbackQueryHandler(turn_page, r"^m:\d{1,6}$"))
    app.add_handler(CallbackQueryHandler(press_article, r"^a:show:\d{1,9}$"))
    app.add_handler(CallbackQueryHandler(press_history, r"^a:history:\d{1,9}$"))
    app.add_handler(CallbackQueryHandler(change_state, r"^a:(withdraw|restore|resubmit):\d{1,9}$"))
    app.add_handler(CallbackQueryHandler(ask_value, rf"^e:\d{{1,9}}:({FIELDS})$"))
    app.add_handler(
        CallbackQueryHandler(choose_value, rf"^e:\d{{1,9}}:({FIELDS}):[0-9a-z-]{{1,20}}$")
    )
    app.add_handler(CallbackQueryHandler(keep_article, r"^q:drop:\d{1,9}$"))


async def list_articles(update: Update, context: Context) -> None:
    """Show the newest articles of the person's units."""
    page = await context.services.articles.page(context.call)
    _ = context.translate
    await reply(update, words.page(_, page, context.here), buttons.page(_, page))


async def turn_page(update: Update, context: Context) -> None:
    """Show another page of articles."""
    page = await context.services.articles.page(context.call, int(pressed(update)[1]))
    _ = context.translate
    await replace(update, words.page(_, page, context.here), buttons.page(_, page))


async def press_article(update: Update, context: Context) -> None:
    """Show the pressed article."""
    await show_article(update, context, int(pressed(update)[2]))


async def show_article(update: Update, context: Context, number: int) -> None:
    """Show an article with what can be done with it."""
    card = await context.services.articles.show(context.call, number)
    text = words.card(context.translate, card, topic_names(context))
    await replace(update, text, buttons.card(context.translate, card))


async def ask_value(update: Update, context: Context) -> None:
    """Ask for a new value of the pressed field."""
    _prefix, number, field = pressed(update)
    await show(
        update, context, await context.services.editing.ask(context.call, int(number), Field(field))
    )


async def choose_value(update: Update, context: Context) -> None:
    """Change the field to the pressed value."""
    _prefix, number, field, value = pressed(update)
    result = await context.services.editing.choose(context.call, int(number), Field(field), value)
    await show(update, context, result)


async def answer(update: Update, context: Context, text: str) -> None:
    """Apply a typed value or reason."""
    await show(update, context, await context.services.editing.answer(context.call, text))


async def change_state(update: Update, context: Context) -> None:
    """Withdraw or restore an article, or hand it in again."""
    _prefix, action, number = pressed(update)
    result = await context.services.editing.set_state(context.call, int(number), action)
    await show(update, context, result)


async def keep_article(update: Update, context: Context) -> None:
    """Drop the open question and show the article as it is."""
    await context.services.dialogues.drop(context.call)
    await show_article(update, context, int(pressed(update)[2]))


async def show(update: Update, context: Context, result: EditResult) -> None:
    """Answer with what became of a correction."""
    _, call = context.translate, context.call
    match result:
        case Question():
            keyboard = buttons.question(_, result, call.board.topics, call.today)
            await replace(update, words.question(_, result.card, result.field), keyboard)
        case ReasonAsked():
            await replace(update, words.reason_asked(_, result.number))
        case _:
            text = words.changed(_, result, topic_names(context))
            await replace(update, text, buttons.card(_, result.card))


async def show_history(update: Update, context: Context) -> None:
    """Show an article's changes by its number."""
    text = argument(update)
    if not text:
        require(context.call, Action.SEE_UNIT)
        await ask_rest(update, context, "history", history_words.ask_number(context.translate))
        return
    await _history(update, context, read_number(text))


async def press_history(update: Update, context: Context) -> None:
    """Show the pressed article's changes."""
    await _history(update, context, int(pressed(update)[2]))


async def _history(update: Update, context: Context, number: int) -> None:
    history = await context.services.articles.history(context.call, number)
    board = context.call.board
    text = history_words.history(context.translate, history, topic_names(context), board.zone)
    await reply(update, text)


def topic_names(context: Context) -> dict[int, str]:
    """Return the names of the board's topics by id."""
    return {topic.id: topic.name for topic in context.call.board.topics}
