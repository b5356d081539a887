"""What a message says: its text or caption, the links hidden behind words, and how it came."""

from dataclasses import dataclass
from datetime import datetime

from telegram import Message, MessageEntity, Update

from domain.links import find_links, mend_schemes
from handlers.context import Context
from services.articles.pasting import Manner

MOST_ALBUMS = 1000


def text_of(update: Update) -> str:
    """Return the message's text or a picture's caption, with hidden links on lines of their own."""
    message = update.effective_message
    if message is None:
        return ""
    text = mend_schemes(message.text or message.caption or "")
    hidden = [
        entity.url
        for entity in message.entities or message.caption_entities
        if entity.type == MessageEntity.TEXT_LINK and entity.url
    ]
    shown = set(find_links(text))
    return "\n".join([text, *dict.fromkeys(link for link in hidden if link not in shown)])


@dataclass(frozen=True, slots=True)
class StrayNumber:
    """A typed number that chose nothing: the lists on show end at `last`; `used` was it before."""

    number: int
    last: int
    used: bool


def stray_number(update: Update) -> StrayNumber | None:
    """Return the number that a channel without buttons could not read as a choice, else None."""
    message = update.effective_message
    found = message.api_kwargs.get("unmatched_choice") if message is not None else None
    return StrayNumber(found["number"], found["last"], found["used"]) if found else None


def typed_number(update: Update) -> str:
    """Return the number that was typed for a press, "" for any other update."""
    query = update.callback_query
    return str(query.api_kwargs.get("typed_number") or "") if query is not None else ""


def album_answered(update: Update, context: Context) -> bool:
    """Tell whether a picture belongs to an album that was answered; from now on it was."""
    message = update.effective_message
    album = message.media_group_id if isinstance(message, Message) else None
    if message is None or album is None:
        return False
    answered = context.bot_data.albums
    seen = album in answered
    answered[album] = None
    while len(answered) > MOST_ALBUMS:
        answered.pop(next(iter(answered)))
    return seen


def posted_at(update: Update) -> datetime | None:
    """Return when a forwarded post was published where it stood first."""
    message = update.effective_message
    if not isinstance(message, Message) or message.forward_origin is None:
        return None
    return message.forward_origin.date


def manner_of(update: Update, text: str) -> Manner:
    """Return whether a text is a one-line form, a forwarded post, or pasted on its own."""
    message = update.effective_message
    if isinstance(message, Message) and message.forward_origin is not None:
        return Manner.FORWARD
    return Manner.LINE if " | " in text or "｜" in text else Manner.PASTE
