"""Several tables of one file: of a month each, of sums, of other numbers of the same units."""

from collections.abc import Mapping, Sequence

import docx
import openpyxl
import pytest

from domain.errors import InvalidFile
from reports.appendix.reading import read_appendix
from tests.reports.appendix_files import add_table, counts, saved, xlsx_file

Row = Sequence[object]
NAMES = ("Phòng Nội vụ", "Phòng Tư pháp", "UBND xã Hà Bầu", "Trường THCS Glar", "Hội Nông dân")
COUNTS = (
    (3, 4, 0, 9, 5, 6),
    (2, 0, 7, 1, 3, 4),
    (8, 2, 5, 3, 0, 1),
    (1, 6, 4, 2, 7, 9),
    (5, 5, 2, 0, 8, 3),
)
UNITS = dict(zip(NAMES, COUNTS, strict=True))
MONTHS = tuple(f"Tháng {month}" for month in range(1, 7))
HEAD = ("STT", "Đơn vị", *MONTHS)
YEAR = ("THỐNG KÊ TIN, BÀI NĂM 2023",)


def lines(told: Mapping[str, tuple[int, ...]]) -> list[Row]:
    return [(number, name, *row) for number, (name, row) in enumerate(told.items(), 1)]


def sums(*names: str) -> tuple[int, ...]:
    return tuple(map(sum, zip(*(UNITS[name] for name in names), strict=True)))


def book(**sheets: Sequence[Row]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return saved(made)


def read(content: bytes, name: str = "bang.xlsx") -> dict[str, tuple[int | None, ...]]:
    return counts(read_appendix(content, name))


def refused(content: bytes) -> str:
    with pytest.raises(InvalidFile) as raised:
        read_appendix(content, "bang.xlsx")
    return raised.value.code


def of_month(month: int, *, split: bool) -> list[Row]:
    """Return the table of one month, with its heading and its sum."""
    head: Row = ("STT", "Đơn vị", *(("Tin", "Bài", "Cộng") if split else ("Số tin, bài",)))

    def told(count: int) -> Row:
        return (count // 2, count - count // 2, count) if split else (count,)

    counts = [told(UNITS[name][month - 1]) for name in NAMES]
    units = [(n, name, *row) for n, (name, row) in enumerate(zip(NAMES, counts, strict=True), 1)]
    return [head, *units, (None, "Tổng cộng", *map(sum, zip(*counts, strict=True)))]


@pytest.mark.parametrize("split", [True, False])
@pytest.mark.parametrize(
    ("top", "title"),
    [
        ((), "THÁNG {}/2023"),
        ((), "Thống kê tin, bài tháng {} năm 2023"),
        ((YEAR,), "Tháng {}"),
    ],
)
@pytest.mark.parametrize("between", [((),), ((None, "Ngày 31 tháng 12 năm 2022"), ()), ()])
def test_months_below_one_another_under_their_own_headings(
    top: Sequence[Row], title: str, split: bool, between: Sequence[Row]
) -> None:
    table: list[Row] = list(top)
    for month in range(1, 7):
        table += [(title.format(month),), *of_month(month, split=split), *between]
    assert read(xlsx_file(table)) == UNITS


def test_units_above_the_first_months_name_are_not_lost() -> None:
    table = [YEAR, *of_month(1, split=False)]
    for month in (2, 3):
        table += [(f"Tháng {month}",), *of_month(month, split=False)]
    assert refused(xlsx_file(table)) == "no_table_month_unclear"


def test_a_month_a_table_of_a_document() -> None:
    document = docx.Document()
    document.add_paragraph(YEAR[0])
    for month in range(1, 7):
        document.add_paragraph(f"{month}. Tháng {month}")
        table = of_month(month, split=True)
        add_table(document, [["" if c is None else c for c in row] for row in table])
    assert read(saved(document), "bang.docx") == UNITS


def test_months_below_each_other_with_each_units_kinds() -> None:
    heads = [
        ("Tháng", *(cell for name in NAMES for cell in (name, None, None))),
        (None, *("Tin", "Bài", "Cộng") * len(NAMES)),
    ]
    body = [
        (month, *(n for c in COUNTS for n in (c[i] // 2, c[i] - c[i] // 2, c[i])))
        for i, month in enumerate(MONTHS)
    ]
    appendix = read_appendix(xlsx_file([YEAR, *heads, *body]), "bang.xlsx")
    found = {name: [0] * 6 for name in NAMES}
    for row in appendix.rows:
        found[row.unit] = [a + (b or 0) for a, b in zip(found[row.unit], row.counts, strict=True)]
    assert {name: tuple(row) for name, row in found.items()} == UNITS


def test_a_unit_written_once_above_its_months() -> None:
    head = ("Đơn vị", "Tháng", "Tin", "Bài")
    body = [
        (name if i == 0 else None, month, UNITS[name][i] // 2, -(-UNITS[name][i] // 2))
        for name in NAMES
        for i, month in enumerate(MONTHS)
    ]
    assert read(xlsx_file([YEAR, head, *body])) == UNITS


OFFICES, REST = NAMES[:2], NAMES[2:]
SUMS = [(1, "Khối phòng", *sums(*OFFICES)), (2, "Khối khác", *sums(*REST))]
OFF = [(1, "Khối phòng", sums(*OFFICES)[0] + 1, *sums(*OFFICES)[1:]), SUMS[1]]


@pytest.mark.parametrize("slip", [True, False])
@pytest.mark.parametrize("place", ["below", "beside", "of groups", "of months"])
def test_a_table_of_sums_is_never_counted_once_more(place: str, slip: bool) -> None:
    whole = [YEAR, HEAD, *(OFF if slip else SUMS)]
    units = [YEAR, HEAD, *lines(UNITS)]
    if place == "below":
        content = xlsx_file([*units, (), *whole])
    elif place == "beside":
        content = book(Chung=whole, Rieng=units)
    elif place == "of groups":
        parts = [lines({name: UNITS[name] for name in part}) for part in (OFFICES, REST)]
        content = book(Chung=whole, A=[YEAR, HEAD, *parts[0]], B=[YEAR, HEAD, *parts[1]])
    else:
        title = "Tin, bài tháng {}/2023"
        months = {f"T{m}": [(title.format(m),), *of_month(m, split=True)] for m in range(1, 7)}
        content = book(Chung=whole, **months)
    if slip or place in ("below", "beside"):
        assert refused(content) == "several_tables"
    else:
        assert read(content) == UNITS


def test_groups_on_sheets_of_their_own_stay_units_whatever_they_have_in_common() -> None:
    parts = [lines({name: UNITS[name] for name in part}) for part in (OFFICES, REST)]
    assert read(book(A=[YEAR, HEAD, *parts[0]], B=[YEAR, HEAD, *parts[1]])) == UNITS


QUARTER = ("STT", "Đơn vị", *MONTHS[:3])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (((6, 5, 7), (4, 3, 2)), ((3, 2, 4), (3, 3, 4))),
        (((6, 5, 7),), ((6, 5, 8),)),
        (((10, 10, 12), (4, 3, 2)), ((5, 5, 5), (5, 5, 5))),
        (((10, 10, 12), (10, 10, 10)), ((10, 10, 10), (10, 10, 10))),
        (((10, 10, 10, 10, 10, 12), (4, 3, 2, 1, 0, 5)), ((5,) * 6, (5,) * 6)),
        (((6, 5, 7, 3, 4, 2),), ((6, 5, 7, 3, 4, 1),)),
    ],
)
def test_groups_whose_counts_are_alike_by_chance_are_read(
    first: Sequence[Row], second: Sequence[Row]
) -> None:
    names = iter(NAMES)
    parts = [[(n, next(names), *row) for n, row in enumerate(p, 1)] for p in (first, second)]
    head = HEAD[: len(first[0]) + 2]
    content = book(Phong=[YEAR, head, *parts[0]], Doan=[YEAR, head, *parts[1]])
    assert list(read(content).values()) == [*first, *second]


def test_a_short_table_of_sums_with_a_slip_is_known_by_its_name() -> None:
    units = [(n, name, *UNITS[name][:3]) for n, name in enumerate(NAMES, 1)]
    offices, rest = sums(*OFFICES)[:3], sums(*REST)[:3]
    whole = [(1, "Khối phòng", offices[0] + 1, *offices[1:]), (2, "Khối khác", *rest)]
    sheets: dict[str, Sequence[Row]] = {
        "Tổng hợp": [YEAR, QUARTER, *whole],
        "A": [YEAR, QUARTER, *units],
    }
    content = book(**sheets)
    assert refused(content) == "several_tables"


@pytest.mark.parametrize(
    "titles",
    [("1. Tin, bài gửi", "2. Tin, bài được đăng"), ("Trên Cổng", "Trên Fanpage"), ("", "")],
)
def test_the_same_units_below_the_same_heading_are_another_table(titles: Row) -> None:
    other = lines({name: tuple(n + 1 for n in row) for name, row in UNITS.items()})
    table = [YEAR, (titles[0],), HEAD, *lines(UNITS), (), (titles[1],), HEAD, *other]
    assert refused(xlsx_file(table)) == "several_tables"


def test_the_same_heading_on_the_next_page_goes_on_with_other_units() -> None:
    assert read(xlsx_file([YEAR, HEAD, *lines(UNITS)[:3], HEAD, *lines(UNITS)[3:]])) == UNITS


@pytest.mark.parametrize("label", ["Lĩnh vực, đơn vị", "Lĩnh vực (phòng, ban)"])
def test_topics_and_units_in_one_column_are_units(label: str) -> None:
    assert read(xlsx_file([YEAR, ("STT", label, *MONTHS), *lines(UNITS)])) == UNITS


def test_a_topic_left_of_the_month_is_no_rank() -> None:
    title = ("THỐNG KÊ TIN BÀI THÁNG 1/2026",)
    rows = [(1, NAMES[0], 2, 3, 5), (2, NAMES[1], 1, 1, 2)]
    content = xlsx_file([title, ("STT", "Đơn vị", "KT", "XH", "Tháng 1"), *rows])
    assert read(content) == {NAMES[0]: (5,), NAMES[1]: (2,)}


@pytest.mark.parametrize("label", ["Lĩnh vực", "Lĩnh vực tuyên truyền", "Chuyên mục"])
def test_topics_are_no_units(label: str) -> None:
    head = ("STT", label, *MONTHS)
    assert refused(xlsx_file([YEAR, head, (1, "Kinh tế", *COUNTS[0])])) == "no_table_topics"


@pytest.mark.parametrize("label", ["Thứ bậc", "Vị thứ", "XH"])
def test_a_rank_is_left_out(label: str) -> None:
    table = [YEAR, (*HEAD, label), *((*row, row[0]) for row in lines(UNITS))]
    assert read(xlsx_file(table)) == UNITS
