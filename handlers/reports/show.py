"""/report: the period by name or by buttons, then text, picture and the files to sign."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from telegram import Update
from telegram.constants import ChatAction
from telegram.ext import CallbackQueryHandler

from domain.errors import InvalidPeriod
from domain.periods.months import rule_month
from domain.permissions import Action, may, require
from domain.reports.dataset import Report
from handlers.context import App, Context
from handlers.conversation.zalo_texts import shortened
from handlers.problems import problem_text
from handlers.registration import add_command
from handlers.replies import acknowledge, argument, pressed, reply
from handlers.reports import buttons
from handlers.reports import texts as words
from handlers.reports.sending import File, Make, Parts, parts_of, show_progress


class Rendering(File, Protocol):
    """A file that was made just now, with its name."""

    @property
    def file_name(self) -> str:
        """The name."""


def register(app: App) -> None:
    """Add the command and buttons of reports."""
    add_command(app, "report", show_report)
    app.add_handler(CallbackQueryHandler(press_period, r"^p:[0-9A-Z.\-]{4,24}$"))
    what = "electronic|words|livewords|pdf|livepdf|live"
    app.add_handler(CallbackQueryHandler(press_file, rf"^rp:({what}):[0-9A-Z.\-]{{4,24}}$"))


async def show_report(update: Update, context: Context) -> None:
    """Show the report of a period, or ask which."""
    text = argument(update)
    require(context.call, Action.REPORT)
    if text:
        await _show_named(update, context, text)
        return
    await _ask_period(update, context)


async def _show_named(update: Update, context: Context, text: str) -> None:
    """Show the report of the named period, of one unit where the text names one too."""
    try:
        await send_report(update, context, text)
    except InvalidPeriod as error:
        found = await context.services.tracing.named(context.call, text)
        if found is None:
            told = problem_text(context.translate, error.code, error.values)
            await _ask_period(update, context, told)
            return
        period, unit_id = found
        trace = await context.services.tracing.open(context.call, period, unit_id, None)
        _ = context.translate
        await reply(update, words.trace(_, trace), buttons.trace(_, trace))


async def _ask_period(update: Update, context: Context, told: str = "") -> None:
    """Ask which period, after what was wrong with the one named."""
    call, reports = context.call, context.services.reports
    month = rule_month(call.today, call.board.period_rule, call.board.closing_day).month
    codes = buttons.suggested(call.today, month.shifted(-1).code, month.code)
    found = [[reports.read_period(call.board, code, call.today) for code in row] for row in codes]
    _ = context.translate
    text = f"{told}\n\n{words.choose_period(_)}" if told else words.choose_period(_)
    await reply(update, text, buttons.periods(_, found))


async def press_period(update: Update, context: Context) -> None:
    """Show the report of the pressed period."""
    await acknowledge(update)
    await send_report(update, context, pressed(update)[1])


async def press_file(update: Update, context: Context) -> None:
    """Send one file more, all the document's words, or the report by today's numbers."""
    _prefix, what, period = pressed(update)
    await acknowledge(update)
    if what == "live":
        await send_report(update, context, period, live=True)
        return
    reports, issuing = context.services.reports, context.services.issuing
    parts = await parts_of(update, context)
    report = await reports.report(context.call, period)
    view = await issuing.view(context.call, report) if what in {"pdf", "words"} else None
    if what in {"words", "livewords"}:
        shown = report if view is None else view.report
        await parts.text("words", await reports.words(shown))
        return

    async def make() -> tuple[str, File]:
        if what == "electronic":
            rendered = await reports.docx(report, "electronic")
        elif view is not None:
            rendered = await issuing.pdf(context.call, view.issued.id)
        else:
            rendered = await reports.pdf(report)
        return rendered.file_name, rendered

    await show_progress(update, ChatAction.UPLOAD_DOCUMENT)
    await parts.file("file", make)


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
    parts = await parts_of(update, context)
    if view is not None and not live:
        suffix = call.board.number_suffix
        await parts.text("issued", words.already_issued(context.translate, view, suffix))
        await parts.text("text", await _text(context, view.report), keyboard)
        await send_frozen(parts, context, view.issued.id)
        return
    await parts.text("text", await _text(context, report), keyboard)
    rendered = (("chart", reports.chart), ("docx", reports.docx), ("xlsx", reports.xlsx))
    await parts.files([(name, _rendering(render, report)) for name, render in rendered])


async def _text(context: Context, report: Report) -> str:
    """Return the report's text, shortened where messages are counted."""
    _ = context.translate
    text = await context.services.reports.text(_, report)
    if not context.here.keeps_links:
        return text
    return shortened(_, text, _("Bản đủ có trong tệp kèm theo."), messages=2)


def _rendering(render: Callable[[Report], Awaitable[Rendering]], report: Report) -> Make:
    async def make() -> tuple[str, File]:
        rendered = await render(report)
        return rendered.file_name, rendered

    return make


async def send_frozen(parts: Parts, context: Context, issued_id: int) -> None:
    """Send the files of an issued report, byte for byte, and their hashes."""
    files = await context.services.issuing.files(context.call, issued_id)
    await parts.files(
        [(f"file:{place}", _frozen(file.name, file)) for place, file in enumerate(files)]
    )
    hashes = [(file.name, file.sha256) for file in files]
    no_pdf = context.services.reports.makes_pdf() and not any(
        file.name.endswith(".pdf") for file in files
    )
    await parts.text("hashes", words.frozen_files(context.translate, hashes, no_pdf=no_pdf))


def _frozen(name: str, file: File) -> Make:
    async def make() -> tuple[str, File]:
        return name, file

    return make
