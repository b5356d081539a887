"""Articles in chat: /submit, a pasted link, the draft's buttons, /mine, /undo, /cancel."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.context import App, Context
from handlers.keyboards import articles as buttons
from handlers.registration import add_command
from handlers.replies import argument, pressed, replace, reply
from handlers.texts import articles as words
from services.articles import Changed
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
    add_command(app, ("mine", "cuatoi"), list_articles)
    add_command(app, ("undo", "hoantac"), undo_action)
    add_command(app, ("cancel", "huy"), cancel_draft)
    app.add_handler(CallbackQueryHandler(press_draft, r"^d:\d+:[a-z]+:.*$"))
    app.add_handler(CallbackQueryHandler(turn_page, r"^m:\d{1,6}$"))
    app.add_handler(CallbackQueryHandler(change_article, r"^a:(show|withdraw|restore):\d{1,9}$"))


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


async def list_articles(update: Update, context: Context) -> None:
    """Show the newest articles of the person's units."""
    page = await context.services.articles.page(context.call)
    await reply(update, words.page(context.translate, page), buttons.page(context.translate, page))


async def turn_page(update: Update, context: Context) -> None:
    """Show another page of articles."""
    page = await context.services.articles.page(context.call, int(pressed(update)[1]))
    await replace(
        update, words.page(context.translate, page), buttons.page(context.translate, page)
    )


async def change_article(update: Update, context: Context) -> None:
    """Show, withdraw or restore an article."""
    _prefix, verb, number = pressed(update)
    articles = context.services.articles
    change = {
        "show": articles.show,
        "withdraw": articles.withdraw,
        "restore": articles.restore,
    }[verb]
    changed: Changed = await change(context.call, int(number))
    names = {topic.id: topic.name for topic in context.call.board.topics}
    await replace(
        update,
        words.article(context.translate, changed, names),
        buttons.article(context.translate, changed.article),
    )


async def undo_action(update: Update, context: Context) -> None:
    """Take back the person's last action."""
    undone = await context.services.articles.undo(context.call)
    await reply(update, words.undone(context.translate, undone))
