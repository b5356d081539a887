"""/people: who holds what, who is away, who can be written to; and /link, a second account."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.people.records import Role
from handlers.context import App, Context
from handlers.conversation import menus
from handlers.people import member_buttons as buttons
from handlers.people import member_texts as words
from handlers.registration import add_command
from handlers.replies import argument, pressed, replace, reply
from services.people.changes import ASKS, MemberAsked, MemberResult

UNIT_ROLE = "correspondent|head"


def register(app: App) -> None:
    """Add the commands and buttons of people."""
    add_command(app, "people", show_people)
    add_command(app, "link", link_account)
    for pattern, handler in (
        (r"^h:list:\d{1,5}$", turn_page),
        (r"^h:show:\d{1,9}$", press_person),
        (rf"^h:({'|'.join(ASKS)}):\d{{1,9}}$", ask),
        (rf"^h:units:\d{{1,9}}:({UNIT_ROLE}):\d{{1,5}}$", turn_units),
        (rf"^h:unit:\d{{1,9}}:({UNIT_ROLE}):\d{{1,9}}$", choose_unit),
        (r"^h:ins:\d{1,9}:\d{1,5}$", turn_stand_ins),
        (r"^h:in:\d{1,9}:\d{1,9}$", choose_stand_in),
        (r"^h:back:\d{1,9}$", come_back),
        (r"^h:end:\d{1,9}:\d{1,9}$", end_role),
        (r"^h:leave:\d{1,9}$", ask_leave),
        (r"^h:left:\d{1,9}$", leave),
        (r"^h:move:\d{1,9}$", move_account),
    ):
        app.add_handler(CallbackQueryHandler(handler, pattern))


async def show_people(update: Update, context: Context) -> None:
    """List the people, or show the named one."""
    _, text = context.translate, argument(update)
    members = context.services.members
    if not text:
        found = await members.roster(context.call)
        await reply(update, words.roster(_, found), buttons.members(_, found.members, 0))
        return
    named = await members.named(context.call, text)
    if len(named) == 1:
        await reply(update, words.card(_, named[0]), buttons.card(_, named[0]))
    else:
        await reply(update, words.several(_, named), buttons.members(_, named[:30], 0))


async def turn_page(update: Update, context: Context) -> None:
    """Show the list with another page of buttons."""
    _ = context.translate
    found = await context.services.members.roster(context.call)
    keyboard = buttons.members(_, found.members, int(pressed(update)[2]))
    await replace(update, words.roster(_, found), keyboard)


async def press_person(update: Update, context: Context) -> None:
    """Show the pressed person."""
    _ = context.translate
    card = await context.services.members.show(context.call, int(pressed(update)[2]))
    await replace(update, words.card(_, card), buttons.card(_, card))


async def ask(update: Update, context: Context) -> None:
    """Ask for what the pressed change needs."""
    _prefix, asks, person_id = pressed(update)
    changes = context.services.member_changes
    await show(update, context, await changes.ask(context.call, int(person_id), asks))


async def turn_units(update: Update, context: Context) -> None:
    """Show another page of the units to choose from."""
    _prefix, _verb, person_id, role, page = pressed(update)
    changes = context.services.member_changes
    result = await changes.ask(context.call, int(person_id), role)
    await show(update, context, result, int(page))


async def answer(update: Update, context: Context, text: str) -> None:
    """Apply a typed answer about a person."""
    await show(update, context, await context.services.member_changes.answer(context.call, text))


async def choose_unit(update: Update, context: Context) -> None:
    """Give the person the pressed unit."""
    _prefix, _verb, person_id, role, unit_id = pressed(update)
    result = await context.services.member_changes.add_role(
        context.call, int(person_id), Role(role), int(unit_id)
    )
    await show(update, context, result)


async def turn_stand_ins(update: Update, context: Context) -> None:
    """Show another page of those who may stand in."""
    person_id, page = (int(field) for field in pressed(update)[2:])
    result = await context.services.member_changes.stand_ins(context.call, person_id)
    await show(update, context, result, page)


async def choose_stand_in(update: Update, context: Context) -> None:
    """Let the pressed person stand in."""
    person_id, other = (int(field) for field in pressed(update)[2:])
    changes = context.services.member_changes
    await show(update, context, await changes.choose_stand_in(context.call, person_id, other))


async def come_back(update: Update, context: Context) -> None:
    """End the pressed person's absence."""
    person_id = int(pressed(update)[2])
    await show(
        update, context, await context.services.member_changes.come_back(context.call, person_id)
    )


async def end_role(update: Update, context: Context) -> None:
    """End the pressed role."""
    person_id, membership_id = (int(field) for field in pressed(update)[2:])
    changes = context.services.member_changes
    await show(update, context, await changes.end_role(context.call, person_id, membership_id))


async def ask_leave(update: Update, context: Context) -> None:
    """Ask once more before a person leaves the board."""
    _ = context.translate
    card = await context.services.members.show(context.call, int(pressed(update)[2]))
    await replace(update, words.leave_asked(_, card), buttons.leave(_, card))


async def leave(update: Update, context: Context) -> None:
    """End everything the pressed person holds."""
    person_id = int(pressed(update)[2])
    await show(
        update, context, await context.services.member_changes.leave(context.call, person_id)
    )


async def move_account(update: Update, context: Context) -> None:
    """Make a code that moves the pressed person to a new account."""
    new = await context.services.accounts.move(context.call, int(pressed(update)[2]))
    await reply(update, words.account_code(context.translate, new))


async def link_account(update: Update, context: Context) -> None:
    """Make a code for the person's own second account."""
    new = await context.services.accounts.link_own(context.call)
    await reply(update, words.account_code(context.translate, new))


async def show(update: Update, context: Context, result: MemberResult, page: int = 0) -> None:
    """Answer with a question or with the changed person."""
    _ = context.translate
    if isinstance(result, MemberAsked):
        await replace(update, words.asked(_, result), buttons.asked(_, result, page))
    else:
        await replace(update, words.changed(_, result), buttons.card(_, result.card))
        await menus.renew_of(context, result.card.person_id)
