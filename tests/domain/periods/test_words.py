"""A period's name in a sentence."""

from datetime import date

import pytest

from domain.language import translator
from domain.periods.spans import Period, period_title
from domain.periods.words import period_words


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("2021-H1", "6 tháng đầu năm 2021"),
        ("2021-H2", "6 tháng cuối năm 2021"),
        ("2021-9M", "9 tháng đầu năm 2021"),
        ("2021-5M", "5 tháng đầu năm 2021"),
        ("2021-Q3", "quý III năm 2021"),
        ("2021", "năm 2021"),
        ("2021-06", "tháng 6 năm 2021"),
        ("2021-01-15..2021-03-20", "từ ngày 15/1/2021 đến ngày 20/3/2021"),
    ],
)
def test_each_kind_of_period_has_a_name(code: str, words: str) -> None:
    period = Period(code, date(2021, 1, 15), date(2021, 3, 20), ())
    assert period_words(translator("vi"), period) == words


@pytest.mark.parametrize("code", ["2021-H1", "2021-H2", "2021-9M", "2021-Q4", "2021", "2021-11"])
def test_chat_and_document_name_a_period_alike(code: str) -> None:
    period = Period(code, date(2021, 1, 15), date(2021, 3, 20), ())
    assert period_words(translator("vi"), period) == period_title(period)
