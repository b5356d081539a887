"""What people say instead of a command, by a table of wordings."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.conversation.phrases import read_talk, says_nothing, wordings
from domain.conversation.typed_commands import after_bot_name, read_command
from domain.language import translator
from handlers.commands import SPELLED, command_names, commands

TABLE = Path(__file__).parents[2] / "data" / "words" / "phrases.tsv"
ROWS = [tuple(line.split("\t")) for line in TABLE.read_text("utf-8").splitlines()[1:]]
NAMES = command_names(translator("vi"))


def meaning(text: str) -> str:
    """Return the command or the courtesy of a text as the table writes it."""
    command = read_command(text, NAMES, SPELLED)
    talk = read_talk(text)
    # Words that are only like a command's name mean what they are known to mean.
    sure = command is not None and (command.slash or command.exact or talk is None)
    if command is not None and sure and (command.whole or command.slash):
        return command.name
    return talk.meaning if talk else "none"


@pytest.mark.parametrize(("text", "meant"), ROWS)
def test_a_phrase_means_its_command(text: str, meant: str) -> None:
    assert meaning(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("hdsd", "help"),
        ("đơn vị nào còn thiếu bài", "status"),
        ("những xã nào còn thiếu bài vậy", "status"),
        ("các đơn vị còn thiếu bài ạ", "status"),
        ("em đăng nhầm bài ạ", "undo"),
        ("gửi nhắc các phòng chưa nộp", "remind"),
        ("cho em xem các bài đã gửi", "mine"),
        ("tạm biệt", "greeting"),
        ("Tháng này không có", "none"),
    ],
)
def test_other_wordings_of_the_same_kinds_are_known(text: str, meant: str) -> None:
    assert meaning(text) == meant


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("baocao quý 1", "report", "quý 1"),
        ("báocáo tháng 5", "report", "tháng 5"),
        ("tinhhinh tháng 5", "status", "tháng 5"),
        ("khongco nghỉ lễ", "none", "nghỉ lễ"),
        ("huongdan nộp", "help", "nộp"),
    ],
)
def test_a_name_typed_as_one_word_is_the_command(text: str, name: str, rest: str) -> None:
    command = read_command(text, NAMES, SPELLED)
    assert command is not None
    assert (command.name, command.rest) == (name, rest)


@pytest.mark.parametrize("text", ["Chi bộ thôn 3 tổ chức đại hội", "Chi đoàn xã ra quân ngày 26/3"])
def test_a_title_that_begins_like_a_payment_is_none(text: str) -> None:
    assert read_command(text, NAMES, SPELLED) is None


@pytest.mark.parametrize(
    "text",
    [
        *("chị ơi", "chị", "chị em", "Chỉ em", "không ai biết không", "Thu hồi đất dự án"),
        *("nhắc phòng dân tộc", "Nhắc tên những tấm gương sáng"),
        *("Chúc mừng năm mới", "Ban hành kế hoạch quý 1", "Không gửi xe nữa", "Rút bài học"),
    ],
)
def test_what_is_like_a_wording_is_none(text: str) -> None:
    assert meaning(text) == "none"


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("tháng 5 ai chưa nộp", "tháng 5"),
        ("xã nào chưa có bài tháng trước", "tháng trước"),
        ("T5/2021 được mấy bài", "T5/2021"),
        ("quý 1 đơn vị nào chưa nộp", "quý 1"),
        ("6 tháng đầu năm 2021 có bao nhiêu bài", "6 tháng đầu năm 2021"),
        ("từ đầu năm có bao nhiêu bài", ""),
        ("tháng nào ai chưa nộp", ""),
        ("ban hành báo cáo quý 1", "quy 1"),
        ("nhắc các đơn vị chưa nộp tháng 5", "thang 5"),
        ("đôn đốc tháng trước", "thang truoc"),
        ("nhắc nộp bài T5", "t5"),
        ("nhắc các xã", ""),
        ("tìm giúp em bài bầu cử", "bầu cử"),
        ("Tìm hộ nghèo", "hộ nghèo"),
        ("cho em xin báo cáo", ""),
        ("xuất báo cáo tháng 5", "báo cáo tháng 5"),
        ("làm cho anh cái báo cáo quý 1", "báo cáo quý 1"),
        ("gửi sếp báo cáo tháng 5 gấp nhé", "báo cáo tháng 5"),
        ("có báo cáo quý 1 chưa", "báo cáo quý 1"),
        ("give me the report for q1", "report for q1"),
        ("Phòng Y tế báo cáo tháng 5", "Phòng Y tế báo cáo tháng 5"),
        ("báo cáo từ 1/1 đến 31/3", "báo cáo từ 1/1 đến 31/3"),
    ],
)
def test_the_period_within_a_question_is_what_is_asked_about(text: str, rest: str) -> None:
    talk = read_talk(text)
    assert talk is not None
    assert talk.rest == rest


def test_a_wording_with_a_number_is_not_one_without_it() -> None:
    talk = read_talk("tình hình tháng 5")
    assert talk is None or talk.rest


@pytest.mark.parametrize("text", ["không có", "khong co", "ko có ạ", "Không"])
def test_just_none_is_known(text: str) -> None:
    assert says_nothing(text.removesuffix(" ạ"))


def test_every_meaning_of_the_table_is_a_command_or_a_courtesy() -> None:
    known = {command.name for command in commands(translator("vi"))}
    known |= {"thanks", "greeting", "log_all", "look_through", "drop_all"}
    assert set(wordings().values()) <= known


@pytest.mark.parametrize(
    "text",
    [
        "/nộp https://a.vn/1 | Khai mạc",
        "/nop https://a.vn/1 | Khai mạc",
        " /nop https://a.vn/1 | Khai mạc",
        "/ nop https://a.vn/1 | Khai mạc",
        "/Nộp https://a.vn/1 | Khai mạc",
        "/nop@tinbai_bot https://a.vn/1 | Khai mạc",
        "@tinbai_bot nop https://a.vn/1 | Khai mạc",
        "@tinbai_bot /nộp https://a.vn/1 | Khai mạc",
        "nộp https://a.vn/1 | Khai mạc",
        "Nop https://a.vn/1 | Khai mạc",
        "/nopp https://a.vn/1 | Khai mạc",
        "/npo https://a.vn/1 | Khai mạc",
        "/submit https://a.vn/1 | Khai mạc",
        "/submti https://a.vn/1 | Khai mạc",
    ],
)
def test_a_command_is_understood_however_it_is_typed(text: str) -> None:
    found = read_command(text, NAMES, SPELLED)
    assert found is not None
    assert (found.name, found.rest) == ("submit", "https://a.vn/1 | Khai mạc")


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("/báo cáo quý 1", "report", "quý 1"),
        ("/bao cao quy 1", "report", "quy 1"),
        ("/baocao quý 1", "report", "quý 1"),
        ("báo cáo quý 1", "report", "quý 1"),
        ("/không có Tập trung diễn tập", "none", "Tập trung diễn tập"),
        ("/khongco Tập trung diễn tập", "none", "Tập trung diễn tập"),
        ("/tình hình", "status", ""),
        ("tinh hinh", "status", ""),
        ("/đơn vị", "units", ""),
        ("/hoàn tác", "undo", ""),
        ("/hủy", "cancel", ""),
        ("huỷ", "cancel", ""),
        ("/lịch sử 57", "history", "57"),
        ("/tim ca phe", "find", "ca phe"),
        ("/tinhhnh", "status", ""),
        ("huongdna", "help", ""),
    ],
)
def test_each_command_has_its_spellings(text: str, name: str, rest: str) -> None:
    found = read_command(text, NAMES, SPELLED)
    assert found is not None
    assert (found.name, found.rest) == (name, rest)


@pytest.mark.parametrize(
    "text",
    [
        "Chi bộ Phòng Nội vụ tổ chức sinh hoạt",
        "Nhạc hội mùa xuân tại trung tâm huyện",
        "Hủy bỏ quyết định thu hồi đất",
        "Khai mạc hội thao",
        "Nộp thuế điện tử tại bộ phận một cửa",
        "Bản tin dự báo thời tiết",
        "",
        "/",
    ],
)
def test_the_beginning_of_a_sentence_is_no_command(text: str) -> None:
    found = read_command(text, NAMES, SPELLED)
    assert found is None or found.whole


@given(st.text(max_size=80))
def test_any_text_is_read_or_left(text: str) -> None:
    read_command(text, NAMES, SPELLED)
    read_talk(text)


@given(st.sampled_from(sorted(SPELLED)), st.sampled_from(["{}", "/{}", " /{}", "/ {}", "{}!"]))
def test_every_spelled_command_is_its_command(spelled: str, form: str) -> None:
    for text in (form.format(spelled), form.format(spelled.upper())):
        found = read_command(text, NAMES, SPELLED)
        assert found is not None
        assert found.name == SPELLED[spelled]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("trang tắt", "tắt"),
        ("Trang tat", "tat"),
        ("trang thoát", "thoát"),
        ("Trang thông tin điện tử xã Mẫu khai trương", None),
        ("trang thong tin dien tu", None),
        ("trang", ""),
    ],
)
def test_a_page_is_closed_without_slash_and_no_title_is_taken_for_it(
    text: str, rest: str | None
) -> None:
    command = read_command(text, NAMES, SPELLED)
    assert (command.rest if command and command.name == "page" else None) == rest


@pytest.mark.parametrize("text", ["đúng", "Đúng", "dung", "đúng rồi", "vâng", "có"])
def test_a_yes_never_means_to_leave_off(text: str) -> None:
    said = read_talk(text)
    assert said is None or said.meaning != "cancel"


@pytest.mark.parametrize("text", ["baocao quý 3", "khongco nghỉ lễ", "huongdan nop", "trang tắt"])
def test_what_no_sentence_begins_with_is_certainly_a_command(text: str) -> None:
    found = read_command(text, NAMES, SPELLED)
    assert found is not None
    assert found.certain


@pytest.mark.parametrize("text", ["báo cáo quý 3", "tim ca phe", "nop Khai mạc hội thao"])
def test_what_may_begin_a_sentence_is_not_certain(text: str) -> None:
    found = read_command(text, NAMES, SPELLED)
    assert found is not None
    assert not found.certain


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("@Bot Tin bài xã Mẫu tinhhinh", "tinhhinh"),
        ("@Bot Tin bài xã Mẫu /nop Hội nghị", "/nop Hội nghị"),
        ("@Bot Trang tin xã Mẫu nop Hội nghị | 14/6", "nop Hội nghị | 14/6"),
        ("@bot Tin bài báo cáo quý 3", "báo cáo quý 3"),
        ("@Bot Tin bài xã Mẫu https://xamau.gov.vn/a", "https://xamau.gov.vn/a"),
        ("@Bot Tin bài chào mọi người", "@Bot Tin bài chào mọi người"),
        ("Hội nghị @Bot nop gì", "Hội nghị @Bot nop gì"),
    ],
)
def test_the_name_of_the_bot_is_taken_off_wherever_it_ends(text: str, meant: str) -> None:
    assert after_bot_name(text, NAMES, SPELLED) == meant


TITLES = (
    "Không phát sinh ca mắc mới; Thư cảm ơn của UBND xã; Cảm ơn thầy cô; Chào cờ đầu tuần; "
    "Chào mừng Quốc khánh 2/9; Chào mừng Đại hội Đảng; Chào năm học mới; Lời cảm ơn; Chào xuân; "
    "Xã Mẫu không có tin, bài về tham nhũng; Tháng này không phát sinh ca mắc"
)


@pytest.mark.parametrize("text", TITLES.split("; "))
def test_a_title_with_a_word_of_talk_is_not_wholly_talk(text: str) -> None:
    talk = read_talk(text)
    assert talk is None or not talk.exact


TALK = (
    "Đơn vị em không phát sinh tin, bài trong tháng ạ; tháng này không có tin bài; không phát "
    "sinh; đơn vị không có tin, bài do tập trung phòng, chống dịch; không phát sinh tin bài tháng "
    "5; đơn vị em tháng này không có tin bài vì nghỉ lễ; nothing to report this month; Cảm ơn chị "
    "nhé; Dạ em cảm ơn ạ; cảm ơn đã giúp em; em cảm ơn mọi người nhiều; Em chào chị ạ; chào các bác"
)


@pytest.mark.parametrize("text", TALK.split("; "))
def test_what_only_speaks_to_the_reader_is_wholly_talk(text: str) -> None:
    talk = read_talk(text)
    assert talk is not None
    assert talk.exact


@pytest.mark.parametrize(
    "text",
    [
        "xoá bài vừa rồi",
        "bỏ bài đó đi",
        "bỏ bài vừa rồi đi",
        "xoá giúp em bài vừa rồi",
        "rút bài đó lại",
        "huỷ tin vừa gửi ạ",
    ],
)
def test_what_asks_to_drop_the_last_article_takes_it_back(text: str) -> None:
    assert meaning(text) == "undo"
