"""A message that was changed after it was sent: only a changed last answer matters."""

from datetime import timedelta

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from domain.articles.edits import Field
from domain.text import clean_line
from handlers import routing
from handlers.articles import editing
from handlers.context import App, Context
from handlers.conversation import changed_texts as words
from handlers.messages import text_of
from handlers.replies import pressed, replace, reply

# Telegram lets nobody change a message that is older.
_CHANGEABLE = timedelta(days=2)


def register(app: App) -> None:
    """Add the reader of changed messages and its buttons."""
    private = filters.ChatType.PRIVATE & filters.UpdateType.EDITED_MESSAGE
    app.add_handler(MessageHandler(private, offer_change))
    app.add_handler(CallbackQueryHandler(accept_change, r"^ed:\d{1,19}$"))
    app.add_handler(CallbackQueryHandler(keep_as_it_was, r"^ed:keep$"))


async def offer_change(update: Update, context: Context) -> None:
    """Offer to use the last answer as it reads now; a reaction or a moving place says nothing."""
    message, text = update.effective_message, text_of(update).strip()
    if not isinstance(message, Message) or not text:
        return
    before = await context.services.edits.before(context.call, message.message_id)
    old = before is None and context.call.now - message.date > _CHANGEABLE
    if old or (before is not None and before.text.strip() == text):
        return
    _ = context.translate
    if before is None or not before.last:
        await reply(update, words.not_read(_))
        return
    titled = await context.services.edits.titled(context.call, before.text)
    data = f"ed:{update.update_id}"
    row = [
        InlineKeyboardButton(words.use_label(_, titled), callback_data=data),
        InlineKeyboardButton(words.keep_label(_), callback_data="ed:keep"),
    ]
    await reply(update, words.changed(_, text, titled), InlineKeyboardMarkup([row]))


async def accept_change(update: Update, context: Context) -> None:
    """Use the changed message: another title, or read anew as what it says."""
    services, call, _ = context.services, context.call, context.translate
    changed = await services.edits.changed(call, int(pressed(update)[1]))
    if changed is None:
        await replace(update, words.gone(_))
        return
    found = await services.edits.retitle(call, changed.before, changed.after)
    if found is None:
        await replace(update, words.read_anew(_, changed.after))
        await _read(update, context, changed.after)
    elif found.number is None:
        await replace(update, words.retitled(_, found))
    else:
        title = clean_line(changed.after)
        result = await services.editing.choose(call, found.number, Field.TITLE, title)
        await editing.show(update, context, result)


async def keep_as_it_was(update: Update, context: Context) -> None:
    """Leave everything as the first wording made it."""
    await replace(update, words.kept(context.translate))


async def _read(update: Update, context: Context, text: str) -> None:
    """Read a text as if it had just been sent."""
    message, user = update.effective_message, update.effective_user
    if message is None or user is None:
        return
    sent = {
        "message_id": message.message_id,
        "date": int(context.call.now.timestamp()),
        "chat": message.chat.to_dict(),
        "from": user.to_dict(),
        "text": text,
    }
    anew = Update.de_json({"update_id": update.update_id, "message": sent}, context.bot)
    await routing.read_text(anew, context)
