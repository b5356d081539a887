"""Typing what a button says: the newest buttons of a chat are kept, and a text may press one."""

import re
from contextlib import suppress

from telegram import InlineKeyboardMarkup, Update
from telegram.error import BadRequest
from telegram.ext import TypeHandler

from domain.conversation.offers import may_choose, typed_place
from domain.conversation.replies import drops, hesitates, says_send
from domain.imports.answers import agrees_to_file, answers_file
from domain.text import search_key
from handlers.context import App, Context, handling
from handlers.conversation import general_texts as words
from handlers.replies import TYPED, reply
from services.conversation.offers import NoChoice

_SENDS = ("bc:", "r:")  # a broadcast's button, and that of a round of reminders
_FILES = ("f:",)  # what is asked about a sent file
_ISSUES = {"giay": "is:paper:", "dien tu": "is:electronic:"}  # a report's card
_CARD = ("is:number:",)  # whose first button this is
_ISSUE_SAID = re.compile(r"(?:(?:da|ban hanh|chon) )*ban (giay|dien tu)(?: (?:a|nhe|nha|em))*")
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
        for read in (_answer_file, _answer_issue, _answer_preview):
            if await read(update, context, text):
                return True
        return False
    if isinstance(found, NoChoice):
        _ = context.translate
        answer = words.no_such_choice(_, found.number, found.last, used=found.used)
        await reply(update, answer)
        return True
    number = text.strip() if typed_place(text) is not None else ""
    return await _press(update, context, found.message_id, found.data, number)


async def _press(
    update: Update, context: Context, message_id: int, data: str, typed_number: str = ""
) -> bool:
    """Handle a text as the press of a message's button."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None:
        return False
    press = {
        "id": f"{TYPED}{update.update_id}",
        "from": user.to_dict(),
        "chat_instance": str(chat.id),
        "data": data,
        "typed_number": typed_number,
        "message": {
            "message_id": message_id,
            "date": int(handling.get().now.timestamp()),
            "chat": chat.to_dict(),
        },
    }
    pressed = Update.de_json({"update_id": update.update_id, "callback_query": press}, context.bot)
    await context.application.process_update(pressed)
    return True


async def _answer_file(update: Update, context: Context, text: str) -> bool:
    """Press the button of a sent file that a text means in other words than the button's.

    Its preview is stored by words that say so, and not by a "ừ", which may be just thanks.
    """
    if not may_choose(text):
        return False
    shown = await context.services.offers.shown(context.call, _FILES)
    if shown is None:
        return False
    message_id, choices = shown
    data = answers_file(text, choices, context.call.today)
    if data is None:
        if agrees_to_file(text, choices):
            await reply(update, words.what_stores(context.translate, choices[0][0]))
            return True
        return False
    await context.services.offers.drop(context.call, message_id)
    return await _press(update, context, message_id, data)


async def _answer_issue(update: Update, context: Context, text: str) -> bool:
    """Press the button of a report's card by the kind it issues: "bản giấy"."""
    said = _ISSUE_SAID.fullmatch(search_key(text).strip(" .!"))
    shown = await context.services.offers.shown(context.call, _CARD) if said else None
    if said is None or shown is None:
        return False
    message_id, choices = shown
    wanted = _ISSUES[said[1]]
    data = next((data for _label, data in choices if data.startswith(wanted)), None)
    return data is not None and await _press(update, context, message_id, data)


async def _answer_preview(update: Update, context: Context, text: str) -> bool:
    """Say which button sends what was shown to somebody who agrees to it, or drop it.

    It goes to many, so a "ừ", which may be just thanks, sends nothing.
    """
    declines = drops(text)
    if not (declines or says_send(text) or hesitates(text)):
        return False
    shown = await context.services.offers.shown(context.call, _SENDS)
    if shown is None:
        return False
    message_id, [(label, data), *_others] = shown
    if declines:
        await context.services.offers.drop(context.call, message_id)
        await _take_back(update, context, message_id, data)
        await reply(update, words.not_sent(context.translate))
    else:
        await reply(update, words.what_sends(context.translate, label))
    return True


async def _take_back(update: Update, context: Context, message_id: int, data: str) -> None:
    """Let the button of what is not to be sent send nothing, and take it away where it stands."""
    kind, _colon, number = data.partition(":")
    if kind == "bc":
        await context.services.announcements.drop_broadcast(context.call, int(number))
    chat = update.effective_chat
    if chat is not None:
        with suppress(BadRequest):
            await context.bot.edit_message_reply_markup(chat.id, message_id)


def _choices(markup: object) -> list[tuple[str, str]]:
    """Return the label and data of each button, [] for those of an article's draft."""
    if not isinstance(markup, InlineKeyboardMarkup):
        return []
    buttons = [button for row in markup.inline_keyboard for button in row]
    choices = [(each.text, str(each.callback_data)) for each in buttons if each.callback_data]
    return [] if any(data.startswith(_DRAFT) for _label, data in choices) else choices
