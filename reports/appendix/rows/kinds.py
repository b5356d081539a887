"""What each row is: a unit, a group's name, a sum, a part of the unit above, or nothing.

First by its words and its number, then by its numbers: a row without a number of its own that
equals the units above it or below it in every month is a sum, whatever it is called.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.errors import InvalidFile
from domain.imports.tables import LeftOut
from domain.text import search_key
from reports.appendix.headings.labels import (
    has_heading_mark,
    is_total_row,
    kind_of,
    looks_like_a_unit,
    looks_signed,
)
from reports.appendix.rows.counts import NotACountError, is_count_or_blank, read_count
from reports.appendix.rows.folding import MonthColumns, fold
from reports.appendix.rows.lines import Kind, Line

_FORMS_A_NAME = 3
# Rows that compare, plan or rate are no units wherever they stand.
_ASIDE = re.compile(
    r"(?:so (?:voi|sanh)|cung ky|(?:ty|ti) le|tang|giam|chenh lech|ke hoach(?: nam| thang|$)"
    r"|chi tieu"
    r"|binh quan|trung binh|luy ke|nhuan but|kinh phi|thanh tien|dat ty le|\+/-|nam truoc)\b.*"
)
# Fewer than these could equal the sum of the others by chance.
_FEWEST_UNITS = 3
_FEWEST_MONTHS = 2
_SURNAMES = frozenset(
    """
    nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh truong
    luong ha mai cao trinh dao doan lam chu ta ton thai quach la nong siu rah kpa ksor nay
    ro rmah y a h k kpuih puih kra hiao rcom ama
    """.split()  # noqa: SIM905 - one word a line would fill pages
)


def tell_kinds(
    lines: list[Line], groups: Sequence[MonthColumns], *, grouped: bool
) -> tuple[list[Line], list[LeftOut]]:
    """Return the table's rows with their kinds, without what stands below the table.

    Raises InvalidFile: `sum_or_unit`, `rows_below_total`, `parts_differ`.
    """
    for line in lines:
        line.raw = tuple(_lenient(line, index) for index in range(len(line.cells)))
        line.counts = fold(groups, line.raw)
    lines = _without_footer(lines)
    _by_words(lines, grouped=grouped)
    _by_numbering(lines)
    _by_values(lines)
    asides = [
        LeftOut("row_aside", line.row.place, {"text": line.name[:80]})
        for line in lines
        if line.kind is Kind.ASIDE
    ]
    lines, left_out = _above_the_end(lines)
    _check_parts(lines)
    kept = [line for line in lines if line.kind not in (Kind.NOTHING, Kind.ASIDE)]
    return kept, [*asides, *left_out]


def _lenient(line: Line, index: int) -> int | None:
    try:
        return read_count(line.cells[index].value)
    except NotACountError:
        return None


def _without_footer(lines: list[Line]) -> list[Line]:
    """Cut signatures and remarks off: rows without numbers behind a blank row or the last sum."""
    end = len(lines)
    while end and not _holds_data(lines[end - 1]):
        end -= 1
    for index in range(end):
        if _is_signed(lines[index]) and not any(o.holds_counts for o in lines[index:]):
            end = index
            break
    numbered = _mostly_numbered(lines[:end])
    while end < len(lines):
        line = lines[end]
        ended = end > 0 and is_total_row(lines[end - 1].name)
        talks = _talks(line) or _is_signed(line) or not _has_letters(line.name)
        if ended or talks or line.merged or (numbered and not looks_like_a_unit(line.name)):
            break
        end += 1
    return lines[:end]


def _is_signed(line: Line) -> bool:
    if line.number is not None and line.holds_counts:
        return False
    return any(looks_signed(cell.text) for cell in line.row.distinct())


def _talks(line: Line) -> bool:
    """Tell whether a month holds words instead of a number."""
    return any(cell.text and not is_count_or_blank(cell.value) for cell in line.cells)


def _has_letters(text: str) -> bool:
    return any(char.isalpha() for char in text)


def _holds_data(line: Line) -> bool:
    return is_total_row(line.name) or (line.numbered and bool(line.name)) or line.holds_counts


def _mostly_numbered(lines: Sequence[Line]) -> bool:
    plain = [
        line
        for line in lines
        if line.name and not line.merged and not line.mark and not is_total_row(line.name)
    ]
    with_number = sum(line.numbered for line in plain if not line.bullet)
    return with_number > 0 and with_number * 2 >= sum(not line.bullet for line in plain)


def _by_words(lines: list[Line], *, grouped: bool) -> None:
    plain = [
        line
        for line in lines
        if line.name and not line.merged and not line.mark and not is_total_row(line.name)
    ]
    numbered = _mostly_numbered(lines)
    shouted = sum(line.name.isupper() for line in plain) * 2 > len(plain)
    seen_unit = False
    for index, line in enumerate(lines):
        if (not line.name and (line.empty or line.merged)) or (
            line.name and not any(char.isalnum() for char in line.name)
        ):
            line.kind = Kind.NOTHING
        elif is_total_row(line.name) or not line.name:
            line.kind = Kind.TOTAL
        elif seen_unit and line.number is None and _is_part(line):
            line.kind = Kind.PART
        elif not line.numbered and _ASIDE.fullmatch(search_key(line.name)):
            line.kind = Kind.ASIDE
        elif line.merged or (line.mark and plain):
            line.kind = Kind.GROUP
        elif (
            grouped
            or line.numbered
            or not _is_heading(line, lines, index, numbered=numbered, shouted=shouted)
        ):
            line.kind = Kind.UNIT
            seen_unit = True
        else:
            line.kind = Kind.GROUP


def _is_part(line: Line) -> bool:
    """Tell whether a row counts one kind of the unit above ("- Tin", "Trong đó: bài")."""
    name = line.name
    key = search_key(name)
    if key.startswith("trong do"):
        name = name[len("trong do") :].lstrip(" :")
        if not name:
            return True
    return kind_of(name) not in (None, "")


def _is_heading(
    line: Line, lines: Sequence[Line], index: int, *, numbered: bool, shouted: bool
) -> bool:
    """Tell whether a row without a number or a merged cell is a group's name."""
    if not line.empty:
        return has_heading_mark(line.name, roman=True) and (
            numbered or 2 * sum(has_heading_mark(o.name, roman=True) for o in lines) <= len(lines)
        )
    if has_heading_mark(line.name) or line.name.endswith(":"):
        return True
    capitals = line.name.isupper() and not shouted
    if not numbered:
        if capitals and len(line.name.split()) >= _FORMS_A_NAME:
            line.warn("taken_as_group")
            return True
        return False
    if capitals:
        return True
    before = next((o.number for o in reversed(lines[:index]) if o.number is not None), None)
    after = next((o.number for o in lines[index + 1 :] if o.number is not None), None)
    if after is None or (before is not None and after == before + 2):
        return False
    line.warn("taken_as_group")
    return True


def _by_numbering(lines: list[Line]) -> None:
    """Take a row "1" whose rows "1.1", "1.2" follow as the name of their group.

    Where those are people, the row is the unit and they are parts of it. Raises InvalidFile
    `sum_or_unit` for a row that is not the sum of those below it.
    """
    for index, line in enumerate(lines):
        if line.kind is not Kind.UNIT or line.number is None:
            continue
        children = []
        for other in lines[index + 1 :]:
            if other.above != line.number:
                if other.kind in (Kind.PART, Kind.NOTHING):
                    continue
                break
            children.append(other)
        if not children:
            continue
        people = sum(_is_person(child.name) for child in children) * 2 > len(children)
        if people and looks_like_a_unit(line.name) and any(line.counts):
            for child in children:
                child.kind = Kind.PART
            continue
        added = _sum(children, len(line.counts))
        if any(line.counts) and _agreeing(line.counts, added) * 2 < _filled(line.counts, added):
            raise InvalidFile("sum_or_unit", place=line.row.place, unit=line.name)
        line.kind = Kind.GROUP


def _is_person(name: str) -> bool:
    words = search_key(name).replace("'", " ").split()
    return 2 <= len(words) <= 6 and words[0] in _SURNAMES and not looks_like_a_unit(name)


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


def _by_values(lines: list[Line]) -> None:
    numbered = _mostly_numbered(lines)
    width = len(lines[0].counts) if lines else 0
    everyone, section = _Members([0] * width), _Members([0] * width)
    headed = False
    for index, line in enumerate(lines):
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
        elif line.kind in (Kind.GROUP, Kind.TOTAL):
            section = _Members([0] * width)


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
            filled = max(_filled(line.counts, members.sums), 2)
            near = _agreeing(line.counts, members.sums) * 2 >= filled
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


def _sum(members: Sequence[Line], width: int) -> tuple[int, ...]:
    return tuple(sum(member.counts[i] or 0 for member in members) for i in range(width))


def _agreeing(counts: Sequence[int | None], added: Sequence[int]) -> int:
    return sum(count == other and other > 0 for count, other in zip(counts, added, strict=True))


def _filled(counts: Sequence[int | None], added: Sequence[int]) -> int:
    return sum(bool(count or other) for count, other in zip(counts, added, strict=True))


def _settled_by_total(line: Line, lines: Sequence[Line], kind: Kind) -> Kind | None:
    """Return what a printed grand total makes of a row, None where none is printed."""
    units = [other for other in lines if other.kind is Kind.UNIT and other is not line]
    without = _sum(units, len(line.counts))
    for total in lines:
        if total.kind is Kind.TOTAL and any(total.counts):
            own = tuple(count or 0 for count in total.counts)
            if own == without:
                return kind
            if own == _sum([*units, line], len(own)):
                return Kind.UNIT
    return None


def _above_the_end(lines: list[Line]) -> tuple[list[Line], list[LeftOut]]:
    """Return the rows above the table's end: below the grand total nothing is a unit.

    It is one where it carries the next number on, or where later sums show that the total was a
    group's. Raises InvalidFile `rows_below_total`.
    """
    end = _grand_total(lines)
    if end is None:
        return lines, []
    tail = lines[end + 1 :]
    last = max(
        (line.number for line in lines[:end] if line.kind is Kind.UNIT and line.number), default=0
    )
    if _goes_on(tail, last):
        return lines, []
    left_out = []
    for line in tail:
        if line.kind is Kind.TOTAL and line.holds_counts and not line.name:
            continue
        if not line.holds_counts or not line.name or line.kind is Kind.ASIDE:
            continue
        if line.numbered and not line.mark:
            raise InvalidFile("rows_below_total", place=line.row.place, unit=line.name)
        left_out.append(LeftOut("row_below_total", line.row.place, {"text": line.name[:80]}))
    return lines[: end + 1], left_out


def _grand_total(lines: Sequence[Line]) -> int | None:
    """Return the index of the row that ends the table: the sum of all units above it."""
    units: list[Line] = []
    for index, line in enumerate(lines):
        if line.kind is Kind.UNIT:
            units.append(line)
        elif line.kind is Kind.TOTAL and units and any(line.counts):
            own = tuple(count or 0 for count in line.counts)
            if own != _sum(units, len(own)):
                continue
            rest = lines[index + 1 :]
            if any(o.kind is Kind.TOTAL and _is_later_sum(o, index, lines) for o in rest):
                continue
            return index
    named = [
        i
        for i, line in enumerate(lines)
        if line.kind is Kind.TOTAL and any(o.kind is Kind.UNIT for o in lines[:i])
    ]
    ends = [i for i in named if not any(o.kind is Kind.TOTAL for o in lines[i + 1 :])]
    return ends[0] if ends else None


def _is_later_sum(total: Line, end: int, lines: Sequence[Line]) -> bool:
    """Tell whether a sum below includes units that stand behind the row `end`."""
    place = next(i for i, line in enumerate(lines) if line is total)
    behind = [o for o in lines[end + 1 : place] if o.kind is Kind.UNIT]
    if not behind:
        return False
    own = tuple(count or 0 for count in total.counts)
    everyone = [o for o in lines[:place] if o.kind is Kind.UNIT]
    return not any(own) or own in (_sum(behind, len(own)), _sum(everyone, len(own)))


def _goes_on(tail: Sequence[Line], last: int) -> bool:
    """Tell whether units go on below a sum: the next number, or a marked group with counts."""
    marked = False
    for line in tail:
        if line.kind is Kind.GROUP and line.mark:
            marked = True
        if line.kind is Kind.UNIT and line.number is not None and line.holds_counts:
            return line.number == last + 1 or (marked and line.number == 1)
    return False


def _check_parts(lines: Sequence[Line]) -> None:
    """Give a unit without counts those of its parts; refuse parts that add up to something else."""
    for unit, parts in _with_parts(lines):
        if not parts or not any(part.holds_counts for part in parts):
            continue
        width = len(unit.counts)
        added = tuple(
            None
            if all(p.counts[i] is None for p in parts)
            else sum(p.counts[i] or 0 for p in parts)
            for i in range(width)
        )
        if not any(count is not None for count in unit.counts):
            unit.counts = added
        elif [c or 0 for c in unit.counts] != [c or 0 for c in added]:
            raise InvalidFile("parts_differ", place=unit.row.place, unit=unit.name)


def _with_parts(lines: Sequence[Line]) -> list[tuple[Line, list[Line]]]:
    found: list[tuple[Line, list[Line]]] = []
    for line in lines:
        if line.kind is Kind.UNIT:
            found.append((line, []))
        elif line.kind is Kind.PART and found:
            found[-1][1].append(line)
    return found


def repeated_cells(units: Sequence[Line]) -> None:
    """Refuse a count merged over two units; raise InvalidFile `merged_cell`."""
    for above, line in pairwise(units):
        for cell in line.cells:
            if cell.text and cell in above.cells:
                raise InvalidFile(
                    "merged_cell", place=line.row.place, unit=line.name, text=cell.text
                )
