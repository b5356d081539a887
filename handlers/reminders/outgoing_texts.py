"""What tinbai says on its own: the words and buttons of each kind of message in the outbox."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.conversation.messages import Button
from domain.language import Translator
from handlers.articles import review_texts as review
from handlers.conversation import general_texts as general
from handlers.portal import texts as portal
from handlers.reminders import announcement_texts as announcements
from handlers.reminders import texts as reminders
from handlers.twins import texts as twins


def outgoing_text(
    _: Translator, kind: str, payload: Mapping[str, Any], channel: str, *, page: bool = False
) -> tuple[str, tuple[tuple[Button, ...], ...]]:
    """Return a message's text (simple HTML) over a channel, and its rows of buttons.

    `page` tells that people have pages of their own.
    """
    if kind == "reminder":
        text = reminders.reminder(_, payload, channel, page=page)
        return text, reminders.buttons(_, payload)
    if kind == "broadcast":
        return announcements.broadcast(_, payload), ()
    if kind == "portal":
        return portal.digest(_, payload), ()
    if kind == "waiting":
        return review.waiting(_, payload), review.waiting_buttons(_, payload)
    if kind == "thanks":
        return reminders.thanks(_, payload), ()
    if kind == "merged":
        return twins.merged(_, payload), ()
    if kind == "review":
        return review.outcome(_, payload), ()
    if kind == "fault":
        return general.fault(_, payload["number"]), ()
    raise ValueError(f"no words for a message of kind {kind!r}")


def choices_of(kind: str, buttons: Sequence[Sequence[Button]]) -> list[tuple[str, str]]:
    """Return what may be typed instead of pressed: a reminder that offers articles has numbers."""
    choices = [(button.label, button.data) for row in buttons for button in row]
    offers = any(data.startswith("pi:log:") for _label, data in choices)
    return choices if kind == "reminder" and offers else []
