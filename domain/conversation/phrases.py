"""What people say instead of typing a command; data/phrases.tsv holds the wordings."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rapidfuzz import fuzz, process

from domain.links import find_bare_links, find_links
from domain.text import clean_line, search_key

THANKS, GREETING, ZERO = "thanks", "greeting", "zero"
COURTESY = frozenset({THANKS, GREETING})
_LONGEST = 160
_LIKE = 88.0
_SHORTEST_LIKE = 6  # shorter wordings differ by a letter from other words

_LEADS = re.compile(
    r"(?:(?:da|vang|thua|a|oi|alo|ad|admin|ban oi|chi oi|anh oi|em oi|bot oi|tro ly oi|"
    r"cho (?:em|toi|minh|anh|chi)?(?: (?:hoi|xem|biet|xin))?|em (?:hoi|muon|can|xin)|"
    r"toi (?:hoi|muon|can|xin)|minh (?:muon|can)|muon|can|xin|vui long|lam on|hay|please|"
    r"giup (?:em|toi|minh)|nho (?:chi|anh|em|ban)|xem giup|xem ho|em|toi|minh)[\s,]+)"
)
_TAILS = re.compile(
    r"[\s,]+(?:a|ah|ak|nhe|nha|nhi|the|vay|voi|di|gium|giup|ho|ha|nao|chi|anh|em|ban|bot|oi|"
    r"a em|chi oi|anh oi|em oi|ban oi|co chu|moi nguoi|nhieu|rat nhieu|lam|qua|please|"
    r"(?:giup|gium|ho|cho) (?:em|toi|minh|chi|anh)|the nay|nhe chi|nhe anh)$"
)
_EDGES = re.compile(r"^[^0-9a-z?]+|[^0-9a-z?]+$")
_LIKES = frozenset("👍👌🙏❤🥰😍😊🙂😀👏💯🤝✅🌹💐🎉♥")
_NOT = re.compile(r"\b(?:ko|k|kg|kh|hong|hok|khg|kho)\b(?= (?:co|phat sinh|dang|viet))")
_ASKS_WHO = re.compile(
    r"\b(?:ai|don vi nao|phong nao|xa nao|co quan nao|nhung don vi|cac don vi|bao nhieu don vi|"
    r"don vi nao)\b.*\b(?:chua|khong|im lang)\b"
)
_ASKS_COUNT = re.compile(r"(?:.*\b)?(?:bao nhieu|may|duoc may|co may) (?:tin|bai|tin,? bai)\b.*")
_NOTHING = re.compile(
    r"\bkhong (?:co|phat sinh|dang|viet|san xuat|gui)(?: (?:duoc|them))?(?: (?:mot|cac|bat ky))?"
    r"(?: (?:tin|bai|tin,? bai|tin tuc|bai viet)\b| (?:gi|hoat dong|noi dung)(?: gi)?(?: a)?$|$)"
    r"|\bkhong (?:tin|bai|tin,? bai)\b|\bkhong phat sinh\b|^thang nay khong co\b|\bno articles?\b"
)
_QUESTION = re.compile(r"\b(?:nao|ai|may|bao nhieu|sao|gi)\b.*\?|\bkhong\s*\?$|\bduoc khong$")
_FIND = re.compile(
    r"(?:tìm(?: kiếm)?|tim(?: kiem)?|find|search)(?: (?:bài|tin|bai|các bài))?"
    r"(?: (?:về|ve|có|co))? (?P<words>.+)",
    re.IGNORECASE,
)
_THANKS = re.compile(r"\b(?:cam on|thanks|thank|tks)\b")
_REPORT = re.compile(r"\b(?:bao cao|bc|b/c|so ket|tong ket|report)\b")


@dataclass(frozen=True, slots=True)
class Talk:
    """What a text says: a command's English name with its argument, a courtesy, or "zero".

    `exact` tells that the whole text is a known wording, not one like it.
    """

    meaning: str
    rest: str = ""
    exact: bool = True


def read_talk(text: str) -> Talk | None:
    """Return what a whole text says, None when it is nothing known."""
    line = clean_line(text)
    if not line or len(line) > _LONGEST or "\n" in text.strip():
        return None
    bare = [char for char in line if char not in "️ " and not "🏻" <= char <= "🏿"]
    if bare and all(char in _LIKES for char in bare):
        return Talk(THANKS)
    if bare == ["👋"]:
        return Talk(GREETING)
    if find_links(line) or find_bare_links(line):
        return None
    forms = _forms(search_key(line))
    for form in forms:
        if form in wordings():
            return Talk(wordings()[form])
    return _shaped(line, forms) or _like(forms)


def says_nothing(text: str) -> bool:
    """Tell whether a text is just "không có", which answers no question that asks for words."""
    return _NOT.sub("khong", _EDGES.sub("", search_key(text))) in {"khong co", "khong", "khong a"}


def says_thanks(text: str) -> bool:
    """Tell whether a text has a word of thanks, not just an "ok"."""
    return _THANKS.search(search_key(text)) is not None


@cache
def wordings() -> dict[str, str]:
    """Return search key → meaning of every wording."""
    table = files("domain").joinpath("data/phrases.tsv").read_text("utf-8")
    found: dict[str, str] = {}
    for line in table.splitlines():
        if line and not line.startswith("#"):
            meaning, wording = line.split("\t")
            found.setdefault(search_key(wording), meaning)
    return found


def _forms(key: str) -> list[str]:
    """Return the key and what is left of it without polite words round it."""
    found = [_EDGES.sub("", key)]
    for form in found:
        if len(found) > 12:
            break
        match = _LEADS.match(form)
        for shorter in (form[match.end() :] if match else "", _TAILS.sub("", form)):
            shorter = _EDGES.sub("", shorter)
            if shorter and shorter not in found:
                found.append(shorter)
        if form.endswith("?") and (shorter := form.rstrip(" ?")) and shorter not in found:
            found.append(shorter)
    return found


def _shaped(line: str, forms: list[str]) -> Talk | None:
    """Read what has a shape rather than a wording: who is silent, nothing this month, a search."""
    key = _NOT.sub("khong", forms[0])
    if _ASKS_WHO.search(key):
        return Talk("status", exact=False)
    if _NOTHING.search(key) and not _QUESTION.search(key):
        return Talk(ZERO)
    if _ASKS_COUNT.fullmatch(key):
        return Talk("status", exact=False)
    words = key.split()
    if len(words) <= 8 and _THANKS.search(key):
        return Talk(THANKS)
    if len(words) <= 6 and re.match(r"(?:xin |em |toi )?chao\b|hello\b|hi\b", key):
        return Talk(GREETING)
    if match := _FIND.fullmatch(line.strip(" .?!")):
        return Talk("find", match["words"], exact=False)
    if _REPORT.search(key) and len(words) <= 16:
        return Talk("report", line, exact=False)
    return None


def _like(forms: list[str]) -> Talk | None:
    for form in forms:
        if len(form) < _SHORTEST_LIKE:
            continue
        near = process.extractOne(form, wordings().keys(), scorer=fuzz.ratio, score_cutoff=_LIKE)
        if near is not None and len(near[0]) >= _SHORTEST_LIKE:
            return Talk(wordings()[near[0]], exact=False)
    return None
