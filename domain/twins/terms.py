"""The phrases of a title: what each means, what it does there, and whether it is a name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from domain.syllables import Syllable, is_syllable, read_syllable
from domain.twins.numbers import Number
from domain.twins.tokens import Token
from domain.twins.words import Entry, PhraseBook, WordKind

Phrases = Mapping[int, tuple[int, Entry]]

WEIGHTS = {
    WordKind.FILLER: 0.0,
    WordKind.WEAK: 0.3,
    WordKind.SAME: 1.2,
    WordKind.START: 1.0,
    WordKind.MIDDLE: 1.0,
    WordKind.END: 1.0,
    WordKind.ACT: 0.8,
    WordKind.NOT: 1.0,
    WordKind.QUALIFIER: 1.0,
    WordKind.REGION: 1.2,
    WordKind.PLACE: 0.3,
    WordKind.BODY: 0.7,
    WordKind.NAME: 1.5,
    WordKind.WORD: 0.6,
}
_PROPER_WEIGHT = 1.0
PLACED = frozenset({WordKind.PLACE, WordKind.BODY})
PERSON = "họ"
# How many syllables behind a place, a body or a surname are its name; a third one is when it tells
# a side ("Tuy Phước Đông") or is no Vietnamese syllable ("Ia Krái Pếch").
_SYLLABLES = 3
_SIDE_WORDS = ("đông", "tây", "nam", "bắc", "trung", "thượng", "hạ")
_SIDES = frozenset(read_syllable(word).form for word in _SIDE_WORDS)
_SIDES_PLAIN = frozenset(read_syllable(word).key for word in _SIDE_WORDS)
SIDES = _SIDES | _SIDES_PLAIN
# Listed words that fill the line elsewhere and are names right behind a place.
_NAMES = (
    *(*_SIDE_WORDS, "mới", "lớn", "nhỏ", "trên", "dưới", "giữa", "sâu", "tâm", "ở", "bà"),
    *("anh", "kỳ", "bằng", "toàn", "nguồn", "hàng", "đội", "cô", "cái"),
)
_NAMING = frozenset(read_syllable(word).form for word in _NAMES)
_NAMING_PLAIN = frozenset(read_syllable(word).key for word in _NAMES)
_MAY_NAME = frozenset({WordKind.FILLER, WordKind.WEAK, WordKind.SAME, WordKind.WORD})
# Levels whose bodies share their names, and such bodies among the words that mean one thing.
_LEVELS = frozenset(
    {"xã", "phường", "thị trấn", "huyện", "thị xã", "thành phố", "tỉnh", "quốc gia"}
)
_LEVELLED = frozenset(
    {
        *("ủy ban nhân dân", "hội đồng nhân dân", "mặt trận tổ quốc", "hội phụ nữ"),
        *("hội chữ thập đỏ", "hội cựu chiến binh", "đoàn thanh niên", "đảng bộ", "kiểm lâm"),
    }
)
_AT = "ở"
# Words that hardly ever are a syllable of a name.
_FUNCTION_WORDS = (
    *("và", "của", "cho", "các", "những", "với", "tại", "là", "được", "đã", "đang", "để", "theo"),
    *("từ", "đến", "vì", "khi", "có", "cùng", "về", "lên", "nhân", "nhiều", "hơn", "làm", "giữ"),
)
_FUNCTION = frozenset(read_syllable(word).form for word in _FUNCTION_WORDS)
_FUNCTION_PLAIN = frozenset(read_syllable(word).key for word in _FUNCTION_WORDS)
_SURNAME_WORDS = (
    *("nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ"),
    *("ngô", "dương", "trịnh", "đinh", "lương", "lưu", "triệu", "trương"),
    *("ksor", "siu", "kpa", "rmah", "mah", "puih", "rcom", "rahlan", "rolan"),
)
_SURNAMES = frozenset(read_syllable(word).form for word in _SURNAME_WORDS)
_SURNAMES_PLAIN = frozenset(read_syllable(word).key for word in _SURNAME_WORDS)


@dataclass(frozen=True, slots=True)
class Term:
    """A phrase of a title.

    `name` is what it means, `syllables` what is written; a term that is part of a name stands in
    the `slot` of the place, body or surname before it ("xã" in "xã Ia Tô") and is `proper`, as is
    a word that no Vietnamese syllable is.
    """

    name: str
    kind: WordKind
    syllables: tuple[Syllable, ...]
    proper: bool = False
    slot: str = ""
    letters: str = field(init=False, compare=False, default="")

    def __post_init__(self) -> None:
        # Worked out once: a title is compared with thousands.
        object.__setattr__(self, "letters", " ".join(s.key for s in self.syllables))

    @property
    def weight(self) -> float:
        """Return how much the term says about the article."""
        return _PROPER_WEIGHT if self.proper and self.kind is WordKind.WORD else WEIGHTS[self.kind]


@dataclass(frozen=True)
class Reading:
    """A title's terms and numbers, read with its marks or without them."""

    terms: tuple[Term, ...]
    numbers: frozenset[Number]

    @property
    def says_anything(self) -> bool:
        """Tell whether a word or a number of the title is no filler."""
        return bool(self.numbers or self.telling)

    @cached_property
    def levels(self) -> Mapping[str, frozenset[str]]:
        """Return each kind of body with the levels of which the title names one."""
        found: dict[str, frozenset[str]] = {}
        for one, other in pairwise(self.terms):
            if other.name in _LEVELS and (one.kind is WordKind.BODY or one.name in _LEVELLED):
                found[one.name] = found.get(one.name, frozenset()) | {other.name}
        return found

    @property
    def telling(self) -> list[Term]:
        """Return the terms that are no filler, in their order."""
        return [term for term in self.terms if term.kind is not WordKind.FILLER]


def find_phrases(
    tokens: Sequence[Token], words: Sequence[str], book: PhraseBook
) -> dict[int, tuple[int, Entry]]:
    """Return the listed phrases of a title: where each begins → its length and meaning."""
    phrases: dict[int, tuple[int, Entry]] = {}
    surnames = _SURNAMES_PLAIN if book.plain else _SURNAMES
    position, behind, room = 0, "", 0
    while position < len(tokens):
        found = book.match(words, position)
        if tokens[position].opens:
            room = 0
        if (
            found
            and room
            and _names(found, behind, room, words[position], book.plain)
            and not (found[1].name == _AT and _is_placed(book, words, position + 1))
        ):
            found = None
        if found and room == _SYLLABLES and _begins_name(found, behind, book, words, position):
            found = None
        if found and room == _SYLLABLES - 1 and _swallows(book, words, position, found[0]):
            found = book.match(words, position, 1)
        if found:
            phrases[position] = found
        if found and found[1].kind in PLACED:
            behind, room = found[1].kind.value, _SYLLABLES
        elif found:
            room = room - 1 if room == _SYLLABLES and _begins(found, behind) else 0
        elif words[position] in surnames:
            behind, room = behind if room else PERSON, _SYLLABLES
        else:
            room = max(room - 1, 0)
        position += found[0] if found else 1
    return phrases


def _names(found: tuple[int, Entry], behind: str, room: int, word: str, plain: bool) -> bool:
    """Tell whether a listed word is part of a name here: "làng Mới", "thôn Đồng Tâm"."""
    kind = found[1].kind
    if plain and kind in PLACED and found[0] == 1:
        # "Sơn Lang" typed without marks ends like "làng".
        return room == _SYLLABLES - 1
    if found[0] > 1 or kind not in _MAY_NAME or word in (_FUNCTION_PLAIN if plain else _FUNCTION):
        return False
    if behind == PERSON:
        return room == _SYLLABLES - 1 or (plain and room > 1)
    if room == 1:
        return word in (_SIDES_PLAIN if plain else _SIDES)
    if plain and kind is WordKind.FILLER:
        return room < _SYLLABLES or word in _SURNAMES_PLAIN or word in _NAMING_PLAIN
    if kind is WordKind.FILLER or (room == _SYLLABLES and kind is not WordKind.WORD):
        return word in (_NAMING_PLAIN if plain else _NAMING) and behind == WordKind.PLACE
    return behind == WordKind.PLACE


def _begins_name(
    found: tuple[int, Entry], behind: str, book: PhraseBook, words: Sequence[str], position: int
) -> bool:
    """Tell whether a word like "trường" begins a place's name: "xã Trường Xuân"."""
    end = position + 1
    if behind != WordKind.PLACE or found[0] > 1 or found[1].kind not in PLACED or end >= len(words):
        return False
    follows = book.match(words, end)
    if follows is None:
        return not words[end][0].isdigit()
    return follows[0] == 1 and follows[1].kind is WordKind.SAME


def _is_placed(book: PhraseBook, words: Sequence[str], position: int) -> bool:
    """Tell whether a kind of place or body stands here: "tổ dân phố ở phường" names no "Ở"."""
    found = book.match(words, position) if position < len(words) else None
    return found is not None and found[1].kind in PLACED


def _begins(found: tuple[int, Entry], behind: str) -> bool:
    """Tell whether a listed word right behind a place goes on as its name: "phường Xuân Hòa"."""
    return behind == WordKind.PLACE and found[0] == 1 and found[1].kind is WordKind.SAME


def _swallows(book: PhraseBook, words: Sequence[str], start: int, length: int) -> bool:
    """Tell whether a phrase takes a word from the next one: Quang "Trung thu" hút."""
    for place in range(start + 1, start + length):
        other = book.match(words, place)
        if other and place + other[0] > start + length:
            return True
    return False


def read_terms(
    tokens: Sequence[Token],
    syllables: Sequence[Syllable],
    words: Sequence[str],
    phrases: Phrases,
    taken: set[int],
    *,
    plain: bool,
) -> tuple[Term, ...]:
    """Return the terms of a title in their order; tokens `taken` by numbers are left out."""
    terms: list[Term] = []
    slot, room = "", 0
    position = 0
    while position < len(tokens):
        length, entry = phrases.get(position, (1, None))
        if position in taken:
            position, room = position + 1, 0
            continue
        if tokens[position].opens:
            room = 0
        row = tuple(syllables[position : position + length])
        if entry is None:
            key = syllables[position].key
            goes_on = room > 1 or (room == 1 and (key in _SIDES_PLAIN or not is_syllable(key)))
            named = slot if goes_on else ""
            proper = bool(named) or (len(key) > 1 and not is_syllable(key))
            terms.append(Term(words[position], WordKind.WORD, row, proper, named))
            room = room - 1 if goes_on else 0
            if words[position] in (_SURNAMES_PLAIN if plain else _SURNAMES):
                slot, room = named or PERSON, _SYLLABLES
        elif entry.kind in PLACED:
            terms.append(Term(entry.name, entry.kind, row))
            slot, room = entry.name, _SYLLABLES
        else:
            terms.append(_listed(entry, row, slot if room == _SYLLABLES else "", terms))
            room = room - 1 if terms[-1].slot else 0
        position += length
    return tuple(terms)


def _listed(entry: Entry, row: tuple[Syllable, ...], slot: str, before: Sequence[Term]) -> Term:
    """Return the term of a listed phrase; right behind a place or a body it may be its name."""
    behind = before[-1].kind if slot and before else None
    if behind is WordKind.BODY and entry.kind is WordKind.WEAK:
        return Term(entry.name, WordKind.SAME, row, slot=slot)
    if behind is WordKind.PLACE and (
        entry.kind is WordKind.REGION or (entry.kind is WordKind.SAME and len(row) == 1)
    ):
        return Term(entry.name, entry.kind, row, slot=slot)
    return Term(entry.name, entry.kind, row)


def slot_before(phrases: Phrases, position: int, *, counted: bool) -> str:
    """Return the place or body word right before a position, or nothing.

    A number that has what it counts behind it is no name of a body: "sạt lở bờ sông, 5 hộ dân".
    """
    for length in (1, 2, 3):
        found = phrases.get(position - length)
        if found and found[0] == length:
            named = found[1].kind is WordKind.PLACE or (
                found[1].kind is WordKind.BODY and not counted
            )
            return found[1].name if named else ""
    return ""


def place_named_before(phrases: Phrases, position: int) -> str:
    """Return the kind of place whose name ends right before a position: "xã Vị Thanh | 1"."""
    for start in range(position - 1, max(position - _SYLLABLES - 1, 0) - 1, -1):
        found = phrases.get(start)
        if found is None:
            continue
        if found[1].kind is WordKind.PLACE and start + found[0] < position:
            return found[1].name
        if found[0] > 1 or found[1].kind is not WordKind.SAME:
            return ""
    return ""
