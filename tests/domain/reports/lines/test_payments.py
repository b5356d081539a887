from datetime import date

import pytest

from domain.amounts import MOST, read_money
from domain.boards import FigureDefinition, FigureKind
from domain.errors import InvalidField, NotFound
from domain.reports.categories import spelled_category
from domain.reports.figures import Entry, EntryKind
from domain.reports.lines.figures import read_figure
from domain.reports.lines.payments import read_pay_line, says_paid

TODAY = date(2021, 7, 29)
VISITS = FigureDefinition("visits", "Lượt truy cập", FigureKind.COUNTER, "lượt")
BUDGET = FigureDefinition("budget", "Kinh phí", FigureKind.MONEY, "đồng")
ALL = (VISITS, BUDGET)


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
        ("2 triệu 500 nghìn", 2_500_000),
        ("2tr500k", 2_500_000),
        ("1 tỷ 200 triệu đồng", 1_200_000_000),
        ("1tr5", 1_500_000),
        ("2tr350", 2_350_000),
        ("2 triệu 500", 2_500_000),
        ("1 triệu rưỡi", 1_500_000),
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
        ("nhuận bút 2 triệu và 500 nghìn", "bad_amount"),
        ("nhuận bút 500 nghìn 2 triệu", "bad_amount"),
        ("nhuận bút hai triệu 500 nghìn", "bad_amount"),
        ("nhuận bút 2tr50", "ambiguous_amount"),
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


@pytest.mark.parametrize(
    ("text", "category", "day", "payee", "others"),
    [
        ("nhuận bút 500.000 15/6/2021 cho Công an huyện", "nhuận bút", 15, "", ("Công an huyện",)),
        ("nhuận bút 500.000 cho Công an huyện 15/6/2021", "nhuận bút", 15, "", ("Công an huyện",)),
        ("500 nghìn đồng cho nhuận bút 15/6/2021", "nhuận bút", 15, "", ()),
        ("nhuận bút 500.000 người nhận Trần Văn B 14/6/2021", "nhuận bút", 14, "Trần Văn B", ()),
    ],
)
def test_whom_a_payment_is_for_takes_no_day_with_it(
    text: str, category: str, day: int, payee: str, others: tuple[str, ...]
) -> None:
    line = read_pay_line(text, ALL, TODAY)
    [entry] = line.entries
    assert (entry.name, entry.amount, entry.day) == (category, 500_000, date(2021, 6, day))
    assert (line.payee, line.others) == (payee, others)


@pytest.mark.parametrize(
    "text",
    [
        "nhuận bút 46.276.000, văn phòng phẩm 8.620.000",
        "nhuận bút 46.276.000; văn phòng phẩm 8.620.000 30/6/2021",
        "nhuận bút 46.276.000đ và văn phòng phẩm 8.620.000đ",
        "nhuận bút 500 đồng, văn phòng phẩm 600 đồng",
        "nhuận bút 46276000 văn phòng phẩm 8620000",
        "nhuận bút 46 276 000, văn phòng phẩm 8 620 000",
        "nhuận bút 46,276,000, văn phòng phẩm 8,620,000",
        "nhuận bút 46,276 triệu, văn phòng phẩm 8,62 triệu",
        "nhuận bút 8tr620, văn phòng phẩm 300k",
        "nhuận bút 500ng, văn phòng phẩm 300ng",
        "nhuận bút 46.276.000 + 200.000",
        "46.276.000 nhuận bút, 8.620.000 văn phòng phẩm",
        "nhuận bút | 46.276.000 | văn phòng phẩm | 8.620.000",
        "nhuận bút 46.276.000 cho Công an, văn phòng phẩm 8.620.000",
        "nhuận bút 46.276.000 | người nhận: Lan 8.620.000",
        "nhuận bút 46.276.000 | đơn vị: Công an 8.620.000",
        "nhuận bút 12 bài x 150.000",
        "nhuận bút 12 × 150.000",
        "150.000 * 12 bài nhuận bút",
        "nhuận bút 12 bài, mỗi bài 150 nghìn",
        "nhuận bút 12 bài, đơn giá 150.000",
        "nhuận bút ba triệu, in băng rôn 500.000",
        "năm nghìn tờ rơi 500.000",
    ],
)
def test_of_two_amounts_on_a_line_none_is_taken(text: str) -> None:
    for read, line in ((read_pay_line, text), (read_figure, f"kinh phí: {text}")):
        with pytest.raises(InvalidField) as caught:
            read(line, ALL, TODAY)
        assert caught.value.code == "bad_amount"
        assert caught.value.values["several"]


@pytest.mark.parametrize(
    "text",
    [
        "nhuận bút 46.276.000\nvăn phòng phẩm 8.620.000",
        "nhuận bút 46.276.000 30/6/2021\nvăn phòng phẩm 8.620.000 30/6/2021",
        "- Nhuận bút: 46.276.000 đồng\n- Văn phòng phẩm: 8.620.000 đồng",
        "Nhuận bút: 46.276.000đ;\nVăn phòng phẩm: 8.620.000đ;\nTổng: 54.896.000đ",
        "ngân sách 2021 150 triệu\nnhuận bút 46.276.000 30/6/2021",
        "nhuận bút 500\nvăn phòng phẩm 600",
    ],
)
def test_of_several_lines_of_payments_none_is_taken(text: str) -> None:
    for read, line in ((read_pay_line, text), (read_figure, f"kinh phí: {text}")):
        with pytest.raises(InvalidField) as caught:
            read(line, ALL, TODAY)
        assert caught.value.code == "many_lines"


@pytest.mark.parametrize(
    ("text", "name", "amount"),
    [
        ("nhuận bút quý 2 15.000.000 đ", "nhuận bút quý 2", 15_000_000),
        ("2 máy ảnh 24.000.000 1/6", "2 máy ảnh", 24_000_000),
        ("nhuận bút tháng 5: 7.250.000đ", "nhuận bút tháng 5", 7_250_000),
        ("10 ram giấy A4 1.000.000", "10 ram giấy A4", 1_000_000),
        ("nhuận bút năm 2021 5.000.000", "nhuận bút năm 2021", 5_000_000),
        ("hợp đồng 1234/HĐ-UBND 5 triệu", "hợp đồng 1234/HĐ-UBND", 5_000_000),
        ("nhuận bút\n46.276.000\n15/6/2021", "nhuận bút", 46_276_000),
    ],
)
def test_a_number_in_a_category_is_no_second_amount(text: str, name: str, amount: int) -> None:
    [entry] = read_pay_line(text, ALL, TODAY).entries
    assert (entry.name, entry.amount) == (name, amount)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("tổng kinh phí năm 2020 150 triệu", 2020),
        ("kinh phí cả năm 150 triệu", 2021),
        ("kinh phí được cấp 150 triệu", 2021),
        ("kinh phí được giao năm 2020 là 150 triệu", 2020),
        ("ngân sách cấp: 150 triệu", 2021),
        ("dự toán giao 150 triệu đồng", 2021),
        ("kinh phí giao đầu năm 150 triệu", 2021),
        ("dự toán kinh phí năm 2020: 150.000.000 đồng", 2020),
        ("nguồn ngân sách nhà nước cấp năm 2020 150 triệu", 2020),
        ("kinh phí được phân bổ, phê duyệt 150 triệu", 2021),
        ("150 triệu kinh phí cả năm", 2021),
        ("annual budget 2020 150,000,000", 2020),
    ],
)
def test_the_year_s_money_is_a_budget_in_any_words(text: str, year: int) -> None:
    [entry] = read_pay_line(text, ALL, TODAY).entries
    assert entry == Entry("budget", EntryKind.BUDGET, date(year, 1, 1), 150_000_000)


@pytest.mark.parametrize(
    "text",
    [
        "kinh phí bổ sung năm 2021 20 triệu",
        "bổ sung dự toán 20 triệu",
        "bổ sung kinh phí năm 2021: 20.000.000 15/6/2021",
        "điều chỉnh dự toán 160 triệu",
        "kinh phí cấp thêm 20 triệu",
        "giảm kinh phí 20 triệu",
        "kinh phí hoạt động năm 2021: 150.000.000 đồng",
        "kinh phí thường xuyên 150 triệu",
        "kinh phí Trang thông tin năm 2021 150 triệu",
        "kinh phí năm ngoái 100 triệu",
        "kinh phí 2020, 2021 100 triệu",
        "kinh phí quý 2 20 triệu",
        "kinh phí còn lại 20 triệu",
        "ngân sách tỉnh cấp 20 triệu",
        "dự toán mua sắm 20 triệu",
        "được cấp 150 triệu",
        "năm 2021 150 triệu",
        "tổng cộng: 54.896.000",
        "tổng chi 54.896.000đ",
        "đã chi 54,896 triệu",
    ],
)
def test_what_may_be_a_budget_or_a_payment_is_asked(text: str) -> None:
    with pytest.raises(InvalidField) as caught:
        read_pay_line(text, ALL, TODAY)
    assert caught.value.code == "budget_or_payment"


@pytest.mark.parametrize(
    "name",
    [
        "kinh phí tập huấn",
        "kinh phí mua máy ảnh",
        "nhuận bút từ ngân sách tỉnh",
        "bổ sung nhuận bút",
        "nhuận bút năm 2021",
        "chi nhuận bút",
        "cấp báo cho cơ sở",
        "tổng kết năm",
        "thêm giờ",
    ],
)
def test_a_payment_for_something_stays_one(name: str) -> None:
    [entry] = read_pay_line(f"{name} 5.000.000 15/6/2021", ALL, TODAY).entries
    assert (entry.kind, entry.name) == (EntryKind.PAYMENT, name)


@pytest.mark.parametrize(
    ("text", "name", "amount"),
    [
        ("nhuận bút 12 bài 1.800.000", "nhuận bút 12 bài", 1_800_000),
        ("thù lao 3 tin 450.000", "thù lao 3 tin", 450_000),
        ("bản in ngày 500.000", "bản in ngày", 500_000),
        ("nhuận bút 12 bài 1.800.000 15/6/2021", "nhuận bút 12 bài", 1_800_000),
    ],
)
def test_an_amount_behind_a_count_is_no_day(text: str, name: str, amount: int) -> None:
    [entry] = read_pay_line(text, ALL, TODAY).entries
    assert (entry.name, entry.amount) == (name, amount)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nhuận bút -500.000", "bad_payment"),
        ("nhuận bút -500 nghìn", "bad_payment"),
        ("nhuận bút 12 bài", "bad_payment"),
        ("nhuận bút 12", "bad_amount"),
        ("nhuận bút 500 15/6/2021", "bad_amount"),
        ("nhuận bút quý 2 500 000", "ambiguous_amount"),
        ("đã chi " * 600 + "5.000.000", "long_figure_name"),
    ],
)
def test_what_is_no_sure_amount_is_not_taken_for_one_nor_for_a_day(text: str, code: str) -> None:
    with pytest.raises(InvalidField) as caught:
        read_pay_line(text, ALL, TODAY)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "day", "name"),
    [
        ("15/7 nhuận bút 2tr", date(2021, 7, 15), "nhuận bút"),
        ("hôm qua nhuận bút 2tr", date(2021, 7, 28), "nhuận bút"),
        ("ngày 15/7 mua nước 2.000.000", date(2021, 7, 15), "mua nước"),
        ("15/7 nhuận bút 2tr 20/7", date(2021, 7, 20), "15/7 nhuận bút"),
        ("2.000.000 nhuận bút", TODAY, "nhuận bút"),
    ],
)
def test_a_day_that_begins_a_payment_is_its_day(text: str, day: date, name: str) -> None:
    expected = Entry("budget", EntryKind.PAYMENT, day, 2_000_000, None, name)
    assert read_pay_line(text, ALL, TODAY).entries == (expected,)


@pytest.mark.parametrize(
    ("text", "name", "day"),
    [
        ("nhuận bút: 2.000.000 đồng, ngày 14/6/2021", "nhuận bút", date(2021, 6, 14)),
        ("14/6 nhuận bút 2 triệu", "nhuận bút", date(2021, 6, 14)),
        ("14/6/2021: nhuận bút 2.000.000", "nhuận bút", date(2021, 6, 14)),
        ("hôm qua chi nhuận bút 2tr", "chi nhuận bút", date(2021, 7, 28)),
        ("nhuận bút hôm qua 2 triệu", "nhuận bút", date(2021, 7, 28)),
        ("nhuận bút 14/6/2021: 2 triệu", "nhuận bút", date(2021, 6, 14)),
        ("nhuận bút; 2.000.000; 14/6/2021", "nhuận bút", date(2021, 6, 14)),
        ("nhuận bút 2.000.000đ ạ", "nhuận bút", TODAY),
        ("nhuận bút=2.000.000", "nhuận bút", TODAY),
        ("Thù lao ngày 14/6/2021 2 triệu", "Thù lao", date(2021, 6, 14)),
        ("phục vụ bầu cử 23/5/2021: 2 triệu", "phục vụ bầu cử 23/5/2021", TODAY),
        ("công tác phí đợt 15/5/2021: 2 triệu", "công tác phí đợt 15/5/2021", TODAY),
        ("Hôm qua mua nước 2tr", "mua nước", date(2021, 7, 28)),
        ("nhuận bút 2.000.000; cho đơn vị: Công an", "nhuận bút", TODAY),
        ("1. nhuận bút: 2.000.000", "nhuận bút", TODAY),
        ("+ nhuận bút: 2.000.000", "nhuận bút", TODAY),
        ("nhuận bút 2.000.000 đồng (hai triệu đồng chẵn)", "nhuận bút", TODAY),
        ("nhuận bút 2.000.000đ (Bằng chữ: hai triệu), 14/6", "nhuận bút", date(2021, 6, 14)),
        ("nhuận bút 2.000.000 đồng./.", "nhuận bút", TODAY),
        ("trả 2 triệu nhuận bút", "nhuận bút", TODAY),
        ("2 triệu nhuận bút tháng 6", "nhuận bút tháng 6", TODAY),
        ("kỷ niệm 21/5 2 triệu", "kỷ niệm 21/5", TODAY),
        ("theo QĐ số 5 ngày 05/3/2021 2.000.000", "theo QĐ số 5 ngày 05/3/2021", TODAY),
        ("nhuận bút năm nay 2 triệu", "nhuận bút năm nay", TODAY),
        ("trung tâm 2 triệu", "trung tâm", TODAY),
        ("mua mới máy ảnh 2 triệu", "mua mới máy ảnh", TODAY),
        ("trụ sở 2 triệu", "trụ sở", TODAY),
        ("giải báo chí cấp tỉnh 2 triệu", "giải báo chí cấp tỉnh", TODAY),
    ],
)
def test_the_day_and_the_amount_of_a_payment_stand_anywhere(
    text: str, name: str, day: date
) -> None:
    line = read_pay_line(text, ALL, TODAY)
    assert line.entries == (Entry("budget", EntryKind.PAYMENT, day, 2_000_000, None, name),)
    assert line.dated is (day != TODAY)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nhuận bút khoảng 5 triệu", "vague_amount"),
        ("nhuận bút hơn 5.000.000", "vague_amount"),
        ("nhuận bút 5 đến 6 triệu", "vague_amount"),
        ("nhuận bút mỗi tháng 2 triệu", "bad_amount"),
        ("nhuận bút gần 5 triệu", "vague_amount"),
        ("trả lại thù lao 500.000", "money_back"),
        ("UBND huyện cấp 150 triệu", "budget_or_payment"),
        ("tỉnh cấp bổ sung kinh phí 150 triệu", "budget_or_payment"),
        ("chi quý 2 3.000.000", "budget_or_payment"),
        ("in 3 cuốn sách (mỗi cuốn một triệu đồng) 3.000.000", "bad_amount"),
        ("thu hồi nhuận bút 500.000", "money_back"),
        ("hoàn trả nhuận bút 500.000 14/6", "money_back"),
        ("UBND huyện cấp kinh phí 150 triệu", "budget_or_payment"),
        ("xã cấp 150 triệu", "budget_or_payment"),
        ("kinh phí của Ban Biên tập 150 triệu", "budget_or_payment"),
        ("tổng chi 6 tháng 54.896.000", "budget_or_payment"),
        ("chi 6 tháng đầu năm: 54.896.000 đồng", "budget_or_payment"),
        ("chi trong kỳ 54.896.000", "budget_or_payment"),
        ("31/6 nhuận bút 2 triệu", "bad_date"),
    ],
)
def test_an_amount_that_is_no_sure_payment_is_asked_about(text: str, code: str) -> None:
    with pytest.raises(InvalidField) as caught:
        read_pay_line(text, ALL, TODAY)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "name",
    [
        "tiền ăn sáng",
        "điện chiếu sáng",
        "chiếu sáng",
        "nước uống buổi sáng",
        "nhuận bút Tạp chí Sáng",
        "giải ba cuộc thi Sáng mãi",
        "nhuận bút bản tin thứ bảy",
        "trực chủ nhật",
        "thứ hai hàng tuần",
        "sáng nay họp báo",
        "báo ngày nay",
        "chương trình Hôm nay",
        "1/2 trang quảng cáo",
        "24/7 trực hệ thống",
        "bản tin ngày mai",
        "phục vụ bầu cử 23/5/2021",
        "phục vụ bầu cử ngày 23/5/2021",
        "trực lễ 30/4/2021",
        "gia hạn tên miền đến 31/12/2021",
        "gia hạn tên miền đến ngày 1/1/2022",
        "phụ cấp hàng tháng",
        "nhuận bút hằng tháng",
        "thuê máy chủ hằng năm",
        "nhuận bút bản tin hàng tuần",
        "hoàn trả tạm ứng",
        "trả lại tiền cho nhà in",
        "nộp lại phí tên miền",
        "trừ mối phòng làm việc",
        "kinh phí cho ban tổ chức hội thi",
        "kinh phí ban đầu",
        "xã giao",
        "xã giao ban",
        "phường giao lưu văn nghệ",
        "huyện cấp báo",
        "thành phố giao nhiệm vụ quay phim",
        "quần áo cấp cho phóng viên",
        "nâng cấp trang từ ngân sách tỉnh",
        "hội nghị phân bổ dự toán",
        "chi quỹ",
        "ống kính chụp gần",
        "in phông nền treo trên",
        "sửa ghế ngồi dưới",
        "đoàn công tác khoảng 3 ngày",
        "mua giấy A4; mực in",
        "nhuận bút tin; bài; ảnh",
        "tiền ăn sáng; trưa; tối",
        "in băng rôn",
        "in bang ron",
        "bảng tin",
        "khung bằng khen",
    ],
)
def test_a_category_keeps_its_words(name: str) -> None:
    expected = Entry("budget", EntryKind.PAYMENT, TODAY, 5_000_000, None, name)
    line = read_pay_line(f"{name} 5.000.000", ALL, TODAY)
    assert (line.entries, line.dated, line.others) == ((expected,), False, ())
    [entry] = read_pay_line(f"{name} 5.000.000 15/6/2021", ALL, TODAY).entries
    assert (entry.name, entry.day) == (name, date(2021, 6, 15))


@pytest.mark.parametrize(
    ("text", "paid"),
    [
        ("đã chi nhuận bút 500.000", True),
        ("Trả 500k nhuận bút", True),
        ("tra nhuan but 500.000", True),
        ("vừa thanh toán tiền điện 500.000", True),
        ("chị Lan 500.000", False),
        ("trà nước 500.000", False),
        ("chỉ đạo 500.000", False),
        ("chi bộ sinh hoạt 500.000", False),
    ],
)
def test_only_a_verb_says_that_something_was_paid(text: str, paid: bool) -> None:
    assert says_paid(text) is paid


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("trả nhuận bút", "nhuận bút"),
        ("tien nhuan but", "nhuận bút"),
        ("đã chi tiền nhuận bút", "nhuận bút"),
        ("chi khác", "chi khác"),
        ("tiền điện", "tiền điện"),
        ("Chi thường xuyên", "Chi thường xuyên"),
    ],
)
def test_a_verb_is_no_part_of_a_category(name: str, spelled: str) -> None:
    assert spelled_category(name) == spelled
