"""/figure and /pay: readings, counts, budgets and payments, by buttons or on one line.

Data: `fg:c:CODE` opens a figure, `fg:w:ID` withdraws an entry, `fg:in:ID:PERIOD` counts it in a
period, `fg:day:DATE` gives the day that was asked for, `fg:sure` insists, `fg:l` lists.
"""

from datetime import timedelta

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler

from domain.dates import format_date
from domain.language import Translator
from domain.periods.spans import Period
from handlers.context import App, Context
from handlers.problems import problem_text
from handlers.registration import add_command
from handlers.replies import argument, pressed, pressed_day, replace, reply
from handlers.reports import figure_texts as words
from services.reports.figures import DayAsked, Doubtful, FigureCard, FigureResult


def register(app: App) -> None:
    """Add the commands and buttons of figures."""
    add_command(app, "figure", keep_figure)
    add_command(app, "pay", keep_payment)
    app.add_handler(CallbackQueryHandler(open_figure, r"^fg:c:[a-z0-9_]{1,20}$"))
    app.add_handler(CallbackQueryHandler(withdraw_entry, r"^fg:w:\d{1,12}$"))
    app.add_handler(CallbackQueryHandler(insist, r"^fg:sure$"))
    app.add_handler(CallbackQueryHandler(choose_day, r"^fg:day:\d{4}-\d{2}-\d{2}$"))
    app.add_handler(CallbackQueryHandler(move_entries, r"^fg:in:\d{1,12}:[0-9A-Z.\-]{4,24}$"))
    app.add_handler(CallbackQueryHandler(list_figures, r"^fg:l$"))


async def keep_figure(update: Update, context: Context) -> None:
    """Store the figure of the line, or show all figures."""
    text = argument(update)
    if text:
        await show(update, context, await context.services.figures.record(context.call, text))
    else:
        await list_figures(update, context)


async def keep_payment(update: Update, context: Context) -> None:
    """Store the budget or payment of the line, or show what was paid."""
    text, figures = argument(update), context.services.figures
    if text:
        await show(update, context, await figures.record(context.call, text, payment=True))
        return
    found = await figures.overview(context.call, money=True)
    if len(found) == 1:
        card = await figures.look(context.call, found[0].definition.code)
        await reply(update, words.card(context.translate, card), _card(context.translate, card))
    else:
        await reply(update, words.overview(context.translate, found), _list(found))


async def answer_spoken(update: Update, context: Context, text: str) -> bool:
    """Tell how a figure is stored that was written without its command; nothing is stored."""
    command = context.services.figures.spoken(context.call, text)
    if command:
        await reply(update, words.spoken(context.translate, command, text))
    return bool(command)


async def answer_figure(update: Update, context: Context, text: str) -> None:
    """Take a typed value of the figure that was opened, or the answer to a doubt."""
    await show(update, context, await context.services.figures.answer(context.call, text))


async def list_figures(update: Update, context: Context) -> None:
    """Show every figure with its last entry."""
    found = await context.services.figures.overview(context.call)
    await replace(update, words.overview(context.translate, found), _list(found))


async def open_figure(update: Update, context: Context) -> None:
    """Show the pressed figure and wait for its next value."""
    card = await context.services.figures.open(context.call, pressed(update)[2])
    await replace(update, words.card(context.translate, card), _card(context.translate, card))


async def withdraw_entry(update: Update, context: Context) -> None:
    """Leave the pressed entry out of the reports."""
    result = await context.services.figures.withdraw(context.call, int(pressed(update)[2]))
    _ = context.translate
    back = _button(_("‹ Số liệu"), f"fg:c:{result.definition.code}")
    await replace(update, words.withdrawn(_, result), InlineKeyboardMarkup([[back]]))


async def insist(update: Update, context: Context) -> None:
    """Store the entry that was asked about."""
    await show(update, context, await context.services.figures.insist(context.call))


async def choose_day(update: Update, context: Context) -> None:
    """Store the line that lacked its day with the pressed one."""
    day = pressed_day(pressed(update)[2])
    await show(update, context, await context.services.figures.choose_day(context.call, day))


async def move_entries(update: Update, context: Context) -> None:
    """Date the pressed entries on the last day of the period that is being written."""
    _prefix, _verb, entry_id, period = pressed(update)
    result = await context.services.figures.move(context.call, int(entry_id), period)
    await show(update, context, result)


async def show(update: Update, context: Context, result: FigureResult) -> None:
    """Answer with what became of a line."""
    _ = context.translate
    if isinstance(result, DayAsked):
        text = problem_text(_, result.code, result.values)
        await replace(update, text, InlineKeyboardMarkup(_days(_, result)))
        return
    if isinstance(result, Doubtful):
        rows = [[_button(_("Đúng, vẫn ghi"), "fg:sure")]]
        await replace(update, words.doubtful(_, result), InlineKeyboardMarkup(rows))
        return
    rows = [
        [_button(_("Bỏ lần ghi này"), f"fg:w:{result.entries[0].id}")],
        [_button(_("‹ Số liệu"), f"fg:c:{result.definition.code}")],
    ]
    if len(result.entries) > 1:
        del rows[0]
    counted, offered = (
        _period(context, code) if code else None for code in (result.counts_in, result.offer)
    )
    if offered is not None:
        label = words.offer(_, offered)
        rows.insert(0, [_button(label, f"fg:in:{result.entries[0].id}:{offered.code}")])
    text = words.recorded(_, result, counted, offered)
    await replace(update, text, InlineKeyboardMarkup(rows))


def _days(_: Translator, asked: DayAsked) -> list[list[InlineKeyboardButton]]:
    """Return the day that may be meant, else the last three; each names its date."""
    named = (_("Hôm nay"), _("Hôm qua"), _("Hôm kia"))
    days = [(asked.today - timedelta(days=back), name) for back, name in enumerate(named)]
    if asked.past is not None:
        days = [(asked.past, format_date(asked.past)), days[0]]
    return [[_button(name, f"fg:day:{day.isoformat()}") for day, name in days]]


def _period(context: Context, code: str) -> Period:
    call = context.call
    return context.services.reports.read_period(call.board, code, call.today)


def _list(cards: tuple[FigureCard, ...]) -> InlineKeyboardMarkup:
    rows = [[_button(card.definition.name, f"fg:c:{card.definition.code}")] for card in cards]
    return InlineKeyboardMarkup(rows)


def _card(_: Translator, card: FigureCard) -> InlineKeyboardMarkup:
    buttons = [
        _button(_("Bỏ lần {place}").format(place=place), f"fg:w:{entry.id}")
        for place, entry in enumerate(card.entries, start=1)
    ]
    rows = [buttons[start : start + 4] for start in range(0, len(buttons), 4)]
    rows.append([_button(_("‹ Các số liệu"), "fg:l")])
    return InlineKeyboardMarkup(rows)


def _button(label: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=data)
