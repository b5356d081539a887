"""Which line counts what when units begin, end and merge."""

from collections.abc import Mapping
from datetime import date

import pytest

from domain.articles.records import Kind
from domain.boards import PeriodRule
from domain.periods.spans import Month, parse_period
from domain.reports.dataset import GroupRows, UnitRow
from domain.reports.issuing import Difference, differences
from domain.units.records import Unit, UnitGroup
from services.reports.rows import Counts, group_rows, kind_counts, row_owners, totals
from storage.reports.totals import CountRow
from tests.reports.factory import sample_report

QUARTER = parse_period("2021-Q2", date(2021, 7, 1), PeriodRule.CALENDAR, 31)
GROUP = UnitGroup(1, "Các phòng", 0)
APRIL, MAY, JUNE = (Month(2021, month) for month in (4, 5, 6))


def unit(
    unit_id: int,
    valid_from: date | None = None,
    valid_to: date | None = None,
    successor: int | None = None,
) -> Unit:
    return Unit(unit_id, 1, 1, f"Phòng {unit_id}", (), unit_id, valid_from, valid_to, successor)


def rows(
    units: list[Unit], counts: Counts | None = None, *, merge: bool = True
) -> tuple[UnitRow, ...]:
    """Return the lines of the only group."""
    owners = row_owners(units, QUARTER, merge=merge)
    groups = group_rows([GROUP], units, owners, counts or Counts(), QUARTER)
    return groups[0].units if groups else ()


def logged(**by_unit: tuple[int, int, int]) -> Counts:
    """Return counts of articles by unit ("u1") and month."""
    return Counts(
        tuple(CountRow(int(name[1:]), None, Kind.NEWS, months) for name, months in by_unit.items())
    )


def test_a_successor_takes_the_counts_of_a_unit_that_ended_in_the_period() -> None:
    units = [unit(1), unit(2, valid_to=date(2021, 4, 30), successor=1)]
    found = rows(units, logged(u1=(0, 2, 3), u2=(5, 0, 0)))
    assert [(row.unit_id, row.months, row.total) for row in found] == [(1, (5, 2, 3), 10)]
    assert found[0].note == "gồm cả Phòng 2 (sáp nhập từ ngày 01/5/2021)"


def test_a_chain_of_mergers_ends_at_the_last_successor() -> None:
    units = [
        unit(1, valid_to=date(2021, 4, 10), successor=2),
        unit(2, valid_to=date(2021, 5, 10), successor=3),
        unit(3, valid_from=date(2021, 5, 11)),
    ]
    found = rows(units, logged(u1=(1, 0, 0), u2=(0, 1, 0), u3=(0, 0, 1)))
    assert [(row.unit_id, row.months) for row in found] == [(3, (1, 1, 1))]
    assert "hoạt động từ ngày 11/5/2021" in found[0].note


def test_a_ring_of_successors_loses_nothing() -> None:
    units = [
        unit(1, valid_to=date(2021, 4, 10), successor=2),
        unit(2, valid_to=date(2021, 4, 10), successor=1),
    ]
    found = rows(units, logged(u1=(1, 0, 0), u2=(2, 0, 0)))
    assert sum(row.total for row in found) == 3


@pytest.mark.parametrize("merge", [True, False])
def test_a_unit_that_ends_on_the_last_day_keeps_its_line(merge: bool) -> None:
    units = [
        unit(1, valid_to=date(2021, 6, 30), successor=2),
        unit(2, valid_from=date(2021, 7, 1)),
    ]
    found = rows(units, logged(u1=(1, 1, 1)), merge=merge)
    assert [(row.unit_id, row.note) for row in found] == [(1, "")]


def test_apart_both_lines_stay_and_the_note_names_the_successor() -> None:
    units = [unit(1), unit(2, valid_to=date(2021, 4, 30), successor=1)]
    found = rows(units, logged(u2=(5, 0, 0)), merge=False)
    assert [(row.unit_id, row.total) for row in found] == [(1, 0), (2, 5)]
    assert found[1].note == "sáp nhập vào Phòng 1 sau ngày 30/4/2021"


def test_a_unit_that_ended_without_a_successor_is_noted() -> None:
    found = rows([unit(1, valid_to=date(2021, 4, 30))])
    assert found[0].note == "kết thúc hoạt động sau ngày 30/4/2021"


def test_units_outside_the_period_are_left_out_unless_they_have_counts() -> None:
    gone, coming = unit(1, valid_to=date(2021, 3, 31)), unit(2, valid_from=date(2021, 7, 1))
    assert rows([gone, coming]) == ()
    assert [row.unit_id for row in rows([gone, coming], logged(u1=(1, 0, 0)))] == [1]


def test_long_merged_units_are_noted_only_where_they_still_count() -> None:
    units = [unit(1), unit(2, valid_to=date(2020, 12, 31), successor=1)]
    assert rows(units, logged(u1=(1, 0, 0)))[0].note == ""
    opening: Mapping[tuple[int, Month], int] = {(2, APRIL): 4}
    found = rows(units, Counts(opening=opening))[0]
    assert found.note == "gồm cả Phòng 2 (sáp nhập từ ngày 01/01/2021)"
    assert (found.total, found.opening) == (4, 4)


def test_blank_zero_and_confirmed_zero_stay_apart() -> None:
    counts = Counts(
        opening={(1, APRIL): 0}, zeros={(1, MAY): "Nghỉ lễ", (2, APRIL): "Bận", (1, JUNE): "x"}
    )
    found = rows([unit(1), unit(2), unit(3)], counts)
    assert [row.months for row in found] == [(0, 0, 0), (0, None, None), (None, None, None)]
    assert found[0].confirmed_zero == (MAY, JUNE)
    merged = rows([unit(1), unit(2, valid_to=date(2021, 5, 1), successor=1)], counts)
    assert merged[0].confirmed_zero == (APRIL, MAY, JUNE)


def test_totals_follow_the_line_that_counts_them() -> None:
    units = [unit(1), unit(2, valid_to=date(2021, 4, 30), successor=1)]
    owners = row_owners(units, QUARTER, merge=True)
    assert totals({1: 1, 2: 2}, {(2, APRIL): 4}, owners) == {1: 7}


def test_kinds_are_counted_over_all_units() -> None:
    counts = logged(u1=(1, 0, 0), u2=(0, 2, 0))
    assert kind_counts(counts.articles) == {Kind.NEWS: 3}


def test_differences_are_told_by_unit_and_month() -> None:
    before = sample_report(
        period=QUARTER,
        groups=(GroupRows("A", (UnitRow(1, "Một", (1, None, 3)), UnitRow(2, "Hai", (1, 1, 1)))),),
    )
    after = sample_report(
        period=QUARTER,
        groups=(
            GroupRows("A", (UnitRow(1, "Một mới", (1, 2, 3)), UnitRow(3, "Ba", (None, 4, None)))),
        ),
    )
    assert differences(before, after) == (
        Difference("Một mới", MAY, None, 2),
        Difference("Ba", MAY, None, 4),
        Difference("Hai", APRIL, 1, None),
        Difference("Hai", MAY, 1, None),
        Difference("Hai", JUNE, 1, None),
    )
    assert differences(before, before) == ()
