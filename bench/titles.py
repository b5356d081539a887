"""Measure the search for likely twins among 10,000 titles beside a bare comparison with them all.

The floor is rapidfuzz.process.cdist of the title's key with all keys by the same scorer, which only
gives numbers: tinbai also reads the title, and compares the features of those that come near. What
the search finds is held against the same judgement of every one of the titles.

    python -m bench.titles [--titles N] [--asked N] [--rounds N] [-o FILE]
"""

import random
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from bench.duplicates import ROOT, many_titles, read_pairs
from bench.means.measure import Figure, paired, parser, report, seconds
from domain.twins.titles import title_reader
from domain.twins.verdict import TitleIndex, compare_prepared


def found_share(
    index: TitleIndex, titles: Sequence[str], asked: Sequence[str]
) -> tuple[float, int]:
    """Return which share of the twins of a full comparison the search finds, and how many."""
    reader = title_reader()
    prepared = [reader.prepare(title) for title in titles]
    wanted = found = 0
    for title in asked:
        mine = reader.prepare(title)
        full = {place for place, one in enumerate(prepared) if compare_prepared(mine, one).same}
        wanted += len(full)
        found += len(full & {twin.id for twin in index.find_twins(title, limit=len(titles))})
    return found / max(wanted, 1), wanted


def measure(size: int, asked_of: int, rounds: int) -> list[Figure]:
    """Return the time of a search beside cdist's, and the recall."""
    pairs = read_pairs(ROOT / "tests" / "data" / "title-pairs.tsv")
    chooser = random.Random(3)
    titles = many_titles(pairs, size, chooser)
    index = TitleIndex(enumerate(titles))
    asked = chooser.sample(titles, asked_of)
    reader = title_reader()
    keys = [reader.prepare(title).key for title in asked]

    def ours() -> None:
        for title in asked:
            index.find_twins(title)

    def floor() -> None:
        for key in keys:
            process.cdist([key], index.keys, scorer=fuzz.token_set_ratio)

    pair = paired(seconds(ours), seconds(floor), rounds)
    recall, wanted = found_share(index, titles, asked[:20])
    name = f"near-duplicates of a title among {size:,}"
    return [
        pair.figure(name, "rapidfuzz.process.cdist", 1.25, scale=1000 / asked_of),
        Figure(
            f"{name}: recall",
            "comparing it with every title",
            recall,
            0.99,
            way="at least",
            value_unit="",
            note=f"{wanted} twins",
        ),
    ]


def main() -> None:
    """Measure and report."""
    arguments = parser(__doc__)
    arguments.add_argument("--titles", type=int, default=10_000)
    arguments.add_argument("--asked", type=int, default=100, help="searches of a round")
    chosen = arguments.parse_args()
    report(measure(chosen.titles, chosen.asked, chosen.rounds), chosen.output)


if __name__ == "__main__":
    main()
