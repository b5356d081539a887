"""/settings: what is the board's own, kept by its chair and editor, by buttons or on one line.

Data: `st:VERB:KEY[:PLACE]`; the verbs are list, words, show, set, add, del, reset, back, history.
"""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.context import App, Context
from handlers.registration import add_command
from handlers.replies import argument, pressed, replace, reply
from handlers.reports.settings import buttons
from handlers.reports.settings import texts as words
from services.reports.settings import SettingCard

_KEY = r"[a-z_]{2,24}"


def register(app: App) -> None:
    """Add the command and buttons of settings."""
    add_command(app, "settings", keep_setting)
    app.add_handler(CallbackQueryHandler(list_settings, r"^st:(list|words)$"))
    app.add_handler(CallbackQueryHandler(show_history, rf"^st:history:{_KEY}$"))
    app.add_handler(CallbackQueryHandler(ask_value, rf"^st:(set|add):{_KEY}$"))
    app.add_handler(CallbackQueryHandler(press_setting, rf"^st:(show|reset|back):{_KEY}$"))
    app.add_handler(CallbackQueryHandler(remove_entry, rf"^st:del:{_KEY}:\d{{1,2}}$"))


async def keep_setting(update: Update, context: Context) -> None:
    """Do what the line says, or show every setting."""
    text = argument(update)
    if not text:
        await list_settings(update, context)
        return
    settings = context.services.settings
    key = settings.history_asked(text)
    if key is not None:
        found = await settings.history(context.call, key)
        await reply(update, words.history(context.translate, key, found))
        return
    await _show(update, context, await settings.write(context.call, text))


async def answer_setting(update: Update, context: Context, text: str) -> None:
    """Take a typed value."""
    await _show(update, context, await context.services.settings.answer(context.call, text))


async def list_settings(update: Update, context: Context) -> None:
    """Show every setting with its value."""
    _ = context.translate
    found = await context.services.settings.overview(context.call)
    wording = pressed(update)[1:] == ["words"]
    await replace(update, words.overview(_, found), buttons.overview(_, found, wording=wording))


async def press_setting(update: Update, context: Context) -> None:
    """Show a setting, let it follow config.toml again, or take its last change back."""
    _prefix, verb, key = pressed(update)
    settings, call = context.services.settings, context.call
    act = {"show": settings.show, "reset": settings.reset, "back": settings.take_back}[verb]
    await _show(update, context, await act(call, key))


async def ask_value(update: Update, context: Context) -> None:
    """Ask for a setting's value, or for one entry more."""
    _prefix, verb, key = pressed(update)
    card = await context.services.settings.ask(context.call, key, adding=verb == "add")
    await reply(update, words.asked(context.translate, card, adding=verb == "add"))


async def remove_entry(update: Update, context: Context) -> None:
    """Take the pressed entry out of a list."""
    _prefix, _verb, key, place = pressed(update)
    card = await context.services.settings.remove(context.call, key, int(place))
    await _show(update, context, card)


async def show_history(update: Update, context: Context) -> None:
    """Show who changed a setting, when and to what."""
    key = pressed(update)[2]
    found = await context.services.settings.history(context.call, key)
    await reply(update, words.history(context.translate, key, found))


async def _show(update: Update, context: Context, card: SettingCard) -> None:
    _ = context.translate
    await replace(update, words.card(_, card), buttons.card(_, card))
