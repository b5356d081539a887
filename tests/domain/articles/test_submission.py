from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.articles.records import Kind
from domain.articles.submission import Submission, check_title, read_submission
from domain.boards import Topic
from domain.errors import InvalidField
from domain.units.records import Unit

TODAY = date(2021, 6, 20)
TOPICS = (Topic(1, "Nông nghiệp"), Topic(2, "Giáo dục"))
UNITS = (
    Unit(10, 1, 1, "Phòng Nội vụ", ("NV", "P.NV"), 1),
    Unit(11, 1, 1, "Phòng Giáo dục và Đào tạo", ("GDĐT", "Giáo dục"), 2),
)
LINK = "https://example.vn/tin/1"
TITLE = "Hội nghị tổng kết vụ mùa"


def read(text: str) -> Submission:
    return read_submission(text, today=TODAY, topics=TOPICS, units=UNITS)


def problems(submission: Submission) -> list[tuple[str, dict[str, object]]]:
    return [(error.code, error.values) for error in submission.problems]


WHOLE = Submission(link=LINK, title=TITLE, published_on=date(2021, 6, 15), topic_id=1)


@pytest.mark.parametrize(
    "text",
    [
        f"{LINK} | {TITLE} | 15/6/2021 | Nông nghiệp",
        f"{TITLE} | {LINK} | nong nghiep | 15/6",
        f"15-6-2021 | NÔNG NGHIỆP | {LINK} | {TITLE}",
        f"{LINK} |  | {TITLE} | 15/6/2021 | Nông nghiệp |",
        f"| {LINK} | {TITLE} | 15/6/2021 | Nông nghiệp",
        f"{LINK}| {TITLE} |15/6/2021| Nông nghiệp",
        f"{LINK}\n{TITLE}\n15/6/2021\n\nNông nghiệp",
        f"{LINK}|{TITLE}|15/6/2021|Nông nghiệp",
        f"{LINK}\n| {TITLE} |\n15/6/2021 | Nông nghiệp",
        f"{LINK} {TITLE} | 15/6/2021 | Nông nghiệp",
        f"{LINK} | {TITLE} | 15/6/2021 | Nông nghiệp | 15/6/2021 | {LINK}",
    ],
)
def test_fields_are_told_apart_by_their_shape_in_any_order(text: str) -> None:
    assert read(text) == WHOLE


def test_a_unit_and_a_kind_are_fields_too() -> None:
    found = read(f"{LINK} | {TITLE} | p.nv | ảnh")
    assert found == Submission(link=LINK, title=TITLE, unit_id=10, kind=Kind.PHOTO)


def test_a_name_that_means_two_things_fills_the_field_that_is_open() -> None:
    assert read("Giáo dục") == Submission(topic_id=2)
    assert read(f"{TITLE} | Nông nghiệp | Giáo dục") == Submission(
        title=TITLE, topic_id=1, unit_id=11
    )


@pytest.mark.parametrize("title", ["Thi đua|khen thưởng", "Chợ quê |xưa và nay", "A| B cùng học"])
def test_a_bar_without_spaces_at_both_sides_belongs_to_the_title(title: str) -> None:
    assert read(f"{LINK} | {title}") == Submission(link=LINK, title=title)


def test_a_link_alone_is_a_link() -> None:
    assert read(LINK) == Submission(link=LINK)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"{TITLE} {LINK}", TITLE),
        (f"{LINK} - {TITLE}.", f"{TITLE}."),
        (f"Mời xem: {LINK} “{TITLE}”", f"Mời xem “{TITLE}”"),
        (f"{LINK}|{TITLE}", TITLE),
        (f"{TITLE} (lần 3) ({LINK}).", f"{TITLE} (lần 3)"),
        (f"{TITLE}\n{LINK}", TITLE),
        (f"{TITLE}\n{LINK}\nNhiều đại biểu đã dự.\nTrong ảnh: toàn cảnh.", TITLE),
    ],
)
def test_a_link_with_text_round_it_is_a_link_and_a_title(text: str, title: str) -> None:
    found = read(text)
    assert (found.link, found.title, found.problems) == (LINK, title, ())
    assert found.unsure == ("đại biểu" in text)


def test_a_date_beside_a_link_is_the_date() -> None:
    assert read(f"{TITLE} {LINK} hôm qua") == Submission(
        link=LINK, title=TITLE, published_on=date(2021, 6, 19)
    )


def test_a_title_alone_and_nothing_at_all_are_understood() -> None:
    assert read(TITLE) == Submission(title=TITLE)
    assert read(" \n | ") == Submission()


@pytest.mark.parametrize(
    "text",
    [
        f"{LINK} | 15/6 | Tin mới | Văn hoá",
        f"{LINK} | Bài viết | 15/6 | Chuyển đổi số",
        f"Tin mới | Văn hoá | {LINK} | 15/6",
        f"{LINK} | Văn hoá | 15/6 | Tin mới",
        f"{LINK} – Tin mới – 15/6 – Văn hoá",
        f"{LINK}; Tin mới; 15/6; Văn hoá",
        f"{LINK}\nTin mới\n15/6\nVăn hoá",
    ],
)
def test_a_topic_behind_chatter_is_no_sure_title(text: str) -> None:
    assert read(text).unsure


@pytest.mark.parametrize(
    "text",
    [
        f"Em gửi chị bài mới\n{LINK} | {TITLE} | 15/6",
        f"Em gửi chị bài mới\n{TITLE}\n{LINK}\n15/6\nEm cảm ơn chị",
        f"Em gửi chị {LINK} | {TITLE} | 15/6",
    ],
)
def test_a_greeting_round_an_article_leaves_it_sure(text: str) -> None:
    found = read(text)
    assert (found.title, found.unsure) == (TITLE, False)


def test_a_number_of_machines_is_no_day() -> None:
    found = read(f"{LINK} | Trao tặng máy tính cho trường | 2 máy")
    assert (found.title, found.published_on) == ("Trao tặng máy tính cho trường", None)


@pytest.mark.parametrize("text", ["32/13/2021", "31/2"])
def test_a_date_that_does_not_exist_is_told_and_the_rest_kept(text: str) -> None:
    found = read(f"{LINK} | {TITLE} | {text} | Nông nghiệp")
    assert problems(found) == [("bad_date", {"text": text})]
    assert (found.link, found.title, found.published_on, found.topic_id) == (LINK, TITLE, None, 1)


@pytest.mark.parametrize("between", [" | ", " ", "\n"])
def test_a_link_without_a_scheme_is_completed(between: str) -> None:
    found = read(f"example.vn/tin/1{between}{TITLE}")
    assert problems(found) == []
    assert (found.link, found.title) == (LINK, TITLE)


@pytest.mark.parametrize("link", ["https://", "htp://example.vn/tin", "https://a..vn/x"])
def test_a_broken_link_is_told_and_the_rest_kept(link: str) -> None:
    found = read(f"{link} | {TITLE}")
    assert [code for code, _ in problems(found)] == ["bad_link"]
    assert (found.link, found.title) == (None, TITLE)


def test_an_unknown_topic_is_told_with_the_nearest() -> None:
    found = read(f"{LINK} | {TITLE} | Nông ngiệp")
    assert problems(found) == [("unknown_topic", {"topic": "Nông ngiệp", "nearest": "Nông nghiệp"})]
    assert (found.link, found.title, found.topic_id) == (LINK, TITLE, None)
    found = read(f"{LINK}\n{TITLE}\n15/6\nThể thao")
    assert problems(found) == [("unknown_topic", {"topic": "Thể thao", "nearest": None})]


def test_a_second_date_link_or_text_is_told() -> None:
    found = read(f"{LINK} | {TITLE} | 15/6 | 16/6/2021 | https://a.vn/2 | Giáo dục | Hết rồi")
    assert problems(found) == [
        ("extra_field", {"text": "16/6/2021"}),
        ("extra_field", {"text": "https://a.vn/2"}),
        ("extra_field", {"text": "Hết rồi"}),
    ]
    assert found.published_on == date(2021, 6, 15)


def test_all_that_is_wrong_is_told_in_its_order() -> None:
    found = read("Tin | abc | 31/2 | example.vn/a | Thể thao")
    assert [code for code, _ in problems(found)] == [
        "short_title",
        "bad_date",
        "unknown_topic",
    ]
    assert found.kind is Kind.NEWS


def test_a_message_of_5000_characters_has_a_title_that_is_too_long() -> None:
    found = read("a" * 5000)
    assert problems(found) == [("long_title", {"length": 5000, "limit": 300})]


def test_a_title_is_one_clean_line_between_4_and_300_characters() -> None:
    assert check_title("  Tin\u202e  mới\n") == "Tin mới"
    assert check_title("<b>=HYPERLINK()</b>") == "<b>=HYPERLINK()</b>"
    assert check_title("a" * 300) == "a" * 300
    for title, code in (("abc", "short_title"), ("a\u200b\u200bb", "short_title")):
        with pytest.raises(InvalidField) as caught:
            check_title(title)
        assert caught.value.code == code
        assert caught.value.values["minimum"] == 4
    with pytest.raises(InvalidField) as caught:
        check_title("a" * 301)
    assert caught.value.values == {"length": 301, "limit": 300}


PIECES = st.sampled_from(
    [LINK, TITLE, "15/6", "31/2", "|", " | ", "\n", "NV", "tin", "www.a.vn", ""]
)


@given(st.text() | st.lists(PIECES | st.text(max_size=5), max_size=8).map("".join))
def test_any_message_is_read_without_an_error(text: str) -> None:
    found = read(text)
    if found.title is not None:
        assert check_title(found.title) == found.title
