"""Typing what a button says: the newest buttons of a chat are kept, and a text may press one."""

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import TypeHandler

from handlers.context import App, Context, handling
from handlers.conversation import general_texts as words
from handlers.replies import TYPED, reply
from services.conversation.offers import NoChoice

_DRAFT = ("d:", "c:")  # an article's own buttons: its draft reads what is typed


def register(app: App) -> None:
    """Keep what an update's handler offered, once it has answered."""
    app.add_handler(TypeHandler(Update, keep_offer), group=1)


async def keep_offer(update: Update, context: Context) -> None:
    """Keep the buttons that were sent last, or mark those that were pressed as used."""
    current = handling.get()
    message, current.offered = current.offered, None
    choices = _choices(message.reply_markup) if message is not None else []
    if message is not None and choices:
        await context.services.offers.keep(context.call, message.message_id, choices)
        return
    query = update.callback_query
    if query is not None and query.message and not str(query.data).startswith(_DRAFT):
        await context.services.offers.use(context.call, query.message.message_id)


async def choose(update: Update, context: Context, text: str) -> bool:
    """Press the button a text names; False when it names none."""
    found = await context.services.offers.choose(context.call, text)
    if found is None:
        return False
    if isinstance(found, NoChoice):
        _ = context.translate
        answer = words.no_such_choice(_, found.number, found.last, used=found.used)
        await reply(update, answer)
        return True
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None:
        return False
    press = {
        "id": f"{TYPED}{update.update_id}",
        "from": user.to_dict(),
        "chat_instance": str(chat.id),
        "data": found.data,
        "message": {
            "message_id": found.message_id,
            "date": int(handling.get().now.timestamp()),
            "chat": chat.to_dict(),
        },
    }
    pressed = Update.de_json({"update_id": update.update_id, "callback_query": press}, context.bot)
    await context.application.process_update(pressed)
    return True


def _choices(markup: object) -> list[tuple[str, str]]:
    """Return the label and data of each button, [] for those of an article's draft."""
    if not isinstance(markup, InlineKeyboardMarkup):
        return []
    buttons = [button for row in markup.inline_keyboard for button in row]
    choices = [(each.text, str(each.callback_data)) for each in buttons if each.callback_data]
    return [] if any(data.startswith(_DRAFT) for _label, data in choices) else choices
