"""What a text answers to the question of a sent file, whose buttons it does not name."""

import re
from collections.abc import Sequence
from datetime import date

from domain.conversation.replies import drops, may_forbid, means_cancel, says_no, says_yes
from domain.text import clean_line, search_key
from domain.units.names import same_name

_YEAR = re.compile(
    r"(?:(?:bang|tep|file|so lieu) )*(?:(?:day|nay) )?(?:la )?(?:cua )?(?:nam )?((?:19|20)\d\d)"
)
_YEARS_BACK = {"nam nay": 0, "nam ngoai": 1, "nam truoc": 1, "nam roi": 1, "nam kia": 2}
_FILE = r"(?:bang|file|tep|danh sach)"
_DROP = re.compile(
    rf"(?:thoi|a|ui|chet|dung|khoan)?[ ,]*(?:(?:khong|ko|dung|bo|huy)(?: can| muon)? nhap"
    rf"|(?:gui |chon )?nham {_FILE}|(?:khong|ko) phai {_FILE}|sai {_FILE}|(?:bo|huy) {_FILE})"
    r"(?: (?:nay|nua|roi|do|vua gui|dau))*"
)
_STORE = re.compile(
    rf"(?:(?:ok|oke|u|vang|dong y|dung roi|duoc|da|em|hay|cu|cho) )*(?:nhap|ghi|luu|import)"
    rf"(?: (?:{_FILE}|nay|di|luon|vao|so|giup|ho|gium|toi|minh|cho|em|anh|chi))*"
    r"|xac nhan(?: nhap)?"
)
_UNDO = re.compile(
    rf"(?:toi |em |minh )?(?:(?:hoan tac|rut lai|thu hoi|(?:xoa|huy|bo)(?= (?:lan )?nhap| {_FILE}))"
    rf"(?: lan)?(?: nhap)?(?: {_FILE})?(?: (?:vua|moi))?(?: nhap)?(?: (?:nay|vua roi|roi|di))*"
    rf"|(?:nhap |gui )?nham {_FILE}(?: roi)?|nhap nham(?: {_FILE})?(?: roi)?)"
)
_TOTAL = re.compile(
    r"(?:bang |so do |no |day )?(?:la )?tong(?: so)?|tru(?: di| ra)?"
    r"|(?:da |co )+(?:bao )?gom(?: roi| ca| het| cac bai)*|(?:bao )?gom (?:roi|ca|het)"
)
_ADD = re.compile(
    r"cong(?: them| vao| don| lai)*|them vao|giu ca hai|ca hai"
    r"|(?:khong|ko|chua)(?: co)?(?: bao)? gom(?: cac bai| dau)*"
)
_IS = frozenset({"co", "dung", "dung roi", "dung vay", "phai", "phai roi", "chinh xac"})
_NEW = re.compile(
    r"(?:la |day la )*(?:don vi )?(?:moi|khac)|(?:them |tao )(?:don vi )?moi|hai don vi(?: khac)*"
)
_SAME = re.compile(
    r"(?:la |van la )?(?:cung )?(?:la )?(?:mot|1)(?: don vi)?|cung(?: (?:mot|1) don vi| don vi)?"
    r"|(?:don vi )?cu|chinh la (?:no|don vi do)|la no|la don vi (?:do|cu)"
)
_POLITE = re.compile(r"(?:[ ,]+(?:a|ah|nhe|nha|em|di em|vay|day))+$")


def answers_file(text: str, choices: Sequence[tuple[str, str]], today: date) -> str | None:
    """Return the data of the button that a text means among those of a file, None for none.

    `choices` are the buttons' labels and data. Agreeing alone stores nothing.
    """
    line = clean_line(text)
    key = _POLITE.sub("", re.sub(r"[\s.!]+", " ", search_key(line)).strip())
    by_verb: dict[str, list[tuple[str, str]]] = {}
    for label, data in choices:
        by_verb.setdefault(data.split(":")[1], []).append((label, data))
    if "year" in by_verb and (year := _year(key, today)) is not None:
        return f"{by_verb['year'][0][1].rsplit(':', 1)[0]}:{year}"
    named = [data for label, data in by_verb.get("map", ()) if _names(line, label)]
    verb = _verb(key, line, by_verb, named)
    if verb == "map":
        return named[0] if len(named) == 1 else by_verb["map"][0][1]
    return by_verb[verb][0][1] if verb in by_verb else None


def agrees_to_file(text: str, choices: Sequence[tuple[str, str]]) -> bool:
    """Tell whether a text agrees to a file's preview without saying that it be stored."""
    return says_yes(text) and any(data.startswith("f:import:") for _label, data in choices)


def _names(line: str, label: str) -> bool:
    return same_name(line, label) or same_name(line.upper(), label)


def _year(key: str, today: date) -> int | None:
    if key in _YEARS_BACK:
        return today.year - _YEARS_BACK[key]
    found = _YEAR.fullmatch(key)
    return int(found[1]) if found else None


def _verb(
    key: str, line: str, offered: dict[str, list[tuple[str, str]]], named: Sequence[str]
) -> str:
    """Return the verb of the button that is meant, "" for none.

    `named` are the data of the units offered that the text names.
    """
    unwanted = _DROP.fullmatch(key) and "đúng" not in line.lower()
    if "drop" in offered and (means_cancel(line) or unwanted):
        return "drop"
    forbids = may_forbid(line)
    agreed = key in _IS and not forbids
    if "undo" in offered:
        return "undo" if _UNDO.fullmatch(key) else ""
    if "import" in offered:
        stores = _STORE.fullmatch(key) and not forbids
        return "import" if stores else "drop" if drops(line) else ""
    if "total" in offered:
        if _ADD.fullmatch(key) or (says_no(line) and not forbids):
            return "add"
        return "total" if _TOTAL.fullmatch(key) or agreed else ""
    if "map" in offered:
        if _NEW.fullmatch(key):
            return "new"
        same = len(offered["map"]) == 1 and (_SAME.fullmatch(key) or agreed)
        return "map" if len(named) == 1 or same else ""
    return ""
