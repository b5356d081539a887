"""/issue: ask once more, then number and freeze; cancel with a reason.

Data: `is:ask:PERIOD`, `is:MODE:DIGEST:REPLACED:PERIOD` (what the person saw), `is:cancel:ID`.
"""

from telegram import Update
from telegram.constants import ChatAction
from telegram.ext import CallbackQueryHandler

from domain.text import search_key
from handlers.context import App, Context
from handlers.registration import add_command
from handlers.replies import argument, pressed, replace, reply
from handlers.reports import report_buttons as buttons
from handlers.reports import report_texts as words
from handlers.reports.show import send_file, show_progress
from services.reports.issuing import Cancelled, IssuePreview

_PERIOD = r"[0-9A-Z.\-]{4,24}"
_CANCEL = frozenset({"huy", "cancel"})


def register(app: App) -> None:
    """Add the command and buttons of issuing."""
    add_command(app, "issue", issue_report)
    app.add_handler(CallbackQueryHandler(ask_again, rf"^is:ask:{_PERIOD}$"))
    app.add_handler(
        CallbackQueryHandler(
            press_issue, rf"^is:(paper|electronic):[0-9a-f]{{8}}:\d{{1,9}}:{_PERIOD}$"
        )
    )
    app.add_handler(CallbackQueryHandler(press_cancel, r"^is:cancel:\d{1,9}$"))


async def issue_report(update: Update, context: Context) -> None:
    """Ask whether the report is issued; with "huỷ NUMBER REASON" cancel one."""
    text = argument(update)
    verb, _space, rest = text.partition(" ")
    if search_key(verb) in _CANCEL:
        await _show_cancelled(
            update, context, await context.services.issuing.cancel_named(context.call, rest)
        )
        return
    preview = await context.services.issuing.preview(context.call, text)
    if text:
        await _ask(update, context, preview)
        return
    found = await context.services.issuing.list(context.call)
    suffix = context.call.board.number_suffix
    if found:
        await reply(update, words.issues(context.translate, found, suffix))
    await _ask(update, context, preview)


async def ask_again(update: Update, context: Context) -> None:
    """Ask once more before the report of the pressed period is issued."""
    period = pressed(update)[2]
    await _ask(update, context, await context.services.issuing.preview(context.call, period))


async def press_issue(update: Update, context: Context) -> None:
    """Issue the report, unless what it says has changed since it was shown."""
    _prefix, mode, digest, replaces, period = pressed(update)
    await show_progress(update, ChatAction.UPLOAD_DOCUMENT)
    result = await context.services.issuing.issue(context.call, period, mode, digest, int(replaces))
    if isinstance(result, IssuePreview):
        await _ask(update, context, result)
        return
    suffix = context.call.board.number_suffix
    await replace(update, words.issued(context.translate, result.issued, suffix))
    files = await context.services.issuing.files(context.call, result.issued.id)
    for file in files:
        await send_file(update, file.name, file)
    hashes = [(file.name, file.sha256) for file in files]
    await reply(update, words.frozen_files(context.translate, hashes))


async def press_cancel(update: Update, context: Context) -> None:
    """Ask for the reason of cancelling a report."""
    found = await context.services.issuing.ask_reason(context.call, int(pressed(update)[2]))
    suffix = context.call.board.number_suffix
    await reply(update, words.ask_reason(context.translate, found, suffix))


async def answer_reason(update: Update, context: Context, text: str) -> None:
    """Take the typed reason and cancel."""
    await _show_cancelled(
        update, context, await context.services.issuing.answer(context.call, text)
    )


async def _ask(update: Update, context: Context, preview: IssuePreview) -> None:
    _, suffix = context.translate, context.call.board.number_suffix
    warnings = context.services.reports.warnings(_, preview.report)
    await reply(update, words.ask_issue(_, preview, suffix, warnings), buttons.issue(_, preview))


async def _show_cancelled(update: Update, context: Context, result: Cancelled) -> None:
    suffix = context.call.board.number_suffix
    await reply(update, words.cancelled(context.translate, result.issued, suffix))
