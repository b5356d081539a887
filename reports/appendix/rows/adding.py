"""Adding up the counts of rows, month by month, and comparing what comes out."""

from collections.abc import Sequence

from reports.appendix.rows.lines import Line


def sum_counts(members: Sequence[Line], width: int) -> tuple[int, ...]:
    """Return the sum of the rows' counts in each month; a blank counts as 0."""
    return tuple(sum(member.counts[i] or 0 for member in members) for i in range(width))


def agrees_with(head: Line, run: Sequence[Line]) -> bool:
    """Tell whether a row's counts are the sum of the other rows' in every month."""
    return tuple(count or 0 for count in head.counts) == sum_counts(run, len(head.counts))


def count_agreeing(counts: Sequence[int | None], added: Sequence[int]) -> int:
    """Return in how many months both hold the same count above 0."""
    return sum(count == other and other > 0 for count, other in zip(counts, added, strict=True))


def count_filled(counts: Sequence[int | None], added: Sequence[int]) -> int:
    """Return in how many months either holds a count above 0."""
    return sum(bool(count or other) for count, other in zip(counts, added, strict=True))
