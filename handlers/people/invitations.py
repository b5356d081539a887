"""/invite: codes for new people, and those still open.

Data: `i:ROLE` for a board's role or the units to choose from, `i:ROLE:UNIT`, `i:units:ROLE:PAGE`,
`i:open`, `i:revoke:ID`.
"""

from collections.abc import Sequence

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler

from domain.people.records import UNIT_ROLES, Role
from domain.permissions import Action, may, require
from domain.text import search_key
from handlers.context import App, Context
from handlers.conversation.general_texts import role_name
from handlers.paging import button, paged
from handlers.people import invitation_texts as words
from handlers.registration import add_command
from handlers.replies import argument, pressed, replace, reply
from services.people.invitations import OpenInvitation
from services.people.joining import INVITATION_LIFE

# What may stand before a unit's name, and what alone names a role of the board.
OF_UNITS = {
    "lanh dao": Role.HEAD,
    "head": Role.HEAD,
    "cong tac vien": Role.CORRESPONDENT,
    "correspondent": Role.CORRESPONDENT,
}
OF_BOARD = {
    "thu ky": Role.EDITOR,
    "editor": Role.EDITOR,
    "truong ban": Role.CHAIR,
    "pho truong ban": Role.CHAIR,
    "chair": Role.CHAIR,
}


def register(app: App) -> None:
    """Add the command and buttons of inviting."""
    add_command(app, "invite", invite)
    for pattern, handler in (
        (r"^i:(editor|chair)$", press_role),
        (r"^i:units:(head|correspondent):\d{1,5}$", choose_unit),
        (r"^i:(head|correspondent):\d{1,9}$", press_unit),
        (r"^i:open$", show_open),
        (r"^i:revoke:\d{1,9}$", revoke),
    ):
        app.add_handler(CallbackQueryHandler(handler, pattern))


async def invite(update: Update, context: Context) -> None:
    """Invite whom the text names, or ask whom to invite."""
    text = argument(update)
    # Before a name is looked up: nobody else learns which units there are.
    require(context.call, Action.KEEP_PEOPLE)
    if not text:
        await reply(update, words.choose(context.translate), _roles(context))
        return
    role = OF_BOARD.get(search_key(text))
    if role is not None:
        await _invite(update, context, role, None)
        return
    role, name = _role_and_unit(text)
    unit = await context.services.units.named(context.call.board, name)
    await _invite(update, context, role, unit.id)


async def press_role(update: Update, context: Context) -> None:
    """Invite somebody to the pressed role of the board."""
    await _invite(update, context, Role(pressed(update)[1]), None)


async def choose_unit(update: Update, context: Context) -> None:
    """Ask for which unit somebody of the pressed role is invited."""
    _prefix, _verb, role, page = pressed(update)
    found = await context.services.units.list(context.call)
    today = context.call.today
    choices = [
        (unit.name, f"i:{role}:{unit.id}")
        for unit in found.units
        if unit.exists_between(today, today)
    ]
    _ = context.translate
    rows = paged(_, choices, int(page), f"i:units:{role}:{{page}}")
    await replace(update, words.choose_unit(_, Role(role)), InlineKeyboardMarkup(rows))


async def press_unit(update: Update, context: Context) -> None:
    """Invite somebody for the pressed unit."""
    _prefix, role, unit_id = pressed(update)
    await _invite(update, context, Role(role), int(unit_id))


async def show_open(update: Update, context: Context) -> None:
    """Show the codes that can still be used."""
    await _show(update, context, await context.services.invitations.list(context.call))


async def revoke(update: Update, context: Context) -> None:
    """Revoke the pressed code."""
    invitation_id = int(pressed(update)[2])
    await _show(
        update, context, await context.services.invitations.revoke(context.call, invitation_id)
    )


async def _invite(update: Update, context: Context, role: Role, unit_id: int | None) -> None:
    unit_id = unit_id if role in UNIT_ROLES else None
    new = await context.services.people.invite(context.call, role, unit_id)
    username = context.bot.username
    link = f"https://t.me/{username}?start={new.code}" if username else None
    if context.call.origin.channel != "telegram":
        link = None
    await reply(update, words.invitation(context.translate, new, link, INVITATION_LIFE.days))


async def _show(update: Update, context: Context, found: Sequence[OpenInvitation]) -> None:
    _ = context.translate
    rows = [
        [button(_("Thu hồi {place}").format(place=place), f"i:revoke:{item.id}")]
        for place, item in enumerate(found, start=1)
    ]
    keyboard = InlineKeyboardMarkup(rows) if rows else None
    await replace(update, words.open_codes(_, found, context.call.board.zone), keyboard)


def _role_and_unit(text: str) -> tuple[Role, str]:
    """Return the role that stands before a unit's name, and the name."""
    pieces = text.split()
    for size in range(min(3, len(pieces) - 1), 0, -1):
        role = OF_UNITS.get(search_key(" ".join(pieces[:size])))
        if role is not None:
            return role, " ".join(pieces[size:])
    return Role.CORRESPONDENT, text


def _roles(context: Context) -> InlineKeyboardMarkup:
    _, call = context.translate, context.call
    rows = [
        [button(role_name(_, role), f"i:units:{role.value}:0")]
        for role in (Role.CORRESPONDENT, Role.HEAD)
    ]
    if may(call, Action.INVITE_CHAIR):
        rows += [
            [button(role_name(_, role), f"i:{role.value}")] for role in (Role.EDITOR, Role.CHAIR)
        ]
    return InlineKeyboardMarkup([*rows, [button(_("Các mã đang mở"), "i:open")]])
