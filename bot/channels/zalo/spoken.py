"""Commands as words to type: Zalo has no menu, and a slash opens quick messages on a computer."""

import re
from functools import lru_cache

from domain.language import translator
from handlers.commands import commands


def spoken(source: str) -> str:
    """Return an HTML text whose commands have no slash: `/huongdan` is `huongdan`."""
    return _slashed().sub(r"\1", source)


@lru_cache(maxsize=1)
def _slashed() -> re.Pattern[str]:
    """Return what a command looks like in a text, but not in an address or a tag's end."""
    names = {
        name
        for command in commands(translator("vi"))
        for name in (command.name, command.twin)
        if name
    }
    return re.compile(rf"(?<![\w/<.:\-])/({'|'.join(sorted(names, key=len, reverse=True))})\b")
