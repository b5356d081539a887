"""/report: the period by name or by buttons, then text, picture and the files to sign."""

from contextlib import suppress
from typing import Protocol

from telegram import Message, Update
from telegram.constants import ChatAction
from telegram.error import TelegramError
from telegram.ext import CallbackQueryHandler

from domain.errors import DomainError
from domain.periods.months import rule_month
from domain.permissions import Action, may, require
from domain.reports.dataset import Report
from handlers.context import App, Context
from handlers.problems import problem_text
from handlers.registration import add_command
from handlers.replies import acknowledge, argument, pressed, reply
from handlers.reports import report_buttons as buttons
from handlers.reports import report_texts as words
from services.reports.issuing import IssuedView


class File(Protocol):
    """A finished file, freshly rendered or frozen."""

    @property
    def content(self) -> bytes:
        """The bytes."""

    @property
    def media_type(self) -> str:
        """The media type."""


def register(app: App) -> None:
    """Add the command and buttons of reports."""
    add_command(app, "report", show_report)
    app.add_handler(CallbackQueryHandler(press_period, r"^p:[0-9A-Z.\-]{4,24}$"))
    what = "electronic|pdf|livepdf|live"
    app.add_handler(CallbackQueryHandler(press_file, rf"^rp:({what}):[0-9A-Z.\-]{{4,24}}$"))


async def show_report(update: Update, context: Context) -> None:
    """Show the report of a period, or ask which."""
    text = argument(update)
    if text:
        await send_report(update, context, text)
        return
    require(context.call, Action.REPORT)
    call, reports = context.call, context.services.reports
    month = rule_month(call.today, call.board.period_rule, call.board.closing_day).month
    codes = buttons.suggested(call.today, month.shifted(-1).code, month.code)
    found = [[reports.read_period(call.board, code, call.today) for code in row] for row in codes]
    _ = context.translate
    await reply(update, words.choose_period(_), buttons.periods(_, found))


async def press_period(update: Update, context: Context) -> None:
    """Show the report of the pressed period."""
    await acknowledge(update)
    await send_report(update, context, pressed(update)[1])


async def press_file(update: Update, context: Context) -> None:
    """Send one file more, or the report by today's numbers."""
    _prefix, what, period = pressed(update)
    await acknowledge(update)
    if what == "live":
        await send_report(update, context, period, live=True)
        return
    reports, issuing = context.services.reports, context.services.issuing
    report = await reports.report(context.call, period)
    await show_progress(update, ChatAction.UPLOAD_DOCUMENT)
    view = await issuing.view(context.call, report) if what == "pdf" else None
    if what == "electronic":
        rendered = await reports.docx(report, "electronic")
    elif view is not None:
        rendered = await issuing.pdf(context.call, view.issued.id)
    else:
        rendered = await reports.pdf(report)
    await send_file(update, rendered.file_name, rendered)


async def send_report(update: Update, context: Context, text: str, *, live: bool = False) -> None:
    """Send the report: the issued one with what has changed since, else today's numbers."""
    call, reports = context.call, context.services.reports
    await show_progress(update, ChatAction.TYPING)
    report = await reports.report(call, text)
    view = await context.services.issuing.view(call, report)
    keyboard = buttons.report(
        context.translate,
        report.period.code,
        pdf=reports.makes_pdf(),
        issue=may(call, Action.ISSUE),
        live=live,
        issued=view.issued if view else None,
    )
    if view is not None and not live:
        suffix = call.board.number_suffix
        await reply(update, words.already_issued(context.translate, view, suffix))
        await reply(update, await reports.text(context.translate, view.report), keyboard)
        await send_frozen(update, context, view)
        return
    await reply(update, await reports.text(context.translate, report), keyboard)
    await _send_rendered(update, context, report)


async def send_frozen(update: Update, context: Context, view: IssuedView) -> None:
    """Send the files of an issued report, byte for byte."""
    files = await context.services.issuing.files(context.call, view.issued.id)
    for file in files:
        await show_progress(update, ChatAction.UPLOAD_DOCUMENT)
        await send_file(update, file.name, file)
    hashes = [(file.name, file.sha256) for file in files]
    await reply(update, words.frozen_files(context.translate, hashes))


async def show_progress(update: Update, action: ChatAction) -> None:
    """Show that something is being made; that it cannot be shown is no reason to stop."""
    chat = update.effective_chat
    if chat is not None:
        with suppress(TelegramError):
            await chat.send_action(action)


async def send_file(update: Update, name: str, file: File) -> None:
    """Send a picture as a photo, anything else as a document."""
    message = update.effective_message
    if not isinstance(message, Message):
        return
    if file.media_type == "image/png":
        await message.reply_photo(file.content, filename=name, do_quote=False)
    else:
        await message.reply_document(file.content, filename=name, do_quote=False)


async def _send_rendered(update: Update, context: Context, report: Report) -> None:
    """Send the picture, the document and the workbook; one that fails does not stop the others."""
    reports = context.services.reports
    for action, render in (
        (ChatAction.UPLOAD_PHOTO, reports.chart),
        (ChatAction.UPLOAD_DOCUMENT, reports.docx),
        (ChatAction.UPLOAD_DOCUMENT, reports.xlsx),
    ):
        await show_progress(update, action)
        try:
            rendered = await render(report)
        except DomainError as error:
            await reply(update, problem_text(context.translate, error.code, error.values))
            continue
        await send_file(update, rendered.file_name, rendered)
