"""What every channel offers the outbox: one way to send, and errors that tell what happened.

    SendError
    ├── NotSent             nothing arrived, for certain
    │   ├── NeverSent       no connection was made: send again
    │   ├── ServerFault     the platform failed and did not do it: send again
    │   ├── TooMany         a limit was passed: send again after `retry_after` seconds
    │   ├── Migrated        the chat has another id now: send again to `new_chat_id`
    │   ├── Unreachable     this person or chat cannot be written to (blocked, deactivated, gone)
    │   ├── Refused         the platform does not take this message
    │   └── TokenRejected   the platform does not know the bot: nothing can be sent
    └── AnswerLost          it may have arrived: never send again by itself

No error carries an address or a token, nor a cause that does: they are logged and shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from domain.conversation.messages import Button as Button


class SendError(Exception):
    """The base of everything that can go wrong with one message."""


class NotSent(SendError):  # noqa: N818 - the design's words for errors carry no suffix
    """Nothing arrived, for certain."""


class NeverSent(NotSent):
    """No connection was made; sending again is safe."""


class ServerFault(NotSent):
    """The platform said that it failed; sending again is safe."""


class TooMany(NotSent):
    """A limit of the platform was passed; sending again is safe after `retry_after` seconds."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"too many messages, again after {retry_after:g} s")
        self.retry_after = retry_after


class Migrated(NotSent):
    """The group became a supergroup and answers to `new_chat_id` from now on."""

    def __init__(self, new_chat_id: int) -> None:
        super().__init__("the chat has another id now")
        self.new_chat_id = new_chat_id


class Reason(StrEnum):
    """Why a person or chat cannot be written to."""

    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    NOT_FOUND = "not_found"
    NOT_ALLOWED = "not_allowed"


class Unreachable(NotSent):
    """The person or chat cannot be written to until they do something themselves."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Refused(NotSent):
    """The platform does not take this message; `reason` is its own sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TokenRejected(NotSent):
    """The platform does not know the bot's token."""


class AnswerLost(SendError):  # noqa: N818
    """The message went out and no answer came: it may have arrived or not."""


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message that the platform confirmed."""

    message_id: int


class Outbound(Protocol):
    """Sends what the bot says on its own, over one channel."""

    async def send(
        self, chat_id: int, text: str, buttons: Sequence[Sequence[Button]] = ()
    ) -> SentMessage:
        """Send one message and return it as confirmed, or raise a SendError.

        `text` is the simple HTML of the Bot API, within the channel's limit; `buttons` are rows.
        """

    async def close(self) -> None:
        """Release the connections; may be called more than once."""
