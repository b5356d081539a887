"""/portal: what the portal published and nobody logged, given to units with one tap."""

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler

from domain.language import Translator
from handlers.articles.editing_buttons import button, pairs
from handlers.context import App, Context
from handlers.portal import texts as words
from handlers.portal.offering import ask_days
from handlers.registration import add_command
from handlers.replies import acknowledge, pressed, replace, reply
from services.portal.proposals import PortalView, Settled

MOST_UNITS = 60


def register(app: App) -> None:
    """Add the command and buttons of the portal check."""
    add_command(app, "portal", show_portal)
    app.add_handler(CallbackQueryHandler(turn, r"^po:next:\d{1,12}$"))
    app.add_handler(CallbackQueryHandler(assign, r"^po:unit:\d{1,12}:\d{1,12}$"))
    app.add_handler(CallbackQueryHandler(ignore, r"^po:no:\d{1,12}$"))
    app.add_handler(CallbackQueryHandler(ignore_misses, r"^po:seen$"))
    app.add_handler(CallbackQueryHandler(check_now, r"^po:check$"))


async def show_portal(update: Update, context: Context) -> None:
    """Show what the last check found."""
    await _show(update, context, await context.services.portal.view(context.call))


async def turn(update: Update, context: Context) -> None:
    """Show the item behind the one shown."""
    after = int(pressed(update)[2])
    await _show(update, context, await context.services.portal.view(context.call, after))


async def assign(update: Update, context: Context) -> None:
    """Log the pressed item for the pressed unit."""
    _prefix, _verb, item_id, unit_id = pressed(update)
    portal = context.services.portal
    undated = await context.services.portal_offers.undated(context.call, [int(item_id)])
    if undated:
        await ask_days(update, context, undated, int(unit_id))
        return
    settled = await portal.assign(context.call, int(item_id), int(unit_id))
    await _tell(update, context, settled, int(item_id))


async def ignore(update: Update, context: Context) -> None:
    """Set the pressed item aside."""
    item_id = int(pressed(update)[2])
    await _tell(
        update, context, await context.services.portal.ignore(context.call, item_id), item_id
    )


async def ignore_misses(update: Update, context: Context) -> None:
    """Set the articles that the portal does not have aside."""
    count = await context.services.portal.ignore_misses(context.call)
    await replace(update, words.misses_ignored(context.translate, count))


async def check_now(update: Update, context: Context) -> None:
    """Check the portal now and show what was found."""
    await acknowledge(update)
    await context.services.portal.check(context.call)
    await show_portal(update, context)


async def _tell(update: Update, context: Context, settled: Settled, item_id: int) -> None:
    await replace(update, words.settled(context.translate, settled))
    view = await context.services.portal.view(context.call, item_id)
    if view.item is not None:
        await reply(update, *_shown(context.translate, view))


async def _show(update: Update, context: Context, view: PortalView) -> None:
    await replace(update, *_shown(context.translate, view))


def _shown(_: Translator, view: PortalView) -> tuple[str, InlineKeyboardMarkup | None]:
    return words.view(_, view), _buttons(_, view)


def _buttons(_: Translator, view: PortalView) -> InlineKeyboardMarkup | None:
    if view.state == "off":
        return None
    rows = []
    if view.item is not None:
        item_id = view.item.id
        rows += pairs(
            [button(unit.name, f"po:unit:{item_id}:{unit.id}") for unit in view.units[:MOST_UNITS]]
        )
        rows.append([button(_("Không phải bài của ban"), f"po:no:{item_id}")])
        if view.waiting > 1:
            rows[-1].append(button(_("Bài sau ›"), f"po:next:{item_id}"))
    if view.misses:
        rows.append([button(_("Đã xem các bài không thấy trên cổng"), "po:seen")])
    rows.append([button(_("Đối chiếu ngay"), "po:check")])
    return InlineKeyboardMarkup(rows)
