"""Logging articles in chat: /submit, a pasted link, the draft's buttons, several cards at once."""

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler

from domain.articles.edits import Field
from domain.articles.naming import without_thing
from domain.conversation.offers import ONE_LIST, several
from domain.conversation.replies import says_thanks, says_yes
from handlers.articles import submit_buttons as buttons
from handlers.articles import submit_texts as words
from handlers.context import App, Context, handling
from handlers.messages import manner_of, posted_at
from handlers.portal import offering
from handlers.registration import add_command
from handlers.replies import acknowledge, argument, pressed, replace, reply
from services.articles.batches import EVERY
from services.articles.results import (
    AlreadyLogged,
    Asked,
    Batch,
    Cancelled,
    DroppedAll,
    Kept,
    Logged,
    LoggedMany,
    PressedBefore,
    SubmitResult,
)


def register(app: App) -> None:
    """Add the commands and buttons of articles."""
    add_command(app, "submit", submit_article)
    app.add_handler(CallbackQueryHandler(press_draft, r"^d:\d{1,19}:[a-z]{1,12}:[^\n]{0,40}$"))
    app.add_handler(CallbackQueryHandler(press_card, r"^c:\d{1,19}-\d{1,2}:(log|edit|drop)$"))
    app.add_handler(CallbackQueryHandler(log_all, r"^c:\d{1,19}:all$"))
    app.add_handler(CallbackQueryHandler(look_through, r"^c:0:each$"))
    app.add_handler(CallbackQueryHandler(drop_all, r"^c:0:none$"))
    app.add_handler(CallbackQueryHandler(write_other, r"^pi:other$"))
    app.add_handler(CallbackQueryHandler(choose_topic, r"^t:\d{1,9}:\d{1,9}$"))


async def submit_article(update: Update, context: Context) -> None:
    """Log the article of the line, offer what is on the portal, or ask for what is missing."""
    text = argument(update)
    if not text and await offering.offer_articles(update, context):
        return
    result = await context.services.submissions.submit(context.call, without_thing(text))
    await show(update, context, result)


async def write_other(update: Update, context: Context) -> None:
    """Ask for an article that is not among those on offer."""
    await show(update, context, await context.services.submissions.submit(context.call, ""))


async def paste_link(update: Update, context: Context, text: str) -> None:
    """Start the draft of a pasted link, or of each of several."""
    call, posted = context.call, posted_at(update)
    day = posted.astimezone(call.board.zone).date() if posted else None
    manner = manner_of(update, text)
    result = await context.services.submissions.submit(call, text, manner, day)
    await show(update, context, result)


async def keep_links(update: Update, context: Context, text: str, *, told: bool) -> None:
    """Keep the links of a message that came too fast; tell it of the first only."""
    submissions = context.services.submissions
    result = await submissions.keep(context.call, text, manner_of(update, text))
    if told:
        await show(update, context, result)


async def answer_draft(
    update: Update, context: Context, text: str, *, about: str = "", loose: bool = False
) -> None:
    """Apply a typed answer to the draft, or to the one whose question a Reply is to."""
    result = await context.services.submissions.answer(
        context.call, text, manner_of(update, text), about=about, loose=loose
    )
    await show(update, context, result)


async def press_draft(update: Update, context: Context) -> None:
    """Apply a button of the draft."""
    _prefix, revision, verb, *rest = pressed(update)
    result = await context.services.submissions.press(
        context.call, int(revision), verb, ":".join(rest), _message_id(update)
    )
    await show(update, context, result)


async def press_card(update: Update, context: Context) -> None:
    """Apply a button of one of several cards."""
    _prefix, tag, verb = pressed(update)
    batches = context.services.batches
    result = await batches.press_card(context.call, tag, verb, _message_id(update))
    await show(update, context, result)


async def log_all(update: Update, context: Context) -> None:
    """Log every card of a message that lacks nothing."""
    await log_batch(update, context, int(pressed(update)[1]))


async def log_batch(update: Update, context: Context, number: int = EVERY) -> None:
    """Log every article of a batch, or every one there is, that lacks nothing."""
    batches = context.services.batches
    result = await batches.log_all(context.call, number, _message_id(update))
    await show(update, context, result)


async def look_through(update: Update, context: Context) -> None:
    """Ask about the first article that waits."""
    batches = context.services.batches
    await show(update, context, await batches.look_through(context.call, _message_id(update)))


async def drop_all(update: Update, context: Context) -> None:
    """Drop every article that waits."""
    batches = context.services.batches
    await show(update, context, await batches.drop_all(context.call, _message_id(update)))


async def choose_topic(update: Update, context: Context) -> None:
    """Give a logged article the pressed topic."""
    _prefix, number, topic_id = pressed(update)
    services, call, _ = context.services, context.call, context.translate
    if topic_id == "0":
        keyboard = buttons.topics_of(_, int(number), call.board.topics, every=True)
        await reply(update, words.ask_topic_of(_, int(number)), keyboard)
        return
    changed = await services.editing.choose(call, int(number), Field.TOPIC, topic_id)
    await services.topics.learn_from(call, int(number))
    names = {topic.id: topic.name for topic in call.board.topics}
    # The receipt stays as it is.
    await reply(update, words.topic_chosen(_, changed, names))


async def answer_batch(update: Update, context: Context, text: str) -> bool:
    """Log the articles that wait where a text names all of them; tell who agrees what does."""
    agrees = says_yes(text) and not says_thanks(text)
    if not agrees and several(text, 2) is None:
        return False
    count = await context.services.submissions.count_waiting(context.call)
    if not count:
        return False
    if len(several(text, count) or ()) == count:
        await log_batch(update, context)
    else:
        _ = context.translate
        await reply(update, words.batch_waits(_, count), buttons.kept(_, Kept(count)))
    return True


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
            await _remember(context, result.draft.key)
            return
        case Kept():
            if result.told:
                await reply(update, words.kept(_, result), buttons.kept(_, result))
                await _remember(context, f"{EVERY}-all")
            return
        case PressedBefore():
            await acknowledge(update, words.pressed_before(_, result))
            return
        case DroppedAll():
            await replace(update, words.dropped_all(_, result))
            return
        case Batch():
            # Elsewhere a card's number would choose from the message below all of them.
            own_buttons = context.call.origin.channel not in ONE_LIST
            for card in result.cards:
                keyboard = buttons.one_of_several(_, card) if own_buttons else None
                await reply(update, words.card(_, card, names, context.call.today), keyboard)
                await _remember(context, card.draft.key)
            await reply(update, words.batch(_, result), buttons.batch(_, result))
            await _remember(context, f"{result.number}-all")
            return
        case Logged():
            keyboard = buttons.topics_after(_, result, topics)
            await replace(update, words.logged(_, result, names), keyboard)
        case LoggedMany():
            await replace(update, words.logged_many(_, result))
        case AlreadyLogged():
            await replace(update, words.already_known(_, result))
        case Cancelled():
            await replace(update, words.cancelled(_, result.then.waiting + 1 if result.then else 0))
        case _ if result.pressed:
            await acknowledge(update, words.no_draft(_, context.here, pressed=True))
            return
        case _:
            await reply(update, words.no_draft(_, context.here, pressed=False))
            return
    if result.then is not None:
        await reply(update, *_asked(context, result.then))
        await _remember(context, result.then.draft.key)


async def _remember(context: Context, key: str) -> None:
    """Remember which article the message that was sent last asks about."""
    message, call = handling.get().offered, context.call
    if message is not None and key and call.origin.channel not in ONE_LIST:
        await context.services.submissions.remember(call, message.message_id, key)


def _message_id(update: Update) -> int:
    """Return the id of the pressed message, 0 where nothing was pressed."""
    query = update.callback_query
    return query.message.message_id if query is not None and query.message else 0


def _asked(context: Context, asked: Asked) -> tuple[str, InlineKeyboardMarkup]:
    _, call = context.translate, context.call
    names = {topic.id: topic.name for topic in call.board.topics}
    has_buttons = call.origin.channel not in ONE_LIST
    keyboard = buttons.asked(_, asked, call.board.topics, call.today, buttons=has_buttons)
    return words.asked(_, asked, names, context.here, call.today), keyboard
