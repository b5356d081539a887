"""Several tables of one file put together, or refused where they cannot be."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.errors import InvalidFile
from domain.imports.tables import Appendix, AppendixRow, AppendixWarning, LeftOut
from domain.periods.spans import Month
from domain.text import has_digit, search_key
from reports.appendix.headings.labels import kind_of
from reports.appendix.rows.sums import last_month_warning
from reports.appendix.tables import ReadTable

# Quotas and small numbers agree by chance.
_MORE_THAN_CHANCE = 10
_MONTHS_BEYOND_CHANCE = 4
_COUNTS_BEYOND_CHANCE = 3
_NEVER_GROUPS = ("sheet", "trang", "bang", "phu luc", "tong hop", "data", "bieu")


def combine(tables: Sequence[ReadTable], file_name: str, year: int | None) -> Appendix:
    """Return what the tables say together.

    Tables of the same months and other units, or of other months, belong together. Raises
    InvalidFile: `several_tables`, `month_gap`.
    """
    tables, notes = _without_copies(list(tables))
    if len(tables) > 1 and year is not None:
        of_year = [table for table in tables if {m.year for m in table.months} == {year}]
        tables = of_year or tables
    months = sorted({month for table in tables for month in table.months})
    hidden = any(table.candidate.grid.hides_columns for table in tables)
    _check_gaps(tables, months, file_name, hidden=hidden)
    kinds = _kinds_of_sheets(tables)
    if len(tables) > 1 and not kinds:
        _check_twice(tables, file_name)
    rows: list[AppendixRow] = []
    for table in tables:
        group = "" if kinds else _group_of_sheet(table, tables)
        for row in table.rows:
            named = replace(row, group=group) if not row.group and group else row
            rows.append(_spread(named, table.months, months))
    if kinds:
        rows = _of_all_kinds(tables, kinds)
    elif len({table.months for table in tables}) > 1:
        rows = _merged(rows)
    warnings = [warning for table in tables for warning in table.warnings]
    incomplete = last_month_warning(rows, months)
    if incomplete is not None:
        warnings.append(incomplete)
    return Appendix(
        tuple(months),
        tuple(rows),
        tuple(_once(warnings)),
        left_out=(*notes, *(note for table in tables for note in table.left_out)),
        sheets=tuple(dict.fromkeys(t.candidate.grid.name for t in tables if t.candidate.grid.name)),
        total_matches=_all_match(tables),
        total_difference=_difference(tables),
    )


def _once(warnings: Sequence[AppendixWarning]) -> list[AppendixWarning]:
    made: list[AppendixWarning] = []
    for warning in warnings:
        if warning not in made[-50:]:
            made.append(warning)
    return made


def _all_match(tables: Sequence[ReadTable]) -> bool | None:
    found = [table.checked.matches for table in tables if table.checked.matches is not None]
    return (
        all(found) if found and len(found) == len(tables) else (False if False in found else None)
    )


def _difference(tables: Sequence[ReadTable]) -> int | None:
    found = [t.checked.difference for t in tables if t.checked.difference is not None]
    return sum(found) if found else None


def _key(name: str) -> str:
    return search_key(name) if name.isascii() else " ".join(name.casefold().split())


def _cells(tables: Sequence[ReadTable]) -> dict[tuple[str, Month], int]:
    cells: dict[tuple[str, Month], int] = {}
    for table in tables:
        for row in table.rows:
            for month, count in zip(table.months, row.counts, strict=True):
                if count is not None:
                    key = (_key(row.unit), month)
                    cells[key] = cells.get(key, 0) + count
    return cells


def _without_copies(tables: list[ReadTable]) -> tuple[list[ReadTable], list[LeftOut]]:
    """Leave out what the other tables say already: copies, sums of groups, the same by author."""
    notes: list[LeftOut] = []
    kept = list(tables)
    by_unit = [t for t in kept if t.candidate.header.names == "unit"]
    if by_unit and len(by_unit) < len(kept):
        for table in [t for t in kept if t not in by_unit]:
            same = [
                t for t in by_unit if _sums(t) == _sums(table) or set(table.months) <= set(t.months)
            ]
            if not same:
                continue
            kept.remove(table)
            notes.append(LeftOut("table_by_author", table.place))
    for table in list(kept):
        others = [other for other in kept if other is not table]
        if not others or _kinds_of_sheets(kept):
            break
        if _is_copy(table, others):
            kept.remove(table)
            notes.append(LeftOut("table_repeated", table.place))
        elif _is_summary(table, others):
            kept.remove(table)
            notes.append(LeftOut("table_of_sums", table.place))
    return kept, notes


def _sums(table: ReadTable) -> dict[Month, int]:
    return {
        month: sum(row.counts[i] or 0 for row in table.rows) for i, month in enumerate(table.months)
    }


def _is_copy(table: ReadTable, others: Sequence[ReadTable]) -> bool:
    own, rest = _cells([table]), _cells(others)
    return bool(own) and all(rest.get(key) == count for key, count in own.items())


def _is_summary(table: ReadTable, others: Sequence[ReadTable]) -> bool:
    """Tell whether a table holds the sums of the others, group by group."""
    if len(others) < 2 or len(table.rows) > sum(len(other.rows) for other in others):
        return False
    own = {month: count for month, count in _sums(table).items() if count}
    rest: dict[Month, int] = {}
    for other in others:
        for month, count in _sums(other).items():
            rest[month] = rest.get(month, 0) + count
    names = {_key(row.unit) for row in table.rows}
    other_names = {_key(row.unit) for other in others for row in other.rows}
    return (
        bool(own)
        and not names & other_names
        and all(rest.get(month) == count for month, count in own.items())
    )


def _kinds_of_sheets(tables: Sequence[ReadTable]) -> tuple[str, ...]:
    """Return each table's kind of articles where sheets "Tin" and "Bài" part the same counts."""
    kinds = tuple(kind_of(table.candidate.grid.sheet_name) or "" for table in tables)
    if len(kinds) < 2 or not all(kinds) or len(set(kinds)) < len(kinds):
        return ()
    first = tables[0]
    units = [{_key(row.unit) for row in table.rows} for table in tables]
    same = all(
        table.months == first.months
        and table.candidate.header.names == first.candidate.header.names == "unit"
        and len(names & units[0]) * 2 > max(len(names), len(units[0]))
        and len(names) == len(table.rows)
        and not any(row.kinds for row in table.rows)
        for table, names in zip(tables, units, strict=True)
    )
    # A sheet that was copied and not yet filled in says nothing of its kind.
    alike = any(_cells([table]) == _cells([first]) for table in tables[1:])
    return kinds if same and not alike else ()


def _of_all_kinds(tables: Sequence[ReadTable], kinds: Sequence[str]) -> list[AppendixRow]:
    """Return one row for each unit: its counts of all kinds together, and of each."""
    made: dict[str, AppendixRow] = {}
    for table, kind in zip(tables, kinds, strict=True):
        for row in table.rows:
            of_kind = ((kind, row.counts),)
            before = made.get(_key(row.unit))
            if before is None:
                made[_key(row.unit)] = replace(row, kinds=of_kind)
                continue
            made[_key(row.unit)] = replace(
                before,
                group=before.group or row.group,
                counts=tuple(map(_sum, before.counts, row.counts)),
                printed_total=_sum(before.printed_total, row.printed_total),
                kinds=(*before.kinds, *of_kind),
            )
    return list(made.values())


def _sum(first: int | None, second: int | None) -> int | None:
    return first if second is None else second if first is None else first + second


def _check_gaps(
    tables: Sequence[ReadTable], months: Sequence[Month], file_name: str, *, hidden: bool
) -> None:
    first, last = months[0], months[-1]
    reach = (last.year - first.year) * 12 + last.month - first.month + 1
    if reach == len(months) or hidden:
        return
    if len(tables) > 1 and len({m.year for m in months}) > 1:
        raise _several(tables, file_name)
    place = first.year * 12 + first.month - 1
    present = {month.year * 12 + month.month - 1 for month in months}
    missing = [f"{p % 12 + 1}/{p // 12}" for p in range(place, place + reach) if p not in present]
    raise InvalidFile("month_gap", place=tables[0].place, months=", ".join(missing[:12]))


def _several(tables: Sequence[ReadTable], file_name: str) -> InvalidFile:
    return InvalidFile("several_tables", place=file_name, tables=[t.place for t in tables])


def _check_twice(tables: Sequence[ReadTable], file_name: str) -> None:
    """Refuse tables that may count the same articles twice."""
    seen: dict[tuple[str, Month], tuple[ReadTable, int]] = {}
    for table in tables:
        for key, count in _cells([table]).items():
            before = seen.setdefault(key, (table, count))
            if before[0] is not table and before[1] != count:
                raise _several(tables, file_name)
    for index, table in enumerate(tables):
        for other in tables[index + 1 :]:
            if set(table.months) & set(other.months):
                _refuse_equal_sums(table, other, tables, file_name)
        _refuse_sums_of_others(table, [t for t in tables if t is not table], file_name)
    if any(len(names) > 1 for names in [{t.candidate.header.names for t in tables}]):
        raise _several(tables, file_name)


def _refuse_equal_sums(
    table: ReadTable, other: ReadTable, tables: Sequence[ReadTable], file_name: str
) -> None:
    mine, theirs = _sums(table), _sums(other)
    shared = [month for month in mine if month in theirs and (mine[month] or theirs[month])]
    if len(shared) > 1 and all(mine[month] == theirs[month] for month in shared):
        raise _several(tables, file_name)


def _refuse_sums_of_others(table: ReadTable, others: Sequence[ReadTable], file_name: str) -> None:
    """Refuse a table or a row that holds in most months what other tables make.

    It sums them up, with a slip or with a month that was changed later.
    """
    everyone: dict[Month, int] = {}
    for other in others:
        sums = _sums(other)
        for month, count in sums.items():
            everyone[month] = everyone.get(month, 0) + count
        for row in table.rows if len(other.rows) > 1 else ():
            if _nearly_equal(dict(zip(table.months, row.counts, strict=True)), sums):
                raise _several([table, *others], file_name)
    named = search_key(table.candidate.grid.sheet_name).startswith("tong")
    whole = sum(len(other.rows) for other in others) > 1
    if whole and _nearly_equal(_sums(table), everyone, named=named):
        raise _several([table, *others], file_name)


def _nearly_equal(
    own: Mapping[Month, int | None], sums: Mapping[Month, int], *, named: bool = False
) -> bool:
    """Tell whether most months agree, and on more articles than they would by chance.

    Fewer do for a table whose name says that it sums up.
    """
    shared = [month for month in own if month in sums and (own[month] or sums[month])]
    same = [sums[month] for month in shared if own[month] == sums[month]]
    by_chance = len(same) < _MONTHS_BEYOND_CHANCE or len(set(same)) < _COUNTS_BEYOND_CHANCE
    return (
        (len(same) > 1 if named else not by_chance)
        and len(same) * 2 > len(shared)
        and sum(same) >= _MORE_THAN_CHANCE
    )


def _group_of_sheet(table: ReadTable, tables: Sequence[ReadTable]) -> str:
    """Return the sheet's name where the sheets hold the groups of one period."""
    name = table.candidate.grid.sheet_name
    same_months = [other for other in tables if set(other.months) & set(table.months)]
    if len(same_months) < 2 or not name:
        return ""
    key = search_key(name)
    if any(key.startswith(word) for word in _NEVER_GROUPS) or has_digit(key):
        return ""
    return name


def _spread(row: AppendixRow, own: Sequence[Month], months: Sequence[Month]) -> AppendixRow:
    if tuple(own) == tuple(months):
        return row
    places = {month: index for index, month in enumerate(own)}

    def spread(counts: Sequence[int | None]) -> tuple[int | None, ...]:
        return tuple(counts[places[m]] if m in places else None for m in months)

    return replace(
        row,
        counts=spread(row.counts),
        kinds=tuple((kind, spread(counts)) for kind, counts in row.kinds),
    )


def _merged(rows: Sequence[AppendixRow]) -> list[AppendixRow]:
    """Return one row for each unit that stands in tables of other months."""
    made: dict[str, AppendixRow] = {}
    for row in rows:
        key = _key(row.unit)
        before = made.get(key)
        if before is None:
            made[key] = row
            continue
        if any(
            a is not None and b is not None and a != b
            for a, b in zip(before.counts, row.counts, strict=True)
        ):
            made[f"{key} {len(made)}"] = row
            continue
        made[key] = replace(
            before,
            group=before.group or row.group,
            counts=_either(before.counts, row.counts),
            printed_total=None,
            kinds=_kinds(before, row),
        )
    return list(made.values())


def _either(first: Sequence[int | None], second: Sequence[int | None]) -> tuple[int | None, ...]:
    return tuple(b if a is None else a for a, b in zip(first, second, strict=True))


def _kinds(before: AppendixRow, row: AppendixRow) -> tuple[tuple[str, tuple[int | None, ...]], ...]:
    width = len(before.counts)
    kinds = dict(before.kinds)
    for kind, counts in row.kinds:
        kinds[kind] = _either(kinds.get(kind, (None,) * width), counts)
    return tuple(kinds.items())
