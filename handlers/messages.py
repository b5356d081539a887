"""What a message says: its text or caption, the links hidden behind words, and how it came."""

from telegram import Message, MessageEntity, Update

from domain.links import find_links
from services.pasting import Manner


def text_of(update: Update) -> str:
    """Return the message's text or a picture's caption, with hidden links on lines of their own."""
    message = update.effective_message
    if message is None:
        return ""
    text = message.text or message.caption or ""
    hidden = [
        entity.url
        for entity in message.entities or message.caption_entities
        if entity.type == MessageEntity.TEXT_LINK and entity.url
    ]
    shown = set(find_links(text))
    return "\n".join([text, *dict.fromkeys(link for link in hidden if link not in shown)])


def manner_of(update: Update, text: str) -> Manner:
    """Return whether a text is a one-line form, a forwarded post, or pasted on its own."""
    message = update.effective_message
    if isinstance(message, Message) and message.forward_origin is not None:
        return Manner.FORWARD
    return Manner.LINE if " | " in text else Manner.PASTE
