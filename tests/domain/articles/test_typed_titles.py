"""What of a text that was typed as a title is the title."""

import pytest

from domain.articles.draft_answers import read_title
from domain.errors import InvalidField


@pytest.mark.parametrize(
    "text",
    [
        "Phòng, chống dịch:\nKhông để ai bị bỏ lại!",
        "Khai mạc Đại hội\nĐảng bộ huyện Đăk Hà lần thứ XVI, nhiệm kỳ 2020-2025.",
        "HỘI LHPN HUYỆN\nTổ chức tập huấn kỹ năng chuyển đổi số cho cán bộ, hội viên phụ nữ"
        " trên toàn huyện",
        "Đăk Hà:\nHội nghị tổng kết. Trao thưởng cho học sinh giỏi.",
        "Ra quân làm đường\nTP. Kon Tum phát động thi đua.",
        "Chuyển đổi số:\nKhó hay dễ? Cần làm gì?\nGóc nhìn từ cơ sở",
    ],
)
def test_a_title_on_several_lines_is_one(text: str) -> None:
    assert read_title(text) == " ".join(text.splitlines())


@pytest.mark.parametrize(
    "news",
    [
        "Sáng 14/6, tại sân vận động đã khai mạc hội thao.",
        "Ngày 14/6/2021, Ủy ban nhân dân huyện tổ chức hội nghị",
        "Hội thao có 12 đơn vị dự. Các môn thi gồm bóng đá và kéo co.",
        "Hội thao có 12 đơn vị dự.\nCác môn thi gồm bóng đá và kéo co.",
    ],
)
def test_the_news_below_a_title_are_none_of_it(news: str) -> None:
    assert read_title(f"Khai mạc hội thao huyện\n{news}") == "Khai mạc hội thao huyện"


@pytest.mark.parametrize(
    "text",
    [
        *("Bản tin ngày 14/6", "Bản tin thứ ba", "Bài viết ngày 21/6", "Tin ngày 14/6"),
        *("Bản tin Đảng ngày 14/6", "Bài mới tháng 6"),
        *("Việt Nam ơi, cố lên nhé", "Lớp học trên núi, em ghi bài", "Tiến lên nhé"),
        *("Vươn lên thoát nghèo, giúp bạn", "Vượt khó học giỏi, chị giúp em"),
        *("#OCOP xã Đăk Hà đạt 4 sao", "#yte khai mạc hội thao"),
        *("Anh đăng tin Giả lên Facebook bị phạt", "Chị đăng bài Giả mạo bị phạt"),
        *("Đã gửi tin Nhắn lừa đảo hàng loạt", "Thừa tin Giả trên mạng xã hội"),
        *("Anh em gửi bài Thơ dự thi báo tường", "Anh gửi em bài Ca dao quê mẹ"),
    ],
)
def test_a_title_that_sounds_like_talk_stays_whole(text: str) -> None:
    assert read_title(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *("em nộp bài ngày 14/6 ạ", "bài đăng sáng nay chị nhé", "E gửi c tin ngày 14/6"),
        *("bài ngày 14/6 ạ", "ghi bài ngày 14/6", "gui bai ngay 14/6"),
    ],
)
def test_a_day_in_talk_makes_no_title(text: str) -> None:
    with pytest.raises(InvalidField) as caught:
        read_title(text)
    assert caught.value.code == "chatter_title"
