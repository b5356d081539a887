from datetime import date

import pytest

from domain.amounts import read_number
from domain.boards import FigureDefinition, FigureKind
from domain.errors import InvalidField, NotFound
from domain.reports.figures import Entry, EntryKind
from domain.reports.lines.figures import names_figure, read_figure

TODAY = date(2021, 7, 29)
VISITS = FigureDefinition("visits", "Lượt truy cập", FigureKind.COUNTER, "lượt")
DOCUMENTS = FigureDefinition("documents", "Văn bản đăng tải", FigureKind.COUNT, "văn bản")
SECTIONS = FigureDefinition("sections", "Chuyên mục mở mới", FigureKind.COUNT, "chuyên mục")
PAGES = FigureDefinition("commune_pages", "Trang thành phần", FigureKind.COUNT, "trang")
BUDGET = FigureDefinition("budget", "Kinh phí", FigureKind.MONEY, "đồng")
ALL = (VISITS, DOCUMENTS, SECTIONS, PAGES, BUDGET)


@pytest.mark.parametrize(
    ("text", "number"),
    [("96811", 96811), ("96.811", 96811), ("96 811", 96811), ("96,811", 96811), ("0", 0)],
)
def test_a_number_is_read_with_or_without_its_groups(text: str, number: int) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize("text", ["", "96.81", "-5", "nhiều", "9,6,8", "1e5", "٣", "9" * 30])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidField) as caught:
        read_number(text)
    assert caught.value.code == "bad_number"


@pytest.mark.parametrize(
    "text",
    [
        "lượt truy cập 96811 29/6/2021",
        "luot truy cap 96.811 29/6",
        "visits 96811 29/6/2021",
        "Lượt: 96.811 ngày 29/6/2021",
        "lượt truy cập | 96811 | 29/6/2021",
        "lượt truy cập 96811 29 tháng 6 năm 2021",
    ],
)
def test_a_counter_s_reading_is_read_with_its_day(text: str) -> None:
    line = read_figure(text, ALL, TODAY)
    assert line.definition is VISITS
    assert line.entries == (Entry("visits", EntryKind.READING, date(2021, 6, 29), 96811),)
    assert not line.sure


def test_the_day_defaults_to_today_and_the_writer_may_insist() -> None:
    line = read_figure("visits 5000 đúng", ALL, TODAY)
    assert line.entries[0].day == TODAY
    assert line.sure


@pytest.mark.parametrize("last", ["đừng", "dừng", "dừng rồi", "dung"])
def test_what_forbids_does_not_insist(last: str) -> None:
    with pytest.raises(InvalidField):
        read_figure(f"visits 5000 {last}", ALL, TODAY)


def test_counts_are_numbers_parts_and_names() -> None:
    def read(text: str) -> list[tuple[int, int | None, str]]:
        return [(e.amount, e.whole, e.name) for e in read_figure(text, ALL, TODAY).entries]

    assert read("văn bản 213 30/6/2021") == [(213, None, "")]
    assert read("commune_pages 17/17") == [(17, 17, "")]
    assert read("trang thành phần 16/17 30/6/2021") == [(16, 17, "")]
    assert read("chuyên mục 30/6/2021\n- Bầu cử\n- Chuyển đổi số\n") == [
        (1, None, "Bầu cử"),
        (1, None, "Chuyển đổi số"),
    ]
    assert read("chuyên mục Bầu cử; Chuyển đổi số") == [
        (1, None, "Bầu cử"),
        (1, None, "Chuyển đổi số"),
    ]
    assert read("chuyên mục 3: Bầu cử; Chuyển đổi số") == [
        (1, None, "Bầu cử"),
        (1, None, "Chuyển đổi số"),
        (1, None, ""),
    ]


def test_a_whole_that_the_board_set_is_used() -> None:
    pages = FigureDefinition("commune_pages", "Trang thành phần", FigureKind.COUNT, "trang", 17)
    assert read_figure("trang 16", [pages], TODAY).entries[0].whole == 17
    with pytest.raises(InvalidField):
        read_figure("trang 18", [pages], TODAY)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("visits", "bad_number"),
        ("visits nhiều", "bad_number"),
        ("visits 96811 31/2/2021", "bad_date"),
        ("visits 96811 30/7/2021", "future_day"),
        ("sections", "bad_number"),
        ("documents 2x13", "bad_number"),
        ("commune_pages 18/17", "bad_part"),
        ("sections 1: A; B", "count_mismatch"),
        ("sections " + "; ".join("abc" for _ in range(60)), "many_items"),
        ("sections " + "a" * 300, "long_figure_name"),
        ("budget nhuận bút", "bad_payment"),
    ],
)
def test_a_wrong_figure_line_says_what_is_wrong(text: str, code: str) -> None:
    with pytest.raises(InvalidField) as caught:
        read_figure(text, ALL, TODAY)
    assert caught.value.code == code


def test_an_unknown_figure_is_answered_with_the_nearest_name() -> None:
    with pytest.raises(NotFound) as caught:
        read_figure("số truy cập 96811", ALL, TODAY)
    assert caught.value.values == {"name": "số truy cập", "nearest": "Lượt truy cập"}
    with pytest.raises(NotFound):
        read_figure("", ALL, TODAY)


@pytest.mark.parametrize("text", ["văn bản hai trăm mười ba", "văn bản không", "chuyên mục ba"])
def test_a_number_in_words_is_no_name_of_something_counted(text: str) -> None:
    with pytest.raises(InvalidField) as caught:
        read_figure(text, ALL, TODAY)
    assert caught.value.code == "bad_number"


@pytest.mark.parametrize(
    "text",
    [
        "lượt truy cập 96.811 30/6/2021\nvăn bản đăng tải 213 30/6/2021\ntrang thành phần 17/17",
        "lượt truy cập: 96.900\nvăn bản đăng tải: 213",
        "lượt truy cập 96.900\n213",
        "văn bản 10\nlượt truy cập 98.000",
        "văn bản 10\nvăn bản 20",
        "văn bản 10\n- visits: 98.000",
        "văn bản 10\n2. Lượt truy cập là 98.000",
        "trang thành phần 17/17\nvăn bản 213",
        "trang thành phần 16/17 30/6/2021\nXã Ia Ka",
        "chuyên mục\n- Bầu cử\n- lượt truy cập: 98.000",
        "chuyên mục 2: Bầu cử; Chuyển đổi số\nkinh phí: nhuận bút 5.000.000",
    ],
)
def test_of_several_figures_in_a_message_none_is_taken(text: str) -> None:
    with pytest.raises(InvalidField) as caught:
        read_figure(text, ALL, TODAY)
    assert caught.value.code == "many_lines"


def test_a_name_may_begin_like_a_figure() -> None:
    line = read_figure("chuyên mục\nVăn bản mới\nTrang địa phương", ALL, TODAY)
    assert [entry.name for entry in line.entries] == ["Văn bản mới", "Trang địa phương"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("trang xã 17/17", "name_or_number"),
        ("trang xã 17/17 30/6", "name_or_number"),
        ("trang xã 5/12", "name_or_number"),
        ("chuyên mục Bầu cử 17/17", "name_or_number"),
        ("văn bản quý 1 100", "name_or_number"),
        ("văn bản quý 1 100 30/6/2021", "name_or_number"),
        ("văn bản quý 1 100 văn bản", "name_or_number"),
        ("văn bản là 213", "name_or_number"),
        ("văn bản -5", "name_or_number"),
        ("văn bản 10\nquý 2 20", "name_or_number"),
        ("chuyên mục Bầu cử 2021; Nông thôn mới", "name_or_number"),
        ("văn bản không có", "bad_number"),
        ("văn bản không có 30/6/2021", "bad_number"),
        ("văn bản chưa có văn bản nào", "bad_number"),
        ("trang thành phần không phát sinh", "bad_number"),
        ("chuyên mục\n- Không có", "bad_number"),
        ("văn bản hai trăm văn bản", "bad_number"),
        ("visits bài 96.811", "bad_number"),
    ],
)
def test_a_number_or_nothing_is_no_name_of_something_counted(text: str, code: str) -> None:
    with pytest.raises(InvalidField) as caught:
        read_figure(text, ALL, TODAY)
    assert caught.value.code == code


def test_a_name_ends_in_a_number_where_how_many_there_are_is_said() -> None:
    line = read_figure("chuyên mục 3:\nBầu cử 2021\nĐề án 06\nPhòng, chống COVID-19", ALL, TODAY)
    names = [entry.name for entry in line.entries]
    assert names == ["Bầu cử 2021", "Đề án 06", "Phòng, chống COVID-19"]
    [entry] = read_figure("chuyên mục Phòng, chống COVID-19 30/6", ALL, TODAY).entries
    assert (entry.name, entry.day) == ("Phòng, chống COVID-19", date(2021, 6, 30))


def test_a_part_and_a_day_are_told_apart() -> None:
    [entry] = read_figure("trang thành phần 17/17 5/12/2020", ALL, TODAY).entries
    assert (entry.amount, entry.whole, entry.day) == (17, 17, date(2020, 12, 5))
    line = read_figure("trang thành phần 30/6\n- Xã A\n- Xã B", ALL, TODAY)
    assert [(entry.name, entry.day.month) for entry in line.entries] == [("Xã A", 6), ("Xã B", 6)]


@pytest.mark.parametrize(
    ("text", "amount", "whole"),
    [
        ("văn bản:213", 213, None),
        ("văn bản|213", 213, None),
        ("văn bản = 213", 213, None),
        ("văn bản 213 ạ", 213, None),
        ("- Văn bản: 213", 213, None),
        ("1. Văn bản đăng tải: 213 văn bản;", 213, None),
        ("văn bản 213 em nhé.", 213, None),
        ("văn bản: 213 văn bản", 213, None),
        ("213 văn bản", 213, None),
        ("1.213 văn bản đăng tải", 1213, None),
        ("đã đăng 213 văn bản", 213, None),
        ("tổng số văn bản đăng tải: 213", 213, None),
        ("trang thành phần 17/17 xã, thị trấn", 17, 17),
        ("trang thành phần: 16/17 trang", 16, 17),
        ("17/17 trang thành phần", 17, 17),
    ],
)
def test_a_count_is_read_with_its_unit_before_its_name_and_beside_marks(
    text: str, amount: int, whole: int | None
) -> None:
    [entry] = read_figure(text, ALL, TODAY).entries
    assert (entry.amount, entry.whole, entry.name, entry.day) == (amount, whole, "", TODAY)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("lượt truy cập: 96.811 lượt", TODAY),
        ("lượt truy cập là 96.811 lượt xem nhé", TODAY),
        ("lượt truy cập đến nay 96.811", TODAY),
        ("96.811 lượt truy cập", TODAY),
        ("tổng số lượt truy cập 96.811", TODAY),
        ("lượt truy cập 96.811 lượt, ngày 14/6/2021", date(2021, 6, 14)),
        ("lượt truy cập tính đến 14/6: 96.811", date(2021, 6, 14)),
        ("lượt truy cập tính đến hết ngày 14/6/2021 là 96.811 lượt", date(2021, 6, 14)),
        ("lượt truy cập 14/6/2021: 96811", date(2021, 6, 14)),
    ],
)
def test_a_reading_is_read_with_the_words_and_the_day_before_it(text: str, day: date) -> None:
    [entry] = read_figure(text, ALL, TODAY).entries
    assert (entry.kind, entry.amount, entry.day) == (EntryKind.READING, 96_811, day)


@pytest.mark.parametrize(
    "text",
    ["tăng 9.933", "thêm 9.933", "trong kỳ 9.933", "tháng 6: 9.933", "hơn 9.000", "9.933/96.811"],
)
def test_a_rise_or_a_guess_is_no_reading(text: str) -> None:
    with pytest.raises(InvalidField) as caught:
        read_figure(f"lượt truy cập {text}", ALL, TODAY)
    assert caught.value.code == "bad_number"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("chuyên mục\n1. Bầu cử\n2) Chuyển đổi số", ["Bầu cử", "Chuyển đổi số"]),
        ("chuyên mục 2:\n+ Bầu cử\n+ Chuyển đổi số", ["Bầu cử", "Chuyển đổi số"]),
        ("chuyên mục 2 chuyên mục: Bầu cử; Chuyển đổi số", ["Bầu cử", "Chuyển đổi số"]),
        ("mở 2 chuyên mục: Bầu cử; Chuyển đổi số", ["Bầu cử", "Chuyển đổi số"]),
        ("chuyên mục 2 (Bầu cử; Chuyển đổi số)", ["Bầu cử", "Chuyển đổi số"]),
        ("chuyên mục 2: Bầu cử, Chuyển đổi số", ["Bầu cử", "Chuyển đổi số"]),
        ("chuyên mục 1: Văn hóa, Thể thao và Du lịch", ["Văn hóa, Thể thao và Du lịch"]),
        ("chuyên mục Phòng, chống dịch", ["Phòng, chống dịch"]),
        ("chuyên mục 2: Tài nguyên, môi trường", ["Tài nguyên, môi trường", ""]),
        ("chuyên mục 2: bầu cử, y tế", ["bầu cử", "y tế"]),
        ("chuyên mục https://tin.vn/a?b=c", ["https://tin.vn/a?b=c"]),
        ("chuyên mục COVID-19", ["COVID-19"]),
    ],
)
def test_a_list_of_names_is_read_without_its_marks(text: str, names: list[str]) -> None:
    assert [entry.name for entry in read_figure(text, ALL, TODAY).entries] == names


@pytest.mark.parametrize("text", ["Bầu cử, Chuyển đổi số", "Văn hóa, Thể thao và Du lịch"])
def test_names_divided_by_commas_are_asked_about(text: str) -> None:
    with pytest.raises(InvalidField) as caught:
        read_figure(f"chuyên mục {text}", ALL, TODAY)
    assert caught.value.code == "name_or_list"


@pytest.mark.parametrize("text", ["Văn hóa - Du lịch", "Văn nghệ", "Trang địa phương", "Lượt đi"])
def test_one_word_of_a_figure_s_name_is_no_figure(text: str) -> None:
    with pytest.raises(NotFound):
        read_figure(text, ALL, TODAY)
    assert not names_figure(text, ALL)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("văn bản 213", True),
        ("213 văn bản", True),
        ("chuyên mục: Bầu cử", True),
        ("Lượt: 96.811", True),
        ("Văn bản mới", False),
        ("Chuyên mục thiếu nhi", False),
        ("17/17", False),
    ],
)
def test_a_value_of_the_open_figure_is_told_from_another_figure(text: str, named: bool) -> None:
    assert names_figure(text, ALL) is named
