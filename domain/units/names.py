"""When two spellings name one unit: the only place that compares units' names.

Case, the place of a tone mark, dashes, punctuation, `&` and "và" say nothing; a known abbreviation
and initials say what they stand for. A mark says much: Nguyễn Thị Hoa and Nguyễn Thị Hòa are two.
What is merely near is never decided here: people are asked.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from domain.abbreviations import default_abbreviations, meanings, short_key
from domain.syllables import is_syllable
from domain.text import clean_line, has_digit, search_key
from domain.units.records import Unit

_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile(r"(?<=\w)['’‘`´ʼ](?=\w)")
_SAYS_NOTHING = "va1"
# What single letters and short heads stand for in names of units, besides the list for titles.
_HEADS = {
    "p": ("phòng", "phường"),
    "x": ("xã",),
    "h": ("huyện",),
    "q": ("quận",),
    "t": ("tỉnh",),
    "ttr": ("thị trấn", "thanh tra"),
    "vp": ("văn phòng",),
    "ub": ("ủy ban", "ủy ban nhân dân"),
    "mttq": ("mặt trận tổ quốc", "mặt trận tổ quốc việt nam"),
    "ubmttq": (
        "ủy ban mặt trận tổ quốc",
        "ủy ban mặt trận tổ quốc việt nam",
        "mặt trận tổ quốc",
        "mặt trận tổ quốc việt nam",
    ),
    "tr": ("trường",),
    "tg": ("tuyên giáo",),
    "dt": ("dân tộc",),
    "bch": ("ban chỉ huy", "ban chấp hành"),
    "ptdtbt": ("phổ thông dân tộc bán trú",),
    "ptdtnt": ("phổ thông dân tộc nội trú",),
}
_MOST_ALIKE = 8
_SHORTEST_PART = 6  # the two blanks around it included


@dataclass(frozen=True, slots=True)
class NameWord:
    """A word of a name: `form` keeps letters and tone, `plain` neither marks nor tone.

    `stands_for` holds the forms of the words that it may abbreviate; `initials` are its letters
    where it may be made of initials.
    """

    form: str
    plain: str
    stands_for: tuple[tuple[str, ...], ...] = ()
    initials: str = ""


@lru_cache(maxsize=20_000)
def word_form(word: str) -> str:
    """Return a word's letters and its tone, wherever the tone was put: hoà and hòa are "hoa1"."""
    # An Icelandic letter looks like đ, and stands for it in texts of old programs.
    decomposed = unicodedata.normalize("NFD", word.lower().replace("ð", "đ"))
    tone = "".join(_TONES[char] for char in decomposed if char in _TONES)[:1]
    letters = "".join(char for char in decomposed if char not in _TONES)
    return unicodedata.normalize("NFC", letters) + tone


@lru_cache(maxsize=20_000)
def name_key(name: str) -> str:
    """Return what the spellings have in common that only differ in case and tones' places.

    A board's names are unique by it. Two names with one key also had one before, when marks did
    not matter, so no stored names meet here that did not meet before.
    """
    return " ".join(word_form(word) for word in clean_line(name).lower().split())


@lru_cache(maxsize=8192)
def name_words(name: str) -> tuple[NameWord, ...]:
    """Return a name's words without what says nothing."""
    line = _APOSTROPHES.sub("", clean_line(name))
    tokens = _WORD.findall(line)
    shouted = line.upper() == line
    words = [_word(token, shouted=shouted) for token in tokens]
    return tuple(word for word in words if word.form != _SAYS_NOTHING)


def same_name(one: str, other: str) -> bool:
    """Tell whether two spellings name the same unit."""
    return _spells(name_words(one), name_words(other), _form)


class Spellings:
    """Names, of which the first that names the same unit as another is found without a scan."""

    def __init__(self) -> None:
        self._written_out: dict[tuple[str, ...], tuple[int, str]] = {}
        self._shortened: list[tuple[int, str]] = []
        self._names: list[str] = []

    def add(self, name: str) -> None:
        """Add a name behind the others."""
        forms = _written_out(name)
        if forms is None:
            self._shortened.append((len(self._names), name))
        else:
            self._written_out.setdefault(forms, (len(self._names), name))
        self._names.append(name)

    def first_same(self, name: str) -> str | None:
        """Return the first name that `same_name` holds for, None where there is none."""
        forms = _written_out(name)
        if forms is None:
            return next((known for known in self._names if same_name(known, name)), None)
        found = [(place, known) for place, known in self._shortened if same_name(known, name)][:1]
        if forms in self._written_out:
            found.append(self._written_out[forms])
        return min(found)[1] if found else None


def _written_out(name: str) -> tuple[str, ...] | None:
    """Return the forms of a name's words, None for no words and where one may stand for others."""
    words = name_words(name)
    if not words or any(map(_is_short, words)):
        return None
    return tuple(word.form for word in words)


def same_without_marks(one: str, other: str) -> bool:
    """Tell whether two spellings would name the same unit if nobody wrote marks."""
    return _spells(name_words(one), name_words(other), _plain)


def has_marks(name: str) -> bool:
    """Tell whether any letter of a name carries a mark."""
    return any(word.form != word.plain for word in name_words(name))


@dataclass(frozen=True, slots=True)
class NameMatch:
    """Whose name it is: one unit for sure, else those that may be meant."""

    unit: Unit | None = None
    near: tuple[Unit, ...] = ()


def match_unit(name: str, units: Sequence[Unit]) -> NameMatch:
    """Return the unit that a name means, or those between which it cannot decide.

    A name comes before an alias, the plain spelling before what abbreviations and initials stand
    for, and a name without any mark is the one unit that it fits.
    """
    units = _possible(name, units)
    if not units:
        return NameMatch()
    key = name_key(name)
    for names in (_official, _aliases):
        for unit in units:
            if any(name_key(known) == key for known in names(unit)):
                return NameMatch(unit)
    for fits in _comparisons(name):
        found = [unit for unit in units if any(fits(name, each) for each in _all_names(unit))]
        if len(found) == 1:
            return NameMatch(found[0])
        if found:
            official = [unit for unit in found if fits(name, unit.name)]
            return NameMatch(official[0]) if len(official) == 1 else NameMatch(None, tuple(found))
    return NameMatch()


def typed_unit(name: str, units: Sequence[Unit]) -> NameMatch:
    """Return the unit that a person who types means: marks may be wrong where only one fits."""
    units = _possible(name, units)
    found = match_unit(name, units)
    if found.unit is not None or found.near:
        return found
    fitting = [
        unit for unit in units if any(same_without_marks(name, each) for each in _all_names(unit))
    ]
    if len(fitting) == 1:
        return NameMatch(fitting[0])
    return NameMatch(None, tuple(fitting))


def units_with_words(text: str, units: Iterable[Unit]) -> tuple[Unit, ...]:
    """Return the units that have some words, one behind the other, in a name; marks aside.

    A person's name has to be written out.
    """
    words = _spaced(text)
    if len(words) < _SHORTEST_PART:
        return ()
    names = ((unit, each) for unit in units for each in _all_names(unit) if not is_person(each))
    return tuple(dict.fromkeys(unit for unit, each in names if words in _spaced(each)))


def units_named_in(text: str, units: Iterable[Unit]) -> tuple[Unit, ...]:
    """Return the units of which a name stands, written out, in a text; marks aside."""
    said = _spaced(text)
    names = ((unit, _spaced(each)) for unit in units for each in _all_names(unit))
    return tuple(
        dict.fromkeys(unit for unit, name in names if len(name) >= _SHORTEST_PART and name in said)
    )


def _spaced(text: str) -> str:
    return f" {' '.join(_WORD.findall(search_key(text)))} "


def near_units(name: str, units: Iterable[Unit]) -> tuple[Unit, ...]:
    """Return the units whose names are so near that somebody has to say which is meant."""
    found = [unit for unit in units if any(is_near(name, known) for known in _all_names(unit))]
    return tuple(found[:_MOST_ALIKE])


def is_near(one: str, other: str) -> bool:
    """Tell whether a name may be another spelling of a different name; never of two persons."""
    return is_slip(one, other) or is_part(one, other)


def is_slip(one: str, other: str) -> bool:
    """Tell whether two names differ by a mark or a mistyped letter; two persons never do."""
    if is_person(one) or is_person(other):
        return False
    first, second = name_words(one), name_words(other)
    if _numbers(first) != _numbers(second) or not first or not second:
        return False
    if _spells(first, second, _plain):
        return True
    if len(first) != len(second):
        return _joined(first) == _joined(second)
    wrong = [(a.plain, b.plain) for a, b in zip(first, second, strict=True) if a.plain != b.plain]
    return len(wrong) == 1 and _mistyped(*wrong[0])


def is_part(one: str, other: str) -> bool:
    """Tell whether one name is the other's shortened: without its level, its kind or its end."""
    if is_person(one) or is_person(other):
        return False
    shorter, longer = sorted((name_words(one), name_words(other)), key=len)
    if not shorter or _numbers(shorter) != _numbers(longer):
        return False
    rest, whole = _without_kinds(shorter), _without_kinds(longer)
    if not rest:
        return False
    if any(_spells(rest, each, _plain) for each in (whole, longer)):
        # Both name the same place or matter: the one only says less about what it is.
        return _levels(shorter) != _levels(longer) or _is_within(
            _kinds_of(shorter), _kinds_of(longer)
        )
    if any(_spells(shorter, longer[:end], _form) for end in range(1, len(longer))):
        return True
    said, written = _plain_words(shorter), _plain_words(longer)
    # "Thôn 1" is no short form of "Thôn Hòa Bình 1".
    most = not _numbers(shorter) or len(said) * 2 > len(written)
    return len(said) > 1 and most and _are_within(said, written)


@lru_cache(maxsize=8192)
def is_person(name: str) -> bool:
    """Tell whether a name is a person's: a family name, capitals, no word for a body."""
    tokens = _WORD.findall(_APOSTROPHES.sub("", clean_line(name)))
    if not 2 <= len(tokens) <= 6 or any(not token[0].isupper() for token in tokens):
        return False
    plain = [_plain_of(token) for token in tokens]
    if any(len(each) > 1 and not set(each) & set("aeiouy") for each in plain):
        return False  # "Đoàn TNCS Hồ Chí Minh": nobody is called TNCS
    first = word_form(tokens[0])
    family = first in _families() or (tokens[0].lower() == "h" or plain[0] in _FAMILIES_PLAIN)
    if not family:
        return False
    forms = {word_form(token) for token in tokens}
    return not forms & _bodies() and (len(tokens) > 2 or first in _commonest())


_FAMILIES = (
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh trịnh đoàn lâm "
    "mai tô trương tạ lương hà cao đào thái châu quách kiều lưu chu vương văn tống phùng nông "
    "hứa tăng triệu ma bàn giàng sùng vàng lò cầm quàng rơ ksor kpă nay siu rah rmah rcom rô"
)
_COMMONEST = "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô trương đinh"
_FAMILIES_PLAIN = frozenset(["ksor", "kpa", "siu", "rmah", "rcom", "rah", "nay", "ro"])
_BODIES = (
    "phòng ban sở ủy ubnd hđnd xã phường huyện tỉnh quận thị trấn trường trung tâm hội công an đội "
    "chi cục cục văn đài báo trạm viện bệnh kho bảo đảng khối tổ thôn làng khu thcs thpt mttq"
)
_LEVELS = ("xã", "phường", "thị", "trấn", "huyện", "quận", "tỉnh", "thành", "phố", "đặc", "khu")
_KINDS = (*_LEVELS, "trường", "phòng", "ban", "ủy", "nhân", "dân", "cấp", "tt")


@cache
def _families() -> frozenset[str]:
    return frozenset(map(word_form, _FAMILIES.split()))


@cache
def _commonest() -> frozenset[str]:
    return frozenset(map(word_form, _COMMONEST.split()))


@cache
def _bodies() -> frozenset[str]:
    # "Thị" and "Văn" stand in the middle of persons' names.
    words = frozenset(_BODIES.split()) - {"thị", "văn", "công", "an", "tâm", "bảo", "trung", "chi"}
    return frozenset(map(word_form, words))


@cache
def _kind_forms() -> frozenset[str]:
    return frozenset(map(word_form, _KINDS))


@cache
def _level_forms() -> frozenset[str]:
    return frozenset(map(word_form, _LEVELS))


@cache
def _known() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return short key → the forms of the words that it may stand for."""
    found = {**meanings(default_abbreviations())}
    for short, long in _HEADS.items():
        found[short] = tuple(dict.fromkeys((*long, *found.get(short, ()))))
    return {
        short: tuple(
            tuple(form for word in text.split() if (form := word_form(word)) != _SAYS_NOTHING)
            for text in long
        )
        for short, long in found.items()
    }


@lru_cache(maxsize=20_000)
def _word(token: str, *, shouted: bool) -> NameWord:
    plain, form = _plain_of(token), word_form(token)
    if has_digit(token) or form[-1:].isdigit():
        # A tone is never written in an abbreviation.
        return NameWord(form, plain)
    listed = _known().get(short_key(token), ())
    is_short = not is_syllable(plain) or (token.isupper() and not shouted)
    if len(token) == 1 or is_short or token.isupper():
        initials = plain if len(token) > 1 and is_short else ""
        return NameWord(form, plain, listed, initials)
    return NameWord(form, plain)


def _plain_of(token: str) -> str:
    lowered = token.lower().replace("đ", "d").replace("ð", "d")
    return "".join(c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c))


def _form(word: NameWord) -> str:
    return word.form


def _plain(word: NameWord) -> str:
    return word.plain


@lru_cache(maxsize=20_000)
def _plain_form(form: str) -> str:
    return _plain_of(form).rstrip("12345")


def _spells(
    one: Sequence[NameWord], other: Sequence[NameWord], key: Callable[[NameWord], str]
) -> bool:
    """Tell whether two names say the same words, each being free to abbreviate them."""
    if not one or not other:
        return False
    if key(one[0]) != key(other[0]) and not (_is_short(one[0]) or _is_short(other[0])):
        return False
    reached: set[tuple[int, int]] = set()
    open_: list[tuple[int, int]] = [(0, 0)]
    while open_:
        place = open_.pop()
        if place in reached:
            continue
        reached.add(place)
        i, j = place
        if i == len(one) and j == len(other):
            return True
        if i == len(one) or j == len(other):
            continue
        if key(one[i]) == key(other[j]) or _mean_the_same(one[i], other[j]):
            open_.append((i + 1, j + 1))
        open_ += [(i + 1, end) for end in _ends(one[i], other, j, key)]
        open_ += [(end, j + 1) for end in _ends(other[j], one, i, key)]
    return False


def _mean_the_same(one: NameWord, other: NameWord) -> bool:
    """Tell whether two short forms may stand for the same words ("UB" and "UBND")."""
    return bool(set(one.stands_for) & set(other.stands_for))


def _is_short(word: NameWord) -> bool:
    return bool(word.stands_for or word.initials)


def _ends(
    short: NameWord,
    words: Sequence[NameWord],
    start: int,
    key: Callable[[NameWord], str],
) -> list[int]:
    """Return where the words end that a short form at `start` may stand for."""
    ends: list[int] = []
    for meant in short.stands_for:
        end = start + len(meant)
        said = words[start:end]
        plain = key is _plain
        if len(said) == len(meant) and all(
            key(word) == (_plain_form(form) if plain else form)
            for word, form in zip(said, meant, strict=True)
        ):
            ends.append(end)
    if short.initials:
        letters = ""
        for end in range(start, len(words)):
            if len(letters) >= len(short.initials):
                break
            letters += words[end].initials or words[end].plain[:1]
            if letters == short.initials and end > start:
                ends.append(end + 1)
    return ends


def _comparisons(name: str) -> tuple[Callable[[str, str], bool], ...]:
    return (same_name,) if has_marks(name) else (same_name, same_without_marks)


@lru_cache(maxsize=20_000)
def _first_letter(name: str) -> str:
    return next((_plain_of(char) for char in clean_line(name) if char.isalnum()), "")


def _possible(name: str, units: Sequence[Unit]) -> list[Unit]:
    """Return the units of which a name begins with the same letter, as short forms do too."""
    letter = _first_letter(name)
    return [
        unit
        for unit in units
        if _first_letter(unit.name) == letter
        or any(_first_letter(alias) == letter for alias in unit.aliases)
    ]


def _official(unit: Unit) -> tuple[str, ...]:
    return (unit.name,)


def _aliases(unit: Unit) -> tuple[str, ...]:
    return unit.aliases


def _all_names(unit: Unit) -> tuple[str, ...]:
    return (unit.name, *unit.aliases)


def _numbers(words: Sequence[NameWord]) -> list[str]:
    return [w.plain.lstrip("0") for w in words if has_digit(w.plain)]


def _joined(words: Sequence[NameWord]) -> str:
    return "".join(word.plain for word in words)


def _without_kinds(words: Sequence[NameWord]) -> tuple[NameWord, ...]:
    kinds = _kind_forms()
    return tuple(
        word
        for word in words
        if word.form not in kinds
        and word.plain != "ubnd"
        and not any(kinds.issuperset(meant) for meant in word.stands_for)
    )


def _levels(words: Sequence[NameWord]) -> Collection[str]:
    return {word.form for word in words} & _level_forms()


def _kinds_of(words: Sequence[NameWord]) -> tuple[NameWord, ...]:
    rest = _without_kinds(words)
    return tuple(word for word in words if word not in rest)


def _plain_words(words: Sequence[NameWord]) -> list[str]:
    """Return a name's words without marks, its listed abbreviations written out."""
    return [
        _plain_form(form) if word.stands_for else word.plain.lstrip("0")
        for word in words
        for form in (word.stands_for[0] if word.stands_for else (word.form,))
    ]


def _is_within(shorter: Sequence[NameWord], longer: Sequence[NameWord]) -> bool:
    return _are_within([word.form for word in shorter], [word.form for word in longer])


def _are_within(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    """Tell whether words stand in a longer row of words, in their order."""
    rest = iter(longer)
    return all(word in rest for word in shorter)


def _mistyped(one: str, other: str) -> bool:
    """Tell whether two words differ by one letter left out, put in, changed or swapped."""
    from rapidfuzz.distance import OSA

    if max(len(one), len(other)) < 4 or one[:1] != other[:1]:
        return False
    return OSA.distance(one, other, score_cutoff=1) <= 1
