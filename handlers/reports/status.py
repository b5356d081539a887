"""/status, /none and /remind: how the month goes, and what to do about it."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler

from domain.periods.spans import Month, parse_month
from handlers.context import App, Context
from handlers.registration import add_command
from handlers.reminders import reminder_texts as reminding
from handlers.replies import argument, pressed, replace, reply
from handlers.reports import status_texts as words
from handlers.reports.board_page import offer_page


def register(app: App) -> None:
    """Add the commands and buttons of the month."""
    add_command(app, "status", show_status)
    add_command(app, "none", confirm_zero)
    add_command(app, "remind", preview_reminders)
    app.add_handler(CallbackQueryHandler(accept_zero, r"^z:[12]\d{3}-(0[1-9]|1[0-2])$"))
    app.add_handler(CallbackQueryHandler(send_again, r"^o:\d{1,12}$"))
    app.add_handler(CallbackQueryHandler(send_reminders, r"^r:[12]\d{3}-(0[1-9]|1[0-2])$"))


async def show_status(update: Update, context: Context) -> None:
    """Show the month of the person's units and of the board."""
    status = await context.services.status.status(context.call)
    _ = context.translate
    buttons = [
        InlineKeyboardButton(words.again_label(_, place), callback_data=f"o:{item.id}")
        for place, item in enumerate(status.undelivered, start=1)
    ]
    rows = [buttons[start : start + 3] for start in range(0, len(buttons), 3)]
    text = words.status(_, status, lists=context.here.keeps_links)
    await reply(update, text, InlineKeyboardMarkup(rows) if rows else None)
    await offer_page(update, context)


async def send_again(update: Update, context: Context) -> None:
    """Send the failed or doubtful message of the pressed button again."""
    await context.services.deliveries.send_again(context.call, int(pressed(update)[1]))
    await reply(update, words.sent_again(context.translate))


async def confirm_zero(update: Update, context: Context) -> None:
    """Store that the person's units have nothing this month."""
    confirmed = await context.services.zeros.confirm(context.call, argument(update))
    await reply(update, words.zero(context.translate, confirmed))


async def offer_zero(update: Update, context: Context, text: str) -> None:
    """Offer to record that there is nothing this month, with the text as the reason."""
    offered = await context.services.zeros.offer(context.call, text)
    _ = context.translate
    label = _("Ghi nhận không có")
    button = InlineKeyboardButton(label, callback_data=f"z:{offered.month.code}")
    await reply(update, words.zero_offer(_, offered), InlineKeyboardMarkup([[button]]))


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
    keyboard = None
    if preview.open_lines:
        button = InlineKeyboardButton(_("Gửi nhắc"), callback_data=f"r:{preview.month.code}")
        keyboard = InlineKeyboardMarkup([[button]])
    await reply(update, reminding.preview(_, preview), keyboard)


async def send_reminders(update: Update, context: Context) -> None:
    """Set the previewed round going."""
    code = pressed(update)[1]
    month = Month(int(code[:4]), int(code[5:]))
    preview = await context.services.reminders.send(context.call, month)
    await replace(update, reminding.reminding(context.translate, preview))
