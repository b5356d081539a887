"""Reports for tests: the sample of the first half of 2021 with its figures, and others."""

import calendar
import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from domain.boards import (
    Board,
    FigureDefinition,
    FigureKind,
    LegalBasis,
    PeriodRule,
    QuietHours,
    Signatory,
    Topic,
)
from domain.periods.spans import Month, Period, ReportingMonth
from domain.reports.dataset import (
    CounterValue,
    CountValue,
    Figure,
    GroupRows,
    LedgerCategory,
    MoneyValue,
    Report,
    TopicCount,
    UnitRow,
)

SAMPLE = Path(__file__).parents[1] / "data" / "appendix-2021-h1.csv"
UNCOVERED = (
    "Dinh dưỡng và sức khỏe",
    "Gương người tốt việc tốt",
    "Tôn giáo",
    "Quy hoạch",
    "Khoa học",
    "Dự án đầu tư",
    "Mua sắm công",
    "Đấu thầu",
    "Học tập và làm theo gương Bác",
    "Đào tạo",
    "Việc làm",
    "Doanh nghiệp",
    "Bảo hiểm",
    "Ngân hàng",
    "Y tế",
    "Thương binh và xã hội",
)
SECTIONS = (
    "Bầu cử đại biểu Quốc hội khóa XV",
    "Phòng, chống dịch COVID-19",
    "Chuyển đổi số",
)
VISITS = FigureDefinition("visits", "Lượt truy cập", FigureKind.COUNTER, "lượt")
DOCUMENTS = FigureDefinition("documents", "Văn bản đăng tải", FigureKind.COUNT, "văn bản")
OPENED = FigureDefinition("sections", "Chuyên mục mở mới", FigureKind.COUNT, "chuyên mục")
COMMUNES = FigureDefinition("commune_pages", "Trang thành phần", FigureKind.COUNT, "trang", 17)
BUDGET = FigureDefinition("budget", "Kinh phí", FigureKind.MONEY, "đồng")


def sample_board(**changes: Any) -> Board:
    """Build the sample's board."""
    board = Board(
        id=1,
        slug="ban-bien-tap",
        name="Ban Biên tập Cổng thông tin điện tử huyện Mẫu",
        agency="Ban Biên tập Cổng thông tin điện tử",
        parent_agency="Ủy ban nhân dân huyện Mẫu",
        place="Mẫu",
        zone=ZoneInfo("Asia/Ho_Chi_Minh"),
        period_rule=PeriodRule.CALENDAR,
        closing_day=31,
        review_required=False,
        quiet_hours=QuietHours(time(21), time(7)),
        number_suffix="BC-BBT",
        addressees=("Ủy ban nhân dân huyện Mẫu",),
        recipients=("Như trên", "Các thành viên Ban Biên tập"),
        legal_basis=(
            LegalBasis("Luật Tiếp cận thông tin ngày 06 tháng 4 năm 2016", date(2018, 7, 1)),
            LegalBasis("Quy chế hoạt động của Ban Biên tập", date(2020, 1, 1)),
            LegalBasis("Quyết định đã hết hiệu lực", date(2010, 1, 1), date(2019, 12, 31)),
        ),
        signatory=Signatory("PHÓ TRƯỞNG BAN", "Nguyễn Văn Mẫu", "KT. TRƯỞNG BAN"),
        stages=(),
        figures=(VISITS, DOCUMENTS, OPENED, COMMUNES, BUDGET),
        site_hosts=("mau.example.vn",),
        feed_url="",
        template="",
        topics=tuple(Topic(place, name) for place, name in enumerate(UNCOVERED, 1)),
    )
    return replace(board, **changes)


def calendar_period(code: str, year: int, months: Sequence[int]) -> Period:
    """Build a period of whole calendar months of one year."""
    named = tuple(
        ReportingMonth(
            Month(year, month),
            date(year, month, 1),
            date(year, month, calendar.monthrange(year, month)[1]),
        )
        for month in months
    )
    return Period(code, named[0].first, named[-1].last, named)


def first_half(year: int = 2021) -> Period:
    """Build the period January to June."""
    return calendar_period(f"{year}-H1", year, range(1, 7))


def sample_groups() -> tuple[GroupRows, ...]:
    """Read the sample's two groups, all of it opening counts; blank cells stay None."""
    groups: dict[str, list[UnitRow]] = {}
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        for unit_id, line in enumerate(csv.DictReader(file), 1):
            months = tuple(
                int(cell) if cell else None
                for name, cell in line.items()
                if name.startswith("2021-")
            )
            row = UnitRow(unit_id, line["unit"], months)
            groups.setdefault(line["group"], []).append(replace(row, opening=row.total))
    return tuple(GroupRows(name, tuple(units)) for name, units in groups.items())


def sample_figures() -> tuple[Figure, ...]:
    """Build the sample's companion figures."""
    spent = (
        LedgerCategory("Nhuận bút", 46_276_000),
        LedgerCategory("Văn phòng phẩm", 8_620_000),
    )
    return (
        Figure(VISITS, CounterValue(9_933, 96_811, date(2021, 6, 29))),
        Figure(DOCUMENTS, CountValue(213)),
        Figure(OPENED, CountValue(3, SECTIONS)),
        Figure(COMMUNES, CountValue(17, of=17)),
        Figure(BUDGET, MoneyValue(150_000_000, 2021, spent)),
    )


def sample_report(**changes: Any) -> Report:
    """Build the sample's report of 29/7/2021 with its figures, with `changes` to its fields."""
    report = Report(
        board=sample_board(),
        period=first_half(),
        prepared_on=date(2021, 7, 29),
        groups=sample_groups(),
        topics=tuple(TopicCount(name, 0) for name in UNCOVERED),
        figures=sample_figures(),
        number=1,
        signed_on=date(2021, 7, 29),
    )
    return replace(report, **changes)


def empty_report(**changes: Any) -> Report:
    """Build a report of a board that has no units and nothing to say."""
    report = Report(sample_board(), first_half(), date(2021, 7, 29), ())
    return replace(report, **changes)


def large_report(units: int, **changes: Any) -> Report:
    """Build a report of `units` units in two groups; every seventh unit has nothing."""
    rows = tuple(
        UnitRow(
            number,
            f"Phòng Giáo dục và Đào tạo số {number}",
            tuple(None if number % 7 == 0 else (number + month) % 4 for month in range(6)),
        )
        for number in range(1, units + 1)
    )
    half = units // 2
    groups = (GroupRows("Các đơn vị", rows[:half]), GroupRows("Cộng tác viên", rows[half:]))
    return sample_report(groups=groups, **changes)
