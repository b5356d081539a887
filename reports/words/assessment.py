"""What the report concludes from the data: who contributed, what is missing, what follows from it.

The names come from the same rows as the appendix, so a unit can never be in one and not in the
other. The tasks answer the weaknesses without naming everything twice.
"""

from collections.abc import Iterable, Sequence

from domain.dates import format_date
from domain.reports.dataset import Report, UnitRow
from domain.text import clean_line, format_number
from reports.words.figures import missing_pages, padded

NAMED_CONTRIBUTORS = 40
# More would be a second appendix; the chair's warnings name them.
NAMED_WITHOUT_PEOPLE = 10


def strengths(report: Report) -> tuple[str, ...]:
    """Return the sentences about the units that contributed."""
    active = [unit for unit in report.units if unit.total]
    if not active:
        return ()
    share = f"{format_number(len(active))}/{format_number(len(report.units))} đơn vị có tin, bài"
    if len(active) <= NAMED_CONTRIBUTORS:
        lines = [f"{share}, gồm: {_names(active)}."]
    else:
        lines = [f"{share} (số lượng của từng đơn vị nêu tại Phụ lục)."]
    steady = [unit for unit in active if all(unit.months)]
    if steady and len(report.period.months) > 1 and len(steady) <= NAMED_CONTRIBUTORS:
        lines.append(f"Có tin, bài đều đặn trong tất cả các tháng: {_names(steady)}.")
    elif steady and len(report.period.months) > 1:
        lines.append(
            f"{format_number(len(steady))} đơn vị có tin, bài đều đặn trong tất cả các tháng."
        )
    return tuple(lines)


def weaknesses(report: Report) -> tuple[str, ...]:
    """Return the sentences about silent units, duplicates, topics and gaps, with numbers."""
    lines = []
    silent = report.silent_units
    if silent:
        lines.append(f"Còn {padded(len(silent))} đơn vị chưa có tin, bài: {_names(silent)}.")
    answered = [unit for unit in report.zero_units if unit.confirmed_zero]
    if answered:
        lines.append(
            f"{padded(len(answered))} đơn vị không có tin, bài nhưng đã báo lại với Ban Biên tập: "
            f"{_names(answered)}."
        )
    if report.duplicates:
        lines.append(
            f"Có {padded(len(report.duplicates))} tin, bài trùng lặp, không tính vào kết quả trên."
        )
    if report.uncovered_topics:
        topics = "; ".join(clean_line(topic) for topic in report.uncovered_topics)
        scope = " (không kể số liệu lấy từ bảng tổng hợp)" if report.opening else ""
        count = padded(len(report.uncovered_topics))
        lines.append(f"{count} lĩnh vực chưa được phản ánh{scope}: {topics}.")
    check = report.completeness
    if check is not None and check.published > check.logged:
        lines.append(
            f"Đối chiếu với Cổng ngày {format_date(check.checked_on)}: "
            f"{format_number(check.published - check.logged)}/{format_number(check.published)} "
            "tin, bài đã đăng nhưng chưa được ghi nhận."
        )
    pages = missing_pages(report)
    if pages:
        lines.append(f"Còn {padded(pages)} trang thành phần chưa hoạt động.")
    return tuple(lines)


def tasks(report: Report) -> tuple[str, ...]:
    """Return a task for each weakness the data shows."""
    lines = []
    if report.silent_units:
        lines.append(
            "Đôn đốc các đơn vị chưa có tin, bài cử người viết và gửi bài hằng tháng; "
            "tháng không có tin, bài thì báo lại với Ban Biên tập."
        )
    if report.units_with_nobody:
        lines.append(_without_people(report.units_with_nobody))
    if report.uncovered_topics:
        lines.append("Phân công viết bài về các lĩnh vực chưa được phản ánh trong kỳ.")
    if report.duplicates:
        lines.append("Tra cứu tin, bài đã đăng trước khi gửi để tránh trùng lặp.")
    if report.completeness is not None and report.completeness.published > (
        report.completeness.logged
    ):
        lines.append("Ghi nhận bổ sung tin, bài đã đăng trên Cổng còn thiếu trong số liệu.")
    if missing_pages(report):
        lines.append("Đưa các trang thành phần còn lại vào hoạt động.")
    return tuple(lines)


def _without_people(names: Sequence[str]) -> str:
    if len(names) > NAMED_WITHOUT_PEOPLE:
        return f"Bổ sung cộng tác viên cho {padded(len(names))} đơn vị chưa có người phụ trách."
    named = "; ".join(clean_line(name) for name in names)
    return f"Bổ sung cộng tác viên cho đơn vị chưa có người phụ trách: {named}."


def _names(units: Iterable[UnitRow]) -> str:
    return "; ".join(clean_line(unit.name) for unit in units)
