"""The same few units, written in the ways in which boards write such tables and lists."""

import unicodedata
from collections.abc import Callable, Sequence
from datetime import date

import openpyxl
import pytest

from domain.errors import InvalidFile
from domain.imports.tables import Appendix
from reports.appendix.files.letters import _TCVN3
from reports.appendix.reading import read_appendix
from tests.reports.appendix_files import counts, csv_file, docx_file, xlsx_file

Row = tuple[object, ...]
TITLE = ("TIN BÀI QUÝ I NĂM 2023",)
MONTHS = ("Tháng 1", "Tháng 2", "Tháng 3")
UNITS: dict[str, tuple[int | None, ...]] = {
    "Phòng Nội vụ": (3, 2, 4),
    "Phòng Tài chính": (1, 0, 2),
    "Trường THCS Glar": (2, None, 5),
    "UBND xã Hà Bầu": (6, 7, 3),
}
TOTAL = (12, 9, 14)
QUARTER = ["2023-01", "2023-02", "2023-03"]
ORDINALS = ("nhất", "hai", "ba")


def rows(
    head: Row = ("STT", "Đơn vị", *MONTHS), extra: Callable[[int], Row] = lambda number: ()
) -> list[Row]:
    units = [
        (number, name, *told, *extra(number))
        for number, (name, told) in enumerate(UNITS.items(), 1)
    ]
    return [TITLE, head, *units]


def kinds(told: Sequence[int | None]) -> list[object]:
    """Return each month's tin and bài."""
    return [part for n in told for part in ((None, None) if n is None else (n // 2, n - n // 2))]


def read(table: Sequence[Sequence[object]], year: int | None = None) -> Appendix:
    return read_appendix(xlsx_file(table), "bang.xlsx", year)


def refused(table: Sequence[Sequence[object]]) -> InvalidFile:
    with pytest.raises(InvalidFile) as raised:
        read(table)
    return raised.value


def check(appendix: Appendix, months: Sequence[str] = QUARTER) -> None:
    assert [month.code for month in appendix.months] == list(months)
    assert counts(appendix) == UNITS


@pytest.mark.parametrize(
    "names",
    [
        ("Giêng", "Hai", "Ba"),
        ("Tháng thứ nhất", "Tháng thứ hai", "Tháng thứ ba"),
        ("Tháng 1/2023", 2, 3),
        ("T1/2023", "T2", 3),
    ],
)
def test_ways_to_name_the_months_of_a_row(names: Row) -> None:
    check(read(rows(("STT", "Đơn vị", *names))))


def test_the_year_rises_where_numbers_behind_a_named_month_fall() -> None:
    table = rows(("STT", "Đơn vị", "Tháng 12/2022", 1, 2))
    check(read(table), ["2022-12", "2023-01", "2023-02"])


def test_a_number_that_goes_on_no_named_month_stops_the_import() -> None:
    table = rows(("STT", "Đơn vị", *MONTHS, 9), lambda number: (number,))
    assert refused(table).code == "unknown_column"


def test_months_of_two_kinds_and_the_kinds_over_their_months_say_the_same() -> None:
    below: list[Row] = [
        TITLE,
        ("STT", "Đơn vị", "Tháng 1", None, "Tháng 2", None, "Tháng 3", None),
        (None, None, *("T", "B") * 3),
        *((n, name, *kinds(told)) for n, (name, told) in enumerate(UNITS.items(), 1)),
    ]
    check(read(below))
    over: list[Row] = [
        TITLE,
        ("STT", "Đơn vị", "Tin", None, None, "Bài", None, None, "Cộng"),
        (None, None, *("T1", "T2", "T3") * 2, None),
        *(
            (n, name, *kinds(told)[::2], *kinds(told)[1::2], sum(x or 0 for x in told))
            for n, (name, told) in enumerate(UNITS.items(), 1)
        ),
    ]
    check(read(over))


@pytest.mark.parametrize("repeats", [True, False], ids=["name repeated", "name once"])
def test_a_row_for_each_kind_adds_up_to_the_unit(repeats: bool) -> None:
    table: list[Row] = [TITLE, ("STT", "Đơn vị", "Loại", *MONTHS)]
    for number, (name, told) in enumerate(UNITS.items(), 1):
        table.append((number, name, "Tin", *kinds(told)[::2]))
        table.append((None, name if repeats else None, "Bài", *kinds(told)[1::2]))
    appendix = read(table)
    assert [row.unit for row in appendix.rows] == [name for name in UNITS for _ in (1, 2)]
    assert appendix.total == sum(TOTAL)
    assert not [w for w in appendix.warnings if w.code != "last_month_incomplete"]


@pytest.mark.parametrize(
    "below",
    [("2022", "2023"), ("Năm trước", "Năm nay"), ("Chỉ tiêu", "Đạt"), ("KH", "TH"), ("Tiền", "SL")],
)
def test_beside_each_months_count_stands_what_is_none(below: Row) -> None:
    table: list[Row] = [
        TITLE,
        ("STT", "Đơn vị", "Tháng 1", None, "Tháng 2", None, "Tháng 3", None),
        (None, None, *below * 3),
        *(
            (n, name, *(part for count in told for part in (9, count)))
            for n, (name, told) in enumerate(UNITS.items(), 1)
        ),
    ]
    check(read(table))


@pytest.mark.parametrize(
    "label",
    ["Tháng 3 năm 2022", "Tháng 3/2022", "3 tháng năm 2022", "TB/tháng", "Vị trí", "Tuần 1", "XL"],
)
def test_a_last_column_that_compares_or_rates_is_left_out_and_named(label: str) -> None:
    appendix = read(rows(("STT", "Đơn vị", *MONTHS, label), lambda number: (number * 3,)))
    check(appendix)
    assert [left.code for left in appendix.left_out] == ["columns"]


@pytest.mark.parametrize("label", ["Cổng", "Fanpage", "Báo tỉnh"])
def test_a_channel_beside_the_months_stops_the_import(label: str) -> None:
    table = rows(("STT", "Đơn vị", *MONTHS, label), lambda number: (number * 3,))
    error = refused(table)
    assert (error.code, error.values["column"]) == ("unknown_column", label)


@pytest.mark.parametrize("number", [5, ""], ids=["numbered", "unnumbered"])
@pytest.mark.parametrize("name", ["Cùng kỳ năm 2022", "Tỷ lệ (%)", "So với tháng trước"])
def test_a_row_that_compares_is_no_unit_whatever_number_it_has(name: str, number: object) -> None:
    check(read([*rows(), (number, name, 9, 8, 7)]))


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("PHÂN CÔNG VIẾT TIN BÀI NĂM 2023", "plan_table"),
        ("CHỈ TIÊU TIN BÀI CÁC ĐƠN VỊ NĂM 2023", "plan_table"),
        ("LƯỢT TRUY CẬP CỔNG THÔNG TIN ĐIỆN TỬ NĂM 2023", "other_counts"),
        ("(Phụ lục kèm Báo cáo tháng 7 năm 2024)", "no_year"),
    ],
)
def test_titles_that_are_no_tables_of_articles(title: str, code: str) -> None:
    assert refused([(title,), *rows()[1:]]).code == code


def test_numbers_larger_than_any_units_articles_are_money() -> None:
    table = [TITLE, rows()[1], *((n, f"Phòng {n}", *[52_350 * n] * 3) for n in (1, 2, 3))]
    assert refused(table).code == "money"


@pytest.mark.parametrize("words", ["NH 2022-2023", "Năm học 2022 đến 2023"])
def test_a_school_year_gives_both_years(words: str) -> None:
    table = [
        (f"TIN BÀI {words}",),
        ("STT", "Trường", "Tháng 12", "Tháng 1", "Tháng 2"),
        *rows()[2:],
    ]
    check(read(table), ["2022-12", "2023-01", "2023-02"])


@pytest.mark.parametrize(
    "head",
    [
        ("STT", "Đơn vị", "Số tin, bài trong tháng"),
        ("STT", "Đơn vị", "Tin, bài đăng Cổng"),
        ("STT", "Đơn vị", "Trong tháng", "Lũy kế"),
        ("STT", "Đơn vị", "Số tin bài", "Tổng số hộ"),
        ("STT", "Đơn vị", "Tuần 1", "Tuần 2", "Cộng"),
        ("STT", "Đơn vị", "Kinh tế", "Xã hội", "Tổng cộng"),
    ],
)
def test_tables_of_one_month(head: Row) -> None:
    def cells(count: int) -> Row:
        if len(head) == 5:
            return (1, count - 1, count)
        return (count, 100)[: len(head) - 2]

    units = {name: told[2] or 0 for name, told in UNITS.items()}
    table = [("TIN BÀI THÁNG 3 NĂM 2023",), head]
    table += [(n, name, *cells(count)) for n, (name, count) in enumerate(units.items(), 1)]
    assert counts(read(table)) == {name: (count,) for name, count in units.items()}


@pytest.mark.parametrize(
    "corner", ["", "STT", "Tháng/Đơn vị", "Đơn vị \\ Tháng", "Các tháng", "Kỳ báo cáo"]
)
def test_months_below_each_other_whatever_stands_in_the_corner(corner: str) -> None:
    table: list[Row] = [TITLE, (corner, *UNITS)]
    table += [(MONTHS[i], *(told[i] for told in UNITS.values())) for i in range(3)]
    check(read(table))


def test_a_row_that_is_no_month_does_not_cut_the_table() -> None:
    table: list[Row] = [TITLE, ("Tháng", *UNITS)]
    table += [(MONTHS[i], *(told[i] for told in UNITS.values())) for i in range(2)]
    table += [("Đợt Tết", 1, 2, 3, 4), (MONTHS[2], *(told[2] for told in UNITS.values()))]
    error = refused(table)
    assert (error.code, error.values["column"]) == ("unknown_column", "Đợt Tết")


def test_the_year_in_a_column_of_its_own_beside_the_months() -> None:
    table: list[Row] = [("TIN BÀI",), ("Năm", "Tháng", *UNITS)]
    table += [(None if i else 2023, i + 1, *(t[i] for t in UNITS.values())) for i in range(3)]
    check(read(table))


def long_rows(head: Row, cells: Callable[[int | None], list[Row]]) -> list[Row]:
    table: list[Row] = [TITLE, head]
    for i in range(3):
        for name, told in UNITS.items():
            table += [(MONTHS[i], name, *more) for more in cells(told[i])]
    return table


def test_a_row_for_each_unit_month_and_kind_adds_up() -> None:
    def split(count: int | None) -> list[Row]:
        return [("Tin", *kinds([count])[:1]), ("Bài", *kinds([count])[1:])]

    check(read(long_rows(("Tháng", "Đơn vị", "Loại", "Số lượng"), split)))


def test_a_column_that_is_not_understood_stops_a_long_table_too() -> None:
    table = long_rows(("Tháng", "Đơn vị", "Số lượng", "Fanpage"), lambda count: [(count, 5)])
    assert refused(table).code == "unknown_column"


def test_sections_that_begin_with_a_units_name() -> None:
    table: list[Row] = [TITLE, ("STT", "Tháng", "Số tin bài")]
    for number, (name, told) in enumerate(UNITS.items(), 1):
        table.append((number, name))
        table += [(None, MONTHS[i], told[i]) for i in range(3)]
    check(read(table))


def test_a_table_that_goes_on_below_a_heading_with_the_next_number_is_one() -> None:
    import docx

    from tests.reports.appendix_files import add_table, saved

    table = [["" if cell is None else str(cell) for cell in row] for row in rows()[1:]]
    document = docx.Document()
    document.add_paragraph(TITLE[0])
    add_table(document, table[:3])
    document.add_paragraph("II. Các xã, trường")
    add_table(document, [table[0], *table[3:], ["", "Tổng cộng", *map(str, TOTAL)]])
    appendix = read_appendix(saved(document), "bang.docx")
    check(appendix)
    assert appendix.total_matches


def in_tcvn3(text: object) -> object:
    letters = {letter: code for code, letter in _TCVN3.items()}
    if not isinstance(text, str):
        return text
    return "".join(
        letters.get(c, letters.get(c.lower(), c)) for c in unicodedata.normalize("NFC", text)
    )


@pytest.mark.parametrize("kind", ["xlsx", "csv", "docx"])
def test_an_old_fonts_letters_are_all_converted_the_soft_hyphen_too(kind: str) -> None:
    table = [[in_tcvn3("" if cell is None else cell) for cell in row] for row in rows()[1:]]
    makers: dict[str, Callable[..., bytes]] = {
        "xlsx": xlsx_file,
        "csv": csv_file,
        "docx": docx_file,
    }
    make = makers[kind]
    check(read_appendix(make(table), f"bang.{kind}", 2023))


@pytest.mark.parametrize("name", ["?oàn thanh niên", "Ph?ng Nội vụ", "Ph\u25a1ng Nội vụ"])
def test_a_lost_letter_is_never_stored(name: str) -> None:
    assert refused([*rows(), (5, name, 1, 1, 1)]).code == "lost_letters"


def test_a_letter_that_only_looks_like_the_vietnamese_one_is_that() -> None:
    appendix = read([*rows()[:2], (1, "UBND thị trấn Ðak Ðoa", 1, 2, 3)])
    assert counts(appendix) == {"UBND thị trấn Đak Đoa": (1, 2, 3)}


ARTICLES = (
    (date(2023, 1, 5), "Xã Glar tổng kết năm", "UBND xã Glar", "Lê Thị Hoa"),
    (date(2023, 1, 20), "Tập huấn nghiệp vụ", "Phòng Nội vụ", "Trần Văn Bé"),
    (date(2023, 3, 12), "Hiến máu đợt một", "Huyện đoàn", "Nguyễn An"),
)
FIELDS = ("STT", "Ngày đăng", "Tiêu đề", "Đơn vị", "Tác giả")
LIST_TITLE = ("DANH SÁCH TIN BÀI NĂM 2023",)


def listed(head: Row = FIELDS, day: Callable[[date], object] = lambda d: d) -> list[Row]:
    return [LIST_TITLE, head, *((n, day(d), *told) for n, (d, *told) in enumerate(ARTICLES, 1))]


def articles(appendix: Appendix) -> list[tuple[date, str, str, str]]:
    return [(a.published_on, a.title, a.unit, a.author) for a in appendix.articles]


@pytest.mark.parametrize(
    "pattern",
    [
        "ngày %d/%m/%Y",
        "%d %b %Y",
        "%d-%b-%Y",
        "%B %d, %Y",
        "Thứ hai, %d/%m/%Y",
        "Thứ Sáu, ngày %d/%m/%Y, 08:30",
        "%Y%m%d",
        "%Y-%m-%dT07:30:00",
        "07:30, %d/%m/%Y",
    ],
)
def test_ways_to_write_the_day_of_an_article(pattern: str) -> None:
    assert articles(read(listed(day=lambda d: d.strftime(pattern)))) == list(ARTICLES)


def test_a_day_that_lost_its_format_is_a_number() -> None:
    table = listed(day=lambda d: (d - date(1899, 12, 30)).days)
    assert articles(read(table)) == list(ARTICLES)


@pytest.mark.parametrize(
    "head",
    [
        ("TT", "Ngày phát", "Tít bài", "Đơn vị gửi", "CTV"),
        ("No", "Ngày duyệt", "Tiêu đề tin bài", "Phòng/Ban", "Người gửi"),
        ("ID", "created_at", "post_title", "department_name", "author_name"),
        ("STT", "Ngày tạo", "Tên tin", "Xã, phường", "Cán bộ viết"),
        ("STT", "Ngày đăng", "Tên bài", "Trường", "Giáo viên"),
        ("STT", "Ngày tháng", "Tin, bài", "Đầu mối", "Tên CTV"),
    ],
)
def test_ways_to_head_a_list(head: Row) -> None:
    assert articles(read(listed(head))) == list(ARTICLES)


def test_a_list_by_months_sections_or_sheets_gives_days_their_month() -> None:
    table: list[Row] = [LIST_TITLE, FIELDS]
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for month in (1, 3):
        of_month = [row for row in ARTICLES if row[0].month == month]
        table.append((f"Tháng {month}",))
        sheet = book.create_sheet(f"T{month}")
        sheet.append(LIST_TITLE)
        sheet.append(FIELDS)
        for number, (day, *told) in enumerate(of_month, 1):
            table.append((number, day.day, *told))
            sheet.append((number, day.day, *told))
    from tests.reports.appendix_files import saved

    assert articles(read(table)) == list(ARTICLES)
    assert articles(read_appendix(saved(book), "bang.xlsx")) == list(ARTICLES)


def test_articles_of_nobody_are_refused_and_a_months_name_is_no_unit() -> None:
    table: list[Row] = [LIST_TITLE, FIELDS[:3]]
    table += [("Tháng 1",), (1, date(2023, 1, 5), "Tổng kết năm")]
    error = refused(table)
    assert (error.code, error.values["title"]) == ("article_without_unit", "Tổng kết năm")


def test_an_article_without_its_day_is_named_and_never_passed_over() -> None:
    error = refused([*listed(), (4, None, "Bài chưa có ngày")])
    assert (error.code, error.values["title"]) == ("article_without_date", "Bài chưa có ngày")


def test_what_frames_a_list_is_no_article() -> None:
    head = ("STT", "Ngày đăng", "Tin bài", None, "Đơn vị", "Tác giả")
    below = (None, None, "Tiêu đề", "Link", None, None)
    table: list[Row] = [LIST_TITLE, head, below, ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)")]
    table += [(n, d, t, "", u, a) for n, (d, t, u, a) in enumerate(ARTICLES, 1)]
    table += [(None, None, "Người lập", None, "TRƯỞNG BAN"), (None, None, "Lê A", None, "Trần B")]
    assert articles(read(table)) == list(ARTICLES)


def test_an_article_that_is_not_published_is_left_out_and_said() -> None:
    table = [
        (*row, state)
        for row, state in zip(listed(), ("", "Trạng thái", *["Đã đăng"] * 3), strict=True)
    ]
    table.append((4, date(2023, 4, 1), "Bài còn viết", "UBND xã Glar", "X", "Bản nháp"))
    appendix = read(table)
    assert articles(appendix) == list(ARTICLES)
    assert [left.code for left in appendix.left_out] == ["row_unpublished"]


@pytest.mark.parametrize(
    ("title", "code"), [("TIN BÀI QUÝ I NĂM 2022", "several_tables"), ("LƯỢT XEM NĂM 2023", "")]
)
def test_a_heading_repeated_below_another_title_begins_another_table(title: str, code: str) -> None:
    below = [(), (title,), rows()[1], *((n, name, 90, 80, 70) for n, name in enumerate(UNITS, 1))]
    table = [*rows(), *below]
    if code:
        assert refused(table).code == code
    else:
        appendix = read(table)
        check(appendix)
        assert [left.code for left in appendix.left_out] == ["other_table"]


def test_a_sheet_of_money_beside_the_counts_is_left_out_and_said() -> None:
    from tests.reports.appendix_files import saved

    book = openpyxl.Workbook()
    for row in rows():
        book.worksheets[0].append(list(row))
    sheet = book.create_sheet("Nhuận bút")
    for row in [("NHUẬN BÚT QUÝ I NĂM 2023",), rows()[1]]:
        sheet.append(row)
    for number, name in enumerate(UNITS, 1):
        sheet.append((number, name, 90_000, 180_000, 50_000))
    appendix = read_appendix(saved(book), "bang.xlsx")
    check(appendix)
    assert [left.code for left in appendix.left_out] == ["other_table"]


@pytest.mark.parametrize("dash", ["- ", "+ ", ""])
def test_people_below_their_unit_are_not_counted_once_more(dash: str) -> None:
    table: list[Row] = [TITLE, rows()[1]]
    for number, (name, told) in enumerate(UNITS.items(), 1):
        table.append((number, name, *told))
        table.append((None, f"{dash}Nguyễn Văn An", *kinds(told)[::2]))
        table.append((None, f"{dash}Trần Thị Bé", *kinds(told)[1::2]))
    check(read(table))


def test_a_further_person_of_the_unit_above_adds_to_it() -> None:
    table: list[Row] = [TITLE, ("STT", "Đơn vị", "Tác giả", *MONTHS)]
    table += [(1, "UBND xã Glar", "Nguyễn Văn An", 1, 2, 3), (None, None, "Lê Hoa", 1, 1, 1)]
    appendix = read(table)
    assert [(row.unit, row.counts) for row in appendix.rows] == [
        ("UBND xã Glar", (1, 2, 3)),
        ("UBND xã Glar", (1, 1, 1)),
    ]
