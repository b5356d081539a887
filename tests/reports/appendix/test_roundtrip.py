"""Any table written to any kind of file is read back as it was."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.imports.tables import AppendixRow
from domain.periods.spans import Month
from domain.text import clean_line
from reports.appendix.reading import read_appendix
from tests.reports.appendix_files import bare, codes, csv_file, docx_file, xlsx_file

ROMAN = ("I", "II", "III", "IV")
Table = tuple[list[Month], list[AppendixRow]]

words = st.text("aáàảãạăâbcdđeêghiíklmnoôơpqrstuưứvxyỳ ,-()ABĐỒ07", max_size=20)
counts = st.one_of(st.none(), st.integers(0, 900))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    first = draw(st.integers(1, 12))
    last = draw(st.integers(first, 12))
    year = draw(st.integers(2000, 2099))
    months = [Month(year, month) for month in range(first, last + 1)]
    names = draw(
        st.one_of(
            st.just([""]),
            st.lists(
                words.map(lambda w: clean_line(f"Khối {w}")), min_size=1, max_size=4, unique=True
            ),
        )
    )
    rows = []
    for name in names:
        for number in range(draw(st.integers(1, 5))):
            unit = clean_line(f"Phòng {draw(words)} {name} {number}")
            cells = draw(st.tuples(*[counts] * len(months)))
            printed = draw(st.sampled_from([None, sum(cell or 0 for cell in cells)]))
            rows.append(AppendixRow(name, unit, cells, printed, ""))
    return months, rows


def body(table: Table, heading: Callable[[str, str], list[object]]) -> list[list[object]]:
    """Return the rows with a row for each group's name and one for everyone's sum."""
    months, rows = table
    written: list[list[object]] = []
    number, group, groups = 0, "", 0
    for row in rows:
        if row.group != group:
            written.append(heading(ROMAN[groups], row.group))
            number, group, groups = 0, row.group, groups + 1
        number += 1
        written.append([number, row.unit, *row.counts, row.printed_total])
    sums = [sum(row.counts[i] or 0 for row in rows) for i in range(len(months))]
    written.append(["", "Tổng cộng", *sums, sum(sums)])
    return written


def as_csv(table: Table) -> bytes:
    months, rows = table
    heading = ["group", "stt", "unit", *[month.code for month in months], "total"]
    return csv_file(
        [heading]
        + [
            [row.group, number, row.unit, *row.counts, row.printed_total]
            for number, row in enumerate(rows, 1)
        ],
        separator=";",
    )


def as_xlsx(table: Table) -> bytes:
    months, _ = table
    width = len(months) + 3
    last = chr(ord("A") + width - 1)
    rows: list[list[object]] = [
        [f"Số tin, bài của các đơn vị năm {months[0].year}"],
        ["STT", "Đơn vị", "Tháng", *[None] * (len(months) - 1), "Tổng"],
        [None, None, *[month.month for month in months]],
        *body(table, lambda numeral, name: [f"{numeral}/ {name}:"]),
    ]
    merged = [f"A{i}:{last}{i}" for i, row in enumerate(rows, 1) if len(row) == 1]
    over_months = f"C2:{chr(ord('B') + len(months))}2"
    return xlsx_file(rows, ["A2:A3", "B2:B3", f"{last}2:{last}3", over_months, *merged])


def as_docx(table: Table) -> bytes:
    months, _ = table
    labels = [f"T{month.month}" for month in months]
    rows = [["TT", "Tên đơn vị", *labels, "Cộng"]]
    blanks = [""] * (len(months) + 1)
    rows.extend(
        ["–" if cell is None else str(cell) for cell in row]
        for row in body(table, lambda numeral, name: [numeral, name, *blanks])
    )
    return docx_file(rows, [f"TIN, BÀI NĂM {months[0].year}"])


@pytest.mark.parametrize(
    ("suffix", "write"), [("csv", as_csv), ("xlsx", as_xlsx), ("docx", as_docx)]
)
@settings(max_examples=60, deadline=None)
@given(table=tables())
def test_a_table_comes_back_as_it_was_written(
    suffix: str, write: Callable[[Table], bytes], table: Table
) -> None:
    months, rows = table
    appendix = read_appendix(write(table), f"a.{suffix}")
    assert list(appendix.months) == months
    assert bare(appendix.rows) == bare(rows)
    assert set(codes(appendix)) <= {"unit_repeated"}
    assert appendix.total == sum(count or 0 for row in rows for count in row.counts)
