"""Lists with an article a row: nothing of theirs is stored wrongly, or lost, in silence."""

from collections.abc import Sequence
from datetime import datetime

import pytest

from domain.errors import InvalidFile
from domain.imports.tables import Appendix
from domain.language import translator
from handlers.problems import problem_text
from reports.appendix.reading import read_appendix
from reports.appendix.wording import left_out_text, warning_text
from tests.reports.appendix_files import csv_file, xlsx_file

Row = tuple[object, ...]
OF_YEAR: Row = ("DANH SÁCH TIN, BÀI NĂM 2021",)
HEAD: Row = ("STT", "Ngày đăng", "Tên tin, bài", "Tác giả", "Đơn vị")
OF_AUTHORS: Row = HEAD[:4]
FIRST, SECOND, THIRD = "Khai mạc Hội thao", "Tập huấn chuyển đổi số", "Trao quà Tết"
AN, BE = "Nguyễn Văn An", "Trần Thị Bé"
HOME, VILLAGE = "Phòng Nội vụ", "UBND xã Hà Bầu"


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day)  # noqa: DTZ001 - a cell has no zone


def read(rows: Sequence[Row], merged: Sequence[str] = (), *, sheet: str = "Phụ lục") -> Appendix:
    return read_appendix(xlsx_file(rows, list(merged), sheet=sheet), "a.xlsx")


def refused(rows: Sequence[Row], *, sheet: str = "Phụ lục") -> InvalidFile:
    with pytest.raises(InvalidFile) as raised:
        read(rows, sheet=sheet)
    return raised.value


def told(appendix: Appendix) -> list[tuple[str, str, str]]:
    return [(a.title, a.unit, a.author) for a in appendix.articles]


def days(appendix: Appendix) -> list[str]:
    return [a.published_on.isoformat() for a in appendix.articles]


@pytest.mark.parametrize(
    "name",
    [
        "Xã Hà Bầu",
        "Phường Yên Đỗ",
        "Trường THCS Glar",
        "Chi đoàn khối Đảng",
        "Khoa Nội",
        "Bộ phận Một cửa",
        "Phòng Nội vụ",
    ],
)
def test_a_units_name_straight_below_the_heading_is_a_section(name: str) -> None:
    appendix = read([OF_YEAR, OF_AUTHORS, (name,), (1, "15/1/2021", FIRST, AN)])
    assert told(appendix) == [(FIRST, name, AN)]


def test_a_heading_that_reaches_down_to_one_more_name_has_two_rows() -> None:
    head = ("STT", "Ngày đăng", "Bài", "Đơn vị")
    rows = [OF_YEAR, head, (None, None, "Tên bài", None), (1, "15/1/2021", FIRST, HOME)]
    assert told(read(rows, ["A2:A3", "B2:B3", "D2:D3"])) == [(FIRST, HOME, "")]


def listed(*told: object, head: Row = HEAD) -> list[Row]:
    """Return rows of one unit's articles, each with its day."""
    rows = [(n, day, f"Ra quân đợt {n}", AN, HOME) for n, day in enumerate(told, 1)]
    return [head, *(row[: len(head)] for row in rows)]


def of_month(month: str) -> Row:
    return (f"DANH SÁCH TIN, BÀI THÁNG {month}",)


MAY = of_month("5 NĂM 2021")


@pytest.mark.parametrize(
    ("above", "told", "read_as"),
    [
        ([of_month("01 NĂM 2022")], ("28/12", "05/01"), ["2021-12-28", "2022-01-05"]),
        ([of_month("12 NĂM 2021")], ("28/12", "03/01"), ["2021-12-28", "2022-01-03"]),
        ([("TIN BÀI QUÝ I NĂM 2022",)], ("28/12", "05/03"), ["2021-12-28", "2022-03-05"]),
        ([("NĂM HỌC 2021-2022",)], ("05/09", "05/05"), ["2021-09-05", "2022-05-05"]),
        ([MAY], (at(2021, 5, 3), "29/4/2021", "2/6"), ["2021-05-03", "2021-04-29", "2021-06-02"]),
        ([of_month("10 NĂM 2021")], (3.1, 12.1), ["2021-10-03", "2021-10-12"]),
        (
            [("Đak Đoa, tháng 12 năm 2021",), OF_YEAR],
            ("15/1/2021", "16/6/2021"),
            ["2021-01-15", "2021-06-16"],
        ),
        (
            [("QUÝ II NĂM 2021",), of_month("4 NĂM 2021")],
            ("15/4/2021", "16/6/2021"),
            ["2021-04-15", "2021-06-16"],
        ),
        ([OF_YEAR], (3.5, "12/5"), ["2021-05-03", "2021-05-12"]),
        ([OF_YEAR], (44321, 44322.3541), ["2021-05-05", "2021-05-06"]),
        ([("TIN, BÀI KỶ NIỆM CUỘC BẦU CỬ NĂM 2011",)], ("5/5/2021",), ["2021-05-05"]),
        (
            [("BÁO CÁO QUÝ I, PHƯƠNG HƯỚNG QUÝ II NĂM 2021",)],
            ("5/1", "6/2"),
            ["2021-01-05", "2021-02-06"],
        ),
    ],
)
def test_the_period_of_a_title_gives_days_their_year(
    above: list[Row], told: tuple[object, ...], read_as: list[str]
) -> None:
    assert days(read([*above, *listed(*told)])) == read_as


@pytest.mark.parametrize(
    ("above", "told", "sheet", "day"),
    [
        ([of_month("12 NĂM 2021")], (at(2022, 12, 28),), "Phụ lục", "28/12/2022"),
        ([MAY], (at(2021, 3, 5),), "Phụ lục", "5/3/2021"),
        ([MAY], ("15/5/2021", at(2021, 7, 5)), "Phụ lục", "5/7/2021"),
        ([MAY], (at(2021, 4, 5),), "Phụ lục", "5/4/2021"),
        ([MAY], ("15/8",), "Phụ lục", "15/8/2021"),
        ([OF_YEAR], (at(2021, 3, 5),), "Tháng 5", "5/3/2021"),
        ([("DANH SÁCH TIN, BÀI",)], (at(2021, 3, 5),), "Tháng 5", "5/3/2021"),
        ([OF_YEAR], ("15/5/2021", "16/5/2023"), "Phụ lục", "16/5/2023"),
        ([("QUÝ I NĂM 2021",)], ("15/2/2021", "16/2/2022"), "Phụ lục", "16/2/2022"),
        ([("DANH SÁCH",)], ("15/5/2021",), "Tháng 9", "15/5/2021"),
    ],
)
def test_a_day_outside_of_the_period_is_refused_with_its_row(
    above: list[Row], told: tuple[object, ...], sheet: str, day: str
) -> None:
    error = refused([*above, *listed(*told)], sheet=sheet)
    assert (error.code, error.values["day"]) == ("day_outside_period", day)
    assert error.values["place"] == f"{sheet}, dòng {len(above) + 1 + len(told)}"
    assert day in problem_text(translator("vi"), error.code, error.values)


def test_a_title_that_only_speaks_of_a_year_is_said() -> None:
    appendix = read([("KỶ NIỆM CUỘC BẦU CỬ NĂM 2011",), *listed("5/5/2021")])
    assert [warning.code for warning in appendix.warnings] == ["list_period_differs"]
    assert "1/2011–12/2011" in warning_text(translator("vi"), appendix.warnings[0])


def in_sections(*sections: tuple[str, object]) -> list[Row]:
    rows: list[Row] = [("DANH SÁCH TIN, BÀI",), HEAD]
    for number, (name, day) in enumerate(sections, 1):
        rows += [(name,), (number, day, f"Ra quân đợt {number}", AN, HOME)]
    return rows


@pytest.mark.parametrize(
    ("sections", "read_as"),
    [
        (
            (("Tháng 12/2021", "28/12"), ("Tháng 01", "05/01"), ("Tháng 02", "05/02")),
            ["2021-12-28", "2022-01-05", "2022-02-05"],
        ),
        (
            (("Tháng 5/2021", "5"), ("Tháng 4", "6"), ("Tháng 3", "7")),
            ["2021-05-05", "2021-04-06", "2021-03-07"],
        ),
        ((("Tháng 5/2021", "5/5"), ("Tháng 4", "6/4")), ["2021-05-05", "2021-04-06"]),
        (
            (("DANH SÁCH TIN THÁNG 5 NĂM 2021", "5/5"), ("DANH SÁCH TIN THÁNG 9 NĂM 2021", "6/9")),
            ["2021-05-05", "2021-09-06"],
        ),
    ],
)
def test_a_section_gives_the_days_below_it_their_year(
    sections: tuple[tuple[str, object], ...], read_as: list[str]
) -> None:
    assert days(read(in_sections(*sections))) == read_as


@pytest.mark.parametrize(
    ("sections", "code"),
    [
        ((("Tháng 9/2021", "28/9"), ("Tháng 2", "05/02")), "section_year"),
        ((("Tháng 1/2022", "28/1"), ("Tháng 12", "05/12")), "section_year"),
        ((("Tháng 5/2021", "5/5/2021"), ("Tháng 6", "6/9/2021")), "day_outside_period"),
    ],
)
def test_a_section_whose_year_or_days_are_not_certain_is_refused(
    sections: tuple[tuple[str, object], ...], code: str
) -> None:
    assert refused(in_sections(*sections)).code == code


def test_the_third_of_october_typed_as_a_number_is_asked_for() -> None:
    error = refused([OF_YEAR, *listed("12/10/2021", 3.1)])
    assert (error.code, error.values["text"]) == ("article_without_date", "3.1")


def test_days_as_numbers_of_a_text_file_are_read() -> None:
    content = csv_file(listed("44321", "44322.3541"))
    assert days(read_appendix(content, "a.csv")) == ["2021-05-05", "2021-05-06"]


SUMS_LIKE = (
    "Tổng cộng 200 suất quà được trao",
    "Tổng số tin nhắn ủng hộ",
    "Toàn huyện ra quân",
    "Ghi chú của một cán bộ thôn",
    "Nguồn nước sạch về làng",
    "Trưởng ban công tác Mặt trận",
)


@pytest.mark.parametrize("title", SUMS_LIKE)
@pytest.mark.parametrize("place", [0, 1])
def test_a_title_that_begins_as_a_sum_or_a_remark_is_an_articles(title: str, place: int) -> None:
    head, row = ["Ngày đăng", "Đơn vị"], ["6/1/2021", HOME]
    head.insert(place, "Tên tin, bài")
    row.insert(place, title)
    appendix = read([OF_YEAR, tuple(head), tuple(row)])
    assert told(appendix) == [(title, HOME, "")]


@pytest.mark.parametrize("title", SUMS_LIKE)
def test_a_numbered_article_without_its_day_is_asked_for(title: str) -> None:
    error = refused([OF_YEAR, *listed("5/1/2021"), (2, None, title, AN, HOME)])
    assert (error.code, error.values["title"]) == ("article_without_date", title)


@pytest.mark.parametrize("head", [HEAD, HEAD[1:]], ids=["numbered", "not numbered"])
def test_a_title_alone_in_its_row_is_named(head: Row) -> None:
    rows = listed("5/1/2021", "6/1/2021")
    alone: Row = (None, None, "Bế mạc", None, None)
    rows = [row[len(HEAD) - len(head) :] for row in (*rows[:2], alone, *rows[2:])]
    appendix = read([OF_YEAR, *rows])
    assert len(appendix.articles) == 2
    assert [(o.code, o.values) for o in appendix.left_out] == [("row_alone", {"text": "Bế mạc"})]
    assert "“Bế mạc”" in left_out_text(translator("vi"), appendix.left_out[0])


def test_a_name_below_a_list_is_named_and_no_article() -> None:
    rows = [OF_YEAR, OF_AUTHORS, ("Xã Hà Bầu",), (1, "15/1/2021", FIRST, AN)]
    appendix = read([*rows, (None, None, BE)])
    assert told(appendix) == [(FIRST, "Xã Hà Bầu", AN)]
    assert [left.code for left in appendix.left_out] == ["row_alone"]


def test_a_title_alone_is_no_unit_where_sections_name_the_units() -> None:
    rows = [OF_YEAR, OF_AUTHORS, ("Xã Hà Bầu",), (1, "5/1/2021", FIRST, AN)]
    error = refused([*rows, (None, None, "Bế mạc"), (2, "6/1/2021", SECOND, AN)])
    assert (error.code, error.values["title"]) == ("article_without_date", "Bế mạc")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Tổng cộng: 03 tin, bài", True),
        ("Cộng: 5", True),
        ("Tổng số 1 tin, 4 bài", True),
        ("Tổng cộng: 02 tin, bài", False),
        ("Tổng cộng: 1 tin, 1 bài", False),
        ("Tổng cộng: 2 bài (trong đó 1 bài ảnh)", False),
        ("Tổng cộng", False),
        ("Tổng cộng: 1.200.000 đồng", False),
    ],
)
def test_a_sum_below_a_list_is_compared_with_its_articles(text: str, said: bool) -> None:
    appendix = read([OF_YEAR, *listed("15/1/2021", "16/1/2021"), (text,)])
    assert len(appendix.articles) == 2
    codes = [warning.code for warning in appendix.warnings]
    assert codes == ["list_total_differs"] * said
    for warning in appendix.warnings:
        assert "2 tin, bài" in warning_text(translator("vi"), warning)


def test_the_sum_of_each_section_is_compared_with_it() -> None:
    rows: list[Row] = [OF_YEAR, OF_AUTHORS]
    for name, count in (("Xã Hà Bầu", 1), ("Xã Glar", 2)):
        rows += [
            (name,),
            *((n, f"{n + 12}/1/2021", f"{name} {n}", AN) for n in range(1, count + 1)),
        ]
        rows += [(f"Cộng: {count}",)]
    assert read([*rows, ("Tổng cộng: 3 tin, bài",)]).warnings == ()


@pytest.mark.parametrize("lead", [("STT",), ()], ids=["numbered", "not numbered"])
@pytest.mark.parametrize("gap", [(None,), ()], ids=["apart", "together"])
def test_lists_side_by_side_are_both_read(lead: Row, gap: Row) -> None:
    def part(name: str, number: int, day: str, title: str, unit: str) -> tuple[Row, Row]:
        head = (*lead, "Ngày đăng", name, "Đơn vị")
        return head, (*((number,) if lead else ()), day, title, unit)

    left = part("Tên tin", 1, "5/5", FIRST, HOME)
    right = part("Tên bài", 1, "7/5", SECOND, VILLAGE)
    rows = [MAY, *((*one, *gap, *other) for one, other in zip(left, right, strict=True))]
    appendix = read(rows)
    assert told(appendix) == [(FIRST, HOME, ""), (SECOND, VILLAGE, "")]
    assert days(appendix) == ["2021-05-05", "2021-05-07"]


def stated(heading: str, *states: object) -> list[Row]:
    """Return a list of articles, each with a cell below one more heading."""
    rows = listed(*["15/1/2021"] * len(states))
    below = zip(rows, (heading, *states), strict=True)
    return [OF_YEAR, *((*row, cell) for row, cell in below)]


@pytest.mark.parametrize(
    "state",
    [
        "Không được đăng",
        "Không sử dụng",
        "Lưu nháp",
        "Chờ phê duyệt",
        "Chưa được duyệt",
        "Gỡ bài",
        "Loại",
        "Không đạt yêu cầu",
        "Bài trùng",
        "Đã ẩn",
        "Đang biên tập",
        "Đang chờ",
        "Bị từ chối",
        "Hẹn giờ đăng",
        "Thu hồi",
        "Không",
        "draft",
        "Rejected",
        "unpublished",
        "scheduled",
        "0",
    ],
)
def test_an_article_whose_state_says_no_is_left_out_and_said(state: str) -> None:
    appendix = read(stated("Trạng thái", "Đã đăng", state))
    assert len(appendix.articles) == 1
    assert [left.values["state"] for left in appendix.left_out] == [state]


@pytest.mark.parametrize(
    "state",
    [
        "Đã đăng",
        "Đăng",
        "Được đăng",
        "Đã đăng ngày 15/1",
        "Đã đăng trên Fanpage",
        "Đã xuất bản",
        "Xuất bản",
        "Đã duyệt",
        "Hiển thị",
        "Đang hiển thị",
        "Hoạt động",
        "Hoàn thành",
        "publish",
        "Published",
        "1",
        "x",
        "",
    ],
)
def test_an_article_whose_state_says_yes_is_read(state: str) -> None:
    assert len(read(stated("Trạng thái", "Đã đăng", state)).articles) == 2


@pytest.mark.parametrize(
    ("heading", "state"),
    [
        ("Trạng thái", "Bước 3"),
        ("Trạng thái", "Đã đăng, nay đã gỡ"),
        ("Ghi chú", "Không đăng trên Fanpage"),
    ],
)
def test_a_state_that_is_not_known_is_refused_with_its_row(heading: str, state: str) -> None:
    error = refused(stated(heading, "Đã đăng", state))
    assert (error.code, error.values["state"]) == ("unknown_state", state)
    assert error.values["place"] == "Phụ lục, dòng 4"


def test_a_column_of_results_may_tell_how_good_an_article_is() -> None:
    assert len(read(stated("Kết quả", "Tốt", "Khá", "Trung bình")).articles) == 3
    assert len(read(stated("Kết quả", "Đạt", "Không đạt")).articles) == 1


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Không đăng", (None, "x")),
        ("Bị trả lại", ("0", "1")),
        ("Lý do không đăng", (None, "Sai chính tả")),
        ("Được đăng", ("x", None)),
        ("Đã đăng", ("Có", "Không")),
        ("Ghi chú", ("Ảnh: An", "Không đăng")),
        ("Ghi chú", (None, "Bài trùng")),
    ],
)
def test_a_mark_or_a_note_says_that_an_article_is_not_published(heading: str, cells: Row) -> None:
    appendix = read(stated(heading, *cells))
    assert [article.title for article in appendix.articles] == ["Ra quân đợt 1"]
    assert [left.code for left in appendix.left_out] == ["row_unpublished"]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Đăng Fanpage", ("x", None)),
        ("Ghi chú", ("Ảnh đẹp", "Chưa có ảnh")),
        ("Số lượng", (1, 1)),
        ("Số ảnh", (4, 2)),
        ("Số lượt xem", (120, 3)),
        ("Nhuận bút", (200_000, 300_000)),
    ],
)
def test_other_columns_say_nothing_of_publishing(heading: str, cells: Row) -> None:
    assert len(read(stated(heading, *cells)).articles) == 2


@pytest.mark.parametrize(
    "heading", ["Số lượng", "SL", "Số tin, bài", "Số bài", "Tổng số tin", "Tin"]
)
def test_a_row_of_several_articles_is_refused(heading: str) -> None:
    error = refused(stated(heading, 1, 4))
    assert (error.code, error.values["count"]) == ("several_in_a_row", 4)
    assert error.values["place"] == "Phụ lục, dòng 4"
    assert "“Ra quân đợt 2”" in problem_text(translator("vi"), error.code, error.values)


@pytest.mark.parametrize(
    ("others", "cells"),
    [
        (("Nguồn", "Đơn vị"), ("Báo Gia Lai", HOME)),
        (("Đơn vị", "Nguồn tin"), (HOME, "Báo Gia Lai")),
        (("Đơn vị quản lý", "Đơn vị viết bài"), ("UBND huyện", HOME)),
        (("Đơn vị chủ quản", "Đơn vị"), ("UBND huyện", HOME)),
        (("Xã, phường", "Đơn vị"), ("Xã Glar", HOME)),
        (("Xã hội", "Đơn vị"), ("x", HOME)),
        (("Phương thức", "Đơn vị"), ("Thư điện tử", HOME)),
        (("Khoa học", "Đơn vị"), ("x", HOME)),
        (("Xã", "Trường"), (None, HOME)),
        (("Đơn vị", "Đơn vị"), (HOME, HOME)),
    ],
)
def test_the_column_that_says_best_whose_an_article_is_names_the_unit(
    others: Row, cells: Row
) -> None:
    rows = [OF_YEAR, (*OF_AUTHORS, *others), (1, "15/1/2021", FIRST, AN, *cells)]
    assert told(read(rows)) == [(FIRST, HOME, AN)]


@pytest.mark.parametrize(
    ("others", "cells"),
    [
        (("Người đăng", "Tác giả"), (BE, AN)),
        (("Biên tập viên", "Người viết"), (BE, AN)),
        (("Người gửi", "Bút danh"), (BE, AN)),
        (("Người đăng", "CTV"), (BE, AN)),
    ],
)
def test_the_column_that_says_best_who_wrote_names_the_author(others: Row, cells: Row) -> None:
    head = ("STT", "Ngày đăng", "Tên tin, bài", "Đơn vị", *others)
    rows = [OF_YEAR, head, (1, "15/1/2021", FIRST, HOME, *cells)]
    assert told(read(rows)) == [(FIRST, HOME, AN)]


@pytest.mark.parametrize(
    ("others", "cells", "code"),
    [
        (("Xã", "Trường"), ("Xã Glar", HOME), "unit_unclear"),
        (("Đơn vị", "Cơ quan"), (VILLAGE, HOME), "unit_unclear"),
        (("Xã Hà Bầu", "Xã Glar"), ("x", None), "unit_is_mark"),
        (("Trường Glar", "Ghi chú"), ("✓", None), "unit_is_mark"),
    ],
)
def test_a_unit_that_is_not_certain_is_refused(others: Row, cells: Row, code: str) -> None:
    error = refused([OF_YEAR, (*OF_AUTHORS, *others), (1, "15/1/2021", FIRST, AN, *cells)])
    assert (error.code, error.values["place"]) == (code, "Phụ lục, dòng 3")
    assert problem_text(translator("vi"), error.code, error.values).endswith(".")


@pytest.mark.parametrize("mark", ["nt", "-nt-", '"', "''", "”", "//", '-"-', "Như trên"])
def test_a_mark_for_as_above_is_what_stands_above(mark: str) -> None:
    rows = [
        OF_YEAR,
        *listed("15/1/2021"),
        (2, mark, SECOND, mark, mark),
        (3, mark, THIRD, mark, mark),
    ]
    appendix = read(rows)
    assert told(appendix)[1:] == [(SECOND, HOME, AN), (THIRD, HOME, AN)]
    assert days(appendix) == ["2021-01-15"] * 3


def test_a_mark_for_as_above_without_anything_above_is_refused() -> None:
    assert refused([OF_YEAR, HEAD, (1, "15/1/2021", FIRST, "nt", HOME)]).code == "ditto_alone"
    sections: list[Row] = [("Xã Glar",), (1, "15/1/2021", FIRST, AN), ("Xã Hà Bầu",)]
    rows = [OF_YEAR, OF_AUTHORS, *sections, (2, "16/1/2021", SECOND, "nt")]
    assert refused(rows).code == "ditto_alone"
    rows = [OF_YEAR, *listed("15/1/2021"), (2, "16/1/2021", "nt", AN, HOME)]
    assert refused(rows).code == "ditto_alone"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("I. TIN", {"kind": "TIN"}),
        ("II. BÀI VIẾT", {"kind": "BÀI VIẾT"}),
        ("DANH SÁCH TIN", {"kind": "TIN"}),
        ("Phóng sự ảnh (02 bài)", {"kind": "Phóng sự ảnh"}),
        ("Chuyên mục Chuyển đổi số", {"topic": "Chuyển đổi số"}),
        ("Lĩnh vực: Văn hóa", {"topic": "Văn hóa"}),
        ("Tuần 1 (từ 01/5 đến 07/5)", {}),
        ("QUÝ II", {}),
        ("Đợt 2", {}),
        ("Năm 2021", {}),
        ("Từ ngày 01/5 đến 07/5", {}),
        ("6 tháng đầu năm 2021", {}),
        ("Tác giả: Trần Thị Bé", {"author": BE}),
        ("Phóng viên Trần Thị Bé", {"author": BE}),
        ("Đơn vị: Phòng Nội vụ", {"unit": HOME}),
        ("Phòng Nội vụ", {"unit": HOME}),
        ("Phòng Tin học", {"unit": "Phòng Tin học"}),
        ("Đài", {"unit": "Đài"}),
        ("CTV các xã", {"unit": "CTV các xã"}),
        ("Quỹ Hỗ trợ", {"unit": "Quỹ Hỗ trợ"}),
    ],
)
def test_a_section_is_a_units_only_where_nothing_else_heads_it(
    name: str, said: dict[str, str]
) -> None:
    rows = [OF_YEAR, ("STT", "Ngày đăng", "Tên tin, bài", "Người viết"), (name,)]
    article = read([*rows, (1, "15/5/2021", FIRST, None if "author" in said else AN)]).articles[0]
    fields = {f: getattr(article, f) for f in ("unit", "author", "kind", "topic")}
    assert fields == {"unit": "", "author": AN, "kind": "", "topic": "", **said}


def test_sections_stand_inside_of_each_other() -> None:
    rows: list[Row] = [OF_YEAR, OF_AUTHORS]
    for unit, kinds in (("Xã Glar", ("TIN", "BÀI")), ("Xã Hà Bầu", ())):
        rows.append((unit,))
        for kind in kinds:
            rows += [(kind,), (1, "15/1/2021", f"{unit} {kind}", AN)]
    rows.append((1, "15/1/2021", FIRST, AN))
    found = [(a.unit, a.kind) for a in read(rows).articles]
    assert found == [("Xã Glar", "TIN"), ("Xã Glar", "BÀI"), ("Xã Hà Bầu", "")]
    within: list[Row] = [OF_YEAR, OF_AUTHORS, ("I. TIN",), ("Xã Glar",)]
    within += [(1, "15/1/2021", FIRST, AN), ("II. BÀI",), (1, "15/1/2021", SECOND, AN)]
    assert [(a.unit, a.kind) for a in read(within).articles] == [("Xã Glar", "TIN"), ("", "BÀI")]


def test_a_number_and_a_unit_written_once_stand_for_the_rows_below() -> None:
    head = ("STT", "Đơn vị", "Ngày đăng", "Tên tin, bài", "Tác giả")
    rows = [OF_YEAR, head, (1, HOME, "15/1/2021", FIRST, AN), (None, None, "16/1/2021", SECOND, BE)]
    rows += [(None, None, "17/1/2021", THIRD, BE), (2, VILLAGE, "18/1/2021", "Bế mạc", AN)]
    assert [unit for _, unit, _ in told(read(rows))] == [HOME, HOME, HOME, VILLAGE]
    numbered = [*rows[:3], (2, None, "16/1/2021", SECOND, BE)]
    assert refused(numbered).code == "unit_left_blank"


def test_an_article_without_a_unit_right_of_its_title_is_its_authors() -> None:
    rows = [OF_YEAR, *listed("15/1/2021"), (2, "16/1/2021", SECOND, BE, None)]
    assert told(read(rows))[1] == (SECOND, "", BE)


@pytest.mark.parametrize(
    "head",
    [
        ("STT", "Ngày đăng", "Tên tin, bài", "Đơn vị", "Tác giả"),
        ("STT", "Tên tin, bài", "Ngày đăng", "Đơn vị", "Tác giả"),
        ("STT", "Tác giả", "Tên tin, bài", "Đơn vị", "Ngày đăng"),
    ],
)
def test_a_second_heading_may_put_its_columns_in_another_order(head: Row) -> None:
    row = {
        "STT": 1,
        "Ngày đăng": "16/1/2021",
        "Tên tin, bài": SECOND,
        "Tác giả": BE,
        "Đơn vị": VILLAGE,
    }
    below = ("II. DANH SÁCH BÀI",), head, tuple(row[str(name)] for name in head)
    appendix = read([OF_YEAR, ("I. DANH SÁCH TIN",), *listed("15/1/2021"), *below])
    assert told(appendix) == [("Ra quân đợt 1", HOME, AN), (SECOND, VILLAGE, BE)]
    assert days(appendix) == ["2021-01-15", "2021-01-16"]
