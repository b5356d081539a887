"""/note: every sentence of a report, the board's and the generated ones, by buttons or on a line.

Data: `nt:VERB:SECTION:PLACE:MARK:PERIOD`; the verbs are page, show, add, edit, del, back (restore),
order, topics, pick, all, adopt, clear, into (the report that a paragraph was asked about).
"""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.reports.notes import SECTIONS
from handlers.context import App, Context
from handlers.registration import add_command
from handlers.replies import argument, pressed, replace, reply
from handlers.reports.notes import buttons
from handlers.reports.notes import texts as words
from services.reports.notes import Notebook, WhereAsked

_VERBS = "page|show|add|edit|del|back|order|topics|pick|all|adopt|clear|into"
_DATA = (
    rf"^nt:({_VERBS}):(|{'|'.join(SECTIONS)}):\d{{0,2}}:[0-9a-f]{{0,4}}"
    r":[0-9A-Z.\-]{4,24}$"
)


def register(app: App) -> None:
    """Add the command and buttons of notes."""
    add_command(app, "note", keep_note)
    app.add_handler(CallbackQueryHandler(press_note, _DATA))


async def keep_note(update: Update, context: Context) -> None:
    """Do what the line says, or show every sentence."""
    await _answer(
        update, context, await context.services.notes.write(context.call, argument(update))
    )


async def answer_note(update: Update, context: Context, text: str) -> None:
    """Take a typed paragraph, order or period."""
    await _answer(update, context, await context.services.notes.answer(context.call, text))


async def press_note(update: Update, context: Context) -> None:
    """Do what the pressed button says."""
    _prefix, verb, section, place, marked, period = pressed(update)
    notes, call, number = context.services.notes, context.call, int(place or 0)
    match verb:
        case "add" | "edit" if section:
            found = await notes.ask(call, period, section, number or None)
            await reply(update, words.asked(context.translate, found, number or None))
            return
        case "order" if section:
            found = await notes.ask_order(call, period, section)
            await reply(update, words.asked_order(context.translate, found))
            return
        case "topics":
            await _show_topics(update, context, await notes.show(call, period, "weaknesses"))
            return
        case "pick":
            found = await notes.pick_topic(call, period, number, marked)
            await _show_topics(update, context, found)
            return
        case "all":
            every = "không" if number else "tất cả"
            await _show_topics(update, context, await notes.pick_topics(call, period, every))
            return
        case "del" if section:
            found = await notes.remove(call, period, section, number, marked)
        case "back" if section:
            found = await notes.restore(call, period, section, number, marked)
        case "adopt" if section:
            found = await notes.adopt(call, period, section)
        case "into":
            found = await notes.put_into(call, period)
        case "clear" if section:
            found = await notes.clear(call, period, section)
        case _:
            found = await notes.show(call, period, section or None)
    await _show(update, context, found)


async def _answer(update: Update, context: Context, found: Notebook | WhereAsked) -> None:
    if isinstance(found, WhereAsked):
        _ = context.translate
        await reply(update, words.ask_where(_, found), buttons.where(_, found))
    else:
        await _show(update, context, found)


async def _show(update: Update, context: Context, found: Notebook) -> None:
    _ = context.translate
    await replace(update, words.notebook(_, found), buttons.notebook(_, found))


async def _show_topics(update: Update, context: Context, found: Notebook) -> None:
    _ = context.translate
    await replace(update, words.topics(_, found), buttons.topics(_, found))
