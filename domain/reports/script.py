"""What a board does with the sentences that are generated for its report.

A generated sentence is a draft with a key that stays the same while its figures change. The board
edits, drops, restores and orders the drafts beside its own paragraphs; what it wrote stands in
place of a draft that says nearly the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from zlib import crc32

from domain.reports.sameness import figures, says_the_same
from domain.text import clean_line

# So many of its own paragraphs can a board take back in.
MOST_REMOVED = 10
# Where the board's paragraphs come before what the data says.
OWN_FIRST = frozenset({"directives", "strengths", "weaknesses", "tasks", "other"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """A generated sentence; `part` is the sub-heading it stands under ("units"), if any."""

    key: str
    text: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """The board's words for a generated sentence, and the sentence as it was then."""

    text: str
    of: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A paragraph of the board's that it took out, and where (from 0) it stood."""

    text: str
    place: int = 0


@dataclass(frozen=True, slots=True)
class Script:
    """What the board did in a section: dropped keys, edits by key, the order it chose.

    `order` holds keys of generated sentences and marks of own paragraphs. `topics` are the topics
    that the board picked to be named as not covered; None where it picked none yet. `removed` are
    its own paragraphs that it took out last, so that they can be taken back in.
    """

    dropped: tuple[str, ...] = ()
    edited: Mapping[str, Edit] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    topics: tuple[str, ...] | None = None
    removed: tuple[Removed, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a section: the board's own, or a generated one with what became of it.

    `draft` is the generated sentence ("" for an own paragraph). `shown` tells whether it stands in
    the report; `repeats` is the own paragraph that says the same instead.
    """

    key: str
    text: str
    part: str = ""
    draft: str = ""
    own: bool = False
    edited: bool = False
    dropped: bool = False
    repeats: str = ""

    @property
    def shown(self) -> bool:
        """Tell whether the sentence stands in the report."""
        return not (self.dropped or self.repeats)

    @property
    def stale(self) -> bool:
        """Tell whether the own paragraph in its place gives other figures than the data."""
        given = figures(self.repeats)
        return bool(given) and not set(figures(self.draft)) <= set(given)


def own_key(paragraph: str) -> str:
    """Return the mark by which an own paragraph is known in an order."""
    return f"n:{crc32(paragraph.encode()):08x}"


def section_lines(
    section: str, drafts: Sequence[Sentence], notes: Sequence[str], script: Script
) -> tuple[Line, ...]:
    """Return a section's lines: those that stand in the report in their order, then the others."""
    own = [Line(own_key(note), text, own=True) for note in notes if (text := clean_line(note))]
    said = [line.text for line in own]
    generated = [_generated(section, draft, said, script) for draft in drafts]
    lines = [*own, *generated] if section in OWN_FIRST else [*generated, *own]
    places = {key: place for place, key in enumerate(script.order)}
    # What came after the order was chosen stays behind its neighbour.
    ranked: list[tuple[int, Line]] = []
    last = -1
    for line in lines:
        last = places.get(line.key, last)
        ranked.append((last, line))
    ordered = [line for _rank, line in sorted(ranked, key=lambda pair: pair[0])]
    taken_out = [
        Line(own_key(each.text), each.text, own=True, dropped=True)
        for each in script.removed
        if each.text not in notes
    ]
    return (
        *(line for line in ordered if line.shown),
        *(line for line in ordered if not line.shown),
        *taken_out,
    )


def vanished_edits(drafts: Sequence[Sentence], script: Script) -> tuple[Edit, ...]:
    """Return the edits of sentences that the data does not give any more."""
    known = {draft.key for draft in drafts}
    return tuple(edit for key, edit in script.edited.items() if key not in known)


def outdated_edits(drafts: Sequence[Sentence], script: Script) -> tuple[tuple[Edit, Sentence], ...]:
    """Return the edits whose sentence the data words otherwise by now, with that sentence."""
    return tuple(
        (script.edited[draft.key], draft)
        for draft in drafts
        if draft.key in script.edited
        and draft.key not in script.dropped
        and script.edited[draft.key].of != draft.text
    )


def with_edit(script: Script, line: Line, text: str) -> Script:
    """Put the board's words in place of a generated sentence, which stands in the report again."""
    kept = tuple(key for key in script.dropped if key != line.key)
    return replace(script, dropped=kept, edited={**script.edited, line.key: Edit(text, line.draft)})


def with_drop(script: Script, line: Line) -> Script:
    """Leave a generated sentence out."""
    return replace(script, dropped=tuple(dict.fromkeys((*script.dropped, line.key))))


def with_restored(script: Script, line: Line) -> Script:
    """Take a generated sentence back in: a dropped one as it was, else in its first words."""
    if line.dropped:
        return replace(script, dropped=tuple(key for key in script.dropped if key != line.key))
    edited = {key: edit for key, edit in script.edited.items() if key != line.key}
    return replace(script, edited=edited)


def without_own(
    paragraphs: Sequence[str], script: Script, places: Sequence[int]
) -> tuple[tuple[str, ...], Script]:
    """Take own paragraphs (by places from 0) out; the last ones are kept for taking back in."""
    kept = tuple(text for place, text in enumerate(paragraphs) if place not in places)
    gone = [Removed(paragraphs[place], place) for place in places]
    before = [each for each in script.removed if each.text not in {one.text for one in gone}]
    return kept, replace(script, removed=tuple([*before, *gone][-MOST_REMOVED:]))


def with_own(
    paragraphs: Sequence[str], script: Script, key: str, words: Sequence[str] = ()
) -> tuple[tuple[str, ...], Script]:
    """Take a removed paragraph back in where it stood, or other words in its place."""
    found = next((each for each in script.removed if own_key(each.text) == key), None)
    if found is None:
        return tuple(paragraphs), script
    place = min(found.place, len(paragraphs))
    others = tuple(each for each in script.removed if each is not found)
    back = words or (found.text,)
    return (*paragraphs[:place], *back, *paragraphs[place:]), replace(script, removed=others)


def with_order(script: Script, lines: Sequence[Line], numbers: Sequence[int]) -> Script:
    """Put lines (numbered from 1) first in this order; the others follow as they stood."""
    chosen = [number - 1 for number in numbers]
    rest = [place for place in range(len(lines)) if place not in chosen]
    return replace(script, order=tuple(lines[place].key for place in (*chosen, *rest)))


def _generated(section: str, draft: Sentence, own: Sequence[str], script: Script) -> Line:
    edit = script.edited.get(draft.key)
    text = clean_line(edit.text) if edit else draft.text
    dropped = draft.key in script.dropped
    # What the board edited on purpose it has read beside its own paragraphs.
    repeats = (
        ""
        if edit or dropped
        else next((note for note in own if says_the_same(section, note, text)), "")
    )
    return Line(draft.key, text, draft.part, draft.text, False, edit is not None, dropped, repeats)
