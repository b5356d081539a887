"""Tables made from a known truth in the layouts that boards use: read as they are, or refused."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import InvalidFile
from domain.periods.spans import Month
from reports.appendix.reading import read_appendix
from tests.reports.appendix_files import counts, csv_file, docx_file, xlsx_file

UNITS = (
    "Văn phòng HĐND và UBND", "Phòng Nội vụ", "Phòng Tài chính - Kế hoạch", "Công an huyện",
    "Trung tâm Y tế", "UBND xã Glar", "UBND thị trấn Đak Đoa", "Huyện đoàn", "Hội Nông dân",
    "Thanh tra huyện", "Trường THCS Lê Lợi", "Chi cục Thuế",
)  # fmt: skip
LABELS = (
    "Tháng {m}",
    "T{m}",
    "Th{m}",
    "Tháng {m:02d}/{y}",
    "{m:02d}/{yy}",
    "Tháng {m} (đến 20/{m})",
)
UNIT_LABELS = ("Đơn vị", "Cơ quan, đơn vị", "Xã, phường", "Nơi gửi", "Đầu mối gửi tin")
QUARTERS = ("I", "II", "III", "IV")
# What may be refused: sums and groups that numbers alone do not tell apart.
MAY_BE_ASKED = {"sum_or_unit", "rows_below_total", "grand_total_differs"}


@dataclass(frozen=True)
class Made:
    """The rows of a sheet and what they say."""

    rows: list[list[object]]
    truth: dict[str, dict[Month, int | None]]
    plain: bool


@st.composite
def layouts(draw: st.DrawFn) -> Made:
    units = draw(st.lists(st.sampled_from(UNITS), min_size=2, max_size=9, unique=True))
    year = draw(st.integers(2019, 2025))
    first = draw(st.integers(1, 12))
    months = list(range(first, draw(st.integers(first, 12)) + 1))
    cell = st.one_of(st.none(), st.integers(0, draw(st.sampled_from([3, 40]))))
    counts = {unit: [draw(cell) for _ in months] for unit in units}
    numbered, with_total = draw(st.booleans()), draw(st.booleans())
    quarters = draw(st.booleans())
    style = draw(st.sampled_from(["none", "headings", "sums above", "sums below"]))
    cut = draw(st.integers(1, len(units) - 1))
    groups = [units] if style == "none" else [units[:cut], units[cut:]]
    label = draw(st.sampled_from(LABELS))
    columns: list[list[int]] = []
    heading: list[object] = ["STT"] if numbered else []
    heading.append(draw(st.sampled_from(UNIT_LABELS)))
    for place, month in enumerate(months):
        heading.append(label.format(m=month, y=year, yy=f"{year % 100:02d}"))
        columns.append([place])
        if quarters and month % 3 == 0:
            heading.append(f"Quý {QUARTERS[month // 3 - 1]}")
            columns.append([p for p, m in enumerate(months) if (m - 1) // 3 == (month - 1) // 3])
    if with_total:
        heading.append(draw(st.sampled_from(["Tổng", "Cộng", "Tổng cộng"])))
        columns.append(list(range(len(months))))

    def line(number: object, name: str, cells: list[int | None]) -> list[object]:
        row: list[object] = [number, name] if numbered else [name]
        for places in columns:
            one = cells[places[0]] if len(places) == 1 else None
            row.append(one if len(places) == 1 else sum(cells[p] or 0 for p in places))
        return row

    def sums(members: list[str]) -> list[int | None]:
        return [sum(counts[unit][p] or 0 for unit in members) for p in range(len(months))]

    title = draw(
        st.sampled_from(
            [f"THỐNG KÊ TIN, BÀI NĂM {year}", f"THỐNG KÊ TIN BÀI {year}",
             f"TIN BÀI TỪ NGÀY 01/{first:02d}/{year} ĐẾN NGÀY 28/{months[-1]:02d}/{year}"]
        )
    )  # fmt: skip
    rows: list[list[object]] = [[title]]
    if draw(st.booleans()):
        rows.append([f"(Kèm theo Báo cáo số    /BC-BBT ngày     tháng 01 năm {year + 1})"])
    rows.append(heading)
    number = 0
    for index, members in enumerate(groups):
        name = ("Các phòng, ban", "Các xã, thị trấn")[index]
        mark = QUARTERS[index]
        blanks: list[int | None] = [None] * len(months)
        above = blanks if style == "headings" else sums(members)
        if style in ("headings", "sums above"):
            rows.append(line(mark, name, above) if numbered else line("", f"{mark}. {name}", above))
        for unit in members:
            number += 1
            rows.append(line(number, unit, counts[unit]))
        if style == "sums below":
            rows.append(line(None, f"Cộng {name.lower()}", sums(members)))
    if draw(st.booleans()):
        rows.append(line(None, "Tổng cộng", sums(units)))
        if draw(st.booleans()):
            rows.append(line(None, f"Cùng kỳ năm {year - 1}", [5] * len(months)))
    width = len(heading)
    rows += draw(
        st.sampled_from(
            [
                [],
                [[], ["Ghi chú:"], [1, "Số liệu tính đến ngày 30/6"]],
                [[], [None, "Người lập biểu", *[None] * (width - 3), "Trưởng ban"], [],
                 [None, "Nguyễn Thị Lan"]],
            ]
        )
    )  # fmt: skip
    truth = {
        unit: dict(zip([Month(year, m) for m in months], counts[unit], strict=True))
        for unit in units
    }
    return Made(rows, truth, style in ("none", "headings"))


def as_html(rows: list[list[object]]) -> bytes:
    body = "".join(
        "<tr>" + "".join(f"<td>{'' if c is None else escape(str(c))}" for c in row) + "</tr>"
        for row in rows[1:]
    )
    return f"<html><p>{rows[0][0]}</p><table>{body}</table></html>".encode()


def as_docx(rows: list[list[object]]) -> bytes:
    width = max(len(row) for row in rows)
    squares = [["" if c is None else c for c in row] + [""] * (width - len(row)) for row in rows]
    return docx_file(squares[1:], [str(rows[0][0])])


WRITERS: dict[str, Callable[[list[list[object]]], bytes]] = {
    "a.xlsx": xlsx_file,
    "a.csv": csv_file,
    "a.docx": as_docx,
    "a.xls": as_html,
}


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=layouts())
def test_a_table_is_read_as_it_is_or_refused_and_never_otherwise(name: str, made: Made) -> None:
    try:
        appendix = read_appendix(WRITERS[name](made.rows), name)
    except InvalidFile as error:
        fault = error.code
    else:
        fault = ""
    if fault:
        assert fault in MAY_BE_ASKED
        return
    read = {row.unit: dict(zip(appendix.months, row.counts, strict=True)) for row in appendix.rows}
    assert read == made.truth
    assert appendix.total_matches is not False


def test_a_table_whose_first_units_are_blank_below_a_long_merged_group_is_read() -> None:
    names = [f"Trường Tiểu học số {number}" for number in range(1, 15)]
    rows: list[tuple[object, ...]] = [
        ("Thống kê tin, bài quý I năm 2023",),
        ("STT", "Tên đơn vị", "Tháng 1", "Tháng 2", "Tháng 3"),
        ("I", "CÁC TRƯỜNG TRÊN ĐỊA BÀN THỊ TRẤN VÀ CÁC XÃ", None, None, None),
        *((number, name, None, None, None) for number, name in enumerate(names, start=1)),
        (15, "Phòng Nội vụ", 1, None, 2),
    ]
    appendix = read_appendix(xlsx_file(rows, merged=["B3:E3"]), "a.xlsx")
    expected: dict[str, tuple[int | None, ...]] = dict.fromkeys(names, (None, None, None))
    assert counts(appendix) == {**expected, "Phòng Nội vụ": (1, None, 2)}
