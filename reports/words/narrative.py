"""What the report says in words: numbered sections written from the data and the board's notes.

Every number comes from the frozen `Report` and so agrees with the appendix. Sections that have
nothing to say are left out before numbers are given, so that no number is ever skipped. The report
is an official document, so its text is always Vietnamese.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from domain.articles.records import KIND_NAMES, Kind
from domain.periods.spans import dated_title, period_title
from domain.reports.dataset import Comparison, Report, UnitRow
from domain.text import clean_line, format_number
from reports.words.assessment import strengths, tasks, weaknesses
from reports.words.figures import activity_lines, component_lines, money_lines, padded

BEST_UNITS = 5
IMPROVED_UNITS = 3
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of the report: paragraphs, then list items, then its own sections.

    `number` is as printed ("I.", "1.", "a)"), empty where a section stands alone.
    """

    heading: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    subsections: tuple["Section", ...] = ()
    number: str = ""

    @property
    def title(self) -> str:
        """The heading with its number."""
        return f"{self.number} {self.heading}".strip()


def sections(report: Report) -> tuple[Section, ...]:
    """Return the report's content, numbered, without what has nothing to say."""
    return _numbered(
        (
            Section("Kết quả hoạt động", subsections=_activity(report)),
            Section(
                "Đánh giá chung",
                subsections=(
                    Section("Ưu điểm", items=_with_notes(report, "strengths", strengths(report))),
                    Section(
                        "Tồn tại, hạn chế",
                        items=_with_notes(report, "weaknesses", weaknesses(report)),
                    ),
                ),
            ),
            Section(
                "Nhiệm vụ trong thời gian tới", items=_with_notes(report, "tasks", tasks(report))
            ),
            Section("Nội dung khác", paragraphs=_notes(report, "other")),
        )
    )


def subject(report: Report) -> str:
    """Return what the report is about, the line below its title."""
    return f"Kết quả hoạt động của {board_name(report)} {period_title(report.period)}"


def opening(report: Report) -> str:
    """Return the sentence that leads to the first section."""
    replaced = f" (thay thế {clean_line(report.replaces)})" if report.replaces else ""
    return (
        f"{board_name(report)} báo cáo kết quả hoạt động "
        f"{dated_title(report.period, report.board.period_rule)}{replaced} như sau:"
    )


def closing(report: Report) -> str:
    """Return the last sentence, with the mark that ends an official document."""
    return (
        f"Trên đây là báo cáo kết quả hoạt động {period_title(report.period)} "
        f"của {board_name(report)}./."
    )


def board_name(report: Report) -> str:
    """Return the board's name in a sentence."""
    return clean_line(report.board.name) or clean_line(report.board.agency) or "Ban Biên tập"


def roman(number: int) -> str:
    """Return a positive number in Roman numerals."""
    digits = ""
    for value, numeral in _ROMAN:
        digits += numeral * (number // value)
        number %= value
    return digits


def _activity(report: Report) -> tuple[Section, ...]:
    return (
        Section("Công tác chỉ đạo, điều hành", paragraphs=_notes(report, "directives")),
        Section(
            "Tin, bài đăng tải",
            paragraphs=_totals(report),
            subsections=(
                Section("Theo đơn vị", items=_by_unit(report)),
                Section("Theo thể loại", paragraphs=_by_kind(report)),
                Section("Theo lĩnh vực", paragraphs=_by_topic(report)),
            ),
        ),
        Section("Chuyên mục, văn bản và lượt truy cập", items=activity_lines(report)),
        Section("Trang thông tin điện tử thành phần", paragraphs=component_lines(report)),
        Section("Kinh phí", items=money_lines(report)),
    )


def _totals(report: Report) -> tuple[str, ...]:
    if not report.total:
        return ("Trong kỳ chưa có tin, bài nào được ghi nhận.",)
    lines = [
        f"Tổng số tin, bài được đăng trong kỳ: {format_number(report.total)} tin, bài "
        "(chi tiết tại Phụ lục kèm theo)."
    ]
    lines += [_compared(report, other) for other in (report.before, report.year_before) if other]
    if report.opening:
        share = (
            "Toàn bộ số liệu trên"
            if report.opening == report.total
            else f"Trong tổng số trên, {format_number(report.opening)} tin, bài"
        )
        lines.append(
            f"{share} lấy từ bảng tổng hợp đã có trước đó, không kèm danh mục từng tin, bài."
        )
    return tuple(lines)


def _compared(report: Report, other: Comparison) -> str:
    base = f"{period_title(other.period)} ({format_number(other.total)} tin, bài)"
    change = report.total - other.total
    if not change:
        return f"So với {base}: không tăng, không giảm."
    word = "tăng" if change > 0 else "giảm"
    share = ""
    if other.total:
        tenths = round(abs(change) * 1000 / other.total)
        share = f", tỷ lệ {format_number(tenths // 10)},{tenths % 10}%"
    return f"So với {base}: {word} {format_number(abs(change))} tin, bài{share}."


def _by_unit(report: Report) -> tuple[str, ...]:
    if not report.total:
        return ()
    items = [
        f"{clean_line(group.name)}: {format_number(group.total)} tin, bài."
        for group in report.groups
        if group.total and len(report.groups) > 1
    ]
    best = sorted((unit for unit in report.units if unit.total), key=lambda unit: -unit.total)
    items.append(f"Đóng góp nhiều nhất: {_counted(best[:BEST_UNITS])}.")
    improved = _improved(report)
    if improved:
        items.append(improved)
    return tuple(items)


def _improved(report: Report) -> str:
    other = report.before or report.year_before
    if other is None:
        return ""
    rises = [
        (unit.total - other.units[unit.unit_id], clean_line(unit.name))
        for unit in report.units
        if unit.unit_id in other.units
    ]
    best = sorted((pair for pair in rises if pair[0] > 0), key=lambda pair: -pair[0])
    if not best:
        return ""
    names = "; ".join(
        f"{name} (tăng {format_number(rise)})" for rise, name in best[:IMPROVED_UNITS]
    )
    return f"Tăng nhiều nhất so với {period_title(other.period)}: {names}."


def _by_kind(report: Report) -> tuple[str, ...]:
    names = [
        f"{format_number(report.kinds[kind])} {_kind_name(kind)}"
        for kind in Kind
        if report.kinds.get(kind)
    ]
    return (f"Gồm {'; '.join(names)}.",) if names else ()


def _kind_name(kind: Kind) -> str:
    return "thể loại khác" if kind is Kind.OTHER else KIND_NAMES[kind]


def _by_topic(report: Report) -> tuple[str, ...]:
    covered = sorted((topic for topic in report.topics if topic.count), key=lambda t: -t.count)
    if not covered:
        return ()
    names = "; ".join(
        f"{clean_line(topic.name)} ({format_number(topic.count)})" for topic in covered
    )
    return (f"{padded(len(covered))} lĩnh vực có tin, bài: {names}.",)


def _counted(units: Iterable[UnitRow]) -> str:
    return "; ".join(
        f"{clean_line(unit.name)} ({format_number(unit.total)} tin, bài)" for unit in units
    )


def _notes(report: Report, section: str) -> tuple[str, ...]:
    return tuple(line for note in report.notes.get(section, ()) if (line := clean_line(note)))


def _with_notes(report: Report, section: str, written: tuple[str, ...]) -> tuple[str, ...]:
    return _notes(report, section) + written


def _numbered(parts: tuple[Section, ...], level: int = 0) -> tuple[Section, ...]:
    filled: list[Section] = []
    for part in parts:
        inner = _numbered(part.subsections, level + 1)
        if level == 0 and len(inner) == 1:
            # A lone 1. has no 2. after it: its title stands without a number.
            inner = (replace(inner[0], number=""),)
        if level == 1 and len(inner) == 1:
            # A lone a) has no b) beside it, so it needs no letter either.
            part = replace(
                part,
                paragraphs=part.paragraphs + inner[0].paragraphs,
                items=part.items + inner[0].items,
            )
            inner = ()
        if part.paragraphs or part.items or inner:
            number = _number(level, len(filled) + 1)
            filled.append(replace(part, subsections=inner, number=number))
    return tuple(filled)


def _number(level: int, place: int) -> str:
    if level == 0:
        return f"{roman(place)}."
    return f"{place}." if level == 1 else f"{chr(ord('a') + place - 1)})"
