"""The month and the unit that "tình hình …" asks about."""

import pytest

from domain.periods.months import Month
from domain.reports.status import names_period, read_asked
from tests.domain.calling import CALL

MAY = Month(2021, 5)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("tháng 5", (MAY, "")),
        ("nộp bài tháng 5 thế nào", (MAY, "")),
        ("Phòng Y tế tháng 5", (MAY, "Phòng Y tế")),
        ("của Phòng Y tế trong tháng 5", (MAY, "Phòng Y tế")),
        ("các đơn vị thế nào rồi", (None, "")),
        ("tháng 4 và tháng 5", None),
        ("Phòng Y tế", None),
    ],
)
def test_a_month_is_told_from_a_unit(text: str, asked: tuple[Month | None, str] | None) -> None:
    assert read_asked(CALL, text) == asked


def test_a_period_is_told_from_a_unit() -> None:
    assert names_period(CALL, "quý 1")
    assert not names_period(CALL, "Phòng Y tế")
