"""Typed answers: what is read and what is refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.articles.answers import (
    NAME_LIMIT,
    REASON_LIMIT,
    match_topic,
    read_kind,
    read_name,
    read_number,
    read_past_day,
    read_reason,
    read_topic,
    read_unit,
)
from domain.articles.draft_answers import read_title
from domain.articles.edits import Field, read_value
from domain.articles.records import Kind
from domain.boards import Topic
from domain.errors import InvalidField
from domain.text import clean_line
from domain.units.records import Unit

TODAY = date(2021, 6, 15)
TOPICS = (Topic(3, "Y tế"), Topic(5, "Giáo dục"))
MANY_TOPICS = tuple(
    Topic(number, name)
    for number, name in enumerate(
        (
            "Chính trị - Xây dựng Đảng",
            "Văn hóa - Thể thao - Du lịch",
            "Y tế - Chăm sóc sức khỏe",
            "Cải cách hành chính - Chuyển đổi số",
            "Mua sắm công - Đấu thầu",
            "Học tập và làm theo gương Bác",
        ),
        start=1,
    )
)
UNITS = (
    Unit(7, 1, 1, "Phòng Tư pháp", ("PTP",), 0),
    Unit(9, 1, 1, "Phòng Y tế", (), 1),
)


@pytest.mark.parametrize("text", ["57", "#57", " # 57 "])
def test_an_articles_number_is_read_with_or_without_its_sign(text: str) -> None:
    assert read_number(text) == 57


@pytest.mark.parametrize("text", ["", "#", "bài hay 57", "5.7", "1234567890", "٥٧"])
def test_anything_else_is_no_number(text: str) -> None:
    with pytest.raises(InvalidField) as caught:
        read_number(text)
    assert caught.value.code == "article_number"


def test_a_day_to_come_is_refused() -> None:
    assert read_past_day("hôm qua", TODAY) == date(2021, 6, 14)
    with pytest.raises(InvalidField) as caught:
        read_past_day("16/6/2021", TODAY)
    assert caught.value.code == "future_date"


@pytest.mark.parametrize("text", ["phong tu phap", "ptp", "1"])
def test_a_unit_is_read_by_name_alias_or_place(text: str) -> None:
    assert read_unit(text, UNITS).id == 7


@pytest.mark.parametrize("text", ["0", "3", "99999999999999999999", "Phòng Y tá", ""])
def test_an_unknown_unit_is_refused(text: str) -> None:
    with pytest.raises(InvalidField) as caught:
        read_unit(text, UNITS)
    assert caught.value.code == "unknown_unit"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("đừng", None),
        ("Dừng!", None),
        ("dung", None),
        ("dựng", 2),
        ("xây dựng", 2),
        ("xay dung", 2),
        ("thuế", 3),
        ("thue", 3),
        ("thuê", None),
    ],
)
def test_a_word_to_the_reader_is_no_part_of_a_unit(text: str, unit: int | None) -> None:
    units = (
        Unit(2, 1, 1, "Ban Quản lý dự án đầu tư xây dựng", (), 0),
        Unit(3, 1, 1, "Chi cục Thuế khu vực", (), 1),
    )
    if unit is None:
        with pytest.raises(InvalidField) as caught:
            read_unit(text, units)
        assert caught.value.code == "unknown_unit"
    else:
        assert read_unit(text, units).id == unit


def test_a_near_unit_is_named() -> None:
    with pytest.raises(InvalidField) as caught:
        read_unit("Phòng Tư phap huyện", UNITS)
    assert caught.value.values["nearest"] == "Phòng Tư pháp"


@pytest.mark.parametrize(
    "text",
    ["đừng", "Đừng!", "dung", "đợi", "đổi", "thế", "đang", "ý", "y", "bác", "dừng", "đúng", "và"],
)
def test_a_word_to_the_reader_is_no_part_of_a_topic(text: str) -> None:
    assert match_topic(text, MANY_TOPICS) is None


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("xây dựng", 1),
        ("xay dung", 1),
        ("Đảng", 1),
        ("dang", 1),
        ("văn hoá", 2),
        ("văn hóa", 2),
        ("hoá", 2),
        ("y tế", 3),
        ("và y tế", 3),
        ("và số", 4),
        ("chuyển đổi", 4),
        ("thầu", 5),
        ("thau", 5),
        ("đấu th", 5),
        ("sắm", 5),
        ("gương", 6),
    ],
)
def test_a_part_of_one_topic_chooses_it(text: str, topic: int) -> None:
    found = match_topic(text, MANY_TOPICS)
    assert found is not None
    assert found.id == topic


def test_a_topic_is_read_by_name_or_place_and_none_by_a_dash() -> None:
    assert read_topic("y te", TOPICS) == TOPICS[0]
    assert read_topic("2", TOPICS) == TOPICS[1]
    assert read_topic("-", TOPICS) is None
    with pytest.raises(InvalidField):
        read_topic("3", TOPICS)


def test_a_kind_is_read_with_and_without_accents() -> None:
    assert read_kind("Ảnh") is Kind.PHOTO
    assert read_kind("khac") is Kind.OTHER
    assert read_kind("Feature") is Kind.FEATURE
    with pytest.raises(InvalidField):
        read_kind("thơ")


OF_TITLES = (
    "Đừng chủ quan với COVID-19; Xin đừng vứt rác; Rượu bia: đừng lái xe; Xin ý kiến nhân dân; "
    "Xin ý kiến dự thảo Luật; Hãy ở nhà; Mai vàng; Nhà kho bạc"
)


@pytest.mark.parametrize("text", OF_TITLES.split("; "))
def test_a_title_like_talk_without_its_marks_is_read(text: str) -> None:
    assert read_title(text) == text
    assert read_value(Field.TITLE, text, TODAY, TOPICS, UNITS) == text


@pytest.mark.parametrize(
    "text",
    ["đừng gửi", "đừng ghi bài này", "xin ý kiến lãnh đạo", "vâng ạ", "không hiểu", "khó quá"],
)
def test_talk_is_no_title(text: str) -> None:
    with pytest.raises(InvalidField):
        read_title(text)


def test_reasons_and_names_have_limits() -> None:
    assert read_reason(" - Trùng\u202e bài 12\n") == "Trùng bài 12"
    assert read_reason("không xem được") == "không xem được"
    assert read_name("Phòng\x07  Tư pháp") == "Phòng Tư pháp"
    for read, text, code in (
        (read_reason, "-", "no_reason"),
        (read_reason, "x" * (REASON_LIMIT + 1), "long_reason"),
        (read_name, "..A", "short_name"),
        (read_name, "x" * (NAME_LIMIT + 1), "long_name"),
    ):
        with pytest.raises(InvalidField) as caught:
            read(text)
        assert caught.value.code == code


@given(field=st.sampled_from(Field), text=st.text(max_size=400))
def test_any_text_is_a_clean_value_or_one_refusal(field: Field, text: str) -> None:
    try:
        value = read_value(field, text, TODAY, TOPICS, UNITS)
    except InvalidField:
        return
    match field:
        case Field.TITLE | Field.LINK:
            assert value == clean_line(str(value))
            assert len(str(value)) <= 2000
        case Field.DATE:
            assert date(2000, 1, 1) <= date.fromisoformat(str(value)) <= TODAY
        case Field.TOPIC:
            assert value in {3, 5, None}
        case Field.KIND:
            assert Kind(str(value))
        case Field.UNIT:
            assert value in {7, 9}
