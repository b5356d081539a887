"""/units: the board's units, each with what can be changed."""

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler

from domain.text import search_key
from handlers.context import App, Context
from handlers.registration import add_command
from handlers.replies import argument, pressed, pressed_day, replace, reply
from handlers.units import buttons
from handlers.units import texts as words
from services.units.changes import ASKS, UnitResult
from services.units.lookup import UnitAsked, UnitList, unit_named

ADD = ("them ", "add ")


def register(app: App) -> None:
    """Add the command and buttons of units."""
    add_command(app, "units", show_units)
    for pattern, handler in (
        (r"^u:list:\d{1,5}$", turn_page),
        (r"^u:show:\d{1,9}$", press_unit),
        (rf"^u:({'|'.join(ASKS)}):\d{{1,9}}$", ask),
        (r"^u:add:0$", ask_new),
        (r"^u:to:\d{1,9}:\d{1,9}$", choose_group),
        (r"^u:day:\d{1,9}:\d{4}-\d{2}-\d{2}$", choose_last_day),
        (r"^u:heirs:\d{1,9}:\d{1,5}$", turn_successors),
        (r"^u:heir:\d{1,9}:\d{1,9}$", choose_successor),
        (r"^u:(up|down):\d{1,9}$", reorder),
        (r"^u:reopen:\d{1,9}$", reopen),
    ):
        app.add_handler(CallbackQueryHandler(handler, pattern))


async def show_units(update: Update, context: Context) -> None:
    """List the units, show the named one, or add one ("thêm Tên | Nhóm")."""
    text = argument(update)
    verb = next((verb for verb in ADD if search_key(text + " x").startswith(verb)), None)
    if verb is not None:
        rest = text.split(None, 1)[1:]
        changes = context.services.unit_changes
        result = await (
            changes.add(context.call, rest[0]) if rest else changes.ask_new(context.call)
        )
        await show(update, context, result)
        return
    found = await context.services.units.list(context.call)
    if not text:
        await reply(update, *_list(context, found, 0))
        return
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= len(found.units):
        unit = found.units[int(text) - 1]
    else:
        unit = unit_named(found.units, text)
    await _show_card(update, context, unit.id)


async def turn_page(update: Update, context: Context) -> None:
    """Show the list with another page of buttons."""
    found = await context.services.units.list(context.call)
    await replace(update, *_list(context, found, int(pressed(update)[2])))


def _list(context: Context, found: UnitList, page: int) -> tuple[str, InlineKeyboardMarkup]:
    """Return the list of units and a page of its buttons."""
    _, numbered = context.translate, not context.here.numbers_choices
    text = words.units(_, found, context.call.today, numbered=numbered)
    return text, buttons.units(_, found, page)


async def press_unit(update: Update, context: Context) -> None:
    """Show the pressed unit."""
    await _show_card(update, context, int(pressed(update)[2]))


async def ask(update: Update, context: Context) -> None:
    """Ask for what the pressed change needs."""
    _prefix, asks, unit_id = pressed(update)
    result = await context.services.unit_changes.ask(context.call, int(unit_id), asks)
    await show(update, context, result)


async def ask_new(update: Update, context: Context) -> None:
    """Ask for the name of a new unit."""
    await show(update, context, await context.services.unit_changes.ask_new(context.call))


async def answer(update: Update, context: Context, text: str) -> None:
    """Apply a typed answer about a unit."""
    await show(update, context, await context.services.unit_changes.answer(context.call, text))


async def choose_group(update: Update, context: Context) -> None:
    """Move the unit to the pressed group."""
    unit_id, group_id = (int(field) for field in pressed(update)[2:])
    changes = context.services.unit_changes
    await show(update, context, await changes.choose_group(context.call, unit_id, group_id))


async def choose_last_day(update: Update, context: Context) -> None:
    """Take the pressed day as the unit's last."""
    _prefix, _verb, unit_id, text = pressed(update)
    day = pressed_day(text)
    changes = context.services.unit_changes
    await show(update, context, await changes.choose_last_day(context.call, int(unit_id), day))


async def turn_successors(update: Update, context: Context) -> None:
    """Show another page of the units that may take over."""
    unit_id, page = (int(field) for field in pressed(update)[2:])
    result = await context.services.unit_changes.successors(context.call, unit_id)
    await show(update, context, result, page)


async def choose_successor(update: Update, context: Context) -> None:
    """Close the unit with the pressed successor."""
    unit_id, heir_id = (int(field) for field in pressed(update)[2:])
    changes = context.services.unit_changes
    await show(update, context, await changes.choose_successor(context.call, unit_id, heir_id))


async def reorder(update: Update, context: Context) -> None:
    """Move the unit up or down in its group."""
    _prefix, verb, unit_id = pressed(update)
    changes = context.services.unit_changes
    result = await changes.reorder(context.call, int(unit_id), up=verb == "up")
    await show(update, context, result)


async def reopen(update: Update, context: Context) -> None:
    """Take the end of the pressed unit back."""
    unit_id = int(pressed(update)[2])
    await show(update, context, await context.services.unit_changes.reopen(context.call, unit_id))


async def show(update: Update, context: Context, result: UnitResult, page: int = 0) -> None:
    """Answer with a question or with the changed unit."""
    _ = context.translate
    if isinstance(result, UnitAsked):
        keyboard = buttons.asked(_, result, context.call.today, page)
        await replace(update, words.asked(_, result), keyboard)
    else:
        await replace(update, words.changed(_, result), buttons.card(_, result.card))


async def _show_card(update: Update, context: Context, unit_id: int) -> None:
    _ = context.translate
    card = await context.services.units.show(context.call, unit_id)
    await replace(update, words.card(_, card), buttons.card(_, card))
