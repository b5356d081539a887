"""What a chair is told to look at before signing."""

from datetime import date

from domain.boards import LegalBasis
from domain.periods.spans import Month
from domain.reports.checks import check_report
from tests.reports.factory import sample_board, sample_report


def codes(**changes: object) -> dict[str, object]:
    report = sample_report(board=sample_board(**changes))
    return {warning.code: warning.values for warning in check_report(report)}


def test_a_basis_that_does_not_hold_yet_is_told() -> None:
    found = codes(legal_basis=(LegalBasis("Quy chế mới", date(2022, 1, 1)),))
    assert found["early_basis"] == {"text": "Quy chế mới", "on": date(2022, 1, 1)}


def test_what_the_example_says_is_told_before_it_is_signed() -> None:
    assert "example_words" not in codes()
    found = codes(place="Xã Mẫu", addressees=("Ủy ban nhân dân xã Mẫu", "Sở Nội vụ"))
    assert found["example_words"] == {"texts": ("Xã Mẫu", "Ủy ban nhân dân xã Mẫu")}


def test_of_months_that_have_not_begun_nothing_is_missing() -> None:
    report = sample_report(prepared_on=date(2021, 4, 10), signed_on=None)
    early = {warning.code: warning.values for warning in check_report(report)}
    assert "biggest_blank" not in early
    assert "incomplete_last_month" not in early
    report = sample_report(prepared_on=date(2021, 6, 1), signed_on=None)
    begun = {warning.code: warning.values for warning in check_report(report)}
    assert begun["incomplete_last_month"]["month"] == Month(2021, 6)
