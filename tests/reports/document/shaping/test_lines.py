"""Where the lines of a heading end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.document.shaping.lines import balanced, breaks, greedy
from reports.document.shaping.widths import text_millimetres

WIDTH = 71.0


def measure(line: str) -> float:
    return text_millimetres(line, 12, "bold")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("BAN BIÊN TẬP", ["BAN BIÊN TẬP"]),
        ("ỦY BAN NHÂN DÂN HUYỆN MẪU", ["ỦY BAN NHÂN DÂN HUYỆN MẪU"]),
        ("BAN BIÊN TẬP CỔNG THÔNG TIN ĐIỆN TỬ", ["BAN BIÊN TẬP", "CỔNG THÔNG TIN ĐIỆN TỬ"]),
        ("ỦY BAN NHÂN DÂN THÀNH PHỐ HỒ CHÍ MINH", ["ỦY BAN NHÂN DÂN", "THÀNH PHỐ HỒ CHÍ MINH"]),
        (
            "BAN BIÊN TẬP CỔNG THÔNG TIN ĐIỆN TỬ HUYỆN CHƯ PĂH",
            ["BAN BIÊN TẬP", "CỔNG THÔNG TIN ĐIỆN TỬ", "HUYỆN CHƯ PĂH"],
        ),
        ("SỞ KHOA HỌC VÀ CÔNG NGHỆ BẮC GIANG", ["SỞ KHOA HỌC", "VÀ CÔNG NGHỆ", "BẮC GIANG"]),
        ("ỦY BAN NHÂN DÂN\nXÃ IA PHÍ", ["ỦY BAN NHÂN DÂN", "XÃ IA PHÍ"]),
        ("HUYỆN ỦY", ["HUYỆN ỦY"]),
    ],
)
def test_a_heading_ends_its_lines_where_a_reader_pauses(text: str, lines: list[str]) -> None:
    assert balanced(text, WIDTH, measure) == lines


@pytest.mark.parametrize(
    "name",
    [
        "HUYỆN MẪU",
        "THỊ XÃ AN KHÊ",
        "THÀNH PHỐ BUÔN MA THUỘT",
        "XÃ IA PHÍ",
        "PHƯỜNG 12",
        "BÀ RỊA - VŨNG TÀU",
        "ĐẮK LẮK",
    ],
)
@pytest.mark.parametrize(
    "body", ["ỦY BAN NHÂN DÂN", "BAN BIÊN TẬP CỔNG THÔNG TIN ĐIỆN TỬ", "SỞ Y TẾ"]
)
def test_a_place_s_name_is_never_divided(name: str, body: str) -> None:
    for width in (66.0, WIDTH, 90.0):
        lines = balanced(f"{body} {name}", width, measure)
        assert any(name in line for line in lines), (lines, width)
        assert all(measure(line) <= width for line in lines)


def test_the_board_s_own_place_is_never_divided_either() -> None:
    text = "TRUNG TÂM VĂN HÓA KHU VỰC MỘC HOA THẮNG"
    assert any("MỘC HOA THẮNG" in line for line in balanced(text, 60, measure, "Mộc Hoa Thắng"))


def test_a_period_s_name_stays_on_one_line() -> None:
    text = "Kết quả hoạt động 6 tháng đầu năm 2021"
    assert breaks(text, ["Kết quả hoạt động 6", "tháng đầu năm 2021"]) == 1
    assert breaks(text, ["Kết quả hoạt động", "6 tháng đầu năm 2021"]) == 0


WORDS = "ỦY BAN HUYỆN XÃ - CHƯ 12 và Ơ tỉnh,".split()  # noqa: SIM905


@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_no_word_is_lost(words: list[str]) -> None:
    text = " ".join(words)
    assert " ".join(balanced(text, WIDTH, measure)).split() == words
    assert " ".join(greedy(text, WIDTH, measure)).split() == words


@pytest.mark.parametrize("width", [46, 60, 75])
def test_what_is_left_open_for_number_and_day_takes_its_width(width: int) -> None:
    text = (
        "(Kèm theo Báo cáo số      /BC-BBT ngày      tháng      năm 2021 "
        "của Ban Biên tập huyện Mẫu)"
    )
    lines = balanced(text, width, len)
    assert " ".join(lines) == text
    assert all(len(line) <= width for line in lines)
    assert any("ngày      tháng      năm 2021" in line for line in lines)
