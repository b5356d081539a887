"""Rows that belong together: kinds and people of a unit, groups, and rows that are no unit's."""

import itertools
from collections.abc import Sequence
from datetime import date

import pytest

from domain.errors import InvalidFile
from domain.imports.tables import Appendix
from reports.appendix.reading import read_appendix
from tests.reports.appendix_files import codes, counts, groups, xlsx_file

Row = Sequence[object]
TITLE = ("TIN BÀI QUÝ I NĂM 2023",)
MONTHS = ("Tháng 1", "Tháng 2", "Tháng 3")
HEAD = ("STT", "Đơn vị", *MONTHS)
TOLD = ("STT", "Đơn vị", "Loại", *MONTHS)
NAMES = ("Phòng Nội vụ", "Phòng Tư pháp", "UBND xã Hà Bầu", "Trường THCS Glar")
NEWS = ((1, 2, 0), (4, 0, 3), (2, 2, 5), (7, 1, 1))
LONG = ((2, 0, 6), (1, 1, 1), (0, 3, 2), (5, 4, 0))
BOTH = [
    tuple(map(sum, zip(news, long, strict=True))) for news, long in zip(NEWS, LONG, strict=True)
]
UNITS = dict(zip(NAMES, BOTH, strict=True))
FIRST, REST = (tuple(map(sum, zip(*BOTH[part], strict=True))) for part in (slice(2), slice(2, 4)))
ALL = tuple(map(sum, zip(FIRST, REST, strict=True)))
NUMBERED = [(number, name, *UNITS[name]) for number, name in enumerate(NAMES, 1)]


def read(head: Row, *rows: Row, merged: Sequence[str] = ()) -> Appendix:
    return read_appendix(xlsx_file([TITLE, head, *rows], merged), "bang.xlsx")


def added(appendix: Appendix) -> dict[str, tuple[int, ...]]:
    """Return each unit's counts, those of its rows together."""
    found: dict[str, tuple[int, ...]] = {}
    for row in appendix.rows:
        before = found.get(row.unit, (0, 0, 0))
        found[row.unit] = tuple(a + (b or 0) for a, b in zip(before, row.counts, strict=True))
    return found


def refused(head: Row, *rows: Row) -> InvalidFile:
    with pytest.raises(InvalidFile) as raised:
        read(head, *rows)
    return raised.value


@pytest.mark.parametrize("mark", ['"', "''", "nt", "-nt-", "Như trên", "//", "”", '-"-'])
def test_a_ditto_mark_is_the_unit_or_the_group_above(mark: str) -> None:
    lines: list[Row] = []
    for index, name in enumerate(NAMES):
        lines.append((2 * index + 1, "Khối" if index == 0 else mark, name, "Lan", *NEWS[index]))
        lines.append((2 * index + 2, mark, mark, "Hùng", *LONG[index]))
    appendix = read(("STT", "Nhóm", "Đơn vị", "Tác giả", *MONTHS), *lines)
    assert added(appendix) == UNITS
    assert set(groups(appendix)) == {"Khối"}
    assert codes(appendix) == []


@pytest.mark.parametrize("above", [(), ((None, "Tổng cộng", 9, 9, 9),)])
def test_a_ditto_mark_below_no_unit_is_asked_about(above: tuple[Row, ...]) -> None:
    assert refused(HEAD, *above, (1, "nt", 1, 2, 3)).code == "ditto_alone"


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("numbered", [True, False])
def test_a_unit_that_is_called_nt_is_no_ditto_mark(first: int, numbered: bool) -> None:
    told = dict(zip(("THCS", "NT", "MN")[first:], NEWS, strict=False))
    start = 0 if numbered else 1
    rows = [(n, name, *row)[start:] for n, (name, row) in enumerate(told.items(), 1)]
    assert counts(read(HEAD[start:], *rows)) == told


def test_nothing_of_a_long_table_is_lost_behind_a_ditto_mark_or_a_blank() -> None:
    head = ("STT", "Đơn vị", "Tháng", "Số tin bài")
    for mark in ("nt", None):
        rows = [
            (number, name if month == 0 else mark, MONTHS[month], UNITS[name][month])
            for number, (name, month) in enumerate(itertools.product(NAMES, range(3)), 1)
        ]
        assert counts(read(head, *rows)) == UNITS


@pytest.mark.parametrize("whole", ["Cộng", "Tổng số"])
@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("written", ["once", "each time", "merged"])
def test_a_units_sum_beside_its_kinds_is_counted_once(
    whole: str, first: bool, written: str
) -> None:
    lines: list[Row] = []
    for index, name in enumerate(NAMES):
        kinds: list[Row] = [("Tin", *NEWS[index]), ("Bài", *LONG[index])]
        kinds.insert(0 if first else 2, (whole, *BOTH[index]))
        lines += [
            (index + 1, name, *kind) if written != "once" or place == 0 else (None, None, *kind)
            for place, kind in enumerate(kinds)
        ]
    spans = [f"{letter}{3 * i + 3}:{letter}{3 * i + 5}" for i in range(4) for letter in "AB"]
    appendix = read(TOLD, *lines, merged=spans if written == "merged" else ())
    assert added(appendix) == UNITS


def test_a_units_sum_that_is_none_of_its_kinds_is_refused() -> None:
    lines = [(1, NAMES[0], "Tin", 1, 2, 3), (1, NAMES[0], "Bài", 1, 1, 1)]
    assert refused(TOLD, *lines, (1, NAMES[0], "Cộng", 2, 3, 9)).code == "parts_differ"


@pytest.mark.parametrize("lead", [True, False])
def test_kinds_numbered_below_their_unit_are_parts_of_it(lead: bool) -> None:
    lines: list[Row] = []
    for index, name in enumerate(NAMES):
        lines.append((index + 1, name, *(BOTH[index] if lead else ())))
        lines.append((f"{index + 1}.1", "Tin", *NEWS[index]))
        lines.append((f"{index + 1}.2", "Bài", *LONG[index]))
    assert counts(read(HEAD, *lines)) == UNITS


@pytest.mark.parametrize("other", ["Fanpage", "Facebook", "Đài truyền thanh", "Zalo OA"])
def test_rows_of_another_channel_are_not_added(other: str) -> None:
    lines = [
        (index + 1, name, channel, *told[index])
        for index, name in enumerate(NAMES)
        for channel, told in (("Cổng TTĐT", NEWS), (other, LONG))
    ]
    assert refused(("STT", "Đơn vị", "Kênh đăng", *MONTHS), *lines).code == "measures_mixed"


@pytest.mark.parametrize(
    ("label", "texts"),
    [
        ("Bộ phận", ("Truyền thanh", "Văn hóa")),
        ("Bộ phận", ("Đài truyền thanh", "Văn phòng")),
        ("Tổ", ("Tổ Truyền thanh", "Tổ Văn hóa")),
        ("Loại", ("Tin, bài", "Bài phát thanh")),
        ("Phụ trách", ("Truyền thanh", "Văn hóa")),
        ("Nhóm", ("Khối truyền thanh", "Khối văn phòng")),
        ("Khối", ("Truyền thanh", "Văn phòng")),
    ],
)
def test_a_part_of_a_unit_is_no_channel(label: str, texts: Row) -> None:
    rows = [(n, NAMES[0], text, *NEWS[n]) for n, text in enumerate(texts, 1)]
    appendix = read(("STT", "Đơn vị", label, *MONTHS), *rows, (3, NAMES[1], "Chung", 1, 1, 1))
    both = tuple(map(sum, zip(NEWS[1], NEWS[2], strict=True)))
    assert added(appendix) == {NAMES[0]: both, NAMES[1]: (1, 1, 1)}


def test_a_group_named_after_a_channel_is_no_channel() -> None:
    blocks = [("I", "Khối văn phòng"), (1, NAMES[0], 5, 6, 7), (2, NAMES[1], 5, 6, 7)]
    more = [("II", "Khối truyền thanh"), (1, NAMES[0], 1, 2, 3), (2, NAMES[2], 1, 1, 1)]
    assert added(read(HEAD, *blocks, *more))[NAMES[0]] == (6, 8, 10)


@pytest.mark.parametrize("aside", ["Chỉ tiêu", "Tỷ lệ"])
def test_units_that_posted_nothing_above_their_quotas_are_read(aside: str) -> None:
    told = [(5, 6, 7), (), (), (1, 1, 1)]
    rows: list[Row] = []
    for number, (name, row) in enumerate(zip(NAMES, told, strict=True), 1):
        rows += [(number, name, *row), (None, aside, 5, 5, 5)]
    found = counts(read(HEAD, *rows))
    assert found == {n: row or (None,) * 3 for n, row in zip(NAMES, told, strict=True)}


def test_rows_of_two_years_below_each_unit_are_asked_about() -> None:
    lines: list[Row] = []
    for index, name in enumerate(NAMES):
        lines.append((index + 1, name))
        lines.append((None, "Năm 2022", *NEWS[index]))
        lines.append((None, "Năm 2023", *LONG[index]))
    assert refused(HEAD, *lines).code == "measures_mixed"


@pytest.mark.parametrize("sums", [(FIRST, REST), ((), ())])
def test_a_numbered_name_of_a_group_is_no_unit(sums: tuple[Row, Row]) -> None:
    members = [(None, *line[1:]) for line in NUMBERED]
    groups_ = [(1, "Khối phòng ban", *sums[0]), (2, "Khối xã, trường", *sums[1])]
    appendix = read(HEAD, groups_[0], *members[:2], groups_[1], *members[2:])
    assert counts(appendix) == UNITS
    assert list(groups(appendix)) == ["Khối phòng ban", "Khối xã, trường"]


def test_a_sum_of_a_group_with_a_slip_is_asked_about() -> None:
    wrong = (FIRST[0] + 1, *FIRST[1:])
    members = [line[1:] for line in NUMBERED]
    lines = [("Cơ quan chuyên môn", *wrong), *members[:2], ("Cơ sở", *REST), *members[2:]]
    assert refused(HEAD[1:], *lines).code == "sum_or_unit"


@pytest.mark.parametrize(
    "name",
    [
        "Số đơn vị có tin, bài",
        "Tổng số đơn vị có tin, bài",
        "Số xã chưa gửi",
        "Cao nhất",
        "Nhiều nhất",
    ],
)
@pytest.mark.parametrize("numbered", [True, False])
def test_a_row_that_counts_units_is_none(name: str, numbered: bool) -> None:
    last = 4 if numbered else 3
    lines = [line if numbered else line[1:] for line in NUMBERED]
    row = (None, name, 3, 4, 4)[5 - last - 1 :]
    appendix = read(HEAD if numbered else HEAD[1:], *lines, row)
    assert counts(appendix) == UNITS
    assert [left.code for left in appendix.left_out] == ["row_aside"]


@pytest.mark.parametrize("name", ["Sở Nội vụ", "Sở Nông nghiệp và Môi trường"])
def test_a_department_is_no_number_of_units(name: str) -> None:
    assert name in counts(read(HEAD, *NUMBERED, (5, name, 1, 2, 3)))


def test_rows_below_the_sum_of_all_are_left_out_and_named() -> None:
    below = [(None, "Trong đó: Khối phòng ban", *FIRST), (None, "Khối xã", *REST)]
    appendix = read(HEAD, *NUMBERED, (None, "Tổng cộng", *ALL), *below)
    assert counts(appendix) == UNITS
    assert [left.code for left in appendix.left_out] == ["row_aside", "row_below_total"]


def test_the_row_that_numbers_the_columns_is_passed_over_below_a_repeated_heading_too() -> None:
    numbering = (1, 2, 3, 4, 5)
    appendix = read(HEAD, numbering, *NUMBERED[:2], HEAD, numbering, *NUMBERED[2:])
    assert counts(appendix) == UNITS


@pytest.mark.parametrize("mark", ["₁", "①", "⑴", "❶"])
def test_a_mark_behind_a_number_is_no_digit_of_it(mark: str) -> None:
    appendix = read(HEAD, *NUMBERED[:3], (4, NAMES[3], f"12{mark}", 5, 1))
    assert counts(appendix) == {**UNITS, NAMES[3]: (12, 5, 1)}
    assert "footnote_mark" in codes(appendix)


def test_a_number_that_became_a_day_names_its_cell() -> None:
    error = refused(HEAD, *NUMBERED[:3], (4, NAMES[3], date(2023, 2, 3), 5, 1))
    assert (error.code, error.values["unit"]) == ("bad_cell", NAMES[3])
