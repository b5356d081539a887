"""Commands as people type them: with or without slash, accents, blanks inside, a mention."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from domain.links import find_bare_links, find_links
from domain.text import clean_line, search_key

_SLASH = re.compile(r"[/／\\]\s*")
_MENTION = re.compile(r"@\w+[\s,:]*")
_MENTIONED = re.compile(r"@\w+$")
_MOST_WORDS = 3
_SHORTEST_LIKE = 3
# What a title may begin with: without a slash these are commands only as the whole text.
_ALONE_ONLY = frozenset({"cancel", "undo", "none", "start", "link", "language", "help", "digest"})
# And these want a number or an amount behind them.
_WITH_NUMBER = frozenset({"pay", "figure", "history"})


@dataclass(frozen=True, slots=True)
class TypedCommand:
    """A command by its English name and what stands behind it.

    `slash` tells that it began with one, `exact` that its name was spelled right.
    """

    name: str
    rest: str
    slash: bool
    exact: bool = True

    @property
    def whole(self) -> bool:
        """Tell whether the text is nothing but the command."""
        return not self.rest


def read_command(
    text: str, names: Mapping[str, str], accented: Mapping[str, str]
) -> TypedCommand | None:
    """Return the command a text begins with, None when it begins with none.

    `names` are the names without blanks and accents → English name; `accented` the Vietnamese
    spelling of some → the same. Without a slash, words typed with accents must have the command's
    own. One wrong letter is forgiven behind a slash, and in a text that is nothing else, where one
    command alone is meant.
    """
    body = text.strip()
    mention = _MENTION.match(body)
    body = body[mention.end() :] if mention else body
    slash = _SLASH.match(body)
    body = body[slash.end() :] if slash else body
    tokens = list(re.finditer(r"\S+", body))[:_MOST_WORDS]
    words = [_MENTIONED.sub("", token[0]) for token in tokens]
    for count in range(len(tokens), 0, -1):
        spelled = " ".join(words[:count]).strip(" .,:;!?|｜")
        rest = body[tokens[count - 1].end() :].strip().lstrip("|｜:").strip()
        name = names.get(_joined(spelled))
        if name is None or (not slash and not _is_meant(name, spelled, rest, body, accented)):
            continue
        return TypedCommand(name, rest, bool(slash))
    return _nearly(body, words, tokens, names, slash=bool(slash))


def _joined(spelled: str) -> str:
    return re.sub(r"[^0-9a-z]", "", search_key(spelled))


def _is_meant(name: str, spelled: str, rest: str, body: str, accented: Mapping[str, str]) -> bool:
    """Tell whether words without a slash are a command and not the beginning of a sentence."""
    if not rest:
        return True
    if name in _ALONE_ONLY:
        return False
    if name in _WITH_NUMBER and not re.search("[0-9]", rest):
        return False
    if name == "submit":
        # "nop" without its accent is the command's word, "nộp" also begins a sentence.
        typed = clean_line(spelled).lower()
        return typed == search_key(spelled) or bool(find_links(rest) or find_bare_links(rest))
    if search_key(body) == clean_line(body).lower():
        return True  # typed without accents
    line = clean_line(spelled).lower()
    return any(line == known and of == name for known, of in accented.items())


def _nearly(
    body: str,
    words: list[str],
    tokens: list[re.Match[str]],
    names: Mapping[str, str],
    *,
    slash: bool,
) -> TypedCommand | None:
    for count in range(1, min(len(words), 2) + 1):
        spelled = _joined(" ".join(words[:count]))
        rest = body[tokens[count - 1].end() :].strip()
        if len(spelled) < (_SHORTEST_LIKE if slash else _SHORTEST_LIKE + 1):
            continue
        if not slash and rest:
            continue
        near = {
            name
            for known, name in names.items()
            if len(known) >= _SHORTEST_LIKE and OSA.distance(spelled, known, score_cutoff=1) <= 1
        }
        if len(near) == 1:
            return TypedCommand(near.pop(), rest, slash, exact=False)
    return None
