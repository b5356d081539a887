"""Lines of /settings in the wordings that clerks use."""

import pytest

from domain.errors import InvalidField, NotFound
from domain.reports.lines.setting_requests import check_alone, read_request
from domain.reports.settings import find_setting


@pytest.mark.parametrize(
    ("text", "verb", "key", "value"),
    [
        ("địa danh Chư Păh", "set", "place", "Chư Păh"),
        ("địa danh: Chư Păh", "set", "place", "Chư Păh"),
        ("đổi địa danh thành Chư Păh", "set", "place", "Chư Păh"),
        ("địa danh là Chư Păh", "set", "place", "Chư Păh"),
        ("địa danh = Chư Păh", "set", "place", "Chư Păh"),
        ("lời mở đầu: Thực hiện kế hoạch:", "set", "opening", "Thực hiện kế hoạch:"),
        ("tiêu đề tồn tại, hạn chế: Hạn chế", "set", "title_weaknesses", "Hạn chế"),
        ("giờ yên lặng 21:00-6:00", "set", "quiet_hours", "21:00-6:00"),
        ("người ký\nTrưởng ban | A B", "set", "signers", "Trưởng ban | A B"),
        ("thêm người ký Phó Trưởng ban | họ tên: Lê C", "add", "signers",
         "Phó Trưởng ban | họ tên: Lê C"),
        ("bỏ nơi nhận 2", "remove", "recipients", "2"),
        # Words that lead to a value may also be its beginning.
        ("địa danh thành phố Pleiku", "set", "place", "thành phố Pleiku"),
        ("địa danh thanh pho Pleiku", "set", "place", "thanh pho Pleiku"),
        ("đổi địa danh thành phố Pleiku", "set", "place", "thành phố Pleiku"),
        ("đổi địa danh thành thành phố Pleiku", "set", "place", "thành phố Pleiku"),
        ("doi dia danh thanh Chu Pah", "set", "place", "Chu Pah"),
        ("dia danh la Chu Pah", "set", "place", "Chu Pah"),
        ("sửa ký hiệu sang BC-BBT", "set", "number_suffix", "BC-BBT"),
        ("đổi nơi nhận thành Thành ủy (b/c)", "set", "recipients", "Thành ủy (b/c)"),
        ("địa danh Là Ngâu", "set", "place", "Là Ngâu"),
        ("địa danh là Là Ngâu", "set", "place", "Là Ngâu"),
        ("địa danh La Hiên", "set", "place", "La Hiên"),
        ("địa danh Thanh Ba", "set", "place", "Thanh Ba"),
        ("thêm nơi nhận Thành ủy (b/c)", "add", "recipients", "Thành ủy (b/c)"),
        ("thêm nơi nhận thành viên Ban Biên tập", "add", "recipients", "thành viên Ban Biên tập"),
        ("thêm nơi nhận Thanh tra huyện", "add", "recipients", "Thanh tra huyện"),
        ("bỏ nơi nhận thành viên Ban Biên tập", "remove", "recipients", "thành viên Ban Biên tập"),
        ("thêm chuyên mục thành tựu khoa học", "add", "topics", "thành tựu khoa học"),
        ("chuyên mục thanh niên", "set", "topics", "thanh niên"),
        ("nơi nhận", "show", "recipients", ""),
        ("lịch sử địa danh", "history", "place", ""),
        ("địa danh trả về", "back", "place", ""),
        ("khôi phục ký hiệu", "back", "number_suffix", ""),
    ],
)  # fmt: skip
def test_a_line_names_a_setting_and_what_to_do(text: str, verb: str, key: str, value: str) -> None:
    asked = read_request(text)
    assert (asked.verb, find_setting(asked.name).key, asked.value) == (verb, key, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("nơi nhận: Như trên\nLưu: VT", "Như trên\nLưu: VT"),
        ("nơi nhận\n- Như trên\n- Lưu: VT", "- Như trên\n- Lưu: VT"),
        ("thêm nơi nhận:\nNhư trên; Lưu: VT", "Như trên; Lưu: VT"),
        ("cơ quan: Ban Biên tập\nCổng thông tin", "Ban Biên tập\nCổng thông tin"),
        ("căn cứ\nCăn cứ Quy chế A\nCăn cứ Quyết định B", "Căn cứ Quy chế A\nCăn cứ Quyết định B"),
        ("lời mở đầu: Căn cứ: Quy chế,\nBan báo cáo, kính gửi: như sau:",
         "Căn cứ: Quy chế,\nBan báo cáo, kính gửi: như sau:"),
        ("người ký: Trưởng ban | A B\nPhó Trưởng ban | C D",
         "Trưởng ban | A B\nPhó Trưởng ban | C D"),
        ("người ký\ntên: A B | chức vụ: Trưởng ban", "tên: A B | chức vụ: Trưởng ban"),
        ("người ký: Trưởng ban, tên: A B", "Trưởng ban, tên: A B"),
    ],
)  # fmt: skip
def test_a_value_may_go_on_over_lines(text: str, value: str) -> None:
    asked = read_request(text)
    check_alone(find_setting(asked.name), asked.value)
    assert asked.value == value


@pytest.mark.parametrize(
    "text",
    [
        "địa danh: Chư Păh\nký hiệu: BC-BBT\nnơi nhận: Như trên; Lưu: VT",
        "địa danh: Chư Păh\n\n- ký hiệu: BC-BBT",
        "1. địa danh: Chư Păh\n2. ký hiệu: BC-BBT",
        "địa danh Chư Păh\nký hiệu BC-BBT",
        "địa danh = Chư Păh\nký hiệu = BC-BBT",
        "địa danh: Chư Păh\nký hiệu = BC-BBT",
        "địa danh: Chư Păh; ký hiệu: BC-BBT",
        "địa danh: Chư Păh, ký hiệu: BC-BBT",
        "địa danh: Chư Păh\nký hiêu văn bản số: BC-BBT",
        "nơi nhận: Như trên; Lưu: VT\nđịa danh: Chư Păh",
        "nơi nhận\nđịa danh: Chư Păh",
        "mở đầu: Ban báo cáo như sau:\nkết thúc: Trên đây là báo cáo",
        "đổi địa danh: Chư Păh\nđổi ký hiệu: BC-BBT",
        "thêm nơi nhận: Như trên\nthêm người ký: Trưởng ban | A B",
        "thêm người ký Trưởng ban | A B\nPhó Trưởng ban | C D",
        "người ký: Trưởng ban | A B\nngười ký: Phó Trưởng ban | C D",
        "giờ yên lặng 21:00-6:00\nđịa danh: Chư Păh",
        "duyệt: có\ncảm ơn: không",
        "xem địa danh\nxem ký hiệu",
        "địa danh trả về\nký hiệu trả về",
        "lịch sử địa danh\nký hiệu: BC-BBT",
    ],
)
def test_several_settings_in_one_message_are_not_read_as_one(text: str) -> None:
    def read() -> None:
        asked = read_request(text)
        check_alone(find_setting(asked.name), asked.value)

    with pytest.raises(InvalidField, match="several_settings"):
        read()


@pytest.mark.parametrize(
    "text", ["tên đơn vị: X", "địa danh ban hành văn bản: X", "trích yếu Kết quả: X", "màu: X"]
)
def test_a_name_that_only_begins_like_a_setting_sets_nothing(text: str) -> None:
    with pytest.raises(NotFound):
        find_setting(read_request(text).name)
