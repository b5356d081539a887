"""/broadcast, and /digest: the only thing the bot reads in a group."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

from domain.calls import Visit
from domain.channels import ZALO
from domain.conversation.replies import drops, hesitates
from domain.mentions import names_command
from domain.permissions import Action, may, require
from handlers.asking import ask_rest
from handlers.commands import names_of
from handlers.context import App, Context, handling
from handlers.registration import add_command
from handlers.reminders import announcement_texts as words
from handlers.replies import argument, pressed, replace, reply

IN_GROUP = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE


def register(app: App) -> None:
    """Add the commands and buttons of what a chair has the bot say."""
    add_command(app, "broadcast", preview_broadcast)
    add_command(app, "digest", show_groups)
    app.add_handler(CallbackQueryHandler(send_broadcast, r"^bc:\d{1,12}$"))
    # Before `identify`, which lets nothing else of a group through.
    app.add_handler(CommandHandler(list(names_of("digest")), switch_digest, IN_GROUP), group=-2)
    words_alone = IN_GROUP & filters.TEXT & ~filters.COMMAND
    app.add_handler(MessageHandler(words_alone, switch_digest_by_words), group=-2)


async def preview_broadcast(update: Update, context: Context) -> None:
    """Show the broadcast with the button that sends it, or ask for its text."""
    _, text = context.translate, argument(update)
    if not text or hesitates(text) or drops(text):
        require(context.call, Action.BROADCAST)
        await ask_rest(update, context, "broadcast", words.ask_text(_))
        return
    preview = await context.services.announcements.preview_broadcast(context.call, text)
    keyboard = None
    if preview.people:
        button = InlineKeyboardButton(
            words.send_label(_, preview), callback_data=f"bc:{preview.id}"
        )
        keyboard = InlineKeyboardMarkup([[button]])
    await reply(update, words.preview(_, preview), keyboard)


async def send_broadcast(update: Update, context: Context) -> None:
    """Send the broadcast of the pressed button."""
    sent = await context.services.announcements.send_broadcast(
        context.call, int(pressed(update)[1])
    )
    await replace(update, words.sent(context.translate, sent))


async def show_groups(update: Update, context: Context) -> None:
    """Show which groups get the digests, and how to switch them on."""
    titles = await context.services.announcements.digest_groups(context.call)
    await reply(update, words.groups(context.translate, titles))


async def switch_digest_by_words(update: Update, context: Context) -> None:
    """Switch the digests where the command was spoken without its slash, to the bot by name."""
    message = update.effective_message
    text = (message.text or "") if message else ""
    # What comes from a group of Zalo is always for the bot: it names it or replies to it.
    meant = text.startswith("@") or handling.get().origin.channel == ZALO
    if meant and names_command(text, names_of("digest")):
        await switch_digest(update, context)


def _is_anonymous(update: Update) -> bool:
    """Tell whether an administrator writes in the group's own name."""
    message = update.effective_message
    sender = message.sender_chat if message is not None else None
    return sender is not None and message is not None and sender.id == message.chat.id


async def switch_digest(update: Update, context: Context) -> None:
    """Switch the digests of a chair's board on or off in a group; nobody else is answered."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None:
        return
    current = handling.get()
    # A person's private chat has the person's own id.
    visit = Visit(current.origin, current.now, user.id, user.full_name, "vi")
    call = await context.services.people.identify(visit)
    if _is_anonymous(update):
        await reply(update, words.anonymous(context.translate))
        return
    if call is None or not may(call, Action.SWITCH_DIGEST):
        return
    context.visit, context.call = visit, call
    switched = await context.services.announcements.switch_digest(call, chat.id, chat.title or "")
    await reply(update, words.switched(context.translate, switched, call.board))
