"""The chart: a picture a phone can show, drawn from the same numbers as the table."""

import struct
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.image import imread

from domain.periods.spans import Period
from domain.reports.dataset import GroupRows, Report, UnitRow
from reports.chart.canvas import Box, Canvas
from reports.chart.colours import luminance, shade, text_colour
from reports.chart.drawing import MOST_UNITS, draw_chart, render_chart
from tests.reports.factory import calendar_period, empty_report, large_report, sample_report


def size(content: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def pixels(report: Report) -> Any:
    return imread(BytesIO(render_chart(report).content), format="png")


def one_unit(name: str, *months: int | None) -> tuple[GroupRows, ...]:
    return (GroupRows("Các đơn vị", (UnitRow(1, name, months),)),)


def test_it_is_an_upright_picture_that_telegram_takes_as_a_photo() -> None:
    rendered = render_chart(sample_report())
    assert rendered.file_name == "bieu-do-6-thang-dau-nam-2021.png"
    assert rendered.media_type == "image/png"
    assert rendered.content.startswith(b"\x89PNG\r\n")
    width, height = size(rendered.content)
    assert width == 1080
    assert width < height < 2 * width
    assert width + height <= 10_000
    assert len(rendered.content) < 1_000_000


def test_every_number_of_the_table_is_on_it() -> None:
    report = sample_report()
    lines = draw_chart(report).texts
    assert lines[0] == "Tin, bài 6 tháng đầu năm 2021"
    assert "242" in lines
    assert "20/25 đơn vị có tin, bài" in lines
    assert [lines[lines.index("T1") + place] for place in range(7)] == [
        *(f"T{month}" for month in range(1, 7)),
        "Tổng",
    ]
    start = lines.index("Công an huyện")
    assert lines[start : start + 8] == ["Công an huyện", "5", "6", "12", "5", "7", "4", "39"]
    numbers = sorted(line for line in lines if line.isdigit())
    expected = [
        *map(str, report.month_totals),
        *(str(count) for unit in report.units for count in unit.months if count is not None),
        *(str(unit.total) for unit in report.units if unit.total),
        "242",
        "0",
    ]
    assert numbers == sorted(expected)


def test_units_come_with_most_first() -> None:
    lines = draw_chart(sample_report()).texts
    places = [
        lines.index(name)
        for name in ("Công an huyện", "Huyện Đoàn", "Phòng Nội vụ", "Văn phòng Huyện ủy")
    ]
    assert places == sorted(places)


def test_a_long_name_takes_two_lines_and_no_more() -> None:
    name = "Phòng Nông nghiệp và Môi trường thuộc Ủy ban nhân dân xã Đông"
    lines = draw_chart(sample_report(groups=one_unit(name, 1, 1, 1, 1, 1, 1))).texts
    first = next(place for place, line in enumerate(lines) if line.startswith("Phòng Nông"))
    assert " ".join(lines[first : first + 2]) == name
    lines = draw_chart(sample_report(groups=one_unit("Rất dài " * 25, *[1] * 6))).texts
    first = next(place for place, line in enumerate(lines) if line.startswith("Rất dài"))
    assert lines[first + 1].endswith("…")
    assert lines[first + 2] == "1"


def test_a_name_that_is_one_endless_word_is_cut() -> None:
    lines = draw_chart(sample_report(groups=one_unit("a" * 200, *[1] * 6))).texts
    assert any(line.startswith("aaa") and line.endswith("…") for line in lines)


def test_nothing_recorded_looks_different_from_a_zero() -> None:
    blank = pixels(sample_report(groups=one_unit("Phòng Nội vụ", None, 1, 1, 1, 1, 1)))
    zero = pixels(sample_report(groups=one_unit("Phòng Nội vụ", 0, 1, 1, 1, 1, 1)))
    changed = (blank != zero).any(axis=2).sum()
    # More than the digit alone: most of a cell of about 86 × 42 pixels.
    assert changed > 2_000


def test_only_the_40_units_with_most_are_drawn_and_the_rest_is_counted() -> None:
    report = large_report(3000)
    lines = draw_chart(report).texts
    assert sum(line.startswith("Phòng Giáo dục") for line in lines) == MOST_UNITS
    assert lines[-1] == "40 đơn vị nhiều tin, bài nhất; 2.960 đơn vị khác xem trong tệp kèm theo."
    assert "23.148" in lines
    assert size(render_chart(report).content)[1] <= 2400


def test_one_month_needs_no_bars() -> None:
    report = sample_report(
        period=calendar_period("2021-06", 2021, [6]), groups=one_unit("Phòng Nội vụ", 3)
    )
    lines = draw_chart(report).texts
    assert lines[0] == "Tin, bài tháng 6 năm 2021"
    assert [line for line in lines if line.isdigit()] == ["3", "3", "0"]


def test_months_of_two_years_say_their_year_and_long_periods_are_drawn_by_year() -> None:
    months = tuple(
        month for year in (2020, 2021) for month in calendar_period("x", year, range(1, 13)).months
    )
    short = Period("2020-12-01..2021-01-31", months[11].first, months[12].last, months[11:13])
    lines = draw_chart(sample_report(period=short, groups=one_unit("Phòng A", 1, 2))).texts
    assert "12/20" in lines
    assert "1/21" in lines
    long = Period("2020-01-01..2021-12-31", months[0].first, months[-1].last, months)
    counts = (None,) * 12 + (2,) * 12
    lines = draw_chart(sample_report(period=long, groups=one_unit("Phòng A", *counts))).texts
    assert [line for line in lines if line.isdigit()] == [
        *("24", "24"),
        *("2020", "2021"),
        *("24", "24", "0"),
    ]


def test_a_board_without_units_has_a_picture_that_says_so() -> None:
    assert "Chưa có đơn vị nào." in draw_chart(empty_report()).texts


def test_the_same_report_gives_the_same_picture() -> None:
    assert render_chart(sample_report()).content == render_chart(sample_report()).content


def test_more_is_darker_and_every_number_can_be_read_on_its_cell() -> None:
    grounds = [shade(step / 100) for step in range(101)]
    lights = [luminance(ground) for ground in grounds]
    assert lights == sorted(lights, reverse=True)
    for ground, light in zip(grounds, lights, strict=True):
        lighter, darker = sorted((light, luminance(text_colour(ground))), reverse=True)
        # WCAG 2, level AA.
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5


@pytest.mark.parametrize("text", ["Ủy ban Đẫm Ỡ ự", "$x_1$ và $$", "<b>&amp;", r"\frac{1}{2}"])
def test_text_is_drawn_as_it_is_written(text: str) -> None:
    canvas = Canvas(400, 60)
    canvas.write((10, 30), text, 24)
    picture = imread(BytesIO(canvas.png()), format="png")
    assert (picture[:, :, :3] < 0.5).any()
    assert canvas.shorten(text, 400, 24) == text


def test_what_the_font_cannot_draw_is_a_box() -> None:
    assert Canvas(400, 60).shorten("漢 A", 400, 24) == "□ A"


def test_a_box_knows_its_middle() -> None:
    assert Box(10, 20, 30, 40).middle == (25, 40)


def test_matplotlib_is_imported_only_when_a_chart_is_drawn() -> None:
    code = "import sys, reports.chart.drawing; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=80))
def test_a_hostile_name_is_drawn_without_complaint(hostile: str) -> None:
    report = sample_report(groups=one_unit(hostile, 0, None, 1, 2, 3, 4))
    report = replace(report, board=replace(report.board, name=hostile))
    assert size(render_chart(report).content)[0] == 1080
