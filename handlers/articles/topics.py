"""/topics: the words by which a topic is suggested, visible and open to editing."""

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler

from domain.permissions import Action, require
from handlers.articles import topic_texts as words
from handlers.articles.editing_buttons import button, pairs
from handlers.context import App, Context
from handlers.registration import add_command
from handlers.replies import argument, pressed, replace, reply


def register(app: App) -> None:
    """Add the command and buttons of topics."""
    add_command(app, "topics", show_topics)
    app.add_handler(CallbackQueryHandler(press_topic, r"^tp:\d{1,9}$"))


async def show_topics(update: Update, context: Context) -> None:
    """Show the topics, or one topic's words, or set a word's weight."""
    call, _ = context.call, context.translate
    require(call, Action.REVIEW)
    text = argument(update)
    if text:
        await reply(update, words.card(_, await context.services.topics.change(call, text)))
        return
    labels = [button(topic.name, f"tp:{topic.id}") for topic in call.board.topics]
    await reply(update, words.topics(_, call.board), InlineKeyboardMarkup(pairs(labels)))


async def press_topic(update: Update, context: Context) -> None:
    """Show the pressed topic's words."""
    card = await context.services.topics.show(context.call, int(pressed(update)[1]))
    await replace(update, words.card(context.translate, card))
