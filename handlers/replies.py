"""How an answer reaches a person: split to the channel's limit, edited in after a press."""

import re
from contextlib import suppress
from datetime import date
from html import escape

from telegram import InlineKeyboardMarkup, Message, ReplyKeyboardMarkup, Update
from telegram.constants import MessageLimit, ParseMode
from telegram.error import BadRequest
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from domain.errors import InvalidField
from domain.links import mend_schemes
from domain.text import split_text
from handlers.context import handling

Keyboard = InlineKeyboardMarkup | None
# "/nop:https://…" has its argument right behind the name.
_COMMAND = re.compile(r"\S+?(?:\s+|[:：|]+\s*|$)")
TYPED = "typed:"  # begins the id of a press that was typed, which no messenger knows


async def reply(update: Update, text: str, keyboard: Keyboard | ReplyKeyboardMarkup = None) -> None:
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
        edited = await query.edit_message_text(
            text, ParseMode.HTML, reply_markup=keyboard, disable_web_page_preview=True
        )
        if keyboard is not None and isinstance(edited, Message):
            handling.get().offered = edited
    except BadRequest:
        if query.message.text_html != text:
            await send_parts(query.message, text, keyboard)


async def acknowledge(update: Update, text: str | None = None, *, alert: bool = False) -> None:
    """Stop the pressed button's spinner, once; one that is too old has none any more.

    Words that come after it was stopped are written as a message.
    """
    query, message = update.callback_query, update.effective_message
    if query is None:
        return
    current = handling.get()
    if current.acknowledged:
        if text and message is not None:
            await send_parts(message, escape(text))
        return
    current.acknowledged = True
    if query.id.startswith(TYPED):
        if text and message is not None:
            await send_parts(message, escape(text))
        return
    with suppress(BadRequest):
        await query.answer(text, show_alert=alert)


async def send_parts(
    message: Message, text: str, keyboard: Keyboard | ReplyKeyboardMarkup = None
) -> None:
    """Send a text of any length to the chat of a message."""
    parts = split_text(text, MessageLimit.MAX_TEXT_LENGTH)
    for place, part in enumerate(parts, start=1):
        await _send_part(message, part, keyboard if place == len(parts) else None)


async def _send_part(message: Message, text: str, keyboard: Keyboard | ReplyKeyboardMarkup) -> None:
    if keyboard is None and message.chat.type == message.chat.PRIVATE:
        await _send_bare(message, text)
        return
    sent = await message.reply_text(
        text,
        ParseMode.HTML,
        reply_markup=keyboard,
        disable_web_page_preview=True,
        do_quote=False,
    )
    if sent.reply_markup is not None:
        handling.get().offered = sent


async def _send_bare(message: Message, text: str) -> None:
    """Send a text without buttons.

    Nobody asks for the message that was sent, so none is made of the platform's answer.
    """
    bot = message.get_bot()
    parameters: dict[str, object] = {
        "chat_id": message.chat_id,
        "text": text,
        "parse_mode": ParseMode.HTML,
        "link_preview_options": {"is_disabled": True},
    }
    if message.is_topic_message:
        parameters["message_thread_id"] = message.message_thread_id
    await bot.request.post(
        f"{bot.base_url}/sendMessage",
        RequestData([RequestParameter.from_input(*one) for one in parameters.items()]),
    )


def argument(update: Update) -> str:
    """Return what stands behind the command of a message."""
    message = update.effective_message
    text = mend_schemes((message.text or "") if message else "").strip()
    return _COMMAND.sub("", text, count=1).strip()


def pressed_day(text: str) -> date:
    """Return the day in a pressed button's data; raise InvalidField "old_button" where none is."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidField("old_button") from None


def pressed(update: Update) -> list[str]:
    """Return the fields of the pressed button's data."""
    query = update.callback_query
    return (query.data or "").split(":") if query else []
