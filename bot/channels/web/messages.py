"""How the Bot API words in JSON what is written on a page."""

import re
from dataclasses import dataclass
from typing import Any

from bot.channels.markup import utf16_length

BOT_ID = 1
BOT_NAME = "tinbai"
BOT_USERNAME = "tinbai_local_bot"


_COMMAND_OR_LINK = re.compile(r"(?<!\S)(?:(/[A-Za-z0-9_]{1,32}(?:@\w+)?)(?!\w)|(https?://\S+))")


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button: it sends `data` back, or opens `url`."""

    label: str
    data: str | None = None
    url: str | None = None


def bot_json() -> dict[str, Any]:
    """Return the bot as a user in the Bot API's JSON."""
    return {"id": BOT_ID, "is_bot": True, "first_name": BOT_NAME, "username": BOT_USERNAME}


def caption_json(caption: str) -> dict[str, Any]:
    if not caption:
        return {}
    return {"caption": caption} | {
        f"caption_{key}": value for key, value in entities_json(caption).items()
    }


def entities_json(text: str) -> dict[str, Any]:
    """Return the entities Telegram finds in a typed text: commands and links."""
    entities = [
        {
            "type": "bot_command" if match[1] else "url",
            "offset": utf16_length(text[: match.start()]),
            "length": utf16_length(match[0]),
        }
        for match in _COMMAND_OR_LINK.finditer(text)
    ]
    return {"entities": entities} if entities else {}
