"""Files sent to the bot: an older appendix is previewed and imported on confirmation."""

from telegram import Document, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from domain.errors import InvalidFile
from domain.permissions import Action, may, require
from handlers.context import App, Context
from handlers.conversation import general_texts as general
from handlers.imports import upload_texts as words
from handlers.registration import PRIVATE
from handlers.replies import replace, reply

LARGEST = 20_000_000
TABLES = (".xlsx", ".docx", ".csv")


def register(app: App) -> None:
    """Add the reader of files and its button."""
    app.add_handler(MessageHandler(PRIVATE & filters.Document.ALL, preview_import))
    app.add_handler(CallbackQueryHandler(apply_import, r"^f:import$"))


async def preview_import(update: Update, context: Context) -> None:
    """Show what a sent table would change, with a button that imports it."""
    _, message = context.translate, update.effective_message
    document = message.document if message else None
    if document is None or not may(context.call, Action.IMPORT):
        await reply(update, general.unreadable(_, context.here))
        return
    content, name = await _download(document)
    appendix = await context.services.imports.read(content, name, None)
    preview = await context.services.imports.preview(context.call.board, appendix)
    keyboard = None
    if preview.changed or preview.new_units:
        button = InlineKeyboardButton(_("Nhập bảng này"), callback_data="f:import")
        keyboard = InlineKeyboardMarkup([[button]])
    if message is not None:
        # The button's message answers the file, so the press finds the file again.
        warnings = context.services.imports.warnings(_, appendix)
        await message.reply_text(
            words.preview(_, preview, warnings), "HTML", reply_markup=keyboard, do_quote=True
        )


async def apply_import(update: Update, context: Context) -> None:
    """Import the table that the pressed message answers."""
    require(context.call, Action.IMPORT)
    query = update.callback_query
    shown = query.message if query else None
    asked = shown.reply_to_message if isinstance(shown, Message) else None
    if asked is None or asked.document is None:
        await replace(update, words.file_gone(context.translate))
        return
    content, name = await _download(asked.document)
    appendix = await context.services.imports.read(content, name, None)
    done = await context.services.imports.apply(context.call, appendix)
    await replace(update, words.applied(context.translate, done))


async def _download(document: Document) -> tuple[bytes, str]:
    name = document.file_name or ""
    if not name.lower().endswith(TABLES):
        raise InvalidFile("unknown_type", place=name)
    if (document.file_size or 0) > LARGEST:
        raise InvalidFile("too_large", place=name)
    file = await document.get_file()
    return bytes(await file.download_as_bytearray()), name
