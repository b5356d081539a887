"""What two titles share and where they part, as a few numbers that a person can follow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from domain.twins.numbers import COUNT, DATING, NAMED, SPELLED, Number
from domain.twins.pairing import identity, pair_terms
from domain.twins.terms import SIDES, Reading, Term
from domain.twins.words import ACTIONS, STAGES, WordKind, lasting, opposites

# The order of the features is the order of the weights in data/title-weights.tsv.
FEATURES = (
    "shared",  # share of the shorter title's weight that the other one has
    "overlap",  # the same over both titles together
    "little",  # that is hardly a third
    "likeness",  # RapidFuzz's ratio of the sorted words
    "order",  # RapidFuzz's ratio of the words as they stand
    "both_left",  # weight left over on both sides
    "one_left",  # how much more is left over on one side
    "swapped",  # places where one has this and the other that, between the same neighbours
    "branched",  # places where they go on otherwise behind the same word
    "number",  # numbers of one role that differ
    "number_extra",  # numbers that one side alone has
    "name",  # proper names left over on both sides
    "name_extra",  # proper names that one side alone has
    "slot",  # other names behind one word: xã A, xã B
    "level",  # other kinds of place or body: xã, huyện
    "stage",  # stages or doings that exclude one another
    "action",  # other doings, none of them excluding the other
    "negation",  # one side says no, puts off or cancels
    "qualifier",  # one side alone says phó, bất thường, or Đông behind Hòa Sơn
    "marks",  # the same letters with other marks: Hùng, Hưng
)
_NAMING = frozenset({WordKind.NAME, WordKind.REGION})
_MOST_LEFT = 3.0
_AGREED_NUMBER = 0.6
_LITTLE = 0.35
_PLAN = "kế hoạch"
# A number more in a list tells two articles apart, however alike they are otherwise.
_GROWN = 0.6
# A word against its opposite says more than one stage against another.
_EXCLUDED = 1.5


# Roles under which two titles may tell one number.
_SAME_ROLES = ({"ngày", "date"}, {"đợt", "lần thứ"}, {"số", "lần thứ"}, {"khóa", "lần thứ"})


@dataclass(frozen=True, slots=True)
class Comparison:
    """The features of a pair, in the order of FEATURES."""

    values: tuple[float, ...]


_NOTHING = Comparison((0.0,) * len(FEATURES))
_SAME_FILLER = Comparison(
    tuple(float(name in ("shared", "overlap", "likeness", "order")) for name in FEATURES)
)


def compare_readings(a: Reading, b: Reading, *, plain: bool = False) -> Comparison:
    """Return the features of two titles read in the same way (`plain`: both without marks)."""
    if not (a.says_anything and b.says_anything):
        return _SAME_FILLER if a.terms and a.terms == b.terms else _NOTHING
    pairing = pair_terms(a.telling, b.telling)
    numbers_a, spelled_a = _spelled_out(pairing.a, pairing.left_a, a.numbers, b.numbers)
    numbers_b, spelled_b = _spelled_out(pairing.b, pairing.left_b, b.numbers, a.numbers)
    if spelled_a or spelled_b:
        pairing = replace(
            pairing,
            left_a=[place for place in pairing.left_a if place not in spelled_a],
            left_b=[place for place in pairing.left_b if place not in spelled_b],
        )
    left_a, left_b = pairing.left_terms
    agreed = _AGREED_NUMBER * len(numbers_a & numbers_b)
    weight_a, weight_b = (weight + agreed for weight in pairing.weights)
    rest_a, rest_b = pairing.left_weights
    shared = max(weight_a - rest_a, weight_b - rest_b, 0.0)
    words_a, words_b = [identity(t) for t in pairing.a], [identity(t) for t in pairing.b]
    conflicts, extra = _compare_numbers(numbers_a, numbers_b)
    names_a, names_b = _names(left_a), _names(left_b)
    both_names = min(names_a, names_b)
    stage, action = _compare_actions(left_a, left_b)
    if _exclude(a, b) or _plans(a, b) or _plans(b, a) or _ends(left_a, b) != _ends(left_b, a):
        stage = _EXCLUDED
    overlap = shared / max(weight_a + weight_b - shared, 0.1)
    return Comparison(
        (
            shared / max(min(weight_a, weight_b), 0.1),
            overlap,
            float(overlap < _LITTLE),
            fuzz.ratio(" ".join(sorted(words_a)), " ".join(sorted(words_b))) / 100,
            fuzz.ratio(words_a, words_b) / 100,
            min(rest_a, rest_b, _MOST_LEFT),
            min(abs(rest_a - rest_b), _MOST_LEFT),
            min(pairing.swaps, 2.0),
            min(pairing.branches, 2.0),
            min(conflicts, 2.0),
            min(extra, 2.0),
            min(both_names, 2.0),
            min(max(names_a, names_b) - both_names, 2.0),
            float(_slots_differ(left_a, left_b)),
            float(_levels_differ(left_a, left_b) or _bodies_differ(a, b)),
            stage,
            action,
            float(_has(left_a, WordKind.NOT) != _has(left_b, WordKind.NOT)),
            float(
                _has([*left_a, *left_b], WordKind.QUALIFIER)
                or _sides_differ(left_a, left_b, a, b)
                or _sides_differ(left_b, left_a, b, a)
            ),
            0.0 if plain else pairing.other_marks,
        )
    )


def _spelled_out(
    terms: Sequence[Term],
    left: Iterable[int],
    mine: frozenset[Number],
    others: frozenset[Number],
) -> tuple[frozenset[Number], frozenset[int]]:
    """Return a title's numbers with those that it spells and the other title has in digits.

    "ba sao" is three stars beside "3 sao", whatever is counted; also the places of such words.
    """
    missing = {number.value: number for number in others - mine if number.counts}
    found = {
        place: missing[digit]
        for place in (left if missing else ())
        if not terms[place].slot and (digit := SPELLED.get(terms[place].name)) in missing
    }
    return mine | frozenset(found.values()), frozenset(found)


def _names(terms: Iterable[Term]) -> float:
    return float(sum(term.proper or term.kind in _NAMING for term in terms))


def _slots_differ(a: Sequence[Term], b: Sequence[Term]) -> bool:
    slots_a = {term.slot for term in a if term.slot}
    return any(term.slot in slots_a for term in b if term.slot)


def _bodies_differ(a: Reading, b: Reading) -> bool:
    """Tell whether both titles name one kind of body, each of other levels: HĐND tỉnh, HĐND xã."""
    levels_a, levels_b = a.levels, b.levels
    return any(
        levels.isdisjoint(levels_b[body]) for body, levels in levels_a.items() if body in levels_b
    )


def _sides_differ(
    left: Sequence[Term], left_in_other: Sequence[Term], mine: Reading, other: Reading
) -> bool:
    """Tell whether one title alone names a part of a place: Hoa Lư, Tây Hoa Lư, Hoa Lư 2."""
    for number in mine.numbers - other.numbers:
        place = number.role.removeprefix(NAMED)
        if place != number.role and all(
            other_one.role != number.role for other_one in other.numbers
        ):
            names = {term.name for term in other.terms if term.slot == place}
            if not names.isdisjoint(term.name for term in mine.terms if term.slot == place):
                return True
    differing = {term.slot for term in left_in_other}
    for side in left:
        if side.slot and side.name in SIDES and side.slot not in differing:
            names = {term.name for term in other.terms if term.slot == side.slot}
            mine_too = (term.name for term in mine.terms if term.slot == side.slot)
            if side.name not in names and not names.isdisjoint(mine_too):
                return True
    return False


def _levels_differ(a: Sequence[Term], b: Sequence[Term]) -> bool:
    for kind in (WordKind.PLACE, WordKind.BODY):
        if any(t.kind is kind for t in a) and any(t.kind is kind for t in b):
            return True
    return False


def _has(terms: Iterable[Term], kind: WordKind) -> bool:
    return any(term.kind is kind for term in terms)


def _ends(terms: Iterable[Term], other: Reading) -> bool:
    """Tell whether one title alone says that something is over, or what came of it."""
    told = [term.name for term in terms if term.name in lasting()]
    return bool(told) and not {term.name for term in other.terms}.issuperset(told)


def _exclude(a: Reading, b: Reading) -> bool:
    """Tell whether one title says a word and the other, in its stead, the opposite."""
    names_a, names_b = {term.name for term in a.terms}, {term.name for term in b.terms}
    excluded, rest = opposites(), names_b - names_a
    return any(name in excluded and excluded[name] & rest for name in names_a - names_b)


def _plans(one: Reading, other: Reading) -> bool:
    """Tell whether a title is headed "Kế hoạch" and the other one speaks of no plan."""
    first = next((term.name for term in one.terms if term.kind is not WordKind.FILLER), "")
    return first == _PLAN and all(term.name != _PLAN for term in other.terms)


def _compare_actions(a: Sequence[Term], b: Sequence[Term]) -> tuple[float, float]:
    """Return how far doings exclude one another, or merely differ."""
    doings_a = [term for term in a if term.kind in ACTIONS]
    doings_b = [term for term in b if term.kind in ACTIONS]
    stages_a = {term.kind for term in doings_a if term.kind in STAGES}
    stages_b = {term.kind for term in doings_b if term.kind in STAGES}
    if stages_a and stages_b and not stages_a & stages_b:
        return 1.0, 0.0
    if doings_a and doings_b:
        return 0.0, 1.0
    return 0.0, 0.0


def number_conflicts(a: Reading, b: Reading) -> float:
    """Return how many numbers of two titles contradict one another."""
    if not a.numbers or not b.numbers or a.numbers == b.numbers:
        return 0.0
    conflicts = _compare_numbers(a.numbers, b.numbers)[0]
    if conflicts < 1:
        return conflicts
    numbers_a, _ = _spelled_out(a.terms, range(len(a.terms)), a.numbers, b.numbers)
    numbers_b, _ = _spelled_out(b.terms, range(len(b.terms)), b.numbers, a.numbers)
    return _compare_numbers(numbers_a, numbers_b)[0]


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
    conflicts += _GROWN * len(grown - differing)
    return conflicts, float(abs(len(rest_a) - len(rest_b)))


def _may_agree(one: Number, other: Number) -> bool:
    if one.counts and other.counts:
        return True
    return COUNT in (one.role, other.role) or {one.role, other.role} in _SAME_ROLES


def _dates_against_months(dated: Iterable[Number], monthly: Iterable[Number]) -> float:
    months = {number.value for number in monthly if number.role == "tháng"}
    days = {number.value for number in monthly if number.role == "ngày"}
    dates = [number.value.split("/") for number in dated if number.role == "date"]
    return float(
        any((months and month not in months) or (days and day not in days) for day, month in dates)
    )
