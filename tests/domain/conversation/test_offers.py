"""What a typed text chooses from buttons."""

import pytest

from domain.conversation.offers import chose_question, chosen, may_choose, on_show, several

LABELS = ("Cộng tác viên", "Lãnh đạo đơn vị", "Huỷ", "Huỷ")


@pytest.mark.parametrize(
    "text", ["2", "2.", " 2) ", "2 ạ", "2, nhé!", "lãnh đạo đơn vị", "LANH DAO DON VI"]
)
def test_a_button_is_named_by_its_place_or_its_words(text: str) -> None:
    assert chosen(text, LABELS) == 1


@pytest.mark.parametrize("text", ["0", "5", "1000", "", "?", "lãnh đạo", "Huỷ"])
def test_what_names_no_button_or_two_chooses_none(text: str) -> None:
    assert chosen(text, LABELS) is None


def test_do_not_names_no_button_that_says_right() -> None:
    labels = ("Đúng, vẫn ghi", "Xây dựng")
    assert chosen("đúng, vẫn ghi", labels) == 0
    assert chosen("đừng, vẫn ghi", labels) is None
    assert chosen("xay dung", labels) == 1


def test_a_long_text_and_one_of_several_lines_names_no_button() -> None:
    assert may_choose("Huỷ")
    assert not may_choose("Huỷ\n")
    assert not may_choose("x" * 65)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("cả 2 bài ạ", (0, 1)),
        ("dạ cả hai nhé", (0, 1)),
        ("tất cả các bài này ạ", (0, 1)),
        ("ghi hết ạ", (0, 1)),
        ("1 và 2 ạ", (0, 1)),
        ("em chọn bài 2, bài 1 nhé", (1, 0)),
        ("1-2", (0, 1)),
        ("bài 1 đến 2", (0, 1)),
        ("bài 1", (0,)),
        ("ghi bài số 2 giúp em", (1,)),
        ("bài thứ hai", (1,)),
        ("tin thứ nhất ạ", (0,)),
        ("bài đầu tiên", (0,)),
        ("bài cuối", (1,)),
        ("bài thứ ba", ()),
        ("1-3", ()),
        ("2-1", ()),
        ("1 và 3 ạ", ()),
        ("cả ba ạ", ()),
        ("bài 12", None),
        ("thứ hai", None),
        ("hết ạ", None),
        ("vâng ạ", None),
        ("sửa bài 1", None),
        ("bài hay quá", None),
    ],
)
def test_words_name_articles_of_a_list_on_show(text: str, places: tuple[int, ...] | None) -> None:
    assert on_show(text, 2) == places


@pytest.mark.parametrize("text", ["bài 1", "1-2", "bài thứ hai", "bài 12", "x" * 65, "1\n2"])
def test_what_needs_the_list_in_sight_names_nothing_without_it(text: str) -> None:
    assert several(text, 2) is None


@pytest.mark.parametrize(
    ("text", "typed", "used", "chose"),
    [
        ("1", "1", False, True),
        ("1.", "1", False, True),
        ("2", "1", False, False),
        ("2", "1", True, True),
        ("01", "1", True, False),
        ("01", "01", False, True),
        ("001", "01", True, False),
        ("1", "", True, False),
    ],
)
def test_a_number_that_chose_a_question_is_known_again(
    text: str,
    typed: str,
    used: bool,
    chose: bool,
) -> None:
    assert chose_question(text, typed, used=used) is chose
