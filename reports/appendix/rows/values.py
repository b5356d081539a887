"""Telling sums and headings by their values, whatever they are called.

A row without a number of its own that equals the units above it or below it in every month is a
sum.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import InvalidFile
from domain.text import search_key
from reports.appendix.headings.labels import is_total_row, looks_like_a_unit
from reports.appendix.rows.adding import count_agreeing, count_filled, sum_counts
from reports.appendix.rows.lines import Kind, Line
from reports.appendix.rows.numbering import mostly_numbered

# Fewer than these could equal the sum of the others by chance.
_FEWEST_UNITS = 3
_FEWEST_MONTHS = 2


@dataclass(slots=True)
class _Members:
    """The running sum of some units, and how many of them hold a number."""

    sums: list[int]
    contributors: int = 0

    def add(self, line: Line) -> None:
        for index, count in enumerate(line.counts):
            self.sums[index] += count or 0
        self.contributors += any(line.counts)

    def equal(self, line: Line) -> bool:
        return any(line.counts) and [count or 0 for count in line.counts] == self.sums


def by_values(lines: list[Line]) -> None:
    """Take the rows without a number that add others up as sums or headings.

    Raises InvalidFile `sum_or_unit`.
    """
    numbered = mostly_numbered(lines)
    width = len(lines[0].counts) if lines else 0
    everyone, section = _Members([0] * width), _Members([0] * width)
    headed = ended = False
    last_numbered = max((i for i, line in enumerate(lines) if line.numbered), default=0)
    for index, line in enumerate(lines):
        if ended and index > last_numbered:
            # Below the sum of all numbered units nothing is a unit.
            return
        if line.kind is Kind.UNIT and not line.numbered and any(line.counts):
            below = _members_below(line, lines, index, numbered=numbered)
            if headed and below.equal(line):
                # The groups before it had their sums above them too.
                line.kind = Kind.GROUP
                line.warn("taken_as_group_sum")
            else:
                line.kind = _judge(line, lines, section, everyone, below, numbered=numbered)
            headed = headed or line.kind is Kind.GROUP
        elif line.kind is Kind.UNIT and not line.numbered and line.holds_counts:
            below = _members_below(line, lines, index, numbered=numbered)
            names_many = _is_many(line.name) or (numbered and not looks_like_a_unit(line.name))
            if names_many and not any(below.sums):
                line.kind = Kind.GROUP
        if line.kind is Kind.UNIT:
            section.add(line)
            everyone.add(line)
            ended = ended and not line.numbered
        elif line.kind in (Kind.GROUP, Kind.TOTAL):
            ended = numbered and line.kind is Kind.TOTAL and everyone.equal(line)
            section = _Members([0] * width)
    if headed and not numbered:
        _refuse_unequal_sums(lines)


def _refuse_unequal_sums(lines: Sequence[Line]) -> None:
    """Raise InvalidFile `sum_or_unit` for a row that is nearly the sum of those below it.

    It counts where other rows of the table are sums of those below them.
    """
    added = (0,) * len(lines[0].counts)
    for line in reversed(lines):
        if line.kind in (Kind.GROUP, Kind.TOTAL):
            added = (0,) * len(added)
        if line.kind is not Kind.UNIT:
            continue
        if not line.numbered and not looks_like_a_unit(line.name):
            agreeing = count_agreeing(line.counts, added)
            if agreeing > 1 and agreeing * 2 >= count_filled(line.counts, added):
                raise InvalidFile("sum_or_unit", place=line.row.place, unit=line.name)
        added = tuple(a + (b or 0) for a, b in zip(added, line.counts, strict=True))


def _judge(
    line: Line,
    lines: Sequence[Line],
    section: _Members,
    everyone: _Members,
    below: _Members,
    *,
    numbered: bool,
) -> Kind:
    """Tell by its numbers what a row without a number of its own is."""
    sumlike = _is_sumlike(line.name)
    unitlike = looks_like_a_unit(line.name) and not sumlike
    for members, kind in ((section, Kind.TOTAL), (everyone, Kind.TOTAL), (below, Kind.GROUP)):
        if not members.equal(line) or (members.contributors < 2 and not sumlike):
            continue
        if numbered or sumlike or not unitlike:
            line.warn("taken_as_total" if kind is Kind.TOTAL else "taken_as_group_sum")
            return kind
        few = members.contributors < _FEWEST_UNITS or sum(map(bool, line.counts)) < _FEWEST_MONTHS
        if few:
            continue
        settled = _settled_by_total(line, lines, kind)
        if settled is None:
            raise InvalidFile("sum_or_unit", place=line.row.place, unit=line.name)
        return settled
    if (numbered or sumlike) and not unitlike:
        for members in (section, everyone, below):
            filled = max(count_filled(line.counts, members.sums), 2)
            near = count_agreeing(line.counts, members.sums) * 2 >= filled
            if near and members.contributors > 1:
                raise InvalidFile("sum_or_unit", place=line.row.place, unit=line.name)
    if (numbered and sumlike) or _is_many(line.name):
        raise InvalidFile("sum_or_unit", place=line.row.place, unit=line.name)
    return Kind.UNIT


def _is_sumlike(name: str) -> bool:
    key = search_key(name)
    if is_total_row(name):
        return True
    first = key.split(" ")[0] if key else ""
    if first in ("khoi", "nhom", "cum", "cac", "toan", "ca", "chung") or key.startswith(
        ("ubnd cac", "cap huyen", "cap xa", "don vi cap", "cong ", "tong ")
    ):
        return not (first in ("cong", "tong") and looks_like_a_unit(name)) or "cộng" in name.lower()
    return name.endswith(":")


def _is_many(name: str) -> bool:
    """Tell whether a name is that of several units ("Các xã", "UBND CÁC XÃ")."""
    key = search_key(name)
    return key.startswith(("cac ", "ubnd cac ", "nhung ")) or is_total_row(name)


def _members_below(line: Line, lines: Sequence[Line], index: int, *, numbered: bool) -> _Members:
    """Return the units that a heading above them would sum up.

    Without row numbers they are the rows up to the next name of a group, or the shortest run of
    rows that adds up to the line.
    """
    members = _Members([0] * len(line.counts))
    for place in range(index + 1, len(lines)):
        other = lines[place]
        if other.kind in (Kind.GROUP, Kind.TOTAL):
            break
        if other.kind is not Kind.UNIT:
            continue
        if (numbered or _is_many(other.name)) and not other.numbered and any(other.counts):
            break
        members.add(other)
        if numbered:
            continue
        if members.contributors > 1 and members.equal(line) and not _is_many(line.name):
            break
        if any(s > (c or 0) for s, c in zip(members.sums, line.counts, strict=True)):
            break
    return members


def _settled_by_total(line: Line, lines: Sequence[Line], kind: Kind) -> Kind | None:
    """Return what a printed grand total makes of a row, None where none is printed."""
    units = [other for other in lines if other.kind is Kind.UNIT and other is not line]
    without = sum_counts(units, len(line.counts))
    for total in lines:
        if total.kind is Kind.TOTAL and any(total.counts):
            own = tuple(count or 0 for count in total.counts)
            if own == without:
                return kind
            if own == sum_counts([*units, line], len(own)):
                return Kind.UNIT
    return None
