"""An older table of counts as read from a file, before it is stored."""

from dataclasses import dataclass

from domain.periods.spans import Month


@dataclass(frozen=True, slots=True)
class AppendixRow:
    """One unit's row: `counts` is parallel to the appendix's months, None for a blank cell.

    `place` says where the row stands in the file, in words for a person ("Sheet1, dòng 7").
    `printed_total` is the total the file prints, None where it prints none.
    """

    group: str
    unit: str
    counts: tuple[int | None, ...]
    printed_total: int | None
    place: str


@dataclass(frozen=True, slots=True)
class AppendixWarning:
    """A doubtful row: `code` names the sentence that words it, `values` fill it."""

    code: str
    place: str
    unit: str
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class Appendix:
    """A whole table: the months of its columns, its rows in order, and what is doubtful in it."""

    months: tuple[Month, ...]
    rows: tuple[AppendixRow, ...]
    warnings: tuple[AppendixWarning, ...]

    @property
    def total(self) -> int:
        """The sum of all cells."""
        return sum(count or 0 for row in self.rows for count in row.counts)
