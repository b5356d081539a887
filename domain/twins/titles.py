"""A title taken apart: which of its words are names, stages, numbers, or only fill the line."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import islice

from domain.abbreviations import default_abbreviations, meanings, short_key
from domain.syllables import is_syllable, read_syllable
from domain.twins.numbers import BESIDE_NAME, COUNT, NAMED, date_of, read_numbers
from domain.twins.terms import (
    Phrases,
    Reading,
    find_phrases,
    place_named_before,
    read_terms,
    slot_before,
)
from domain.twins.tokens import MOST_TOKENS, Token, read_title, split_short, tokenize
from domain.twins.words import Vocabulary, WordKind, build_vocabulary, plain_key

# Below this share of words with marks a title counts as typed without them.
_MARKED_SHARE = 0.45
RECENT = 256
# How many abbreviations may stand in one another's meaning: NTM nâng cao, chương trình MTQG NTM.
_DEPTH = 1
# Words that an abbreviation may leave out.
_SKIPPED = frozenset({"và", "ở", "của", "các", "cho", "về", "với", "tại"})
_VOWELS = frozenset("aeiouy")
# What may be an abbreviation: few letters, none of them with a mark of its own but đ and ư.
_INITIALS = re.compile("[a-zđư&., -]{2,12}")


@dataclass(frozen=True, slots=True)
class Short:
    """A word that is or may be an abbreviation, with the meanings that the list gives it."""

    text: str
    key: str
    meanings: tuple[str, ...]

    @property
    def unsure(self) -> bool:
        """Tell whether it is an abbreviation of several meanings or of one that no list has."""
        return len(self.meanings) > 1 or _VOWELS.isdisjoint(self.key)

    @property
    def default(self) -> str:
        """Return what it means beside a title that spells none of its meanings out."""
        return self.meanings[0] if self.meanings and not is_syllable(self.key) else ""


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
        return PreparedTitle(title, self, tokens, marked < _MARKED_SHARE * len(words))

    def read(
        self,
        prepared: "PreparedTitle",
        plain: bool,
        chosen: Collection[tuple[str, str]] = (),
    ) -> Reading:
        """Return the terms and numbers of a title.

        `chosen` are abbreviations with what they stand for beside the title it is compared with.
        """
        vocabulary = self._vocabulary(plain)
        tokens = self._written_out(prepared, dict(chosen))
        syllables = [read_syllable(token.text) for token in tokens]
        words = [syllable.key if plain else syllable.form for syllable in syllables]
        phrases = find_phrases(tokens, words, vocabulary.phrases)
        spans = read_numbers(
            tokens, words, vocabulary, _free(tokens, phrases), _within(tokens, phrases)
        )
        taken = {place for span in spans for place in range(span.start, span.end)}
        terms = read_terms(tokens, syllables, words, phrases, taken, plain=plain)
        # "thôn 3" and "tổ 3" are names, whatever is counted behind them.
        numbers = {
            replace(number, role=slot)
            if (number.counts or number.role == "số")
            and (slot := slot_before(phrases, span.start, counted=number.role not in ("số", COUNT)))
            else number
            for span in spans
            for number in span.numbers
        }
        numbers |= {
            replace(number, role=NAMED + place)
            for span in spans
            for number in span.numbers
            if number.role in BESIDE_NAME and (place := place_named_before(phrases, span.start))
        }
        numbers |= {
            number
            for start, (length, _) in phrases.items()
            if length == 1
            for number in date_of(tokens[start])
        }
        return Reading(terms, frozenset(numbers))

    def write_out(self, prepared: "PreparedTitle") -> tuple[str, ...]:
        """Return the title's words with each abbreviation as its commonest meaning."""
        return tuple(token.text for token in self._written_out(prepared, {}))

    def shorts(self, prepared: "PreparedTitle") -> tuple[Short, ...]:
        """Return the words of the title that are or may be abbreviations."""
        found = {
            token.text: Short(token.text, short_key(token.text), self._meaning_of(token))
            for token in prepared.tokens
            if token.what in ("word", "short")
        }
        return tuple(
            short
            for short in found.values()
            if short.meanings
            or (
                _INITIALS.fullmatch(short.text)
                and (
                    not is_syllable(short.key)
                    or (not prepared.plain and self._may_shorten(short.text))
                )
            )
        )

    def _may_shorten(self, text: str) -> bool:
        """Tell whether what could be a word may be the initials of three words or more."""
        syllable = read_syllable(text)
        return (
            len(text) > 2
            and not syllable.form[-1:].isdigit()
            and not self._marked.phrases.match([syllable.form], 0)
        )

    def _written_out(self, prepared: "PreparedTitle", chosen: Mapping[str, str]) -> list[Token]:
        return list(islice(self._expanded(prepared.tokens, chosen), MOST_TOKENS))

    def _expanded(
        self, tokens: Iterable[Token], chosen: Mapping[str, str], depth: int = _DEPTH
    ) -> Iterator[Token]:
        """Yield the tokens with their abbreviations written out, `depth` of them in one another."""
        for token in tokens:
            longs = self._meaning_of(token)
            if token.text in chosen:
                long = chosen[token.text]
            elif longs and not is_syllable(short_key(token.text)):
                long = longs[0]
            elif token.what == "short":
                yield from self._expanded(split_short(token), chosen, depth)
                continue
            else:
                yield token
                continue
            parts = (replace(part, opens=False) for part in tokenize(long))
            # A board may explain an abbreviation by itself.
            yield from self._expanded(parts, {}, depth - 1) if depth else parts

    def _meaning_of(self, token: Token) -> tuple[str, ...]:
        if token.what not in ("word", "short"):
            return ()
        # A word with a tone shortens nothing.
        if token.what == "word" and read_syllable(token.text).form[-1:].isdigit():
            return ()
        return self._meanings.get(short_key(token.text), ())


@dataclass(frozen=True)
class PreparedTitle:
    """A title ready to be compared with many others."""

    title: str
    reader: TitleReader = field(repr=False)
    tokens: tuple[Token, ...] = field(repr=False)
    plain: bool

    @cached_property
    def _readings(self) -> dict[bool, Reading]:
        return {}

    def reading(self, plain: bool) -> Reading:
        """Return the title's terms and numbers, read with its marks or without."""
        if plain not in self._readings:
            self._readings[plain] = self.reader.read(self, plain)
        return self._readings[plain]

    def reading_beside(self, other: "PreparedTitle", plain: bool) -> Reading:
        """Return the reading in which abbreviations mean what the other title spells out."""
        chosen = tuple(self._spelled_out(other)) if self.shorts else ()
        if not chosen:
            return self.reading(plain)
        if (plain, chosen) not in self._chosen:
            self._chosen[plain, chosen] = self.reader.read(self, plain, chosen)
        return self._chosen[plain, chosen]

    def _spelled_out(self, other: "PreparedTitle") -> Iterator[tuple[str, str]]:
        for short in self.shorts:
            if short.text in other.texts:
                continue
            long = next((long for long in short.meanings if self._lacks(long, other)), "")
            if not long:
                phrase = other.phrase_of_initials(short.key)
                long = phrase if phrase and self._lacks(phrase, other) else ""
            if long and long != short.default:
                yield short.text, long

    def _lacks(self, phrase: str, other: "PreparedTitle") -> bool:
        """Tell whether the other title spells out a phrase more often than this one."""
        key = plain_key(phrase)
        return other.says(key) > self.says(key)

    def says(self, key: str) -> int:
        """Return how often the title says a phrase without marks, as written or written out."""
        return max(self.plain_text.count(key), self._as_written.count(key))

    @cached_property
    def _as_written(self) -> str:
        return plain_key(" ".join(token.text for token in self.tokens))

    @cached_property
    def _chosen(self) -> dict[tuple[bool, tuple[tuple[str, str], ...]], Reading]:
        return {}

    @cached_property
    def shorts(self) -> tuple[Short, ...]:
        """Return the words that are or may be abbreviations."""
        return self.reader.shorts(self)

    @cached_property
    def texts(self) -> frozenset[str]:
        """Return the title's words and numbers as they stand."""
        return frozenset(token.text for token in self.tokens)

    def phrase_of_initials(self, key: str) -> str:
        """Return the words of this title that begin with these letters, or nothing.

        An abbreviation among them stands with all its letters, "và" and its like with none.
        """
        words = [token.text for token in self.tokens]
        starts = [place for place, letters in enumerate(self._initials) if letters[:1] == key[0]]
        return next((phrase for at in starts if (phrase := _begin_with(words[at:], key))), "")

    @cached_property
    def _initials(self) -> tuple[str, ...]:
        return tuple(short_key(token.text)[:1] for token in self.tokens)

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """Return the title's words whatever their case and spelling."""
        return tuple(read_syllable(token.text).form for token in self.tokens)

    @cached_property
    def plain_text(self) -> str:
        """Return the title's words without marks, its abbreviations written out."""
        return plain_key(" ".join(self.written_out))

    @cached_property
    def written_out(self) -> tuple[str, ...]:
        """Return the title's words with each abbreviation as its commonest meaning."""
        return self.reader.write_out(self)

    @cached_property
    def key_words(self) -> frozenset[str]:
        """Return the words of the key."""
        return frozenset(self.key.split())

    @cached_property
    def key(self) -> str:
        """Return the words that RapidFuzz compares: no marks, no filler, one word for one thing.

        What an abbreviation means only the other title can tell is left out.
        """
        unsure = tuple((short.text, "") for short in self.shorts if short.unsure)
        reading = self.reader.read(self, True, unsure) if unsure else self.reading(plain=True)
        names = [plain_key(term.name) for term in reading.telling]
        return " ".join([*names, *sorted(number.value for number in reading.numbers)])


def _begin_with(words: Sequence[str], key: str) -> str:
    """Return the first words if their letters make up the key."""
    rest = key
    for place, word in enumerate(words, start=1):
        letters = short_key(word) or "-"
        for part in dict.fromkeys((letters, letters[0])):
            if rest.startswith(part) and (part == letters[0] or not is_syllable(letters)):
                rest = rest[len(part) :]
                break
        else:
            if place == 1 or word not in _SKIPPED:
                return ""
        if not rest:
            return " ".join(words[:place]) if place > 1 else ""
    return ""


def _free(tokens: Sequence[Token], phrases: Phrases) -> list[bool]:
    """Tell which tokens can begin a number: those within "6 tháng đầu năm" or "20/11" cannot."""
    free = [True] * len(tokens)
    for start, (length, entry) in phrases.items():
        end = start + length
        if length > 1 or tokens[start].what != "word":
            free[start:end] = [False] * length
        # "sông Ba" is a name.
        if entry.kind is WordKind.BODY and end < len(tokens) and tokens[end].what == "word":
            free[end] = False
    return free


def _within(tokens: Sequence[Token], phrases: Phrases) -> list[bool]:
    """Tell which tokens stand behind the first one of a phrase: "tập" in "quy tập 3 hài cốt"."""
    within = [False] * len(tokens)
    for start, (length, _) in phrases.items():
        within[start + 1 : start + length] = [True] * (length - 1)
    return within


@lru_cache(maxsize=16)
def _reader(abbreviations: tuple[tuple[str, str], ...], names: frozenset[str]) -> TitleReader:
    return TitleReader(dict(abbreviations) if abbreviations else default_abbreviations(), names)


def title_reader(
    abbreviations: Mapping[str, str] | None = None, names: Collection[str] = ()
) -> TitleReader:
    """Return the reader for a list of abbreviations (None: the shipped one) and a board's names."""
    rows = () if abbreviations is None else tuple(sorted(abbreviations.items()))
    return _reader(rows, frozenset(names))
