"""What Telegram tells of a chat itself: nothing is answered, but who is written to changes."""

from telegram import Chat, ChatMember, Update
from telegram.ext import ApplicationHandlerStop, ChatMemberHandler, MessageHandler, filters

from handlers.context import App, Context, handling

_OUT = frozenset({ChatMember.BANNED, ChatMember.LEFT})


def register(app: App) -> None:
    """Add what is read before anybody is asked who they are."""
    app.add_handler(ChatMemberHandler(note_standing, ChatMemberHandler.MY_CHAT_MEMBER), group=-2)
    app.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, follow_group), group=-2)


async def note_standing(update: Update, context: Context) -> None:
    """Remember that the bot was blocked, unblocked, or put out of a group."""
    changed, current = update.my_chat_member, handling.get()
    if changed is None:
        return
    channel, chat = current.origin.channel, changed.chat
    if changed.new_chat_member.status in _OUT:
        await context.services.chats.closed(channel, chat.id, current.now)
        context.bot_data.menus.pop(chat.id, None)
    elif chat.type == Chat.PRIVATE:
        await context.services.chats.opened(channel, chat.id)
    raise ApplicationHandlerStop


async def follow_group(update: Update, context: Context) -> None:
    """Post a group's digests to the supergroup it has become."""
    message = update.effective_message
    if message is None:
        return
    old = message.migrate_from_chat_id or message.chat.id
    new = message.migrate_to_chat_id or message.chat.id
    await context.services.chats.moved(handling.get().origin.channel, old, new)
    raise ApplicationHandlerStop
