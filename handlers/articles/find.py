"""/find: articles by words or by number."""

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler

from domain.language import Translator
from domain.permissions import Action, require
from handlers.articles import find_texts as words
from handlers.articles.editing_buttons import numbers, turns
from handlers.asking import ask_rest
from handlers.context import App, Context
from handlers.registration import add_command
from handlers.replies import argument, replace, reply
from services.articles.find import Found


def register(app: App) -> None:
    """Add the command and the pages of finding."""
    add_command(app, "find", find_articles)
    app.add_handler(CallbackQueryHandler(turn_page, r"^s:\d{1,6}:[^\n]{1,48}$"))


async def find_articles(update: Update, context: Context) -> None:
    """Show the newest articles that have the words, or ask for these."""
    text = argument(update)
    if not text:
        require(context.call, Action.FIND)
        await ask_rest(update, context, "find", words.ask_words(context.translate))
        return
    found = await context.services.find.find(context.call, text)
    await reply(update, words.found(context.translate, found), _buttons(context.translate, found))


async def turn_page(update: Update, context: Context) -> None:
    """Show another page of what was found."""
    query = update.callback_query
    _prefix, page, text = ((query.data or "") if query else "").split(":", 2)
    found = await context.services.find.find(context.call, text, int(page))
    await replace(update, words.found(context.translate, found), _buttons(context.translate, found))


def _buttons(_: Translator, found: Found) -> InlineKeyboardMarkup | None:
    data = f"s:{{page}}:{found.words.replace('{', '{{').replace('}', '}}')}"
    rows = numbers(article for article in found.articles if article.number in found.visible)
    rows += turns(_, found.page, found.pages, data)
    return InlineKeyboardMarkup(rows) if rows else None
