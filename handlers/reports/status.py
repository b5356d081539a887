"""/status, /none and /remind: how the month goes, and what to do about it."""

import re

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler

from domain.conversation.replies import says_no, says_yes
from domain.errors import InvalidField, NotFound
from domain.language import Translator
from domain.periods.spans import Month, parse_month
from domain.permissions import Action, may
from domain.reminders.rules import UNIT_SCOPES
from domain.reports.status import names_period
from handlers.asking import ask_rest
from handlers.context import App, Context
from handlers.conversation import dialogue_texts, general_texts
from handlers.conversation.other_boards import is_of_another_board
from handlers.registration import add_command
from handlers.reminders import texts as reminding
from handlers.replies import acknowledge, argument, pressed, replace, reply
from handlers.reports import standing
from handlers.reports import status_texts as words
from services.units.zeros import ZeroAsked, ZeroOffered

# What the question for the reason puts before an answer, and a number alone.
_BY_NUMBER = re.compile(r"([12]\d{3}-\d{2}):\s*([1-9])[.)]?")


def register(app: App) -> None:
    """Add the commands and buttons of the month."""
    add_command(app, "status", show_status)
    add_command(app, "none", confirm_zero)
    add_command(app, "remind", preview_reminders)
    app.add_handler(CallbackQueryHandler(accept_zero, r"^z:[12]\d{3}-(0[1-9]|1[0-2])$"))
    app.add_handler(CallbackQueryHandler(ask_zero, r"^zn:[12]\d{3}-(0[1-9]|1[0-2]):\d{1,9}$"))
    app.add_handler(CallbackQueryHandler(press_reason, r"^zr:[12]\d{3}-(0[1-9]|1[0-2]):\d$"))
    app.add_handler(CallbackQueryHandler(send_again, r"^o:\d{1,12}$"))
    app.add_handler(CallbackQueryHandler(remind_all, r"^ra:[12]\d{3}-(0[1-9]|1[0-2]):\d{1,9}$"))
    app.add_handler(CallbackQueryHandler(send_reminders, r"^r:[12]\d{3}-(0[1-9]|1[0-2])$"))


async def show_status(update: Update, context: Context) -> None:
    """Show the month of the person's units and of the board, or of the named unit."""
    text, call, desk = argument(update), context.call, context.services.status
    try:
        found = await (desk.of_unit(call, text) if text else desk.status(call))
    except NotFound:
        # What is no unit's name may be a month, with a unit or without one, or another period.
        of_month = await desk.of_words(call, text)
        if of_month is None and await standing.show_period(update, context, text):
            return
        if of_month is None and (may(call, Action.REPORT) or not names_period(call, text)):
            raise
        found = of_month or await desk.status(call)
    page = context.services.board_page.reachable_from(call.origin.channel)
    keyboard = standing.keyboard(context.translate, found, page=page)
    await reply(update, words.status(context.translate, found), keyboard)


async def send_again(update: Update, context: Context) -> None:
    """Send the failed or doubtful message of the pressed button again."""
    await context.services.deliveries.send_again(context.call, int(pressed(update)[1]))
    await reply(update, words.sent_again(context.translate))


async def confirm_zero(update: Update, context: Context) -> None:
    """Store that the person's units have nothing this month, or ask why."""
    text = _reason_by_number(context, argument(update))
    asked = await context.services.zeros.lacking(context.call, text)
    if asked is not None:
        await _ask_reason(update, context, asked)
        return
    await _confirm(update, context, text)


def _reason_by_number(context: Context, text: str) -> str:
    """Return the reason that was chosen by its number, where the question is answered by one."""
    found = _BY_NUMBER.fullmatch(text)
    reasons = words.zero_reasons(context.translate)
    if found is None or int(found[2]) > len(reasons):
        return text
    return f"{found[1]}: {reasons[int(found[2]) - 1]}"


async def ask_zero(update: Update, context: Context) -> None:
    """Ask why there is nothing in the month of the pressed reminder."""
    _prefix, month, board_id = pressed(update)
    if await is_of_another_board(update, context, int(board_id)):
        return
    asked = await context.services.zeros.lacking(context.call, month)
    if asked is not None:
        await _ask_reason(update, context, asked)


async def press_reason(update: Update, context: Context) -> None:
    """Store the pressed reason."""
    _prefix, month, place = pressed(update)
    reasons = words.zero_reasons(context.translate)
    if int(place) >= len(reasons):
        raise InvalidField("old_button")
    reason = reasons[int(place)]
    await context.services.dialogues.drop(context.call)
    await _confirm(update, context, f"{month}: {reason}")


async def _confirm(update: Update, context: Context, text: str) -> None:
    """Store that there is nothing; a month that is hard to believe is asked about once more."""
    zeros, _ = context.services.zeros, context.translate
    offered = await zeros.doubted(context.call, text)
    if offered is not None:
        await replace(update, words.zero_offer(_, offered), _accepting(_, offered))
        return
    confirmed = await zeros.confirm(context.call, text)
    await replace(update, words.zero(_, confirmed))


def _accepting(_: Translator, offered: ZeroOffered) -> InlineKeyboardMarkup:
    button = InlineKeyboardButton(words.zero_label(_), callback_data=f"z:{offered.month.code}")
    return InlineKeyboardMarkup([[button]])


async def _ask_reason(update: Update, context: Context, asked: ZeroAsked) -> None:
    _ = context.translate
    code = asked.month.code
    rows = [
        [InlineKeyboardButton(label, callback_data=f"zr:{code}:{place}")]
        for place, label in enumerate(words.zero_reasons(_))
    ]
    question = words.ask_zero(_, asked)
    await ask_rest(update, context, "none", question, InlineKeyboardMarkup(rows), lead=f"{code}:")


async def offer_zero(update: Update, context: Context, text: str) -> None:
    """Offer to record that there is nothing this month, with the text as the reason."""
    offered = await context.services.zeros.offer(context.call, text)
    _ = context.translate
    await reply(update, words.zero_offer(_, offered), _accepting(_, offered))


async def accept_by_words(update: Update, context: Context, text: str) -> bool:
    """Store what was offered where a text says yes to it, or drop it where one says no."""
    declines = says_no(text)
    if not ((declines or says_yes(text)) and may(context.call, Action.CONFIRM_ZERO)):
        return False
    month = await context.services.zeros.offered(context.call)
    if month is None:
        return False
    if declines:
        await context.services.dialogues.drop(context.call)
        await reply(update, dialogue_texts.dropped(context.translate))
        return True
    confirmed = await context.services.zeros.accept(context.call, month)
    await context.services.dialogues.drop(context.call)
    await reply(update, words.zero(context.translate, confirmed))
    return True


async def accept_zero(update: Update, context: Context) -> None:
    """Store what was offered."""
    confirmed = await context.services.zeros.accept(context.call, pressed(update)[1])
    await replace(update, words.zero(context.translate, confirmed))


async def preview_reminders(update: Update, context: Context) -> None:
    """Show who would be reminded and why, with a button that sends it."""
    call, text = context.call, argument(update)
    board = call.board
    month = parse_month(text, call.today, board.period_rule, board.closing_day) if text else None
    preview = await context.services.reminders.preview(call, month)
    _ = context.translate
    keyboard, code = None, preview.month.code
    if preview.open_lines:
        button = InlineKeyboardButton(_("Gửi nhắc"), callback_data=f"r:{code}")
        keyboard = InlineKeyboardMarkup([[button]])
    elif any(line.scope in UNIT_SCOPES and line.person for line in preview.lines):
        button = InlineKeyboardButton(_("Nhắc lại tất cả"), callback_data=f"ra:{code}:{board.id}")
        keyboard = InlineKeyboardMarkup([[button]])
    await reply(update, reminding.preview(_, preview), keyboard)


async def remind_all(update: Update, context: Context) -> None:
    """Remind everybody that the pressed digest names; the digest stays as it is."""
    _prefix, code, board_id = pressed(update)
    if await is_of_another_board(update, context, int(board_id)):
        return
    month = Month.of_code(code)
    again = await context.services.reminders.again(context.call, month)
    await reply(update, reminding.reminded_again(context.translate, again))


async def send_reminders(update: Update, context: Context) -> None:
    """Set the previewed round going."""
    code = pressed(update)[1]
    month = Month.of_code(code)
    message = update.effective_message
    if message is not None and await context.services.offers.is_used(
        context.call, message.message_id
    ):
        preview = await context.services.reminders.preview(context.call, month)
        if preview.open_lines:
            # It was dropped by words, and what was not sent is not sent by its old button.
            await acknowledge(update, general_texts.not_sent(context.translate), alert=True)
            return
    preview = await context.services.reminders.send(context.call, month)
    text = reminding.reminding(context.translate, preview)
    if not reminding.waits(preview):
        # Pressed again: what the first press said stays.
        await acknowledge(update, text)
        return
    await replace(update, text)
