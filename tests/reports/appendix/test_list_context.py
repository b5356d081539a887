"""What stands around a list's rows: states by any name, sections, sheets, paragraphs and titles."""

import docx
import openpyxl
import pytest

from domain.errors import InvalidFile
from domain.imports.tables import Appendix
from domain.language import translator
from handlers.problems import problem_text
from reports.appendix.reading import read_appendix
from reports.appendix.wording import left_out_text, warning_text
from tests.reports.appendix.test_lists import (
    AN,
    BE,
    FIRST,
    HEAD,
    HOME,
    MAY,
    OF_AUTHORS,
    OF_YEAR,
    SECOND,
    THIRD,
    VILLAGE,
    Row,
    days,
    listed,
    read,
    refused,
    stated,
    told,
)
from tests.reports.appendix_files import add_table, csv_file, saved

NO_AUTHORS = HEAD[:3]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Duyệt", ("x", None)),
        ("Đã duyệt", ("x", None)),
        ("Phê duyệt", ("Đồng ý", "Không đồng ý")),
        ("Ý kiến duyệt", ("Đồng ý đăng", "Không đăng")),
        ("Ý kiến Ban biên tập", ("Đăng", "Không đăng do trùng nội dung")),
        ("Kết luận", ("Đăng", "Trả lại")),
        ("Đăng/Không đăng", ("Đăng", "Không đăng")),
        ("Đăng tải", ("Có", "Không")),
        ("Được đăng (x)", ("x", None)),
        ("Đăng lên Cổng", ("x", None)),
        ("Đăng Cổng", ("x", None)),
        ("Hiện trạng", ("Đã đăng", "Chưa đăng")),
        ("Hiển thị", ("Có", "Không")),
        ("Ẩn/Hiện", ("Hiện", "Ẩn")),
        ("Published", ("1", "0")),
        ("Active", ("TRUE", "FALSE")),
        ("Kích hoạt", ("Có", "Không")),
        ("Số bài đăng", (1, 0)),
        ("Nhận xét", ("Bài hay", "Trả lại")),
        ("Ý kiến của lãnh đạo", (None, "Chưa được duyệt")),
        ("Đăng trên trang web", ("x", None)),
        ("Đăng lên Cổng TTĐT", ("x", None)),
        ("Đăng (0/1)", ("1", "0")),
        ("Ghi chú", (None, "Chờ duyệt")),
        ("Ghi chú", (None, "Bài không đạt")),
        ("Ghi chú", (None, "Không đăng vì quá hạn")),
        ("post_type", ("post", "page")),
    ],
)
def test_a_column_of_any_name_may_say_that_an_article_is_not_posted(
    heading: str, cells: Row
) -> None:
    appendix = read(stated(heading, *cells))
    assert [article.title for article in appendix.articles] == ["Ra quân đợt 1"]
    assert [left.code for left in appendix.left_out] == ["row_unpublished"]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Người duyệt", ("Lê Văn C", "Lê Văn C")),
        ("Ngày duyệt", ("15/1/2021", "16/1/2021")),
        ("Đăng báo tỉnh", ("Đã đăng", "Chưa đăng")),
        ("Fanpage", ("Có", "Không đăng")),
        ("Xếp loại", ("A", "Loại")),
        ("Chất lượng", ("Đạt", "Tốt")),
        ("Có ảnh", ("Có", "Không")),
        ("Hiển thị trang chủ", ("x", None)),
        ("Nổi bật", ("Có", "Không")),
        ("Ghi chú", (None, "Không tính nhuận bút")),
        ("Mạng xã hội", ("Đã đăng", "Chưa đăng")),
        ("Cổng TTĐT tỉnh", ("Đã đăng", "Không đăng")),
        ("Thanh toán", ("Đã duyệt", "Chưa duyệt")),
        ("Chi trả", ("Đã chi", "Chờ duyệt")),
        ("Bình luận", (None, "Chờ duyệt")),
        ("Bản dịch", ("Đã duyệt", "Chưa duyệt")),
        ("Bản tiếng Anh", ("Đã đăng", "Chưa đăng")),
        ("Đánh giá", ("Tốt", "Không đạt")),
        ("Chất lượng", ("Đạt", "Không đạt")),
        ("Chuẩn SEO", ("Đạt", "Chưa đạt")),
        ("Nhận xét", ("Bài hay", "Chưa đạt")),
        ("Ý kiến bạn đọc", ("Đồng ý", "Không đồng ý")),
        ("Ý kiến duyệt nhuận bút", ("Duyệt", "Không duyệt")),
        ("Không đạt", (None, "x")),
        ("Hiện trạng", ("Hoàn thành", "Đang thi công")),
        ("Đăng (Fanpage)", ("x", None)),
        ("Đăng trên trang Facebook", ("x", None)),
        ("Đăng lên trang fanpage", ("x", None)),
        ("Đăng trên cổng tỉnh", ("x", None)),
        ("Đăng web huyện", ("x", None)),
        ("Đăng bài (Zalo)", ("x", None)),
        ("Đăng/Chưa đăng MXH", ("x", None)),
        ("Hiển thị trên trang chủ", ("x", None)),
        ("Sử dụng (bản tin)", ("x", None)),
        ("Đồng ý (tác giả)", ("x", None)),
        ("Duyệt chi", ("x", None)),
        ("Tin", (1, 0)),
        ("SL", (1, 0)),
    ],
)
def test_a_column_that_tells_something_else_leaves_no_article_out(heading: str, cells: Row) -> None:
    assert len(read(stated(heading, *cells)).articles) == 2


@pytest.mark.parametrize(
    ("headings", "cells", "read_"),
    [
        (("Trạng thái", "Thanh toán"), ("Đã đăng", "Chưa duyệt"), True),
        (("Trạng thái", "Duyệt"), ("Đã đăng", None), True),
        (("Trạng thái", "Ghi chú"), ("Đã đăng", "Chờ duyệt"), True),
        (("Trạng thái", "Ý kiến"), ("Đã đăng", "Trả lại"), True),
        (("Đăng", "Ý kiến"), ("x", "Không đăng trên Fanpage"), True),
        (("Trạng thái", "Ghi chú"), ("Đã đăng", "Bài trùng"), False),
        (("Trạng thái", "Đăng"), ("Hoàn thành", None), False),
        (("Trạng thái", "Ghi chú"), ("Hoàn thành", "Trả lại"), False),
        (("Kết quả", "Ghi chú"), ("Đạt", "Không đăng"), False),
        (("Duyệt", "Ghi chú"), ("x", "Chưa đăng"), False),
        (("Duyệt", "Đăng"), ("x", None), False),
        (("Bài", "Ảnh"), (0, 5), True),
        (("Số bài đăng", "Số ảnh"), (0, 5), True),
        (("Số bài đăng", "Số ảnh"), (0, 0), False),
    ],
)
def test_columns_are_heard_together(headings: Row, cells: Row, read_: bool) -> None:
    said = [
        "x" if h in ("Đăng", "Duyệt") else 1 if h in ("Bài", "Số bài đăng") else None
        for h in headings
    ]
    rows = [OF_YEAR, (*HEAD, *headings)]
    rows += [(1, "15/1/2021", FIRST, AN, HOME, *said), (2, "15/1/2021", SECOND, BE, HOME, *cells)]
    assert [a.title for a in read(rows).articles] == [FIRST, *([SECOND] if read_ else [])]


@pytest.mark.parametrize("kind", ["Ảnh", "Video", "Phóng sự"])
def test_an_article_of_another_kind_is_one_too(kind: str) -> None:
    rows = [OF_YEAR, (*HEAD, "Tin", "Bài", kind)]
    rows += [
        (1, "15/1/2021", FIRST, AN, HOME, 1, 0, 0),
        (2, "15/1/2021", SECOND, BE, HOME, 0, 0, 1),
    ]
    assert len(read(rows).articles) == 2


@pytest.mark.parametrize("cells", [("1 bài", "2 bài"), ("01 tin", "03 tin")])
def test_several_articles_in_a_row_are_seen_with_their_word(cells: Row) -> None:
    assert refused(stated("Số lượng", *cells)).code == "several_in_a_row"


UNPOSTED = (
    "DANH SÁCH TIN, BÀI KHÔNG ĐƯỢC ĐĂNG THÁNG 5 NĂM 2021",
    "TIN, BÀI CHƯA DUYỆT THÁNG 5 NĂM 2021",
    "TIN BÀI BỊ TRẢ LẠI THÁNG 5/2021",
    "KẾ HOẠCH TIN BÀI THÁNG 5 NĂM 2021",
    "BẢNG ĐĂNG KÝ TIN, BÀI THÁNG 5 NĂM 2021",
    "ĐỀ XUẤT TIN BÀI THÁNG 5 NĂM 2021",
    "LỊCH CÔNG TÁC THÁNG 5/2021",
    "DANH SÁCH TIN, BÀI THÁNG 5/2021 CHƯA ĐĂNG",
    "TIN, BÀI KHÔNG ĐƯỢC DUYỆT ĐĂNG TRÊN TRANG THÔNG TIN ĐIỆN TỬ THÁNG 5/2021",
    "LỊCH ĐĂNG TIN, BÀI THÁNG 5/2021",
    "DANH SÁCH TIN, BÀI DỰ KIẾN ĐĂNG THÁNG 5/2021",
    "II. Tin, bài chưa được duyệt:",
    "tin bai bi tra lai thang 5/2021",
)
POSTED = (
    "DANH SÁCH TIN, BÀI ĐƯỢC ĐĂNG THÁNG 5 NĂM 2021",
    "TIN, BÀI ĐÃ DUYỆT, CHƯA DUYỆT THÁNG 5 NĂM 2021",
    "KẾT QUẢ THỰC HIỆN KẾ HOẠCH TIN BÀI THÁNG 5 NĂM 2021",
    "TIN, BÀI THEO KẾ HOẠCH SỐ 12/KH-UBND THÁNG 5 NĂM 2021",
    "ĐỀ XUẤT CHI NHUẬN BÚT TIN BÀI THÁNG 5 NĂM 2021",
    "TIN BÀI TỰ VIẾT, KHÔNG ĐĂNG LẠI, THÁNG 5 NĂM 2021",
    "DANH SÁCH TIN, BÀI DỰ KIẾN CHI TRẢ NHUẬN BÚT THÁNG 5/2021",
    "DANH SÁCH TIN BÀI ĐĂNG KÝ DỰ THI BÁO CHÍ NĂM 2021",
    "DANH SÁCH TIN, BÀI ĐĂNG KÝ XÉT KHEN THƯỞNG NĂM 2021",
    "KẾ HOẠCH CHUYỂN ĐỔI SỐ NĂM 2021",
    "SỔ ĐĂNG KÝ TIN BÀI NĂM 2021",
    "KẾ HOẠCH THÁNG 5 CỦA ỦY BAN VỀ CHUYỂN ĐỔI SỐ",
    "(Không tính tin, bài bị trả lại)",
    "Số tin chưa đăng: 0",
    "Tổng số tin: 3; chưa đăng: 0",
    "Chưa đăng: 2 tin",
    "DANH SÁCH TIN BÀI THÁNG 5/2021 (CHƯA DUYỆT NHUẬN BÚT)",
    "TIN BÀI CỦA CÁC ĐƠN VỊ CHƯA ĐẠT CHỈ TIÊU QUÝ I/2021",
    "TIN BÀI PHONG TRÀO KHÔNG SỬ DỤNG TÚI NI LÔNG",
    "TIN BÀI TỰ SẢN XUẤT (KHÔNG ĐĂNG BÀI KHAI THÁC)",
    "TIN BÀI CHƯA ĐĂNG TRÊN CỔNG TỈNH THÁNG 5/2021",
    "TIN BÀI KHÔNG ĐĂNG FANPAGE THÁNG 5/2021",
    "THÔN TRÀ LÀI",
    "TRÀ LÀI",
)


@pytest.mark.parametrize("title", UNPOSTED)
def test_a_title_says_that_nothing_below_it_is_posted(title: str) -> None:
    error = refused([(title,), *listed("3/5/2021")])
    assert (error.code, error.values["title"]) == ("list_unpublished", title)
    assert title in problem_text(translator("vi"), error.code, error.values)


@pytest.mark.parametrize("title", POSTED)
def test_a_title_that_only_speaks_of_what_is_not_posted_refuses_nothing(title: str) -> None:
    assert days(read([(title,), *listed("3/5/2021")])) == ["2021-05-03"]
    assert days(read([MAY, (title,), *listed("3/5/2021")])) == ["2021-05-03"]


def test_a_title_that_says_posted_goes_before_a_plans_name() -> None:
    lines: list[Row] = [("TIN, BÀI ĐÃ ĐĂNG THEO",), ("KẾ HOẠCH THÁNG 5/2021",)]
    assert days(read([*lines, *listed("3/5/2021")])) == ["2021-05-03"]


def book(*sheets: tuple[str, list[Row]]) -> Appendix:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets:
        page = workbook.create_sheet(name)
        for row in rows:
            page.append(list(row))
    return read_appendix(saved(workbook), "a.xlsx")


@pytest.mark.parametrize("name", ["Không đăng", "Từ chối", "Chờ duyệt", "Nháp", "Kế hoạch T6"])
def test_a_sheet_whose_name_says_unposted_is_left_out_and_said(name: str) -> None:
    posted = [MAY, HEAD, (1, "3/5/2021", FIRST, AN, HOME)]
    appendix = book(("Đã đăng", posted), (name, [MAY, HEAD, (1, "4/5/2021", SECOND, BE, VILLAGE)]))
    assert told(appendix) == [(FIRST, HOME, AN)]
    assert [left.code for left in appendix.left_out] == ["list_unpublished"]
    assert name in left_out_text(translator("vi"), appendix.left_out[0])


@pytest.mark.parametrize(
    "name", ["Kế hoạch - Tài chính", "Nhập", "Bản nhập", "Kế hoạch", "Đăng ký đất đai", "Trà Lài"]
)
def test_a_sheet_named_for_a_unit_or_a_subject_is_read(name: str) -> None:
    sheet = [MAY, HEAD, (1, "4/5/2021", SECOND, BE, VILLAGE)]
    appendix = book(("Văn phòng", [MAY, HEAD, (1, "3/5/2021", FIRST, AN, HOME)]), (name, sheet))
    assert told(appendix) == [(FIRST, HOME, AN), (SECOND, VILLAGE, BE)]
    assert not appendix.left_out


@pytest.mark.parametrize(
    ("section", "unit"),
    [
        ("Kế hoạch - Tài chính", "Kế hoạch - Tài chính"),
        ("II. Đăng ký kinh doanh", "Đăng ký kinh doanh"),
        ("B. Kế hoạch, chương trình", "Kế hoạch, chương trình"),
        ("I. KẾ HOẠCH", "KẾ HOẠCH"),
        ("2. Lịch làm việc của lãnh đạo", "Lịch làm việc của lãnh đạo"),
        ("2. Lịch làm việc", "Lịch làm việc"),
        ("2. Từ chối hàng giả", "Từ chối hàng giả"),
        ("2. Nói không sử dụng túi ni lông", "Nói không sử dụng túi ni lông"),
        ("1. Dự kiến thu hút đầu tư", "Dự kiến thu hút đầu tư"),
        ("Thôn Trà Lài", "Thôn Trà Lài"),
        ("Trà Lài", "Trà Lài"),
        ("I. Đảng", "Đảng"),
        ("I. ĐẢNG", "ĐẢNG"),
        ("I. DANG", "DANG"),
    ],
)
def test_a_section_of_a_unit_or_a_subject_is_read(section: str, unit: str) -> None:
    appendix = read([MAY, OF_AUTHORS, (section,), (1, "3/5/2021", FIRST, AN)])
    assert told(appendix) == [(FIRST, unit, AN)]


@pytest.mark.parametrize("head", [HEAD, OF_AUTHORS], ids=["units", "authors"])
@pytest.mark.parametrize(
    ("posted", "unposted"),
    [
        ("I. Đã đăng", "II. Chưa đăng"),
        ("I. TIN, BÀI ĐÃ ĐĂNG", "II. TIN, BÀI KHÔNG ĐƯỢC ĐĂNG"),
        ("I. Đã duyệt", "II. Chờ duyệt"),
        ("A. Tin, bài được duyệt", "B. Tin, bài bị từ chối"),
        ("I. Đăng", "II. Trả lại"),
        ("I. Tin đã đăng", "II. Chưa đăng: 1 tin"),
    ],
)
def test_a_section_says_which_articles_are_not_posted(
    head: Row, posted: str, unposted: str
) -> None:
    one: Row = (1, "3/5/2021", FIRST, AN, HOME)[: len(head)]
    other: Row = (1, "4/5/2021", SECOND, BE, VILLAGE)[: len(head)]
    appendix = read([MAY, head, (posted,), one, (unposted,), other])
    assert [(a.title, a.unit, a.kind) for a in appendix.articles] == [
        (FIRST, HOME if head is HEAD else "", "")
    ]
    assert [left.code for left in appendix.left_out] == ["row_unpublished"]


@pytest.mark.parametrize("head", [OF_AUTHORS, NO_AUTHORS], ids=["authors", "no authors"])
def test_a_sheets_name_or_the_line_above_says_whose_the_articles_are(head: Row) -> None:
    author = AN if head is OF_AUTHORS else ""
    row: Row = (1, "3/5/2021", FIRST, AN)[: len(head)]
    assert told(book((HOME, [MAY, head, row]))) == [(FIRST, HOME, author)]
    above: list[Row] = [MAY, (f"Đơn vị: {VILLAGE}",), head, row]
    assert told(book(("Sheet1", above))) == [(FIRST, VILLAGE, author)]


@pytest.mark.parametrize("name", ["Báo cáo", "Sheet1", "Tổng hợp", "Sổ theo dõi", "Phòng", "Tin"])
def test_another_sheets_name_is_no_unit(name: str) -> None:
    assert told(book((name, [MAY, OF_AUTHORS, (1, "3/5/2021", FIRST, AN)]))) == [(FIRST, "", AN)]


def test_a_title_that_begins_with_a_units_name_is_no_unit() -> None:
    title = ("TRƯỜNG THCS GLAR - DANH SÁCH TIN BÀI THÁNG 5 NĂM 2021",)
    assert told(read([title, OF_AUTHORS, (1, "3/5/2021", FIRST, AN)])) == [(FIRST, "", AN)]


def document(*parts: str | list[Row]) -> Appendix:
    made = docx.Document()
    for part in parts:
        if isinstance(part, str):
            made.add_paragraph(part)
        else:
            add_table(made, part)
    return read_appendix(saved(made), "a.docx")


def test_a_paragraph_above_each_table_says_whose_its_articles_are() -> None:
    one: list[Row] = [OF_AUTHORS, (1, "3/5/2021", FIRST, AN)]
    other: list[Row] = [OF_AUTHORS, (1, "4/5/2021", SECOND, BE)]
    appendix = document(str(MAY[0]), f"1. {HOME}", one, f"2. {VILLAGE}", other)
    assert told(appendix) == [(FIRST, HOME, AN), (SECOND, VILLAGE, BE)]


@pytest.mark.parametrize("between", ["", "Trang 2", VILLAGE])
def test_a_list_that_goes_on_in_another_table_is_read_whole(between: str) -> None:
    one: list[Row] = [OF_AUTHORS, (1, "3/5/2021", FIRST, AN)]
    appendix = document(str(MAY[0]), HOME, one, between, [(2, "4/5/2021", SECOND, BE)])
    assert told(appendix) == [
        (FIRST, HOME, AN),
        (SECOND, VILLAGE if between == VILLAGE else HOME, BE),
    ]


@pytest.mark.parametrize(
    "section",
    [
        (f"1. {HOME}: 01 tin",),
        (f"{HOME} (02 tin, bài)",),
        ("I", HOME, None, "2 tin"),
        ("I", HOME, None, "Tổng: 01 tin, 01 bài"),
        (f"{HOME} – 2 bài viết",),
    ],
)
def test_the_number_of_a_sections_articles_is_no_part_of_its_name(section: Row) -> None:
    rows = [MAY, OF_AUTHORS, section, (1, "3/5/2021", FIRST, AN)]
    assert told(read(rows)) == [(FIRST, HOME, AN)]


@pytest.mark.parametrize(
    "heading", ["Thôn", "Lớp", "Tổ", "Cơ sở", "Công đoàn", "ĐV", "Organization", "Thuộc", "Nhóm"]
)
def test_a_column_of_units_is_known_by_its_heading_or_its_cells(heading: str) -> None:
    head = (*OF_AUTHORS, heading)
    rows = [MAY, head, (1, "3/5/2021", FIRST, AN, HOME), (2, "4/5/2021", SECOND, BE, VILLAGE)]
    assert told(read(rows)) == [(FIRST, HOME, AN), (SECOND, VILLAGE, BE)]


def test_a_column_that_only_its_cells_make_one_of_units_is_said() -> None:
    appendix = read([MAY, (*OF_AUTHORS, "Thuộc"), (1, "3/5/2021", FIRST, AN, HOME)])
    assert [warning.code for warning in appendix.warnings] == ["unit_column"]
    assert "cột “Thuộc”" in warning_text(translator("vi"), appendix.warnings[0])


@pytest.mark.parametrize(
    "heading", ["Báo đăng", "Người duyệt bài", "Nơi đăng", "Địa điểm", "Tóm tắt", "Địa bàn"]
)
def test_a_column_that_says_where_an_article_stands_is_no_column_of_units(heading: str) -> None:
    rows = [MAY, (*OF_AUTHORS, heading), (1, "3/5/2021", FIRST, AN, "Báo Gia Lai")]
    assert told(read(rows)) == [(FIRST, "", AN)]


@pytest.mark.parametrize(
    ("heading", "cell", "unit", "author"),
    [
        ("Tác giả, đơn vị", f"{AN} - {HOME}", HOME, AN),
        ("Tác giả, đơn vị", f"{AN} ({HOME})", HOME, AN),
        ("Tác giả/Đơn vị", f"{AN}, Phòng Tài chính - Kế hoạch", "Phòng Tài chính - Kế hoạch", AN),
        ("Tác giả/Đơn vị", HOME, HOME, ""),
        ("Tác giả/Đơn vị", AN, "", AN),
        ("Đơn vị/Tác giả", f"{HOME} - {AN}", HOME, AN),
        ("Đơn vị (tác giả)", "Phòng Tài chính - Kế hoạch", "Phòng Tài chính - Kế hoạch", ""),
    ],
)
def test_one_column_may_hold_the_author_and_the_unit(
    heading: str, cell: str, unit: str, author: str
) -> None:
    rows = [MAY, (*NO_AUTHORS, heading), (1, "3/5/2021", FIRST, cell)]
    assert told(read(rows)) == [(FIRST, unit, author)]


@pytest.mark.parametrize("cell", [f"1. {HOME}", f"- {HOME}", HOME])
def test_a_number_or_a_dash_before_a_unit_is_no_part_of_its_name(cell: str) -> None:
    assert told(read([MAY, HEAD, (1, "3/5/2021", FIRST, AN, cell)])) == [(FIRST, HOME, AN)]


@pytest.mark.parametrize("number", [(1, None, 2), None])
def test_a_unit_that_stands_before_its_articles_stands_once(number: Row | None) -> None:
    head = ("STT", "Đơn vị", "Tên tin, bài", "Ngày đăng")
    cells = ((HOME, FIRST, "3/5"), (None, SECOND, "4/5"), (VILLAGE, "Bế mạc", "5/5"))
    rows = [(n, *row) for n, row in zip(number or (0, 0, 0), cells, strict=True)]
    start = 0 if number else 1
    appendix = read([MAY, head[start:], *(row[start:] for row in rows)])
    assert [a.unit for a in appendix.articles] == [HOME, HOME, VILLAGE]


def test_an_article_with_its_own_number_takes_no_unit_from_above() -> None:
    head = ("STT", "Đơn vị", "Tên tin, bài", "Ngày đăng")
    rows = [(1, HOME, FIRST, "3/5"), (2, VILLAGE, SECOND, "4/5"), (3, None, "Bế mạc", "5/5")]
    assert refused([MAY, head, *rows]).code == "cells_left_blank"


@pytest.mark.parametrize("blank", [None, "nt"])
@pytest.mark.parametrize("state", ["Chưa đăng", "Đã đăng"])
def test_a_unit_that_stands_once_does_so_at_an_unposted_article_too(
    blank: str | None, state: str
) -> None:
    head = ("Đơn vị", "Tên tin, bài", "Ngày đăng", "Trạng thái")
    rows = [
        (HOME, FIRST, "3/5", "Đã đăng"),
        (VILLAGE, SECOND, "4/5", state),
        (blank, THIRD, "5/5", state),
        (blank, "Bế mạc", "6/5", "Đã đăng"),
    ]
    units = {a.title: a.unit for a in read([MAY, head, *rows]).articles}
    assert (units[FIRST], units["Bế mạc"]) == (HOME, VILLAGE)


def test_a_unit_without_an_article_is_above_the_next_one() -> None:
    head = ("Đơn vị", "Tên tin, bài", "Ngày đăng")
    rows = [(HOME, FIRST, "3/5"), (VILLAGE, "Không có", None), (None, SECOND, "4/5")]
    assert told(read([MAY, head, *rows]))[-1] == (SECOND, VILLAGE, "")


@pytest.mark.parametrize("said", ["Không có tin, bài", "Không có", "chưa có tin bài", "0", "-"])
def test_a_unit_without_an_article_is_named_and_lists_none(said: str) -> None:
    head = ("STT", "Đơn vị", "Tên tin, bài", "Ngày đăng")
    appendix = read([MAY, head, (1, HOME, FIRST, "3/5"), (2, VILLAGE, said, None)])
    assert told(appendix) == [(FIRST, HOME, "")]
    assert VILLAGE in left_out_text(translator("vi"), appendix.left_out[0])


def test_a_table_of_counts_below_a_list_ends_it() -> None:
    counts: list[Row] = [("TỔNG HỢP",), ("STT", "Đơn vị", "Số tin, bài"), (1, HOME, 1)]
    appendix = read([MAY, HEAD, (1, "3/5/2021", FIRST, AN, HOME), (None,), *counts])
    assert told(appendix) == [(FIRST, HOME, AN)]


def test_a_comma_without_quotes_shifts_nothing() -> None:
    rows: list[Row] = [
        ("Ngày đăng", "Tên tin", "Đơn vị"),
        ("3/5/2021", "Ra quân", " làm sạch", HOME),
        ("4/5/2021", SECOND, VILLAGE),
    ]
    with pytest.raises(InvalidFile) as raised:
        read_appendix(csv_file(rows), "a.csv")
    assert raised.value.code == "too_many_cells"


IN_CSV: list[Row] = [("Ngày đăng", "Tên tin", "Đơn vị"), ("3/5/2021", FIRST, HOME)]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("4/5/2021", SECOND, VILLAGE, "Tốt"), ""),
        (("4/5/2021", SECOND, VILLAGE, "", "Đã chi trả"), ""),
        (("4/5/2021", SECOND, VILLAGE, " ảnh"), ""),
        ((), "signed"),
        (("4/5/2021", "Ra quân", " làm sạch", VILLAGE), "too_many_cells"),
        (("4/5/2021", "Ra quân", "làm sạch", VILLAGE), "too_many_cells"),
    ],
)
def test_only_an_article_whose_cells_have_moved_has_too_many(row: Row, code: str) -> None:
    signed: Row = ("", "", "", "", "NGƯỜI LẬP BIỂU")
    rows = [*IN_CSV, row] if row else [*IN_CSV, ("4/5/2021", SECOND, VILLAGE), signed]
    content = csv_file(rows)
    if code == "too_many_cells":
        with pytest.raises(InvalidFile) as raised:
            read_appendix(content, "a.csv")
        assert raised.value.code == code
    else:
        expected = [(FIRST, HOME, ""), (SECOND, VILLAGE, "")]
        assert told(read_appendix(content, "a.csv")) == expected


def test_a_second_row_of_a_heading_may_be_wider_than_the_first() -> None:
    head: list[Row] = [("STT", "Ngày đăng", "Tên tin", "Đơn vị"), ("", "", "", "", "(x)")]
    content = csv_file([*head, ("1", "3/5/2021", FIRST, HOME)])
    assert told(read_appendix(content, "a.csv")) == [(FIRST, HOME, "")]


@pytest.mark.parametrize(
    ("text", "title", "url"),
    [
        ("Ra quân\nhttps://a.vn/1", "Ra quân", "https://a.vn/1"),
        ("Ra quân (https://a.vn/1)", "Ra quân", "https://a.vn/1"),
        ("https://a.vn/1", "https://a.vn/1", "https://a.vn/1"),
        ("Ra quân:\nhttps://a.vn/bai-(1)", "Ra quân", "https://a.vn/bai-(1)"),
        ("Ra quân (https://a.vn/bai-(1))", "Ra quân", "https://a.vn/bai-(1)"),
        *(
            (title, title, "")
            for title in (
                "Khai trương trang https://dichvucong.gov.vn của tỉnh",
                "Hướng dẫn nộp hồ sơ tại https://dichvucong.gov.vn",
                "Hướng dẫn nộp hồ sơ tại https://dichvucong.gov.vn/p/home",
                "Khai trương trang (https://dichvucong.gov.vn)",
                "Ra quân https://a.vn/1 đợt 2",
                "- Ra quân -",
            )
        ),
    ],
)
def test_a_link_in_the_titles_cell_is_no_part_of_the_title(text: str, title: str, url: str) -> None:
    found = read([MAY, HEAD, (1, "3/5/2021", text, AN, HOME)]).articles[0]
    assert (found.title, found.url) == (title, url)


@pytest.mark.parametrize(
    "link", ["https://a.vn/tin tuc/1.html", "https://a.vn/bai-(1)", "https://a.vn/1."]
)
def test_a_cell_of_a_link_is_taken_whole(link: str) -> None:
    rows = [MAY, (*HEAD, "Đường dẫn"), (1, "3/5/2021", FIRST, AN, HOME, link)]
    assert read(rows).articles[0].url == link


@pytest.mark.parametrize(
    "text",
    [
        "3 / 5 / 2021",
        "3/ 5/2021",
        "03 / 05",
        "'3/5/2021",
        "3\\5\\2021",
        "T2, 03/05/2021",
        "Sáng 3/5/2021",
        "8h30' ngày 3/5/2021",
        "8 giờ, 3/5/2021",
        "3 tháng 5",
        "03 Th5 2021",
        "3 Tháng Năm, 2021",
        "03-May-21",
        "3-May",
        "03-May 09:10",
        "3 May, 09h10",
        "03-May 09 giờ 10",
        "03-May 08.15",
        "03-May-21 09:10",
        "3/5/2021 (sửa 6/5/2021)",
        "3/5/2021 09:10, cập nhật 6/5/2021",
        "3/5/2021 - 3/5/2021",
        "3 tháng Năm năm 2021",
    ],
)
def test_days_are_read_as_people_and_programs_write_them(text: str) -> None:
    assert days(read([MAY, *listed(text, "24/5/2021")])) == ["2021-05-03", "2021-05-24"]


@pytest.mark.parametrize("text", ["31/5/2021 - 02/6/2021", "3/5/2021 và 4/5/2021", "3-5/5/2021"])
def test_several_days_in_a_cell_are_asked_about(text: str) -> None:
    assert refused([MAY, *listed(text)]).code == "article_without_date"


@pytest.mark.parametrize("text", ["11-Mar 09:10", "12-Mar 14:30", "12 Mar, 08h15"])
def test_a_time_of_day_is_no_year(text: str) -> None:
    told = [("DANH SÁCH TIN, BÀI",), *listed("15/3/2021", text)]
    assert refused(told).code == "article_without_date"


@pytest.mark.parametrize("text", ["3 tháng năm 2021", "12-Mar 14 bài", "5 bài", "3 market"])
def test_what_is_no_whole_day_is_asked_about(text: str) -> None:
    assert refused([MAY, *listed("4/5/2021", text)]).code == "article_without_date"


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (("STT", "Tên tin, bài", "Đơn vị"), "no_table_list"),
        (("STT", "Tên tin, bài", "Đơn vị", "Ngày đăng"), "article_without_date"),
    ],
)
def test_a_list_without_a_day_learns_what_it_lacks(head: Row, code: str) -> None:
    row = (1, "Ra quân làm sạch", HOME, "hôm qua")[: len(head)]
    assert refused([("DANH SÁCH TIN, BÀI",), head, row]).code == code


def test_a_table_without_months_is_no_list() -> None:
    rows: list[Row] = [("STT", "Tên", "Đơn vị", "Tin, bài"), (1, "Nguyễn An", HOME, 3)]
    assert refused(rows).code == "no_table_month_unclear"
