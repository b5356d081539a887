"""Who is let in, and which handler reads what: the order here matters."""

import re
from datetime import datetime, timedelta

from telegram import Message, Update
from telegram.ext import (
    ApplicationHandlerStop,
    CallbackQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from domain.articles.answers import read_number
from domain.articles.drafts import Step
from domain.calls import Visit
from domain.conversation.phrases import says_nothing
from domain.language import LANGUAGES
from domain.links import find_bare_links, find_links
from domain.people.codes import read_code
from domain.permissions import Action, may
from domain.text import nearest
from handlers import answers as dialogues
from handlers import talking
from handlers.articles import editing
from handlers.articles import submit as articles
from handlers.articles import submit_texts as article_texts
from handlers.commands import commands, commands_for, shown_name
from handlers.context import App, Context, Handling, handling
from handlers.conversation import general_texts as words
from handlers.conversation import offers, talk_texts
from handlers.flood import Verdict
from handlers.messages import stray_number, text_of
from handlers.people import joining as people
from handlers.portal import offering as portal_offers
from handlers.registration import PRIVATE
from handlers.replies import acknowledge, reply
from services.articles.results import PressedBefore

KEPT_BY_MESSENGERS = timedelta(days=2)
ARTICLE_NUMBER = re.compile(r"\s*#\s*[0-9]{1,9}\s*")


def register_first(app: App) -> None:
    """Add what runs before every handler: finding out who asks."""
    app.add_handler(TypeHandler(Update, identify), group=-1)


def register_last(app: App) -> None:
    """Add what reads everything that no command or button took."""
    app.add_handler(MessageHandler(PRIVATE & filters.COMMAND, answer_unknown_command))
    app.add_handler(MessageHandler(PRIVATE & (filters.TEXT | filters.CAPTION), read_text))
    app.add_handler(
        MessageHandler(filters.ChatType.PRIVATE & filters.UpdateType.EDITED_MESSAGE, answer_edit)
    )
    app.add_handler(MessageHandler(PRIVATE & ~filters.StatusUpdate.ALL, answer_unreadable))
    app.add_handler(CallbackQueryHandler(answer_unknown_button))


async def identify(update: Update, context: Context) -> None:
    """Find out who asks; a stranger gets no further than joining and /help."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None or chat.type != chat.PRIVATE:
        raise ApplicationHandlerStop
    current = handling.get()
    verdict = context.bot_data.flood.judge(chat.id, update.update_id, current.now)
    links = find_links(text_of(update)) if update.callback_query is None else []
    if verdict is not Verdict.READ and not links:
        if verdict is Verdict.TELL:
            await reply(update, words.flood(context.translate))
        raise ApplicationHandlerStop
    language = user.language_code or "vi"
    if current.sent_at is None:
        current.sent_at = sent_at(update, current)
    context.visit = Visit(
        current.origin,
        current.now,
        chat.id,
        user.full_name,
        language if language in LANGUAGES else "vi",
        current.sent_at,
    )
    current.language = context.visit.language
    call = await context.services.people.identify(context.visit)
    if call is not None:
        context.call = call
        current.language = call.language
        if verdict is not Verdict.READ and may(call, Action.LOG_ARTICLE):
            # Links are kept, however fast they come.
            text = text_of(update)
            command = talking.typed_command(context, text)
            text = command.rest if command is not None and command.name == "submit" else text
            await articles.keep_links(update, context, text, told=verdict is Verdict.TELL)
            raise ApplicationHandlerStop
        return
    await people.meet_stranger(update, context)
    raise ApplicationHandlerStop


def sent_at(update: Update, current: Handling) -> datetime:
    """Return when the person sent what is handled: a press, which has no date, as it came in."""
    message = update.effective_message
    received = current.received_at or current.now
    if update.callback_query is not None or not isinstance(message, Message):
        return min(received, current.now)
    # What is dated before a messenger forgets it has no date that can be believed.
    believed = received - message.date < KEPT_BY_MESSENGERS
    return min(message.date if believed else received, current.now)


async def read_text(update: Update, context: Context) -> None:
    """Read a text that is no command: an answer, an article's number, a link or a code."""
    text = text_of(update)
    replayed = await context.services.submissions.replayed(context.call)
    if replayed is not None:
        # The update made its effect before a crash: only the answer is made again.
        await articles.show(update, context, replayed)
        return
    if await answer_stray_number(update, context) or await offers.choose(update, context, text):
        return
    if await portal_offers.choose_several(update, context, text):
        return
    if await answer_reply(update, context, text):
        return
    if await answer_words(update, context, text):
        return
    if await dialogues.read_answer(update, context, text):
        return
    if ARTICLE_NUMBER.fullmatch(text):
        await editing.show_article(update, context, read_number(text))
        return
    drafting = await context.services.submissions.has_draft(context.call)
    links = find_links(text) or find_bare_links(text)
    code = read_code(text)
    if code is not None and not drafting:
        await people.join(update, context, code)
    elif drafting and not (links and " | " in text):
        await articles.answer_draft(update, context, text)
    elif links:
        await articles.paste_link(update, context, text)
    else:
        await talking.answer_not_understood(update, context)


async def answer_words(update: Update, context: Context, text: str) -> bool:
    """Answer a command however it is typed, a phrase or courtesy, also while a question is open."""
    question = await context.services.dialogues.current(context.call)
    step = None if question else await context.services.submissions.open_step(context.call)
    asked = question is not None or step is not None
    if await talking.answer_command(update, context, text, asked=asked):
        return True
    if question is not None and question.takes_none and says_nothing(text):
        return False
    if await talking.answer_talk(update, context, text, asked=asked, step=step):
        return True
    if not asked and await talking.answer_bare_command(update, context, text):
        return True
    if says_nothing(text) and (step is Step.TITLE or question is not None):
        await reply(update, talk_texts.answers_nothing(context.translate))
        return True
    return False


async def answer_reply(update: Update, context: Context, text: str) -> bool:
    """Let a Reply answer the question it is to, whichever was asked since."""
    message = update.effective_message
    target = message.reply_to_message if isinstance(message, Message) else None
    if target is None or find_links(text):
        return False
    found = await context.services.submissions.about(context.call, target.message_id)
    if found is None or await talking.answer_command(update, context, text, asked=True):
        return found is not None
    if await talking.answer_talk(update, context, text, asked=True, step=Step.CARD):
        return True
    if found.outcome:
        done, _colon, number = found.outcome.partition(":")
        before = PressedBefore(done, int(number or 0))
        await reply(update, article_texts.already_answered(context.translate, before))
        return True
    await articles.answer_draft(update, context, text, about=found.about)
    return True


async def answer_stray_number(update: Update, context: Context) -> bool:
    """Answer a number that no list on show takes, unless the open question asks for a number."""
    stray = stray_number(update)
    if stray is None or await dialogues.asks_for_number(context):
        return False
    await reply(
        update,
        words.no_such_choice(context.translate, stray.number, stray.last, used=stray.used),
    )
    return True


async def answer_unknown_command(update: Update, context: Context) -> None:
    """Run the command that was meant, or name the nearest to one that does not exist."""
    if await talking.answer_command(update, context, text_of(update), asked=False):
        return
    message = update.effective_message
    typed = ((message.text or "") if message else "").split()[0].partition("@")[0]
    _ = context.translate
    own = commands_for(_, context.call)
    names = [name for command in own for name in (command.name, command.twin) if name]
    if typed.removeprefix("/") in {
        name for command in commands(_) for name in (command.name, command.twin)
    }:
        await reply(update, words.not_yours(_, typed))
        return
    near = nearest(typed, names) or shown_name(own[0], context.call.language)
    await reply(update, words.unknown_command(_, typed, near))


async def answer_edit(update: Update, context: Context) -> None:
    """Say that an edited message is not read again."""
    await reply(update, words.edited(context.translate))


async def answer_unreadable(update: Update, context: Context) -> None:
    """Say what can be read to somebody who sent a sticker, a voice or a place."""
    message = update.effective_message
    nothing = message is None or message.effective_attachment is None
    await reply(update, words.unreadable(context.translate, context.here, nothing=nothing))


async def answer_unknown_button(update: Update, context: Context) -> None:
    """Answer a button that no handler knows any more."""
    await acknowledge(update, words.old_button(context.translate), alert=True)
