"""A small report that has something to say in every field, to try a template on."""

from zoneinfo import ZoneInfo

from domain.boards import Board, FigureDefinition, FigureKind, LegalBasis, PeriodRule, Signatory
from domain.periods.spans import Period
from domain.reports.dataset import CountValue, Figure, GroupRows, Report, UnitRow


def trial_report(period: Period) -> Report:
    """Build the report of a made-up board for a period, with a note in every section."""
    months = len(period.months)
    board = Board(
        id=0,
        slug="mau",
        name="Ban Biên tập mẫu",
        agency="Ban Biên tập",
        parent_agency="Cơ quan chủ quản",
        place="Địa danh",
        zone=ZoneInfo("Asia/Ho_Chi_Minh"),
        period_rule=PeriodRule.CALENDAR,
        closing_day=31,
        review_required=False,
        quiet_hours=None,
        number_suffix="BC-BBT",
        addressees=("Cơ quan cấp trên",),
        recipients=("Như trên",),
        legal_basis=(LegalBasis("Quy chế hoạt động"),),
        signatory=Signatory("Phó Trưởng ban", "Người ký", "KT. Trưởng ban", "Chánh Văn phòng"),
        stages=(),
        figures=(),
        site_hosts=(),
        feed_url="",
        template="",
    )
    documents = FigureDefinition("documents", "Văn bản", FigureKind.COUNT)
    return Report(
        board=board,
        period=period,
        prepared_on=period.last,
        groups=(
            GroupRows("Nhóm A", (UnitRow(1, "Đơn vị một", (1,) * months, note="mới lập"),)),
            GroupRows("Nhóm B", (UnitRow(2, "Đơn vị hai", (None,) * months),)),
        ),
        figures=(Figure(documents, CountValue(2)),),
        notes=dict.fromkeys(
            ("directives", "strengths", "weaknesses", "tasks", "other"), ("Ghi chú.",)
        ),
        number=1,
        signed_on=period.last,
    )
