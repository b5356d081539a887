"""Codes that people type: how they look, how they are made and how they are kept."""

import base64
import hashlib
import re
import secrets

from domain.text import clean_line, has_digit, search_key

CODE_LENGTH = 10

# 0, 1 and 8 are no base32 digits, but the letters they are mistaken for are.
_MISTAKEN = str.maketrans("018", "OIB")
_CODE = re.compile(r"([A-Z2-7]{5})[ -]?([A-Z2-7]{5})")
_IN_LINK = re.compile(
    r"(?:t(?:elegram)?\.me/\w+/?|tg://resolve)\?(?:\S*?&)?start=([A-Za-z0-9]{10})(?![\w-])"
)
_IN_SENTENCE = re.compile(r"(?<![\w/=.-])([A-Za-z0-9]{5})([ -]?)([A-Za-z0-9]{5})(?![\w/-])")
# What is said before a code, so that a word of ten letters is not taken for one.
_SAID = frozenset({"ma", "moi", "code", "la", "start"})
_NEARLY = re.compile(r"[A-Za-z0-9]{6,14}")
_NEARLY_IN_LINK = re.compile(
    r"(?:t(?:elegram)?\.me/\w+/?|tg://resolve)\?(?:\S*?&)?start=([A-Za-z0-9]{1,14})(?![\w-])"
)
_NEARLY_SAID = re.compile(
    r"(?:^|\s)(?:mã|ma|mời|moi|code|là|la|start)\s*[:“\"(]*\s*([A-Za-z0-9]{6,14})(?![\w/-]|\.\w)",
    re.IGNORECASE,
)
_APART = re.compile(r"[ –-]")
_LETTERS_APART = 4


def new_code() -> str:
    """Return a fresh code of ten base32 characters."""
    return base64.b32encode(secrets.token_bytes(7)).decode()[:CODE_LENGTH]


def read_code(text: str) -> str | None:
    """Return the code a text consists of, None when it is something else.

    Ten base32 characters in any case, with a space or a hyphen in the middle or none. Divided
    otherwise they need letters and a digit, for usual words and days have ten characters too.
    """
    line = clean_line(text)
    match = _CODE.fullmatch(line.upper().translate(_MISTAKEN))
    letters = sum(char.isalpha() for char in line)
    if match is None and letters >= _LETTERS_APART and has_digit(line):
        match = _CODE.fullmatch(_APART.sub("", line).upper().translate(_MISTAKEN))
    return match[1] + match[2] if match else None


def is_code_alone(text: str) -> bool:
    """Tell whether a text is a code as it was handed out, and hardly anything else.

    A title or a reason may have ten letters too, but not a digit among them or all in capitals.
    """
    line = clean_line(text)
    if " " in line or read_code(line) is None:
        return False
    return line.isupper() or (has_digit(line) and any(char.isalpha() for char in line))


def find_codes(text: str) -> tuple[str, ...]:
    """Return the codes in a sentence, a forwarded invitation or a link, each once."""
    text = clean_line(text)
    found = codes_in_links(text)
    if not found:
        said = (_said(text, match) for match in _IN_SENTENCE.finditer(text))
        found = tuple(dict.fromkeys(code for code in said if code))
    return found


def codes_in_links(text: str) -> tuple[str, ...]:
    """Return the codes of the joining links in a text, each once."""
    codes = (read_code(match[1]) for match in _IN_LINK.finditer(clean_line(text)))
    return tuple(dict.fromkeys(code for code in codes if code))


def nearly_code(text: str) -> int | None:
    """Return how many characters a text has that looks like a code of another length."""
    line = clean_line(text)
    linked = _NEARLY_IN_LINK.search(line)
    if linked is not None:
        return len(linked[1]) if len(linked[1]) != CODE_LENGTH else None
    pieces = _APART.split(line)
    whole = "".join(pieces) if line == line.upper() or len(pieces) == 1 else ""
    tokens = [whole] if _NEARLY.fullmatch(whole) else _NEARLY_SAID.findall(line)
    for letters in tokens:
        looks = has_digit(letters) and any(char.isalpha() for char in letters)
        if len(letters) != CODE_LENGTH and (looks or letters.isupper()):
            return len(letters)
    return None


def _said(text: str, match: re.Match[str]) -> str | None:
    """Return the code that stands at a place of a sentence, None where it is a usual word."""
    typed, apart = match[1] + match[3], bool(match[2])
    if not any(char.isalpha() for char in typed):
        return None  # a telephone number
    before = search_key(text[: match.start()].rstrip(" :“\"'(")).split()
    marked = has_digit(typed) or typed.isupper()
    said = bool(before) and before[-1] in _SAID and not apart
    return read_code(typed) if marked or said else None


def code_hash(code: str) -> str:
    """Return what is stored of a code."""
    return hashlib.sha256(code.encode()).hexdigest()
