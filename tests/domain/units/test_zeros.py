"""What is said instead of articles: of which month, and why."""

import pytest

from domain.errors import InvalidField, InvalidPeriod
from domain.periods.months import Month
from domain.units.zeros import month_behind, month_said, read_zero, split_zero
from tests.domain.calling import CALL

MAY, JUNE = Month(2021, 5), Month(2021, 6)


@pytest.mark.parametrize(
    ("text", "month", "reason"),
    [
        ("nghỉ lễ", JUNE, "nghỉ lễ"),
        ("tháng 5 nghỉ lễ", MAY, "nghỉ lễ"),
        ("2021-05: nghỉ lễ", MAY, "nghỉ lễ"),
        ("5: nghỉ lễ", MAY, "nghỉ lễ"),
        ("2 đồng chí nghỉ ốm", JUNE, "2 đồng chí nghỉ ốm"),
        ("máy hỏng", JUNE, "máy hỏng"),
        ("tháng 5", MAY, ""),
    ],
)
def test_a_month_at_the_beginning_is_no_reason(text: str, month: Month, reason: str) -> None:
    assert split_zero(CALL, text) == (month, reason)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("tháng 5", "zero_without_reason"),
        ("tháng 4, 5 nghỉ dịch", "several_months"),
        ("quý 2 nghỉ dịch", "several_months"),
        ("có bài rồi", "zero_contradicted"),
        ("https://a.vn/1", "zero_contradicted"),
        ("x" * 501, "long_reason"),
    ],
)
def test_what_is_no_reason_is_refused(text: str, code: str) -> None:
    with pytest.raises(InvalidField) as caught:
        read_zero(CALL, text)
    assert caught.value.code == code


@pytest.mark.parametrize("text", ["tháng 13 nghỉ lễ", "5 nghỉ lễ"])
def test_what_is_no_month_confirms_none(text: str) -> None:
    with pytest.raises(InvalidPeriod):
        read_zero(CALL, text)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("Tháng này đơn vị không có tin bài", JUNE),
        ("Tháng 5 đơn vị em không có tin bài", MAY),
        ("Không có tin bài, tháng sau gửi bù", JUNE),
        ("không có tin bài vì chờ quyết toán tháng 5", JUNE),
    ],
)
def test_a_month_is_found_within_what_is_said(text: str, month: Month) -> None:
    assert month_said(CALL, text) == month


def test_a_month_to_come_and_several_are_refused() -> None:
    for text, code in (
        ("tháng 12/2021 không có tin bài", "future_month"),
        ("T4, T5 không có tin bài", "several_months"),
    ):
        with pytest.raises(InvalidField) as caught:
            month_said(CALL, text)
        assert caught.value.code == code


def test_a_month_may_end_a_reason() -> None:
    assert month_behind(CALL, "nghỉ lễ tháng 5", "nghỉ lễ tháng 5") == MAY
    assert month_behind(CALL, "nghỉ từ tháng 5", "nghỉ từ tháng 5") is None
    assert month_behind(CALL, "tháng 5 nghỉ lễ", "nghỉ lễ") is None
