from datetime import date

from domain.boards import FigureDefinition, FigureKind, PeriodRule
from domain.periods.spans import Period, parse_period
from domain.reports.dataset import CounterValue, CountValue, FigureValue, MoneyValue
from domain.reports.figures import Entry, EntryKind, period_figures

TODAY = date(2021, 7, 29)
HALF = parse_period("2021-H1", TODAY, PeriodRule.CALENDAR, 31)
VISITS = FigureDefinition("visits", "Lượt truy cập", FigureKind.COUNTER)
DOCUMENTS = FigureDefinition("documents", "Văn bản", FigureKind.COUNT)
BUDGET = FigureDefinition("budget", "Kinh phí", FigureKind.MONEY)


def value(
    definition: FigureDefinition, *entries: Entry, period: Period = HALF
) -> FigureValue | None:
    """Return a figure's value in a period."""
    found = period_figures([definition], entries, period)
    return found[0].value if found else None


def reading(day: date, amount: int) -> Entry:
    return Entry("visits", EntryKind.READING, day, amount)


def count(
    day: date, amount: int, whole: int | None = None, name: str = "", place: int = 0
) -> Entry:
    return Entry("documents", EntryKind.COUNT, day, amount, whole, name, place)


def paid(day: date, amount: int, name: str) -> Entry:
    return Entry("budget", EntryKind.PAYMENT, day, amount, None, name)


def test_a_counter_rises_from_the_last_reading_before_the_start() -> None:
    entries = (
        reading(date(2021, 6, 29), 96811),
        reading(date(2020, 12, 31), 86878),
        reading(date(2021, 3, 1), 90000),
        reading(date(2021, 7, 10), 97000),
    )
    assert value(VISITS, *entries) == CounterValue(9933, 96811, date(2021, 6, 29))


def test_a_reading_on_the_first_day_is_the_start() -> None:
    entries = (reading(date(2021, 1, 1), 100), reading(date(2021, 6, 30), 150))
    assert value(VISITS, *entries) == CounterValue(50, 150, date(2021, 6, 30))


def test_without_a_reading_at_the_start_or_after_it_no_rise_is_told() -> None:
    assert value(VISITS, reading(date(2021, 3, 1), 5)) == CounterValue(None, 5, date(2021, 3, 1))
    assert value(VISITS, reading(date(2020, 3, 1), 5)) == CounterValue(None, 5, date(2020, 3, 1))
    assert value(VISITS, reading(date(2021, 7, 1), 5)) is None
    assert value(VISITS) is None


def test_counts_of_the_period_add_up_with_their_names() -> None:
    entries = (
        count(date(2021, 1, 1), 1, name="Bầu cử"),
        count(date(2021, 6, 30), 2),
        count(date(2021, 7, 1), 100),
        count(date(2020, 12, 31), 100),
    )
    assert value(DOCUMENTS, *entries) == CountValue(3, ("Bầu cử",))
    assert value(DOCUMENTS, count(date(2021, 7, 1), 100)) is None


def test_of_a_whole_the_latest_count_holds() -> None:
    entries = (
        count(date(2020, 5, 1), 15, 17),
        count(date(2021, 2, 1), 16, 17, place=1),
        count(date(2021, 2, 1), 17, 17, place=2),
        count(date(2021, 8, 1), 10, 17),
    )
    assert value(DOCUMENTS, *entries) == CountValue(17, of=17)
    assert value(DOCUMENTS, count(date(2021, 8, 1), 10, 17)) is None
    pages = FigureDefinition("documents", "Trang", FigureKind.COUNT, of=20)
    assert value(pages, count(date(2021, 2, 1), 16)) == CountValue(16, of=20)


def test_money_is_budget_spent_by_category_and_left() -> None:
    entries = (
        Entry("budget", EntryKind.BUDGET, date(2021, 1, 1), 150_000_000, id=2),
        Entry("budget", EntryKind.BUDGET, date(2020, 1, 1), 90_000_000, id=3),
        paid(date(2021, 6, 1), 46_000_000, "Nhuận bút"),
        paid(date(2021, 6, 2), 276_000, "nhuận bút"),
        paid(date(2021, 6, 2), 8_620_000, "Văn phòng phẩm"),
        paid(date(2021, 7, 2), 1_000, "Tem thư"),
    )
    found = value(BUDGET, *entries)
    assert isinstance(found, MoneyValue)
    assert [(part.name, part.amount) for part in found.spent] == [
        ("Nhuận bút", 46_276_000),
        ("Văn phòng phẩm", 8_620_000),
    ]
    assert (found.budget, found.spent_total, found.left) == (150_000_000, 54_896_000, 95_104_000)
    second = parse_period("2021-H2", TODAY, PeriodRule.CALENDAR, 31)
    later = value(BUDGET, *entries, period=second)
    assert isinstance(later, MoneyValue)
    assert (later.spent_before, later.spent_total, later.left) == (54_896_000, 1_000, 95_103_000)


def test_december_of_a_period_by_decree_09_is_another_year_s_money() -> None:
    half = parse_period("2021-H1", TODAY, PeriodRule.ND09, 14)
    entries = (
        Entry("budget", EntryKind.BUDGET, date(2021, 1, 1), 100),
        paid(date(2020, 12, 20), 30, "Nhuận bút"),
        paid(date(2021, 1, 20), 40, "Nhuận bút"),
    )
    found = value(BUDGET, *entries, period=half)
    assert isinstance(found, MoneyValue)
    assert (found.spent_total, found.spent_other_years, found.left) == (70, 30, 60)


def test_money_without_anything_is_left_out_and_without_a_budget_nothing_is_left() -> None:
    assert value(BUDGET) is None
    found = value(BUDGET, paid(date(2021, 6, 1), 5, "Tem"))
    assert isinstance(found, MoneyValue)
    assert found.left is None
