"""Where a table ends: at its grand total, and above signatures and remarks."""

from collections.abc import Sequence

from domain.errors import InvalidFile
from domain.imports.tables import LeftOut
from reports.appendix.headings.labels import is_total_row, looks_like_a_unit, looks_signed
from reports.appendix.rows.adding import sum_counts
from reports.appendix.rows.counts import is_count_or_blank
from reports.appendix.rows.lines import Kind, Line
from reports.appendix.rows.numbering import mostly_numbered


def without_footer(lines: list[Line]) -> list[Line]:
    """Cut signatures and remarks off: rows without numbers behind a blank row or the last sum."""
    end = len(lines)
    while end and not _holds_data(lines[end - 1]):
        end -= 1
    for index in range(end):
        if _is_signed(lines[index]) and not any(o.holds_counts for o in lines[index:]):
            end = index
            break
    numbered = mostly_numbered(lines[:end])
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
    named = is_total_row(line.name) or (line.numbered and bool(line.name))
    return named or line.holds_counts or _is_bare_total(line)


def _is_bare_total(line: Line) -> bool:
    """Tell whether a row holds nothing but a number in the column of sums."""
    alone = not line.name and bool(line.total.text)
    return alone and is_count_or_blank(line.total.value) and len(list(line.row.distinct())) == 1


def above_the_end(lines: list[Line]) -> tuple[list[Line], list[LeftOut]]:
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
            if own != sum_counts(units, len(own)):
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
    return not any(own) or own in (sum_counts(behind, len(own)), sum_counts(everyone, len(own)))


def _goes_on(tail: Sequence[Line], last: int) -> bool:
    """Tell whether units go on below a sum: the next number, or a marked group with counts."""
    marked = False
    for line in tail:
        if line.kind is Kind.GROUP and line.mark:
            marked = True
        if line.kind is Kind.UNIT and line.number is not None and line.holds_counts:
            return line.number == last + 1 or (marked and line.number == 1)
    return False
