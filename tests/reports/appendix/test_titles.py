"""What the lines above a table say: when it was signed, which period it is of, what it counts."""

from collections.abc import Sequence

import openpyxl
import pytest

from domain.errors import InvalidFile
from reports.appendix.reading import read_appendix
from tests.reports.appendix_files import counts, docx_file, saved, xlsx_file

Row = tuple[object, ...]
ONE_MONTH: list[Row] = [
    ("STT", "Đơn vị", "Tin", "Bài", "Tổng"),
    (1, "Phòng Nội vụ", 20, 10, 30),
    (2, "UBND xã Hà Bầu", 15, 5, 20),
]
MONTHS: list[Row] = [
    ("STT", "Đơn vị", "Tháng 1", "Tháng 2", "Tháng 3"),
    (1, "Phòng Nội vụ", 3, 2, 4),
    (2, "UBND xã Hà Bầu", 6, 7, 3),
]
SIGNED = [
    "Đak Đoa, ngày 02 tháng 7 năm 2022",
    "Đak Đoa, ngày ... tháng 7 năm 2022",
    "Đak Đoa, ngày ............ tháng ............ năm 2022",
    "Đak Đoa, ngày …… tháng …… năm 2022",
    "Đak Đoa, ngày     tháng     năm 2022",
    "Đak Đoa, ngày ___ tháng 7 năm 2022",
    "Đak Đoa, ngày 2, tháng 7, năm 2022",
    "Đak Đoa, ngày     /7/2022",
    "Đak Đoa, ngày …/…/2022",
    "Đak Đoa, ngày 02/7/2022",
    "Đak Đoa, 02 tháng 7 năm 2022",
    "Đak Đoa, tháng 7 năm 2022",
    "TP. Pleiku, tháng 07/2022",
    "Ia Grai, 7/2022",
]


def months_of(table: Sequence[Row], *titles: str, year: int | None = None) -> list[str]:
    rows = [*((None, title) for title in titles), *table]
    found = [m.code for m in read_appendix(xlsx_file(rows), "a.xlsx", year).months]
    assert found == [m.code for m in read_appendix(docx_file(table, titles), "a.docx", year).months]
    return found


def refusal(table: Sequence[Row], *titles: str, year: int | None = None) -> InvalidFile:
    rows = [*((None, title) for title in titles), *table]
    with pytest.raises(InvalidFile) as caught:
        read_appendix(xlsx_file(rows), "a.xlsx", year)
    return caught.value


@pytest.mark.parametrize("signed", SIGNED)
def test_the_day_of_signing_is_no_month_of_the_table(signed: str) -> None:
    assert months_of(ONE_MONTH, signed, "BIỂU TỔNG HỢP TIN, BÀI THÁNG 6 NĂM 2021") == ["2021-06"]
    for period in ("NĂM 2021", "CẢ NĂM 2021", "QUÝ II NĂM 2021", "6 THÁNG ĐẦU NĂM 2021"):
        fault = refusal(ONE_MONTH, signed, f"TỔNG HỢP TIN, BÀI CÁC ĐƠN VỊ {period}")
        assert fault.code == "no_table_months"
    fault = refusal(ONE_MONTH, signed, "BẢNG TỔNG HỢP TIN, BÀI", year=2022)
    assert fault.code == "no_table_month_unclear"


@pytest.mark.parametrize("signed", SIGNED)
def test_the_year_of_signing_is_no_year_of_the_table(signed: str) -> None:
    assert refusal(MONTHS, signed, "THỐNG KÊ TIN, BÀI CỦA CÁC ĐƠN VỊ").code == "no_year"
    assert months_of(MONTHS, signed, "TIN, BÀI CÁC ĐƠN VỊ NĂM 2021")[0] == "2021-01"


@pytest.mark.parametrize(
    "title",
    [
        "TIN, BÀI THÁNG 6 NĂM 2021",
        "Tổng hợp tin bài, tháng 6 năm 2021",
        "Tin Bài, tháng 6 năm 2021",
        "Công tác tuyên truyền, tháng 6/2021",
        "UBND HUYỆN ĐAK ĐOA, THÁNG 6 NĂM 2021",
        "TIN, BÀI TỪ NGÀY 01 ĐẾN NGÀY 30 THÁNG 6 NĂM 2021",
        "TIN, BÀI TỪ 01/6/2021 ĐẾN 30/6/2021",
        "TIN, BÀI THÁNG 6 (ngày 02 tháng 7 năm 2022: đã duyệt), năm 2021",
    ],
)
def test_a_title_of_one_month_is_none_of_signing(title: str) -> None:
    assert months_of(ONE_MONTH, title) == ["2021-06"]


def test_the_nearest_title_with_a_period_tells_whether_it_is_a_month() -> None:
    of_quarter = ("BÁO CÁO THÁNG 6 NĂM 2021", "Tin, bài quý II năm 2021")
    assert refusal(ONE_MONTH, *of_quarter).code == "no_table_months"
    assert months_of(ONE_MONTH, *reversed(of_quarter)) == ["2021-06"]


def test_a_signed_sheet_of_sums_beside_the_months_sheets_is_no_month() -> None:
    book = openpyxl.Workbook()
    for name, title, first, second in (
        ("T1", "TIN BÀI THÁNG 1/2021", 3, 6),
        ("T2", "TIN BÀI THÁNG 2/2021", 2, 7),
        ("Tổng hợp", "TỔNG HỢP TIN BÀI NĂM 2021", 5, 13),
    ):
        page = book.create_sheet(name)
        page.append(["Đak Đoa, ngày 03 tháng 3 năm 2021"])
        page.append([title])
        page.append(["STT", "Đơn vị", "Số tin bài"])
        page.append([1, "Phòng Nội vụ", first])
        page.append([2, "UBND xã Hà Bầu", second])
    del book["Sheet"]
    appendix = read_appendix(saved(book), "a.xlsx")
    assert [month.code for month in appendix.months] == ["2021-01", "2021-02"]
    assert counts(appendix) == {"Phòng Nội vụ": (3, 2), "UBND xã Hà Bầu": (6, 7)}


@pytest.mark.parametrize(
    "title",
    [
        "TIN BÀI LŨY KẾ ĐẾN THÁNG 6/2021",
        "TIN BÀI CỘNG DỒN ĐẾN HẾT THÁNG 6 NĂM 2021",
        "TIN BÀI TỪ ĐẦU NĂM ĐẾN HẾT THÁNG 6 NĂM 2021",
        "TIN BÀI TỪ ĐẦU NĂM ĐẾN NAY (THÁNG 6 NĂM 2021)",
        "TIN BÀI ĐẾN HẾT THÁNG 6 NĂM 2021",
    ],
)
def test_cumulative_numbers_are_no_months(title: str) -> None:
    assert refusal(ONE_MONTH, title).code == "cumulated"


@pytest.mark.parametrize(
    "title",
    [
        "TIN BÀI TUẦN 1 THÁNG 6 NĂM 2021",
        "TIN BÀI TUẦN THỨ HAI CỦA THÁNG 6 NĂM 2021",
        "TIN BÀI NỬA ĐẦU THÁNG 6 NĂM 2021",
        "TIN BÀI 10 NGÀY ĐẦU THÁNG 6 NĂM 2021",
        "TIN BÀI TỪ 01/6/2021 ĐẾN 07/6/2021",
        "TIN BÀI TỪ NGÀY 01 ĐẾN NGÀY 07 THÁNG 6 NĂM 2021",
    ],
)
def test_a_part_of_a_month_is_no_month(title: str) -> None:
    assert refusal(ONE_MONTH, title).code == "part_of_month"


GROWING: list[Row] = [MONTHS[0], (1, "Phòng Nội vụ", 3, 5, 9), (2, "UBND xã Hà Bầu", 6, 13, 16)]


@pytest.mark.parametrize("text", ["Lũy kế qua các tháng", "(Số liệu cộng dồn từ đầu năm)"])
def test_months_that_grow_below_a_title_of_cumulative_numbers_are_refused(text: str) -> None:
    assert refusal(GROWING, "TIN BÀI QUÝ I NĂM 2021", text).code == "cumulated"
    assert months_of(MONTHS, "TIN BÀI QUÝ I NĂM 2021", text)[0] == "2021-01"
    assert months_of(GROWING, "TIN BÀI TỪ ĐẦU NĂM 2021 ĐẾN NAY")[0] == "2021-01"


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ("Lũy kế đến hết", "cumulated"),
        ("Cộng dồn", "cumulated"),
        ("Số tin, bài bị trả lại", "other_counts"),
        ("Lượt xem", "other_counts"),
        ("Tỷ lệ (%)", "other_counts"),
        ("Kế hoạch", "plan_table"),
        ("Nhuận bút", "money"),
    ],
)
@pytest.mark.parametrize("month", ["Tháng ", "T"])
def test_what_stands_over_all_months_counts_for_them(over: str, code: str, month: str) -> None:
    names = [f"{month}{number}" for number in (1, 2, 3)]
    rows = [("STT", "Đơn vị", over, None, None), (None, None, *names), *GROWING[1:]]
    for merged in ([], ["C2:E2"], ["A2:A3", "B2:B3", "C2:E2"]):
        with pytest.raises(InvalidFile, match=code):
            read_appendix(xlsx_file([("TIN BÀI QUÝ I NĂM 2021",), *rows], merged), "a.xlsx")


@pytest.mark.parametrize("over", ["Số tin, bài từ đầu năm đến nay", "Từ tháng 1 đến tháng 3"])
def test_what_stands_over_months_may_name_their_span(over: str) -> None:
    rows = [("STT", "Đơn vị", over, None, None), (None, None, "T1", "T2", "T3"), *MONTHS[1:]]
    content = xlsx_file([("TIN BÀI QUÝ I NĂM 2021",), *rows])
    assert counts(read_appendix(content, "a.xlsx")) == {
        "Phòng Nội vụ": (3, 2, 4),
        "UBND xã Hà Bầu": (6, 7, 3),
    }


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("SỐ LƯỢT XEM TIN, BÀI", "other_counts"),
        ("LƯỢT THÍCH, CHIA SẺ TIN BÀI", "other_counts"),
        ("BÌNH LUẬN TIN, BÀI", "other_counts"),
        ("TƯƠNG TÁC TIN, BÀI", "other_counts"),
        ("THỐNG KÊ LƯỢT TRUY CẬP TIN BÀI", "other_counts"),
        ("TIN, BÀI KHÔNG ĐƯỢC ĐĂNG", "other_counts"),
        ("TỔNG HỢP SỐ TIN BÀI CHƯA DUYỆT", "other_counts"),
        ("SỐ TIN BÀI BỊ TRẢ LẠI", "other_counts"),
        ("SỐ TIN BÀI THIẾU SO VỚI CHỈ TIÊU", "other_counts"),
        ("ĐIỂM THI ĐUA VIẾT TIN, BÀI", "other_counts"),
        ("BẢNG ĐIỂM TIN, BÀI", "other_counts"),
        ("TỶ LỆ (%) TIN BÀI ĐƯỢC ĐĂNG", "other_counts"),
        ("SỐ CỘNG TÁC VIÊN CÓ TIN BÀI", "other_counts"),
        ("DỰ KIẾN TIN, BÀI", "plan_table"),
        ("BẢNG ĐĂNG KÝ TIN, BÀI", "plan_table"),
        ("ĐỊNH MỨC TIN, BÀI CÁC ĐƠN VỊ", "plan_table"),
        ("PHÂN BỔ SỐ LƯỢNG TIN, BÀI", "plan_table"),
    ],
)
def test_titles_of_what_is_no_count_of_articles(title: str, code: str) -> None:
    assert refusal(MONTHS, f"{title} QUÝ I NĂM 2021").code == code
    assert refusal(MONTHS, title, "QUÝ I NĂM 2021").code == code
    assert refusal(ONE_MONTH, f"{title} THÁNG 6 NĂM 2021").code == code


@pytest.mark.parametrize("unit", ["điểm", "%", "lượt"])
def test_the_unit_of_measure_tells_what_is_counted(unit: str) -> None:
    fault = refusal(MONTHS, "TIN BÀI QUÝ I NĂM 2021", f"Đơn vị tính: {unit}")
    assert (fault.code, fault.values["title"]) == ("other_counts", f"Đơn vị tính: {unit}")
    assert months_of(MONTHS, "QUÝ I NĂM 2021", "(Đơn vị tính: tin, bài)")[0] == "2021-01"


@pytest.mark.parametrize(
    "titles",
    [
        ("KẾT QUẢ THỰC HIỆN CHỈ TIÊU TIN BÀI",),
        ("KẾT QUẢ ĐĂNG KÝ VÀ THỰC HIỆN TIN, BÀI",),
        ("CỘNG TÁC VIÊN CÓ TIN BÀI ĐƯỢC ĐĂNG",),
        ("TIN, BÀI ĐƯỢC ĐĂNG VÀ LƯỢT XEM",),
        ("LƯỢT XEM VÀ SỐ TIN BÀI",),
        ("TIN, BÀI THIẾU NHI",),
        ("ĐIỂM TIN CỦA CÁC ĐƠN VỊ",),
        ("TIN, BÀI THI ĐUA CHÀO MỪNG ĐẠI HỘI",),
        ("TIN, BÀI VỀ GIAO THÔNG, ĐĂNG KÝ KINH DOANH",),
        ("Lượt truy cập tháng 3: 120.000 lượt.", "Thống kê tin, bài"),
        ("Dự kiến họp ngày 5/4.", "Thống kê tin, bài"),
    ],
)
def test_titles_that_only_speak_of_such_things(titles: tuple[str, ...]) -> None:
    assert months_of(MONTHS, *titles, "QUÝ I NĂM 2021")[0] == "2021-01"


@pytest.mark.parametrize("count", ["Tổng số", "Số tin bài", "Tổng cộng", "Tổng"])
@pytest.mark.parametrize("gap", [(), (None,)])
@pytest.mark.parametrize("unit", ["Đơn vị", "Họ và tên", "Tên cơ quan"])
def test_a_table_beside_another_is_never_read_as_one(count: str, gap: Row, unit: str) -> None:
    rows = [
        ("STT", unit, count, *gap, "STT", unit, count),
        (1, "Phòng Nội vụ", 3, *gap, 3, "UBND xã Hà Bầu", 6),
        (2, "Phòng Tư pháp", 1, *gap, 4, "UBND xã Glar", 4),
    ]
    if unit == "Họ và tên":
        assert refusal(rows, "TIN BÀI THÁNG 1/2021").code in ("tables_beside", "month_repeated")
        return
    appendix = read_appendix(xlsx_file([("TIN BÀI THÁNG 1/2021",), *rows]), "bang.xlsx")
    assert [row.counts for row in appendix.rows] == [(3,), (1,), (6,), (4,)]
