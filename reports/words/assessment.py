"""What the report concludes from the data: who contributed, what is missing, what follows from it.

The names come from the same rows as the appendix, so a unit can never be in one and not in the
other. The tasks answer the weaknesses without naming everything twice. Nothing here is about the
program: who uses it and where numbers came from is said to the chair, not in the document.
"""

from collections.abc import Iterable, Sequence

from domain.reports.dataset import GroupRows, Report, UnitRow
from domain.reports.names import in_sentence
from domain.reports.script import Sentence
from domain.text import clean_line, format_number
from reports.words.figures import lower_first, missing_pages, padded

# More names than this repeat the appendix.
NAMED_CONTRIBUTORS = 10
NAMED_SILENT = 40
NAMED_GROUPS = 6
_KNOWN_UNITS = 200


def group_name(report: Report, group: GroupRows) -> str:
    """Return a group's name for a sentence, not in capitals."""
    board = report.board
    units = [unit.name for unit in report.units[:_KNOWN_UNITS]]
    return in_sentence(group.name, (board.name, board.agency, board.parent_agency, *units))


def strengths(report: Report) -> tuple[Sentence, ...]:
    """Return the sentences about the units that contributed."""
    active = [unit for unit in report.units if unit.total]
    if not active:
        return ()
    share = f"{format_number(len(active))}/{format_number(len(report.units))} đơn vị có tin, bài"
    if len(active) <= NAMED_CONTRIBUTORS:
        text = f"{share}, gồm: {_names(active)}."
    else:
        text = f"{share} (số lượng của từng đơn vị nêu tại Phụ lục).{_by_group(report, active)}"
    found = [Sentence("contributors", text)]
    steady = [unit for unit in active if all(unit.months)]
    if steady and len(report.period.months) > 1:
        text = (
            f"Có tin, bài đều đặn trong tất cả các tháng: {_names(steady)}."
            if len(steady) <= NAMED_CONTRIBUTORS
            else f"{format_number(len(steady))} đơn vị có tin, bài đều đặn trong tất cả các tháng."
        )
        found.append(Sentence("steady", text))
    return tuple(found)


def weaknesses(report: Report) -> tuple[Sentence, ...]:
    """Return the sentences about silent units, duplicates and topics, with numbers."""
    found = []
    silent = _known_silent(report)
    if silent:
        found.append(Sentence("silent", _silent(report, silent)))
    answered = [unit for unit in report.zero_units if unit.confirmed_zero]
    if answered:
        text = f"{padded(len(answered))} đơn vị không có tin, bài nhưng đã báo lại với Ban Biên tập"
        names = f": {_names(answered)}" if len(answered) <= NAMED_SILENT else ""
        found.append(Sentence("answered", f"{text}{names}."))
    if report.duplicates:
        text = (
            f"Có {padded(len(report.duplicates))} tin, bài trùng lặp, không tính vào kết quả trên."
        )
        found.append(Sentence("duplicates", text))
    if report.named_uncovered:
        topics = "; ".join(clean_line(topic) for topic in report.named_uncovered)
        count = padded(len(report.named_uncovered))
        found.append(Sentence("uncovered", f"{count} lĩnh vực chưa được phản ánh: {topics}."))
    pages = missing_pages(report)
    if pages:
        text = f"Còn {padded(pages)} trang thành phần chưa hoạt động."
        found.append(Sentence("pages", text))
    return tuple(found)


def tasks(report: Report) -> tuple[Sentence, ...]:
    """Return a task for each weakness the data shows."""
    found = []
    if _known_silent(report):
        text = (
            "Đôn đốc các đơn vị chưa có tin, bài phân công cán bộ phụ trách, gửi tin, bài hằng "
            "tháng; tháng không phát sinh tin, bài thì báo cáo Ban Biên tập."
        )
        found.append(Sentence("silent", text))
    if report.named_uncovered:
        text = "Phân công viết tin, bài về các lĩnh vực chưa được phản ánh trong kỳ."
        found.append(Sentence("uncovered", text))
    if report.duplicates:
        text = "Tra cứu tin, bài đã đăng trước khi gửi để tránh trùng lặp."
        found.append(Sentence("duplicates", text))
    if missing_pages(report):
        text = "Đưa các trang thành phần còn lại vào hoạt động."
        found.append(Sentence("pages", text))
    return tuple(found)


def _known_silent(report: Report) -> Sequence[UnitRow]:
    """Return the silent units; where the period cuts a month, who sent nothing is not known."""
    return () if report.cut_months else report.silent_units


def _silent(report: Report, silent: Sequence[UnitRow]) -> str:
    if len(silent) <= NAMED_SILENT:
        return f"Còn {padded(len(silent))} đơn vị chưa có tin, bài: {_names(silent)}."
    share = f"Còn {format_number(len(silent))}/{format_number(len(report.units))}"
    return f"{share} đơn vị chưa có tin, bài (nêu tại Phụ lục).{_by_group(report, silent)}"


def _by_group(report: Report, units: Iterable[UnitRow]) -> str:
    """Return how many of each group's units these are."""
    ids = {unit.unit_id for unit in units}
    if not 1 < len(report.groups) <= NAMED_GROUPS:
        return ""
    shares = [
        f"{lower_first(group_name(report, group))} {format_number(count)}/"
        f"{format_number(len(group.units))} đơn vị"
        for group in report.groups
        if (count := sum(unit.unit_id in ids for unit in group.units))
    ]
    return f" Trong đó: {'; '.join(shares)}." if len(shares) > 1 else ""


def _names(units: Iterable[UnitRow]) -> str:
    return "; ".join(clean_line(unit.written) for unit in units)
