"""Lines of /note in the wordings that clerks use."""

import pytest

from domain.errors import InvalidField
from domain.reports.lines.notes import (
    _LONGEST_NAME,
    LAST,
    NoteLine,
    _longest,
    read_answer,
    read_note,
    says_none,
)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("ưu điểm: Câu", NoteLine("", "strengths", None, ("Câu",))),
        ("ưu điểm\nCâu một\nCâu hai", NoteLine("", "strengths", None, ("Câu một", "Câu hai"))),
        ("2021-H1 ưu điểm 2: Câu", NoteLine("2021-H1", "strengths", 2, ("Câu",))),
        ("sửa ưu điểm 2: Câu", NoteLine("", "strengths", 2, ("Câu",))),
        ("sửa câu 2 mục ưu điểm: Câu", NoteLine("", "strengths", 2, ("Câu",))),
        ("thay câu 2 ưu điểm bằng: Câu", NoteLine("", "strengths", 2, ("Câu",))),
        ("ưu điểm đoạn 2: Câu", NoteLine("", "strengths", 2, ("Câu",))),
        ("thêm vào nhiệm vụ: Câu", NoteLine("", "tasks", None, ("Câu",))),
        ("bỏ ưu điểm 2", NoteLine("", "strengths", verb="drop", numbers=(2,))),
        ("bỏ câu 2 mục ưu điểm", NoteLine("", "strengths", verb="drop", numbers=(2,))),
        ("ưu điểm bỏ 2", NoteLine("", "strengths", verb="drop", numbers=(2,))),
        ("2021-H1 bỏ ưu điểm 2", NoteLine("2021-H1", "strengths", verb="drop", numbers=(2,))),
        ("bỏ 2021-H1 ưu điểm 2", NoteLine("2021-H1", "strengths", verb="drop", numbers=(2,))),
        ("bỏ ưu điểm 1 và 3", NoteLine("", "strengths", verb="drop", numbers=(1, 3))),
        ("bỏ ưu điểm 1-3", NoteLine("", "strengths", verb="drop", numbers=(1, 2, 3))),
        (
            "bỏ ưu điểm 2 của 6 tháng đầu năm 2021",
            NoteLine("", "strengths", verb="drop", numbers=(2,), behind="6 thang dau nam 2021"),
        ),
        ("phục hồi hạn chế 1", NoteLine("", "weaknesses", verb="restore", numbers=(1,))),
        ("đưa ưu điểm 3 lên đầu", NoteLine("", "strengths", verb="move", numbers=(3, 1))),
        ("chuyển câu 1 ưu điểm xuống cuối", NoteLine("", "strengths", None, (), "move", (1, LAST))),
        ("đổi thứ tự ưu điểm 3 1 2", NoteLine("", "strengths", verb="order", numbers=(3, 1, 2))),
        (
            "phương hướng, nhiệm vụ 6 tháng cuối năm 2021: Câu",
            NoteLine("", "tasks", None, ("Câu",), behind="6 tháng cuối năm 2021"),
        ),
        ("kiến nghị, đề xuất: Câu", NoteLine("", "other", None, ("Câu",))),
        ("khó khăn, vướng mắc: Câu", NoteLine("", "weaknesses", None, ("Câu",))),
        ("2021-H1 lĩnh vực: không", NoteLine("2021-H1", "weaknesses", None, ("không",), "topics")),
        ("2021-H1", NoteLine("2021-H1")),
    ],
)
def test_a_line_is_read_in_whatever_order_its_parts_stand(text: str, line: NoteLine) -> None:
    assert read_note(text) == line


def test_the_marks_of_a_pasted_list_are_not_kept() -> None:
    text = "1. Mở lớp.\n2) Kiểm tra;\na) Trang xã\n+ Họp quý\nII. Mua máy\n\n3.\n- 12.000 tin"
    assert read_note(f"nhiệm vụ\n{text}").paragraphs == (
        "Mở lớp.",
        "Kiểm tra;",
        "Trang xã",
        "Họp quý",
        "Mua máy",
        "12.000 tin",
    )


@pytest.mark.parametrize(
    ("paragraphs", "none"),
    [
        (("không",), True),
        (("Không có.",), True),
        (("Kỳ này không có",), True),
        (("không có gì",), True),
        (("ko có",), True),
        (("Không có đơn vị nào chậm",), False),
        (("không", "Thiếu ảnh"), False),
        (("Không ngừng đổi mới",), False),
    ],
)
def test_a_paragraph_may_say_that_there_is_nothing(paragraphs: tuple[str, ...], none: bool) -> None:
    assert says_none(paragraphs) is none


@pytest.mark.parametrize(
    "text",
    [
        "nhiệm vụ: Mở lớp\nưu điểm: Nội dung phong phú\nhạn chế: Thiếu ảnh",
        "nhiệm vụ: Mở lớp\nHọp quý\n- Ưu điểm: Nội dung phong phú",
        "1. nhiệm vụ: Mở lớp\n2. ưu điểm: Nội dung phong phú",
        "nhiệm vụ\nMở lớp\nƯu điểm\nNội dung phong phú",
        "nhiệm vụ\nMở lớp\nII. Tồn tại, hạn chế\nThiếu ảnh",
        "nhiệm vụ\nưu điểm: Nội dung phong phú",
        "nhiệm vụ: Mở lớp\nnhiệm vụ: Họp quý",
        "nhiem vu: Mo lop\nuu diem: Noi dung phong phu",
        "ưu điểm 2: Tin nhanh\nưu điểm 3: Tin đúng",
        "ưu điểm 2: Tin nhanh\nsửa câu 3 mục ưu điểm: Tin đúng",
        "2021-H1 nhiệm vụ: Mở lớp\n2021-H1 ưu điểm: Tin nhanh",
        "nhiệm vụ: Mở lớp\nưu điểm quý 2/2021: Tin nhanh",
        "thêm nhiệm vụ: Mở lớp\nthêm ưu điểm: Tin nhanh",
        "nhiệm vụ: Mở lớp\nbỏ ưu điểm 2",
        "bỏ ưu điểm 2\nbỏ hạn chế 1",
        "hạn chế: Thiếu ảnh\nlĩnh vực: Tôn giáo; Quy hoạch",
        "nhiệm vụ: Mở lớp\nkinh phí: đề nghị cấp thêm",
    ],
)
def test_several_sections_in_one_message_are_not_read_as_one(text: str) -> None:
    with pytest.raises(InvalidField, match="several_notes"):
        read_note(text)


@pytest.mark.parametrize(
    "lines",
    [
        "Thiếu ảnh\nNguyên nhân: thiếu người",
        "Thiếu ảnh\nVề kinh phí: chưa được cấp",
        "Công tác tin bài: còn chậm\nTrang thành phần của xã A: chưa có tin",
        "Thiếu ảnh\nBổ sung chuyên mục: Du lịch",
        "Thiếu ảnh\nBổ sung 2 chuyên mục",
        "Thiếu ảnh\nChưa mở 02 chuyên mục mới",
        "Trong đó: nhiều đơn vị chậm\nCụ thể: Thuế, Công an",
        "Kinh phí: chưa được cấp",
        "Lúc 10:30 trang không mở được\nLưu ý: đã khắc phục",
    ],
)
def test_a_paragraph_may_have_a_colon(lines: str) -> None:
    paragraphs = tuple(lines.splitlines())
    assert read_note(f"hạn chế: {lines}").paragraphs == paragraphs
    assert read_answer(lines, "weaknesses") == paragraphs


@pytest.mark.parametrize(
    "text", ["Mở lớp\nƯu điểm: Tin nhanh", "Ưu điểm: Tin nhanh\nMở lớp", "Mở lớp\nƯu điểm"]
)
def test_an_answer_is_for_one_section(text: str) -> None:
    with pytest.raises(InvalidField, match="several_notes"):
        read_answer(text, "tasks")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("bỏ ưu điểm", "note_numbers"),
        ("bỏ 2 ưu điểm", "note_numbers"),
        ("sửa ưu điểm: Câu", "note_numbers"),
        ("sửa ưu điểm 2", "note_numbers"),
        ("chuyển ưu điểm 2", "note_numbers"),
        ("bỏ ưu điểm 2 vì sai", "note_numbers"),
        ("bài học kinh nghiệm: Câu", "bad_note"),
        ("ưu điểm:", "empty_note"),
    ],
)
def test_what_a_line_leaves_open_is_asked_back(text: str, code: str) -> None:
    with pytest.raises(InvalidField) as error:
        read_note(text)
    assert error.value.code == code


class Counted(dict[str, str]):
    """Names that count how often they are looked for."""

    asked = 0

    def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]  # of dict's many forms the one that is used
        """Return what a name means."""
        self.asked += 1
        return super().get(key, default)


@pytest.mark.parametrize("count", [10, 300, 2000])
def test_a_long_line_is_looked_through_once(count: int) -> None:
    names = Counted({"uu diem": "strengths"})
    assert _longest(["công", "tác", *["hay"] * count, "ưu", "điểm"], names) == (
        "strengths",
        count + 2,
        count + 4,
    )
    assert names.asked <= (count + 4) * _LONGEST_NAME


def test_a_long_row_of_numbers_that_is_none_is_refused_at_once() -> None:
    with pytest.raises(InvalidField) as caught:
        read_note("bỏ nhiệm vụ " + "12," * 900 + "x")
    assert caught.value.code == "note_numbers"


@pytest.mark.parametrize(
    ("text", "verb", "numbers"),
    [
        ("đổi chỗ ưu điểm 1 và 3", "swap", (1, 3)),
        ("đổi chỗ ưu điểm câu 1 với câu 3", "swap", (1, 3)),
        ("đổi chỗ ưu điểm 3 lên 1", "move", (3, 1)),
        ("đổi chỗ ưu điểm 3 đến 1", "move", (3, 1)),
        ("đổi chỗ ưu điểm 3 > 1", "move", (3, 1)),
        ("chuyển ưu điểm 3 lên 1", "move", (3, 1)),
    ],
)
def test_two_sentences_change_places(text: str, verb: str, numbers: tuple[int, ...]) -> None:
    line = read_note(text)
    assert (line.section, line.verb, line.numbers) == ("strengths", verb, numbers)


@pytest.mark.parametrize("mark", ["1. ", "I. ", "a) ", "- "])
def test_the_number_of_a_heading_is_no_period(mark: str) -> None:
    assert read_note(f"{mark}Ưu điểm: Làm tốt") == read_note("Ưu điểm: Làm tốt")
