"""Measure how well twins are told from near misses, fit the weights, and time a query.

Prints precision and recall of "same" by cross-validation over the labelled pairs (in tests/data:
title-pairs.tsv, title-pairs-2026.tsv and the nine older sets named unseen) with the wrongly judged
pairs, then the figures of each set that no weight was fitted on, with the shipped weights. All
pairs that share a title are in one fold, so no pair is judged by weights that saw its article.

    python -m bench.duplicates [--fit] [--no-timing] [-o FILE.json]
                               [--pairs FILE.tsv …] [--held-out FILE.tsv …]
"""

import argparse
import json
import platform
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from domain.twins.features import FEATURES
from domain.twins.titles import title_reader
from domain.twins.verdict import (
    TitleIndex,
    Twin,
    compare_features,
    compare_prepared,
    title_weights,
)

ROOT = Path(__file__).parents[1]
WEIGHTS = ROOT / "domain" / "data" / "title-weights.tsv"
FITTED = (
    "title-pairs.tsv",
    "title-pairs-2026.tsv",
    "title-pairs-2026-unseen.tsv",
    *(f"title-pairs-2026-unseen-{number}.tsv" for number in range(2, 10)),
)
HELD = (
    "title-pairs-held-out.tsv",
    "title-pairs-2026-held-out.tsv",
    *(f"title-pairs-2026-unseen-{number}.tsv" for number in range(10, 17)),
)
# Titles of communes as they are now count more than those of 2021.
_OLD = "title-pairs.tsv"
_NEW_COUNTS = 3.0
FOLDS = 10
# These features can only speak for one article, the others only against it.
FOR_SAME = frozenset({"shared", "overlap", "likeness", "order"})
_REPEATS = 3
_PENALTY = 0.0005
_STEPS = 12_000
_RATE = 0.5

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pair:
    """A labelled pair of titles."""

    same: bool
    category: str
    a: str
    b: str
    counts: float = 1.0


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of right and wrong verdicts, "same" being what is looked for."""

    true_same: int
    false_same: int
    missed_same: int
    true_different: int

    @property
    def precision(self) -> float:
        """Return the share of pairs called the same that are."""
        return self.true_same / max(self.true_same + self.false_same, 1)

    @property
    def recall(self) -> float:
        """Return the share of pairs that are the same and were found."""
        return self.true_same / max(self.true_same + self.missed_same, 1)

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / max(self.precision + self.recall, 1e-9)

    def as_json(self) -> dict[str, float]:
        """Return the figures for a JSON file."""
        return {
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "true_same": self.true_same,
            "false_same": self.false_same,
            "missed_same": self.missed_same,
            "true_different": self.true_different,
        }


def read_pairs(path: Path) -> list[Pair]:
    """Return the labelled pairs of a TSV file: label, category, title a, title b."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:] if line]
    counts = 1.0 if path.name == _OLD else _NEW_COUNTS
    return [Pair(row[0] == "same", row[1], row[2], row[3], counts) for row in rows]


def families(pairs: Sequence[Pair]) -> list[int]:
    """Return a family's number for each pair; pairs that share a title are one family."""
    parent: dict[str, str] = {}

    def root(title: str) -> str:
        while parent.setdefault(title, title) != title:
            title = parent[title]
        return title

    for pair in pairs:
        parent[root(pair.a)] = root(pair.b)
    numbers: dict[str, int] = {}
    return [numbers.setdefault(root(pair.a), len(numbers)) for pair in pairs]


def features(pairs: Sequence[Pair]) -> Matrix:
    """Return the matrix pairs × features."""
    reader = title_reader()
    return np.array(
        [compare_features(reader.prepare(p.a), reader.prepare(p.b)).values for p in pairs]
    )


def fitting_features(pairs: Sequence[Pair]) -> Matrix:
    """Return the features as they were if no list knew which phrases may say the same.

    The lists know the labelled pairs' words, and new titles have others; weights fitted beside full
    lists would take any word left over for another article.
    """
    with patch("domain.twins.words.near", dict):
        return features(pairs)


def fit(values: Matrix, same: NDArray[np.bool_], counts: NDArray[np.float64]) -> dict[str, float]:
    """Fit a logistic regression by projected gradient descent, each weight keeping its sign.

    `counts` tells how much each pair counts.
    """
    signs = np.array([1.0 if name in FOR_SAME else -1.0 for name in FEATURES])
    weights, bias = np.zeros(len(FEATURES)), 0.0
    counts = counts / counts.mean()
    share = (counts * same).mean()
    balance = counts * np.where(same, 0.5 / share, 0.5 / (1 - share))
    for step in range(_STEPS):
        scores = 1 / (1 + np.exp(-(values @ weights + bias)))
        wrong = (scores - same) * balance
        rate = _RATE if step < _STEPS // 2 else _RATE / 3
        weights -= rate * (values.T @ wrong / len(same) + _PENALTY * weights)
        weights = np.where(weights * signs < 0, 0.0, weights)
        bias -= rate * float(wrong.mean())
    return {"bias": round(bias, 3)} | {
        name: round(float(weight), 3) for name, weight in zip(FEATURES, weights, strict=True)
    }


def scores(values: Matrix, weights: dict[str, float]) -> list[float]:
    """Return the score of each row of features."""
    row = np.array([weights[name] for name in FEATURES])
    return [float(x) for x in 1 / (1 + np.exp(-(values @ row + weights["bias"])))]


def cross_validate(pairs: Sequence[Pair], values: Matrix, fitting: Matrix) -> list[float]:
    """Return each pair's score by weights fitted, on `fitting`, without its family."""
    same = np.array([pair.same for pair in pairs])
    counts = np.array([pair.counts for pair in pairs])
    numbers = np.array(families(pairs))
    order = list(range(numbers.max() + 1))
    random.Random(1).shuffle(order)
    found = np.zeros(len(pairs))
    for fold in range(FOLDS):
        held = np.isin(numbers, order[fold::FOLDS])
        found[held] = scores(values[held], fit(fitting[~held], same[~held], counts[~held]))
    return [float(score) for score in found]


def count(pairs: Sequence[Pair], found: Sequence[float]) -> Figures:
    """Count right and wrong verdicts."""
    said = [score >= 0.5 for score in found]
    both = list(zip(pairs, said, strict=True))
    return Figures(
        sum(pair.same and yes for pair, yes in both),
        sum(not pair.same and yes for pair, yes in both),
        sum(pair.same and not yes for pair, yes in both),
        sum(not pair.same and not yes for pair, yes in both),
    )


def print_figures(name: str, figures: Figures) -> None:
    """Print one line of figures and the confusion table."""
    print(
        f"{name}: precision {figures.precision:.3f}  recall {figures.recall:.3f}  "
        f"F1 {figures.f1:.3f}"
    )
    print("                    said same  said different")
    print(f"  is the same       {figures.true_same:9}  {figures.missed_same:14}")
    print(f"  is different      {figures.false_same:9}  {figures.true_different:14}")


def wrong_pairs(pairs: Sequence[Pair], found: Sequence[float], values: Matrix) -> list[str]:
    """Return a line for each wrongly judged pair."""
    lines = []
    for pair, score, row in zip(pairs, found, values, strict=True):
        if pair.same != (score >= 0.5):
            shown = " ".join(
                f"{name}={value:.2f}" for name, value in zip(FEATURES, row, strict=True) if value
            )
            label = "same" if pair.same else "different"
            lines.append(
                f"  {label:9} {score:.2f} {pair.category}: {pair.a} ¦ {pair.b}\n    {shown}"
            )
    return lines


def best_plain_ratio(pairs: Sequence[Pair]) -> float:
    """Return the best F1 that one RapidFuzz scorer reaches with its best cutoff on these pairs."""
    best = 0.0
    for scorer in (fuzz.ratio, fuzz.token_sort_ratio, fuzz.token_set_ratio, fuzz.WRatio):
        ratios = [scorer(pair.a.lower(), pair.b.lower()) for pair in pairs]
        for cutoff in range(50, 100):
            best = max(best, count(pairs, [float(ratio >= cutoff) for ratio in ratios]).f1)
    return best


def measure_query(pairs: Sequence[Pair], size: int = 10_000) -> dict[str, float]:
    """Time one query against `size` titles and count how many twins the candidates keep."""
    chooser = random.Random(3)
    titles = many_titles(pairs, size, chooser)
    index = TitleIndex(enumerate(titles))
    asked = chooser.sample(titles, 30)
    for title in asked[:3]:
        index.find_twins(title)
    reader = title_reader()
    answers: list[list[Twin]] = []
    ours = theirs = 0.0
    for title in asked:
        key = reader.prepare(title).key
        ours += _quickest(partial(_ask, index, title, answers))
        theirs += _quickest(partial(process.cdist, [key], index.keys, scorer=fuzz.token_set_ratio))
    ours, theirs = ours / len(asked), theirs / len(asked)
    answers = answers[::_REPEATS]
    prepared = [reader.prepare(title) for title in titles]
    wanted = found = 0
    for title, answer in zip(asked[:20], answers, strict=False):
        mine = reader.prepare(title)
        full = {i for i, other in enumerate(prepared) if compare_prepared(mine, other).same}
        wanted += len(full)
        found += len(full & {twin.id for twin in answer})
    return {
        "titles": size,
        "query_ms": round(ours * 1000, 2),
        "cdist_ms": round(theirs * 1000, 2),
        "times_cdist": round(ours / theirs, 3),
        "recall_of_full_comparison": round(found / max(wanted, 1), 4),
        "full_comparison_twins": wanted,
    }


def _ask(index: TitleIndex, title: str, answers: list[list[Twin]]) -> None:
    answers.append(index.find_twins(title, limit=len(index)))


def _quickest(job: Callable[[], object]) -> float:
    """Return the seconds of the quickest of a few runs: other work on the machine only adds."""
    times = []
    for _ in range(_REPEATS):
        began = time.perf_counter()
        job()
        times.append(time.perf_counter() - began)
    return min(times)


def many_titles(pairs: Sequence[Pair], size: int, chooser: random.Random) -> list[str]:
    """Return distinct titles made of the set's: other places, years and sessions."""
    seen = list(dict.fromkeys(title for pair in pairs for title in (pair.a, pair.b)))
    first = ("Ia", "Chư", "Đăk", "Tân", "Phú", "An")
    second = ("Lâm", "Hòa", "Sơn", "Tiến", "Long", "Bình", "Mơ", "Rong", "Pal", "Krel")
    places = [f"{x} {y}" for x in first for y in second]
    titles = dict.fromkeys(seen)
    while len(titles) < size:
        place, year = chooser.choice(places), chooser.randint(2010, 2025)
        titles[f"{chooser.choice(seen)} tại xã {place} năm {year}"] = None
    return list(titles)[:size]


def write_weights(weights: dict[str, float]) -> None:
    """Write the weights where the program reads them."""
    lines = [
        "# Weights of the features in domain/twins/features.py, from bench/duplicates.py --fit.",
        "# score = 1 / (1 + exp(-(bias + sum of weight × value))); from 0.5 on it is one article.",
        *(f"{name}\t{weight}" for name, weight in weights.items()),
    ]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def judge_held_out(path: Path) -> dict[str, float]:
    """Print and return the figures of a set that no weight was fitted on."""
    pairs = read_pairs(path)
    values = features(pairs)
    found = scores(values, dict(title_weights()))
    figures = count(pairs, found)
    print_figures(f"{path.stem}, {len(pairs)} pairs, shipped weights", figures)
    print(*wrong_pairs(pairs, found, values), sep="\n")
    return {"pairs": len(pairs)} | figures.as_json()


def main() -> None:
    """Run the measurement."""
    parser = argparse.ArgumentParser(description="Measure the comparison of titles.")
    data = ROOT / "tests" / "data"
    parser.add_argument("--pairs", type=Path, nargs="+", default=[data / name for name in FITTED])
    parser.add_argument("--held-out", type=Path, nargs="*", default=[data / name for name in HELD])
    parser.add_argument("--fit", action="store_true", help="fit and write the weights file")
    parser.add_argument("--no-timing", action="store_true", help="leave out the timed queries")
    parser.add_argument("-o", "--output", type=Path, help="write the figures as JSON")
    options = parser.parse_args()
    pairs = [pair for path in options.pairs for pair in read_pairs(path)]
    values, fitting = features(pairs), fitting_features(pairs)
    if options.fit:
        same = np.array([pair.same for pair in pairs])
        write_weights(fit(fitting, same, np.array([pair.counts for pair in pairs])))
        title_weights.cache_clear()
    found = cross_validate(pairs, values, fitting)
    figures = count(pairs, found)
    result: dict[str, object] = {
        "pairs": len(pairs),
        "families": len(set(families(pairs))),
        "folds": FOLDS,
        "cross_validated": figures.as_json(),
        "best_rapidfuzz_f1": round(best_plain_ratio(pairs), 4),
        "python": platform.python_version(),
    }
    print(f"{len(pairs)} pairs, {result['families']} families, {FOLDS} folds by family")
    print(
        f"best single RapidFuzz scorer, tuned on these very pairs: F1 {result['best_rapidfuzz_f1']}"
    )
    print_figures("cross-validated", figures)
    print(*wrong_pairs(pairs, found, values), sep="\n")
    result["held_out"] = {path.stem: judge_held_out(path) for path in options.held_out}
    if not options.no_timing:
        result["query"] = measure_query(pairs)
        print("query:", result["query"])
    if options.output:
        options.output.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
