"""Whose article a portal's item is likely to be: a sum of a few weights that people can read.

Nothing is logged by it: it only decides what is offered to whom first.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.text import search_key
from domain.units.names import word_form
from domain.units.records import Unit

# The weights, and from what sum on an article is said to seem a unit's.
BYLINE = 4.0
AUTHOR_ONCE, AUTHOR_MOST = 1.0, 3.0
TITLE = 3.0
TEXT_FIRST, TEXT_LATER = 1.5, 0.75
LIKELY = 1.5
# The unit has to lead the next one by this much.
LEAD = 0.75
# An author whose articles went to several units speaks for none below this share.
_SHARE = 0.75
# A page that names more units than this reports on them or lists them.
_MOST_NAMED = 3
# A unit named behind these is where something happened or who was given something: not who wrote.
_ASIDE = frozenset(
    word_form(word)
    for word in (
        *("tại", "ở", "bàn", "về", "thăm", "cho", "với"),
        *("đến", "từ", "gồm", "cùng", "có", "dự"),
    )
)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Published:
    """What is known of a published article."""

    title: str
    published_on: date
    byline: str = ""
    opening: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for a unit: byline, author, title or text, and its weight."""

    kind: str
    weight: float


@dataclass(frozen=True, slots=True)
class Guess:
    """A unit, what speaks for it, and the sum."""

    unit_id: int
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> float:
        """The sum of the weights."""
        return sum(reason.weight for reason in self.reasons)


# An author's key → unit id → how many of the author's articles were given to the unit.
Authors = Mapping[str, Mapping[int, int]]


def author_key(byline: str) -> str:
    """Return what two spellings of a byline have in common."""
    return search_key(" ".join(_WORD.findall(byline)))


def guesses(item: Published, units: Sequence[Unit], authors: Authors) -> tuple[Guess, ...]:
    """Return the units that something speaks for, best first, each with its reasons."""
    day = item.published_on
    living = [unit for unit in units if unit.exists_between(day, day)]
    byline, title = _named(item.byline, living), _named(item.title, living)
    text = _named(item.opening, living)
    if len(text) > _MOST_NAMED:
        text = {}
    given = authors.get(author_key(item.byline), {}) if item.byline else {}
    total = sum(given.values())
    found = []
    for unit in living:
        reasons = []
        if unit.id in byline:
            reasons.append(Reason("byline", BYLINE / len(byline)))
        if (times := given.get(unit.id, 0)) and times >= _SHARE * total:
            reasons.append(Reason("author", min(AUTHOR_ONCE * times, AUTHOR_MOST)))
        if unit.id in title:
            reasons.append(Reason("title", TITLE / len(title)))
        if unit.id in text:
            first = min(text.values()) == text[unit.id]
            reasons.append(Reason("text", TEXT_FIRST if first else TEXT_LATER))
        if reasons:
            found.append(Guess(unit.id, tuple(reasons)))
    return tuple(sorted(found, key=lambda guess: -guess.score))


def likely_unit(found: Sequence[Guess]) -> int | None:
    """Return the unit that an article seems to be of, None where nothing says enough."""
    if not found or found[0].score < LIKELY:
        return None
    if len(found) > 1 and found[0].score - found[1].score < LEAD:
        return None
    return found[0].unit_id


def by_author(given: Iterable[tuple[str, int, int]]) -> dict[str, dict[int, int]]:
    """Return the authors' units from (byline, unit id, number of articles)."""
    authors: dict[str, dict[int, int]] = {}
    for byline, unit_id, times in given:
        key = author_key(byline)
        if key:
            own = authors.setdefault(key, {})
            own[unit_id] = own.get(unit_id, 0) + times
    return authors


def _named(text: str, units: Collection[Unit]) -> dict[int, int]:
    """Return where a text first names each unit, by its name or an alias, in whole words.

    A name inside another unit's longer name is that one's, and one behind "tại" or "cho" is no
    author. Marks count: "hoa" is not "hòa".
    """
    forms = _forms(text)
    if not forms:
        return {}
    hits: list[tuple[int, int, int]] = []
    for unit in units:
        for name in (unit.name, *unit.aliases):
            wanted = _forms(name)
            if not wanted or (len(wanted) == 1 and not _is_initials(name)):
                continue
            hits += [
                (start, start + len(wanted), unit.id)
                for start in _places(forms, wanted)
                if not start or forms[start - 1] not in _ASIDE
            ]
    found: dict[int, int] = {}
    for start, end, unit_id in sorted(hits):
        inside = any(
            other != unit_id and begin <= start and end <= stop and stop - begin > end - start
            for begin, stop, other in hits
        )
        if not inside:
            found.setdefault(unit_id, start)
    return found


def _is_initials(name: str) -> bool:
    # A word that is a name on its own ("Đoàn", "Y") stands in any text; "UBMTTQ" does not.
    return len(name) >= 4 and name.isupper()


def _forms(text: str) -> list[str]:
    return [word_form(word) for word in _WORD.findall(text)]


def _places(forms: Sequence[str], wanted: Sequence[str]) -> Iterable[int]:
    first = wanted[0]
    for start, form in enumerate(forms):
        if form == first and list(forms[start : start + len(wanted)]) == list(wanted):
            yield start
