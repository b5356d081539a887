"""What people write in the measurements: submissions, each with a new link and a title of its own.

Titles are made of pairs of neighbouring words from the titles that the tests compare, as often as
they stand there: they share words as real titles do, and are hardly ever twins.
"""

import random
from functools import cache
from itertools import pairwise
from pathlib import Path

PAIRS = Path(__file__).parents[2] / "tests" / "data" / "title-pairs.tsv"
WORD_PAIRS = 5


@cache
def word_pairs() -> tuple[str, ...]:
    """Return the pairs of neighbouring words of the tests' titles, each as often as it stands."""
    rows = [line.split("\t") for line in PAIRS.read_text(encoding="utf-8").splitlines()[1:]]
    titles = sorted({title for row in rows for title in row[2:4]})
    words = [[word for word in title.split() if word.isalpha()] for title in titles]
    return tuple(f"{one} {other}" for row in words for one, other in pairwise(row))


def title(number: int) -> str:
    """Return the title of a number: the same for the same number."""
    rng = random.Random(number)
    return f"{' '.join(rng.sample(word_pairs(), WORD_PAIRS))} {number}".capitalize()


def submission(number: int) -> str:
    """Return a whole submission in one line."""
    return f"/nop https://xamau.gov.vn/tin/{number}.html | {title(number)} | Nông thôn mới"
