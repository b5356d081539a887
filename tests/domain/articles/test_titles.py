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


@pytest.mark.parametrize(
    "text",
    [
        f"bài này em gửi nhầm, xoá giúp em {LINK}",
        f"xoá bài {LINK}",
        f"Xóa bài này giúp em với ạ {LINK}",
        f"rút bài này {LINK}",
        f"gỡ bài này {LINK}",
        f"sửa bài {LINK}",
        f"bài này sai ngày rồi, sửa lại giúp em {LINK}",
        f"em gửi lộn bài {LINK}",
        f"bỏ bài này giúp em {LINK}",
        f"bài này trùng rồi {LINK}",
        f"chị xem giúp em bài này được chưa {LINK}",
        f"sao link {LINK} không mở được vậy chị",
        f"bài {LINK} đã có chưa ạ?",
        f"bài này ghi chưa chị {LINK}",
        f"sao bài này chưa lên {LINK}",
        f"bài này có được tính không ạ {LINK}",
        f"link này bị lỗi {LINK}",
        f"kiểm tra giúp em bài này {LINK}",
        f"delete this article please {LINK}",
    ],
)
def test_what_asks_about_an_article_is_no_title(text: str) -> None:
    found = read(text)
    assert (found.link, found.title, found.problems) == (LINK, None, ())


@pytest.mark.parametrize("verb", ["/xoá bài", "/sửa bài", "rút bài"])
def test_a_request_before_the_fields_is_no_title_and_nothing_is_sure(verb: str) -> None:
    found = read(f"{verb} {LINK} | {TITLE} | 12/6")
    assert (found.title, found.unsure) == (TITLE, True)


@pytest.mark.parametrize(
    "text",
    [
        "Xoá mù chữ",
        "Xoá nhà tạm",
        "Sửa đường liên thôn",
        "Tết Trung thu cho trẻ em",
        "Trung thu cho em",
        "Khánh thành chùa mới",
        "Không hút thuốc lá",
        "Mở đường mới",
        "Rút kinh nghiệm công tác bầu cử",
        "Kiểm tra công tác tuyển quân",
        "Sửa chữa cầu treo",
        "Thầy giáo của em",
    ],
)
def test_a_title_of_such_words_stays_one(text: str) -> None:
    assert read(f"{text} {LINK}").title == text


@pytest.mark.parametrize("text", [TITLE, "Đại hội Đảng bộ xã", "Ngày hội toàn dân", "Chào năm mới"])
def test_a_title_is_no_chatter(text: str) -> None:
    assert not is_chatter(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (f"nộp bài hôm qua {LINK}", date(2021, 6, 14)),
        (f"em nộp bài ngày 14/6 ạ {LINK}", date(2021, 6, 14)),
        (f"{LINK}\nbài đăng sáng nay chị nhé", TODAY),
        (f"Em gửi chị tin thứ sáu {LINK}", date(2021, 6, 11)),
        (f"Em gửi chị bài mới ạ {LINK}", None),
    ],
)
def test_a_day_in_what_speaks_to_the_reader_is_the_day(text: str, day: date | None) -> None:
    read_one = read(text)
    assert read_one.title is None
    assert read_one.published_on == day


@pytest.mark.parametrize(
    ("title", "unsure"),
    [
        ("hôm kia Khai mạc giải bơi", True),
        ("14/6 Khai mạc giải bơi", True),
        ("Ngày 14/6 Khai mạc giải bơi", True),
        ("Hôm nay cử tri cả nước đi bầu cử", False),
        ("Khai mạc giải bơi năm 2021", False),
        ("Chào cờ đầu tuần", False),
    ],
)
def test_a_day_before_a_title_has_it_looked_at_twice(title: str, unsure: bool) -> None:
    found = read(f"{LINK} {title}")
    assert found.title == title
    assert found.unsure is unsure


@pytest.mark.parametrize(
    "text",
    [
        f"{TITLE} 14/6 Y tế {LINK}",
        f"14/6 {TITLE} {LINK}",
        f"{TITLE} hôm qua {LINK}",
        f"{LINK} {TITLE} 14/6/2021 Quy hoạch",
        f"{LINK} {TITLE} (14/6/2021) (Y tế)",
        f'"{LINK}" "{TITLE}" "14/6/2021"',
        f"{LINK} {TITLE} Y tế",
        f"{LINK} | Giáo dục - Đào tạo huyện | {TITLE}",
        f"{LINK} | Y tế - Dân số huyện tổng kết | 14/6",
        f"{LINK} | Quy hoạch, Y tế huyện họp | 14/6",
        f"{LINK} | {TITLE} Ảnh: Văn A",
        f"Em gửi bài {TITLE} {LINK}",
    ],
)
def test_a_title_that_may_hold_another_field_is_not_sure(text: str) -> None:
    found = read(text)
    assert found.unsure or found.problems


@pytest.mark.parametrize(
    "title",
    [
        "Giáo dục - Đào tạo huyện tổng kết",
        "Y tế, Quy hoạch huyện họp giao ban",
        "Công bố Nghị định 09/2019/NĐ-CP",
        "Thông báo: Lịch tiếp công dân",
        "Nha Trang: Khai mạc lễ hội biển",
        "Chợ Mới: Ra quân làm đường",
        "Chỉ thị số: 05 và việc học tập",
        "Em bé đầu tiên được tiêm tại huyện",
        "Trao quà tết, xe đạp cho em nghèo",
    ],
)
def test_a_title_with_a_sign_or_such_words_stays_whole(title: str) -> None:
    assert read(f"{LINK} | {title} | 14/6").title == title


@pytest.mark.parametrize(
    "title", ["Phiên họp thứ hai", "Đại hội lần thứ 3", "Hội nghị trực tuyến 2-3 điểm cầu"]
)
def test_numbers_in_a_title_are_no_day(title: str) -> None:
    assert read(f"{LINK} | {title}") == Submission(link=LINK, title=title)


@pytest.mark.parametrize(
    "text",
    [
        f"link: {LINK} tiêu đề: {TITLE} ngày: 14/6/2021 chủ đề: Y tế",
        f"Tiêu đề: {TITLE}, ngày đăng: 14/6, chuyên mục: Y tế {LINK}",
        f"{LINK} | {TITLE} | 14/6/2021 Y tế",
        f"{LINK} | {TITLE} | Y tế 14/6",
        f"{LINK} | {TITLE} | 14/6 | chuyên mục y tế",
        f"{LINK} | {TITLE} | 14/6 | Y tế ạ",
        f"1 | {TITLE} | {LINK} | 14/6 | Y tế",
        f"STT 2 | 14/6 | {TITLE} | {LINK} | Y tế",
        f"{LINK} | Tiêu đề {TITLE} | 14/6 | Y tế",
    ],
)
def test_fields_are_read_however_they_are_labelled(text: str) -> None:
    assert read(text) == Submission(LINK, TITLE, date(2021, 6, 14), 1)


@pytest.mark.parametrize(
    "text",
    [
        f"“{TITLE}”",
        f'"{TITLE}"',
        f"[{TITLE}]",
        f"🔥🔥 {TITLE} 🎉",
        f"[TIN MỚI] {TITLE}",
        f"#yte #tinmoi {TITLE}",
        f"{TITLE} ạ",
        f"{TITLE} nhé chị",
        f"Chị ơi em gửi bài {TITLE}",
        f"Dạ tiêu đề là {TITLE} ạ",
        f"{TITLE}, mong chị duyệt giúp em",
    ],
)
def test_signs_and_politeness_round_a_title_are_none_of_it(text: str) -> None:
    assert read(f"{text} {LINK}").title == TITLE


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("bài 1", None),
        ("như trên", None),
        ("E gửi c link tin mới đăng ngày 14/6 ạ", date(2021, 6, 14)),
        ("chuyên mục y tế", None),
        ("[14/6/2021 08:05] Lan: em gửi bài mới ạ", date(2021, 6, 14)),
    ],
)
def test_what_names_no_article_is_no_title(text: str, day: date | None) -> None:
    found = read(f"{LINK} {text}")
    assert (found.title, found.published_on) == (None, day)


@pytest.mark.parametrize(
    "line",
    [
        "Sáng 14/6, UBND huyện tổ chức hội nghị tổng kết.",
        "Ngày 14/6/2021, đồng chí Bí thư Huyện uỷ đã dự",
        "(Mẫu) - Ngày 14/6/2021 - UBND huyện đã tổ chức hội nghị",
        "Dự hội nghị có lãnh đạo huyện; đại diện ngành; 14/6 là ngày hội",
    ],
)
def test_the_first_lines_of_a_post_are_neither_its_day_nor_its_topic(line: str) -> None:
    found = read(f"{TITLE}\n{line}\n{LINK}")
    assert (found.title, found.published_on, found.problems) == (TITLE, None, ())


def test_a_line_copied_from_a_chat_has_the_day_of_its_message() -> None:
    found = read(f"[14/06/2021 08:05:12] Nguyễn Lan: {TITLE}\n{LINK}")
    assert (found.title, found.published_on) == (TITLE, date(2021, 6, 14))


@pytest.mark.parametrize(
    "title",
    [
        "Tin ảnh: Đăk Hà vào xuân",
        "Chùm ảnh: Lễ hội cồng chiêng",
        "Phóng sự ảnh: Mùa cà phê chín",
        'Diễn đàn với chủ đề: "Khởi nghiệp"',
        "Hội nghị tập huấn. Thời gian: 3 ngày",
        "Nước sạch nông thôn, nguồn: giếng làng",
        "Ra mắt tập thơ với tựa đề: Đất lửa",
        "Tác phẩm đoạt giải của tác giả: Y Ban",
        "Họp bàn đơn vị: ba nơi sáp nhập",
    ],
)
@pytest.mark.parametrize("form", ["{link} | {title} | 14/6/2021 | Y tế", "{link} | {title} | Y tế"])
def test_a_title_with_a_label_in_it_stays_whole(title: str, form: str) -> None:
    found = read(form.format(link=LINK, title=title))
    assert (found.title, found.kind, found.topic_id) == (title, None, 1)
    assert (found.unsure, found.problems) == (False, ())


@pytest.mark.parametrize("field", ["chủ đề: Thể thao", "đơn vị: Xã Lạ"])
def test_a_label_behind_a_known_field_shows_that_its_own_is_unknown(field: str) -> None:
    found = read(f"link: {LINK} tiêu đề: {TITLE} ngày: 14/6/2021 {field}")
    assert (found.title, found.published_on) == (TITLE, date(2021, 6, 14))
    assert [problem.code for problem in found.problems] == ["unknown_topic"]


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("Mừng ngày 20/11", date(2020, 11, 20)),
        ("Ngày hội 18/11", date(2020, 11, 20)),
        ("Chi hội 14/6", date(2021, 6, 14)),
    ],
)
def test_a_feast_in_a_title_is_no_day(title: str, day: date) -> None:
    found = read(f"{LINK} | {title} | {day:%d/%m/%Y} | Y tế")
    assert (found.title, found.published_on, found.problems) == (title, day, ())


@pytest.mark.parametrize(
    ("text", "unsure"),
    [
        (f"{TITLE} ạ", False),
        (f"{TITLE} nhé chị", True),
        (f"#yte #tinmoi {TITLE}", True),
        (f"[TIN MỚI] {TITLE}", True),
        (f"Chị ơi em gửi bài {TITLE} nhé", True),
        (f"{TITLE}, mong chị duyệt giúp em", True),
        (f"{TITLE}, chị xem giúp em nhé", True),
        (f"{TITLE} Ảnh: Văn A", True),
    ],
)
def test_what_was_cut_from_a_title_has_it_looked_at_twice(text: str, unsure: bool) -> None:
    found = read(f"{LINK} | {text} | 14/6")
    assert found.unsure is unsure
    assert found.title == (TITLE if "Ảnh" not in text else text)


@pytest.mark.parametrize(
    "title",
    [
        *("Việt Nam ơi, cố lên nhé", "Lớp học trên núi, em ghi bài", "Tiến lên nhé!"),
        *("Vươn lên thoát nghèo, giúp bạn", "#OCOP xã Đăk Hà đạt 4 sao"),
        *("Anh đăng tin Giả lên Facebook bị phạt", "Đã gửi tin Nhắn lừa đảo hàng loạt"),
    ],
)
def test_a_title_that_sounds_like_talk_stays_whole(title: str) -> None:
    found = read(f"{LINK} | {title} | 14/6/2021 | Y tế")
    assert found == Submission(LINK, title, date(2021, 6, 14), 1)


@pytest.mark.parametrize("title", ["Bản tin ngày 14/6", "Bản tin thứ ba", "Bài viết ngày 21/6"])
def test_a_bulletin_of_a_day_is_a_title(title: str) -> None:
    found = read(f"{LINK} | {title} | Y tế")
    assert (found.title, found.published_on, found.topic_id) == (title, None, 1)


@pytest.mark.parametrize(
    ("text", "title", "day"),
    [
        (
            "Kính gửi Ban biên tập, em gửi bài: Hội nghị tổng kết (https://a.vn/1), đăng ngày 14/6."
            " Em cảm ơn!",
            "Hội nghị tổng kết",
            date(2021, 6, 14),
        ),
        ("https://a.vn/1 Khai trương chợ phiên. Xin cảm ơn!", "Khai trương chợ phiên", None),
        ("Khai trương chợ phiên. Em cảm ơn ạ https://a.vn/1", "Khai trương chợ phiên", None),
        ("Tiêu đề bài: Khai trương chợ phiên\nhttps://a.vn/1", "Khai trương chợ phiên", None),
        (
            "Chuyển tiếp từ chị Hoa:\nKhai trương chợ phiên\nhttps://a.vn/1",
            "Khai trương chợ phiên",
            None,
        ),
        ("Forwarded message\nKhai trương chợ phiên\nhttps://a.vn/1", "Khai trương chợ phiên", None),
        # What stays whole.
        ("https://a.vn/1 Lễ cảm ơn. Những tấm lòng vàng", "Lễ cảm ơn. Những tấm lòng vàng", None),
        (
            "https://a.vn/1 Vượt khó. Cảm ơn cán bộ y tế xã Mẫu",
            "Vượt khó. Cảm ơn cán bộ y tế xã Mẫu",
            None,
        ),
        ("https://a.vn/1 Gửi lời cảm ơn thầy cô", "Gửi lời cảm ơn thầy cô", None),
        (
            "Chuyển tiếp từ truyền thống sang hiện đại\nhttps://a.vn/1",
            "Chuyển tiếp từ truyền thống sang hiện đại",
            None,
        ),
    ],
)
def test_thanks_and_what_a_messenger_puts_above_are_no_title(
    text: str, title: str, day: date | None
) -> None:
    said = read(text)
    assert (said.title, said.published_on) == (title, day)
    assert said.unsure or "ảm ơn" not in text or "ảm ơn" in title
