"""/invite: codes for new people, and those still open.

Data: `i:ROLE` for a board's role or the units to choose from, `i:ROLE:UNIT`, `i:units:ROLE:PAGE`,
`i:all:ROLE` for every unit without anybody, `i:open`, `i:revoke:ID`.
"""

from collections.abc import Sequence

from telegram import InlineKeyboardMarkup, Message, Update
from telegram.ext import CallbackQueryHandler

from domain.people.records import UNIT_ROLES, Role
from domain.permissions import Action, may, require
from domain.text import search_key
from handlers.asking import ask_rest
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
    "lanh dao don vi": Role.HEAD,
    "lanh dao cua": Role.HEAD,
    "cong tac vien": Role.CORRESPONDENT,
    "cong tac vien cua": Role.CORRESPONDENT,
    "ctv": Role.CORRESPONDENT,
    "correspondent": Role.CORRESPONDENT,
}
OF_BOARD = {
    "thu ky": Role.EDITOR,
    "thu ki": Role.EDITOR,
    "to thu ky": Role.EDITOR,
    "editor": Role.EDITOR,
    "truong ban": Role.CHAIR,
    "pho truong ban": Role.CHAIR,
    "pho ban": Role.CHAIR,
    "chair": Role.CHAIR,
}
ALL = frozenset(
    {"tat ca", "tat ca don vi", "tat ca cac don vi", "ca ban", "cac don vi chua co ai", "all"}
)


def register(app: App) -> None:
    """Add the command and buttons of inviting."""
    add_command(app, "invite", invite)
    for pattern, handler in (
        (r"^i:(editor|chair)$", press_role),
        (r"^i:units:(head|correspondent):\d{1,5}$", choose_unit),
        (r"^i:(head|correspondent):\d{1,9}$", press_unit),
        (r"^i:all:(head|correspondent)$", press_all),
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
        await ask_rest(update, context, "invite", words.choose(context.translate), _roles(context))
        return
    role = OF_BOARD.get(search_key(text))
    if role is not None:
        await _invite(update, context, role, None)
        return
    role = OF_UNITS.get(search_key(text))
    if role is not None:
        await _ask_unit(update, context, role, 0)
        return
    role, name = _role_and_unit(text)
    if search_key(name) in ALL:
        await _invite_all(update, context, role)
        return
    unit = await context.services.units.named(context.call.board, name, part=True)
    await _invite(update, context, role, unit.id)


async def press_role(update: Update, context: Context) -> None:
    """Invite somebody to the pressed role of the board."""
    await context.services.dialogues.drop(context.call)
    await _invite(update, context, Role(pressed(update)[1]), None)


async def choose_unit(update: Update, context: Context) -> None:
    """Ask for which unit somebody of the pressed role is invited."""
    _prefix, _verb, role, page = pressed(update)
    await _ask_unit(update, context, Role(role), int(page))


async def _ask_unit(update: Update, context: Context, role: Role, page: int) -> None:
    found = await context.services.units.list(context.call)
    today = context.call.today
    choices = [
        (unit.name, f"i:{role.value}:{unit.id}")
        for unit in found.units
        if unit.exists_between(today, today)
    ]
    _ = context.translate
    rows = paged(_, choices, page, f"i:units:{role.value}:{{page}}")
    await context.services.dialogues.ask_rest(context.call, "invite", role.value)
    await replace(update, words.choose_unit(_, role), InlineKeyboardMarkup(rows))


async def press_unit(update: Update, context: Context) -> None:
    """Invite somebody for the pressed unit."""
    await context.services.dialogues.drop(context.call)
    _prefix, role, unit_id = pressed(update)
    await _invite(update, context, Role(role), int(unit_id))


async def press_all(update: Update, context: Context) -> None:
    """Invite every unit without anybody."""
    await context.services.dialogues.drop(context.call)
    await _invite_all(update, context, Role(pressed(update)[2]))


async def show_open(update: Update, context: Context) -> None:
    """Show the codes that can still be used."""
    await context.services.dialogues.drop(context.call)
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
    link = _link(context, new.code)
    await reply(update, words.invitation(context.translate, new, link, INVITATION_LIFE.days))


async def _invite_all(update: Update, context: Context, role: Role) -> None:
    """Send the codes of all units without anybody: to forward, and as a sheet to print."""
    _, call, keeping = context.translate, context.call, context.services.invitations
    codes = await keeping.invite_units(call, role)
    await reply(update, words.all_invited(_, codes, role, call.board))
    if not codes:
        return
    links = {new.code: _link(context, new.code) for new in codes}
    await reply(update, words.to_forward(_, codes, links, call.board))
    sheet = await keeping.print_sheet(call, words.sheet(_, codes, links, call.board))
    message = update.effective_message
    if isinstance(message, Message):
        await message.reply_document(sheet.content, filename=sheet.file_name, do_quote=False)


def _link(context: Context, code: str) -> str | None:
    """Return the link that joins with one tap, where the channel has such links."""
    username = context.bot.username
    if not username or context.call.origin.channel != "telegram":
        return None
    return f"https://t.me/{username}?start={code}"


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
    for size in range(min(4, len(pieces) - 1), 0, -1):
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
    rows.append([button(_("Mọi đơn vị chưa có ai"), f"i:all:{Role.CORRESPONDENT.value}")])
    if may(call, Action.INVITE_CHAIR):
        rows += [
            [button(role_name(_, role), f"i:{role.value}")] for role in (Role.EDITOR, Role.CHAIR)
        ]
    return InlineKeyboardMarkup([*rows, [button(_("Các mã đang mở"), "i:open")]])
