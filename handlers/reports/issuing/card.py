"""/issue: a card of what would be issued, all of it changeable; a press numbers and freezes it.

Data: `is:ask:PERIOD`, `is:number:PERIOD` and `is:date:PERIOD` ask, `is:who:PERIOD` lists the
signers and `is:by:PLACE:PERIOD` chooses one, `is:words:PERIOD` sends the text,
`is:MODE:DIGEST:REPLACED:PERIOD` issues (what the person saw), `is:cancel:ID`, `is:sure:ID`,
`is:again:ID`.
"""

from telegram import Update
from telegram.constants import ChatAction
from telegram.ext import CallbackQueryHandler

from domain.reports.issuing import IssuedReport
from domain.reports.lines.issuing import IssueLine
from domain.text import search_key
from handlers.context import App, Context
from handlers.registration import add_command
from handlers.replies import acknowledge, argument, pressed, replace, reply
from handlers.reports.issuing import buttons
from handlers.reports.issuing import texts as words
from handlers.reports.sending import parts_of, show_progress
from handlers.reports.show import send_frozen
from services.reports.issued.cancelling import CancelAsked, Cancelled
from services.reports.issued.issuing import IssuePreview

_PERIOD = r"[0-9A-Z.\-]{4,24}"
_CANCEL = frozenset({"huy", "cancel"})


def register(app: App) -> None:
    """Add the command and buttons of issuing."""
    add_command(app, "issue", issue_report)
    app.add_handler(CallbackQueryHandler(ask_again, rf"^is:ask:{_PERIOD}$"))
    app.add_handler(CallbackQueryHandler(press_change, rf"^is:(number|date):{_PERIOD}$"))
    app.add_handler(CallbackQueryHandler(read_words, rf"^is:words:{_PERIOD}$"))
    app.add_handler(CallbackQueryHandler(list_signers, rf"^is:who:{_PERIOD}$"))
    app.add_handler(CallbackQueryHandler(press_signer, rf"^is:by:\d{{1,2}}:{_PERIOD}$"))
    app.add_handler(
        CallbackQueryHandler(
            press_issue, rf"^is:(paper|electronic):[0-9a-f]{{8}}:\d{{1,9}}:{_PERIOD}$"
        )
    )
    app.add_handler(CallbackQueryHandler(press_cancel, r"^is:cancel:\d{1,9}$"))
    app.add_handler(CallbackQueryHandler(agree_cancel, r"^is:sure:\d{1,9}$"))
    app.add_handler(CallbackQueryHandler(press_restore, r"^is:again:\d{1,9}$"))


async def issue_report(update: Update, context: Context) -> None:
    """Show the card of a report; with "huỷ NUMBER REASON" cancel one."""
    text = argument(update)
    verb, _space, rest = text.partition(" ")
    if search_key(verb) in _CANCEL:
        asked = await context.services.cancelling.cancel_named(context.call, rest)
        if isinstance(asked, CancelAsked):
            await _ask_cancel(update, context, asked)
        else:
            await _ask_reason(update, context, asked)
        return
    preview = await context.services.issuing.preview(context.call, text)
    if text:
        await _show(update, context, preview)
        return
    found = await context.services.issuing.list(context.call)
    suffix = context.call.board.number_suffix
    if found:
        await reply(update, words.issues(context.translate, found, suffix))
    await _show(update, context, preview)


async def ask_again(update: Update, context: Context) -> None:
    """Show the card of the pressed period."""
    period = pressed(update)[2]
    preview = await context.services.issuing.choose(context.call, period, IssueLine())
    await _show(update, context, preview)


async def press_change(update: Update, context: Context) -> None:
    """Ask for the number or the day."""
    _prefix, what, period = pressed(update)
    preview = await context.services.issuing.ask_choice(context.call, period, what)
    await reply(update, words.ask_choice(context.translate, preview, what))


async def read_words(update: Update, context: Context) -> None:
    """Send all that would be signed, with the number, day and signer of the card."""
    await acknowledge(update)
    parts = await parts_of(update, context)
    period = pressed(update)[2]
    preview = await context.services.issuing.choose(context.call, period, IssueLine())
    await parts.text("words", await context.services.reports.words(preview.draft))
    if context.here.keeps_links:
        # A list of choices is used up by one: the card comes again to go on from.
        await _show(update, context, preview)


async def list_signers(update: Update, context: Context) -> None:
    """Show who may sign."""
    period = pressed(update)[2]
    preview = await context.services.issuing.choose(context.call, period, IssueLine())
    _ = context.translate
    await reply(update, words.choose_signer(_, preview), buttons.signers(_, preview))


async def press_signer(update: Update, context: Context) -> None:
    """Let the pressed person sign."""
    _prefix, _verb, place, period = pressed(update)
    line = IssueLine(signer=place)
    await _show(update, context, await context.services.issuing.choose(context.call, period, line))


async def answer_choice(update: Update, context: Context, text: str) -> None:
    """Take the typed number or day."""
    await _show(update, context, await context.services.issuing.answer_choice(context.call, text))


async def press_issue(update: Update, context: Context) -> None:
    """Issue the report, unless what it says has changed since it was shown."""
    _prefix, mode, digest, replaces, period = pressed(update)
    await show_progress(update, ChatAction.UPLOAD_DOCUMENT)
    result = await context.services.issuing.issue(context.call, period, mode, digest, int(replaces))
    if isinstance(result, IssuePreview):
        await _show(update, context, result)
        return
    suffix = context.call.board.number_suffix
    parts = await parts_of(update, context)
    await replace(update, words.issued(context.translate, result.issued, suffix))
    await send_frozen(parts, context, result.issued.id)


async def press_cancel(update: Update, context: Context) -> None:
    """Ask for the reason of cancelling a report."""
    found = await context.services.cancelling.ask_reason(context.call, int(pressed(update)[2]))
    await _ask_reason(update, context, found)


async def press_restore(update: Update, context: Context) -> None:
    """Let the report that was replaced hold again."""
    result = await context.services.cancelling.restore(context.call, int(pressed(update)[2]))
    suffix = context.call.board.number_suffix
    await replace(update, words.restored(context.translate, result.issued, suffix))


async def answer_reason(update: Update, context: Context, text: str) -> None:
    """Take the typed reason and ask once more, or the yes and cancel."""
    result = await context.services.cancelling.answer(context.call, text)
    if isinstance(result, CancelAsked):
        await _ask_cancel(update, context, result)
    else:
        await _show_cancelled(update, context, result)


async def agree_cancel(update: Update, context: Context) -> None:
    """Cancel the report that was asked about."""
    issued_id = int(pressed(update)[2])
    await _show_cancelled(
        update, context, await context.services.cancelling.cancel_agreed(context.call, issued_id)
    )


async def _show(update: Update, context: Context, preview: IssuePreview) -> None:
    _ = context.translate
    warnings = context.services.reports.warnings(_, preview.report)
    await reply(update, words.card(_, preview, warnings), buttons.card(_, preview))


async def _ask_cancel(update: Update, context: Context, asked: CancelAsked) -> None:
    _, suffix = context.translate, context.call.board.number_suffix
    keyboard = buttons.cancel(_, asked.issued.id)
    await reply(update, words.ask_cancel(_, asked, suffix), keyboard)


async def _ask_reason(update: Update, context: Context, found: IssuedReport) -> None:
    suffix = context.call.board.number_suffix
    await reply(update, words.ask_reason(context.translate, found, suffix))


async def _show_cancelled(update: Update, context: Context, result: Cancelled) -> None:
    _, suffix = context.translate, context.call.board.number_suffix
    keyboard = buttons.restore(_, result.before, suffix) if result.before else None
    await reply(update, words.cancelled(_, result, suffix), keyboard)
