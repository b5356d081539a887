"""The order of days and months: what people meant, told where it is doubtful, never in silence."""

from datetime import datetime

import pytest

from domain.errors import InvalidFile
from domain.language import translator
from reports.appendix.reading import read_appendix
from reports.appendix.wording import warning_text
from tests.reports.appendix_files import counts, xlsx_file

HEADING = ("STT", "Ngày đăng", "Tiêu đề", "Đường link", "Đơn vị")
OF_YEAR = "DANH SÁCH TIN, BÀI NĂM 2023"
OF_JANUARY = "DANH SÁCH TIN, BÀI THÁNG 1 NĂM 2023"
TYPED_ABROAD = datetime(2023, 5, 1)  # noqa: DTZ001 - a cell has no zone


def articles(title: str, days: tuple[object, ...]) -> bytes:
    rows = [
        (i, day, f"Ra quân đợt {i}", f"https://x.vn/{i}", "UBND xã Glar")
        for i, day in enumerate(days, 1)
    ]
    return xlsx_file([(title,), HEADING, *rows])


@pytest.mark.parametrize(
    ("title", "days", "read", "said"),
    [
        (OF_YEAR, ("05/01/2023", "15/01/2023"), ("2023-01-05", "2023-01-15"), []),
        (OF_YEAR, ("01/05/2023", "01/15/2023"), ("2023-01-05", "2023-01-15"), ["month_first"]),
        (
            OF_YEAR,
            ("1/5/2023 8:30 AM", "1/15/2023 9:30 PM"),
            ("2023-01-05", "2023-01-15"),
            ["month_first"],
        ),
        (OF_YEAR, ("01/05/2023", "02/07/2023"), ("2023-05-01", "2023-07-02"), ["day_first"]),
        (OF_YEAR, ("05/05/2023", "07/07/2023"), ("2023-05-05", "2023-07-07"), []),
        (OF_JANUARY, ("01/05/2023", "01/07/2023"), ("2023-01-05", "2023-01-07"), ["month_first"]),
        (OF_JANUARY, ("05/01/2023", "07/01/2023"), ("2023-01-05", "2023-01-07"), []),
        (
            OF_YEAR,
            (TYPED_ABROAD, "15/01/2023", "20/02/2023"),
            ("2023-05-01", "2023-01-15", "2023-02-20"),
            ["dates_turned"],
        ),
    ],
)
def test_the_order_of_a_column_of_dates_is_told_by_all_of_them(
    title: str, days: tuple[object, ...], read: tuple[str, ...], said: list[str]
) -> None:
    appendix = read_appendix(articles(title, days), "a.xlsx")
    assert tuple(each.published_on.isoformat() for each in appendix.articles) == read
    assert [warning.code for warning in appendix.warnings] == said
    for language in ("vi", "en"):
        for warning in appendix.warnings:
            assert "“" in warning_text(translator(language), warning)


def test_a_column_in_both_orders_is_refused() -> None:
    with pytest.raises(InvalidFile, match="article_without_date"):
        read_appendix(articles(OF_YEAR, ("15/01/2023", "01/15/2023")), "a.xlsx")


def table(*months: object) -> bytes:
    return xlsx_file([("TIN, BÀI",), ("STT", "Đơn vị", *months), (1, "Phòng Nội vụ", 1, 2)])


@pytest.mark.parametrize(
    "months",
    [
        ("01/01/2023", "01/02/2023"),
        ("1/1/2023", "1/2/2023"),
        ("2023-01-01", "2023-02-01 00:00:00"),
    ],
)
def test_the_first_of_a_month_as_text_heads_the_month(months: tuple[str, ...]) -> None:
    appendix = read_appendix(table(*months), "a.xlsx")
    assert counts(appendix) == {"Phòng Nội vụ": (1, 2)}
    assert [month.code for month in appendix.months] == ["2023-01", "2023-02"]


@pytest.mark.parametrize("months", [("02/01/2023", "09/01/2023"), ("1/1/2023", "2/1/2023")])
def test_a_table_by_weeks_or_in_another_order_is_refused(months: tuple[str, ...]) -> None:
    with pytest.raises(InvalidFile):
        read_appendix(table(*months), "a.xlsx")
