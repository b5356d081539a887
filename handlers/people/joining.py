"""Joining, boards and languages."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler

from domain.language import LANGUAGES, translator
from domain.people.codes import read_code
from handlers.commands import commands_for
from handlers.context import App, Context
from handlers.conversation import general_texts as words
from handlers.registration import add_command
from handlers.replies import acknowledge, argument, pressed, replace, reply
from services.people.joining import CodeRefused, Linked

LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}


def register(app: App) -> None:
    """Add the commands and buttons of people."""
    add_command(app, "start", start)
    add_command(app, "help", show_help)
    add_command(app, "board", ask_board)
    add_command(app, "language", ask_language)
    app.add_handler(CallbackQueryHandler(choose_board, r"^b:\d{1,9}$"))
    app.add_handler(CallbackQueryHandler(choose_language, r"^l:[a-z]{2}$"))


async def meet_stranger(update: Update, context: Context) -> None:
    """Let somebody join by a code; tell everybody else how to get one."""
    message = update.effective_message
    text = ((message.text or "") if message else "").strip()
    # "/start CODE" and a bare code are the two ways in.
    code = read_code(text.removeprefix("/start").strip())
    if update.callback_query is not None:
        await acknowledge(update)
    if code is not None:
        await join(update, context, code)
    else:
        await reply(update, words.stranger(context.translate))


async def join(update: Update, context: Context, code: str) -> None:
    """Use an invitation and welcome the person, or say why it is not accepted."""
    result = await context.services.people.join(context.visit, code)
    _ = context.translate
    if isinstance(result, CodeRefused):
        await reply(update, words.refused(_, result))
        return
    board = context.services.boards.by_id[result.board_id]
    if isinstance(result, Linked):
        await reply(update, words.linked(_, result, board))
        return
    await reply(update, words.joined(_, result, board, context.here))


async def start(update: Update, context: Context) -> None:
    """Join another board by a code, or show the help."""
    code = read_code(argument(update))
    if code is not None:
        await join(update, context, code)
    elif argument(update):
        await reply(update, words.refused(context.translate, CodeRefused("wrong")))
    else:
        await show_help(update, context)


async def show_help(update: Update, context: Context) -> None:
    """Show what the person can do."""
    _, call = context.translate, context.call
    await reply(update, words.help_text(_, commands_for(_, call), call.board))


async def ask_board(update: Update, context: Context) -> None:
    """Ask which board the person works with."""
    found = await context.services.people.boards_of(context.call)
    rows = [[InlineKeyboardButton(board.name, callback_data=f"b:{board.id}")] for board in found]
    await reply(
        update, words.boards(context.translate, context.call.board), InlineKeyboardMarkup(rows)
    )


async def choose_board(update: Update, context: Context) -> None:
    """Make the pressed board the current one."""
    board = await context.services.people.choose_board(context.call, int(pressed(update)[1]))
    await replace(update, words.board_chosen(context.translate, board))


async def ask_language(update: Update, context: Context) -> None:
    """Change the language, or ask which."""
    language = argument(update).lower()
    if language:
        await _set_language(update, context, language)
        return
    row = [
        InlineKeyboardButton(LANGUAGE_NAMES[code], callback_data=f"l:{code}") for code in LANGUAGES
    ]
    await reply(update, words.languages(context.translate), InlineKeyboardMarkup([row]))


async def choose_language(update: Update, context: Context) -> None:
    """Change to the pressed language."""
    await _set_language(update, context, pressed(update)[1])


async def _set_language(update: Update, context: Context, language: str) -> None:
    await context.services.people.choose_language(context.call, language)
    await replace(update, words.language_chosen(translator(language)))
