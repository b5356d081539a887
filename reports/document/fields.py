"""The fields of the report's Word template: what a clerk may write between {{ and }}.

`FIELDS` names every field with its meaning; `template_fields` fills them from a report. All text
in them is one clean line (in the heading the board's own line breaks stay), so that no title can
break a document or pretend to be a formula.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.dates import long_date
from domain.periods.spans import dated_title
from domain.reports.dataset import GroupRows, Report, known_sum
from domain.reports.names import without_number
from domain.text import clean_line, format_number, search_key
from reports.document.parts import Description
from reports.words.narrative import (
    Section,
    appendix_words,
    board_name,
    closing,
    opening,
    roman,
    sections,
    subject,
    words_for,
)

Mode = Literal["paper", "electronic"]
Cells = tuple[str, ...]

# More columns than this do not fit a page, even a wide one: then a column is a year. Numbers with
# thousands are wider, and would be torn.
MOST_MONTHS = 24
MOST_WIDE_MONTHS = 18
# More columns than this leave too little room for names beside the word "Tháng".
SPELT_OUT = 6
_THOUSAND = 1000
_AS_ABOVE = frozenset({"nhu tren", "nhu kinh gui", "noi nhan nhu tren"})
_PERIOD_FIELDS = ("board", "period", "next_period", "first_day", "last_day")
_BLANK_DAY = "ngày      tháng      năm"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the template; a required one must stand in every template."""

    name: str
    meaning: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the body; `kind`: "part", "section", "point", "item", "text" or "closing"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit's row of the appendix, as printed."""

    number: str
    name: str
    months: Cells
    total: str


@dataclass(frozen=True, slots=True)
class GroupLines:
    """A group of the appendix, as printed: its heading, its units, its totals."""

    number: str
    name: str
    units: tuple[UnitLine, ...]
    months: Cells
    total: str


@dataclass(frozen=True, slots=True)
class SignatoryLines:
    """The signature block: posts in capitals, one a line, and the name below.

    Where the agency's seal is used, the signer's post in the agency is the line above the name.
    """

    posts: tuple[str, ...]
    name: str


FIELDS = (
    Field("parent_agency", "cơ quan chủ quản, chữ in hoa"),
    Field("agency", "cơ quan ban hành, chữ in hoa", required=True),
    Field("number", "số và ký hiệu", required=True),
    Field("place", "địa danh"),
    Field("date", "ngày ký", required=True),
    Field("subject", "trích yếu", required=True),
    Field("addressees", "nơi kính gửi, danh sách"),
    Field("legal_basis", "căn cứ ban hành, danh sách"),
    Field("opening", "câu mở đầu"),
    Field("body", "nội dung, danh sách các đoạn", required=True),
    Field("recipients", "nơi nhận, danh sách", required=True),
    Field("signatory", "người ký: posts và name", required=True),
    Field("appendix_title", "tên phụ lục", required=True),
    Field("appendix_reference", "dòng (Kèm theo Báo cáo số …)"),
    Field("months", "tên các cột tháng, danh sách", required=True),
    Field("column_count", "số cột của bảng phụ lục"),
    Field("groups", "các nhóm đơn vị, danh sách", required=True),
    Field("month_totals", "tổng của từng tháng, danh sách"),
    Field("total", "tổng cộng", required=True),
    Field("appendix_notes", "ghi chú dưới bảng, danh sách"),
    Field("board", "tên ban"),
    Field("period", "tên kỳ báo cáo"),
    Field("next_period", "tên kỳ tiếp theo"),
    Field("first_day", "ngày đầu kỳ"),
    Field("last_day", "ngày cuối kỳ"),
)


def template_fields(report: Report, mode: Mode = "paper") -> dict[str, object]:
    """Return the value of every field of FIELDS, all text in one clean line each.

    In "electronic" mode the appendix's reference leaves number and date blank (Decree
    30/2020/NĐ-CP, Appendix I, part II, section "Phụ lục").
    """
    board = report.board
    labels, fold = _columns(report)
    groups = tuple(
        _group_lines(roman(place), group, fold, len(report.period.months))
        for place, group in enumerate(report.groups, 1)
    )
    return {
        "parent_agency": _heading(board.parent_agency),
        "agency": _heading(board.agency),
        "number": _number(report, blank=False),
        "place": clean_line(board.place),
        "date": _day(report, blank=False),
        "subject": subject(report),
        "addressees": _addressees(report),
        "legal_basis": _legal_basis(report),
        "opening": opening(report),
        "body": body_blocks(report),
        "recipients": _recipients(report),
        "signatory": _signatory(report),
        "appendix_title": appendix_title(report),
        "appendix_reference": appendix_reference(report, mode),
        "months": labels,
        "column_count": len(labels) + 3,
        "groups": groups,
        "month_totals": fold(report.known_month_totals),
        "total": _cell(report.known_total),
        "appendix_notes": appendix_notes(report),
        **{name: words_for(report)[name] for name in _PERIOD_FIELDS},
    }


def body_blocks(report: Report) -> tuple[Block, ...]:
    """Return the paragraphs of the body in order, the closing sentence last."""
    blocks: list[Block] = []
    for section in sections(report):
        _add_section(blocks, section, ("part", "section", "point"))
    blocks.append(Block("closing", closing(report)))
    return tuple(blocks)


def _add_section(blocks: list[Block], section: Section, kinds: tuple[str, ...]) -> None:
    title = section.title.upper() if kinds[0] == "part" else section.title
    blocks.append(Block(kinds[0], title))
    blocks.extend(Block("text", paragraph) for paragraph in section.paragraphs)
    blocks.extend(Block("item", f"- {item}") for item in section.items)
    for inner in section.subsections:
        _add_section(blocks, inner, kinds[1:])


def _columns(report: Report) -> tuple[Cells, Callable[[tuple[int | None, ...]], Cells]]:
    """Return the labels of the appendix's columns and what turns a row's months into them."""
    months = [reporting.month for reporting in report.period.months]
    years = sorted({month.year for month in months})
    wide = any((total or 0) >= _THOUSAND for total in report.known_month_totals)
    if len(months) <= (MOST_WIDE_MONTHS if wide else MOST_MONTHS):
        if len(years) == 1:
            word = "Tháng " if len(months) <= SPELT_OUT else "T"
            labels = tuple(f"{word}{month.month}" for month in months)
        else:
            labels = tuple(f"{month.month}/{month.year}" for month in months)
        return labels, lambda counts: tuple(_cell(count) for count in counts)

    def by_year(counts: tuple[int | None, ...]) -> Cells:
        cells = []
        for year in years:
            of_year = (
                count for month, count in zip(months, counts, strict=True) if month.year == year
            )
            cells.append(_cell(known_sum(of_year)))
        return tuple(cells)

    return tuple(f"Năm {year}" for year in years), by_year


def _cell(count: int | None) -> str:
    return "" if count is None else format_number(count)


def _group_lines(
    number: str, group: GroupRows, fold: Callable[[tuple[int | None, ...]], Cells], months: int
) -> GroupLines:
    units = tuple(
        UnitLine(str(place), clean_line(unit.name), fold(unit.months), _cell(unit.known_total))
        for place, unit in enumerate(group.units, 1)
    )
    return GroupLines(
        number,
        without_number(group.name),
        units,
        fold(group.known_month_totals or (None,) * months),
        _cell(group.known_total),
    )


def _number(report: Report, *, blank: bool) -> str:
    suffix = clean_line(report.board.number_suffix)
    number = "     " if blank or report.number is None else f"{report.number:02d}"
    return f"{number}/{suffix}"


def _day(report: Report, *, blank: bool) -> str:
    if report.signed_on is not None and not blank:
        return long_date(report.signed_on)
    return f"{_BLANK_DAY} {_signing_day(report).year}"


def _signing_day(report: Report) -> date:
    return report.signed_on or report.prepared_on


def _legal_basis(report: Report) -> Cells:
    """Return the documents that hold on the day of signing, each with its mark at the end."""
    day = _signing_day(report)
    texts = []
    for basis in report.board.legal_basis:
        text = clean_line(basis.text).rstrip(".;, ")
        if basis.holds_on(day) and text:
            texts.append(text if search_key(text).startswith("can cu") else f"Căn cứ {text}")
    return tuple(
        f"{text}{'.' if place == len(texts) else ';'}" for place, text in enumerate(texts, 1)
    )


def _addressees(report: Report) -> Cells:
    """Return one line for one addressee, else a line of its own for each."""
    names = [name for line in report.board.addressees if (name := clean_line(line).rstrip(".;, "))]
    if len(names) < 2:
        return tuple(f"Kính gửi: {name}." for name in names)
    lines = (f"- {name}{'.' if name is names[-1] else ';'}" for name in names)
    return ("Kính gửi:", *lines)


def _recipients(report: Report) -> Cells:
    """Return the recipients' lines; the last one says where the document is kept."""
    names = [
        name
        for recipient in report.board.recipients
        if (name := clean_line(recipient).lstrip("- ").rstrip(".;, "))
    ]
    if not _addressees(report):
        # "As above" points at the addressees.
        names = [name for name in names if search_key(name) not in _AS_ABOVE]
    kept = [name for name in names if search_key(name).startswith("luu:")]
    if not kept:
        office = clean_line(report.board.number_suffix).partition("-")[2].strip()
        kept = [f"Lưu: VT, {office}" if office else "Lưu: VT"]
    lines = [f"- {name};" for name in names if not search_key(name).startswith("luu:")]
    return (*lines, f"- {'; '.join(kept)}.")


def _signatory(report: Report) -> SignatoryLines:
    signatory = report.board.signatory
    posts = tuple(
        line for post in (signatory.on_behalf, signatory.post) if (line := _heading(post))
    )
    # The post in the agency whose seal is used stands below the room for the signature.
    below = (_heading(signatory.agency_post), clean_line(signatory.name))
    return SignatoryLines(posts, "\n".join(filter(None, below)))


def _heading(text: str) -> str:
    """Return a name in capitals; where the board breaks its line (a new line, or \\n) it stays."""
    parts = text.replace("\\n", "\n").splitlines()
    return "\n".join(line.upper() for part in parts if (line := clean_line(part)))


def description(report: Report) -> Description:
    """Return what the file says of itself."""
    board = report.board
    return Description(
        subject(report), clean_line(board.agency) or board_name(report), _signing_day(report)
    )


def appendix_title(report: Report) -> str:
    """Return the appendix's heading, in capitals: the board's words where it set them."""
    own = appendix_words(report)
    if own:
        return own.upper()
    title = dated_title(report.period, report.board.period_rule)
    return f"Số lượng tin, bài của các đơn vị {title}".upper()


def appendix_reference(report: Report, mode: Mode = "paper") -> str:
    """Return the line that names the report to which the appendix belongs."""
    blank = mode == "electronic"
    return (
        f"(Kèm theo Báo cáo số {_number(report, blank=blank)} {_day(report, blank=blank)} "
        f"của {board_name(report)})"
    )


def appendix_notes(report: Report) -> Cells:
    """Return the lines below the appendix's table."""
    notes = []
    if any(count is None for unit in report.units for count in unit.months):
        notes.append("Ô trống: tháng chưa có số liệu; số 0: đơn vị đã báo không có tin, bài.")
    if report.cut_months:
        months = ", ".join(f"{month.month}/{month.year}" for month in report.cut_months)
        notes.append(
            f"Số liệu tổng hợp cả tháng {months} không tính vào kỳ báo cáo, vì tháng không nằm "
            "trọn trong kỳ."
        )
    notes += [
        f"{clean_line(unit.name)}: {clean_line(unit.note).rstrip('.')}."
        for unit in report.units
        if clean_line(unit.note)
    ]
    return tuple(f"- {note}" for note in notes)
