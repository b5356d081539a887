"""What people say instead of typing a command as the menu spells it, and its answers."""

import re

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import CallbackQueryHandler

from domain.articles.answers import match_topic
from domain.articles.draft_answers import says_log
from domain.articles.drafts import Step
from domain.conversation.offers import ONE_LIST
from domain.conversation.phrases import COURTESY, THANKS, ZERO, Talk, read_talk, says_nothing
from domain.conversation.replies import corrects, says_thanks
from domain.conversation.typed_commands import TypedCommand, read_command
from domain.dates import looks_like_date
from domain.links import find_links
from domain.people.records import Role
from domain.permissions import Action, may
from handlers.articles import editing
from handlers.articles import submit as articles
from handlers.asking import run_command
from handlers.commands import SPELLED, Command, command_names, commands, shown_name
from handlers.context import App, Context, handling
from handlers.conversation import talk_texts as words
from handlers.replies import acknowledge, pressed, reply
from handlers.reports import status

# What somebody of a role is offered whose text was not understood.
OFFERED = {
    Role.CHAIR: ("report", "status", "help"),
    Role.EDITOR: ("status", "review", "remind"),
    Role.CORRESPONDENT: ("submit", "mine", "status"),
    Role.HEAD: ("status", "mine", "help"),
}
_NUMBER = re.compile(r"#([0-9]{1,9})\b")
_BULK = {
    "log_all": articles.log_batch,
    "look_through": articles.look_through,
    "drop_all": articles.drop_all,
}
_OFFERS = ("go:",)
# What a command stores at once is only offered to whoever did not type it as a command.
_ASKED_FIRST = frozenset({"none"})


def register(app: App) -> None:
    """Add the buttons of what was not understood."""
    app.add_handler(CallbackQueryHandler(press_command, r"^go:[a-z]{2,12}$"))


def typed_command(context: Context, text: str) -> TypedCommand | None:
    """Return the command that a text begins with."""
    return read_command(text, command_names(context.translate), SPELLED)


async def press_command(update: Update, context: Context) -> None:
    """Answer a pressed offer as its command."""
    name = pressed(update)[1]
    await acknowledge(update)
    if name in context.bot_data.commands:
        await run_command(update, context, name)


async def answer_command(update: Update, context: Context, text: str, *, asked: bool) -> bool:
    """Answer a text that is certainly a command, or nothing but one; False where it is none.

    With `asked` a question is open that takes any words: the name must be spelled right.
    """
    found = typed_command(context, text)
    if found is None or not (found.slash or found.certain or found.whole or _is_line(found)):
        return False
    if not (found.slash or found.certain) and found.name in _ASKED_FIRST:
        return False
    if not found.slash and not found.exact and (asked or read_talk(text) is not None):
        return False
    if not (found.slash or found.certain or asked or _may(context, found.name)):
        return False
    await run_command(update, context, found.name, found.rest)
    return True


def _is_line(found: TypedCommand) -> bool:
    """Tell whether a command without its slash is an article's whole line."""
    links = find_links(found.rest)
    return found.name == "submit" and bool(links) and links != [found.rest]


async def answer_bare_command(update: Update, context: Context, text: str) -> bool:
    """Answer a command that was typed without its slash and has something behind it."""
    found = typed_command(context, text)
    if found is None or found.name in _ASKED_FIRST or not _may(context, found.name):
        return False
    await run_command(update, context, found.name, found.rest)
    return True


async def answer_talk(
    update: Update, context: Context, text: str, *, asked: bool, step: Step | None = None
) -> bool:
    """Answer courtesy and phrases; False where a text is neither.

    With `asked` only a known wording is taken for one, for the text may be the answer.
    """
    if step in (Step.CARD, Step.TWIN, Step.DATE) and says_log(text):
        return False
    takes_none = step in (Step.LINK, Step.TOPIC, Step.CARD, Step.UNIT)
    if takes_none and says_nothing(text):
        return False
    found = read_talk(text)
    if found == Talk(THANKS) and step in (Step.CARD, Step.TWIN) and not says_thanks(text):
        return False  # "vâng" may be an answer, which the question reads
    takes_words = asked and not (step is Step.CARD and _is_no_topic(context, text))
    if found is None or (takes_words and not found.exact):
        return False
    if found.meaning in COURTESY:
        _ = context.translate
        await reply(update, words.courtesy(_, context.here, thanks=found.meaning == THANKS))
        return True
    if found.meaning in _BULK:
        if not await context.services.submissions.has_draft(context.call):
            return False
        await _BULK[found.meaning](update, context)
        return True
    if found.meaning == ZERO:
        return await _answer_zero(update, context, text, asked=asked)
    if not asked and not _may(context, found.meaning):
        return False
    await run_command(update, context, found.meaning, found.rest)
    return True


def _is_no_topic(context: Context, text: str) -> bool:
    return match_topic(text, context.call.board.topics) is None


async def _answer_zero(update: Update, context: Context, text: str, *, asked: bool) -> bool:
    """Offer to record "nothing this month"; words that say just "no" answer nothing."""
    if not may(context.call, Action.CONFIRM_ZERO) or not context.call.unit_ids:
        return False
    if says_nothing(text):
        if not asked:
            await run_command(update, context, "none")  # which asks why
        return not asked
    await status.offer_zero(update, context, text)
    return True


async def answer_not_understood(update: Update, context: Context, text: str) -> None:
    """Say how to correct an article, or name three things that this person can do, as buttons.

    A Reply to what was said of one article is about that one: it is shown.
    """
    _ = context.translate
    number = _replied_article(update)
    if number is not None and may(context.call, Action.LOG_ARTICLE):
        await editing.show_article(update, context, number)
        return
    if may(context.call, Action.LOG_ARTICLE) and (corrects(text) or looks_like_date(text)):
        await reply(update, words.how_to_correct(_))
        return
    own = {command.name: command for command in commands(_)}
    found = [own[name] for name in _offered(context)]
    rows = [[_offer(_.language, command)] for command in found]
    text, keyboard = words.not_understood(_, found, context.here), InlineKeyboardMarkup(rows)
    if not await context.services.offers.on_show(context.call, but=_OFFERS):
        await reply(update, text, keyboard)
        return
    # A number that is typed next is of the list that waits.
    numbered = context.call.origin.channel in ONE_LIST
    await reply(update, text, None if numbered else keyboard)
    handling.get().offered = None


def _replied_article(update: Update) -> int | None:
    """Return the number of the one article that the message speaks of to which a text replies."""
    message = update.effective_message
    target = message.reply_to_message if isinstance(message, Message) else None
    numbers = set(_NUMBER.findall(target.text or "")) if target is not None else set()
    return int(numbers.pop()) if len(numbers) == 1 else None


def _offered(context: Context) -> tuple[str, ...]:
    roles = context.call.roles
    return next((names for role, names in OFFERED.items() if role in roles), ("help",))


def _offer(language: str, command: Command) -> InlineKeyboardButton:
    label = f"/{shown_name(command, language)} – {command.what}"
    return InlineKeyboardButton(label[:60], callback_data=f"go:{command.name}")


def _may(context: Context, name: str) -> bool:
    action = next(c.action for c in commands(context.translate) if c.name == name)
    return action is None or may(context.call, action)
