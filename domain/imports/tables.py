"""Tables and lists of other people as read from a file, before anything is stored."""

from dataclasses import dataclass, field
from datetime import date

from domain.periods.spans import Month


@dataclass(frozen=True, slots=True)
class AppendixRow:
    """One unit's row: `counts` is parallel to the appendix's months, None for a blank cell.

    `place` says where the row stands in the file, in words for a person ("Sheet1, dòng 7").
    `printed_total` is the total the file prints, None where it prints none. `kinds` holds the
    counts per kind ("tin", "bài"), parallel to the months, where the table splits them.
    """

    group: str
    unit: str
    counts: tuple[int | None, ...]
    printed_total: int | None
    place: str
    kinds: tuple[tuple[str, tuple[int | None, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One article of a list with an article a row; what the list does not tell is empty.

    `kind` is the list's own word ("Tin", "Bài", "Ảnh"); `place` says where the row stands.
    """

    published_on: date
    title: str
    url: str
    unit: str
    author: str
    kind: str
    topic: str
    place: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class AppendixWarning:
    """A doubtful row: `code` names the sentence that words it, `values` fill it."""

    code: str
    place: str
    unit: str
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A column, a row, a sheet or a text that was not read: `code` names the sentence for it."""

    code: str
    place: str
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Appendix:
    """What a file holds: the months of its columns and its rows in order, or its articles.

    A file holds either rows of counts or articles, never both. `warnings` tell what is doubtful,
    `left_out` what was not read, `sheets` the sheets that were. `total_matches` tells whether the
    cells agree with the total that the file prints, None where it prints none;
    `total_difference` is the printed total less the cells' sum. `own_workbook` marks a workbook
    that tinbai itself wrote.
    """

    months: tuple[Month, ...]
    rows: tuple[AppendixRow, ...]
    warnings: tuple[AppendixWarning, ...]
    articles: tuple[ArticleRow, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    sheets: tuple[str, ...] = ()
    total_matches: bool | None = None
    total_difference: int | None = None
    own_workbook: bool = False

    @property
    def total(self) -> int:
        """The sum of all cells."""
        return sum(count or 0 for row in self.rows for count in row.counts)
