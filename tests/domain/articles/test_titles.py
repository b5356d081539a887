"""What of a message is a title, by a table of what people write round it."""

from datetime import date

import pytest

from domain.articles.submission import Submission, read_submission
from domain.articles.titles import is_chatter
from domain.boards import Topic

LINK = "https://huyenmau.gov.vn/tin-tuc/bai-1.html"
TITLE = "Khai mạc hội thao cán bộ, công chức"
TODAY = date(2021, 6, 15)


def read(text: str) -> Submission:
    topics = (Topic(1, "Y tế"), Topic(2, "Quy hoạch"), Topic(3, "An ninh - Quốc phòng"))
    return read_submission(text, today=TODAY, topics=topics, units=())


@pytest.mark.parametrize(
    "text",
    [
        f"Hom nay co bai moi {LINK}",
        f"Nop {LINK}",
        f"Em gửi chị bài mới ạ {LINK}",
        f"Chị ơi em nộp bài {LINK} nhé",
        f"Xem chi tiết: {LINK}",
        f"Dạ em gửi link bài ạ\n{LINK}",
        f"1. {LINK}",
        f"Link: {LINK}",
        f"Kính gửi ban biên tập\n{LINK}\nCảm ơn chị",
    ],
)
def test_what_only_speaks_to_the_reader_is_no_title(text: str) -> None:
    found = read(text)
    assert (found.link, found.title, found.problems) == (LINK, None, ())


@pytest.mark.parametrize(
    "text",
    [
        f"{TITLE} {LINK}",
        f"1. {TITLE} {LINK}",
        f"1) {TITLE}\n{LINK}",
        f"- {TITLE}: {LINK}",
        f"{TITLE}. Xem chi tiết: {LINK}",
        f"{TITLE}... Xem thêm tại đây: {LINK}",
        f"{TITLE}… Đọc tiếp {LINK}",
        f"Tiêu đề: {TITLE}\nLink: {LINK}",
        f"Em gửi chị bài: {TITLE} {LINK}",
        f"Chị ơi em gửi bài ạ\n{TITLE}\n{LINK}",
        f"Nộp bài: {TITLE} {LINK}",
    ],
)
def test_a_title_is_freed_of_what_stands_round_it(text: str) -> None:
    found = read(text)
    assert (found.link, found.title, found.published_on) == (LINK, TITLE, None)


@pytest.mark.parametrize(
    "text",
    [
        f"{TITLE} (12/6) {LINK}",
        f"2. {TITLE} (12/6/2021) {LINK}",
        f"{TITLE}\nNgày đăng: 12/6/2021\n{LINK}",
        f"{LINK}\n{TITLE}\nNgày 12/6",
        f"{TITLE} – 12/6/2021 {LINK}",
    ],
)
def test_a_day_beside_the_title_is_the_day(text: str) -> None:
    found = read(text)
    assert (found.link, found.title) == (LINK, TITLE)
    assert found.published_on == date(2021, 6, 12)
    assert found.problems == ()


@pytest.mark.parametrize(
    "sign", [" | ", "｜", " ｜ ", "; ", " ; ", " – ", " - ", " — ", "\t", "\n"]
)
def test_fields_stand_between_signs_of_many_kinds(sign: str) -> None:
    plain = "Khai mạc hội thao"
    found = read(sign.join((LINK, plain, "2/6/2021", "Quy hoạch")))
    assert (found.link, found.title, found.published_on, found.topic_id) == (
        LINK,
        plain,
        date(2021, 6, 2),
        2,
    )
    assert found.problems == ()
    assert not found.unsure


@pytest.mark.parametrize(
    "text",
    [
        f"{LINK}, Khai mạc hội thao, 2/6/2021",
        f"{LINK} Khai mạc hội thao 2/6/2021",
        f"{LINK} – Khai mạc hội thao – Quy hoch – 2/6/2021",
        f"{LINK}\nKhai mạc hội thao\nNhiều đại biểu đã dự",
    ],
)
def test_a_line_that_may_mean_more_than_was_read_is_not_sure(text: str) -> None:
    found = read(text)
    assert found.unsure or found.problems


def test_a_sign_inside_a_title_stays_in_it() -> None:
    found = read(f"{LINK} | Khai mạc hội thao - bế mạc hội diễn; trao giải | 2/6/2021")
    assert found.title == "Khai mạc hội thao - bế mạc hội diễn; trao giải"
    assert read(f"{LINK} – An ninh - Quốc phòng – 2/6/2021 – Diễn tập").published_on == date(
        2021, 6, 2
    )


@pytest.mark.parametrize("text", [TITLE, "Đại hội Đảng bộ xã", "Ngày hội toàn dân", "Chào năm mới"])
def test_a_title_is_no_chatter(text: str) -> None:
    assert not is_chatter(text)
