"""How the bot says something in a Zalo chat: cut to size, its choices listed, the quota counted."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

import structlog

from bot.channels.markup import utf16_length
from bot.channels.outbound import (
    AnswerLost,
    Reason,
    Refused,
    SendError,
    TooMany,
    Unreachable,
)
from bot.channels.zalo.api import MAX_TEXT, NotKnown, ZaloApi, ZaloSent
from bot.channels.zalo.ids import message_number, zalo_chat_id
from bot.channels.zalo.menus import Choice, choice_list, first_number
from bot.channels.zalo.plain import plain_text
from bot.channels.zalo.store import Slot, ZaloStore
from domain.conversation.zalo_quota import MONTHLY_MESSAGES, quota_month
from domain.language import Translator, translator
from domain.text import split_text

# Refused this often in a row for this long, the month is taken as spent although tinbai, which does
# not see what others sent as this bot, counted fewer messages.
_SPENT_AFTER = 5
_SPENT_FOR = timedelta(minutes=10)

_log = structlog.get_logger(__name__)


class QuotaSpent(Refused):
    """The month's messages are used up: sending again this month is of no use."""


class PartlySent(AnswerLost):
    """A part of a long text arrived and the next one failed with `error`."""

    def __init__(self, error: SendError) -> None:
        super().__init__(f"a part arrived, then {type(error).__name__}")
        self.error = error


@dataclass(frozen=True, slots=True)
class Said:
    """What was sent: the last message's number, its instant, and the whole text."""

    message_id: int
    date: datetime
    text: str


async def _vietnamese(_chat_id: int) -> str:
    return "vi"


class ZaloSpeech:
    """Sends texts and pictures to chats; every method raises a SendError.

    `clock` returns an aware datetime. `language_of` gives the language of the little that the
    channel says itself. `monthly_messages` is the plan's quota. `styled` tells whether bold words
    are sent as such; where Zalo refuses them, they are plain from then on.
    """

    def __init__(
        self,
        api: ZaloApi,
        store: ZaloStore,
        clock: Callable[[], datetime],
        language_of: Callable[[int], Awaitable[str]] = _vietnamese,
        monthly_messages: int = MONTHLY_MESSAGES,
        *,
        styled: bool = True,
    ) -> None:
        self.api = api
        self.store = store
        self._clock = clock
        self._language_of = language_of
        self._monthly_messages = monthly_messages
        self._styled = styled
        self._limited_since: datetime | None = None
        self._limited = 0

    async def translator(self, chat_id: int) -> Translator:
        """Return the translator for what the channel itself says in a chat."""
        return translator(await self._language_of(chat_id))

    async def say(
        self,
        chat_id: int,
        text: str,
        choices: Sequence[Choice] = (),
        slot: Slot = "dialogue",
        photo: str = "",
    ) -> Said:
        """Send a text with its choices as a numbered list, below a picture's URL if given.

        `text` is HTML of Zalo's few tags (`zalo_html`). One over 2,000 characters goes out in
        parts; raises PartlySent when one but the first fails.
        """
        zalo_chat = await zalo_chat_id(self.store, chat_id)
        first, shown = 1, ""
        if choices:
            first = first_number(await self.store.menus(chat_id), slot)
            shown = escape(choice_list(await self.translator(chat_id), choices, first), quote=False)
        sent: ZaloSent | None = None
        parts = _parts(text, shown)
        try:
            if photo:
                caption = plain_text(parts.pop()) if len(parts) == 1 else ""
                sent = await self._counted(self.api.send_photo(zalo_chat, photo, caption))
            for part in parts:
                sent = await self._send_part(zalo_chat, part)
        except SendError as error:
            if sent is None:
                raise
            raise PartlySent(error) from None
        if sent is None:
            raise Refused("message text is empty")
        said = Said(
            message_number(zalo_chat, sent.message_id),
            sent.date or self._clock(),
            plain_text(_joined(text, shown)),
        )
        data = [choice.data for choice in choices if choice.data]
        if data:
            await self.store.save_menu(chat_id, slot, said.message_id, first, data, sent.date)
        return said

    async def _send_part(self, zalo_chat: str, part: str) -> ZaloSent:
        """Send one message, with its bold words where Zalo takes them."""
        plain = plain_text(part)
        if self._styled and "<" in part:
            try:
                return await self._counted(self.api.send_message(zalo_chat, part, html=True))
            except NotKnown:
                raise
            except Refused as error:
                if isinstance(error, QuotaSpent):
                    raise
                refusal = error.reason
            sent = await self._counted(self.api.send_message(zalo_chat, plain))
            # The same words were taken without their tags, so it is the tags that were refused.
            self._styled = False
            _log.warning("styles_refused", channel="zalo", answer=refusal[:80])
            return sent
        return await self._counted(self.api.send_message(zalo_chat, plain))

    async def show_typing(self, chat_id: int) -> None:
        """Show that the bot is writing."""
        await self.api.send_typing(await zalo_chat_id(self.store, chat_id))

    async def _counted(self, sending: Awaitable[ZaloSent]) -> ZaloSent:
        month = quota_month(self._clock())
        try:
            sent = await sending
        except TooMany:
            if not self._spent() and await self.store.count_sent(month) < self._monthly_messages:
                raise
            raise QuotaSpent("quota_spent") from None
        except NotKnown:
            # A 404 means a chat that is gone, or a token Zalo cannot read: getMe tells which.
            await self.api.get_me()
            raise Unreachable(Reason.NOT_FOUND) from None
        self._limited_since, self._limited = None, 0
        await self.store.add_sent(month)
        return sent

    def _spent(self) -> bool:
        """Note a refusal for the limit; tell whether they have come for so long that it is over."""
        now = self._clock()
        self._limited += 1
        if self._limited_since is None or self._limited_since > now:
            self._limited_since = now
        return self._limited > _SPENT_AFTER and now - self._limited_since >= _SPENT_FOR


def _parts(text: str, shown: str) -> list[str]:
    """Return a text and its list as messages; the list stays whole where one message holds it."""
    parts = [part for part in split_text(text, MAX_TEXT) if plain_text(part).strip()]
    if not shown:
        return parts
    last_part = parts.pop() if parts else ""
    last = _joined(last_part, shown)
    if utf16_length(last) <= MAX_TEXT:
        return [*parts, last]
    alone = [last_part] if last_part else []
    return [*parts, *alone, *split_text(shown, MAX_TEXT)]


def _joined(text: str, shown: str) -> str:
    return "\n\n".join(block for block in (text, shown) if block)
