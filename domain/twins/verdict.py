"""Tell whether two titles name the same article.

String similarity alone takes "lần thứ 3" and "lần thứ 4" for one and "THPT" and "trung học phổ
thông" for two. Titles are therefore taken apart (domain/twins/titles.py), compared by features that
a person can follow (domain/twins/features.py), and weighed by a logistic regression whose weights
stand in data/title-weights.tsv. bench/duplicates.py fits and measures them; nothing is fitted here.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain

from rapidfuzz import fuzz, process

from domain.language import Translator
from domain.twins.features import FEATURES, Comparison, compare_readings, number_conflicts
from domain.twins.titles import PreparedTitle, TitleReader, title_reader

# Below this a pair of keys has never been one article; measured by bench/duplicates.py.
CANDIDATE_CUTOFF = 62.0
MOST_CANDIDATES = 100
_SAME = 0.5
# A title of which the other has fewer of its words has never been its twin.
_LEAST_SHARED = 0.4
# Words that a larger share of the titles has do not make two titles related.
_COMMON_SHARE = 0.2
_FEW_TITLES = 500
_REASONS = (
    "number",
    "name",
    "slot",
    "stage",
    "action",
    "negation",
    "qualifier",
    "level",
    "marks",
    "swapped",
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two titles name one article.

    `score` is the probability of it (0..1); `reasons` are codes of what tells them apart, strongest
    first, or ("words",) when only other words do, or ("alike",) for titles that are the same.
    """

    same: bool
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Twin:
    """A title of the log that is likely the same article as a new one."""

    id: int
    score: float


@cache
def title_weights() -> Mapping[str, float]:
    """Return feature → weight, and "bias", from data/title-weights.tsv."""
    text = (files("domain") / "data" / "title-weights.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {row[0]: float(row[1]) for row in rows}


def compare_titles(
    a: str,
    b: str,
    *,
    abbreviations: Mapping[str, str] | None = None,
    names: Collection[str] = (),
) -> Verdict:
    """Tell whether two titles name the same article.

    `abbreviations` (short form → meaning, several divided by "|") replaces the shipped list;
    `names` are proper names of the board, such as its units and their aliases.
    """
    reader = title_reader(abbreviations, names)
    return compare_prepared(reader.prepare(a), reader.prepare(b))


def compare_prepared(a: PreparedTitle, b: PreparedTitle) -> Verdict:
    """Compare two prepared titles; the order of the two does not matter."""
    if a.title != b.title and a.forms == b.forms and a.forms:
        return Verdict(True, 1.0, ("alike",))
    return judge(compare_features(a, b))


def compare_features(a: PreparedTitle, b: PreparedTitle) -> Comparison:
    """Return the features of two prepared titles, both read without marks when one has none."""
    plain = a.plain or b.plain
    return compare_readings(a.reading_beside(b, plain), b.reading_beside(a, plain), plain=plain)


def judge(comparison: Comparison, weights: Mapping[str, float] | None = None) -> Verdict:
    """Weigh the features of a pair."""
    weights = title_weights() if weights is None else weights
    parts = {
        name: weights[name] * value for name, value in zip(FEATURES, comparison.values, strict=True)
    }
    score = 1 / (1 + math.exp(-max(min(weights["bias"] + sum(parts.values()), 50), -50)))
    against = sorted((name for name in _REASONS if parts[name] < 0), key=lambda name: parts[name])
    same = score >= _SAME
    if same and not against:
        return Verdict(same, score, ("alike",))
    return Verdict(same, score, tuple(against) or ("words",))


def word_reason(_: Translator, reason: str) -> str:
    """Return a reason of a verdict in words."""
    return {
        "number": _("khác số, ngày hoặc lần"),
        "name": _("khác tên riêng"),
        "slot": _("khác địa danh hoặc đơn vị"),
        "stage": _("khác giai đoạn của công việc"),
        "action": _("khác việc làm"),
        "negation": _("một bên nói có, một bên nói không"),
        "qualifier": _("một bên có từ hạn định như phó, bổ sung, kiểu mẫu"),
        "level": _("khác cấp hoặc loại đơn vị"),
        "marks": _("khác dấu của từ"),
        "swapped": _("khác đúng một từ ở cùng một chỗ"),
        "words": _("khác nhiều từ"),
        "alike": _("không có gì khác đáng kể"),
    }[reason]


class TitleIndex:
    """The titles of a board, prepared once, to ask about many new ones."""

    def __init__(
        self,
        titles: Iterable[tuple[int, str]] = (),
        *,
        abbreviations: Mapping[str, str] | None = None,
        names: Collection[str] = (),
    ) -> None:
        self._reader: TitleReader = title_reader(abbreviations, names)
        self._reader.load()
        self._ids: list[int] = []
        self._titles: list[PreparedTitle] = []
        self._keys: list[str] = []
        # How many of its words another title must share at least, by place.
        self._needed: list[float] = []
        self._places: dict[str, list[int]] = {}
        for title_id, title in titles:
            self.add(title_id, title)

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, title_id: int, title: str) -> None:
        """Add one title under the id by which a twin is reported."""
        prepared = self._reader.prepare(title)
        for word in prepared.key_words:
            self._places.setdefault(word, []).append(len(self._ids))
        self._ids.append(title_id)
        self._needed.append(_LEAST_SHARED * len(prepared.key_words))
        self._titles.append(prepared)
        self._keys.append(prepared.key)

    @property
    def keys(self) -> Sequence[str]:
        """Return the keys that RapidFuzz compares, in the order of adding."""
        return self._keys

    def find_twins(self, title: str, *, limit: int = 5) -> list[Twin]:
        """Return the likely twins of a title, likeliest first."""
        asked = self._reader.prepare(title)
        candidates = process.extract(
            asked.key,
            {place: self._keys[place] for place in self._related(asked)},
            scorer=fuzz.token_set_ratio,
            processor=None,
            score_cutoff=CANDIDATE_CUTOFF,
            limit=MOST_CANDIDATES,
        )
        twins = [
            Twin(self._ids[place], verdict.score)
            for _, _, place in candidates
            if self._may_be_twin(asked, self._titles[place])
            and (verdict := compare_prepared(asked, self._titles[place])).same
        ]
        return sorted(twins, key=lambda twin: (-twin.score, -twin.id))[:limit]

    def _related(self, asked: PreparedTitle) -> Iterable[int]:
        """Return the places of the titles that may share enough words, by the index of words.

        Words that very many titles have are not counted but taken as shared.
        """
        often = max(_FEW_TITLES, len(self._ids) * _COMMON_SHARE)
        rows = [self._places[word] for word in asked.key_words if word in self._places]
        telling = [row for row in rows if len(row) <= often]
        if not telling:
            return range(len(self._ids))
        common, needed = len(rows) - len(telling), self._needed
        mine = _LEAST_SHARED * len(asked.key_words)
        return [
            place
            for place, shared in Counter(chain.from_iterable(telling)).items()
            if shared + common >= mine or shared + common >= needed[place]
        ]

    @staticmethod
    def _may_be_twin(asked: PreparedTitle, other: PreparedTitle) -> bool:
        """Tell cheaply whether a full comparison could end in "same"."""
        words, others = asked.key_words, other.key_words
        if len(words & others) < _LEAST_SHARED * min(len(words), len(others)):
            return False
        # Without its marks "thu 250" would be "thứ 250".
        plain = asked.plain or other.plain
        return number_conflicts(asked.reading(plain), other.reading(plain)) < 1


def find_twins(
    title: str,
    candidates: Sequence[tuple[int, str]],
    *,
    abbreviations: Mapping[str, str] | None = None,
    names: Collection[str] = (),
    limit: int = 5,
) -> list[Twin]:
    """Return the likely twins of a title among (id, title) rows, likeliest first."""
    index = TitleIndex(candidates, abbreviations=abbreviations, names=names)
    return index.find_twins(title, limit=limit)
