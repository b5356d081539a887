"""What a handler is given: the services, and who asks by which update."""

from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telegram import Message
from telegram.ext import Application, CallbackContext, ContextTypes, ExtBot

from domain.calls import Call, Origin, Visit
from domain.channels import WEB, Here, keeps_links, numbers_choices
from domain.language import Translator, translator
from handlers.flood import FloodGate
from services.container import Services

Data = dict[Any, Any]


@dataclass(slots=True)
class Handling:
    """One update being handled: its origin, its instant, and what made handling it fail.

    `received_at` is when it was stored, `sent_at` when the person sent it.
    `language` is the reader's, kept here too because an error is answered in a new context.
    `offered` is the last message with buttons that was sent; `acknowledged` tells that the press
    was answered.
    """

    origin: Origin
    now: datetime
    failure: Exception | None = None
    language: str = "vi"
    offered: Message | None = None
    acknowledged: bool = False
    received_at: datetime | None = None
    sent_at: datetime | None = None


handling: ContextVar[Handling] = ContextVar("handling")


class BotData:
    """What all updates of an Application share."""

    services: Services
    flood: FloodGate

    def __init__(self) -> None:
        # The albums that were answered, the oldest first: each picture of one is a message.
        self.albums: dict[str, None] = {}
        # Private chat → the menu it was given last, so that only a change is told the messenger.
        self.menus: dict[int, tuple[str, ...]] = {}
        # English name → what answers the command, for words that mean one.
        self.commands: dict[str, Callable[[Any, Any], Coroutine[Any, Any, None]]] = {}


class Context(CallbackContext[ExtBot[None], Data, Data, BotData]):
    """The context of one update."""

    visit: Visit
    call: Call

    @property
    def services(self) -> Services:
        """The use cases."""
        return self.bot_data.services

    @property
    def known(self) -> bool:
        """Tell whether the update comes from a person of a board."""
        return hasattr(self, "call")

    @property
    def here(self) -> Here:
        """What can be done in the chat the update comes from."""
        portal = self.known and bool(self.call.board.portal_sources)
        channel = handling.get().origin.channel
        page = self.services.my_page.served and channel != WEB
        return Here(keeps_links(channel), portal, page, numbers_choices(channel))

    @property
    def translate(self) -> Translator:
        """The translator into the reader's language."""
        if self.known:
            return translator(self.call.language)
        current = handling.get(None)
        return translator(current.language if current is not None else "vi")


App = Application[ExtBot[None], Context, Data, Data, BotData, Any]


def context_types() -> ContextTypes[Context, Data, Data, BotData]:
    """Return the types an Application is built with."""
    return ContextTypes(context=Context, bot_data=BotData)
