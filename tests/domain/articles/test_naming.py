"""How a logged article is named in chat."""

import pytest

from domain.articles.naming import (
    article_number,
    is_edit_command,
    number_in_deed,
    without_thing,
)


@pytest.mark.parametrize(
    "text", ["#57", "bài 57", "Xem bài số 57", "sửa tin #57", "edit article 57"]
)
def test_a_text_may_be_an_articles_number(text: str) -> None:
    assert article_number(text) == 57


@pytest.mark.parametrize("text", ["57", "bài 57 hay", "xoá bài 57", "/sua 57", ""])
def test_other_texts_are_no_articles_number(text: str) -> None:
    assert article_number(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("xoá bài 57", 57),
        ("xin sửa giúp em ngày của bài 57 thành 13/6", 57),
        ("rút tin #57", 57),
        ("/sua 57 13/6", 57),
        ("/xoa bai 57", 57),
        ("/sua", None),
        ("xoá bài 5/6", None),
        ("bài 57", None),
    ],
)
def test_a_deed_names_the_article_it_is_done_to(text: str, number: int | None) -> None:
    assert number_in_deed(text) == number


def test_a_command_that_is_none_may_mean_to_edit() -> None:
    assert is_edit_command("/sửa")
    assert is_edit_command("/xoa bai 57")
    assert not is_edit_command("xoá bài 57")


def test_the_thing_before_a_link_tells_of_no_kind() -> None:
    assert without_thing("bài https://a.vn/1 | Bài viết hay") == "https://a.vn/1 | Bài viết hay"
    assert without_thing("Khai mạc hội thao") == "Khai mạc hội thao"
