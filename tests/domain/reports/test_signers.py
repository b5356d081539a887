"""Who may sign a report, read from a line."""

import pytest

from domain.reports.signers import read_signer


@pytest.mark.parametrize(
    ("post", "above"),
    [
        ("Phó Trưởng ban", "KT. TRƯỞNG BAN"),
        ("Phó Trưởng ban Thường trực", "KT. TRƯỞNG BAN"),
        ("Phó Trưởng ban (Thường trực)", "KT. TRƯỞNG BAN"),
        ("Phó Trưởng ban TT", "KT. TRƯỞNG BAN"),
        ("Phó Chủ tịch thường trực", "KT. CHỦ TỊCH"),
        ("Phó Chủ tịch Thường trực UBND huyện", "KT. CHỦ TỊCH"),
        ("Phó Trưởng ban, Phó Chủ tịch UBND", "KT. TRƯỞNG BAN"),
        ("Phó Trưởng ban kiêm Phó Chánh Văn phòng", "KT. TRƯỞNG BAN"),
        ("Phó Trưởng ban - Phó Chánh Văn phòng", "KT. TRƯỞNG BAN"),
        ("Phó Trưởng ban phụ trách nội dung", "KT. TRƯỞNG BAN"),
        ("Phó Giám đốc thứ nhất", "KT. GIÁM ĐỐC"),
        ("Phó ban", "KT. TRƯỞNG BAN"),
        ("Phó Ban Biên tập", "KT. TRƯỞNG BAN BIÊN TẬP"),
        ("P. Trưởng ban", "KT. TRƯỞNG BAN"),
        ("PHÓ TRƯỞNG BAN THƯỜNG TRỰC", "KT. TRƯỞNG BAN"),
        ("Phó Trưởng Ban Biên tập", "KT. TRƯỞNG BAN BIÊN TẬP"),
        ("Phó Chánh Văn phòng", "KT. CHÁNH VĂN PHÒNG"),
        ("Phó Trưởng phòng TT&TT", "KT. TRƯỞNG PHÒNG TT&TT"),
        ("Phó Tổng Biên tập", "KT. TỔNG BIÊN TẬP"),
        ("Trưởng ban Thường trực", ""),
        ("Thư ký", ""),
        ("Phó Trưởng ban Trực", "KT. TRƯỞNG BAN"),
        ("Phó Tổ trưởng", "KT. TỔ TRƯỞNG"),
        ("Phó Đoàn trưởng", "KT. ĐOÀN TRƯỞNG"),
    ],
)
def test_a_deputy_signs_for_the_post_alone(post: str, above: str) -> None:
    found = read_signer(f"{post} | Nguyễn Văn Mẫu")
    assert (found.post, found.name, found.on_behalf) == (post, "Nguyễn Văn Mẫu", above)


def test_what_is_given_above_the_post_stays() -> None:
    line = "Phó Trưởng ban Thường trực | Nguyễn Văn Mẫu | TM. BAN BIÊN TẬP"
    assert read_signer(line).on_behalf == "TM. BAN BIÊN TẬP"


@pytest.mark.parametrize(
    ("line", "post", "name"),
    [
        ("Q. TRƯỞNG BAN | Trần Văn Bình", "Q. TRƯỞNG BAN", "Trần Văn Bình"),
        ("Trưởng ban: Trần Văn Bình", "Trưởng ban", "Trần Văn Bình"),
        ("Trần Văn Trưởng | Trưởng ban", "Trưởng ban", "Trần Văn Trưởng"),
        ("Trương Văn Phòng, Trưởng ban", "Trưởng ban", "Trương Văn Phòng"),
        ("Trưởng Phòng Nội Vụ | Trần Văn Bình", "Trưởng Phòng Nội Vụ", "Trần Văn Bình"),
        ("Trưởng ban | ThS. Trần Văn Bình", "Trưởng ban", "Trần Văn Bình"),
        ("Trưởng ban | Đ/c Trần Văn Bình", "Trưởng ban", "Trần Văn Bình"),
        ("Trưởng ban | Ông Trần Văn Bình", "Trưởng ban", "Trần Văn Bình"),
        ("Trưởng ban | ThS. Cao Xuân Mẫu", "Trưởng ban", "Cao Xuân Mẫu"),
        ("Trưởng ban | Ông Ích Mẫu", "Trưởng ban", "Ông Ích Mẫu"),
        ("Trưởng ban | Chu Quang Mẫu", "Trưởng ban", "Chu Quang Mẫu"),
        ("Trưởng ban | Bá Ngọc Mẫu", "Trưởng ban", "Bá Ngọc Mẫu"),
        ("Đảng Ủy Viên | Trần Văn Bình", "Đảng Ủy Viên", "Trần Văn Bình"),
    ],
)
def test_a_post_and_a_name_are_told_apart(line: str, post: str, name: str) -> None:
    found = read_signer(line)
    assert (found.post, found.name, found.on_behalf, found.agency_post) == (post, name, "", "")


def test_an_acting_head_may_stand_above_a_deputy() -> None:
    found = read_signer("Q. TRƯỞNG BAN | PHÓ TRƯỞNG BAN | Trần Văn Bình")
    assert (found.on_behalf, found.post) == ("Q. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN")
