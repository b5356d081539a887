"""/note: the board's paragraphs for its report, by buttons or on one line.

Data: `nt:VERB:SECTION:PLACE:MARK:PERIOD`; the verbs are page, show, add, edit, del, adopt, clear.
"""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler

from domain.language import Translator
from domain.reports.notes import SECTIONS
from handlers.context import App, Context
from handlers.registration import add_command
from handlers.replies import argument, pressed, replace, reply
from handlers.reports import note_texts as words
from services.reports.notes import Notebook, mark

_DATA = (
    rf"^nt:(page|show|add|edit|del|adopt|clear):(|{'|'.join(SECTIONS)}):\d{{0,2}}:[0-9a-f]{{0,4}}"
    r":[0-9A-Z.\-]{4,24}$"
)


def register(app: App) -> None:
    """Add the command and buttons of notes."""
    add_command(app, "note", keep_note)
    app.add_handler(CallbackQueryHandler(press_note, _DATA))


async def keep_note(update: Update, context: Context) -> None:
    """Add the paragraph of the line, or show the notes."""
    found = await context.services.notes.write(context.call, argument(update))
    await _show(update, context, found)


async def answer_note(update: Update, context: Context, text: str) -> None:
    """Take a typed paragraph."""
    await _show(update, context, await context.services.notes.answer(context.call, text))


async def press_note(update: Update, context: Context) -> None:
    """Do what the pressed button says."""
    _prefix, verb, section, place, marked, period = pressed(update)
    notes, call = context.services.notes, context.call
    match verb:
        case "add" | "edit" if section:
            number = int(place) if place else None
            found = await notes.ask(call, period, section, number)
            await reply(update, words.asked(context.translate, found, number))
            return
        case "del" if section:
            found = await notes.remove(call, period, section, int(place or 0), marked)
        case "adopt" if section:
            found = await notes.adopt(call, period, section)
        case "clear" if section:
            found = await notes.clear(call, period, section)
        case _:
            found = await notes.show(call, period, section or None)
    await _show(update, context, found)


async def _show(update: Update, context: Context, found: Notebook) -> None:
    _ = context.translate
    await replace(update, words.notebook(_, found), _keyboard(_, found))


def _keyboard(_: Translator, found: Notebook) -> InlineKeyboardMarkup:
    period = found.period.code
    current = found.current
    if current is None:
        return InlineKeyboardMarkup(
            [
                [_button(words.section_name(_, each.section), "show", each.section, period)]
                for each in found.sections
            ]
        )
    section = current.section
    rows = [[_button(_("Thêm đoạn"), "add", section, period)]]
    if current.draft:
        rows.append([_button(_("Dùng các đoạn của kỳ trước"), "adopt", section, period)])
    if not current.settled:
        rows.append([_button(_("Kỳ này không có"), "clear", section, period)])
    for place, paragraph in enumerate(current.paragraphs, start=1):
        rows.append(
            [
                _button(_("Sửa đoạn {place}").format(place=place), "edit", section, period, place),
                _button(
                    _("Xoá đoạn {place}").format(place=place),
                    "del",
                    section,
                    period,
                    place,
                    mark(paragraph),
                ),
            ]
        )
    rows.append([_button(_("‹ Các mục"), "page", "", period)])
    return InlineKeyboardMarkup(rows)


def _button(
    label: str, verb: str, section: str, period: str, place: int | str = "", marked: str = ""
) -> InlineKeyboardButton:
    data = f"nt:{verb}:{section}:{place}:{marked}:{period}"
    return InlineKeyboardButton(label, callback_data=data)
