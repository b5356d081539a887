"""/report: the period by name or by buttons, then the text and the files."""

from datetime import date

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler

from domain.periods import Month, period_title
from domain.permissions import Action, require
from handlers.context import App, Context
from handlers.registration import add_command
from handlers.replies import acknowledge, argument, reply
from handlers.texts import reports as words


def register(app: App) -> None:
    """Add the command and buttons of reports."""
    add_command(app, ("report", "baocao"), show_report)
    app.add_handler(CallbackQueryHandler(press_period, r"^p:"))


async def show_report(update: Update, context: Context) -> None:
    """Show the report of a period, or ask which."""
    text = argument(update)
    if text:
        await send_report(update, context, text)
        return
    require(context.call, Action.REPORT)
    await reply(update, words.choose_period(context.translate), _periods(context))


async def press_period(update: Update, context: Context) -> None:
    """Show the report of the pressed period."""
    query = update.callback_query
    await acknowledge(update)
    await send_report(update, context, (query.data or "")[2:] if query else "")


async def send_report(update: Update, context: Context, text: str) -> None:
    """Send the report as text, then as the files the board signs."""
    reports, message = context.services.reports, update.effective_message
    report = await reports.report(context.call, text)
    await reply(update, await reports.text(context.translate, report))
    if message is None:
        return
    for render in (reports.docx, reports.xlsx):
        rendered = await render(report)
        await message.reply_document(rendered.content, filename=rendered.file_name, do_quote=False)


def _periods(context: Context) -> InlineKeyboardMarkup:
    call, reports = context.call, context.services.reports
    today = call.today
    rows = []
    for codes in _suggestions(today):
        row = []
        for code in codes:
            period = reports.read_period(call.board, code, today)
            title = period_title(period)
            label = title[0].upper() + title[1:]
            row.append(InlineKeyboardButton(label, callback_data=f"p:{code}"))
        rows.append(row)
    return InlineKeyboardMarkup(rows)


def _suggestions(today: date) -> list[list[str]]:
    """Return the codes of the periods a board asks for most on a day."""
    year, quarter = today.year, (today.month - 1) // 3 + 1
    before = Month(year - (today.month == 1), (today.month - 2) % 12 + 1)
    halves = [f"{year}-H1"] if today.month <= 6 else [f"{year}-H1", f"{year}-H2"]
    if today.month <= 6:
        halves.insert(0, f"{year - 1}-H2")
    return [
        halves,
        [f"{year}-Q{quarter}", f"{year}-{today.month:02d}"],
        [before.code, str(year)],
    ]
