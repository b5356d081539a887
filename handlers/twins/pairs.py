"""Pairs that are likely one article, shown by /review: merging, keeping both, rejecting."""

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler

from domain.language import Translator
from handlers.articles.editing_buttons import button
from handlers.context import App, Context
from handlers.replies import pressed, replace, reply
from handlers.twins import texts as words
from services.articles.twin_review import PairDecided, PairQueue


def register(app: App) -> None:
    """Add the buttons of pairs."""
    app.add_handler(CallbackQueryHandler(turn, r"^tw:next:\d{1,12}$"))
    app.add_handler(CallbackQueryHandler(decide, r"^tw:(later|earlier|keep):\d{1,12}$"))
    app.add_handler(CallbackQueryHandler(ask_reason, r"^tw:no:\d{1,12}$"))
    app.add_handler(CallbackQueryHandler(split, r"^tw:split:\d{1,9}$"))


async def show_waiting(update: Update, context: Context) -> bool:
    """Show the first pair in a message of its own; tell whether there is one."""
    queue = await context.services.twin_review.queue(context.call)
    if queue.pair is not None:
        _ = context.translate
        await reply(update, words.queue(_, queue), _buttons(_, queue))
    return queue.pair is not None


async def turn(update: Update, context: Context) -> None:
    """Show the pair behind the one shown."""
    queue = await context.services.twin_review.queue(context.call, int(pressed(update)[2]))
    _ = context.translate
    await replace(update, words.queue(_, queue), _buttons(_, queue))


async def decide(update: Update, context: Context) -> None:
    """Merge a pair (the later or the earlier article is the duplicate), or keep both."""
    _prefix, verb, pair_id = pressed(update)
    review, call = context.services.twin_review, context.call
    if verb == "keep":
        decided = await review.keep(call, int(pair_id))
    else:
        decided = await review.merge(call, int(pair_id), keep_later=verb == "earlier")
    await _tell(update, context, decided)


async def ask_reason(update: Update, context: Context) -> None:
    """Ask why the later article of a pair is rejected."""
    pair = await context.services.twin_review.ask_reason(context.call, int(pressed(update)[2]))
    _ = context.translate
    keyboard = InlineKeyboardMarkup([[button(_("Thôi"), "q:drop")]])
    await replace(update, words.reason_asked(_, pair), keyboard)


async def answer(update: Update, context: Context, text: str) -> None:
    """Reject the article asked about for the typed reason."""
    await _tell(update, context, await context.services.twin_review.reject(context.call, text))


async def split(update: Update, context: Context) -> None:
    """Let a merged article count again."""
    number = int(pressed(update)[2])
    await _tell(update, context, await context.services.twin_review.split(context.call, number))


async def _tell(update: Update, context: Context, decided: PairDecided) -> None:
    _ = context.translate
    keyboard = None
    if decided.decision == "merged":
        label = _("Tách bài #{number} ra lại").format(number=decided.number)
        keyboard = InlineKeyboardMarkup([[button(label, f"tw:split:{decided.number}")]])
    await replace(update, words.decided(_, decided), keyboard)
    if decided.then.pair is not None:
        await reply(update, words.queue(_, decided.then), _buttons(_, decided.then))


def _buttons(_: Translator, queue: PairQueue) -> InlineKeyboardMarkup | None:
    pair = queue.pair
    if pair is None:
        return None
    later, earlier = pair.article.number, pair.other.number
    duplicate = _("#{number} trùng #{of}")
    rows = [
        [
            button(duplicate.format(number=later, of=earlier), f"tw:later:{pair.id}"),
            button(duplicate.format(number=earlier, of=later), f"tw:earlier:{pair.id}"),
        ],
        [
            button(_("Giữ cả hai"), f"tw:keep:{pair.id}"),
            button(_("Không duyệt bài #{number}").format(number=later), f"tw:no:{pair.id}"),
        ],
    ]
    if queue.waiting > 1:
        rows.append([button(_("Cặp sau ›"), f"tw:next:{pair.id}")])
    return InlineKeyboardMarkup(rows)
