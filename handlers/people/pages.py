"""/page: the link to the person's own page, and the end of every browser that has it open."""

from telegram import Update

from domain.channels import WEB
from domain.conversation.typed_commands import PAGE_CLOSES
from domain.text import search_key
from handlers.context import App, Context, handling
from handlers.people import page_texts as words
from handlers.registration import add_command
from handlers.replies import argument, reply


def register(app: App) -> None:
    """Add /page."""
    add_command(app, "page", answer_page)


async def page_instead(context: Context) -> str:
    """Return a fresh link to the page where the chat cannot carry what was sent, else nothing."""
    if not (context.known and context.here.keeps_links):
        return ""
    page = await context.services.my_page.link(context.call)
    return page.address if page is not None else ""


async def answer_page(update: Update, context: Context) -> None:
    """Send the link to the person's own page, or close the page everywhere."""
    _ = context.translate
    asked = search_key(argument(update))
    if asked in PAGE_CLOSES:
        await reply(update, words.closed(_, await context.services.my_page.close(context.call)))
    elif asked:
        await reply(update, words.how(_))
    elif handling.get().origin.channel == WEB:
        await reply(update, words.already_here(_))
    else:
        await reply(update, words.link(_, await context.services.my_page.link(context.call)))
