"""From the columns of a month (tin, bài, their sum) to one count for each month."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import InvalidFile
from domain.periods.spans import Month
from domain.text import search_key
from reports.appendix.headings.header import MonthColumn

Counts = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class MonthColumns:
    """The columns of one month by their index: its sum or only column, and those of its kinds."""

    month: Month
    whole: int | None
    kinds: tuple[tuple[str, int], ...]


def month_columns(
    columns: Sequence[MonthColumn], months: Sequence[Month], place: str
) -> tuple[MonthColumns, ...]:
    """Return the columns of each month in their order; raise InvalidFile `month_repeated`."""
    found: dict[Month, tuple[list[int], dict[str, int]]] = {}
    for index, (column, month) in enumerate(zip(columns, months, strict=True)):
        wholes, kinds = found.setdefault(month, ([], {}))
        key = search_key(column.kind)
        if not column.kind or column.is_sum:
            wholes.append(index)
        elif key in kinds:
            raise _repeated(month, place)
        else:
            kinds[key] = index
    made = []
    for month, (wholes, kinds) in found.items():
        sums = [index for index in wholes if columns[index].is_sum]
        if len(wholes) > 1 and len(sums) != 1:
            raise _repeated(month, place)
        if len(wholes) > 1:
            # A column without a kind beside the sum is a kind of its own.
            kinds[""] = next(index for index in wholes if index not in sums)
            if len(wholes) > 2:
                raise _repeated(month, place)
            wholes = sums
        named = tuple((columns[index].kind, index) for index in kinds.values())
        made.append(MonthColumns(month, wholes[0] if wholes else None, named))
    return tuple(made)


def _repeated(month: Month, place: str) -> InvalidFile:
    return InvalidFile("month_repeated", place=place, month=f"{month.month}/{month.year}")


def fold(groups: Sequence[MonthColumns], counts: Sequence[int | None]) -> Counts:
    """Return one count for each month; the sum's column goes before those of the kinds."""
    folded = []
    for group in groups:
        parts = [counts[index] for _, index in group.kinds]
        whole = counts[group.whole] if group.whole is not None else None
        if whole is None and any(part is not None for part in parts):
            whole = sum(part or 0 for part in parts)
        folded.append(whole)
    return tuple(folded)


def kinds_of(
    groups: Sequence[MonthColumns], counts: Sequence[int | None]
) -> tuple[tuple[str, Counts], ...]:
    """Return the counts of each kind, parallel to the months."""
    names = dict.fromkeys(name for group in groups for name, _ in group.kinds if name)
    return tuple((name, tuple(_of_kind(group, counts, name) for group in groups)) for name in names)


def _of_kind(group: MonthColumns, counts: Sequence[int | None], name: str) -> int | None:
    return next((counts[index] for kind, index in group.kinds if kind == name), None)


def differing(
    groups: Sequence[MonthColumns], counts: Sequence[int | None]
) -> list[tuple[Month, int, int]]:
    """Return month, sum and parts where a month's sum is not that of its kinds."""
    found = []
    for group in groups:
        parts = [counts[index] for _, index in group.kinds]
        whole = counts[group.whole] if group.whole is not None else None
        if whole is None or all(part is None for part in parts):
            continue
        added = sum(part or 0 for part in parts)
        if added != whole:
            found.append((group.month, whole, added))
    return found
