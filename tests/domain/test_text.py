import random
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import (
    clean_line,
    format_money,
    format_number,
    nearest,
    nfc,
    search_key,
    sort_key,
    split_text,
    without_mark,
)


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def test_decomposed_text_is_stored_composed() -> None:
    assert nfc(unicodedata.normalize("NFD", "Phòng Giáo dục")) == "Phòng Giáo dục"


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  Tin \t bài\r\n mới  ", "Tin bài mới"),
        ("Tin\u200b bài\u202e mới\u2066\u2069\ufeff", "Tin bài mới"),
        ("Tin\x00\x07 bài", "Tin bài"),
        ("Tin\u2028bài\u00a0mới", "Tin bài mới"),
        ("Tin\ufffe\ufdd0\ud800 bài", "Tin bài"),
        ("\u3164\u2800", ""),
        ("a\u200b\u0301", "á"),
        ("<b>=HYPERLINK(1)</b>", "<b>=HYPERLINK(1)</b>"),
        ("Chúc mừng 🎉", "Chúc mừng 🎉"),
    ],
)
def test_a_line_loses_what_cannot_be_seen(raw: str, clean: str) -> None:
    assert clean_line(raw) == clean


@given(st.text())
def test_a_cleaned_line_is_clean(raw: str) -> None:
    clean = clean_line(raw)
    assert clean_line(clean) == clean
    assert not re.search(r"[\x00-\x1f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", clean)
    assert "  " not in clean
    assert clean == clean.strip()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà Bình", "hòa  bình"),
        ("ĐẮK LẮK", "dak lak"),
        ("Thuỷ lợi", "Thủy lợi"),
        (unicodedata.normalize("NFD", "Ước nguyện"), "uoc nguyen"),
        ("Phòng\u200b Nội vụ", "phong noi vu"),
    ],
)
def test_spellings_of_the_same_words_share_a_search_key(one: str, other: str) -> None:
    assert search_key(one) == search_key(other)


@given(st.text())
def test_a_search_key_is_its_own_search_key(raw: str) -> None:
    assert search_key(search_key(raw)) == search_key(raw)


@pytest.mark.parametrize(
    "mark",
    ["- ", "-", "* ", "• ", "+ ", "1. ", "1.", "2) ", "2)", "3/ ", "4: ", "5 - ", "10. ", "1.2. ",
     "(1) ", "(a) ", "a) ", "a)", "đ) ", "b. ", "I. ", "IV. ", "II) ", "III - ", "A) ", "- 1. ",
     "① ", "1\ufe0f\u20e3 ", "  "],
)  # fmt: skip
def test_the_mark_of_a_list_is_taken_off(mark: str) -> None:
    assert without_mark(f"{mark}Mở lớp tập huấn") == "Mở lớp tập huấn"


@pytest.mark.parametrize(
    "line",
    ["12.000 lượt truy cập", "1.5 triệu", "1/3 đơn vị có tin", "2 - 3 lớp", "24/7", "5 lớp",
     "24h truy cập", "4G phủ sóng", "Đ/c Bình", "đ/c Bình", "C. Mác", "V.I. Lênin", "P. Chủ tịch",
     "2021. Năm mới", "+84 905", "10:30 họp", "Vì dân", "I", "Ia Grai", "a"],
)  # fmt: skip
def test_what_only_looks_like_the_mark_of_a_list_stays(line: str) -> None:
    assert without_mark(line) == line


def test_names_sort_by_the_vietnamese_alphabet() -> None:
    ordered = [
        "An",
        "Ăn",
        "Ân",
        "Cam",
        "Da",
        "Đa",
        "Ê",
        "Ga",
        "Ma",
        "Mà",
        "Mả",
        "Mã",
        "Má",
        "Mạ",
        "Oa",
        "Ôa",
        "Ơa",
        "Ua",
        "Ưa",
        "Ý",
    ]
    assert sorted(random.Random(7).sample(ordered, len(ordered)), key=sort_key) == ordered


def test_letters_weigh_more_than_tones_and_tones_more_than_capitals() -> None:
    assert sorted(["Mã b", "ma b", "Ma a", "Ma b", "má a"], key=sort_key) == [
        "Ma a",
        "má a",
        "ma b",
        "Ma b",
        "Mã b",
    ]


def test_numbers_in_names_sort_as_numbers() -> None:
    assert sorted(["Khu 10", "Khu 9", "Khu 2a", "Khu"], key=sort_key) == [
        "Khu",
        "Khu 2a",
        "Khu 9",
        "Khu 10",
    ]


def test_the_place_of_a_tone_in_a_word_does_not_change_its_order() -> None:
    assert sort_key("Hoà")[:3] == sort_key("Hòa")[:3]


@given(st.lists(st.text(), max_size=5))
def test_any_texts_can_be_sorted(texts: list[str]) -> None:
    keys = sorted(sort_key(text) for text in texts)
    assert len(keys) == len(texts)


def test_signs_come_before_letters_and_foreign_letters_after() -> None:
    assert sorted(["Я", "Zé", "(a", "b"], key=sort_key) == ["(a", "b", "Zé", "Я"]
    assert sort_key("\u0301") < sort_key("(")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("Kinh te", "Kinh tế"),
        ("nong ngiep", "Nông nghiệp"),
        ("y tế", "Y tế và sức khỏe"),
        ("Thể thao điện tử", None),
        ("", None),
    ],
)
def test_the_nearest_choice_is_what_was_probably_meant(word: str, meant: str | None) -> None:
    assert nearest(word, ["Kinh tế", "Nông nghiệp", "Y tế và sức khỏe"]) == meant


def test_without_choices_nothing_is_near() -> None:
    assert nearest("Kinh tế", []) is None


def test_numbers_are_grouped_the_vietnamese_way() -> None:
    assert format_number(1234567) == "1.234.567"
    assert format_number(242) == "242"
    assert format_number(-1500) == "-1.500"
    assert format_money(54896000) == "54.896.000 đồng"


def test_a_short_text_is_one_part_and_a_blank_one_none() -> None:
    assert split_text("Xin chào", 4096) == ["Xin chào"]
    assert split_text(" \n", 4096) == []


def test_a_text_is_cut_at_line_ends() -> None:
    assert split_text("một hai\nba bốn\nnăm", 14) == ["một hai\nba bốn", "năm"]


def test_a_line_too_long_is_cut_at_spaces_and_a_word_too_long_anywhere() -> None:
    assert split_text("một hai ba bốn", 8) == ["một hai", "ba bốn"]
    assert split_text("abcdefghij", 4) == ["abcd", "efgh", "ij"]


def test_a_tag_open_at_a_cut_is_closed_and_opened_again() -> None:
    assert split_text("<b>một hai</b> <a href='x'>ba bốn</a>", 20) == [
        "<b>một hai</b>",
        "<a href='x'>ba</a>",
        "<a href='x'>bốn</a>",
    ]


def test_an_entity_is_never_cut() -> None:
    assert split_text("abc&amp;def&lt;", 7) == ["abc", "&amp;de", "f&lt;"]


def test_a_tag_longer_than_a_part_is_given_up() -> None:
    link = f"<a href='{'x' * 50}'>"
    parts = split_text(f"{link}một</a> hai ba bốn năm sáu bảy", 20)
    assert max(map(len, parts)) <= 20
    assert "".join(parts).startswith("một")
    assert "</a>" not in "".join(parts)


def test_a_tag_that_leaves_no_room_for_text_is_given_up() -> None:
    assert split_text("<code>abc</code> xyz", 13) == ["abc xyz"]


def test_without_markup_tags_are_text() -> None:
    assert split_text("<b>abcdef", 5, markup=False) == ["<b>ab", "cdef"]


def test_emoji_count_twice_as_messengers_count_them() -> None:
    assert split_text("🎉🎉🎉", 4) == ["🎉🎉", "🎉"]


WORDS = st.lists(
    st.sampled_from(["<b>", "</b>", "<i>", "</i>", "tin", " ", "\n", "&amp;", "🎉", "bài"]),
    max_size=60,
).map("".join)


@given(WORDS, st.integers(min_value=20, max_value=40))
def test_every_part_fits_and_is_well_formed(text: str, limit: int) -> None:
    parts = split_text(text, limit)
    for part in parts:
        assert units(part) <= limit
        if len(parts) > 1:
            stack: list[str] = []
            for closing, name in re.findall(r"<(/?)([bi])>", part):
                if closing:
                    assert stack.pop() == name
                else:
                    stack.append(name)
            assert not stack
    told = [re.sub(r"</?[bi]>|\s", "", piece) for piece in (text, "".join(parts))]
    assert told[0] == told[1]
