"""What a line of /settings asks for: show a setting, set it, change its list, see its history.

What stands before a colon has to be a setting's whole name: a value that begins with the rest of a
longer name would be stored as nobody meant it.
"""

import re
from dataclasses import dataclass

from domain.errors import InvalidField
from domain.reports.settings import Setting, Shape, find_setting, has_setting
from domain.text import nfc, search_key, without_mark

_VERBS = {
    "add": ("them", "them vao", "bo sung", "add"),
    "remove": ("bo", "bo bot", "xoa", "go", "remove"),
    "set": ("doi", "thay", "thay doi", "sua", "dat", "dat lai", "cai", "cai dat", "chinh", "set"),
    "show": ("xem", "show"),
    "history": ("lich su", "cac lan doi", "lan doi", "lich su doi", "history"),
    "back": ("tra lai", "tra ve", "khoi phuc", "hoan tac", "lay lai", "undo"),
}
_VERB_OF = {words: verb for verb, names in _VERBS.items() for words in names}
_BEHIND = {
    "history": ("lich su", "cac lan doi", "history"),
    "back": ("tra lai", "tra ve", "khoi phuc", "hoan tac", "nhu truoc", "gia tri truoc", "undo"),
}
_BEHIND_OF = {words: verb for verb, names in _BEHIND.items() for words in names}
_LONGEST_VERB = 3
_LONGEST_NAME = 7
_READS = frozenset({"show", "history", "back"})
# "địa danh là Chư Păh", "địa danh = Chư Păh"; a value may begin with these words: "Là Ngâu".
_LEADING = re.compile(r"(?:là|la)\s+|(?:=|->|→)\s*")
# "đổi địa danh thành Chư Păh", but "đổi địa danh thành phố Pleiku".
_CHANGED = re.compile(
    r"(?:thành\s+(?!(?:[Pp]hố|[Ủủ]y|[Uu]ỷ|viên|tựu|tích|đoàn|lập|phần|thị)\b)"
    r"|thanh\s+(?!(?:pho|uy|vien|tuu|tich|doan|lap|phan|thi|nien|tra|toan)\b)"
    r"|sang\s+(?!(?:kien|tao|trong)\b))"
)
# A setting's name where another begins; a list's own entries may have colons: "Lưu: VT".
_LABEL = re.compile(r"\s*([^:=]{1,80})[:=]")


@dataclass(frozen=True, slots=True)
class SettingRequest:
    """A verb ("set", "add", "remove", "show", "history", "back"), a setting's name, a value."""

    verb: str
    name: str
    value: str = ""


def read_request(text: str) -> SettingRequest:
    """Read a line of /settings; a name there is none of is left to `find_setting`.

    Raises InvalidField("several_settings") where more lines follow a request that has all it needs.
    """
    first, _break, others = without_mark(nfc(text).strip()).partition("\n")
    asked = _read_line(first)
    if not others.strip():
        return asked
    whole = asked.value and ":" not in first
    if whole or asked.verb in _READS - {"show"} or _verb(first.split())[0] in _READS:
        raise InvalidField("several_settings")
    verb = asked.verb if asked.verb in {"add", "remove"} else "set"
    return SettingRequest(verb, asked.name, f"{asked.value}\n{others}".strip())


def check_alone(setting: Setting, value: str) -> None:
    """Raise InvalidField("several_settings") where a setting's value names another one."""
    prose = setting.shape is Shape.WORDS
    parts = re.split(r"\n" if prose else r"[\n;,]", value)
    for part in parts[1:] if prose else parts:
        label = _LABEL.match(without_mark(part))
        words = label[1].split() if label else []
        name = " ".join(_verb(words)[1])
        # A signer's fields may be named: "Trưởng ban | tên: Trần Văn Bình".
        field = setting.shape is Shape.SIGNERS and search_key(name) == "ten"
        if has_setting(name) and not field:
            raise InvalidField("several_settings")
    if setting.shape is Shape.TEXT and ":" in "".join(value.split("\n")[1:]):
        raise InvalidField("several_settings")


def answered_value(setting: Setting, text: str) -> str:
    """Return the value in an answer, which may name the setting it is asked for: "ký hiệu: BC"."""
    name, colon, value = text.partition(":")
    own = colon and has_setting(name) and find_setting(name) == setting
    return value.strip() if own else text


def _read_line(text: str) -> SettingRequest:
    head, colon, value = text.partition(":")
    verb, words = _verb(head.split())
    name = " ".join(words)
    if colon and has_setting(name):
        return SettingRequest(verb if verb in {"add", "remove"} else "set", name, value.strip())
    # "địa danh Chư Păh": the name is the longest beginning that is one.
    for count in range(min(len(words), _LONGEST_NAME), 0, -1):
        name, rest = " ".join(words[:count]), " ".join(words[count:])
        if has_setting(name) and (not colon or _holds_colon(name, rest)):
            whole = _after(text, words[:count]) if colon else rest
            return _request(verb, name, whole)
    return SettingRequest("set" if colon else "show", " ".join(words), value.strip())


def _request(verb: str, name: str, value: str) -> SettingRequest:
    behind = _BEHIND_OF.get(search_key(value).strip(" ."))
    if behind and not verb:
        return SettingRequest(behind, name)
    if verb in {"history", "back", "show"} and not value:
        return SettingRequest(verb, name)
    leading = _LEADING.match(value) or (_CHANGED.match(value) if verb == "set" else None)
    value = value[leading.end() :] if leading else value
    if not value:
        return SettingRequest("show", name)
    return SettingRequest(verb if verb in {"add", "remove"} else "set", name, value)


def _verb(words: list[str]) -> tuple[str, list[str]]:
    """Return the verb that the words begin with, where a setting's name follows it."""
    if has_setting(" ".join(words)):
        return "", words
    for count in range(min(_LONGEST_VERB, len(words) - 1), 0, -1):
        verb = _VERB_OF.get(search_key(" ".join(words[:count])))
        if verb and any(has_setting(" ".join(words[count:end])) for end in _ends(words, count)):
            return verb, words[count:]
    return "", words


def _ends(words: list[str], start: int) -> range:
    return range(start + 1, min(len(words), start + _LONGEST_NAME) + 1)


def _holds_colon(name: str, rest: str) -> bool:
    """Tell whether the colon may be in the value: "giờ yên lặng 21:00-6:00", "A | họ tên: B"."""
    shape = find_setting(name).shape if rest else None
    if shape is Shape.HOURS:
        return rest[-1:].isdigit()
    return shape in {Shape.SIGNERS, Shape.BASIS} and ("|" in rest or "｜" in rest)


def _after(text: str, words: list[str]) -> str:
    """Return what stands behind these words, line breaks and all."""
    place = 0
    for word in words:
        place = text.index(word, place) + len(word)
    return text[place:].strip()
