"""A title taken apart: which of its words are names, stages, numbers, or only fill the line."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from domain.abbreviations import default_abbreviations, meanings, short_key
from domain.syllables import Syllable, is_syllable, read_syllable
from domain.title_numbers import Number, read_numbers
from domain.title_tokens import Token, has_case, read_title, tokenize
from domain.title_words import Entry, Vocabulary, WordKind, build_vocabulary

# Below this share of words with marks a title counts as typed without them.
_MARKED_SHARE = 0.45
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
    WordKind.PLACE: 0.3,
    WordKind.BODY: 0.7,
    WordKind.NAME: 1.5,
    WordKind.WORD: 0.6,
}
_PROPER_WEIGHT = 1.0


@dataclass(frozen=True, slots=True)
class Term:
    """A phrase of a title.

    `name` is what it means, `syllables` what is written; a term is `proper` when its capital says
    so, and stands in the `slot` of the place or body word before it ("xã" in "xã Ia Tô").
    """

    name: str
    kind: WordKind
    syllables: tuple[Syllable, ...]
    proper: bool = False
    slot: str = ""
    capital: bool = False
    letters: str = field(init=False, compare=False, default="")

    def __post_init__(self) -> None:
        # Worked out once: a title is compared with thousands.
        object.__setattr__(self, "letters", " ".join(s.key for s in self.syllables))

    @property
    def weight(self) -> float:
        """Return how much the term says about the article."""
        return _PROPER_WEIGHT if self.proper and self.kind is WordKind.WORD else WEIGHTS[self.kind]


@dataclass(frozen=True, slots=True)
class Reading:
    """A title's terms and numbers, read with its marks or without them."""

    terms: tuple[Term, ...]
    numbers: frozenset[Number]
    cased: bool

    @property
    def telling(self) -> list[Term]:
        """Return the terms that are no filler, in their order."""
        return [term for term in self.terms if term.kind is not WordKind.FILLER]


class TitleReader:
    """Reads titles with one board's abbreviations and names."""

    def __init__(self, abbreviations: Mapping[str, str], names: Collection[str]) -> None:
        self._meanings = meanings(abbreviations)
        self._names = sorted(names)
        self._longs = [long for longs in self._meanings.values() for long in longs]

    @cached_property
    def _marked(self) -> Vocabulary:
        return build_vocabulary(False, self._longs, self._names)

    @cached_property
    def _plain(self) -> Vocabulary:
        return build_vocabulary(True, self._longs, self._names)

    def prepare(self, title: str) -> "PreparedTitle":
        """Return the title cut into words, to be read when it is compared."""
        tokens = read_title(title)
        words = [token for token in tokens if token.what == "word"]
        marked = sum(read_syllable(token.text).marked for token in words)
        return PreparedTitle(
            title, self, tuple(tokens), marked < _MARKED_SHARE * len(words), has_case(tokens)
        )

    def read(self, prepared: "PreparedTitle", plain: bool, beside: Collection[str] = ()) -> Reading:
        """Return the terms and numbers of a title.

        `beside` are meanings, without marks, that the title it is compared with spells out; they
        decide between two meanings of an abbreviation.
        """
        vocabulary = self._plain if plain else self._marked
        tokens = list(self._expanded(prepared, beside))
        syllables = [read_syllable(token.text) for token in tokens]
        words = [syllable.key if plain else syllable.form for syllable in syllables]
        phrases: dict[int, tuple[int, Entry]] = {}
        free = [True] * len(tokens)
        position, plainly_said = 0, False
        while position < len(tokens):
            found = vocabulary.phrases.match(words, position)
            named = prepared.cased and position > 0 and free[position - 1] and not plainly_said
            if found and named and _cuts_name(tokens, position, *found):
                found = None
            plainly_said = found is not None
            length = 1
            if found:
                length = found[0]
                phrases[position] = found
                if length > 1 or tokens[position].what != "word":
                    free[position : position + length] = [False] * length
            position += length
        spans = read_numbers(tokens, words, vocabulary, free)
        taken = {place for span in spans for place in range(span.start, span.end)}
        terms = _terms(tokens, syllables, words, phrases, taken, prepared.cased, plain)
        numbers = {
            replace(number, role=slot)
            if number.counts and (slot := _slot_before(phrases, span.start))
            else number
            for span in spans
            for number in span.numbers
        }
        return Reading(tuple(_with_slots(terms)), frozenset(numbers), prepared.cased)

    def choices_of(self, prepared: "PreparedTitle") -> tuple[str, ...]:
        """Return all meanings of the title's abbreviations that have more than one."""
        found = (self._meaning_of(token, prepared.cased) for token in prepared.tokens)
        return tuple(plain_key(long) for longs in found if len(longs) > 1 for long in longs)

    def _expanded(self, prepared: "PreparedTitle", beside: Collection[str]) -> Iterator[Token]:
        for token in prepared.tokens:
            longs = self._meaning_of(token, prepared.cased)
            if longs:
                chosen = next((long for long in longs if plain_key(long) in beside), longs[0])
                for part in tokenize(chosen):
                    yield replace(part, opens=False, capital=False)
            elif token.what == "short":
                for part in tokenize(token.text.replace(".", " ").replace("-", " ")):
                    yield from self._expanded(replace(prepared, tokens=(part,)), beside)
            else:
                yield token

    def _meaning_of(self, token: Token, cased: bool) -> tuple[str, ...]:
        if token.what not in ("word", "short"):
            return ()
        key = short_key(token.text)
        shouted = cased and token.text.isupper() and len(token.text) > 1
        # In a title without capitals "an" is a word and "thpt" can only be an abbreviation.
        if shouted or token.what == "short" or not is_syllable(key):
            return self._meanings.get(key, ())
        return ()


@dataclass(frozen=True)
class PreparedTitle:
    """A title ready to be compared with many others."""

    title: str
    reader: TitleReader = field(repr=False)
    tokens: tuple[Token, ...] = field(repr=False)
    plain: bool
    cased: bool

    @cached_property
    def _readings(self) -> dict[bool, Reading]:
        return {}

    def reading(self, plain: bool) -> Reading:
        """Return the title's terms and numbers, read with its marks or without."""
        if plain not in self._readings:
            self._readings[plain] = self.reader.read(self, plain)
        return self._readings[plain]

    def reading_beside(self, other: "PreparedTitle", plain: bool) -> Reading:
        """Return the reading in which abbreviations of two meanings mean what the other says."""
        if not self.choices:
            return self.reading(plain)
        chosen = tuple(key for key in self.choices if key in other.plain_text)
        if (plain, chosen) not in self._chosen:
            self._chosen[plain, chosen] = self.reader.read(self, plain, beside=chosen)
        return self._chosen[plain, chosen]

    @cached_property
    def _chosen(self) -> dict[tuple[bool, tuple[str, ...]], Reading]:
        return {}

    @cached_property
    def choices(self) -> tuple[str, ...]:
        """Return the meanings, without marks, between which the title's abbreviations leave a choice."""
        return self.reader.choices_of(self)

    @cached_property
    def plain_text(self) -> str:
        """Return the title's words without marks."""
        return " ".join(read_syllable(token.text).key for token in self.tokens)

    @cached_property
    def plain_numbers(self) -> frozenset[Number]:
        """Return the title's numbers, read without marks."""
        return self.reading(plain=True).numbers

    @cached_property
    def key_words(self) -> frozenset[str]:
        """Return the words of the key."""
        return frozenset(self.key.split())

    @cached_property
    def key(self) -> str:
        """Return the words that RapidFuzz compares: no marks, no filler, one word for one thing."""
        reading = self.reading(plain=True)
        names = [plain_key(term.name) for term in reading.telling]
        return " ".join([*names, *sorted(number.value for number in reading.numbers)])


def _terms(
    tokens: Sequence[Token],
    syllables: Sequence[Syllable],
    words: Sequence[str],
    phrases: Mapping[int, tuple[int, Entry]],
    taken: set[int],
    cased: bool,
    plain: bool,
) -> list[Term]:
    terms: list[Term] = []
    position = 0
    while position < len(tokens):
        length, entry = phrases.get(position, (1, None))
        if position in taken:
            position += 1
            continue
        proper = cased and _is_name(tokens, position)
        # A capital inside the line makes a name of a small word: "làng Mới", "xã Ia Có".
        placed = bool(terms) and terms[-1].kind in (WordKind.PLACE, WordKind.BODY)
        named = bool(terms) and terms[-1].proper
        if (
            proper
            and entry
            and length == 1
            and (named or _may_be_name(entry, tokens, position, placed, plain))
        ):
            entry = None
        if entry is None:
            terms.append(Term(words[position], WordKind.WORD, (syllables[position],), proper))
        else:
            # "tổ chức" says nothing; in "Ban Tổ chức" it is a name.
            named_so = proper and placed and entry.kind in (WordKind.FILLER, WordKind.WEAK)
            terms.append(
                Term(
                    entry.name,
                    WordKind.SAME if named_so else entry.kind,
                    tuple(syllables[position : position + length]),
                    capital=cased and tokens[position].capital and not tokens[position].opens,
                )
            )
        position += length
    return terms


def _cuts_name(tokens: Sequence[Token], position: int, length: int, entry: Entry) -> bool:
    """Tell whether a phrase begins within a name and ends behind it: Quang "Trung thu" hút."""
    if length == 1 or entry.kind in (WordKind.PLACE, WordKind.BODY, WordKind.NAME):
        return False
    inside = tokens[position].capital and not tokens[position].opens
    return (
        inside
        and tokens[position - 1].capital
        and not any(token.capital for token in tokens[position + 1 : position + length])
    )


def _is_name(tokens: Sequence[Token], position: int) -> bool:
    token = tokens[position]
    if not token.capital:
        return False
    behind = tokens[position + 1] if position + 1 < len(tokens) else None
    return not token.opens or (behind is not None and behind.capital and not behind.opens)


def _may_be_name(
    entry: Entry, tokens: Sequence[Token], position: int, placed: bool, plain: bool
) -> bool:
    """Tell whether a capital makes a name of a listed word: "làng Mới", "họ Lê" without marks."""
    if entry.kind in (WordKind.PLACE, WordKind.BODY, WordKind.NAME) or tokens[position].opens:
        return False
    if len(tokens[position].text) > 1 and tokens[position].text.isupper():
        return False
    if placed or (plain and entry.kind is WordKind.FILLER):
        return True
    if entry.kind not in (WordKind.FILLER, WordKind.WEAK, WordKind.SAME, WordKind.WORD):
        return False
    neighbours = [*tokens[max(position - 1, 0) : position], *tokens[position + 1 : position + 2]]
    return any(token.capital for token in neighbours)


def _with_slots(terms: Sequence[Term]) -> Iterator[Term]:
    slot, room = "", 0
    for term in terms:
        if term.kind in (WordKind.PLACE, WordKind.BODY):
            slot, room = term.name, 3
            yield term
            continue
        if room and (term.proper or term.capital or (room == 3 and term.kind is WordKind.WORD)):
            yield replace(term, slot=slot)
            room -= 1
        else:
            room = 0
            yield term


def _slot_before(phrases: Mapping[int, tuple[int, Entry]], position: int) -> str:
    for length in (1, 2, 3):
        found = phrases.get(position - length)
        if found and found[0] == length:
            entry = found[1]
            return entry.name if entry.kind in (WordKind.PLACE, WordKind.BODY) else ""
    return ""


@lru_cache(maxsize=20_000)
def plain_key(text: str) -> str:
    return " ".join(read_syllable(word).key for word in text.split())


@lru_cache(maxsize=16)
def _reader(abbreviations: tuple[tuple[str, str], ...], names: frozenset[str]) -> TitleReader:
    return TitleReader(dict(abbreviations) if abbreviations else default_abbreviations(), names)


def title_reader(
    abbreviations: Mapping[str, str] | None = None, names: Collection[str] = ()
) -> TitleReader:
    """Return the reader for a list of abbreviations (None: the shipped one) and a board's names."""
    rows = () if abbreviations is None else tuple(sorted(abbreviations.items()))
    return _reader(rows, frozenset(names))
