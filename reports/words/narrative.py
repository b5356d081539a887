"""What the report says in words: numbered sections written from the data and the board's notes.

Every number comes from the frozen `Report` and so agrees with the appendix. Sections that have
nothing to say are left out before numbers are given, so that no number is ever skipped. The report
is an official document, so its text is always Vietnamese.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from domain.articles.records import KIND_NAMES, Kind
from domain.dates import long_date, padded_date
from domain.periods.next import next_title
from domain.periods.spans import dated_title, period_title
from domain.reports.dataset import Comparison, Report, ReportWarning, UnitRow, leading
from domain.reports.notes import SECTIONS
from domain.reports.script import (
    Line,
    Script,
    Sentence,
    outdated_edits,
    section_lines,
    vanished_edits,
)
from domain.reports.wording import worded
from domain.text import clean_line, format_number
from reports.words.assessment import group_name, strengths, tasks, weaknesses
from reports.words.figures import activity_lines, component_lines, money_lines, padded

BEST_UNITS = 5
IMPROVED_UNITS = 3
_TITLES = {
    "activity": "Kết quả hoạt động",
    "directives": "Công tác chỉ đạo, điều hành",
    "results": "Tin, bài đăng tải",
    "units": "Theo đơn vị",
    "kinds": "Theo thể loại",
    "topics": "Theo lĩnh vực",
    "documents": "Chuyên mục, văn bản và lượt truy cập",
    "pages": "Trang thông tin điện tử thành phần",
    "money": "Kinh phí",
    "assessment": "Đánh giá chung",
    "strengths": "Ưu điểm",
    "weaknesses": "Tồn tại, hạn chế",
    "tasks": "Phương hướng, nhiệm vụ",
    "other": "Nội dung khác",
}
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
    said = {section: _shown(report, section) for section in SECTIONS}
    found = (
        Section(_title(report, "activity"), subsections=_activity(report, said)),
        Section(
            _title(report, "assessment"),
            subsections=(
                Section(_title(report, "strengths"), items=_texts(said["strengths"])),
                Section(_title(report, "weaknesses"), items=_texts(said["weaknesses"])),
            ),
        ),
        Section(_title(report, "tasks"), items=_texts(said["tasks"])),
        Section(_title(report, "other"), paragraphs=_texts(said["other"])),
    )
    return _numbered(found)


def drafts(report: Report, section: str) -> tuple[Sentence, ...]:
    """Return what the data says in a section, before the board has done anything with it."""
    write = _DRAFTS.get(section)
    return write(report) if write else ()


def lines(report: Report, section: str) -> tuple[Line, ...]:
    """Return a section's sentences, generated and the board's own, with what became of each."""
    notes = report.notes.get(section, ())
    return section_lines(section, drafts(report, section), notes, _script(report, section))


def sentence_warnings(report: Report) -> tuple[ReportWarning, ...]:
    """Return what the board wrote for figures that are others by now."""
    found: list[ReportWarning] = []
    for section in SECTIONS:
        written, script = drafts(report, section), _script(report, section)
        found += [
            ReportWarning("edited_gone", {"text": edit.text})
            for edit in vanished_edits(written, script)
        ]
        found += [
            ReportWarning("edited_outdated", {"text": edit.text, "now": draft.text})
            for edit, draft in outdated_edits(written, script)
        ]
        found += [
            ReportWarning("edited_outdated", {"text": line.repeats, "now": line.draft})
            for line in lines(report, section)
            if line.stale
        ]
    return tuple(found)


def subject(report: Report) -> str:
    """Return what the report is about, the line below its title."""
    return _worded(report, "subject") or (
        f"Kết quả hoạt động của {board_name(report)} {period_title(report.period)}{_ahead(report)}"
    )


def opening(report: Report) -> str:
    """Return the sentence that leads to the first section."""
    replaced = f" (thay thế {clean_line(report.replaces)})" if report.replaces else ""
    text = _worded(report, "opening")
    if text:
        bare = text.rstrip(" :")
        # A correction names what it replaces, whatever the words.
        return f"{bare}{replaced}{text[len(bare) :]}"
    return (
        f"{board_name(report)} báo cáo kết quả hoạt động "
        f"{dated_title(report.period, report.board.period_rule)}{_ahead(report)}{replaced} như sau:"
    )


def closing(report: Report) -> str:
    """Return the last sentence, with the mark that ends an official document."""
    text = _worded(report, "closing") or (
        f"Trên đây là báo cáo kết quả hoạt động {period_title(report.period)} "
        f"của {board_name(report)}"
    )
    return f"{text.rstrip(' ./')}./."


def words_for(report: Report) -> dict[str, str]:
    """Return the values of the fields that the board's own words may have in them."""
    board, period = report.board, report.period
    number = "" if report.number is None else f"{report.number:02d}/{board.number_suffix}"
    return {
        "board": board_name(report),
        "period": period_title(period),
        "next_period": next_title(period),
        "first_day": padded_date(period.first),
        "last_day": padded_date(period.last),
        "parent_agency": clean_line(board.parent_agency),
        "agency": clean_line(board.agency),
        "place": clean_line(board.place),
        "number": number,
        "date": long_date(report.signed_on or report.prepared_on),
        "total": format_number(report.total),
    }


def appendix_words(report: Report) -> str:
    """Return the appendix's title in the board's own words, empty where it set none."""
    return _worded(report, "appendix_title")


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


def _activity(report: Report, said: Mapping[str, tuple[Line, ...]]) -> tuple[Section, ...]:
    results = said["results"]
    return (
        Section(_title(report, "directives"), paragraphs=_texts(said["directives"])),
        Section(
            _title(report, "results"),
            paragraphs=_texts(results, ""),
            subsections=(
                Section(_title(report, "units"), items=_texts(results, "units")),
                Section(_title(report, "kinds"), paragraphs=_texts(results, "kinds")),
                Section(_title(report, "topics"), paragraphs=_texts(results, "topics")),
            ),
        ),
        Section(_title(report, "documents"), items=_texts(said["documents"])),
        Section(_title(report, "pages"), paragraphs=_texts(said["pages"])),
        Section(_title(report, "money"), items=_texts(said["money"])),
    )


def _results(report: Report) -> tuple[Sentence, ...]:
    return (*_totals(report), *_by_unit(report), *_by_kind(report), *_by_topic(report))


def _totals(report: Report) -> tuple[Sentence, ...]:
    if not report.total and report.cut_months:
        # There were some: how many of them are of these days is not known.
        text = "Trong kỳ chưa có tin, bài nào được ghi nhận theo ngày."
        return (Sentence("total", text),)
    if not report.total:
        return (Sentence("total", "Trong kỳ chưa có tin, bài nào được ghi nhận."),)
    text = (
        f"Tổng số tin, bài được đăng trong kỳ: {format_number(report.total)} tin, bài "
        "(chi tiết tại Phụ lục kèm theo)."
    )
    compared = [
        Sentence(key, _compared(report, other))
        for key, other in (("before", report.before), ("year_before", report.year_before))
        if other is not None
    ]
    return (Sentence("total", text), *compared)


def _compared(report: Report, other: Comparison) -> str:
    base = f"{period_title(other.period)} ({format_number(other.total)} tin, bài)"
    change = report.total - other.total
    if not change:
        return f"So với {base}: không tăng, không giảm."
    word = "tăng" if change > 0 else "giảm"
    share = ""
    if other.total:
        tenths = round(abs(change) * 1000 / other.total)
        share = f", tỷ lệ {format_number(tenths // 10)},{tenths % 10}%" if tenths else ""
    return f"So với {base}: {word} {format_number(abs(change))} tin, bài{share}."


def _by_unit(report: Report) -> tuple[Sentence, ...]:
    if not report.total:
        return ()
    found = [
        Sentence(
            f"group:{place}",
            f"{group_name(report, group)}: {format_number(group.total)} tin, bài.",
            "units",
        )
        for place, group in enumerate(report.groups, 1)
        if group.total and len(report.groups) > 1
    ]
    best = sorted((unit for unit in report.units if unit.total), key=lambda unit: -unit.total)
    best = leading(best, BEST_UNITS, lambda unit: unit.total)
    if best and len(report.units) > 1:
        text = f"Đóng góp nhiều nhất: {_counted(best)}."
        found.append(Sentence("best", text, "units"))
    improved = _improved(report)
    if improved:
        found.append(Sentence("improved", improved, "units"))
    return tuple(found)


def _improved(report: Report) -> str:
    other = report.before or report.year_before
    if other is None:
        return ""
    rises = [
        (unit.total - other.units[unit.unit_id], clean_line(unit.written))
        for unit in report.units
        if unit.unit_id in other.units
    ]
    ranked = sorted((pair for pair in rises if pair[0] > 0), key=lambda pair: -pair[0])
    best = leading(ranked, IMPROVED_UNITS, lambda pair: pair[0])
    if not best:
        return ""
    names = "; ".join(f"{name} (tăng {format_number(rise)})" for rise, name in best)
    return f"Tăng nhiều nhất so với {period_title(other.period)}: {names}."


def _by_kind(report: Report) -> tuple[Sentence, ...]:
    """Return how many there are of each kind, where most items carry one."""
    if not report.kinds_known:
        return ()
    names = [
        f"{format_number(report.kinds[kind])} {_kind_name(kind)}"
        for kind in Kind
        if report.kinds.get(kind)
    ]
    if not names:
        return ()
    text = "; ".join([*names, *_unsorted(report, report.kinds.values(), "chưa phân loại")])
    return (Sentence("kinds", f"Gồm {text}.", "kinds"),)


def _kind_name(kind: Kind) -> str:
    return "thể loại khác" if kind is Kind.OTHER else KIND_NAMES[kind]


def _by_topic(report: Report) -> tuple[Sentence, ...]:
    covered = sorted((topic for topic in report.topics if topic.count), key=lambda t: -t.count)
    if not covered or not report.topics_known:
        return ()
    names = [f"{clean_line(topic.name)} ({format_number(topic.count)})" for topic in covered]
    names += _unsorted(report, (topic.count for topic in covered), "chưa phân theo lĩnh vực")
    text = f"{padded(len(covered))} lĩnh vực có tin, bài: {'; '.join(names)}."
    return (Sentence("topics", text, "topics"),)


def _unsorted(report: Report, counts: Iterable[int], what: str) -> list[str]:
    """Return how many items the counts leave out, so that they add up to the total."""
    left = report.total - sum(counts)
    return [f"còn {format_number(left)} tin, bài {what}"] if left > 0 else []


def _counted(units: Iterable[UnitRow]) -> str:
    return "; ".join(
        f"{clean_line(unit.written)} ({format_number(unit.total)} tin, bài)" for unit in units
    )


_DRAFTS: Mapping[str, Callable[[Report], tuple[Sentence, ...]]] = {
    "results": _results,
    "documents": activity_lines,
    "pages": component_lines,
    "money": money_lines,
    "strengths": strengths,
    "weaknesses": weaknesses,
    "tasks": tasks,
}


def _script(report: Report, section: str) -> Script:
    return report.scripts.get(section) or Script()


def _shown(report: Report, section: str) -> tuple[Line, ...]:
    return tuple(line for line in lines(report, section) if line.shown)


def _texts(said: Iterable[Line], part: str | None = None) -> tuple[str, ...]:
    return tuple(_ended(line.text) for line in said if part is None or line.part == part)


def _ended(text: str) -> str:
    """Return a paragraph with the point at its end that the board may have left out."""
    return text if text[-1:] in '.;:,!?…”"' else f"{text}."


def _ahead(report: Report) -> str:
    """Return what the title says of the period to come: only where a section says something."""
    return f" và phương hướng, nhiệm vụ {next_title(report.period)}" if _has_tasks(report) else ""


def _has_tasks(report: Report) -> bool:
    return bool(_shown(report, "tasks"))


def _worded(report: Report, key: str) -> str:
    text = report.board.wording.get(key, "")
    return worded(text, words_for(report)) if text else ""


def _title(report: Report, name: str) -> str:
    own = _worded(report, f"title_{name}")
    if own:
        return own
    if name == "tasks":
        return f"{_TITLES[name]} {next_title(report.period)}"
    return _TITLES[name]


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
