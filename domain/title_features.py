"""What two titles share and where they part, as a few numbers that a person can follow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from domain.syllables import is_syllable
from domain.title_numbers import COUNT, DATING, Number
from domain.title_words import ACTIONS, STAGES, WordKind, opposites
from domain.titles import Reading, Term

# The order of the features is the order of the weights in data/title-weights.tsv.
FEATURES = (
    "shared",  # share of the shorter title's weight that the other one has
    "overlap",  # the same over both titles together
    "likeness",  # RapidFuzz's ratio of the sorted words
    "order",  # RapidFuzz's ratio of the words as they stand
    "both_left",  # weight left over on both sides
    "one_left",  # how much more is left over on one side
    "swapped",  # places where one has this and the other that, between the same neighbours
    "number",  # numbers of one role that differ
    "number_extra",  # numbers that one side alone has
    "name",  # proper names left over on both sides
    "name_extra",  # proper names that one side alone has
    "slot",  # other names behind one word: xã A, xã B
    "level",  # other kinds of place or body: xã, huyện
    "stage",  # stages or doings that exclude one another
    "action",  # other doings, none of them excluding the other
    "stage_extra",  # a stage that one side alone has
    "negation",  # one side says no, puts off or cancels
    "qualifier",  # one side alone says phó, kiểu mẫu, bất thường
    "marks",  # the same letters with other marks: Hùng, Hưng
)
_MOST_LEFT = 3.0
_TYPO_LENGTH = 3
_AGREED_NUMBER = 0.6
_OTHER_NAME = 1.5
_OTHER_WORD = 0.7


@dataclass(frozen=True, slots=True)
class Comparison:
    """The features of a pair, in the order of FEATURES."""

    values: tuple[float, ...]

    def __getitem__(self, feature: str) -> float:
        return self.values[FEATURES.index(feature)]


def compare_readings(a: Reading, b: Reading, *, plain: bool = False) -> Comparison:
    """Return the features of two titles read in the same way (both with marks, or both without)."""
    telling_a, telling_b = a.telling, b.telling
    left_a, left_b = _left_over(telling_a, telling_b)
    weight_a, weight_b = _weight(telling_a), _weight(telling_b)
    rest_a, rest_b = _weight(left_a), _weight(left_b)
    agreed = _AGREED_NUMBER * len(a.numbers & b.numbers)
    shared = max(weight_a - rest_a, weight_b - rest_b, 0.0) + agreed
    weight_a, weight_b = weight_a + agreed, weight_b + agreed
    words_a, words_b = _written(telling_a), _written(telling_b)
    conflicts, extra = _compare_numbers(a.numbers, b.numbers)
    names_a, names_b = _names(left_a, left_b, a.cased, b.cased)
    both_names = min(names_a, names_b)
    stage, action, stage_extra = _compare_actions(left_a, left_b)
    if _exclude(a, b):
        stage = 1.0
    return Comparison(
        (
            shared / max(min(weight_a, weight_b), 0.1) if weight_a and weight_b else 0.0,
            shared / max(weight_a + weight_b - shared, 0.1),
            fuzz.ratio(" ".join(sorted(words_a)), " ".join(sorted(words_b))) / 100,
            fuzz.ratio(words_a, words_b) / 100,
            min(rest_a, rest_b, _MOST_LEFT),
            min(abs(rest_a - rest_b), _MOST_LEFT),
            min(_swaps(telling_a, telling_b, left_a, left_b), 2.0),
            min(conflicts, 2.0),
            min(extra, 2.0),
            min(both_names, 2.0),
            min(max(names_a, names_b) - both_names, 2.0),
            float(_slots_differ(left_a, left_b)),
            float(_levels_differ(left_a, left_b)),
            stage,
            action,
            stage_extra,
            float(_says_no(left_a) != _says_no(left_b) or _negates(left_a, left_b)),
            float(any(t.kind is WordKind.QUALIFIER for t in [*left_a, *left_b])),
            0.0 if plain else _other_marks(telling_a, telling_b),
        )
    )


def _identity(term: Term) -> str:
    return term.syllables[0].key if term.kind is WordKind.WORD else term.name


def _weight(terms: Iterable[Term]) -> float:
    return sum({_identity(term): term.weight for term in terms}.values())


def _written(terms: Sequence[Term]) -> list[str]:
    return [_identity(term) for term in terms]


def _left_over(a: Sequence[Term], b: Sequence[Term]) -> tuple[list[Term], list[Term]]:
    """Return the terms of each title that the other lacks, misspellings allowed for."""
    have_a, have_b = {_identity(term) for term in a}, {_identity(term) for term in b}
    left_a = [term for term in a if _identity(term) not in have_b]
    left_b = [term for term in b if _identity(term) not in have_a]
    if left_a and left_b:
        left_a, left_b = _without_spellings(left_a, left_b, b)
        left_b, left_a = _without_spellings(left_b, left_a, a)
    return left_a, left_b


def _without_spellings(
    mine: list[Term], others: list[Term], all_others: Sequence[Term]
) -> tuple[list[Term], list[Term]]:
    """Take out what is only spelled otherwise: a typo, IaGrai for Ia Grai, a phrase cut otherwise."""
    surface = " " + " ".join(s.key for term in all_others for s in term.syllables) + " "
    rest: list[Term] = []
    for term in mine:
        keys = [syllable.key for syllable in term.syllables]
        if len(keys) > 1 and f" {' '.join(keys)} " in surface and _same_cut(term, all_others):
            continue
        found = _spelled_otherwise(keys, others)
        if found:
            others = [other for other in others if other not in found]
        else:
            rest.append(term)
    return rest, others


def _same_cut(term: Term, others: Sequence[Term]) -> bool:
    """Tell whether the term's syllables stand in the other title with the same marks."""
    forms = " ".join(syllable.form for syllable in term.syllables)
    return f" {forms} " in " " + " ".join(s.form for o in others for s in o.syllables) + " "


def _spelled_otherwise(keys: list[str], others: list[Term]) -> list[Term]:
    joined = "".join(keys)
    rows = [(other, [syllable.key for syllable in other.syllables]) for other in others]
    for other, row in rows:
        if len(row) == len(keys) and all(_like(x, y) for x, y in zip(keys, row, strict=True)):
            return [other]
        if joined == "".join(row):
            return [other]
    for (one, row), (two, behind) in pairwise(rows):
        if joined == "".join(row + behind):
            return [one, two]
        if len(keys) == len(row + behind) > 1 and all(
            _like(x, y) for x, y in zip(keys, row + behind, strict=True)
        ):
            return [one, two]
    return []


def _like(x: str, y: str) -> bool:
    if x == y:
        return True
    if is_syllable(x) and is_syllable(y):
        return False
    return min(len(x), len(y)) >= _TYPO_LENGTH and OSA.distance(x, y, score_cutoff=1) <= 1


def _names(
    a: Sequence[Term], b: Sequence[Term], a_cased: bool, b_cased: bool
) -> tuple[float, float]:
    """Weigh the names left over; where capitals are missing any unknown word may be a name."""
    proper_a = sum(_is_name(term) for term in a)
    proper_b = sum(_is_name(term) for term in b)
    if not a_cased:
        proper_a = sum(_is_name(t) or (t.kind is WordKind.WORD and bool(proper_b)) for t in a)
    if not b_cased:
        proper_b = sum(_is_name(t) or (t.kind is WordKind.WORD and bool(proper_a)) for t in b)
    return float(proper_a), float(proper_b)


def _is_name(term: Term) -> bool:
    return term.proper or term.kind is WordKind.NAME


def _slots_differ(a: Sequence[Term], b: Sequence[Term]) -> bool:
    slots_a = {term.slot for term in a if term.slot}
    return any(term.slot in slots_a for term in b if term.slot)


def _levels_differ(a: Sequence[Term], b: Sequence[Term]) -> bool:
    for kind in (WordKind.PLACE, WordKind.BODY):
        if any(t.kind is kind for t in a) and any(t.kind is kind for t in b):
            return True
    return False


def _says_no(terms: Iterable[Term]) -> bool:
    return any(term.kind is WordKind.NOT for term in terms)


def _negates(a: Sequence[Term], b: Sequence[Term]) -> bool:
    return bool(
        {t.name for t in a if t.kind is WordKind.NOT}
        ^ {t.name for t in b if t.kind is WordKind.NOT}
    )


def _exclude(a: Reading, b: Reading) -> bool:
    """Tell whether one title says a word and the other, in its stead, the opposite."""
    names_a, names_b = {term.name for term in a.terms}, {term.name for term in b.terms}
    excluded = opposites()
    return any(excluded.get(name, frozenset()) & (names_b - names_a) for name in names_a - names_b)


def _compare_actions(a: Sequence[Term], b: Sequence[Term]) -> tuple[float, float, float]:
    """Return how far doings exclude one another, merely differ, or stand on one side alone."""
    doings_a = [term for term in a if term.kind in ACTIONS]
    doings_b = [term for term in b if term.kind in ACTIONS]
    stages_a = {term.kind for term in doings_a if term.kind in STAGES}
    stages_b = {term.kind for term in doings_b if term.kind in STAGES}
    if stages_a and stages_b and not stages_a & stages_b:
        return 1.0, 0.0, 0.0
    if doings_a and doings_b:
        return 0.0, 1.0, 0.0
    return 0.0, 0.0, float(bool(stages_a or stages_b))


def _compare_numbers(a: frozenset[Number], b: frozenset[Number]) -> tuple[float, float]:
    """Return how many numbers contradict one another and how many have no counterpart."""
    left_a, left_b = set(a - b), set(b - a)
    for number in sorted(left_a, key=lambda n: (n.role, n.value)):
        match = next((o for o in left_b if o.value == number.value and _may_agree(number, o)), None)
        if match:
            left_a.discard(number)
            left_b.discard(match)
    roles_a, roles_b = {n.role for n in left_a}, {n.role for n in left_b}
    differing = roles_a & roles_b
    conflicts = float(len(differing))
    rest_a = {number for number in left_a if number.role not in differing}
    rest_b = {number for number in left_b if number.role not in differing}
    loose_a = any(number.role == COUNT for number in rest_a)
    loose_b = any(number.role == COUNT for number in rest_b)
    if (loose_a and any(n.role not in DATING for n in rest_b)) or (
        loose_b and any(n.role not in DATING for n in rest_a)
    ):
        conflicts += 1
    elif rest_a and rest_b:
        dated = all(n.role in DATING for n in rest_a) or all(n.role in DATING for n in rest_b)
        conflicts += 0.5 if dated else 1.0
    conflicts += _dates_against_months(rest_a, rest_b) + _dates_against_months(rest_b, rest_a)
    # A list that only grows ("lớp 1, 2" and "lớp 1, 2, 6") is no contradiction, but a difference.
    grown = {n.role for n in left_a} & {n.role for n in b} | {n.role for n in left_b} & {
        n.role for n in a
    }
    conflicts += 0.5 * len(grown - differing)
    return conflicts, float(abs(len(rest_a) - len(rest_b)))


def _may_agree(one: Number, other: Number) -> bool:
    if one.counts and other.counts:
        return True
    return COUNT in (one.role, other.role) or {one.role, other.role} == {"ngày", "date"}


def _dates_against_months(dated: Iterable[Number], monthly: Iterable[Number]) -> float:
    months = {number.value for number in monthly if number.role == "tháng"}
    days = {number.value for number in monthly if number.role == "ngày"}
    dates = [number.value.split("/") for number in dated if number.role == "date"]
    return float(
        any((months and month not in months) or (days and day not in days) for day, month in dates)
    )


def _swaps(
    a: Sequence[Term], b: Sequence[Term], left_a: Sequence[Term], left_b: Sequence[Term]
) -> float:
    """Count the places where both titles go on alike around something different."""
    return float(len(_gaps(a, left_a) & _gaps(b, left_b))) if left_a and left_b else 0.0


def _gaps(terms: Sequence[Term], left: Sequence[Term]) -> set[tuple[str, str]]:
    missing = {_identity(term) for term in left}
    gaps: set[tuple[str, str]] = set()
    before, weight = "^", 0.0
    for identity, term_weight in [*((_identity(t), t.weight) for t in terms), ("$", 0.0)]:
        if identity in missing:
            weight += term_weight
            continue
        if weight >= 0.5:
            gaps.add((before, identity))
        before, weight = identity, 0.0
    return gaps - {("^", "$")}


def _other_marks(a: Sequence[Term], b: Sequence[Term]) -> float:
    """Weigh words whose letters agree and whose marks do not; a word without marks agrees with all."""
    forms: dict[str, set[str]] = {}
    for term in b:
        for syllable in term.syllables:
            forms.setdefault(syllable.key, set()).add(_without_breve(syllable.form))
    worst = 0.0
    for term in a:
        if term.kind not in (WordKind.WORD, WordKind.NAME):
            continue
        for syllable in term.syllables:
            others = forms.get(syllable.key, set())
            # Krông, Lắk, Pưh: no rule of Vietnamese says how to mark them.
            if not others or not is_syllable(syllable.key):
                continue
            if _without_breve(syllable.form) in others:
                continue
            if term.proper:
                worst = max(worst, _OTHER_NAME)
            elif syllable.marked and syllable.key not in others:
                worst = max(worst, _OTHER_WORD)
    return worst


def _without_breve(form: str) -> str:
    """Read ă as a: the names of the Central Highlands are spelled both ways."""
    return form.replace("ă", "a")
