"""Titles, units and authors of lists: what only looks like one is none."""

from collections.abc import Sequence

import pytest

from domain.errors import InvalidFile
from domain.imports.tables import Appendix
from reports.appendix.articles.columns import names_a_unit
from tests.reports.appendix.test_lists import AN, BE, FIRST, HOME, SECOND, VILLAGE, Row, read, told

HEAD: Row = ("STT", "Ngày đăng")
ABOVE: Row = ("DANH SÁCH TIN, BÀI THÁNG 3/2026",)
OF_AUTHORS: Row = (*HEAD, "Tên tin, bài", "Tác giả")
TITLE = "Xã ra quân làm vệ sinh"


def one(columns: dict[str, object], above: Sequence[str] = (), sheet: str = "Sheet1") -> Appendix:
    rows = [(1, "05/03/2026", *columns.values()), (2, "06/03/2026", *columns.values())]
    lines = [(line,) for line in above]
    return read([ABOVE, *lines, (*HEAD, *columns), *rows], sheet=sheet)


@pytest.mark.parametrize(
    ("columns", "title"),
    [
        ({"Đề tài": "NTM", "Tên bài viết": TITLE}, TITLE),
        ({"Tác phẩm": "Phóng sự", "Tên tác phẩm": TITLE}, TITLE),
        ({"Tác phẩm": "Phóng sự", "Nội dung": TITLE}, TITLE),
        ({"Đề tài": "NTM", "Nội dung": TITLE}, TITLE),
        ({"Tác phẩm đăng báo": "Phóng sự", "Tên bài": TITLE}, TITLE),
        ({"Chủ đề bài viết": "NTM", "Tiêu đề": TITLE}, TITLE),
        ({"Tên bài": TITLE, "Đề tài": "NTM"}, TITLE),
        ({"Đề tài": TITLE}, TITLE),
        ({"Tác phẩm": TITLE}, TITLE),
    ],
)
def test_what_an_article_is_about_is_its_title_only_where_nothing_else_is(
    columns: dict[str, object], title: str
) -> None:
    for whose in ({"Đơn vị": HOME}, {"Tác giả": AN}):
        appendix = one({**columns, **whose})
        assert told(appendix)[0] == (title, whose.get("Đơn vị", ""), whose.get("Tác giả", ""))


NO_UNITS = (
    "Bản tin",
    "Bản chốt",
    "Đại hội Đảng",
    "Báo chí",
    "Báo Gia Lai",
    "Bảo vệ môi trường",
    "Bạn đọc",
    "Hội thi ATGT",
    "Hội nghị",
    "HỘI THAO",
    "Hội viên nông dân",
    "Hỏi đáp",
    "Số 12/DS-UBND",
    "Số 12",
    "Số hóa",
    "Đại hội Đảng bộ xã nhiệm kỳ 2025-2030",
    "Tổ chức Đại hội Đảng các cấp",
    "TỔ CHỨC ĐẠI HỘI",
    "Phòng chống dịch",
    "PHÒNG CHÁY CHỮA CHÁY",
    "Phòng, chống ma túy",
    "Xã hội",
    "Xã nông thôn mới",
    "Xã ra quân",
    "Trường hợp",
    "Trường Sa",
    "Đoàn kết",
    "Khoa học công nghệ",
    "Tố cáo",
    "Viên chức",
    "Phương án",
    "CT 05",
    "Xã",
    "Phòng",
    "Tô Hoài",
    "Phương Thảo",
    "Bảo An",
    "Đài",
)
IN_FULL = (
    HOME,
    VILLAGE,
    "PHÒNG NỘI VỤ",
    "Phòng Văn hóa - Xã hội",
    "Phòng nội vụ",
    "Xã Hà Bầu",
    "XÃ HÀ BẦU",
    "Phường Yên Đỗ",
    "Trường THCS Glar",
    "Trường tiểu học Lê Lợi",
    "Trạm Y tế",
    "Trạm y tế xã",
    "Hội Nông dân",
    "Hội phụ nữ",
    "Đoàn Thanh niên",
    "Tổ 3",
    "Thôn Trà Lài",
    "Công an xã",
    "Ban Tổ chức",
    "Sở Nội vụ",
    "Tòa án nhân dân",
    "Ủy ban nhân dân xã",
    "1. Phòng Nội vụ",
)


@pytest.mark.parametrize("name", NO_UNITS)
def test_what_only_begins_as_a_units_name_is_none(name: str) -> None:
    assert not names_a_unit(name)


@pytest.mark.parametrize("name", IN_FULL)
def test_a_units_name_is_known_by_its_marks(name: str) -> None:
    assert names_a_unit(name)


@pytest.mark.parametrize("text", NO_UNITS[:18])
def test_a_sheet_or_a_line_above_that_is_no_units_name_is_nobodys_unit(text: str) -> None:
    sheet = text.replace("/", "-")[:31]
    own: dict[str, object] = {"Tên bài": FIRST, "Tác giả": AN}
    for appendix in (one(own, sheet=sheet), one(own, [text])):
        assert told(appendix)[0] == (FIRST, "", AN)
    units: dict[str, object] = {"Tên bài": FIRST, "Đơn vị": HOME}
    assert {a.group for a in one(units, [text]).articles} == {""}


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("lang", "vi"),
        ("ĐV tính", "Tin"),
        ("Công đoạn", "Hoàn thành"),
        ("Tờ trình", "12/TTr"),
        ("Cơ sở pháp lý", "NQ 57"),
        ("Cơ sở dữ liệu", "NQ 57"),
        ("Lớp tin", "1"),
        ("Lớp", "1"),
        ("Tổ", 2),
        ("Thôn", "x"),
        ("Lớp tập huấn", "Lớp 1"),
        ("Khối", "Đảng"),
        ("Khối lượng", "1"),
        ("Sự kiện", "Hội nghị tổng kết"),
        ("Sự kiện", "Đại hội Đảng"),
        ("Cấp", "Xã"),
        ("Phạm vi", "Xã"),
        ("Số", "Số 12"),
        ("Đối tượng", "Hội viên nông dân"),
        ("Nhân vật", "Trường MN Hoa Sen"),
        ("Hashtag", "Xã Ia Grai"),
        ("Phối hợp", "Hội Nông dân"),
        ("Nhóm", "Bản tin"),
        ("Thuộc lĩnh vực", "Đoàn thể"),
        ("Thực hiện", "Xong"),
    ],
)
def test_a_column_of_something_else_names_neither_unit_nor_author(
    heading: str, cell: object
) -> None:
    for own in ({"Họ tên": AN, heading: cell}, {heading: cell, "Họ tên": AN}):
        appendix = one({"Tên bài": FIRST, **own})
        assert told(appendix)[0] == (FIRST, "", AN)
        assert appendix.warnings == ()
    assert told(one({"Tên bài": FIRST, "Đơn vị": HOME, heading: cell}))[0] == (FIRST, HOME, "")
    assert told(one({heading: cell, "Tên bài": FIRST, "Đơn vị": HOME}))[0] == (FIRST, HOME, "")


@pytest.mark.parametrize(
    ("columns", "author"),
    [
        ({"PV": "x", "Tác giả": AN}, AN),
        ({"PV": "x", "CTV": AN}, AN),
        ({"Thực hiện": "Xong", "Họ tên": AN}, AN),
        ({"Người tạo": "admin", "CTV": AN}, AN),
        ({"PV": AN}, AN),
        ({"PV": "x"}, ""),
        ({"Thực hiện": "Xong"}, ""),
    ],
)
def test_the_column_that_says_least_who_wrote_names_no_author_before_another(
    columns: dict[str, object], author: str
) -> None:
    assert told(one({**columns, "Tên bài": FIRST, "Đơn vị": HOME}))[0] == (FIRST, HOME, author)


@pytest.mark.parametrize(
    "pair",
    [
        "Xã|Thôn",
        "Xã|Làng",
        "Xã|Buôn",
        "Phường|Tổ dân phố",
        "Địa phương|Thôn",
        "Trường|Lớp",
        "Trường|Khối",
        "Trường|Tổ chuyên môn",
        "Khoa|Lớp",
        "Chi đoàn|Lớp",
        "Đơn vị|Tổ",
        "Đơn vị|Cơ sở",
        "Đơn vị|ĐV phối hợp",
    ],
)
def test_a_second_column_of_what_is_within_a_unit_is_passed_over(pair: str) -> None:
    unit, part = pair.split("|")
    for columns in ({unit: HOME, part: "Tổ Toán"}, {part: "Tổ Toán", unit: HOME}):
        assert told(one({"Tên bài": FIRST, **columns}))[0] == (FIRST, HOME, "")


@pytest.mark.parametrize("heading", ["Phối hợp", "Sự kiện", "Thuộc", "Thôn"])
@pytest.mark.parametrize("first", [True, False])
def test_a_cell_filled_once_makes_no_column_of_units(heading: str, first: bool) -> None:
    head = (*HEAD, heading, *OF_AUTHORS[2:]) if first else (*OF_AUTHORS, heading)
    rows: list[Row] = [
        (n, f"0{n}/03/2026", *((cell, FIRST, AN) if first else (FIRST, AN, cell)))
        for n, cell in enumerate(("Hội Nông dân", None, None), 1)
    ]
    assert told(read([ABOVE, head, *rows])) == [(FIRST, "", AN)] * 3


def test_sections_name_the_units_before_a_column_does() -> None:
    for heading, cell in (("Cấp", "Xã"), ("Thuộc", "UBND xã Glar"), ("Nhóm", "Xã Glar")):
        rows: list[Row] = [
            ABOVE,
            (*OF_AUTHORS, heading),
            (HOME,),
            (1, "05/03/2026", FIRST, AN, cell),
        ]
        rows += [(VILLAGE,), (2, "06/03/2026", SECOND, BE, cell)]
        assert told(read(rows)) == [(FIRST, HOME, AN), (SECOND, VILLAGE, BE)]


@pytest.mark.parametrize("heading", ["Hashtag", "Nhân vật", "Sự kiện"])
def test_without_an_author_too_no_column_of_something_else_names_the_unit(heading: str) -> None:
    with pytest.raises(InvalidFile) as raised:
        one({"Tên bài": FIRST, heading: "Trường MN Hoa Sen"})
    assert raised.value.code == "article_without_unit"


@pytest.mark.parametrize(
    ("heading", "cell", "unit", "author"),
    [
        *(
            (heading, pen_name, "", pen_name)
            for heading in ("Tác giả/Đơn vị", "Tác giả (đơn vị)", "Họ tên, đơn vị")
            for pen_name in (
                "Minh Anh",
                "Thu Hà",
                "H'Nhung",
                "Thanh Tùng",
                "BBT",
                "Phương Thảo",
                "Bảo An",
                "Tô Hoài",
                "Đoàn Văn Hậu",
            )
        ),
        ("Họ tên, đơn vị", f"{AN} (CTV)", "", AN),
        ("Tác giả/Đơn vị", "Minh Anh (PV)", "", "Minh Anh"),
        ("Tác giả/Đơn vị", f"Phương Thảo - {HOME}", HOME, "Phương Thảo"),
        ("Tác giả/Đơn vị", HOME, HOME, ""),
        ("Tác giả/Đơn vị", "Trạm y tế", "Trạm y tế", ""),
        ("Đơn vị/Tác giả", "VHXH", "VHXH", ""),
        ("Đơn vị/Tác giả", AN, "", AN),
    ],
)
def test_in_a_column_of_both_a_person_is_an_author(
    heading: str, cell: str, unit: str, author: str
) -> None:
    assert told(one({"Tên bài": FIRST, heading: cell}))[0] == (FIRST, unit, author)


@pytest.mark.parametrize("heading", ["Thôn", "Tên thôn", "Làng", "Lớp", "Chi hội", "ĐV"])
def test_a_small_unit_is_one_where_no_other_stands_beside_it(heading: str) -> None:
    assert told(one({"Tên bài": FIRST, heading: "Trà Lài"}))[0] == (FIRST, "Trà Lài", "")
