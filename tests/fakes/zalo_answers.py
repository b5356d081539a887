"""What nobody knows for certain of Zalo's Bot Platform: each doubt with the answers it may have.

The channel has to work with every one of them; `tests/bot/test_zalo_contract.py` tries them all.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Answers:
    """One way the real service may behave."""

    # A message with a link: its text, a card without anything, a card under a name of its own.
    link: Literal["text", "card", "link event", "attachment"] = "text"
    # A file: nothing but that something came, or its address.
    file: Literal["nothing", "attachment"] = "nothing"
    # An event in the envelope of getUpdates, or alone.
    envelope: bool = True
    # Where a picture's address stands.
    picture: Literal["photo_url", "photo"] = "photo_url"
    # Whether an event tells its kind a second time (CHAT_MESSAGE, CHAT_PHOTO, CHAT_VOICE).
    message_type: bool = True
    # An idle poll: HTTP 408, HTTP 200 with a code in the body, or an answer without an event.
    idle: Literal["status", "body", "empty"] = "status"
    # getWebhookInfo and deleteWebhook where none is set.
    no_webhook: Literal["404", "empty"] = "404"
    # A poll while a webhook is set: refused, or as if nothing came.
    poll_beside_webhook: Literal["400", "409", "idle"] = "400"
    # parse_mode "html": shown, refused as an unknown field, or its tags shown as they are.
    styles: Literal["shown", "refused", "raw"] = "shown"
    # Writing to somebody who is gone or does not want it.
    gone: Literal["404", "403", "400"] = "404"
    # Whether setWebhook posts an empty body to the address first.
    probe: bool = False
    # Whether every event is handed out twice.
    replays: bool = False
