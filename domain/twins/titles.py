"""A title taken apart: which of its words are names, stages, numbers, or only fill the line."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from types import MappingProxyType

from domain.abbreviations import default_abbreviations, meanings, short_key
from domain.syllables import is_syllable, read_syllable
from domain.twins.numbers import Number, read_numbers
from domain.twins.terms import Phrases, Reading, find_phrases, read_terms, slot_before
from domain.twins.tokens import Token, has_case, read_title, tokenize
from domain.twins.words import Vocabulary, build_vocabulary

# Below this share of words with marks a title counts as typed without them.
_MARKED_SHARE = 0.45
RECENT = 256
_MOST_INITIALS = 8


class TitleReader:
    """Reads titles with one board's abbreviations and names."""

    def __init__(self, abbreviations: Mapping[str, str], names: Collection[str]) -> None:
        self._meanings = meanings(abbreviations)
        # A title that is looked for is stored a moment later.
        self.prepare = lru_cache(maxsize=RECENT)(self._prepare)
        # Titles are read with their abbreviations written out, so names are too.
        self._names = sorted({" ".join(self.prepare(name).written_out) for name in names})
        self._longs = [long for longs in self._meanings.values() for long in longs]

    def load(self) -> None:
        """Build the vocabularies now instead of with the first title."""
        for plain in (False, True):
            self._vocabulary(plain)

    def _vocabulary(self, plain: bool) -> Vocabulary:
        return self._plain if plain else self._marked

    @cached_property
    def _marked(self) -> Vocabulary:
        return build_vocabulary(False, self._longs, self._names)

    @cached_property
    def _plain(self) -> Vocabulary:
        return build_vocabulary(True, self._longs, self._names)

    def _prepare(self, title: str) -> "PreparedTitle":
        """Return the title cut into words, to be read when it is compared."""
        tokens = read_title(title)
        words = [token for token in tokens if token.what == "word"]
        marked = sum(read_syllable(token.text).marked for token in words)
        return PreparedTitle(
            title, self, tuple(tokens), marked < _MARKED_SHARE * len(words), has_case(tokens)
        )

    def read(
        self,
        prepared: "PreparedTitle",
        plain: bool,
        beside: Collection[str] = (),
        spelled: Collection[tuple[str, str]] = (),
    ) -> Reading:
        """Return the terms and numbers of a title.

        `beside` are meanings, without marks, that the title it is compared with spells out; they
        decide between two meanings of an abbreviation. `spelled` are abbreviations that no list
        has, with the phrase of the other title that has these initials.
        """
        vocabulary = self._vocabulary(plain)
        tokens = list(self._expanded(prepared, beside, dict(spelled)))
        syllables = [read_syllable(token.text) for token in tokens]
        words = [syllable.key if plain else syllable.form for syllable in syllables]
        phrases = find_phrases(tokens, words, vocabulary.phrases, prepared.cased)
        spans = read_numbers(tokens, words, vocabulary, _free(tokens, phrases))
        taken = {place for span in spans for place in range(span.start, span.end)}
        terms = read_terms(
            tokens, syllables, words, phrases, taken, cased=prepared.cased, plain=plain
        )
        # "thôn 3" and "tổ 3" are names, whatever is counted behind them.
        numbers = {
            replace(number, role=slot)
            if number.counts and (slot := slot_before(phrases, span.start))
            else number
            for span in spans
            for number in span.numbers
        }
        return Reading(terms, frozenset(numbers), prepared.cased)

    def choices_of(self, prepared: "PreparedTitle") -> tuple[str, ...]:
        """Return all meanings of the title's abbreviations that have more than one."""
        found = (self._meaning_of(token, prepared.cased) for token in prepared.tokens)
        return tuple(plain_key(long) for longs in found if len(longs) > 1 for long in longs)

    def write_out(self, prepared: "PreparedTitle") -> tuple[str, ...]:
        """Return the title's words with each abbreviation as its commonest meaning."""
        return tuple(token.text for token in self._expanded(prepared, ()))

    def unlisted(self, prepared: "PreparedTitle") -> tuple[str, ...]:
        """Return the words of the title that only an abbreviation which no list has can be."""
        words = (token for token in prepared.tokens if token.what == "word")
        return tuple(
            key
            for token in words
            if 2 <= len(key := short_key(token.text)) <= _MOST_INITIALS
            and not self._meaning_of(token, prepared.cased)
            and not (prepared.cased and not token.text.isupper())
            and (prepared.cased or not is_syllable(key))
        )

    def _expanded(
        self,
        prepared: "PreparedTitle",
        beside: Collection[str],
        spelled: Mapping[str, str] = MappingProxyType({}),
    ) -> Iterator[Token]:
        for token in prepared.tokens:
            longs = self._meaning_of(token, prepared.cased)
            if not longs and token.what == "word" and short_key(token.text) in spelled:
                longs = (spelled[short_key(token.text)],)
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
        if not self.choices and not self.unlisted:
            return self.reading(plain)
        chosen = tuple(key for key in self.choices if key in other.plain_text)
        spelled = tuple(
            (key, phrase) for key in self.unlisted if (phrase := other.phrase_of_initials(key))
        )
        if (plain, chosen, spelled) not in self._chosen:
            self._chosen[plain, chosen, spelled] = self.reader.read(self, plain, chosen, spelled)
        return self._chosen[plain, chosen, spelled]

    @cached_property
    def _chosen(
        self,
    ) -> dict[tuple[bool, tuple[str, ...], tuple[tuple[str, str], ...]], Reading]:
        return {}

    @cached_property
    def unlisted(self) -> tuple[str, ...]:
        """Return the keys of abbreviations that no list has."""
        return self.reader.unlisted(self)

    def phrase_of_initials(self, key: str) -> str:
        """Return the words of this title that begin with these letters, or nothing."""
        words = [token.text for token in self.tokens]
        initials = "".join(short_key(word[0]) or "-" for word in words)
        start = initials.find(key)
        return " ".join(words[start : start + len(key)]) if start >= 0 else ""

    @cached_property
    def choices(self) -> tuple[str, ...]:
        """Return the meanings, without marks, between which abbreviations leave a choice."""
        return self.reader.choices_of(self)

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """Return the title's words whatever their case and spelling."""
        return tuple(read_syllable(token.text.lower()).form for token in self.tokens)

    @cached_property
    def plain_text(self) -> str:
        """Return the title's words without marks."""
        return " ".join(read_syllable(token.text).key for token in self.tokens)

    @cached_property
    def written_out(self) -> tuple[str, ...]:
        """Return the title's words with each abbreviation as its commonest meaning."""
        return self.reader.write_out(self)

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


def _free(tokens: Sequence[Token], phrases: Phrases) -> list[bool]:
    """Tell which tokens can begin a number: those within "6 tháng đầu năm" or "20/11" cannot."""
    free = [True] * len(tokens)
    for start, (length, _) in phrases.items():
        if length > 1 or tokens[start].what != "word":
            free[start : start + length] = [False] * length
    return free


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
