"""The messenger's menu of commands and the bot's own words: each sees what concerns it."""

import structlog
from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
    Update,
)
from telegram.error import TelegramError
from telegram.ext import ExtBot, TypeHandler

from domain.calls import Call
from domain.language import Translator, translator
from handlers.commands import Command, shown_name, used_by, used_in_groups
from handlers.context import App, BotData, Context
from handlers.conversation import home_texts as words
from handlers.replies import acknowledge

log = structlog.get_logger(__name__)

# Readers of any other language see the English words.
_LANGUAGES = (("en", None), ("en", "en"), ("vi", "vi"))


def register(app: App) -> None:
    """Add what looks at a person's menu once the update is answered."""
    app.add_handler(TypeHandler(Update, renew), group=2)  # behind what keeps an offer
    app.add_handler(TypeHandler(Update, stop_spinner), group=3)


async def publish(bot: ExtBot[None]) -> None:
    """Show strangers and groups their menus, and say what the bot is."""
    for language, code in _LANGUAGES:
        _ = translator(language)
        try:
            await bot.set_my_commands(
                _shown(_, used_by(_, None)), BotCommandScopeDefault(), language_code=code
            )
            await bot.set_my_commands(
                _shown(_, used_in_groups(_)), BotCommandScopeAllGroupChats(), language_code=code
            )
            await bot.set_my_description(words.description(_), language_code=code)
            await bot.set_my_short_description(words.short_description(_), language_code=code)
        except TelegramError as error:
            log.warning("menu_not_published", error=type(error).__name__)


async def renew(update: Update, context: Context) -> None:
    """Give the person's chat the menu of the roles and the language held now."""
    if context.known:
        await give(context.bot, context.bot_data, context.call.chat_id, context.call)


async def stop_spinner(update: Update, _context: Context) -> None:
    """Answer a press that no handler has answered."""
    await acknowledge(update)


async def renew_of(context: Context, person_id: int) -> None:
    """Give another person's chats the menu of the roles that were just changed."""
    found = await context.services.people.calls_of(context.call, person_id)
    for chat_id, call in found.items():
        await give(context.bot, context.bot_data, chat_id, call)


async def give(bot: ExtBot[None], data: BotData, chat_id: int, call: Call | None) -> None:
    """Set the menu of one private chat where it is not yet so; without a call take it away."""
    _ = translator(call.language if call is not None else "vi")
    menu = used_by(_, call) if call is not None else ()
    fingerprint = tuple(shown_name(command, _.language) for command in menu)
    if data.menus.get(chat_id) == fingerprint:
        return
    scope = BotCommandScopeChat(chat_id)
    try:
        if menu:
            await bot.set_my_commands(_shown(_, menu), scope)
        else:
            await bot.delete_my_commands(scope)
    except TelegramError as error:
        log.warning("menu_not_given", error=type(error).__name__)
        return
    data.menus[chat_id] = fingerprint


def _shown(_: Translator, commands: tuple[Command, ...]) -> list[BotCommand]:
    return [BotCommand(shown_name(command, _.language), command.what) for command in commands]
