"""What a typed text chooses from buttons."""

import pytest

from domain.conversation.offers import chosen, may_choose

LABELS = ("Cộng tác viên", "Lãnh đạo đơn vị", "Huỷ", "Huỷ")


@pytest.mark.parametrize("text", ["2", "2.", " 2) ", "lãnh đạo đơn vị", "LANH DAO DON VI"])
def test_a_button_is_named_by_its_place_or_its_words(text: str) -> None:
    assert chosen(text, LABELS) == 1


@pytest.mark.parametrize("text", ["0", "5", "1000", "", "?", "lãnh đạo", "Huỷ"])
def test_what_names_no_button_or_two_chooses_none(text: str) -> None:
    assert chosen(text, LABELS) is None


def test_a_long_text_and_one_of_several_lines_names_no_button() -> None:
    assert may_choose("Huỷ")
    assert not may_choose("Huỷ\n")
    assert not may_choose("x" * 65)
