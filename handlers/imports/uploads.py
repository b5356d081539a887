"""Files sent to the bot: previewed, asked about where something is unclear, stored on a tap."""

from html import escape
from mimetypes import guess_extension

from telegram import Update
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from domain.errors import InvalidFile
from domain.imports.tables import Appendix
from domain.imports.uploads import Upload
from domain.permissions import Action, may
from handlers.context import App, Context
from handlers.conversation import general_texts as general
from handlers.imports import plan_texts
from handlers.imports import upload_buttons as buttons
from handlers.imports import upload_texts as words
from handlers.problems import problem_text
from handlers.registration import PRIVATE
from handlers.replies import Keyboard, acknowledge, pressed, replace, reply
from services.imports.uploads import choices_of, name_code

LARGEST = 20_000_000
OFFERED_YEARS = 8
# What says that the year alone is missing.
_YEARLESS = frozenset({"no_year", "year_unclear"})


def register(app: App) -> None:
    """Add the reader of files and its buttons."""
    app.add_handler(MessageHandler(PRIVATE & filters.Document.ALL, receive_file))
    for pattern, handler in (
        (r"^f:year:\d{1,12}:\d{4}$", choose_year),
        (r"^f:map:\d{1,12}:[0-9a-f]{8}:\d$", choose_unit),
        (r"^f:new:\d{1,12}:[0-9a-f]{8}$", choose_new),
        (r"^f:(total|add):\d{1,12}$", choose_overlap),
        (r"^f:import:\d{1,12}$", store),
        (r"^f:drop:\d{1,12}$", drop),
        (r"^f:undo:\d{1,12}$", undo),
        (r"^f:sample$", send_sample),
    ):
        app.add_handler(CallbackQueryHandler(handler, pattern))


async def receive_file(update: Update, context: Context) -> None:
    """Keep a sent file and show what it would change, or ask what is unclear."""
    message = update.effective_message
    document = message.document if message else None
    if message is None or document is None or not may(context.call, Action.IMPORT):
        await reply(update, general.unreadable(context.translate, context.here))
        return
    name = document.file_name or f"bang{guess_extension(document.mime_type or '') or '.csv'}"
    if (document.file_size or 0) > LARGEST:
        raise InvalidFile("too_large", place=name)
    uploads = context.services.uploads
    upload_id = await uploads.begin(context.call, document.file_id, name, message.caption or "")
    await show(update, context, await uploads.find(context.call, upload_id), with_table=True)


async def choose_year(update: Update, context: Context) -> None:
    """Read the file with the pressed year."""
    _prefix, _verb, upload_id, year = pressed(update)
    await _answer(update, context, int(upload_id), "year", int(year))


async def choose_unit(update: Update, context: Context) -> None:
    """Let a name of the file be the pressed unit's."""
    _prefix, _verb, upload_id, code, place = pressed(update)
    upload = await context.services.uploads.find(context.call, int(upload_id))
    plan = await context.services.uploads.plan(context.call, upload, await _read(context, upload))
    for near in plan.naming.asked:
        if name_code(near.name) == code and int(place) < len(near.candidates):
            pair = [near.name, near.candidates[int(place)]]
            await _answer(update, context, upload.id, "maps", pair)
            return
    await show(update, context, upload)


async def choose_new(update: Update, context: Context) -> None:
    """Let a name of the file be a new unit."""
    _prefix, _verb, upload_id, code = pressed(update)
    upload = await context.services.uploads.find(context.call, int(upload_id))
    appendix = await _read(context, upload)
    plan = await context.services.uploads.plan(context.call, upload, appendix)
    for near in plan.naming.asked:
        if name_code(near.name) == code:
            await _answer(update, context, upload.id, "news", near.name)
            return
    await show(update, context, upload)


async def choose_overlap(update: Update, context: Context) -> None:
    """Say what the table's counts beside logged articles are."""
    _prefix, verb, upload_id = pressed(update)
    await _answer(update, context, int(upload_id), "overlap", verb)


async def store(update: Update, context: Context) -> None:
    """Store the file whose questions are answered."""
    _ = context.translate
    upload = await context.services.uploads.find(context.call, int(pressed(update)[2]))
    if upload.import_id is not None:
        await acknowledge(update, words.already(_), alert=True)
        return
    content = await _download(context, upload)
    appendix = await _read(context, upload, content)
    done = await context.services.uploads.store(context.call, upload, appendix, content)
    if done.blocked:
        await show(update, context, upload)
        return
    keyboard = buttons.undo(_, done.import_id) if done.import_id else None
    await replace(update, words.stored(_, done), keyboard)


async def drop(update: Update, context: Context) -> None:
    """Forget the file."""
    await context.services.uploads.drop(context.call, int(pressed(update)[2]))
    await replace(update, words.dropped(context.translate))


async def undo(update: Update, context: Context) -> None:
    """Take an import back whole."""
    import_id = int(pressed(update)[2])
    done = await context.services.uploads.undo(context.call, import_id)
    await replace(update, escape(plan_texts.undone(context.translate, done)))


async def send_sample(update: Update, context: Context) -> None:
    """Send the sample table, for a board to fill in."""
    await acknowledge(update)
    sample = await context.services.imports.sample()
    await _send(update, sample.content, sample.file_name)


async def show(
    update: Update, context: Context, upload: Upload, *, with_table: bool = False
) -> None:
    """Show what a file would change and the first thing that has to be answered.

    With `with_table` the units by months go before it as a small workbook.
    """
    _ = context.translate
    try:
        appendix = await _read(context, upload)
    except InvalidFile as error:
        await _tell_fault(update, context, upload, error)
        return
    imports = context.services.imports
    plan = await context.services.uploads.plan(context.call, upload, appendix)
    text = words.preview(_, plan, imports.left_out(_, appendix), imports.warnings(_, appendix))
    keyboard: Keyboard = None
    if plan.naming.asked:
        keyboard = buttons.near_name(_, upload.id, plan.naming.asked[0])
    elif plan.asks_overlap:
        keyboard = buttons.overlap(_, upload.id, plan)
    elif plan.changes_something:
        keyboard = buttons.confirm(_, upload.id)
    if with_table and plan.changes_something:
        table = await imports.preview_table(plan)
        await _send(update, table.content, table.file_name)
    await replace(update, text, keyboard)


async def _send(update: Update, content: bytes, name: str) -> None:
    message = update.effective_message
    if message is not None:
        await message.reply_document(content, filename=name, do_quote=False)


async def _answer(
    update: Update, context: Context, upload_id: int, field: str, value: object
) -> None:
    """Keep an answer and show what is asked next; a file that is stored is left alone."""
    uploads = context.services.uploads
    if (await uploads.find(context.call, upload_id)).import_id is not None:
        await acknowledge(update, words.already(context.translate), alert=True)
        return
    await show(update, context, await uploads.answer(context.call, upload_id, field, value))


async def _tell_fault(update: Update, context: Context, upload: Upload, error: InvalidFile) -> None:
    """Ask for the year where it alone is missing; else say what is wrong and offer the sample."""
    _ = context.translate
    if error.code not in _YEARLESS:
        await replace(update, problem_text(_, error.code, error.values), buttons.sample(_))
        return
    named = error.values.get("years")
    years = list(named) if isinstance(named, list | tuple) else []
    offered = years or [context.call.today.year - back for back in range(OFFERED_YEARS)]
    text = words.ask_year(_, upload.file_name, several=bool(years))
    await replace(update, text, buttons.years(_, upload.id, [int(year) for year in offered]))


async def _read(context: Context, upload: Upload, content: bytes | None = None) -> Appendix:
    if content is None:
        content = await _download(context, upload)
    choices = choices_of(upload)
    return await context.services.imports.read(content, upload.file_name, choices.year)


async def _download(context: Context, upload: Upload) -> bytes:
    file = await context.bot.get_file(upload.file_id)
    return bytes(await file.download_as_bytearray())
