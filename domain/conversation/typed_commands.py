"""Commands as people type them: with or without slash, accents, blanks inside, a mention."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from domain.conversation.phrases import NO_PAYMENT
from domain.links import find_bare_links, find_links
from domain.syllables import without_telex
from domain.text import clean_line, search_key

_SLASH = re.compile(r"[/／\\]\s*")
_MENTION = re.compile(r"@\w+[\s,:]*")
_MENTIONED = re.compile(r"@\w+$")
_BOT_NAME = re.compile(r"\s*@bot\s", re.IGNORECASE)
_LONGEST_NAME = 12  # words
_MOST_WORDS = 3
_SHORTEST_LIKE = 3
_SHORTEST_TITLE = 2  # words: "nộp Khai mạc hội thao"
# What a title may begin with: without a slash these are commands only as the whole text.
_ALONE_ONLY = frozenset({"cancel", "undo", "none", "start", "link", "language", "help", "digest"})
# And these want a number or an amount behind them.
_WITH_NUMBER = frozenset({"pay", "figure", "history"})
_MONEY = re.compile(
    r"[0-9]{4}|[0-9][.,][0-9]{3}\b|[0-9]tr[0-9]|[0-9]\s*(?:k|tr|trieu|ty|ti|nghin|ngan|ng|dong|d|vnd|₫)\b"
)
# "Trang ..." begins many a title: with these behind it, the person's page is to be closed.
PAGE_CLOSES = frozenset({"tat", "off", "dong", "thoat", "tat het", "close"})


@dataclass(frozen=True, slots=True)
class TypedCommand:
    """A command by its English name and what stands behind it.

    `slash` tells that it began with one, `exact` that its name was spelled right, `certain` that
    without a slash too no sentence begins like this: "baocao quý 3", "trang tắt".
    """

    name: str
    rest: str
    slash: bool
    exact: bool = True
    certain: bool = False

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
        if name is None and (slash or not rest):
            name = names.get(_joined(without_telex(search_key(spelled))))
        if name is None or (not slash and not _is_meant(name, spelled, rest, body, accented)):
            continue
        certain = bool(slash) or _is_run_together(name, spelled, accented) or _closes(name, rest)
        return TypedCommand(name, rest, bool(slash), certain=certain)
    return _nearly(body, words, tokens, names, slash=bool(slash))


def after_bot_name(text: str, names: Mapping[str, str], accented: Mapping[str, str]) -> str:
    """Return a text without the name of the bot, "@Bot Tin bài xã Mẫu", that it begins with.

    Nothing tells where such a name ends, so what is meant begins at the first command, else at the
    first link; a text with neither is returned whole.
    """
    if not _BOT_NAME.match(text):
        return text
    starts = [word.start() for word in re.finditer(r"(?<=\s)\S", text)][:_LONGEST_NAME]
    for start in starts:
        found = read_command(text[start:], names, accented)
        if found is not None and found.exact:
            return text[start:]
    links = find_links(text) or find_bare_links(text)
    return text[text.index(links[0]) :] if links and links[0] in text else text


def _joined(spelled: str) -> str:
    return re.sub(r"[^0-9a-z]", "", search_key(spelled))


def _is_meant(name: str, spelled: str, rest: str, body: str, accented: Mapping[str, str]) -> bool:
    """Tell whether words without a slash are a command and not the beginning of a sentence."""
    if name == "pay" and NO_PAYMENT.search(clean_line(spelled).lower()):
        return False
    if not rest:
        return True
    if name == "pay" and not _MONEY.search(search_key(rest)):
        return False  # "Chi bộ thôn 3 …" is no payment
    if _is_run_together(name, spelled, accented):
        return True
    if name in _ALONE_ONLY:
        return False
    if name == "page":
        return _closes(name, rest)
    if name in _WITH_NUMBER and not re.search("[0-9]", rest):
        return False
    if name == "submit":
        # "nop" without its accent is the command's word, "nộp" also begins a sentence.
        typed = clean_line(spelled).lower()
        titled = typed == "nộp" and rest[:1].isupper() and len(rest.split()) > _SHORTEST_TITLE
        return (
            titled
            or typed == search_key(spelled)
            or bool(find_links(rest) or find_bare_links(rest))
        )
    if search_key(body) == clean_line(body).lower():
        return True  # typed without accents
    line = clean_line(spelled).lower()
    return any(line == known and of == name for known, of in accented.items())


def _closes(name: str, rest: str) -> bool:
    return name == "page" and search_key(rest) in PAGE_CLOSES


def _is_run_together(name: str, spelled: str, accented: Mapping[str, str]) -> bool:
    """Tell whether words that are never written as one were: "baocao"."""
    return " " not in spelled and any(
        of == name and " " in known and _joined(known) == _joined(spelled)
        for known, of in accented.items()
    )


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
