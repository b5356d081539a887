"""The rows of one unit: its parts, its people, its sum, and measures that are no counts."""

from collections.abc import Sequence
from itertools import groupby, pairwise

from domain.errors import InvalidFile
from domain.text import search_key
from reports.appendix.headings.labels import is_unit_label, looks_like_a_unit
from reports.appendix.rows.adding import agrees_with
from reports.appendix.rows.lines import Kind, Line

_SURNAMES = frozenset(
    """
    nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh truong
    luong ha mai cao trinh dao doan lam chu ta ton thai quach la nong siu rah kpa ksor nay
    ro rmah y a h k kpuih puih kra hiao rcom ama
    """.split()  # noqa: SIM905 - one word a line would fill pages
)


def without_wholes(lines: Sequence[Line]) -> None:
    """Pass over a row that sums the other rows of its unit ("Tin", "Bài", "Cộng").

    Raises InvalidFile `parts_differ` for one that does not.
    """
    for _, found in groupby(lines, key=lambda line: line.name):
        same = list(found)
        others = [line for line in same if not line.whole]
        kinds = all(line.of_kind for line in others)
        for line in same:
            if line.whole and line.kind is Kind.UNIT and others and kinds:
                if not agrees_with(line, others):
                    raise InvalidFile("parts_differ", place=line.row.place, unit=line.name)
                line.kind = Kind.NOTHING


def people_below(lines: list[Line]) -> None:
    """Take rows that share out the numbers of the unit above them as parts of it.

    They are a unit's people, begin with a dash, or have no number where the unit has one, and add
    up to it; people do even where they do not, which is refused later. Where they are units and
    what stands above them is none, it is the name of their group.
    """
    for index, head in enumerate(lines):
        if head.kind is not Kind.UNIT or head.bullet or is_person(head.name):
            continue
        run: list[Line] = []
        for place in range(index + 1, len(lines)):
            line = lines[place]
            loose = line.bullet or (head.numbered and not line.numbered) or is_person(line.name)
            if line.kind is not Kind.UNIT or not loose or line.numbered or line.again:
                break
            run.append(line)
        if not run or not any(line.holds_counts for line in run):
            continue
        people = sum(is_person(line.name) for line in run) * 2 > len(run)
        equal = any(head.counts) and agrees_with(head, run)
        units = sum(looks_like_a_unit(line.name) for line in run) * 2 > len(run)
        if units and not looks_like_a_unit(head.name) and not (any(head.counts) and not equal):
            head.kind = Kind.GROUP
            continue
        named = people and (head.numbered or looks_like_a_unit(head.name))
        marked = all(line.bullet for line in run)
        if (named and not head.person) or (equal and (marked or named or len(run) > 1)):
            for line in run:
                line.kind = Kind.PART


def refuse_short_names_below(lines: Sequence[Line]) -> None:
    """Refuse names of one word below units that have a number and no counts of their own.

    They may be the units' people or units themselves. Raises InvalidFile `person_or_unit`.
    """
    found: list[Line] = []
    below = False
    for line in lines:
        if below and _is_short(line):
            found.append(line)
        else:
            blank = all(count is None for count in line.counts)
            below = line.number is not None and blank and _names_one_unit(line.name)
    if len(found) > 1:
        line = found[0]
        raise InvalidFile("person_or_unit", place=line.row.place, unit=line.name)


def _names_one_unit(name: str) -> bool:
    return looks_like_a_unit(name) and not is_unit_label(name)


def _is_short(line: Line) -> bool:
    name = line.name
    alone = name.isalpha() and name.istitle() and not looks_like_a_unit(name)
    return alone and not line.numbered and line.holds_counts


def is_person(name: str) -> bool:
    """Tell whether a name begins with a surname and is none of a unit."""
    words = search_key(name).replace("'", " ").split()
    return 2 <= len(words) <= 6 and words[0] in _SURNAMES and not looks_like_a_unit(name)


def check_parts(lines: Sequence[Line]) -> None:
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
        elif _is_some_of(unit, parts, added):
            continue
        elif [c or 0 for c in unit.counts] != [c or 0 for c in added]:
            raise InvalidFile("parts_differ", place=unit.row.place, unit=unit.name)


def _is_some_of(unit: Line, parts: Sequence[Line], added: Sequence[int | None]) -> bool:
    """Tell whether the one row below a unit says that it counts some of its articles."""
    some = len(parts) == 1 and search_key(parts[0].name).startswith("trong do")
    return some and all((a or 0) <= (c or 0) for a, c in zip(added, unit.counts, strict=True))


def refuse_units_of_asides(lines: Sequence[Line]) -> None:
    """Refuse units without any counts of their own below which stand rows that are no counts.

    Nothing tells which of those is meant. Raises InvalidFile `measures_mixed`.
    """
    if any(line.kind is Kind.UNIT and any(c is not None for c in line.counts) for line in lines):
        return
    found: list[tuple[Line, Line]] = []
    for unit, line in pairwise(lines):
        if unit.kind is Kind.UNIT and line.kind is Kind.ASIDE and line.holds_counts:
            found.append((unit, line))
    if len(found) > 1:
        unit, line = found[0]
        raise InvalidFile("measures_mixed", place=line.row.place, unit=unit.name, text=line.name)


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
