"""/review: what waits for the board's readers, one at a time."""

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler

from domain.language import Translator
from handlers.articles import review_texts as words
from handlers.articles.editing import topic_names
from handlers.articles.editing_buttons import button
from handlers.context import App, Context
from handlers.conversation.other_boards import is_of_another_board
from handlers.registration import add_command
from handlers.replies import pressed, replace, reply
from handlers.twins import pairs as twins
from services.articles.review import Decided, Queue


def register(app: App) -> None:
    """Add the command and buttons of reviewing."""
    add_command(app, "review", show_queue)
    app.add_handler(CallbackQueryHandler(turn, r"^v:next:\d{1,9}$"))
    app.add_handler(CallbackQueryHandler(approve, r"^v:ok:\d{1,9}$"))
    app.add_handler(CallbackQueryHandler(ask_reason, r"^v:no:\d{1,9}$"))
    app.add_handler(CallbackQueryHandler(begin, r"^vw:\d{1,9}$"))


async def show_queue(update: Update, context: Context) -> None:
    """Show the first article that waits, then the first pair that is likely one article."""
    await _show(update, context, await context.services.review.queue(context.call))
    await twins.show_waiting(update, context)


async def begin(update: Update, context: Context) -> None:
    """Show what waits on the board whose message was pressed; the message stays as it is."""
    if await is_of_another_board(update, context, int(pressed(update)[1])):
        return
    found = await context.services.review.queue(context.call)
    await reply(update, *_shown(context, found))


async def turn(update: Update, context: Context) -> None:
    """Show the article that waits behind the one shown."""
    after = int(pressed(update)[2])
    await _show(update, context, await context.services.review.queue(context.call, after))


async def approve(update: Update, context: Context) -> None:
    """Let the pressed article count."""
    number = int(pressed(update)[2])
    await _tell(update, context, await context.services.review.approve(context.call, number))


async def ask_reason(update: Update, context: Context) -> None:
    """Ask why the pressed article is rejected."""
    card = await context.services.review.ask_reason(context.call, int(pressed(update)[2]))
    _ = context.translate
    keyboard = InlineKeyboardMarkup([[button(_("Thôi"), "q:drop")]])
    await replace(update, words.reason_asked(_, card), keyboard)


async def answer(update: Update, context: Context, text: str) -> None:
    """Reject the article asked about for the typed reason."""
    await _tell(update, context, await context.services.review.reject(context.call, text))


async def _tell(update: Update, context: Context, decided: Decided) -> None:
    await replace(update, words.decided(context.translate, decided))
    if decided.then.card is not None:
        await reply(update, *_shown(context, decided.then))


async def _show(update: Update, context: Context, queue: Queue) -> None:
    await replace(update, *_shown(context, queue))


def _shown(context: Context, queue: Queue) -> tuple[str, InlineKeyboardMarkup | None]:
    _ = context.translate
    return words.queue(_, queue, topic_names(context)), _buttons(_, queue)


def _buttons(_: Translator, queue: Queue) -> InlineKeyboardMarkup | None:
    if queue.card is None:
        return None
    number = queue.card.article.number
    rows = [
        [
            button(_("Duyệt bài #{number}").format(number=number), f"v:ok:{number}"),
            button(_("Không duyệt bài #{number}").format(number=number), f"v:no:{number}"),
        ],
        [button(_("Xem và sửa"), f"a:show:{number}")],
    ]
    if queue.waiting > 1:
        rows[-1].append(button(_("Bài sau ›"), f"v:next:{number}"))
    return InlineKeyboardMarkup(rows)
