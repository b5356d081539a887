"""A bot spoken to in a group: "@Bot Tin bài xã Mẫu /bantin", where its name may hold blanks.

Nothing tells how the bot is called there, so what is meant for it begins at the first slash or at
the first word that is a command.
"""

import re
from collections.abc import Collection

from domain.text import search_key

_SLASH = re.compile(r"(?:^|\s)(/\S.*)", re.DOTALL)


def without_mention(text: str) -> str:
    """Return what stands from the first command with a slash on; without one, the text itself."""
    stripped = text.strip()
    if not stripped.startswith("@"):
        return stripped
    command = _SLASH.search(stripped)
    return command[1] if command else stripped


def names_command(text: str, names: Collection[str]) -> bool:
    """Tell whether a text in a group means one of some commands, with or without its slash.

    A mention may stand before it; nothing but its own words may stand behind a mention's end. A
    name matches with or without accents and blanks: `bantin`, `bản tin`.
    """
    spoken = without_mention(text)
    if spoken.startswith("/"):
        word = spoken[1:].split()[0].partition("@")[0] if spoken[1:].split() else ""
        return _plain(word) in names
    plain = _plain(spoken)
    if spoken.startswith("@"):
        words = [_plain(word) for word in spoken.split()]
        return any("".join(words[start:]) in names for start in range(1, len(words)))
    return plain in names


def _plain(text: str) -> str:
    return search_key(text).replace(" ", "")
