"""Zalo for the outbox: what the bot says on its own leaves the conversation's list be."""

from collections.abc import Sequence

from bot.channels.base import ApiError
from bot.channels.outbound import Button, Refused, SentMessage
from bot.channels.zalo.menus import Choice
from bot.channels.zalo.plain import zalo_html
from bot.channels.zalo.speech import ZaloSpeech
from bot.channels.zalo.spoken import spoken


class ZaloOutbound:
    """Sends the outbox's messages over Zalo (implements Outbound)."""

    def __init__(self, speech: ZaloSpeech) -> None:
        self._speech = speech

    async def send(
        self, chat_id: int, text: str, buttons: Sequence[Sequence[Button]] = ()
    ) -> SentMessage:
        """Send one message of simple HTML, or raise a SendError.

        A text of several parts that broke off after the first is an AnswerLost: a part arrived,
        so it is not sent again by itself.
        """
        try:
            shown = zalo_html(spoken(text))
        except ApiError as error:
            raise Refused(error.description) from None
        choices = [Choice(spoken(one.label), one.data) for row in buttons for one in row]
        said = await self._speech.say(chat_id, shown, choices, slot="notice")
        return SentMessage(said.message_id)

    async def close(self) -> None:
        """Close the connections."""
        await self._speech.api.close()
