"""What stands behind the three lines of /status: the silent, the picture, topics, the page."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.constants import ChatAction
from telegram.ext import CallbackQueryHandler

from domain.errors import InvalidPeriod
from domain.language import Translator
from domain.permissions import Action, may, require
from domain.reports.dataset import Report
from handlers.context import App, Context
from handlers.replies import reply
from handlers.reports import show as reports
from handlers.reports import status_texts as words
from handlers.reports.board_page import offer_page
from handlers.reports.sending import File, parts_of, show_progress
from services.reports.status import Status


def register(app: App) -> None:
    """Add the buttons."""
    app.add_handler(CallbackQueryHandler(list_silent, r"^s:silent$"))
    app.add_handler(CallbackQueryHandler(show_table, r"^s:table$"))
    app.add_handler(CallbackQueryHandler(list_topics, r"^s:topics$"))
    app.add_handler(CallbackQueryHandler(offer_page, r"^s:page$"))


def keyboard(_: Translator, status: Status, *, page: bool) -> InlineKeyboardMarkup | None:
    """Return what can be seen and done from a status."""
    again = [
        _button(words.again_label(_, place), f"o:{item.id}")
        for place, item in enumerate(status.undelivered, start=1)
    ]
    rows = [again[start : start + 3] for start in range(0, len(again), 3)]
    code = status.period.code
    if status.board is None:
        rows += [
            [_button(words.articles_label(_, own.unit), f"tr:a:{own.unit_id}::0:{code}")]
            for own in status.own
            if own.half_year
        ]
        return InlineKeyboardMarkup(rows) if rows else None
    if status.named:
        return InlineKeyboardMarkup(rows) if rows else None
    behind = [_button(_("Bảng các đơn vị"), "s:table"), _button(_("Chuyên mục"), "s:topics")]
    if status.silent:
        behind.insert(0, _button(words.silent_label(_, len(status.silent)), "s:silent"))
    if page:
        behind.append(_button(_("Trang của ban"), "s:page"))
    rows += [behind[start : start + 2] for start in range(0, len(behind), 2)]
    return InlineKeyboardMarkup(rows)


async def show_period(update: Update, context: Context, text: str) -> bool:
    """Show the report of a period that was named instead of a unit; False where none was."""
    if not may(context.call, Action.REPORT):
        return False
    try:
        await reports.send_report(update, context, text)
    except InvalidPeriod:
        return False
    return True


async def list_silent(update: Update, context: Context) -> None:
    """List the units without articles or an answer, with the way to remind them."""
    found = await context.services.status.status(context.call)
    _ = context.translate
    may_remind = may(context.call, Action.REMIND) and found.silent
    row = [_button(_("Xem và gửi nhắc"), "go:remind")]
    await reply(
        update, words.silent(_, found.silent), InlineKeyboardMarkup([row]) if may_remind else None
    )


async def show_table(update: Update, context: Context) -> None:
    """Send the units' months as a picture, or as lines where a message is counted."""
    report = await _report(context)
    _ = context.translate
    if context.here.keeps_links:
        await reply(update, words.table(_, report))
        return
    parts = await parts_of(update, context)

    async def make() -> tuple[str, File]:
        rendered = await context.services.reports.chart(report)
        return rendered.file_name, rendered

    await show_progress(update, ChatAction.UPLOAD_PHOTO)
    await parts.file("table", make)


async def list_topics(update: Update, context: Context) -> None:
    """List the topics with their counts, and those without any."""
    await reply(update, words.topics(context.translate, await _report(context)))


async def _report(context: Context) -> Report:
    require(context.call, Action.SEE_BOARD)
    found = await context.services.status.status(context.call)
    return await context.services.reports.report(context.call, found.period.code)


def _button(label: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=data)
