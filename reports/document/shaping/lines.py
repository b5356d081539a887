"""Where the lines of a heading end: about equally long, and never inside a place's name.

"ỦY BAN NHÂN DÂN HUYỆN / MẪU" reads as two bodies. What belongs together is known by the word that
says what kind of place it is, by the names of provinces, and by the usual names of bodies and
posts, which are broken only where nothing else helps.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import combinations

from domain.text import search_key

Measure = Callable[[str], float]

_KINDS = (
    ("thanh", "pho"),
    ("thi", "xa"),
    ("thi", "tran"),
    ("dac", "khu"),
    ("tinh",),
    ("huyen",),
    ("quan",),
    ("phuong",),
    ("xa",),
)
# "Huyện ủy", "xã hội", "tỉnh đoàn", "quân sự": here the word names no place.
_NO_PLACE = frozenset(
    [
        "huyen uy",
        "tinh uy",
        "thanh uy",
        "quan uy",
        "xa hoi",
        "tinh doan",
        "huyen doan",
        "quan su",
        "quan ly",
        "quan tri",
    ]
)
_LONGEST_NAME = 4
# A word with all blanks behind it but one: what is left open for pen and ink takes its width.
_WORD = re.compile(r"\S+(?:\s+(?=\s\S))?")


def _names(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the names of a list as their words."""
    return tuple(tuple(name.split()) for name in text.split(","))


_PROVINCES = _names(
    """
    an giang, ba ria - vung tau, bac giang, bac kan, bac lieu, bac ninh, ben tre, binh dinh,
    binh duong, binh phuoc, binh thuan, ca mau, can tho, cao bang, da nang, dak lak, dak nong,
    dien bien, dong nai, dong thap, gia lai, ha giang, ha nam, ha noi, ha tinh, hai duong,
    hai phong, hau giang, ho chi minh, hoa binh, hue, hung yen, khanh hoa, kien giang, kon tum,
    lai chau, lam dong, lang son, lao cai, long an, nam dinh, nghe an, ninh binh, ninh thuan,
    phu tho, phu yen, quang binh, quang nam, quang ngai, quang ninh, quang tri, soc trang,
    son la, tay ninh, thai binh, thai nguyen, thanh hoa, thua thien hue, tien giang, tra vinh,
    tuyen quang, vinh long, vinh phuc, viet nam, yen bai
    """
)
_BODIES = _names(
    """
    uy ban nhan dan, hoi dong nhan dan, ban bien tap, ban quan ly, cong thong tin dien tu,
    trang thong tin dien tu, thong tin dien tu, thong tin, truyen thong, nong nghiep,
    moi truong, khoa hoc, cong nghe, van hoa, the thao, du lich, van phong, to thu ky,
    trung tam, pho truong ban, truong ban, pho chanh van phong, chanh van phong, pho chu tich,
    chu tich, pho giam doc, giam doc, mat tran to quoc, dang uy, huyen uy, tinh uy, xa hoi
    """
)
_TIMES = re.compile(
    r"(?:\d+ tháng (?:đầu|cuối) năm|quý \w+ năm|tháng \d+ năm|năm|ngày \d+ tháng \d+ năm) \d{4}"
    r"|ngày +tháng +năm \d{4}|\d+ tháng|ngày \d+[/.]\d+[/.]\d+",
    re.IGNORECASE,
)
# In widths of the column: a body's name that is broken, or one more line, costs as much as lines
# whose lengths differ by this.
_BROKEN_BODY = 0.8
_ONE_LINE_MORE = 0.25
# A heading longer than this is broken as it comes: trying every way would take too long.
_MOST_LINES, _MOST_WORDS = 4, 24


def balanced(text: str, width: float, measure: Measure, place: str = "") -> list[str]:
    """Return the lines of a text, as few as fit a width and about equally long.

    A line break in the text stays; `place` is a name that is kept whole besides those known.
    """
    lines: list[str] = []
    for part in text.split("\n"):
        if part.strip():
            lines += _balanced(_WORD.findall(part), width, measure, place)
    return lines


def greedy(text: str, width: float, measure: Measure) -> list[str]:
    """Return the lines as a word processor breaks them."""
    lines: list[str] = []
    for word in _WORD.findall(text):
        if lines and measure(f"{lines[-1]} {word}".rstrip()) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines


def breaks(text: str, lines: Sequence[str], place: str = "") -> float:
    """Return how bad the ends of lines are: 1 for each place broken, less for a body's name."""
    words = text.split()
    places, bodies = _inside(tuple(words), place)
    count = 0
    found = 0.0
    for line in lines[:-1]:
        count += len(line.split())
        found += 1.0 if count in places else _BROKEN_BODY if count in bodies else 0.0
    return found


def _balanced(words: list[str], width: float, measure: Measure, place: str) -> list[str]:
    whole = " ".join(words)
    fewest = greedy(whole, width, measure)
    if len(fewest) < 2:
        return fewest
    places, bodies = _inside(tuple(words), place)
    allowed = [end for end in range(1, len(words)) if end not in places]
    for forced in (allowed, list(range(1, len(words)))):
        found = [
            (cost + count * _ONE_LINE_MORE * width, lines)
            for count in (len(fewest), len(fewest) + 1)
            for cost, lines in _best(words, forced, count, width, measure, bodies | places)
        ]
        if found:
            return min(found, key=lambda each: each[0])[1]
    return fewest


def _best(
    words: list[str],
    allowed: Sequence[int],
    count: int,
    width: float,
    measure: Measure,
    bodies: frozenset[int],
) -> list[tuple[float, list[str]]]:
    """Return the best division into `count` lines that fit with its cost, or nothing."""
    best: list[str] = []
    least = float("inf")
    if count > _MOST_LINES or len(words) > _MOST_WORDS:
        return []
    for ends in combinations(allowed, count - 1):
        starts = (0, *ends)
        lines = [
            " ".join(words[start:end])
            for start, end in zip(starts, (*ends, len(words)), strict=True)
        ]
        lengths = [measure(line.rstrip()) for line in lines]
        longest = max(lengths)
        if longest > width:
            continue
        broken = sum(end in bodies for end in ends) * _BROKEN_BODY * width
        cost = longest - min(lengths) + broken
        if cost < least:
            best, least = lines, cost
    return [(least, best)] if best else []


@lru_cache(maxsize=32)
def _inside(words: tuple[str, ...], place: str) -> tuple[frozenset[int], frozenset[int]]:
    """Return the ends that lie inside a place's name or a time, and those inside a body's name."""
    keys = [search_key(word).strip(",.;:()") for word in words]
    places: set[int] = set()
    bodies: set[int] = set()
    own = tuple(search_key(place).split())
    for start in range(len(words)):
        for name in (*_PROVINCES, own):
            if len(name) > 1 and tuple(keys[start : start + len(name)]) == name:
                places.update(range(start + 1, start + len(name)))
        for name in _BODIES:
            if tuple(keys[start : start + len(name)]) == name:
                bodies.update(range(start + 1, start + len(name)))
        if keys[start] == "va":
            # "và" begins a line, it ends none.
            bodies.add(start + 1)
        end = _place_end(words, keys, start)
        places.update(range(start + 1, end))
    text = " ".join(words)
    for match in _TIMES.finditer(text):
        first = len(text[: match.start()].split())
        places.update(range(first + 1, first + len(match[0].split())))
    return frozenset(places), frozenset(bodies - places)


def _place_end(words: Sequence[str], keys: list[str], start: int) -> int:
    """Return where the name of the place that begins here ends; `start` where none does."""
    kind = next((kind for kind in _KINDS if tuple(keys[start : start + len(kind)]) == kind), None)
    if kind is None or " ".join(keys[start : start + 2]) in _NO_PLACE:
        return start
    if kind == ("xa",) and start and keys[start - 1] == "thi":
        return start
    first = end = start + len(kind)
    while end < len(words) and end - first < _LONGEST_NAME:
        word = words[end]
        named = word[0].isupper() or word[0].isdigit()
        if not named or (end > first and _begins_something(keys, end)):
            break
        end += 1
        if words[end - 1][-1] in ",;.)":
            break
    return end if end > first else start


def _begins_something(keys: list[str], place: int) -> bool:
    return any(tuple(keys[place : place + len(name)]) == name for name in (*_KINDS, *_BODIES))
