"""Counts in words, ticked off, of what was sent, or shown by a format as other numbers."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from domain.errors import InvalidFile
from domain.imports.tables import Appendix
from reports.appendix.number_formats import turns
from reports.appendix.reading import read_appendix
from tests.reports.appendix_files import counts, saved, xlsx_file

Row = tuple[object, ...]
QUARTER: Row = ("THỐNG KÊ TIN, BÀI QUÝ I NĂM 2023",)
JANUARY: Row = ("THỐNG KÊ TIN, BÀI THÁNG 1 NĂM 2023",)
HEAD: Row = ("STT", "Đơn vị", "Tháng 1", "Tháng 2", "Tháng 3")
HOME, VILLAGE = "Phòng Nội vụ", "UBND xã Glar"


def read(*rows: Row, merged: tuple[str, ...] = ()) -> Appendix:
    return read_appendix(xlsx_file(rows, merged), "bang.xlsx")


def refused(*rows: Row, merged: tuple[str, ...] = ()) -> InvalidFile:
    with pytest.raises(InvalidFile) as raised:
        read(*rows, merged=merged)
    return raised.value


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("3 tin", 3), ("03 bài", 3), ("2 tin, 1 bài", 3), ("3 tin + 1 bài", 4), ("2 tin 1 bài", 3),
        ("1 Tin; 2 Bài", 3), ("2 tin và 1 bài viết", 3), ("4 tin, bài", 4), ("4 tin bài", 4),
        ("1 video", 1), ("0 tin", 0), ("3\xa0tin", 3), ("2 tin\n1 bài", 3), ("Không", 0),
        ("không có", 0), ("Không có tin", 0), ("3", 3), (" 3 ", 3), ("-", None), ("", None),
        ("1.234", 1234),
    ],
)  # fmt: skip
def test_a_count_may_be_written_with_its_kinds(written: str, count: int | None) -> None:
    appendix = read(QUARTER, HEAD, (1, HOME, written, 2, 3), (2, VILLAGE, 4, 5, 6))
    assert counts(appendix) == {HOME: (count, 2, 3), VILLAGE: (4, 5, 6)}


@pytest.mark.parametrize(
    "written", ["3 lượt", "tin", "3 tin trả lại", "chưa có", "2 + 1", "3/5 tin", "3 tin (1 ảnh)"]
)
def test_other_words_are_no_count(written: str) -> None:
    error = refused(QUARTER, HEAD, (1, HOME, written, 2, 3), (2, VILLAGE, 4, 5, 6))
    assert (error.code, error.values["unit"]) == ("bad_cell", HOME)


def test_a_count_of_another_kind_than_its_column_is_refused() -> None:
    head = ("STT", "Đơn vị", "Tin", "Bài")
    assert counts(read(JANUARY, head, (1, HOME, "3 tin", "1 bài"))) == {HOME: (4,)}
    assert refused(JANUARY, head, (1, HOME, 3, "1 tin")).code == "bad_cell"


@pytest.mark.parametrize("mark", ["x", "X", "✓", "v", "+"])
def test_a_mark_is_no_count_and_the_sentence_says_what_is(mark: str) -> None:
    error = refused(QUARTER, HEAD, (1, HOME, 1, 2, 3), (2, VILLAGE, mark, 5, 6))
    assert (error.code, error.values["unit"], error.values["text"]) == (
        "mark_no_count",
        VILLAGE,
        mark,
    )
    error = refused(JANUARY, ("STT", "Đơn vị", "Tin", "Bài"), (1, HOME, mark, mark))
    assert (error.code, error.values["unit"]) == ("mark_no_count", HOME)


def test_yes_and_no_in_a_column_aside_stay_left_out() -> None:
    rows: list[Row] = [(1, HOME, 1, 2, 3, "Có"), (2, VILLAGE, 4, 5, 6, "Không")]
    appendix = read(QUARTER, (*HEAD, "Có chuyên mục"), *rows)
    assert counts(appendix) == {HOME: (1, 2, 3), VILLAGE: (4, 5, 6)}


PAIRS = [
    ("Số bài gửi", "Số bài đăng"), ("Gửi", "Đăng"), ("Số tin, bài gửi về", "Số tin, bài được đăng"),
    ("Đã gửi", "Đã đăng"), ("Số lượng nhận", "Số lượng sử dụng"),
    ("Tin bài nộp", "Tin bài xuất bản"),
    ("Tổng số gửi", "Tổng số đăng"),
]  # fmt: skip


@pytest.mark.parametrize("labels", PAIRS)
@pytest.mark.parametrize("turned", [False, True])
def test_what_was_posted_counts_and_what_was_sent_is_left_out(
    labels: tuple[str, str], turned: bool
) -> None:
    def pair(sent: object, posted: object) -> Row:
        return (posted, sent) if turned else (sent, posted)

    by_month = read(
        QUARTER,
        ("STT", "Đơn vị", "Tháng 1", None, "Tháng 2", None),
        (None, None, *pair(*labels), *pair(*labels)),
        (1, HOME, *pair(3, 2), *pair(4, 3)),
        (2, VILLAGE, *pair(2, 1), *pair(9, 8)),
        merged=("C2:D2", "E2:F2", "A2:A3", "B2:B3"),
    )
    assert counts(by_month) == {HOME: (2, 3), VILLAGE: (1, 8)}
    assert [left.values["why"] for left in by_month.left_out] == ["sent"]
    of_one = read(
        JANUARY,
        ("STT", "Đơn vị", *pair(*labels)),
        (1, HOME, *pair(3, 2)),
        (2, VILLAGE, *pair(9, 1)),
    )
    assert counts(of_one) == {HOME: (2,), VILLAGE: (1,)}
    assert [left.values["why"] for left in of_one.left_out] == ["sent"]


def test_months_below_what_was_sent_do_not_count() -> None:
    merged = ("C2:D2", "E2:F2", "A2:A3", "B2:B3")
    head: Row = ("STT", "Đơn vị", "Số bài gửi", None, "Số bài đăng", None)
    months: Row = (None, None, *("Tháng 1", "Tháng 2") * 2)
    both = read(
        QUARTER, head, months, (1, HOME, 3, 2, 1, 1), (2, VILLAGE, 2, 4, 2, 3), merged=merged
    )
    assert counts(both) == {HOME: (1, 1), VILLAGE: (2, 3)}
    alone = refused(
        QUARTER, head[:4], months[:4], (1, HOME, 3, 2), (2, VILLAGE, 2, 4), merged=merged[::2]
    )
    assert alone.code == "only_sent"


@pytest.mark.parametrize(
    "labels", [("Số bài gửi",), ("Tin gửi", "Bài gửi"), ("Tin gửi", "Bài gửi", "Cộng")]
)
def test_what_was_only_sent_is_refused(labels: Row) -> None:
    told = (3, 2, 5)[: len(labels)]
    assert refused(JANUARY, ("STT", "Đơn vị", *labels), (1, HOME, *told)).code == "only_sent"
    head: Row = ("STT", "Đơn vị", "Tháng 1", *(None,) * (len(labels) - 1))
    merged = ("A2:A3", "B2:B3", f"C2:{'CDE'[len(labels) - 1]}2")
    error = refused(QUARTER, head, (None, None, *labels), (1, HOME, *told), merged=merged)
    assert error.code == "only_sent"


def test_a_sum_of_sent_and_posted_is_no_count() -> None:
    appendix = read(
        QUARTER,
        ("STT", "Đơn vị", "Tháng 1", None, None),
        (None, None, "Gửi", "Đăng", "Cộng"),
        (1, HOME, 3, 2, 5),
        (2, VILLAGE, 2, 1, 3),
        merged=("C2:E2", "A2:A3", "B2:B3"),
    )
    assert counts(appendix) == {HOME: (2,), VILLAGE: (1,)}
    appendix = read(JANUARY, ("STT", "Đơn vị", "Gửi", "Đăng", "Cộng"), (1, HOME, 3, 2, 5))
    assert counts(appendix) == {HOME: (2,)}


@pytest.mark.parametrize("label", ["Đơn vị gửi", "Nơi gửi", "Đầu mối gửi tin"])
def test_who_sends_heads_the_units_as_before(label: str) -> None:
    appendix = read(QUARTER, ("STT", label, "Tháng 1", "Tháng 2"), (1, HOME, 1, 2))
    assert counts(appendix) == {HOME: (1, 2)}


def formatted(number_format: str, value: object) -> bytes:
    content = xlsx_file([QUARTER, HEAD, (1, HOME, value, 2, 1), (2, VILLAGE, 2, 1, 1)])
    book = openpyxl.load_workbook(BytesIO(content))
    book.worksheets[0]["C3"].number_format = number_format
    return saved(book)


@pytest.mark.parametrize(
    ("number_format", "value"),
    [
        ("0%", 0.05), ("0%", 1), ("0.00%", 3), ("0,", 3000), ("#,##0,", 3000), ("0.0,,", 3000000),
        ('0"00"', 3), ("0\\0", 3), ('0"%"', 5), ('#,##0 "đ"', 3), ("[$₫-42A]#,##0", 3),
        ("$#,##0", 3),
    ],
)  # fmt: skip
def test_a_number_that_its_format_shows_as_another_is_refused(
    number_format: str, value: object
) -> None:
    with pytest.raises(InvalidFile) as raised:
        read_appendix(formatted(number_format, value), "bang.xlsx")
    assert raised.value.code == "shown_otherwise"
    assert (raised.value.values["unit"], raised.value.values["place"]) == (
        HOME,
        "Sheet1, dòng 3, cột Tháng 1",
    )


@pytest.mark.parametrize(
    "number_format",
    [
        "General", "0", "0.0", "#,##0", "#,##0.00", "000", '0 "bài"', '0" tin đã đăng"', "@",
        "#.##0",
        '_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_)', '_-* #,##0\\ _₫_-;\\-* #,##0\\ _₫_-',
        "0;-0;-;@",
        "[Red]0", "[$-42A]0",
    ],
)  # fmt: skip
def test_a_format_that_shows_the_number_itself_changes_nothing(number_format: str) -> None:
    appendix = read_appendix(formatted(number_format, 3), "bang.xlsx")
    assert counts(appendix)[HOME] == (3, 2, 1)
    assert turns(number_format) is None


def test_nothing_and_days_are_no_rates() -> None:
    assert counts(read_appendix(formatted("0%", 0), "bang.xlsx"))[HOME] == (0, 2, 1)
    with pytest.raises(InvalidFile, match="bad_cell"):
        read_appendix(formatted("dd/mm/yyyy", date(2023, 1, 3)), "bang.xlsx")


def test_sums_of_money_by_their_format_are_money() -> None:
    book = openpyxl.load_workbook(BytesIO(formatted("0", 3)))
    for row in book.worksheets[0]["C3:E4"]:
        for cell in row:
            cell.number_format = '#,##0 "đ"'
    with pytest.raises(InvalidFile, match="money"):
        read_appendix(saved(book), "bang.xlsx")


@pytest.mark.parametrize("label", ["Nội dung", "Danh mục", "Tiêu chí", "Diễn giải", "Tên"])
def test_units_may_stand_below_a_heading_of_something_else(label: str) -> None:
    rows: list[Row] = [(1, HOME, 1, 2, 3), (2, VILLAGE, 4, 5, 6), (3, "Thanh tra", 1, 1, 1)]
    appendix = read(QUARTER, ("STT", label, *HEAD[2:]), *rows)
    assert counts(appendix) == {HOME: (1, 2, 3), VILLAGE: (4, 5, 6), "Thanh tra": (1, 1, 1)}
    said = [warning.code for warning in appendix.warnings]
    assert said == ([] if label in ("Diễn giải", "Tên") else ["unit_heading"])


@pytest.mark.parametrize(
    "names",
    [
        ("Tin trong tỉnh", "Kinh tế", "Văn hóa - Xã hội"),
        ("Xã hội", "Phòng chống dịch", "Trường hợp khác"),
        (HOME, "Kinh tế", "An ninh"),
    ],
)
def test_topics_below_it_are_refused_as_before(names: tuple[str, ...]) -> None:
    rows: list[Row] = [(n, name, 1, 2, 3) for n, name in enumerate(names, 1)]
    assert refused(QUARTER, ("STT", "Nội dung", *HEAD[2:]), *rows).code == "no_table_topics"


@pytest.mark.parametrize(
    "text", ["(Sáp nhập từ tháng 2)", "Ghi chú: xã mới", "Lưu ý: số liệu đến 31/3"]
)
def test_a_remark_between_two_units_is_no_group(text: str) -> None:
    appendix = read(QUARTER, HEAD, (1, HOME, 1, 2, 3), (None, text), (2, VILLAGE, 4, 5, 6))
    assert [row.group for row in appendix.rows] == ["", ""]
    assert [(left.code, left.values["text"]) for left in appendix.left_out] == [("row_note", text)]


def test_some_of_a_units_articles_are_no_slip() -> None:
    some: Row = (None, "Trong đó: bài", 1, 1, 1)
    appendix = read(QUARTER, HEAD, (1, HOME, 1, 2, 3), some, (2, VILLAGE, 4, 5, 6))
    assert counts(appendix) == {HOME: (1, 2, 3), VILLAGE: (4, 5, 6)}
    more: Row = (None, "Trong đó: bài", 9, 1, 1)
    assert refused(QUARTER, HEAD, (1, HOME, 1, 2, 3), more).code == "parts_differ"


@pytest.mark.parametrize("label", ["Tổng tháng", "Cộng cả tháng", "Tổng số"])
def test_the_sum_of_a_months_weeks_is_its_count(label: str) -> None:
    head: Row = ("STT", "Đơn vị", "Tuần 1", "Tuần 2", "Tuần 3", "Tuần 4", label)
    assert counts(read(JANUARY, head, (1, HOME, 1, 0, 1, 1, 3))) == {HOME: (3,)}
    for told in ((1, 0, 1, 1, None), (1, 0, 1, 1, 4)):
        assert refused(JANUARY, head, (1, HOME, *told), (2, VILLAGE, 1, 1, 1, 1, 4)).code == (
            "unknown_column"
        )


@pytest.mark.parametrize("number_format", ['"Tháng "0', '"T"0', '"Tháng "00'])
def test_months_that_a_format_shows_are_months(number_format: str) -> None:
    book = openpyxl.load_workbook(
        BytesIO(xlsx_file([QUARTER, ("Đơn vị", 1, 2, 3), (HOME, 1, 2, 3), (VILLAGE, 4, 5, 6)]))
    )
    for cell in book.worksheets[0]["B2:D2"][0]:
        cell.number_format = number_format
    appendix = read_appendix(saved(book), "bang.xlsx")
    assert [month.code for month in appendix.months] == ["2023-01", "2023-02", "2023-03"]
    assert counts(appendix) == {HOME: (1, 2, 3), VILLAGE: (4, 5, 6)}


@pytest.mark.parametrize(
    ("title", "doubted"),
    [
        ("TIN, BÀI CÁC ĐƠN VỊ GỬI QUÝ I NĂM 2023", True),
        ("SỐ BÀI GỬI VỀ BAN QUÝ I NĂM 2023", True),
        ("TIN, BÀI GỬI ĐĂNG QUÝ I NĂM 2023", False), ("TIN, BÀI QUÝ I NĂM 2023", False),
    ],
)  # fmt: skip
def test_a_title_of_what_was_sent_is_named(title: str, doubted: bool) -> None:
    appendix = read((title,), HEAD, (1, HOME, 1, 2, 3), (2, VILLAGE, 4, 5, 6))
    assert [warning.code for warning in appendix.warnings] == ["sent_title"] * doubted


THEMES: Row = ("Kinh tế", "Xã hội", "Cộng")
BY_THEME: list[Row] = [
    ("STT", "Đơn vị", "Tháng 1", None, None, "Tháng 2", None, None),
    (None, None, *THEMES, *THEMES),
]
OVER_THEMES = ("A2:A3", "B2:B3", "C2:E2", "F2:H2")


def test_the_themes_of_a_month_that_make_up_its_sum_are_left_out() -> None:
    rows: list[Row] = [(1, HOME, 1, 0, 1, 1, 1, 2), (2, VILLAGE, 2, 2, 4, 3, 2, 5)]
    appendix = read(QUARTER, *BY_THEME, *rows, merged=OVER_THEMES)
    assert counts(appendix) == {HOME: (1, 2), VILLAGE: (4, 5)}
    assert [left.values["why"] for left in appendix.left_out] == ["other"]


@pytest.mark.parametrize("sums", [(1, 3), (None, 2)])
def test_themes_that_make_up_something_else_are_refused(sums: Row) -> None:
    rows: list[Row] = [(1, HOME, 1, 0, sums[0], 1, 1, sums[1]), (2, VILLAGE, 2, 2, 4, 3, 2, 5)]
    assert refused(QUARTER, *BY_THEME, *rows, merged=OVER_THEMES).code == "unknown_column"
    without = [tuple(v for i, v in enumerate(row) if i not in (4, 7)) for row in (*BY_THEME, *rows)]
    error = refused(QUARTER, *without, merged=("A2:A3", "B2:B3", "C2:D2", "E2:F2"))
    assert (error.code, error.values["column"]) == ("unknown_column", "Tháng 1 Kinh tế")


def test_converted_numbers_are_no_articles() -> None:
    rows: list[Row] = [(1, HOME, 1, 2, 3), (2, VILLAGE, 4, 5, 6)]
    assert refused(("SỐ TIN, BÀI QUY ĐỔI QUÝ I NĂM 2023",), HEAD, *rows).code == "other_counts"
    title: Row = ("SỐ TIN, BÀI (CHƯA QUY ĐỔI) QUÝ I NĂM 2023",)
    assert counts(read(title, HEAD, *rows))[HOME] == (1, 2, 3)
    head: Row = ("STT", "Đơn vị", "Tháng 1 (quy đổi)", "Tháng 2 (quy đổi)")
    assert refused(QUARTER, head, (1, HOME, 1, 2)).code.startswith("no_table")
