"""What the numbers of the rows tell: whether units have one, and what "1" above "1.1" is."""

from collections.abc import Sequence

from domain.errors import InvalidFile
from reports.appendix.headings.labels import is_total_row, looks_like_a_unit
from reports.appendix.rows.adding import count_agreeing, count_filled, sum_counts
from reports.appendix.rows.lines import Kind, Line
from reports.appendix.rows.parts import is_person


def plain_lines(lines: Sequence[Line]) -> list[Line]:
    """Return the rows that may be units: named, neither merged nor marked, and no sums."""
    return [
        line
        for line in lines
        if line.name and not line.merged and not line.mark and not is_total_row(line.name)
    ]


def mostly_numbered(lines: Sequence[Line]) -> bool:
    """Tell whether at least half of the rows that may be units have a number of their own."""
    plain = plain_lines(lines)
    with_number = sum(line.numbered for line in plain if not line.bullet)
    return with_number > 0 and with_number * 2 >= sum(not line.bullet for line in plain)


def by_numbering(lines: list[Line]) -> None:
    """Take a row "1" whose rows "1.1", "1.2" follow as the name of their group.

    Where those are people, the row is the unit and they are parts of it. Raises InvalidFile
    `sum_or_unit` for a row that is not the sum of those below it.
    """
    for index, line in enumerate(lines):
        if line.kind is not Kind.UNIT or line.number is None:
            continue
        children = []
        for place in range(index + 1, len(lines)):
            other = lines[place]
            if other.above != line.number:
                if other.kind in (Kind.PART, Kind.NOTHING):
                    continue
                break
            children.append(other)
        if all(child.kind is Kind.PART for child in children):
            continue
        people = sum(is_person(child.name) for child in children) * 2 > len(children)
        if people and looks_like_a_unit(line.name) and any(line.counts):
            for child in children:
                child.kind = Kind.PART
            continue
        added = sum_counts(children, len(line.counts))
        if any(line.counts) and count_agreeing(line.counts, added) * 2 < count_filled(
            line.counts, added
        ):
            raise InvalidFile("sum_or_unit", place=line.row.place, unit=line.name)
        line.kind = Kind.GROUP
