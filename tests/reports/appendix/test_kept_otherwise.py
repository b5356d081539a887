"""Layouts and cells that boards keep and that were misread or refused without need."""

from collections.abc import Sequence
from datetime import datetime

import openpyxl
import pytest

from domain.errors import InvalidFile
from domain.imports.tables import Appendix
from reports.appendix.number_formats import is_hidden
from reports.appendix.reading import read_appendix
from reports.appendix.rows.counts import NotACountError, read_count
from tests.reports.appendix_files import codes, counts, saved, xlsx_file

Row = Sequence[object]
YEAR = ("DANH SÁCH TIN, BÀI NĂM 2023",)
TITLES = ("Hội xuân cồng chiêng", "Tập huấn chuyển đổi số", "Trao quà cho học sinh")
DAYS = ((5, 1), (20, 2), (3, 4))
UNIT = "UBND xã Glar"
READ = ["2023-01-05", "2023-02-20", "2023-04-03"]
COUNTED = ("TIN BÀI QUÝ I NĂM 2023",)
MONTHS = ("Tháng 1", "Tháng 2", "Tháng 3")
HEAD = ("STT", "Đơn vị", *MONTHS)
NAMES = ("Phòng Nội vụ", "Công an huyện", "UBND xã Hà Bầu")
COUNTS = ((3, 2, 4), (1, 1, 2), (5, 6, 3))
UNITS = dict(zip(NAMES, COUNTS, strict=True))


def book(**sheets: Sequence[Row]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name.strip("_"))
        for row in rows:
            sheet.append(list(row))
    return saved(made)


def read(content: bytes | Sequence[Row]) -> Appendix:
    return read_appendix(content if isinstance(content, bytes) else xlsx_file(content), "a.xlsx")


def refused(content: bytes | Sequence[Row]) -> InvalidFile:
    with pytest.raises(InvalidFile) as raised:
        read(content)
    return raised.value


def days(appendix: Appendix) -> list[str]:
    return [article.published_on.isoformat() for article in appendix.articles]


def table(*rows: Row, head: Row = HEAD) -> list[Row]:
    return [COUNTED, head, *rows]


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        (("Ngày", "Tháng", "Năm"), [(d, m, 2023) for d, m in DAYS]),
        (("NGÀY", "THÁNG", "NĂM"), [(f"{d:02d}", f"{m:02d}", "2023") for d, m in DAYS]),
        (("Năm", "Tháng", "Ngày"), [(2023, m, d) for d, m in DAYS]),
        (("Ngày", "Tháng"), list(DAYS)),
        # A whole day beside its month and year, which are there to be filtered by.
        (("Ngày", "Tháng", "Năm"), [(f"{d}/{m}/2023", m, 2023) for d, m in DAYS]),
        (("Tháng", "Năm", "Ngày"), [(m, 2023, f"{d}/{m}/2023") for d, m in DAYS]),
        (("Tháng", "Ngày đăng"), [(m, f"{d}/{m}/2023") for d, m in DAYS]),
        (("Ngày hiển thị",), [(f"{d}/{m}/2023 - 08:00",) for d, m in DAYS]),
        (("Đã đăng lúc",), [(f"{d}/{m}/2023 08:00",) for d, m in DAYS]),
    ],
)
def test_ways_to_keep_the_day_of_an_article(head: Row, cells: Sequence[Row]) -> None:
    rows = [(n, *day, t, UNIT) for n, (day, t) in enumerate(zip(cells, TITLES, strict=True), 1)]
    assert days(read([YEAR, ("STT", *head, "Tiêu đề", "Đơn vị"), *rows])) == READ


def test_a_day_in_columns_of_its_own_below_a_heading_over_them() -> None:
    over = ("STT", "Thời gian đăng", None, None, "Tiêu đề", "Đơn vị")
    below = (None, "Ngày", "Tháng", "Năm", None, None)
    rows = [(n, d, m, 2023, TITLES[n - 1], UNIT) for n, (d, m) in enumerate(DAYS, 1)]
    merged = ("B2:D2", "A2:A3", "E2:E3", "F2:F3")
    assert days(read(xlsx_file([YEAR, over, below, *rows], merged))) == READ


@pytest.mark.parametrize("day", [(30, 2, 2023), (None, 2, 2023), (20, 2, None)])
def test_a_day_in_columns_that_is_none_is_asked_for(day: Row) -> None:
    rows = [(1, 5, 1, 2023, TITLES[0], UNIT), (2, *day, TITLES[1], UNIT)]
    rows += [(3, 3, 4, 2023, TITLES[2], UNIT)]
    head = ("STT", "Ngày", "Tháng", "Năm", "Tiêu đề", "Đơn vị")
    assert refused([YEAR, head, *rows]).code == "article_without_date"


def test_years_below_the_heading_of_years_are_no_counts_of_may() -> None:
    rows = [(n, name, 2023) for n, name in enumerate(NAMES, 1)]
    assert refused([YEAR, ("STT", "Đơn vị", "Năm"), *rows]).code.startswith("no_table")


@pytest.mark.parametrize("may", ["Tháng Năm", "Tháng 5"])
def test_may_alone_is_read(may: str) -> None:
    rows = [(n, name, *COUNTS[n - 1][:1]) for n, name in enumerate(NAMES, 1)]
    found = read([("TIN BÀI NĂM 2023",), ("STT", "Đơn vị", may), *rows])
    assert [month.code for month in found.months] == ["2023-05"]


def test_a_months_name_and_no_day_is_said_to_be_no_day() -> None:
    rows = [(n, m, TITLES[n - 1], UNIT) for n, (_, m) in enumerate(DAYS, 1)]
    error = refused([YEAR, ("STT", "Tháng", "Tiêu đề", "Đơn vị"), *rows])
    assert error.code == "no_table_list"


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("1", "2", "4"), READ),
        (("01", "02", "04", "05", "06"), READ),
        (("Tháng 1", "Tháng 2", "Tháng 4"), READ),
        (("1", "2", "13"), None),
        (("1",), None),
        (("A", "B", "C"), None),
    ],
)
def test_days_alone_on_sheets_named_by_the_months_number(
    names: Sequence[str], told: list[str] | None
) -> None:
    head = ("STT", "Ngày", "Tiêu đề", "Đơn vị")
    sheets: dict[str, Sequence[Row]] = {
        name: [YEAR, head, (1, day, title, UNIT)]
        for name, (day, _), title in zip(names, DAYS, TITLES, strict=False)
    }
    # Sheets of the months to come have a heading and no row.
    content = book(**sheets, **{name: [YEAR, head] for name in names[3:]})
    if told is None:
        assert refused(content).code
    else:
        assert days(read(content)) == told


def test_numbers_of_sheets_say_nothing_against_whole_days() -> None:
    head = ("STT", "Ngày", "Tiêu đề", "Đơn vị")
    whole = [datetime(2023, m, d) for d, m in DAYS]  # noqa: DTZ001 - a cell has no zone
    sheets: dict[str, Sequence[Row]] = {
        str(n): [YEAR, head, (1, whole[n - 1], TITLES[n - 1], UNIT)] for n in (3, 2, 1)
    }
    assert sorted(days(read(book(**sheets)))) == READ


@pytest.mark.parametrize(
    "head",
    [("STT", "Tháng", "Đơn vị", "Số lượng"), ("Tháng", "Đơn vị", "Số lượng")],
    ids=["numbered", "not numbered"],
)
def test_a_unit_of_a_long_table_that_has_nothing_is_silent_and_not_lost(head: Row) -> None:
    cells = {**UNITS, "Thanh tra huyện": (None, None, None)}
    rows = [
        (n, MONTHS[i], name, told[i])[len(head) * -1 :]
        for i in range(3)
        for n, (name, told) in enumerate(cells.items(), 1)
    ]
    assert counts(read([YEAR, head, *rows])) == cells


def test_a_numbered_unit_below_the_months_names_that_has_nothing_is_not_lost() -> None:
    cells = {**UNITS, "Thanh tra huyện": (None, None, None)}
    rows: list[Row] = []
    for i, month in enumerate(MONTHS):
        rows += [(month,), ("I", "Phòng, ban")]
        rows += [(n, name, told[i]) for n, (name, told) in enumerate(cells.items(), 1)]
        rows += [(None, "Cộng", sum(told[i] for told in COUNTS))]
    assert counts(read([YEAR, ("STT", "Đơn vị", "Số lượng"), *rows])) == cells


def test_numbered_groups_below_the_months_names_are_no_units() -> None:
    rows: list[Row] = []
    for i, month in enumerate(MONTHS):
        rows += [(month,), (1, "Phòng, ban")]
        rows += [(None, name, told[i]) for name, told in UNITS.items()]
    assert counts(read([YEAR, ("STT", "Đơn vị", "Số lượng"), *rows])) == UNITS


@pytest.mark.parametrize("mark", ["①", "⑫", "❶", "¹", "₂", "⑴"])
def test_a_footnotes_mark_alone_is_no_number(mark: str) -> None:
    with pytest.raises(NotACountError):
        read_count(mark)
    assert read_count(f"7{mark}") == 7
    assert read_count("１２") == 12


@pytest.mark.parametrize(
    ("number_format", "value", "hidden"),
    [
        ('"-"', 7, True),
        ("\\-", 7, True),
        ('"-";"-";"-"', 7, True),
        ('"-"', 0, False),
        ('#,##0;-#,##0;"-"', 7, False),
        ('_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', 7, False),
        ('0" tin"', 7, False),
        ("General", 7, False),
        ("", 7, False),
        ("@", "7", False),
        ("dd/mm/yyyy", 7, False),
        ("[$-42A]d mmmm", 7, False),
    ],
)
def test_a_format_that_shows_a_text_instead_hides_the_number(
    number_format: str, value: object, *, hidden: bool
) -> None:
    assert is_hidden(number_format, value) is hidden


def test_a_number_that_is_shown_as_a_dash_is_left_out_and_said() -> None:
    rows = table(*((n, name, *UNITS[name]) for n, name in enumerate(NAMES, 1)))
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    sheet["C3"].number_format = '"-"'
    found = read(saved(made))
    assert counts(found)[NAMES[0]] == (None, 2, 4)
    assert [(left.code, left.values["text"]) for left in found.left_out] == [("hidden_text", "3")]


@pytest.mark.parametrize(
    ("title", "months", "warned"),
    [
        ("TIN BÀI QUÝ I NĂM 2023", ("Tháng 12/2022", *MONTHS), True),
        ("TIN BÀI QUÝ I NĂM 2023", ("Tháng 1/2023", "Tháng 2", "Tháng 3"), False),
        ("TIN BÀI NĂM 2023", ("Tháng 12/2022", *MONTHS), False),
        ("TIN BÀI TỪ 15/11/2022 ĐẾN 14/3/2023", ("Tháng 12/2022", *MONTHS), False),
        ("TIN BÀI QUÝ I, QUÝ II NĂM 2023", tuple(f"{m}/2023" for m in range(1, 7)), False),
    ],
)
def test_a_month_of_another_year_beside_the_titles_period_is_doubtful(
    title: str, months: Row, *, warned: bool
) -> None:
    rows = [(n, name, *([1] * len(months))) for n, name in enumerate(NAMES, 1)]
    found = read([(title,), ("STT", "Đơn vị", *months), *rows])
    assert len(found.months) == len(months)
    assert ("period_differs" in codes(found)) is warned


def kinds_on_sheets(first: str, second: str, units: Sequence[str] = NAMES) -> bytes:
    news = [(n, name, *UNITS[name]) for n, name in enumerate(NAMES, 1)]
    long = [(n, name, n, 0, None) for n, name in enumerate(units, 1)]
    title = ("TIN BÀI QUÝ I NĂM 2023",)
    sheets: dict[str, Sequence[Row]] = {first: [title, HEAD, *news]}
    return book(**sheets, **{second: [title, HEAD, *long]})


@pytest.mark.parametrize(
    ("first", "second"),
    [("Tin", "Bài"), ("TIN", "BÀI"), ("Số tin", "Số bài"), ("Tin tức", "Bài viết")],
)
def test_news_and_articles_on_a_sheet_each_add_up(first: str, second: str) -> None:
    found = read(kinds_on_sheets(first, second))
    assert counts(found) == {
        name: (told[0] + n, told[1], told[2]) for n, (name, told) in enumerate(UNITS.items(), 1)
    }
    assert found.rows[0].kinds == (("tin", COUNTS[0]), ("bài", (1, 0, None)))
    assert {row.group for row in found.rows} == {""}
    assert found.sheets == (first, second)


def test_a_sheet_of_their_sums_beside_news_and_articles_is_counted_once() -> None:
    news = [(n, name, *UNITS[name]) for n, name in enumerate(NAMES, 1)]
    long = [(n, name, n, 1, 0) for n, name in enumerate(NAMES, 1)]
    both = [
        (n, name, UNITS[name][0] + n, UNITS[name][1] + 1, UNITS[name][2])
        for n, name in enumerate(NAMES, 1)
    ]
    sheets: dict[str, Sequence[Row]] = {"Tin": news, "Bài": long, "Tổng hợp": both}
    found = read(book(**{name: [COUNTED, HEAD, *rows] for name, rows in sheets.items()}))
    assert counts(found) == {name: tuple(row) for _, name, *row in both}


@pytest.mark.parametrize(
    ("first", "second", "units"),
    [
        ("Gửi", "Đăng", NAMES),
        ("Tin", "Tin (2)", NAMES),
        ("Tin bài", "Bài", NAMES),
        ("Tin", "Bài", NAMES[:1]),
    ],
)
def test_sheets_that_are_no_two_kinds_of_the_same_are_asked_about(
    first: str, second: str, units: Sequence[str]
) -> None:
    assert refused(kinds_on_sheets(first, second, units)).code == "several_tables"


def test_two_equal_tables_side_by_side_are_read_or_said_to_be_so() -> None:
    head = (*HEAD, None, *HEAD)
    rows = [(n, name, *UNITS[name], None, n, f"Xã {n}", 1, 2, 3) for n, name in enumerate(NAMES, 1)]
    villages = {f"Xã {n}": (1, 2, 3) for n, _ in enumerate(NAMES, 1)}
    assert counts(read([COUNTED, head, *rows])) == {**UNITS, **villages}
    people = tuple("Họ và tên" if label == HEAD[1] else label for label in HEAD)
    assert refused([COUNTED, (*people, None, *people), *rows]).code in (
        "tables_beside",
        "month_repeated",
    )


PEOPLE = ("STT", "Đơn vị", "Tác giả", *MONTHS)
AN = (1, NAMES[0], "Nguyễn Văn An", 1, 2, 1)


@pytest.mark.parametrize(
    "rest",
    [
        [(2, None, "Trần Thị Bình", 1, 2, 1)],
        [(2, None, "Trần Thị Bình", 1, 2, 1), (3, NAMES[1], "Lê Văn Cường", 1, 1, 1)],
        [(2, NAMES[1], "Lê Văn Cường", 1, 1, 1), (3, None, "Trần Thị Bình", 2, 0, 1)],
    ],
)
def test_a_numbered_person_of_no_unit_is_asked_for_and_never_a_sum(rest: Sequence[Row]) -> None:
    assert refused(table(AN, *rest, head=PEOPLE)).code == "unit_left_blank"


@pytest.mark.parametrize(
    "rest",
    [
        [(None, None, "Trần Thị Bình", 0, 0, 1), (2, NAMES[1], "Lê Văn Cường", 1, 1, 1)],
        [(2, NAMES[1], "Lê Văn Cường", 1, 1, 1), (None, "Tổng cộng", None, 2, 3, 2)],
        [(2, NAMES[1], "Lê Văn Cường", 1, 1, 1), (None, None, "Tổng cộng", 2, 3, 2)],
    ],
)
def test_people_and_sums_without_a_number_are_read(rest: Sequence[Row]) -> None:
    found = read(table(AN, *rest, head=PEOPLE))
    assert {row.unit for row in found.rows} == set(NAMES[:2])


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([(1, NAMES[0]), (None, "An", 1, 2, 1), (None, "Bình", 2, 0, 1)], "person_or_unit"),
        (
            [
                *[(1, NAMES[0]), (None, "An", 1, 2, 1)],
                *[(2, NAMES[1]), (None, "Cường", 1, 1, 1), (3, NAMES[2], 1, 1, 1)],
            ],
            "person_or_unit",
        ),
        # Villages below their groups, and one unit whose number is missing.
        ([("I", "Các xã"), (None, "Glar", 1, 2, 1), (None, "Trang", 2, 0, 1)], ""),
        ([(1, "Xã, thị trấn"), (None, "Glar", 1, 2, 1), (None, "Trang", 2, 0, 1)], ""),
        ([(1, NAMES[0]), (None, "Glar", 1, 2, 1), (3, NAMES[1], 1, 1, 1)], ""),
        ([(1, NAMES[0]), (2, "Glar", 1, 2, 1), (3, "Trang", 1, 1, 1)], ""),
        ([(None, NAMES[0]), (None, "Glar", 1, 2, 1), (None, "Trang", 1, 1, 1)], ""),
    ],
)
def test_short_names_below_units_without_numbers_are_asked_for(
    rows: Sequence[Row], code: str
) -> None:
    if code:
        assert refused(table(*rows)).code == code
    else:
        assert read(table(*rows)).total > 0
