"""Vietnamese text: one stored form, one form to search by, one order to sort by, one way to cut."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_LETTERS = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
# Letters and marks by their class, yet they print as nothing.
_BLANKS = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0")
# What stands before an entry of a list; "12.000 lượt", "1/3 đơn vị" and "2 - 3 lớp" are no marks.
_LIST_MARK = re.compile(
    r"(?:[-–—•*·●○▪■◦‣➢➤✓✔①-⑳]|[0-9]\ufe0f?\u20e3|[+→](?![0-9])"
    r"|\((?:[0-9]{1,2}|[a-zđ]|[ivx]{1,4})\)"
    r"|[0-9]{1,2}(?:\.[0-9]{1,2})*(?:[.)](?:\s|$|(?=[^\W\d_]))|[/:]\s|\s?[-–]\s(?!\s*[0-9]))"
    r"|(?:[a-eghikđ]|[A-E](?=\))|[IVX]{1,5})(?:[.)](?:\s|(?<=\)))|/\s|\s?[-–]\s)"
    r"|\s)+"
)
_MARKS = re.compile("[\u0300-\u036f]+")
_NEAR_ENOUGH = 0.6
_CONTAINED = 0.85
# The tags a messenger understands; anything else in angle brackets is text.
_TAG = (
    r"</?(?:b|strong|i|em|u|ins|s|strike|del|code|pre|a|blockquote|span|tg-spoiler|tg-emoji)"
    r"(?:\s[^<>]*)?>"
)
_ENTITY = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});"
# A character stays with the marks and joiners behind it.
_CHARACTER = r".[\u0300-\u036f\u200d\ufe0f]{0,8}"
_MARKED_PIECE = re.compile(f"{_TAG}|{_ENTITY}|{_CHARACTER}", re.DOTALL)
_PLAIN_PIECE = re.compile(_CHARACTER, re.DOTALL)
_IS_TAG = re.compile(_TAG)

SortKey = tuple[tuple[tuple[int, int], ...], tuple[tuple[int, ...], ...], tuple[bool, ...], str]


def nfc(text: str) -> str:
    """Return the text in the form in which it is stored (NFC)."""
    return unicodedata.normalize("NFC", text)


def clean_line(text: str) -> str:
    """Return the text as one visible line.

    NFC; without control characters, direction marks, zero-width and other invisible characters and
    code points that XML forbids; every run of white space is one space, none at the ends.
    """
    if not text.isprintable() or not _BLANKS.isdisjoint(text):
        text = "".join(" " if char.isspace() else char for char in text if _is_visible(char))
    return nfc(" ".join(text.split()))


def has_digit(words: Iterable[str]) -> bool:
    """Tell whether there is a digit in a text or in one of several words."""
    return any(char.isdigit() for word in words for char in word)


def without_mark(line: str) -> str:
    """Return a line without the marks of a list before it: "- ", "1. ", "2)", "a) ", "IV. "."""
    found = _LIST_MARK.match(line)
    return line[found.end() :] if found else line


@lru_cache(maxsize=8192)
def search_key(text: str) -> str:
    """Return what two spellings of the same words have in common.

    Lower case, marks off, đ as d, one space between words. With the marks off, both ways of placing
    a tone (hoà and hòa) are the same word.
    """
    lowered = clean_line(text).lower().replace("đ", "d")
    if lowered.isascii():
        return lowered
    plain = _MARKS.sub("", unicodedata.normalize("NFD", lowered))
    if plain.isascii():
        return " ".join(plain.split())
    plain = "".join(char for char in plain if unicodedata.category(char) != "Mn")
    return nfc(" ".join(plain.split()))


def sort_key(text: str) -> SortKey:
    """Return a key that sorts by the Vietnamese alphabet.

    First the letters (a ă â … d đ e ê … o ô ơ … u ư), digits by their number; then the tones (none,
    huyền, hỏi, ngã, sắc, nặng) word by word, wherever in the word they are written; then small
    letters before capitals.
    """
    line = clean_line(text)
    letters: list[tuple[int, int]] = []
    tones: list[tuple[int, ...]] = []
    capitals: list[bool] = []
    for word in line.split():
        letters.append((0, 0))
        word_tones: list[int] = []
        for run in re.findall(r"[0-9]{1,18}|.", word):
            if run.isascii() and run.isdigit():
                letters.append((1, int(run)))
                continue
            lowered = run.lower()
            plain, tone = _take_tone(lowered)
            letters.append(_letter_place(plain))
            if tone:
                word_tones.append(tone)
            capitals.append(run != lowered)
        tones.append(tuple(word_tones))
    return tuple(letters), tuple(tones), tuple(capitals), line


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice that was probably meant, or None when none is near."""
    key = search_key(word)
    scored = [(_likeness(key, search_key(choice)), choice) for choice in choices]
    score, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return best if score >= _NEAR_ENOUGH else None


def format_number(number: int) -> str:
    """Return a whole number with its thousands grouped: 1.234.567."""
    return f"{number:,}".replace(",", ".")


def format_money(amount: int) -> str:
    """Return an amount of đồng: 1.234.567 đồng."""
    return f"{format_number(amount)} đồng"


def split_text(text: str, limit: int, *, markup: bool = True) -> list[str]:
    """Cut a text into parts of at most `limit` UTF-16 code units, the unit messengers count in.

    Cuts fall at line ends, where a line is too long at spaces, else anywhere, but never inside a
    tag or an entity; a tag open at a cut is closed and opened again in the next part. With
    `markup=False` tags and entities are text like any other. A blank text has no parts.
    """
    if not text.strip():
        return []
    if _units(text) <= limit:
        return [text]
    pieces = (_MARKED_PIECE if markup else _PLAIN_PIECE).findall(text)
    parts: list[str] = []
    opened: list[str] = []
    start = 0
    while start < len(pieces):
        end = _fitting_end(pieces, start, opened, limit, markup)
        if end == start:
            # Not even one piece fits: an over-long tag is given up rather than the limit.
            if opened:
                opened = []
            else:
                start += 1
            continue
        body, still_open = _render(pieces[start:end], opened, markup)
        if body:
            parts.append(body)
        opened = still_open
        start = end
    return parts


def _is_visible(char: str) -> bool:
    if char.isspace():
        return True
    code = ord(char)
    # Noncharacters, which XML forbids; other unassigned ones may be newer emoji.
    if code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:
        return False
    return char not in _BLANKS and unicodedata.category(char) not in ("Cc", "Cf", "Cs")


def _take_tone(char: str) -> tuple[str, int]:
    tone = 0
    kept = []
    for part in unicodedata.normalize("NFD", char):
        if part in _TONES:
            tone = _TONES[part]
        else:
            kept.append(part)
    return nfc("".join(kept)), tone


def _letter_place(char: str) -> tuple[int, int]:
    if char in _LETTERS:
        return 2, _LETTERS[char]
    if not char:
        return 0, 1
    base = unicodedata.normalize("NFD", char)[0]
    if base in _LETTERS:
        return 2, _LETTERS[base]
    return (3 if base.isalpha() else 0), ord(base) + 1


def _likeness(key: str, choice: str) -> float:
    if not key or not choice:
        return 0.0
    if key == choice:
        return 1.0
    score = difflib.SequenceMatcher(None, key, choice).ratio()
    shorter, longer = sorted((key, choice), key=len)
    if len(shorter) > 2 and f" {shorter} " in f" {longer} ":
        return max(score, _CONTAINED)
    return score


def _fitting_end(pieces: list[str], start: int, opened: list[str], limit: int, markup: bool) -> int:
    """Return the index behind the last piece of the part that begins at `start`."""
    stack = list(opened)
    used = sum(_units(tag) for tag in opened)
    line_end = space_end = start
    for index in range(start, len(pieces)):
        piece = pieces[index]
        if markup and _IS_TAG.fullmatch(piece):
            used += _follow(stack, piece)
        else:
            used += _units(piece)
        if used + sum(_units(_closing(tag)) for tag in stack) > limit:
            if piece == "\n" or (piece == " " and line_end == start):
                # It falls off at the cut, so it need not fit.
                return index + 1
            return next((end for end in (line_end, space_end) if end > start), index)
        if piece == "\n":
            line_end = index + 1
        elif piece == " ":
            space_end = index + 1
    return len(pieces)


def _render(pieces: list[str], opened: list[str], markup: bool) -> tuple[str, list[str]]:
    """Return the part these pieces make ("" when nothing is visible) and the tags left open."""
    stack = list(opened)
    body: list[str] = []
    visible: list[str] = []
    for piece in pieces:
        if markup and _IS_TAG.fullmatch(piece):
            if _follow(stack, piece):
                body.append(piece)
        else:
            body.append(piece)
            visible.append(piece)
    if not "".join(visible).strip():
        return "", stack
    closings = "".join(_closing(tag) for tag in reversed(stack))
    return "".join(opened) + "".join(body).strip("\n").rstrip(" ") + closings, stack


def _follow(stack: list[str], tag: str) -> int:
    """Apply a tag to the open ones and return its width, 0 when it closes nothing."""
    if not tag.startswith("</"):
        stack.append(tag)
        return _units(tag)
    if stack and _closing(stack[-1]) == tag:
        stack.pop()
        return _units(tag)
    return 0


def _closing(tag: str) -> str:
    return f"</{tag[1:-1].split()[0]}>"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
