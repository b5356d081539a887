"""Joining, boards and languages."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler

from domain.channels import has_keyboard
from domain.conversation.phrases import read_talk
from domain.conversation.replies import hesitates, says_keep, says_no
from domain.conversation.typed_commands import read_command
from domain.language import LANGUAGES, translator
from domain.links import find_bare_links, find_links
from domain.people.codes import find_codes, nearly_code, read_code
from domain.people.names import is_plainly_name, may_be_name, own_name
from domain.text import search_key
from handlers.commands import SPELLED, command_names, commands_for
from handlers.context import App, Context, handling
from handlers.conversation import general_texts as words
from handlers.conversation import help_texts, home_texts, menus
from handlers.conversation.home import reply_at_home
from handlers.registration import add_command
from handlers.replies import acknowledge, argument, pressed, replace, reply
from services.people.joining import AlreadyMember, CodeRefused, Linked

LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}
_LANGUAGES_SAID = {
    **dict.fromkeys(("tieng viet", "viet", "viet nam", "vietnamese", "vn", "tv"), "vi"),
    **dict.fromkeys(("tieng anh", "anh", "english", "eng", "ta"), "en"),
}


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
    if update.callback_query is not None:  # its message is the bot's own
        await acknowledge(update)
        await reply(update, words.stranger(context.translate))
        return
    message = update.effective_message
    text = ((message.text or message.caption or "") if message else "").strip()
    text = text.removeprefix("/start")
    if not await join_by(update, context, text):
        await reply(update, words.stranger(context.translate))


async def join_by(update: Update, context: Context, text: str) -> bool:
    """Use the code that a text is or holds, or say what is wrong with it; False without any."""
    code = read_code(text)
    codes = (code,) if code else find_codes(text)
    if len(codes) == 1:
        await join(update, context, codes[0])
    elif codes:
        await reply(update, words.several_codes(context.translate))
    elif (length := nearly_code(text)) is not None:
        await reply(update, words.code_of_other_length(context.translate, length))
    else:
        return False
    return True


async def join(update: Update, context: Context, code: str) -> None:
    """Use an invitation and welcome the person, or say why it is not accepted."""
    result = await context.services.people.join(context.visit, code)
    _ = context.translate
    if isinstance(result, CodeRefused):
        await reply(update, words.refused(_, result))
        return
    board = context.services.boards.by_id[result.board_id]
    if isinstance(result, Linked):
        text = words.linked(_, result, board)
    elif isinstance(result, AlreadyMember):
        text = words.already_member(_, result, board)
    else:
        text = words.joined(_, result, board, context.here)
    await _at_home(update, context, text)
    if not isinstance(result, Linked | AlreadyMember) and result.named:
        await context.services.people.ask_name(context.call)


async def answer_name(update: Update, context: Context, text: str, *, again: bool) -> bool:
    """Read how somebody new writes the own name, or that it is right; a command ends the question.

    What is nothing known is asked about once more; `again` tells that it was.
    """
    _, dialogues = context.translate, context.services.dialogues
    name = own_name(text)
    if name is not None and not is_plainly_name(text, name) and _says_otherwise(context, text):
        name = None
    if name is None and says_keep(text):
        await dialogues.drop(context.call)
        await reply(update, words.name_kept(_, context.call.person.name))
        return True
    if name is None:
        people = context.services.people
        unclear = not again and _is_like_a_name(context, text)
        if unclear and await people.ask_name_again(context.call):
            await reply(update, words.ask_name_again(_, context.call.person.name))
            return True
        await dialogues.drop(context.call)
        return False
    stored = await context.services.people.answer_name(context.call, name)
    await reply(update, words.name_stored(context.translate, stored))
    return True


def _says_otherwise(context: Context, text: str) -> bool:
    """Tell whether a text is a whole command or known words, which capitals make no name."""
    command = read_command(text, command_names(context.translate), SPELLED)
    talk = read_talk(text)
    known = (command is not None and command.exact and command.whole) or (talk and talk.exact)
    return bool(known) or says_keep(text) or says_no(text) or hesitates(text)


def _is_like_a_name(context: Context, text: str) -> bool:
    """Tell whether a text begins like a name and is no command, phrase, link or code."""
    if read_talk(text) is not None or not may_be_name(text):
        return False
    if find_links(text) or find_bare_links(text) or find_codes(text) or "\n" in text.strip():
        return False
    return read_command(text, command_names(context.translate), SPELLED) is None


async def start(update: Update, context: Context) -> None:
    """Join another board by a code, or show the help."""
    if await join_by(update, context, argument(update)):
        return
    if argument(update):
        await reply(update, words.refused(context.translate, CodeRefused("wrong")))
    else:
        await show_help(update, context)


async def show_help(update: Update, context: Context) -> None:
    """Show what the person can do, or explain the named command."""
    _, call = context.translate, context.call
    named = read_command(f"/{argument(update)}", command_names(_), SPELLED)
    own = {command.name: command for command in commands_for(_, call)}
    if named is not None and named.name in own:
        await reply(update, help_texts.explained(_, own[named.name], context.here))
    else:
        await reply_at_home(update, context, help_texts.help_text(_, call, context.here))


async def ask_board(update: Update, context: Context) -> None:
    """Ask which board the person works with."""
    found = await context.services.people.boards_of(context.call)
    rows = [[InlineKeyboardButton(board.name, callback_data=f"b:{board.id}")] for board in found]
    await reply(
        update, words.boards(context.translate, context.call.board), InlineKeyboardMarkup(rows)
    )


async def choose_board(update: Update, context: Context) -> None:
    """Make the pressed board the current one, with the menu of the roles held there."""
    board = await context.services.people.choose_board(context.call, int(pressed(update)[1]))
    await replace(update, words.board_chosen(context.translate, board))
    context.call = await context.services.people.identify(context.visit) or context.call


async def ask_language(update: Update, context: Context) -> None:
    """Change the language, or ask which."""
    typed = argument(update).lower()
    language = _LANGUAGES_SAID.get(search_key(typed), typed)
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
    context.call = await context.services.people.identify(context.visit) or context.call
    if has_keyboard(handling.get().origin.channel):
        await reply_at_home(update, context, home_texts.renewed(context.translate))


async def _at_home(update: Update, context: Context, text: str) -> None:
    """Answer somebody who has just come, with the home and the menu of the new role."""
    call = await context.services.people.identify(context.visit)
    if call is None:
        await reply(update, text)
        return
    context.call = call
    await reply_at_home(update, context, text)
    await menus.renew(update, context)
