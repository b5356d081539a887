"""The link to the board's page: given with /status, taken back by a button."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler

from domain.permissions import Action, may
from handlers.context import App, Context
from handlers.replies import replace, reply
from handlers.reports import board_page_texts as words


def register(app: App) -> None:
    """Add the button that takes links back."""
    app.add_handler(CallbackQueryHandler(revoke_links, r"^w:revoke$"))


async def offer_page(update: Update, context: Context) -> None:
    """Give whoever may see the board a fresh link to its page, where one is served."""
    call, _ = context.call, context.translate
    if not may(call, Action.SEE_BOARD):
        return
    link = await context.services.board_page.link(call)
    if link is not None:
        rows = [
            [InlineKeyboardButton(_("Mở trang của ban"), url=link.address)],
            [InlineKeyboardButton(_("Thu hồi liên kết"), callback_data="w:revoke")],
        ]
        await reply(update, words.link(_, link, call.board.zone), InlineKeyboardMarkup(rows))


async def revoke_links(update: Update, context: Context) -> None:
    """Make every link to the board's page worthless."""
    await context.services.board_page.revoke(context.call)
    await replace(update, words.revoked(context.translate))
