"""The words of titles that tell two articles apart, read from a list that people can edit."""

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain

from domain.syllables import read_syllable
from domain.twins.tokens import Token, split_short, tokenize


class WordKind(StrEnum):
    """What a phrase of a title does there; data/title-words.tsv explains each."""

    FILLER = "filler"
    WEAK = "weak"
    SAME = "same"
    START = "start"
    MIDDLE = "middle"
    END = "end"
    ACT = "act"
    NOT = "not"
    QUALIFIER = "qualifier"
    REGION = "region"
    PLACE = "place"
    BODY = "body"
    NAME = "name"
    WORD = "word"


MOST_WORDS = 1000
STAGES = frozenset({WordKind.START, WordKind.MIDDLE, WordKind.END})
ACTIONS = STAGES | {WordKind.ACT}


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase of the list: what it means (`name`) and what it does (`kind`)."""

    name: str
    kind: WordKind


class PhraseBook:
    """Phrases found in a row of syllables, the longest first.

    One book holds phrases with their marks, another without them: a title typed without marks can
    only be read by the second.
    """

    def __init__(self, plain: bool) -> None:
        self.plain = plain
        # First word → the phrases that begin with it, and their lengths, the longest first.
        self._by_first: dict[str, tuple[dict[tuple[str, ...], Entry], list[int]]] = {}
        self._seen: MutableMapping[tuple[str, ...], Entry] = {}

    def copy(self) -> "PhraseBook":
        """Return a book that can be added to and shares with this one what is in it by now."""
        book = PhraseBook(self.plain)
        book._by_first = dict(self._by_first)
        book._seen = ChainMap({}, self._seen)
        return book

    def add(self, phrase: str, entry: Entry) -> None:
        """Add a phrase; the first meaning given to a phrase stays."""
        words = tuple(
            syllable.key if self.plain else syllable.form
            for syllable in map(read_syllable, (token.text for token in _split(phrase)))
        )
        if not words or words in self._seen:
            return
        self._seen[words] = entry
        phrases, lengths = self._by_first.get(words[0], ({}, []))
        # What a copy shares stays as it is.
        self._by_first[words[0]] = (
            {**phrases, words: entry},
            sorted({*lengths, len(words)}, reverse=True),
        )

    def covers(self, phrase: str) -> bool:
        """Tell whether the phrase is made of phrases of the book, as "phòng giáo dục" is."""
        words = [read_syllable(token.text) for token in _split(phrase)]
        row = [word.key if self.plain else word.form for word in words]
        position = 0
        while position < len(row):
            found = self.match(row, position)
            if not found:
                return False
            position += found[0]
        return True

    def match(
        self, words: Sequence[str], start: int, most: int = MOST_WORDS
    ) -> tuple[int, Entry] | None:
        """Return the longest phrase of `most` words that begins at `start`: length and entry."""
        known = self._by_first.get(words[start])
        if known is None:
            return None
        phrases, lengths = known
        most = min(most, len(words) - start)
        for length in lengths:
            if length <= most and (entry := phrases.get(tuple(words[start : start + length]))):
                return length, entry
        return None

    def match_back(self, words: Sequence[str], end: int) -> tuple[int, Entry] | None:
        """Return the length and the entry of the longest phrase that ends just before `end`."""
        for length in (3, 2, 1):
            if length <= end and (entry := self._seen.get(tuple(words[end - length : end]))):
                return length, entry
        return None


def _split(phrase: str) -> Iterator[Token]:
    for token in tokenize(phrase):
        yield from split_short(token) if token.what == "short" else [token]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All phrase books of one way of reading, with or without marks."""

    phrases: PhraseBook
    ordinals: PhraseBook
    units: PhraseBook


@cache
def _rows() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((kind, tuple(phrases)) for kind, *phrases in _read_table("title-words.tsv"))


def _read_table(name: str) -> list[list[str]]:
    text = (files("domain") / "data" / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


_NEAR = "near"
ALONE = "(không nói)"


@cache
def lasting() -> frozenset[str]:
    """Return the meanings that make another article even of a title which says no opposite."""
    meaning = _meanings()
    rows = (phrases[1:] for phrases in _read_table("title-opposites.tsv") if phrases[0] == ALONE)
    return frozenset(meaning.get(phrase, phrase) for row in rows for phrase in row)


@cache
def _meanings() -> Mapping[str, str]:
    return {
        phrase: phrases[0]
        for kind, phrases in reversed(_rows())
        if kind in tuple(WordKind) and kind != WordKind.FILLER
        for phrase in phrases
    }


@cache
def opposites() -> Mapping[str, frozenset[str]]:
    """Return meaning → the meanings that exclude it."""
    found: dict[str, set[str]] = {}
    meaning = _meanings()
    for phrases in _read_table("title-opposites.tsv"):
        if phrases[0] == ALONE:
            continue
        names = {meaning.get(phrase, phrase) for phrase in phrases}
        for name in names:
            found.setdefault(name, set()).update(names - {name})
    return {phrase: frozenset(others) for phrase, others in found.items()}


@cache
def _near() -> Mapping[str, frozenset[str]]:
    """Return phrase → the phrases that may say the same of one event, all without marks."""
    found: dict[str, set[str]] = {}
    for row in _near_rows():
        keys = {plain_key(phrase) for phrase in row}
        for key in keys:
            found.setdefault(key, set()).update(keys)
    return {phrase: frozenset(others) for phrase, others in found.items()}


def near_to(phrase: str) -> frozenset[str]:
    """Return the phrases that may say the same as this one, all without marks."""
    return _near().get(phrase, frozenset())


def _near_rows() -> list[tuple[str, ...]]:
    return [phrases for kind, phrases in _rows() if kind == _NEAR]


@lru_cache(maxsize=20_000)
def plain_key(text: str) -> str:
    """Return the words without marks."""
    return " ".join(read_syllable(word).key for word in text.split())


def build_vocabulary(plain: bool, meanings: Iterable[str], names: Iterable[str]) -> Vocabulary:
    """Return the phrase books: the board's names, the list, and the meanings of abbreviations."""
    common = _common_vocabulary(plain, tuple(meanings))
    vocabulary = Vocabulary(common.phrases.copy(), common.ordinals, common.units)
    for name in names:
        if not vocabulary.phrases.covers(name):
            vocabulary.phrases.add(name, Entry(name, WordKind.NAME))
    return vocabulary


@lru_cache(maxsize=8)  # boards differ in their names; few have abbreviations of their own
def _common_vocabulary(plain: bool, meanings: tuple[str, ...]) -> Vocabulary:
    vocabulary = Vocabulary(PhraseBook(plain), PhraseBook(plain), PhraseBook(plain))
    for kind, phrases in _rows():
        if kind == _NEAR:
            continue
        book = {"ordinal": vocabulary.ordinals, "unit": vocabulary.units}.get(kind)
        for phrase in phrases:
            if book is not None:
                book.add(phrase, Entry(phrases[0], WordKind.WORD))
            else:
                name = phrase if kind == WordKind.FILLER else phrases[0]
                vocabulary.phrases.add(phrase, Entry(name, WordKind(kind)))
    for phrase in dict.fromkeys(chain.from_iterable(_near_rows())):
        vocabulary.phrases.add(phrase, Entry(phrase, WordKind.ACT))
    for meaning in meanings:
        if len(meaning.split()) > 1 and not vocabulary.phrases.covers(meaning):
            for written in (meaning, *_with_and(meaning)):
                vocabulary.phrases.add(written, Entry(meaning, WordKind.SAME))
    for word in sorted(opposites().keys() | lasting()):
        kind = WordKind.SAME if " " in word else WordKind.WORD
        vocabulary.phrases.add(word, Entry(word, kind))
    return vocabulary


def _with_and(meaning: str) -> list[str]:
    """Return how a meaning reads with its "và": KHCN is khoa học (và) công nghệ."""
    words = meaning.split()
    if len(words) < 4 or "và" in words:
        return []
    return [" ".join([*words[:cut], "và", *words[cut:]]) for cut in (len(words) - 2, 2)]


@cache
def filler_keys() -> frozenset[str]:
    """Return the single words, without marks, that carry nothing in a title."""
    phrases = (phrase for kind, row in _rows() if kind == WordKind.FILLER for phrase in row)
    return frozenset(read_syllable(phrase).key for phrase in phrases if " " not in phrase)
