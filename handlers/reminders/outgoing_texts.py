"""What tinbai says on its own: the words and buttons of each kind of message in the outbox."""

from collections.abc import Mapping
from typing import Any

from domain.conversation.messages import Button
from domain.language import Translator
from handlers.articles import review_texts as review
from handlers.conversation import general_texts as general
from handlers.portal import texts as portal
from handlers.reminders import announcement_texts as announcements
from handlers.reminders import reminder_texts as reminders
from handlers.twins import texts as twins


def outgoing_text(
    _: Translator, kind: str, payload: Mapping[str, Any], channel: str
) -> tuple[str, tuple[tuple[Button, ...], ...]]:
    """Return a message's text (simple HTML) over a channel, and its rows of buttons."""
    if kind == "reminder":
        return reminders.reminder(_, payload, channel), reminders.buttons(_, payload)
    if kind == "broadcast":
        return announcements.broadcast(_, payload), ()
    if kind == "portal":
        return portal.digest(_, payload), ()
    if kind == "merged":
        return twins.merged(_, payload), ()
    if kind == "review":
        return review.outcome(_, payload), ()
    if kind == "fault":
        return general.fault(_, payload["number"]), ()
    raise ValueError(f"no words for a message of kind {kind!r}")
