from datetime import date

import pytest

from domain.amounts import MOST, read_money, read_number
from domain.boards import FigureDefinition, FigureKind
from domain.errors import InvalidField, NotFound
from domain.reports.figure_lines import read_figure, read_pay_line
from domain.reports.figures import Entry, EntryKind

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
    ("text", "amount"),
    [
        ("46.276.000", 46_276_000),
        ("46276000", 46_276_000),
        ("46,276,000", 46_276_000),
        ("46 276 000 đồng", 46_276_000),
        ("46.276.000đ", 46_276_000),
        ("46.276.000,00 đồng", 46_276_000),
        ("46,276 triệu", 46_276_000),
        ("46,276 triệu đồng", 46_276_000),
        ("150 triệu", 150_000_000),
        ("150tr", 150_000_000),
        ("1,5 tỷ", 1_500_000_000),
        ("2 tỉ", 2_000_000_000),
        ("500 nghìn", 500_000),
        ("500k", 500_000),
        ("1.5 triệu", 1_500_000),
    ],
)
def test_money_is_read_as_whole_dong(text: str, amount: int) -> None:
    assert read_money(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "46,276",
        "46.27",
        "0,0000001 triệu",
        "triệu",
        "-5 triệu",
        "1,2,3 triệu",
        f"{MOST} tỷ",
    ],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(InvalidField) as caught:
        read_money(text)
    assert caught.value.code == "bad_amount"


def test_a_point_before_million_could_mean_either_and_is_asked_about() -> None:
    with pytest.raises(InvalidField) as caught:
        read_money("46.276 triệu")
    assert caught.value.code == "ambiguous_amount"
    assert caught.value.values["less"] == "46.276.000"
    assert caught.value.values["more"] == "46.276.000.000"


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


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        (
            "ngân sách 2021 150.000.000",
            Entry("budget", EntryKind.BUDGET, date(2021, 1, 1), 150_000_000),
        ),
        (
            "kinh phí năm 2020 150 triệu",
            Entry("budget", EntryKind.BUDGET, date(2020, 1, 1), 150_000_000),
        ),
        ("dự toán 150tr", Entry("budget", EntryKind.BUDGET, date(2021, 1, 1), 150_000_000)),
        (
            "nhuận bút 46.276.000 15/6/2021",
            Entry("budget", EntryKind.PAYMENT, date(2021, 6, 15), 46_276_000, None, "nhuận bút"),
        ),
        (
            "46,276 triệu nhuận bút 15/6",
            Entry("budget", EntryKind.PAYMENT, date(2021, 6, 15), 46_276_000, None, "nhuận bút"),
        ),
        (
            "Văn phòng phẩm | 8.620.000 đồng | 15/6/2021",
            Entry(
                "budget", EntryKind.PAYMENT, date(2021, 6, 15), 8_620_000, None, "Văn phòng phẩm"
            ),
        ),
    ],
)
def test_budgets_and_payments_are_read(text: str, entry: Entry) -> None:
    assert read_pay_line(text, ALL, TODAY).entries == (entry,)
    assert read_figure(f"kinh phí: {text}", ALL, TODAY).entries == (entry,)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nhuận bút", "bad_payment"),
        ("46.276.000", "payment_without_category"),
        ("nhuận bút 46,276", "bad_amount"),
        ("nhuận bút 46.276 triệu", "ambiguous_amount"),
        ("nhuận bút 46.276.000 31/6/2021", "bad_date"),
        ("nhuận bút 46.276.000 30/7/2021", "future_day"),
        ("ngân sách 1999 150 triệu", "bad_payment"),
        ("a" * 300 + " 5.000", "long_figure_name"),
    ],
)
def test_a_wrong_payment_says_what_is_wrong(text: str, code: str) -> None:
    with pytest.raises(InvalidField) as caught:
        read_pay_line(text, ALL, TODAY)
    assert caught.value.code == code


def test_of_several_purses_the_named_one_is_taken() -> None:
    other = FigureDefinition("fund", "Quỹ nhuận bút", FigureKind.MONEY)
    assert read_pay_line("Quỹ nhuận bút: tem thư 5.000", [BUDGET, other], TODAY).definition is other
    assert read_pay_line("tem thư 5.000", [BUDGET, other], TODAY).definition is BUDGET
    with pytest.raises(NotFound):
        read_pay_line("tem thư 5.000", [VISITS], TODAY)
