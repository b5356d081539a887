"""What people say to the questions of a sent file in other words than its buttons."""

from datetime import date

import pytest

from domain.imports.answers import agrees_to_file, answers_file

YEARS = (("2021", "f:year:5:2021"), ("2020", "f:year:5:2020"), ("Không nhập", "f:drop:5"))
NEAR = (("Công an huyện", "f:map:5:aa:0"), ("Đơn vị mới", "f:new:5:aa"), ("Không nhập", "f:drop:5"))
TWO = (("Công an huyện", "f:map:5:aa:0"), ("Công an xã", "f:map:5:aa:1"), *NEAR[1:])
OVERLAP = (
    ("Bảng là tổng số", "f:total:5"),
    ("Cộng thêm", "f:add:5"),
    ("Không nhập", "f:drop:5"),
)
CONFIRM = (("Nhập bảng này", "f:import:5"), ("Không nhập", "f:drop:5"))
STORED = (("Hoàn tác lần nhập này", "f:undo:7"),)
TODAY = date(2021, 6, 15)


@pytest.mark.parametrize(
    ("choices", "data", "texts"),
    [
        (YEARS, "f:year:5:2020", "năm 2020|nam 2020 a|của năm 2020 ạ|năm ngoái|bảng này năm 2020"),
        (YEARS, "f:year:5:2015", "năm 2015|của 2015"),
        (YEARS, "f:year:5:2021", "năm nay nhé|2021"),
        (YEARS, "f:drop:5", "thôi|không nhập|nhầm file|hủy"),
        (NEAR, "f:new:5:aa", "mới|là đơn vị mới ạ|đơn vị mới nhé|đơn vị khác"),
        (NEAR, "f:map:5:aa:0", "cùng một đơn vị|đúng rồi|CA huyện|ca huyện|cũ|phải|có"),
        (NEAR, "f:drop:5", "thôi không nhập nữa|huỷ nhập|bỏ file này"),
        (TWO, "f:map:5:aa:1", "CA xã|công an xã"),
        (OVERLAP, "f:total:5", "tổng số|là tổng|tong so|đã gồm|có|có gồm rồi|đã bao gồm|trừ đi"),
        (OVERLAP, "f:add:5", "cộng|cong them|cộng vào ạ|không gồm|chưa gồm|không|giữ cả hai"),
        (CONFIRM, "f:import:5", "nhập|nhập đi|ok nhập đi em|nhập giúp tôi|ghi đi|lưu|xác nhận"),
        (
            CONFIRM,
            "f:drop:5",
            "không|ko nhập|không phải file này|nhầm file|gửi nhầm bảng|thôi|đừng nhập|dung nhap",
        ),
        (STORED, "f:undo:7", "hoàn tác|rút lại bảng vừa nhập|xoá bảng vừa nhập|nhập nhầm bảng"),
        (STORED, "f:undo:7", "tôi nhập nhầm file|huỷ lần nhập vừa rồi|nhầm file rồi"),
    ],
)
def test_a_text_means_a_button_in_other_words(
    choices: tuple[tuple[str, str], ...], data: str, texts: str
) -> None:
    for text in texts.split("|"):
        assert (text, answers_file(text, choices, TODAY)) == (text, data)


@pytest.mark.parametrize(
    ("choices", "texts"),
    [
        (YEARS, "tháng 5/2020|báo cáo năm 2020|năm 2020 có bao nhiêu bài|ok|mới"),
        (NEAR, "không|Phòng Tư pháp|cái đầu|ok|mới đăng bài|năm 2020"),
        (TWO, "đúng rồi|cùng một đơn vị|cũ"),
        (NEAR, "đừng|dừng|dừng rồi|dung"),
        (OVERLAP, "đừng|dừng rồi|dung"),
        (CONFIRM, "dừng rồi nhập"),
        (OVERLAP, "ok|ừ|không có|tổng hợp|tổng hợp tháng 5|bài mới"),
        (
            CONFIRM,
            "ok|ừ|vâng|đồng ý|đúng rồi|nhập bài|ghi bài|nhắc|nộp|khoan đã|chưa|có bài mới",
        ),
        (CONFIRM, "Đúng nhập|ĐÚNG NHẬP|đúng, nhập đi"),
        (STORED, "huỷ|bỏ|xoá bài|không|ok|nhập|cảm ơn"),
    ],
)
def test_what_may_mean_something_else_presses_nothing(
    choices: tuple[tuple[str, str], ...], texts: str
) -> None:
    for text in texts.split("|"):
        assert (text, answers_file(text, choices, TODAY)) == (text, None)


def test_agreeing_to_a_preview_is_no_wish_to_store_it() -> None:
    assert all(agrees_to_file(text, CONFIRM) for text in ("ok", "ừ", "đồng ý", "vâng ạ"))
    assert not any(agrees_to_file("ok", choices) for choices in (YEARS, NEAR, OVERLAP, STORED))
