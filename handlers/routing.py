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

from domain.articles.answers import NONE
from domain.articles.drafts import Step
from domain.articles.naming import article_number, is_edit_command, number_in_deed
from domain.calls import Visit
from domain.conversation.offers import chose_question, typed_place
from domain.conversation.phrases import run_together, says_nothing, says_zero
from domain.conversation.replies import hesitates, says_no, says_yes
from domain.language import LANGUAGES
from domain.links import find_bare_links, find_links
from domain.people.codes import codes_in_links, find_codes, is_code_alone, read_code
from domain.permissions import Action, may
from domain.text import nearest, search_key
from handlers import answers as dialogues
from handlers import talking
from handlers.articles import editing
from handlers.articles import submit as articles
from handlers.articles import submit_texts as article_texts
from handlers.asking import run_command
from handlers.commands import commands, commands_for, shown_name
from handlers.context import App, Context, Handling, handling
from handlers.conversation import general_texts as words
from handlers.conversation import offers, talk_texts
from handlers.flood import Verdict
from handlers.messages import album_answered, stray_number, text_of, typed_number
from handlers.people import joining as people
from handlers.people.pages import page_instead
from handlers.portal import offering as portal_offers
from handlers.registration import PRIVATE
from handlers.replies import acknowledge, reply
from handlers.reports import figures, status
from services.articles.results import PressedBefore
from services.people.joining import ASKED_AGAIN, ASKS_NAME

KEPT_BY_MESSENGERS = timedelta(days=2)
MENTION = re.compile(r"^\s*@\w+[\s,:]+(?=\S)")


def register_first(app: App) -> None:
    """Add what runs before every handler: finding out who asks."""
    app.add_handler(TypeHandler(Update, identify), group=-1)


def register_last(app: App) -> None:
    """Add what reads everything that no command or button took."""
    app.add_handler(MessageHandler(PRIVATE & filters.COMMAND, answer_unknown_command))
    app.add_handler(MessageHandler(PRIVATE & (filters.TEXT | filters.CAPTION), read_text))
    app.add_handler(MessageHandler(PRIVATE & ~filters.StatusUpdate.ALL, answer_unreadable))
    app.add_handler(CallbackQueryHandler(answer_unknown_button))


async def identify(update: Update, context: Context) -> None:
    """Find out who asks; a stranger gets no further than joining and /help."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None or chat.type != chat.PRIVATE:
        raise ApplicationHandlerStop
    current = handling.get()
    verdict = context.bot_data.flood.judge(chat.id, update.update_id, current.now)
    if verdict is not Verdict.READ and not (update.message and find_links(text_of(update))):
        if verdict is Verdict.TELL:
            await reply(update, words.flood(context.translate))
        await acknowledge(update)
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
        typed_number(update),
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
    if update.edited_message is None or read_code(text_of(update)) is not None:
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
    text = MENTION.sub("", text_of(update))
    replayed = await context.services.submissions.replayed(context.call)
    if replayed is not None:
        # The update made its effect before a crash: only the answer is made again.
        await articles.show(update, context, replayed)
        return
    if codes_in_links(text) or is_code_alone(text):
        # A joining link is no article, whatever was asked before; nor is a code an answer.
        await people.join_by(update, context, text)
        return
    if await offers.choose(update, context, text):
        return
    if await answer_stray_number(update, context, text.strip()):
        return
    if await portal_offers.choose_several(update, context, text):
        return
    if await answer_reply(update, context, text):
        return
    if await status.accept_by_words(update, context, text):
        return
    if await answer_words(update, context, text):
        return
    if await dialogues.read_answer(update, context, text):
        return
    number = article_number(text)
    drafting = number is None and await context.services.submissions.has_draft(context.call)
    links = find_links(text) or find_bare_links(text)
    if number is None and not drafting and not links:
        number = number_in_deed(text)
    if number is not None:
        await editing.show_article(update, context, number)
        return
    invited = read_code(text) or ("ma moi" in search_key(text) and find_codes(text))
    if invited and not drafting:
        await people.join_by(update, context, text)
    elif drafting and not (links and " | " in text):
        await articles.answer_draft(update, context, text)
    elif links:
        await articles.paste_link(update, context, text)
    elif not await figures.answer_spoken(update, context, text):
        await talking.answer_not_understood(update, context, text)


async def answer_words(update: Update, context: Context, text: str) -> bool:
    """Answer a command however it is typed, a phrase or courtesy, also while a question is open."""
    question = await context.services.dialogues.current(context.call)
    if question is not None and question.kind == ASKS_NAME:
        if await context.services.submissions.has_draft(context.call):
            await context.services.dialogues.drop(context.call)  # an article is asked about since
        elif await people.answer_name(update, context, text, again=question.asks == ASKED_AGAIN):
            return True
        question = None
    step = None
    if question is None:
        step, _typed = await context.services.submissions.open_step(context.call)
    asked = question is not None or step is not None
    if not asked and await articles.answer_batch(update, context, text):
        return True
    if await talking.answer_command(update, context, text, asked=asked):
        return True
    if question is not None and question.may_be_declined and says_no(text):
        await dialogues.cancel(update, context)
        return True
    if hesitates(text, slips=question is None or question.refuses_slips):
        if question is None and step is not None:
            return False  # the draft asks again
        if question is not None and not (question.takes_none and search_key(text) in NONE):
            await reply(update, talk_texts.still_asked(context.translate))
            return True
    if question is not None and question.takes_yes and says_yes(text):
        return False
    if question is not None and question.takes_none and says_nothing(text):
        return False
    if question is not None and question.asks == "reason":
        if says_nothing(text) or says_yes(text):
            await reply(update, talk_texts.no_reason(context.translate))
            return True
        if says_zero(text):
            return False  # why there is nothing this month
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


async def answer_stray_number(update: Update, context: Context, text: str) -> bool:
    """Answer a number that no list on show takes, unless the open question asks for a number.

    The number that was typed to be asked is not the answer when it comes again, nor is another of
    the used list: it is told how it becomes one.
    """
    number, stray = typed_place(text), stray_number(update)
    if number is None:
        return False
    digits = "".join(filter(str.isdigit, text))
    used = stray is not None and stray.used
    question = await context.services.dialogues.current(context.call)
    step, typed = await context.services.submissions.open_step(context.call)
    taken, form = step is Step.DATE, dialogues.day_form(digits)
    if question is not None and (not taken or question.kind in dialogues.TAKES_NUMBERS):
        typed, taken = question.typed, question.kind in dialogues.TAKES_NUMBERS
        form = dialogues.number_form(question, digits)
    if chose_question(text, typed, used=used):
        form = form if taken else ""
        await reply(update, words.chosen_before(context.translate, number, form))
        return True
    if stray is None or taken:
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
    corrects = is_edit_command(text_of(update)) and not find_links(text_of(update))
    corrects = corrects and may(context.call, Action.LOG_ARTICLE)
    number = number_in_deed(text_of(update)) if corrects else None
    if number is not None:
        await editing.show_article(update, context, number)
        return
    known = run_together(typed.removeprefix("/"))
    if known in {command.name for command in own}:
        rest = text_of(update).partition(" ")[2].strip()
        number = article_number(f"#{rest.removeprefix('#')}") if known == "mine" else None
        if number is not None:
            await editing.show_article(update, context, number)
        else:
            await run_command(update, context, str(known), rest)
        return
    if corrects:
        await reply(update, talk_texts.how_to_correct(_))
        return
    near = nearest(typed, names) or shown_name(own[0], context.call.language)
    await reply(update, words.unknown_command(_, typed, near))


async def answer_unreadable(update: Update, context: Context) -> None:
    """Say what can be read to somebody who sent a sticker, a voice or a place; once an album."""
    message = update.effective_message
    if album_answered(update, context):
        return
    nothing = message is None or message.effective_attachment is None
    page = await page_instead(context)
    text = words.unreadable(context.translate, context.here, nothing=nothing, page=page)
    await reply(update, text)


async def answer_unknown_button(update: Update, context: Context) -> None:
    """Answer a button that no handler knows any more."""
    await acknowledge(update, words.old_button(context.translate), alert=True)
