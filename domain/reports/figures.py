"""Figures: the entries a board keeps, and what they come to in a period.

A counter is read at days: the period's rise is its last reading up to the end less its last
reading up to the start. A count adds up, except one of a whole ("17/17"), of which the latest
counts. Money is a year's budget and dated payments by category, in whole đồng.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.boards import FigureDefinition, FigureKind
from domain.periods.spans import Period
from domain.reports.dataset import (
    CounterValue,
    CountValue,
    Figure,
    FigureValue,
    LedgerCategory,
    MoneyValue,
    Payment,
)
from domain.text import search_key


class EntryKind(StrEnum):
    """What an entry says."""

    READING = "reading"
    COUNT = "count"
    BUDGET = "budget"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a figure's ledger.

    `amount` is a reading, a number of things or đồng; `whole` the 17 of "16/17"; `name` a payment's
    category or the thing counted. A budget's `day` is the first of its year. `id` is 0 until it is
    stored; `person` is who wrote it. A payment may name the unit it is for and who received it.
    """

    code: str
    kind: EntryKind
    day: date
    amount: int
    whole: int | None = None
    name: str = ""
    id: int = 0
    person: str = ""
    unit_id: int | None = None
    unit: str = ""
    payee: str = ""


def period_figures(
    definitions: Iterable[FigureDefinition], entries: Sequence[Entry], period: Period
) -> tuple[Figure, ...]:
    """Return the value of every figure that has one in the period, in the board's order."""
    figures = []
    for definition in definitions:
        own = [entry for entry in entries if entry.code == definition.code]
        value = _value(definition, own, period)
        if value is not None:
            figures.append(Figure(definition, value))
    return tuple(figures)


def late_entries(
    definitions: Iterable[FigureDefinition], entries: Sequence[Entry], period: Period, until: date
) -> tuple[tuple[FigureDefinition, Entry], ...]:
    """Return the entries dated after a period and up to a day, which it does not count."""
    by_code = {definition.code: definition for definition in definitions}
    return tuple(
        (by_code[entry.code], entry)
        for entry in sorted(entries, key=lambda entry: (entry.day, entry.id))
        if entry.code in by_code
        and entry.kind is not EntryKind.BUDGET
        and period.last < entry.day <= until
    )


def _value(
    definition: FigureDefinition, entries: Sequence[Entry], period: Period
) -> FigureValue | None:
    match definition.kind:
        case FigureKind.COUNTER:
            return _counter(entries, period)
        case FigureKind.COUNT:
            return _count(definition, entries, period)
        case FigureKind.MONEY:
            return _money(entries, period)


def _counter(entries: Sequence[Entry], period: Period) -> CounterValue | None:
    readings = sorted(
        (entry for entry in entries if entry.kind is EntryKind.READING),
        key=lambda entry: (entry.day, entry.id),
    )
    until_end = [entry for entry in readings if entry.day <= period.last]
    until_start = [entry for entry in readings if entry.day <= period.first]
    if not until_end:
        return None
    last = until_end[-1]
    if not until_start or last.day <= period.first:
        return CounterValue(None, last.amount, last.day)
    return CounterValue(last.amount - until_start[-1].amount, last.amount, last.day)


def _count(
    definition: FigureDefinition, entries: Sequence[Entry], period: Period
) -> CountValue | None:
    counted = sorted(
        (entry for entry in entries if entry.kind is EntryKind.COUNT),
        key=lambda entry: (entry.day, entry.id),
    )
    if definition.of is not None or any(entry.whole is not None for entry in counted):
        until_end = [entry for entry in counted if entry.day <= period.last]
        if not until_end:
            return None
        last = until_end[-1]
        return CountValue(last.amount, of=last.whole if last.whole is not None else definition.of)
    inside = [entry for entry in counted if period.first <= entry.day <= period.last]
    if not inside:
        return None
    names = tuple(entry.name for entry in inside if entry.name)
    return CountValue(sum(entry.amount for entry in inside), names)


def _money(entries: Sequence[Entry], period: Period) -> MoneyValue | None:
    year = period.last.year
    budget = _budget(entries, year)
    payments = [
        entry for entry in entries if entry.kind is EntryKind.PAYMENT and entry.day <= period.last
    ]
    inside = [entry for entry in payments if entry.day >= period.first]
    if budget is None and not inside:
        return None
    before = sum(
        entry.amount for entry in payments if entry.day < period.first and entry.day.year == year
    )
    # Under Decree 09/2019's months a half-year begins in December: that money is another budget's.
    other = sum(entry.amount for entry in inside if entry.day.year != year)
    named = tuple(
        Payment(entry.day, entry.name, entry.amount, entry.unit, entry.payee)
        for entry in sorted(inside, key=lambda entry: (entry.day, entry.id))
        if entry.unit or entry.payee
    )
    return MoneyValue(budget, year, _by_category(inside), before, other, named)


def _budget(entries: Iterable[Entry], year: int) -> int | None:
    amounts = [
        entry.amount
        for entry in sorted(entries, key=lambda entry: entry.id)
        if entry.kind is EntryKind.BUDGET and entry.day.year == year
    ]
    return amounts[-1] if amounts else None


def _by_category(payments: Iterable[Entry]) -> tuple[LedgerCategory, ...]:
    """Add up the payments of one category, however it was spelt, the largest first."""
    names: dict[str, str] = {}
    sums: dict[str, int] = {}
    for payment in payments:
        key = search_key(payment.name)
        names.setdefault(key, payment.name)
        sums[key] = sums.get(key, 0) + payment.amount
    ordered = sorted(sums, key=lambda key: (-sums[key], key))
    return tuple(LedgerCategory(names[key], sums[key]) for key in ordered)
