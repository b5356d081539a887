"""The day above a list, and which lines it stands above."""

import re
from datetime import date

import pytest

from domain.articles.headings import Section, heading_day, sections
from domain.articles.submission import read_submission
from domain.errors import InvalidField
from services.articles.pasting import Manner, cut_message

TODAY = date(2021, 6, 15)
LIST = "https://a.vn/1 Khai mạc hội thao\nhttps://a.vn/2 Tập huấn chuyển đổi số"


@pytest.mark.parametrize(
    ("heading", "day"),
    [
        ("Ngày 12/6/2021 các đơn vị đăng:", date(2021, 6, 12)),
        ("DANH SÁCH TIN BÀI NGÀY 12.6.2021", date(2021, 6, 12)),
        ("Tin ngày 10/6", date(2021, 6, 10)),
        ("📌 Tin bài ngày 5 tháng 5 năm 2021:", date(2021, 5, 5)),
        ("Em gửi chị tin bài hôm qua ạ:", date(2021, 6, 14)),
        ("Ngày đăng: 9-6-2021", date(2021, 6, 9)),
        ("Tin bài tháng 6/2021", None),
        ("Danh sách tin bài tháng 6:", None),
    ],
)
def test_a_heading_dates_what_stands_below_it(heading: str, day: date | None) -> None:
    assert sections(f"{heading}\n{LIST}") == [Section(heading, LIST)]
    assert heading_day(heading, TODAY) == day


@pytest.mark.parametrize(
    "heading",
    ["Tin bài tháng 5/2021", "Tin từ ngày 7/6 đến ngày 13/6", "Tin bài tuần trước:", "Tin 31/6"],
)
def test_a_heading_that_names_no_one_day_is_asked_about(heading: str) -> None:
    assert [section.heading for section in sections(f"{heading}\n{LIST}")] == [heading]
    with pytest.raises(InvalidField):
        heading_day(heading, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        LIST,
        f"Hội thao ngày 12/6 của xã Ia Pal\n{LIST}",
        f"Kính gửi ban biên tập\n{LIST}",
        "Khai mạc\nhttps://a.vn/1\n12/6\nBế mạc\nhttps://a.vn/2",
    ],
)
def test_a_title_or_a_day_beside_each_article_is_no_heading(text: str) -> None:
    assert sections(text) == [Section("", text)]


def test_a_day_above_each_article_stays_in_its_text() -> None:
    text = "10/6\nKhai mạc\nhttps://a.vn/1\n11/6\nBế mạc\nhttps://a.vn/2"
    assert sections(text) == [
        Section("", "10/6\nKhai mạc\nhttps://a.vn/1"),
        Section("", "11/6\nBế mạc\nhttps://a.vn/2"),
    ]


def test_each_heading_has_its_own_articles() -> None:
    found = sections(f"Em chào chị\nNgày 10/6:\n{LIST}\nNgày 11/6:\nhttps://a.vn/3 Ra quân")
    assert [(one.heading, one.text) for one in found] == [
        ("Ngày 10/6:", LIST),
        ("Ngày 11/6:", "https://a.vn/3 Ra quân"),
    ]


A, B = "https://a.vn/1", "https://a.vn/2"


def days(text: str) -> list[tuple[str, date | str | None]]:
    """Return each article's link in a list and its day, or why it has none."""
    found: list[tuple[str, date | str | None]] = []
    for piece in cut_message(text, Manner.PASTE, lambda _: True):
        read = read_submission(piece.text, today=TODAY, topics=(), units=())
        assert read.problems == ()
        day: date | str | None = read.published_on
        if day is None and piece.heading:
            try:
                day = heading_day(piece.heading, TODAY)
            except InvalidField as error:
                day = error.code
        found.append((read.link or "", day))
        assert read.title in (None, "Hội thi", "Trao nhà")
    return found


@pytest.mark.parametrize(
    "text",
    [
        "10/6\nA Hội thi\n11/6\nB Trao nhà",
        "10/6\nHội thi A\n11/6\nTrao nhà B",
        "10/6\nHội thi\nA\n11/6\nTrao nhà\nB",
        "10/6\nA\nHội thi\n11/6\nB\nTrao nhà",
        "10/6\nA\n11/6\nB",
        "10/6\nA Hội thi\n11/6\nB",
        "Ngày 10/6:\nA Hội thi\nNgày 11/6:\nB Trao nhà",
        "Ngày 10/6:\n\nA Hội thi\n\nNgày 11/6:\n\nB Trao nhà",
        "Tin ngày 10/6:\nA Hội thi\nTin ngày 11/6:\nB Trao nhà",
        "Danh sách tin bài ngày 10/6\nA Hội thi\nDanh sách tin bài ngày 11/6\nB Trao nhà",
        "Danh sách tin bài tháng 6:\n10/6\nA Hội thi\n11/6\nB Trao nhà",
        "Tin bài xã Ia Pal\n10/6\nA Hội thi\n11/6\nB Trao nhà",
        "Em gửi chị ạ\n10/6\nA Hội thi\n11/6\nB Trao nhà\nEm cảm ơn chị",
        "Thứ năm:\nA Hội thi\nThứ sáu:\nB Trao nhà",
        "Ngày 10:\nA Hội thi\nNgày 11:\nB Trao nhà",
        "Thứ năm (10/6)\nA Hội thi\nThứ sáu (11/6)\nB Trao nhà",
        "Ngày 10/6: A Hội thi\nNgày 11/6: B Trao nhà",
        # the day below
        "A Hội thi\n10/6\nB Trao nhà\n11/6",
        "Hội thi A\n10/6\nTrao nhà B\n11/6",
        "Hội thi\nA\n10/6\nTrao nhà\nB\n11/6",
        "Danh sách tin bài tháng 6:\nA Hội thi\n10/6\nB Trao nhà\n11/6",
        "Em gửi chị ạ\nA Hội thi\n10/6\nB Trao nhà\n11/6\nEm cảm ơn chị",
    ],
)
def test_a_day_with_each_article_is_its_own(text: str) -> None:
    text = re.sub(r"\bB\b", B, re.sub(r"\bA\b", A, text))
    assert days(text) == [(A, date(2021, 6, 10)), (B, date(2021, 6, 11))]


@pytest.mark.parametrize(
    "text",
    [
        f"10/6\n{A} Hội thi\n11/6\n{B} Trao nhà\n12/6",
        f"10/6\nHội thi\n{A}\n11/6\nTrao nhà\n{B}\n12/6",
        f"Tin ngày 12/6:\n{A} Hội thi\n10/6\n{B} Trao nhà\n11/6",
        f"Ngày 10/6:\n{A} Hội thi\n{B} Trao nhà\nNgày 11/6",
        f"Tin tháng 6\n{A} Hội thi\n{B} Trao nhà\nThứ sáu",
    ],
)
def test_a_day_that_may_stand_above_or_below_is_asked_about(text: str) -> None:
    assert days(text) == [(A, "vague_date"), (B, "vague_date")]
