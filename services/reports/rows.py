"""The lines of the appendix: which unit's line counts what, and what is noted beside it.

Units merge: a successor's line may take the counts of those that it took over, also in the periods
that are compared, so that a rise is a rise and not a merger.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from domain.articles.records import Article, Kind
from domain.boards import Board
from domain.dates import padded_date
from domain.periods.spans import Month, Period, ReportingMonth
from domain.reports.dataset import GroupRows, TopicCount, UnitRow
from domain.reports.names import written_out
from domain.units.records import Unit, UnitGroup
from storage.reports.totals import CountRow


@dataclass(frozen=True, slots=True)
class Counts:
    """What is known of every unit in a period: articles, opening counts, confirmed zeros."""

    articles: Sequence[CountRow] = ()
    opening: Mapping[tuple[int, Month], int] = field(default_factory=dict)
    zeros: Mapping[tuple[int, Month], str] = field(default_factory=dict)


def count_rows(
    articles: Iterable[Article], months: Sequence[ReportingMonth]
) -> tuple[CountRow, ...]:
    """Count a period's articles by unit, topic, kind and month, as the database would."""
    firsts = [month.first for month in months]
    places: dict[date, int] = {}
    counted: dict[tuple[int, int | None, Kind], list[int]] = {}
    for article in articles:
        day = article.published_on
        place = places.get(day)
        if place is None:
            place = places[day] = bisect_right(firsts, day) - 1
        key = article.unit_id, article.topic_id, article.kind
        row = counted.get(key)
        if row is None:
            row = counted[key] = [0] * len(firsts)
        row[place] += 1
    return tuple(CountRow(*key, tuple(row)) for key, row in counted.items())


def row_owners(units: Iterable[Unit], period: Period, *, merge: bool) -> dict[int, int]:
    """Return for each unit the id of the unit whose line counts it, most often its own.

    With `merge` a unit that ended before the period's last day is counted by its successor (and
    that one's, where it has ended too).
    """
    by_id = {unit.id: unit for unit in units}
    owners: dict[int, int] = {}
    for unit in by_id.values():
        owner, passed = unit, {unit.id}
        while merge and owner.valid_to is not None and owner.valid_to < period.last:
            successor = by_id.get(owner.successor_id or 0)
            if successor is None:
                break
            if successor.id in passed:
                # A ring of successors has no end: the line stays where it was.
                owner = unit
                break
            owner = successor
            passed.add(owner.id)
        owners[unit.id] = owner.id
    return owners


def group_rows(
    groups: Iterable[UnitGroup],
    units: Sequence[Unit],
    owners: Mapping[int, int],
    counts: Counts,
    period: Period,
) -> tuple[GroupRows, ...]:
    """Return the groups' lines: units that exist in the period, and any that has counts in it."""
    logged = _logged(counts.articles, period)
    opening: dict[int, dict[Month, int]] = {}
    for (unit_id, month), count in counts.opening.items():
        opening.setdefault(unit_id, {})[month] = count
    zeros: dict[int, set[Month]] = {}
    for unit_id, month in counts.zeros:
        zeros.setdefault(unit_id, set()).add(month)
    names = {unit.id: unit.name for unit in units}
    counted: dict[int, list[Unit]] = {}
    for unit in units:
        counted.setdefault(owners[unit.id], []).append(unit)
    rows: dict[int, list[UnitRow]] = {}
    for unit in units:
        members = counted.get(unit.id)
        if members is None:
            continue
        successor = names.get(unit.successor_id or 0, "")
        note = _note(unit, members, successor, period, logged, counts)
        row = _row(unit, members, logged, opening, zeros, period, note)
        if row.total or any(m.is_expected_between(period.first, period.last) for m in members):
            rows.setdefault(unit.group_id, []).append(row)
    return tuple(
        GroupRows(group.name, tuple(rows[group.id])) for group in groups if group.id in rows
    )


def totals(
    articles: Mapping[int, int],
    opening: Mapping[tuple[int, Month], int],
    owners: Mapping[int, int],
) -> dict[int, int]:
    """Return each line's total of its units' articles and opening counts."""
    found: dict[int, int] = {}
    for unit_id, count in articles.items():
        owner = owners.get(unit_id, unit_id)
        found[owner] = found.get(owner, 0) + count
    for (unit_id, _month), count in opening.items():
        owner = owners.get(unit_id, unit_id)
        found[owner] = found.get(owner, 0) + count
    return found


def topic_counts(
    board: Board, rows: Sequence[CountRow], owners: Mapping[int, int]
) -> tuple[TopicCount, ...]:
    """Return the articles of each of the board's topics, in all and by line."""
    by_topic: dict[int, dict[int, int]] = {topic.id: {} for topic in board.topics}
    for row in rows:
        by_unit = by_topic.get(row.topic_id or 0)
        if by_unit is not None:
            owner = owners.get(row.unit_id, row.unit_id)
            by_unit[owner] = by_unit.get(owner, 0) + sum(row.months)
    return tuple(
        TopicCount(topic.name, sum(by_topic[topic.id].values()), by_topic[topic.id])
        for topic in board.topics
    )


def kind_counts(rows: Iterable[CountRow]) -> dict[Kind, int]:
    """Return the articles of each kind."""
    kinds: dict[Kind, int] = {}
    for row in rows:
        kinds[row.kind] = kinds.get(row.kind, 0) + sum(row.months)
    return kinds


def _logged(rows: Iterable[CountRow], period: Period) -> dict[int, list[int]]:
    """Return each unit's articles by month."""
    logged: dict[int, list[int]] = {}
    for row in rows:
        months = logged.setdefault(row.unit_id, [0] * len(period.months))
        for index, count in enumerate(row.months):
            months[index] += count
    return logged


def _row(
    unit: Unit,
    members: Sequence[Unit],
    logged: Mapping[int, Sequence[int]],
    opening: Mapping[int, Mapping[Month, int]],
    zeros: Mapping[int, Collection[Month]],
    period: Period,
    note: str,
) -> UnitRow:
    months: list[int | None] = []
    confirmed: list[Month] = []
    mixed: list[Month] = []
    brought_in = 0
    own = [logged[member.id] for member in members if member.id in logged]
    for index, reporting in enumerate(period.months):
        month = reporting.month
        past = [opening[m.id][month] for m in members if month in opening.get(m.id, ())]
        number = sum([each[index] for each in own]) + sum(past)
        answered = any(month in zeros[m.id] for m in members if m.id in zeros)
        brought_in += sum(past)
        if sum(past) and number > sum(past):
            mixed.append(month)
        if answered and not number:
            confirmed.append(month)
        months.append(number if number or past or answered else None)
    full = written_out(unit.name, unit.aliases)
    return UnitRow(
        unit.id,
        unit.name,
        tuple(months),
        tuple(confirmed),
        brought_in,
        note,
        "" if full == unit.name else full,
        tuple(mixed),
    )


def _note(
    unit: Unit,
    members: Sequence[Unit],
    successor: str,
    period: Period,
    logged: Mapping[int, Sequence[int]],
    counts: Counts,
) -> str:
    """Return what happened to the unit within the period, as the appendix notes it."""
    parts = []
    if unit.valid_from is not None and period.first < unit.valid_from <= period.last:
        parts.append(f"hoạt động từ ngày {padded_date(unit.valid_from)}")
    for member in members:
        ended = member.valid_to
        if member is unit or ended is None:
            continue
        whole = {reporting.month for reporting in period.months}
        counted = any(logged.get(member.id, ())) or any(
            unit_id == member.id and month in whole for unit_id, month in counts.opening
        )
        if counted or ended >= period.first:
            day = padded_date(ended + timedelta(days=1))
            parts.append(f"gồm cả {member.name} (sáp nhập từ ngày {day})")
    if unit.valid_to is not None and period.first <= unit.valid_to < period.last:
        what = f"sáp nhập vào {successor}" if successor else "kết thúc hoạt động"
        parts.append(f"{what} sau ngày {padded_date(unit.valid_to)}")
    return "; ".join(parts)
