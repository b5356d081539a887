"""What answers an open question, what puts it off and what only talks."""

import pytest

from domain.conversation.replies import (
    hesitates,
    is_talk,
    says_keep,
    says_no,
    says_send,
    says_there_are,
    says_yes,
)

OF_WAITING = (
    "chờ em tí; đợi chút; để em xem lại; khoan để em hỏi lại; không phải; chưa; gì vậy; là sao ạ?; "
    "khoan; thôi khoan; thôi để mai; em không nhớ tiêu đề; chờ chút; để em hỏi lại sếp đã; mai em "
    "gửi; lát nữa em trả lời; đợi em một chút nhé; khoan đã, em xem lại đã; em quên rồi; em chưa "
    "hiểu; hả?; cái gì thế; đừng gửi; để kiểm tra lại; em không biết ghi gì; wait a minute; let me "
    "check; từ từ; từ từ đã; lát nữa em bổ sung; em gửi sau; bổ sung sau ạ; vâng để em; dạ để em "
    "gửi "
    "lại; để em gửi lại link khác; em xin phép gửi sau; để xin ý kiến lãnh đạo; hỏi gì vậy; ủa gì "
    "vậy; tiêu đề là gì; giờ sao; phải làm gì nữa; em hỏi tí; hổng biết; k biết ạ; quên mất rồi; "
    "em "
    "quên mất tiêu đề; lấy trong link; tiêu đề như trong link; có trong link rồi; xem trong bài; "
    "not "
    "now; hang on; one sec; i'm not sure; i don't understand; em xin lỗi"
)


WAITING = OF_WAITING.split("; ")


OF_SLIPS = (
    "em bấm nhầm; sai rồi; gửi nhầm; không có tiêu đề; bài này trùng rồi; em gửi nhầm link; nhầm "
    "rồi; xin lỗi em nhầm; không, em nhầm; bài này em gửi rồi; bấm lộn nút; sai ngày rồi ạ; my "
    "mistake; nhầm group; cháu nó bấm nhầm; không phải link này; bài này cũ rồi; em gửi bài này "
    "rồi "
    "mà; bài này nộp hôm qua rồi; em chưa đặt tiêu đề"
)


SLIPS = OF_SLIPS.split("; ")


@pytest.mark.parametrize("text", [*WAITING, *SLIPS])
def test_what_puts_a_question_off_answers_none(text: str) -> None:
    assert hesitates(text)
    assert hesitates(text, slips=False) == (text in WAITING)


OTHERS = (
    "Khai mạc hội thao; Tập trung diễn tập; Chờ đợi mùa xuân; Em tìm hiểu biển đảo quê hương; "
    "Đừng chủ quan với dịch bệnh; Không phát sinh ca mắc mới; Chờ duyệt bài; Đợi cấp trên duyệt; "
    "Bài đang viết, chưa đăng; Chưa có bài; Để em được đến trường; Đổi mới sáng tạo; "
    "Sai phạm trong quản lý đất đai; Nhầm lẫn khi kê khai; Quên mình vì dân; Cho vay vốn; "
    "Viết lại; Gửi lại; Bổ sung ảnh; Tự lực tự cường; Trong trang sử mới; Em gửi niềm tin; Từ tâm; "
    "Xin ý kiến nhân dân; Xin ý kiến dự thảo Luật; Xin ý kiến cử tri; Xin đừng vứt rác; "
    "Kiểm tra lại an toàn thực phẩm; Vì sao phải tiêm; không; không có; bỏ qua; huỷ; thôi"
)


@pytest.mark.parametrize("text", OTHERS.split("; "))
def test_a_title_a_reason_and_a_command_put_nothing_off(text: str) -> None:
    assert not hesitates(text)


OF_TALK = (
    "phải rồi; đúng; đc ạ; ko; k có ạ; hông có; chưa; chưa có ạ; chẳng có gì; xong; xong chưa; ghi "
    "chưa; haha; hmm; kkk; ơ; tiếp tục; quay lại; làm lại từ đầu; skip; done; nothing; như trên; "
    "như "
    "cũ; thế thôi; vậy thôi bạn ơi; chịu; bó tay; khó quá; anh ơi; chị ơi; bot ơi; đừng ghi bài này"
    "; dung; dừng; dừng rồi; dduwngf"
)


@pytest.mark.parametrize("text", OF_TALK.split("; "))
def test_words_without_a_meaning_of_their_own_are_talk(text: str) -> None:
    assert is_talk(text)


OF_REASONS = (
    "em bận; em ốm; em đau; em dạy; nghỉ lễ; em đi học; chưa có bài; chưa kịp viết; chưa làm kịp; "
    "không có sự kiện; không đi được; không có ai viết; chưa duyệt; sai; viết lại; trùng; mất "
    "điện; "
    "do bão; bão; Do có bão; hỏng; máy hỏng; ảnh hỏng; Ảnh mờ; để anh Tư xem lại; Bảo trì máy; "
    "Đừng chủ quan với COVID-19; Xin đừng vứt rác; Rượu bia: đừng lái xe; "
    "Đừng quên đeo khẩu trang; "
    "Hãy ở nhà; Mai vàng; Nhà kho bạc; Xin ý kiến nhân dân; Bác Hồ; Chợ quê; Ở nhà; "
    "thiếu người; Khó khăn về kinh phí; Đừng chủ quan với dịch bệnh mùa đông xuân; busy; sick"
)


@pytest.mark.parametrize("text", OF_REASONS.split("; "))
def test_a_reason_however_short_is_no_talk(text: str) -> None:
    assert not is_talk(text)


OF_WHY = (
    "đã có rồi; không hiểu; khó hiểu; không đúng; chưa đúng; không xem được; không dùng được; "
    "chưa xem được; khó quá; khong dung; khong xem duoc; khong hieu"
)


@pytest.mark.parametrize("text", OF_WHY.split("; "))
def test_words_of_talk_may_tell_why(text: str) -> None:
    assert not is_talk(text, for_reason=True)


ONLY_TALK = "đúng; không; chưa; chưa ạ; phải rồi; đúng rồi; anh ơi; từ từ; xong; đừng ghi bài này"


@pytest.mark.parametrize("text", ONLY_TALK.split("; "))
def test_what_only_talks_tells_no_reason(text: str) -> None:
    assert is_talk(text, for_reason=True)


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("có bài rồi", True),
        ("có 2 bài", True),
        ("vẫn có bài mà", True),
        ("tháng này vẫn có bài", True),
        ("em gửi bài rồi", True),
        ("có", True),
        ("đúng rồi", True),
        ("gửi rồi mà", True),
        ("chưa có bài", False),
        ("Đã gửi bài cho tỉnh", False),
        ("Bài đang viết, chưa đăng", False),
        ("Có bài nhưng chưa đăng", False),
    ],
)
def test_articles_that_are_there_are_no_reason_for_none(text: str, there: bool) -> None:
    assert says_there_are(text) is there


@pytest.mark.parametrize(
    "text", ["đúng", "Đúng ạ", "đúng rồi", "đúng vậy", "dung roi", "Dung roi a", "ddungs roofi"]
)
def test_right_is_a_yes(text: str) -> None:
    assert says_yes(text)
    assert not says_no(text)


OF_FORBIDDING = (
    "đừng; dừng; thôi đừng; đừng ghi; dừng lại; dừng nhé; dừng rồi; dừng thế; đừng em; khoan"
)


@pytest.mark.parametrize("text", OF_FORBIDDING.split("; "))
def test_what_forbids_is_a_no(text: str) -> None:
    assert says_no(text)
    assert not says_yes(text)


UNSURE = "dung; Dung nhe; dung vay; dung the; dựng; Dũng; dungf; dduwngf"


@pytest.mark.parametrize("text", UNSURE.split("; "))
def test_what_may_be_right_or_do_not_is_neither_yes_nor_no(text: str) -> None:
    assert not says_yes(text)
    assert not says_no(text)
    assert not says_keep(text)


def test_what_forbids_neither_sends_nor_keeps() -> None:
    assert says_send("dung roi gui di")
    assert not says_send("dừng rồi gửi đi")
    assert says_keep("dung ten roi")
    assert not says_keep("tên Dũng")


@pytest.mark.parametrize(
    "text",
    ["ừ đúng", "vâng đúng rồi", "ok ghi", "ok ghi đi", "ừ ghi đi ạ", "ok đúng rồi", "ghi luôn"],
)
def test_a_yes_may_be_said_twice(text: str) -> None:
    assert says_yes(text)


@pytest.mark.parametrize(
    "text",
    [
        "đừng ghi",
        "dung ghi",
        "ừ đừng ghi",
        "ok không ghi",
        "ok chưa ghi",
        "ok thôi",
        "ừ nhầm",
        "ghi chú",
        "ok ghi nhầm",
        "vâng ghi sai",
        "đúng là sai",
    ],
)
def test_a_no_behind_a_yes_is_no_yes(text: str) -> None:
    assert not says_yes(text)
