"""When a paragraph of the board says what a generated sentence says."""

import pytest

from domain.reports.sameness import says_the_same

OPENED = "Mở mới 03 chuyên mục: Biển đảo; Học tập và làm theo Bác; Cải cách hành chính."


@pytest.mark.parametrize(
    ("note", "text", "same"),
    [
        (
            "Mở 03 chuyên mục mới: Biển đảo, Học tập và làm theo Bác, Cải cách hành chính.",
            OPENED,
            True,
        ),
        ("Mở 3 chuyên mục mới", OPENED, True),
        ("Đã mở thêm ba chuyên mục trên Cổng", OPENED, True),
        ("Mở 03 (ba) chuyên mục mới", OPENED, True),
        ("Số chuyên mục mới: 03", OPENED, True),
        (
            "Có thêm các chuyên mục Biển đảo, Cải cách hành chính, Học tập và làm theo Bác",
            OPENED,
            True,
        ),
        ("Đăng 12 văn bản chỉ đạo", "Đăng tải 12 văn bản.", True),
        ("Làm 05 video tuyên truyền", "Video: 05 video - Chuyển đổi số; An toàn giao thông.", True),
        ("Mở 02 chuyên mục mới", OPENED, False),
        ("Mở 13 chuyên mục mới", OPENED, False),
        ("Duy trì 03 chuyên mục thường xuyên", OPENED, False),
        ("Mở 03 chuyên mục: Thể thao; Du lịch; Âm nhạc", OPENED, False),
        ("Chuyên mục Biển đảo được bạn đọc quan tâm", OPENED, False),
        ("Đăng 12 văn bản chỉ đạo", "Đăng tải 112 văn bản.", False),
        ("Ảnh còn ít", OPENED, False),
    ],
)
def test_the_count_of_the_same_thing_or_the_same_items_are_said_once(
    note: str, text: str, same: bool
) -> None:
    assert says_the_same("documents", note, text) is same


@pytest.mark.parametrize(
    ("note", "same"),
    [
        ("02 đơn vị chưa gửi bài lần nào: Phòng Y tế, Phòng Dân tộc", True),
        ("02 đơn vị gửi bài còn chậm", False),
        ("Phòng Y tế, Phòng Dân tộc gửi ảnh mờ", False),
    ],
)
def test_elsewhere_the_count_and_the_items_have_to_be_the_same(note: str, same: bool) -> None:
    text = "Còn 02 đơn vị chưa có tin, bài: Phòng Y tế; Phòng Dân tộc."
    assert says_the_same("weaknesses", note, text) is same
