"""What each row is: a unit, a group's name, a sum, a part of the unit above, or nothing.

First by its words and its number, then by its numbers.
"""

import re
from collections.abc import Sequence

from domain.imports.tables import LeftOut
from domain.text import search_key
from reports.appendix.headings.labels import (
    has_heading_mark,
    is_done_measure,
    is_measure,
    is_total_row,
    kind_of,
)
from reports.appendix.rows.counts import NotACountError, read_count
from reports.appendix.rows.ending import above_the_end, without_footer
from reports.appendix.rows.folding import MonthColumns, fold
from reports.appendix.rows.lines import Kind, Line
from reports.appendix.rows.numbering import by_numbering, mostly_numbered, plain_lines
from reports.appendix.rows.parts import (
    check_parts,
    people_below,
    refuse_short_names_below,
    refuse_units_of_asides,
    without_wholes,
)
from reports.appendix.rows.values import by_values

_FORMS_A_NAME = 3
# Rows that compare, plan or rate are no units wherever they stand.
_ASIDE = re.compile(
    r"(?:so (?:voi|sanh)|cung ky|(?:ty|ti) le|tang|giam|chenh lech|ke hoach(?: nam| thang|$)"
    r"|chi tieu"
    r"|binh quan|trung binh|luy ke|nhuan but|kinh phi|thanh tien|dat ty le|\+/-|nam truoc"
    r"|nam (?:19|20)\d\d|(?:\d+ thang|quy|thang)\b.*(?:19|20)\d\d)\b.*"
)
# Rows that compare, whatever number they carry.
_ASIDE_NUMBERED = re.compile(
    r"(?:so (?:voi|sanh)|cung ky|(?:ty|ti) le|chenh lech|binh quan|trung binh|luy ke|nhuan but"
    r"|thanh tien|nam truoc|tang[ ,/(+)]*giam)\b.*"
)
# A remark between two units, without any number.
_NOTE = re.compile(r"\(.*\)\.?|(?:ghi chu|chu thich|luu y) ?[:.(–-].*")
# Rows that count units, or name the most and the fewest, are no sums either.
_OF_UNITS = re.compile(
    r"(?:(?:tong|cong) )?so (?:luong )?(?:cac )?(?:don vi|co quan|dia phuong|xa|phuong|thi tran"
    r"|phong|truong|to chuc|ctv|cong tac vien|tac gia|nguoi)\b.*"
    r"|(?:(?:so|tin bai) )?(?:cao|thap|nhieu|it|lon|nho) nhat\b.*|max|min|average|avg"
)


def tell_kinds(
    lines: list[Line], groups: Sequence[MonthColumns], *, grouped: bool
) -> tuple[list[Line], list[LeftOut]]:
    """Return the table's rows with their kinds, without what stands below the table.

    Raises InvalidFile: `sum_or_unit`, `rows_below_total`, `parts_differ`, `measures_mixed`,
    `person_or_unit`.
    """
    for line in lines:
        line.raw = tuple(_lenient(line, index) for index in range(len(line.cells)))
        line.counts = fold(groups, line.raw)
    lines = without_footer(lines)
    _by_words(lines, grouped=grouped)
    without_wholes(lines)
    by_numbering(lines)
    people_below(lines)
    refuse_short_names_below([line for line in lines if line.kind is Kind.UNIT])
    by_values(lines)
    asides = [
        LeftOut("row_aside", line.row.place, {"text": line.name[:80]})
        for line in lines
        if line.kind is Kind.ASIDE
    ]
    asides += [
        LeftOut("row_note", line.row.place, {"text": line.name[:80]})
        for line in lines
        if line.kind is Kind.NOTHING and _is_note(line)
    ]
    lines, left_out = above_the_end(lines)
    check_parts(lines)
    refuse_units_of_asides(lines)
    kept = [line for line in lines if line.kind not in (Kind.NOTHING, Kind.ASIDE)]
    return kept, [*asides, *left_out]


def _is_note(line: Line) -> bool:
    return line.empty and not line.numbered and _NOTE.fullmatch(search_key(line.name)) is not None


def _lenient(line: Line, index: int) -> int | None:
    try:
        return read_count(line.cells[index].value)
    except NotACountError:
        return None


def _by_words(lines: list[Line], *, grouped: bool) -> None:
    plain = plain_lines(lines)
    numbered = mostly_numbered(lines)
    shouted = sum(line.name.isupper() for line in plain) * 2 > len(plain)
    seen_unit = False
    for index, line in enumerate(lines):
        if (
            (not line.name and (line.empty or line.merged))
            or (line.name and not any(char.isalnum() for char in line.name))
            or _is_note(line)
        ):
            line.kind = Kind.NOTHING
        elif _OF_UNITS.fullmatch(search_key(line.name)):
            line.kind = Kind.ASIDE
        elif is_total_row(line.name) or not line.name:
            line.kind = Kind.TOTAL
        elif line.empty and (
            (line.mark and plain) or (line.merged and seen_unit and is_measure(line.name))
        ):
            line.kind = Kind.GROUP
        elif seen_unit and line.number is None and _is_part(line):
            line.kind = Kind.PART
        elif seen_unit and not line.numbered and line.holds_counts and _is_of_above(line):
            line.kind = Kind.PART if is_done_measure(line.name) else Kind.ASIDE
        elif (_ASIDE_NUMBERED if line.numbered else _ASIDE).fullmatch(search_key(line.name)):
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


def _is_of_above(line: Line) -> bool:
    """Tell whether a row is of the unit above it, of which it counts something else or a part."""
    return is_measure(line.name) or search_key(line.name).startswith(
        ("trong do", "trong so do", "bao gom", "gom:")
    )


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
