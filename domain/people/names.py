"""How people say their own name, so that nothing else is taken for it."""

import re

from domain.text import clean_line, search_key

_SAID = re.compile(
    r"(?:(?:họ|ho)\s+(?:và|va)\s+)?(?P<name>(?:tên|ten)\b\s*)?(?:(?:của|cua)\s+)?"
    r"(?:(?:tôi|toi|em|mình|minh|chị|chi|anh)\b\s*)?(?P<last>(?:tên|ten)\b\s*)?"
    r"(?:(?:là|la)\b|:)\s*",
    re.IGNORECASE,
)
_POLITE = re.compile(r"\s+(?:[ạẠ]|a|nhé|nhe|ơi|oi)$")  # "A" may be a name
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]*)*")
_MOST_WORDS = 6
# The usual family names, by which a name typed in small letters is known.
# With their marks, by which "Mai Anh Đăng" and "Đặng Lâm" are no "mai anh đăng" and "đang làm".
_FAMILY_NAMES = (
    "Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Hà Đinh Trịnh Mai "
    "Trương Lương Đào Đoàn Vương Lâm Phùng Thái Tăng Kpă Kpa Ksor Siu Rmah Rơ"
)
# Without their marks these are everyday words.
_OTHER_FAMILIES = "Châu Vàng Giàng Lò Cao Tạ Chu Đàm Quách Kiều Lưu Tô Đậu Triệu Niê"
FAMILIES = frozenset(map(search_key, _FAMILY_NAMES.split()))
_MARKED_FAMILIES = frozenset(f"{_FAMILY_NAMES} {_OTHER_FAMILIES}".split())
# Before the names of many peoples: "A Huy", "Y Nhi", "H'Hương Niê".
_PARTICLE = re.compile(r"[AY]|[HK]['’]\w+")


# What stands before a name: how somebody is called, a rank, a degree, an office.
CALLED = frozenset({"ong", "ba", "anh", "chi", "co", "chu", "bac", "thay", "em"})
_TITLES = (
    "dong chi|d/c|dc|mr|mrs|ms|thieu uy|trung uy|thuong uy|dai uy"
    "|thieu ta|trung ta|thuong ta|dai ta|thuong si|trung si|ha si|bs|bac si|ds|duoc si|ths|thac si"
    "|ts|tien si|pgs|gs|ks|ky su|cn|cu nhan|luat su|nha bao|co giao|thay giao|bi thu|pho bi thu"
    "|chu tich|pho chu tich|truong phong|pho phong|pho truong phong|giam doc|pho giam doc"
)
_BEFORE = CALLED | frozenset(_TITLES.split("|"))
_LONGEST_TITLE = 3  # words
_LONGEST_LINE = 10  # words
# No family name: what stands before them is one, "Ông Văn Tùng".
_MIDDLE_NAMES = frozenset({"van", "thi"})
_PLAIN_MIDDLE_NAMES = frozenset({"Văn", "Thị"})
# What stands behind a name: an office, a unit, a telephone.
_BEHIND = re.compile(
    r"(?<!\s)\s*(?:[(\[,;|].*|\s[-–—]\s*.*|\b(?:sđt|sdt|đt|dt)\b.*|[\s.:]*\+?[0-9][0-9 .]{7,})$",
    re.IGNORECASE,
)


def without_title(words: list[str]) -> list[str]:
    """Return a name's words without the titles before them."""
    for count in range(min(_LONGEST_TITLE, len(words) - 2), 0, -1):
        title = search_key(" ".join(words[:count])).strip(" .:")
        known = title in _BEFORE or all(part in _BEFORE for part in re.split("[. ]+", title))
        if known and search_key(words[count]) not in _MIDDLE_NAMES:
            return without_title(words[count:])
    return words


# What a unit's name begins with, with its marks: "Phòng Dân Tộc" is nobody's name.
_UNIT = re.compile(
    r"(?:phòng|ban|ubnd|hđnd|u[ỷy]|ủy|xã|phường|huyện|sở|trạm|hội|đảng|công an|văn phòng|trung tâm|"
    r"mặt trận|liên đoàn|huyện đoàn|chi cục|bệnh viện|bưu điện|trường (?:th|tiểu|mầm|mn|mẫu|trung))"
    r"(?:\s|$)",
    re.IGNORECASE,
)


def own_name(text: str) -> str | None:
    """Return the name that somebody says is theirs, None where a text is something else.

    Two to six words of letters that all begin with a capital, or a family name first, or words
    that say that it is a name. Titles before it, and offices or telephones behind it, are left out.
    """
    line = clean_line(text).strip(" .!")
    said = _SAID.match(line)
    name = _POLITE.sub("", line[said.end() :] if said else line)
    if _UNIT.match(name):
        return None
    whole, words = name, without_title(_BEHIND.sub("", name).split())
    name = " ".join(words)
    known = bool(words) and search_key(words[0]) in FAMILIES
    if name != whole and (not known or name == name.lower()):
        return None  # what is left may be no name
    if not 2 <= len(words) <= _MOST_WORDS or not all(_WORD.fullmatch(word) for word in words):
        return None
    capital = all(word[0].isupper() for word in words)
    family = known and name == name.lower() and len(words) <= 4
    as_name = said is not None and bool(said["name"] or said["last"])
    if not (capital or family or as_name):
        return None
    return name if capital else " ".join(word[0].upper() + word[1:] for word in words)


def is_plainly_name(text: str, name: str) -> bool:
    """Tell whether a name that `own_name` found is written as nothing else is.

    Each word begins with a capital, and a family name with its marks or "A", "Y", "H'" comes first.
    What is all capitals is plain by its second word alone: "NGUYỄN VĂN AN".
    """
    first, second = name.title().split()[:2]
    plain = name != name.upper() or (second in _PLAIN_MIDDLE_NAMES and len(name.split()) > 2)
    written = name in clean_line(text) and plain
    return written and (first in _MARKED_FAMILIES or _PARTICLE.fullmatch(first) is not None)


def may_be_name(text: str) -> bool:
    """Tell whether a text that is no name one can read begins like one: a title, capitals."""
    words = clean_line(text).split()
    if not 1 <= len(words) <= _LONGEST_LINE:
        return False
    first = search_key(words[0]).strip(" .:,")
    capitals = sum(word[0].isupper() for word in words)
    return first in _BEFORE or first in FAMILIES or capitals > 1
