"""Which word of one title answers which word of the other, and what is left over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rapidfuzz.distance import OSA

from domain.syllables import Syllable, is_syllable
from domain.twins.terms import Term
from domain.twins.words import WordKind, near_to, plain_key

_TYPO_LENGTH = 3
_LONGEST_JOIN = 3
# A word that the other title has too, but less often, says less than one it lacks.
_REPEATED = 0.5
_SHARED_SYLLABLES = 0.7
_TOLD_MORE = 0.3
_OTHER_NAME = 1.5
_OTHER_WORD = 0.9
_LEAST_GAP = 0.4
_TELLING_WHERE = frozenset({WordKind.PLACE, WordKind.REGION})
# "UBND phường Tân An" and "phường Tân An" do the same.
_AUTHORITY = "ủy ban nhân dân"


@dataclass(frozen=True)
class Pairing:
    """The telling terms of two titles and the places of those without a partner."""

    a: Sequence[Term]
    b: Sequence[Term]
    left_a: Sequence[int]
    left_b: Sequence[int]
    other_marks: float

    @cached_property
    def left_terms(self) -> tuple[list[Term], list[Term]]:
        """Return the terms of each title that have no partner."""
        return [self.a[place] for place in self.left_a], [self.b[place] for place in self.left_b]

    @property
    def left_weights(self) -> tuple[float, float]:
        """Return what the terms without a partner weigh on each side."""
        (left_a, left_b), (keys_a, keys_b) = self.left_terms, self._left_keys
        told_a, told_b = self._told_more
        return (
            _weight(left_a, self.b, keys_b, told_a),
            _weight(left_b, self.a, keys_a, told_b),
        )

    @property
    def weights(self) -> tuple[float, float]:
        """Return what all terms of each title weigh."""
        told_a, told_b = self._told_more
        return (
            sum([term.weight for term in self.a]) - told_a,
            sum([term.weight for term in self.b]) - told_b,
        )

    @property
    def swaps(self) -> float:
        """Count the places where both titles go on alike around something different."""
        gaps_a, gaps_b = self._both_gaps
        return float(len(gaps_a & gaps_b))

    @property
    def branches(self) -> float:
        """Count the words behind which both titles go on otherwise: Tam Phước, Tam Hiệp."""
        gaps_a, gaps_b = self._both_gaps
        before_a = {before for before, _ in gaps_a - gaps_b}
        return float(len((before_a & {before for before, _ in gaps_b - gaps_a}) - {"^"}))

    @cached_property
    def _left_keys(self) -> tuple[frozenset[str], frozenset[str]]:
        left_a, left_b = self.left_terms
        return _syllables(left_a), _syllables(left_b)

    @cached_property
    def _told_more(self) -> tuple[float, float]:
        left_a, left_b = self.left_terms
        return _told_more(left_a, left_b), _told_more(left_b, left_a)

    @cached_property
    def _both_gaps(self) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
        if not (self.left_a and self.left_b):
            return set(), set()
        keys_a, keys_b = self._left_keys
        return _gaps(self.a, self.left_a, keys_b), _gaps(self.b, self.left_b, keys_a)


def pair_terms(a: Sequence[Term], b: Sequence[Term]) -> Pairing:
    """Pair what is the same, then what differs in its marks alone, then other spellings."""
    left_a, left_b = list(range(len(a))), list(range(len(b)))
    marks = 0.0
    names_a, names_b = [term.name for term in a], [term.name for term in b]
    if len(set(names_a)) < len(a) or len(set(names_b)) < len(b):
        # A word that stands twice is paired with the one behind the same neighbour first.
        _pair_equal(_with_neighbour(names_a), left_a, _with_neighbour(names_b), left_b)
    _pair_equal(names_a, left_a, names_b, left_b)
    if not (left_a and left_b):
        return Pairing(a, b, left_a, left_b, marks)
    letters_a, letters_b = [term.letters for term in a], [term.letters for term in b]
    for one, other in _pair_equal(letters_a, left_a, letters_b, left_b):
        marks = max(marks, _other_marks(a[one], b[other]))
    _drop_spellings(a, left_a, b, left_b)
    _drop_spellings(b, left_b, a, left_a)
    _drop_near(a, left_a, b, left_b)
    return Pairing(a, b, left_a, left_b, marks)


def identity(term: Term) -> str:
    """Return the term's meaning without marks where it is a plain word."""
    return term.syllables[0].key if term.kind is WordKind.WORD else term.name


def _weight(
    terms: Sequence[Term], other: Sequence[Term], left_keys: frozenset[str], told_more: float
) -> float:
    if not terms:
        return 0.0
    in_other = {term.name for term in other}
    total = -told_more
    for term in terms:
        total += _unshared(term, left_keys) * (_REPEATED if term.name in in_other else 1.0)
    return max(total, 0.0)


def _syllables(terms: Iterable[Term]) -> frozenset[str]:
    return frozenset(key for term in terms for key in term.letters.split())


def _unshared(term: Term, syllables: frozenset[str]) -> float:
    """Return what a term weighs beside syllables that the other title has left over too.

    "trao nhà | nhân ái" and "tặng | nhà nhân ái" are cut otherwise and share most syllables.
    """
    keys = term.letters.split()
    if syllables.isdisjoint(keys):
        return term.weight
    return term.weight * (1 - _SHARED_SYLLABLES * sum(k in syllables for k in keys) / len(keys))


def _told_more(terms: Sequence[Term], left_in_other: Sequence[Term]) -> float:
    """Return by how much less weigh the places that one title alone tells: it is no other place."""
    if not terms or any(
        term.slot or term.proper or term.kind is WordKind.REGION for term in left_in_other
    ):
        return 0.0
    places = (
        term
        for term in terms
        if term.slot or term.kind in _TELLING_WHERE or term.name == _AUTHORITY
    )
    return (1 - _TOLD_MORE) * sum(term.weight for term in places)


def _with_neighbour(names: Sequence[str]) -> list[str]:
    return [f"{before} {name}" for before, name in pairwise(["", *names])]


def _pair_equal(
    a: Sequence[str], left_a: list[int], b: Sequence[str], left_b: list[int]
) -> list[tuple[int, int]]:
    """Take equal words out of what is left over, each one once, and return their places."""
    places: dict[str, list[int]] = {}
    for place in left_b:
        places.setdefault(b[place], []).append(place)
    pairs = [(place, partners.pop(0)) for place in left_a if (partners := places.get(a[place]))]
    for one, other in pairs:
        left_a.remove(one)
        left_b.remove(other)
    return pairs


def _other_marks(one: Term, other: Term) -> float:
    """Weigh words whose letters agree and whose marks do not."""
    if one.kind is not WordKind.WORD and other.kind is not WordKind.WORD:
        return 0.0
    pairs = zip(one.syllables, other.syllables, strict=True)
    differing = [(x, y) for x, y in pairs if _marked_otherwise(x, y)]
    if not differing:
        return 0.0
    if one.proper or other.proper:
        return _OTHER_NAME
    return _OTHER_WORD if all(x.marked and y.marked for x, y in differing) else 0.0


def _marked_otherwise(x: Syllable, y: Syllable) -> bool:
    # Krông, Lắk, Pưh: no rule of Vietnamese says how to mark them; ă and a change places in them.
    return is_syllable(x.key) and x.form.replace("ă", "a") != y.form.replace("ă", "a")


def _drop_spellings(
    a: Sequence[Term], left_a: list[int], b: Sequence[Term], left_b: list[int]
) -> None:
    """Take out what is only spelled otherwise: a typo, IaGrai, a phrase cut in other places."""
    for place in list(left_a):
        syllables = a[place].syllables
        initial = a[place].letters[:1]
        # The first letter is hardly ever mistyped, and looking at it first saves most of the work.
        starts = [s for s, p in enumerate(left_b) if b[p].letters.startswith(initial)]
        run = next((r for s in starts if (r := _spelled_run(syllables, b, left_b[s:]))), [])
        if run:
            left_a.remove(place)
            for partner in run:
                left_b.remove(partner)


def _drop_near(a: Sequence[Term], left_a: list[int], b: Sequence[Term], left_b: list[int]) -> None:
    """Take out phrases that may say the same of one event: trao, bàn giao."""
    listed = [place for place in left_b if b[place].kind is not WordKind.WORD]
    for place in [place for place in left_a if a[place].kind is not WordKind.WORD]:
        others = _near(a[place])
        partner = next(
            (o for o in listed if b[o].letters in others or plain_key(b[o].name) in others), None
        )
        if partner is not None:
            left_a.remove(place)
            left_b.remove(partner)
            listed.remove(partner)


def _near(term: Term) -> frozenset[str]:
    """Return the phrases, without marks, that may say the same as a term's words or meaning."""
    return near_to(term.letters) | near_to(plain_key(term.name))


def _spelled_run(
    syllables: Sequence[Syllable], terms: Sequence[Term], places: Sequence[int]
) -> list[int]:
    """Return the places, from the first on, that together spell the syllables."""
    keys = [syllable.key for syllable in syllables]
    row: list[str] = []
    for length, place in enumerate(places[:_LONGEST_JOIN], start=1):
        row += [syllable.key for syllable in terms[place].syllables]
        if _alike(keys, row):
            return list(places[:length])
    return []


def _alike(keys: list[str], row: list[str]) -> bool:
    if len(keys) == len(row):
        return all(_like(x, y) for x, y in zip(keys, row, strict=True))
    return "".join(keys) == "".join(row)


def _like(x: str, y: str) -> bool:
    if x == y:
        return True
    # A typo makes a syllable that is none; Păh and Pưh, neither of them Vietnamese, are two names.
    if is_syllable(x) == is_syllable(y):
        return False
    return min(len(x), len(y)) >= _TYPO_LENGTH and OSA.distance(x, y, score_cutoff=1) <= 1


def _gaps(
    terms: Sequence[Term], left: Sequence[int], syllables: frozenset[str]
) -> set[tuple[str, str]]:
    """Return the words on both sides of each stretch of left-over terms."""
    missing = set(left)
    gaps: set[tuple[str, str]] = set()
    before, weight = "^", 0.0
    for place in range(len(terms) + 1):
        if place in missing:
            weight += _unshared(terms[place], syllables)
            continue
        here = identity(terms[place]) if place < len(terms) else "$"
        if weight >= _LEAST_GAP:
            gaps.add((before, here))
        before, weight = here, 0.0
    return gaps - {("^", "$")}
