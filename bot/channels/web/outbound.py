"""The outbox's way onto people's own pages."""

from collections.abc import Sequence
from typing import Any

from bot.channels.base import ApiError, ChannelRequest
from bot.channels.outbound import (
    Button,
    Reason,
    Refused,
    SentMessage,
    ServerFault,
    TooMany,
    Unreachable,
)


class PageOutbound:
    """Sends the outbox's messages by a Bot API in Python (implements Outbound)."""

    def __init__(self, request: ChannelRequest) -> None:
        self._request = request

    async def send(
        self, chat_id: int, text: str, buttons: Sequence[Sequence[Button]] = ()
    ) -> SentMessage:
        """Send one message of HTML, at most 4096 characters, or raise a SendError."""
        parameters: dict[str, Any] = {"chat_id": chat_id, "text": text, "parse_mode": "HTML"}
        if buttons:
            parameters["reply_markup"] = {
                "inline_keyboard": [
                    [{"text": button.label, "callback_data": button.data} for button in row]
                    for row in buttons
                ]
            }
        try:
            sent = await self._request.call("sendMessage", parameters, {})
        except ApiError as error:
            raise _error(error) from None
        return SentMessage(sent["message_id"])

    async def close(self) -> None:
        """Do nothing: nothing holds a connection."""


def _error(error: ApiError) -> Exception:
    if error.code == 429:
        return TooMany((error.parameters or {}).get("retry_after", 1))
    if error.code == 403:
        return Unreachable(Reason.BLOCKED)
    if error.code == 400 and "chat not found" in error.description.lower():
        return Unreachable(Reason.NOT_FOUND)
    return ServerFault(error.description) if error.code >= 500 else Refused(error.description)
