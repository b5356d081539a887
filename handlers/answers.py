"""Texts that answer an open question, and /cancel, which drops it."""

from collections.abc import Awaitable, Callable

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.errors import Conflict, NotAllowed, NotFound
from domain.links import find_bare_links, find_links
from domain.text import search_key
from handlers import asking
from handlers.articles import editing, review
from handlers.articles import submit as articles
from handlers.context import App, Context
from handlers.conversation import dialogue_texts as words
from handlers.people import members
from handlers.registration import add_command
from handlers.replies import replace, reply
from handlers.reports import figures
from handlers.reports.issuing import card as issuing
from handlers.reports.notes import keeping as notes
from handlers.reports.settings import keeping as settings
from handlers.twins import pairs as twins
from handlers.units import keeping as units
from services.conversation.dialogues import OpenQuestion

# Who reads the answer to a question of each kind.
READERS: dict[str, Callable[[Update, Context, str], Awaitable[None]]] = {
    asking.KIND: asking.answer_rest,
    "edit": editing.answer,
    "figure": figures.answer_figure,
    "note": notes.answer_note,
    "cancel_issue": issuing.answer_reason,
    "issue": issuing.answer_choice,
    "setting": settings.answer_setting,
    "member": members.answer,
    "pair": twins.answer,
    "reject": review.answer,
    "unit": units.answer,
}
TAKES_NUMBERS = frozenset({asking.KIND, "edit", "figure", "issue", "note"})
# What such a question asks where a number is an answer; a command's rest has no name.
DAYS_ASKED = frozenset({"date", "day"})
NUMBERS_ASKED = frozenset({"", "number", "order", "value"})
CANCEL = frozenset({"huy", "huy bo", "cancel"})


def register(app: App) -> None:
    """Add /cancel and its button."""
    add_command(app, "cancel", cancel)
    app.add_handler(CallbackQueryHandler(press_cancel, r"^q:drop$"))


async def read_answer(update: Update, context: Context, text: str) -> bool:
    """Read a text as the answer to the open question; False when there is none.

    A link where none is asked for begins a new article: the question is dropped.
    """
    dialogues = context.services.dialogues
    question = await dialogues.current(context.call)
    if question is None:
        return False
    if search_key(text) in CANCEL:
        await cancel(update, context)
        return True
    linked = find_links(text) or (question.asks == "reason" and find_bare_links(text))
    if linked and not question.takes_links:
        await dialogues.drop(context.call)
        return False
    try:
        await READERS[question.kind](update, context, text)
    except (NotAllowed, NotFound, Conflict) as error:
        # No other answer could help: what was asked about has changed meanwhile.
        if not (question.kind == asking.KIND and isinstance(error, NotFound)):
            await dialogues.drop(context.call)
        raise
    return True


def number_form(question: OpenQuestion, number: str) -> str:
    """Return how a typed number is written that answers a question, "" where none does."""
    if question.asks in DAYS_ASKED:
        return day_form(number)
    return f"0{number}" if question.asks in NUMBERS_ASKED else ""


def day_form(number: str) -> str:
    """Return how a typed number is written that is a day."""
    return f"ngày {int(number)}"


async def cancel(update: Update, context: Context) -> None:
    """Drop the open question, else the draft."""
    dialogues = context.services.dialogues
    if await dialogues.current(context.call) is not None and await dialogues.drop(context.call):
        await reply(update, words.dropped(context.translate))
        return
    await articles.cancel_draft(update, context)


async def press_cancel(update: Update, context: Context) -> None:
    """Drop the open question of the pressed message."""
    await context.services.dialogues.drop(context.call)
    await replace(update, words.dropped(context.translate))
