"""Every document and every workbook is valid against ECMA-376, whatever it holds."""

import re
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path
from zipfile import ZipFile

import pytest

from domain.boards import PeriodRule, Signatory
from domain.periods.months import Month
from domain.periods.spans import Period, dates_period, parse_period
from domain.reports.dataset import Figure, GroupRows, LedgerCategory, MoneyValue, Report, UnitRow
from reports.document.docx import render_docx
from reports.document.template import bundled_template
from reports.sheets.xlsx import render_xlsx
from tests.reports.factory import BUDGET, empty_report, sample_board, sample_report
from tests.reports.ooxml import faults
from tests.reports.reading import reopen

DAY = date(2023, 1, 10)
CLOSING = 25


def period_of(months: int, rule: PeriodRule) -> Period:
    if months == 24:
        year = parse_period("2021", DAY, rule, CLOSING), parse_period("2022", DAY, rule, CLOSING)
        return dates_period(year[0].first, year[1].last, rule, CLOSING)
    code = {6: "2021-H1", 9: "2021-9M", 12: "2021"}[months]
    return parse_period(code, DAY, rule, CLOSING)


def report_of(units: int, months: int, rule: PeriodRule) -> Report:
    period = period_of(months, rule)
    rows = tuple(
        UnitRow(
            number,
            f"Phòng Giáo dục và Đào tạo số {number}",
            tuple(
                None if number % 7 == 0 else (number + month) % 40
                for month in range(len(period.months))
            ),
            (Month(2021, 3),) if number % 7 == 0 else (),
            note="sáp nhập vào Phòng B từ ngày 01/7/2021" if number == 5 else "",
        )
        for number in range(1, units + 1)
    )
    half = units // 2
    groups = (GroupRows("Các đơn vị", rows[:half]), GroupRows("Cộng tác viên", rows[half:]))
    return sample_report(
        board=sample_board(period_rule=rule, closing_day=CLOSING), period=period, groups=groups
    )


OVERSPENT = MoneyValue(1_000_000, 2021, (LedgerCategory("Nhuận bút", 2_000_000),))
STATES = {
    "empty": empty_report(),
    "without units": sample_report(groups=()),
    "empty groups": sample_report(groups=(GroupRows("A", ()), GroupRows("B", ()))),
    "overspent": sample_report(figures=(Figure(BUDGET, OVERSPENT),)),
    "merged": report_of(26, 6, PeriodRule.CALENDAR),
    "corrected": sample_report(number=2, replaces="Báo cáo số 01/BC-BBT ngày 29/7/2021"),
    "not issued": sample_report(number=None, signed_on=None),
    "bare board": sample_report(
        board=sample_board(
            addressees=(),
            recipients=(),
            legal_basis=(),
            place="",
            parent_agency="",
            agency="",
            name="",
            signatory=Signatory(),
        )
    ),
    "hostile": sample_report(
        groups=(GroupRows("<b>&", (UnitRow(1, "{{ x }} ]]> =1+1", (1,) * 6),)),),
        board=sample_board(name="x" * 400, agency="<r>\n&</r>"),
    ),
}


@pytest.mark.parametrize(
    ("units", "months", "rule"),
    [
        (26, 6, PeriodRule.CALENDAR),
        (80, 9, PeriodRule.ND09),
        (26, 12, PeriodRule.CUSTOM),
        (26, 24, PeriodRule.CALENDAR),
    ],
)
def test_a_report_of_any_size_and_period_is_valid(
    units: int, months: int, rule: PeriodRule, tmp_path: Path
) -> None:
    report = report_of(units, months, rule)
    assert faults(tmp_path, "a.docx", render_docx(report).content) == []
    assert faults(tmp_path, "a.xlsx", render_xlsx(report).content) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("units", "months", "rule"), list(product((26, 80, 3000), (6, 9, 12, 24), PeriodRule))
)
def test_a_report_of_every_size_and_period_is_valid(
    units: int, months: int, rule: PeriodRule, tmp_path: Path
) -> None:
    test_a_report_of_any_size_and_period_is_valid(units, months, rule, tmp_path)


@pytest.mark.parametrize("state", STATES)
def test_a_report_in_any_state_is_valid(state: str, tmp_path: Path) -> None:
    report = STATES[state]
    assert faults(tmp_path, "a.docx", render_docx(report).content) == []
    assert faults(tmp_path, "a.xlsx", render_xlsx(report).content) == []


def test_the_template_itself_is_valid(tmp_path: Path) -> None:
    assert faults(tmp_path, "a.docx", bundled_template()) == []


def test_what_the_validator_passes_over_is_right_too(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(render_docx(sample_report()).content)
    with ZipFile(path) as file:
        parts = {name: file.read(name).decode() for name in file.namelist()}
    assert '<w:zoom w:percent="100"/>' in parts["word/settings.xml"]
    assert not any("Ignorable" in part for part in parts.values())
    order = ["tcW", "gridSpan", "tcMar", "textDirection", "vAlign"]
    for properties in re.findall(r"<w:tcPr>(.*?)</w:tcPr>", parts["word/document.xml"]):
        names = re.findall(r"<w:(\w+)", re.sub(r"(<w:tcMar>).*?</w:tcMar>", r"\1", properties))
        assert names == sorted(names, key=order.index)


def test_the_files_say_whose_they_are_and_of_what_day() -> None:
    said = reopen(render_docx(sample_report()).content).document.core_properties
    assert said.author == said.last_modified_by == "Ban Biên tập Cổng thông tin điện tử"
    assert said.title.startswith("Kết quả hoạt động của Ban Biên tập")
    assert said.language == "vi-VN"
    assert said.created == said.modified == datetime(2021, 7, 29, tzinfo=UTC)
    waiting = sample_report(number=None, signed_on=None, prepared_on=date(2021, 8, 2))
    created = reopen(render_docx(waiting).content).document.core_properties.created
    assert created == datetime(2021, 8, 2, tzinfo=UTC)
