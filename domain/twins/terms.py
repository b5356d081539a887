"""The phrases of a title: what each means, what it does there, and whether it is a name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.syllables import Syllable
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
    def says_anything(self) -> bool:
        """Tell whether a word or a number of the title is no filler."""
        return bool(self.numbers or self.telling)

    @property
    def telling(self) -> list[Term]:
        """Return the terms that are no filler, in their order."""
        return [term for term in self.terms if term.kind is not WordKind.FILLER]


def find_phrases(
    tokens: Sequence[Token], words: Sequence[str], book: PhraseBook, cased: bool
) -> dict[int, tuple[int, Entry]]:
    """Return the listed phrases of a title: where each begins → its length and meaning."""
    phrases: dict[int, tuple[int, Entry]] = {}
    position, after_phrase = 0, True
    while position < len(tokens):
        found = book.match(words, position)
        if found and cased and not after_phrase and _cuts_name(tokens, position, *found):
            found = None
        if found:
            phrases[position] = found
        after_phrase = found is not None
        position += found[0] if found else 1
    return phrases


def read_terms(
    tokens: Sequence[Token],
    syllables: Sequence[Syllable],
    words: Sequence[str],
    phrases: Phrases,
    taken: set[int],
    *,
    cased: bool,
    plain: bool,
) -> tuple[Term, ...]:
    """Return the terms of a title in their order; tokens `taken` by numbers are left out."""
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
    return tuple(_with_slots(terms))


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


def slot_before(phrases: Phrases, position: int) -> str:
    """Return the place or body word right before a position, or nothing."""
    for length in (1, 2, 3):
        found = phrases.get(position - length)
        if found and found[0] == length:
            entry = found[1]
            return entry.name if entry.kind in (WordKind.PLACE, WordKind.BODY) else ""
    return ""
