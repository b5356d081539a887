"""How an answer reaches a person: split to the channel's limit, edited in after a press."""

from contextlib import suppress
from html import escape

from telegram import InlineKeyboardMarkup, Message, Update
from telegram.constants import MessageLimit, ParseMode
from telegram.error import BadRequest

from domain.text import split_text
from handlers.context import handling

Keyboard = InlineKeyboardMarkup | None
TYPED = "typed:"  # begins the id of a press that was typed, which no messenger knows


async def reply(update: Update, text: str, keyboard: Keyboard = None) -> None:
    """Answer with a new message; the buttons stand under the last part of a long text."""
    message = update.effective_message
    if message is None:
        return
    if update.callback_query is not None:
        await acknowledge(update)
    await send_parts(message, text, keyboard)


async def replace(update: Update, text: str, keyboard: Keyboard = None) -> None:
    """Answer a press in the message it was made on, anything else with a new one."""
    query = update.callback_query
    if query is None or query.id.startswith(TYPED):
        await reply(update, text, keyboard)
        return
    await acknowledge(update)
    parts = split_text(text, MessageLimit.MAX_TEXT_LENGTH)
    if len(parts) > 1 or not isinstance(query.message, Message):
        await reply(update, text, keyboard)
        return
    # The platform refuses an edit that changes nothing or comes too late; the text still counts.
    try:
        edited = await query.edit_message_text(text, ParseMode.HTML, reply_markup=keyboard)
        if keyboard is not None and isinstance(edited, Message):
            handling.get().offered = edited
    except BadRequest:
        if query.message.text_html != text:
            await send_parts(query.message, text, keyboard)


async def acknowledge(update: Update, text: str | None = None, *, alert: bool = False) -> None:
    """Stop the pressed button's spinner; one that is too old has none any more."""
    query, message = update.callback_query, update.effective_message
    if query is None:
        return
    if query.id.startswith(TYPED):
        if text and message is not None:
            await send_parts(message, escape(text))
        return
    with suppress(BadRequest):
        await query.answer(text, show_alert=alert)


async def send_parts(message: Message, text: str, keyboard: Keyboard = None) -> None:
    """Send a text of any length to the chat of a message."""
    parts = split_text(text, MessageLimit.MAX_TEXT_LENGTH)
    for place, part in enumerate(parts, start=1):
        sent = await message.reply_text(
            part,
            ParseMode.HTML,
            reply_markup=keyboard if place == len(parts) else None,
            disable_web_page_preview=True,
            do_quote=False,
        )
        if sent.reply_markup is not None:
            handling.get().offered = sent


def argument(update: Update) -> str:
    """Return what stands behind the command of a message."""
    message = update.effective_message
    text = (message.text or "") if message else ""
    parts = text.split(None, 1)
    return parts[1].strip() if len(parts) > 1 else ""


def pressed(update: Update) -> list[str]:
    """Return the fields of the pressed button's data."""
    query = update.callback_query
    return (query.data or "").split(":") if query else []
