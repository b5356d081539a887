"""The columns under a heading of one or more rows, and what each of them holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from functools import lru_cache

from domain.text import search_key
from reports.appendix.grid import Cell, GridRow
from reports.appendix.headings import labels
from reports.appendix.headings.months import YEAR, read_month

Slots = tuple[int, ...]


class Role(Enum):
    """What a column holds."""

    BLANK = auto()
    NUMBER = auto()
    GROUP = auto()
    UNIT = auto()
    PERSON = auto()
    TOPIC = auto()
    MONTH = auto()
    MONTH_TOTAL = auto()
    MONTH_NAMES = auto()
    COUNT = auto()
    TOTAL = auto()
    IGNORED = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading says: a month and a kind of articles, or why its numbers do not count."""

    role: Role
    month: int = 0
    year: int | None = None
    bare: bool = False
    kind: str = ""
    why: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its positions, the lowest of its headings, and those above it."""

    slots: Slots
    bottom: Cell
    parents: tuple[str, ...]

    @property
    def label(self) -> str:
        """All headings of the column on one line."""
        return " ".join((*self.parents, self.bottom.text)).strip()

    @property
    def meaning(self) -> Meaning:
        """What the headings say."""
        value = self.bottom.value
        if isinstance(value, date):
            return _of_date(value, self.parents)
        texts = (*self.parents, self.bottom.text) if self.bottom.text else self.parents
        return read_meaning(texts)


def columns_of(block: Sequence[GridRow]) -> list[Column]:
    """Return the columns under the rows of a heading; equal neighbours are one column."""
    columns: list[Column] = []
    last = block[-1]
    for index in range(max(len(row.cells) for row in block)):
        bottom = last.cell(index)
        if columns and bottom.text and bottom is columns[-1].bottom:
            previous = columns.pop()
            columns.append(Column((*previous.slots, index), bottom, previous.parents))
            continue
        parents: list[str] = []
        for depth, row in enumerate(block[:-1]):
            cell = row.cell(index)
            text = cell.text
            if not text and any(below.cell(index).text for below in block[depth + 1 :]):
                text = _carried(block, depth, index)
            if text and cell is not bottom and text not in parents:
                parents.append(text)
        columns.append(Column((index,), bottom, tuple(parents)))
    return columns


def _carried(block: Sequence[GridRow], depth: int, index: int) -> str:
    """Return a heading over several columns that were not merged: it stands over the first only.

    It does not reach over a column that ends in its own row ("STT", "Đơn vị").
    """
    row = block[depth]
    for left in range(index - 1, -1, -1):
        text = row.cell(left).text
        if text:
            below = block[depth + 1 :]
            cell = row.cell(left)
            alone = all(r.cell(left) is cell or not r.cell(left).text for r in below)
            return "" if alone else text
    return ""


def _of_date(value: date, parents: Sequence[str]) -> Meaning:
    why = next((why for text in parents if (why := weight_of(text))), "")
    if why:
        return Meaning(Role.IGNORED, why=why)
    # Excel turns a typed "01/2021" into the first of that month, but "Jan-21" into a day of this
    # year, which nobody meant.
    return Meaning(Role.MONTH, value.month, value.year if value.day == 1 else None)


# How "Tin" and "Bài" are shortened in the narrow columns below a month.
_INITIALS = {"T": "tin", "B": "bài"}
# What, standing above a month, takes all below it out.
_WEIGHTY = ("money", "compared", "rate", "plan", "other", "sent")


def weight_of(text: str) -> str:
    """Return why nothing below such a heading counts, "" where it may."""
    why = labels.why_no_count(text)
    return why if why in _WEIGHTY or (why == "sum" and labels.is_cumulated(text)) else ""


@lru_cache(maxsize=16384)
def read_meaning(texts: tuple[str, ...]) -> Meaning:
    """Return what a column's headings say, the highest first."""
    if not texts:
        return Meaning(Role.BLANK)
    for index in range(len(texts) - 1, -1, -1):
        above = texts[:index]
        below_month = any(labels.is_months_label(text) or _says_month(text) for text in above)
        found = read_month(texts[index], below_month=below_month)
        if found is None or (found.bare and index < len(texts) - 1):
            continue
        if any(labels.is_number_label(text) or labels.is_unit_label(text) for text in above):
            # A month's name below "STT" begins a section of rows, and heads no column.
            return _without_month(above)
        if any(_is_other_month(text, found.month) for text in above):
            # Months below each other head rows.
            return Meaning(Role.UNKNOWN)
        why = labels.why_no_count(found.rest)
        if not why and (remark := labels.why_no_count(found.remark)) in _WEIGHTY:
            why = remark
        if why:
            if why == "sum" and _is_total(found.rest):
                break
            return Meaning(Role.IGNORED, why=why)
        for text in above:
            if weight := weight_of(text):
                return Meaning(Role.IGNORED, why=weight)
        meaning = _of_month(found.rest, texts[index + 1 :])
        if meaning.role not in (Role.MONTH, Role.MONTH_TOTAL):
            return meaning
        year = found.year or meaning.year or _year_above(above)
        kind = meaning.kind or _kind_above(above)
        if found.bare and not found.rest:
            return Meaning(Role.MONTH, found.month, year, bare=True, word=found.word)
        return Meaning(meaning.role, found.month, year, kind=kind, word=found.word)
    return _without_month(texts)


def _says_month(text: str) -> bool:
    """Tell whether a heading over several columns says that they are months."""
    words = search_key(text).split()
    return any(word.strip("()") in ("thang", "month", "months") for word in words)


def _is_other_month(text: str, month: int) -> bool:
    found = read_month(text)
    return found is not None and not found.bare and not found.rest and found.month != month


def _is_total(text: str) -> bool:
    return labels.is_total_label(text) or search_key(text) in ("tong", "cong", "ts", "+")


def _year_above(above: Sequence[str]) -> int | None:
    for text in reversed(above):
        years = {int(year) for year in YEAR.findall(search_key(text))}
        if len(years) == 1:
            return years.pop()
    return None


def _kind_above(above: Sequence[str]) -> str:
    """Return the kind of articles over several months ("Tin" over "T1", "T2")."""
    return next((kind for text in reversed(above) if (kind := labels.kind_of(text))), "")


def _of_month(rest: str, below: Sequence[str]) -> Meaning:
    """Return what a month's column counts, by what stands beside and below the month."""
    role, kind, year = Role.MONTH, "", None
    for text in (rest, *below):
        if not text.strip(" -–:.,;/"):
            continue
        if _is_total(text) or text == "C":
            role = Role.MONTH_TOTAL
            continue
        why = labels.why_no_count(text)
        years = {int(found) for found in YEAR.findall(text)}
        if len(years) == 1 and search_key(text).replace("nam", "").strip().isdecimal():
            year = years.pop()
        elif why:
            return Meaning(Role.IGNORED, why=why)
        elif (found_kind := _INITIALS.get(text, labels.kind_of(text))) is not None:
            kind = found_kind or kind
        else:
            return Meaning(Role.UNKNOWN)
    return Meaning(role, kind=kind, year=year)


def _without_month(texts: tuple[str, ...]) -> Meaning:
    label, above = texts[-1], texts[:-1]
    whole = " ".join(texts)
    if labels.is_number_label(label):
        return Meaning(Role.NUMBER)
    weight = next((w for text in above if (w := weight_of(text))), "")
    if weight:
        return Meaning(Role.IGNORED, why=weight)
    if labels.is_person_label(label):
        return Meaning(Role.PERSON)
    if labels.is_total_label(label) or search_key(label) in ("ts", "+"):
        spans = [t for t in above if labels.why_no_count(t) == "sum" or labels.kind_of(t)]
        if spans and not any(labels.is_total_label(text) for text in above):
            return Meaning(Role.IGNORED, why="sum")
        return Meaning(Role.TOTAL)
    if labels.is_group_label(label):
        return Meaning(Role.GROUP)
    if labels.is_months_label(label):
        return Meaning(Role.MONTH_NAMES)
    why = labels.why_no_count(label)
    if why and not (why == "note" and labels.is_unit_label(label)):
        return Meaning(Role.IGNORED, why=why)
    if labels.is_unit_label(label):
        return Meaning(Role.UNIT)
    kind = labels.kind_of(label)
    if kind is not None:
        if any(labels.why_no_count(text) == "sum" for text in above):
            return Meaning(Role.IGNORED, why="sum")
        return Meaning(Role.COUNT, kind=kind)
    if labels.is_topic_label(label):
        return Meaning(Role.TOPIC)
    if labels.why_no_count(whole) in ("sum", "note"):
        return Meaning(Role.IGNORED, why=labels.why_no_count(whole))
    return Meaning(Role.UNKNOWN)
