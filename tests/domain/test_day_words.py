"""The days that people name, by a table of wordings and by what must hold for all of them."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import looks_like_date, parse_answered_date
from domain.errors import InvalidField
from domain.reports.lines.entries import take_day

TODAY = date(2021, 6, 15)
TABLE = Path(__file__).parents[1] / "data" / "words" / "dates.tsv"
ROWS = [tuple(line.split("\t")) for line in TABLE.read_text("utf-8").splitlines()[1:]]
# Too old to be believed: who knows what is counted asks about it.
OLD = {"14/6/2012", "1/1/2019"}
DAYS = st.dates(date(2005, 1, 1), date(2095, 12, 31))


def meaning(text: str, today: date = TODAY) -> str:
    """Return the day as the table writes it."""
    try:
        day = parse_answered_date(text, today)
    except InvalidField as error:
        return "refuse" if error.code == "bad_date" else "ask"
    return "refuse" if day > today else day.isoformat()


@pytest.mark.parametrize(("text", "meant"), [row for row in ROWS if row[0] not in OLD])
def test_a_day_is_read_as_it_was_meant_or_asked_about(text: str, meant: str) -> None:
    assert meaning(text) == meant
    if meant[0] == "2" and not text.isdigit():
        assert looks_like_date(text)


@pytest.mark.parametrize("text", ["14", "mười bốn", "mười bốn ạ", "14 6", "14 6 ạ"])
def test_a_bare_number_is_a_day_only_where_one_was_asked_for(text: str) -> None:
    assert meaning(text) == "2021-06-14"
    assert not looks_like_date(text)


@pytest.mark.parametrize("text", ["tháng 5", "cuối tháng 5", "5/2021", "tháng năm năm 2021"])
def test_a_month_is_asked_about_but_may_end_a_title(text: str) -> None:
    assert meaning(text) == "ask"
    assert not looks_like_date(text)


@given(DAYS, st.integers(0, 180))
def test_every_written_form_of_a_recent_day_gives_that_day(today: date, back: int) -> None:
    day = today - timedelta(days=back)
    weekday = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
    d, m, y = day.day, day.month, day.year
    forms = [f"{d}{sign}{m}{sign}{y}" for sign in "/.-"]
    forms += [f"{d:02d}/{m:02d}/{y % 100:02d}", f"{d:02d}{m:02d}{y}", day.isoformat()]
    forms += [f"{d} tháng {m} năm {y}", f"ngày {d} tháng {m}, năm {y}", f"{d}/{m}/{y} lúc 8h30"]
    forms += [f"{weekday[day.weekday()]}, {d}/{m}/{y}", f"ngày {d}/{m}/{y} nhé"]
    if (d, m) != (29, 2):
        forms += [f"{d}/{m}", f"{d} tháng {m}", f"ngày {d:02d}/{m:02d} ạ"]
    for form in forms:
        assert parse_answered_date(form, today) == day, form


@given(DAYS, st.integers(1, 31))
def test_so_many_days_ago_is_so_many_days_ago(today: date, back: int) -> None:
    assert parse_answered_date(f"{back} ngày trước", today) == today - timedelta(days=back)
    assert parse_answered_date(f"cách đây {back} hôm", today) == today - timedelta(days=back)


@given(DAYS, st.integers(1, 31))
def test_a_day_of_a_month_is_of_this_month_or_asked_about_where_it_is_to_come(
    today: date, number: int
) -> None:
    found = meaning(f"ngày {number}", today)
    if number <= today.day:
        assert found == today.replace(day=number).isoformat()
    else:
        assert found == "ask" or date.fromisoformat(found) < today


SCRAPS = (
    "ngày hôm tuần tháng năm thứ hai ba tư 2 6 14 31 2021 14/6 20/6 trước này qua sau tới đầu "
    "cuối kia nay mai từ đến lúc 8h nhé chủ nhật T2 - , ("
)
WORDS = st.lists(st.sampled_from(SCRAPS.split()), min_size=1, max_size=6).map(" ".join)


@given(WORDS, DAYS)
def test_no_words_give_a_day_to_come_unless_they_name_it(text: str, today: date) -> None:
    try:
        day = parse_answered_date(text, today)
    except InvalidField:
        return
    if day > today:
        year = str(day.year)
        named = ("mai", "này", "tới", "sau", "kia", year, year[2:])
        assert any(word in text for word in named), (text, day)


@pytest.mark.parametrize(
    "text",
    [
        *("2 máy", "3 mây", "5 sép", "12 máy in", "2 máy ảnh", "2 MÁY", "máy 2", "2 máy 2021"),
        *("mây 2, 2021", "3 món", "12/6 món", "13/6 sún", "2 may anh", "2 may tinh", "5 mác"),
    ],
)
def test_a_vietnamese_word_is_no_english_month_or_weekday(text: str) -> None:
    assert meaning(text) == "refuse"
    assert not looks_like_date(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [("2 may", "2021-05-02"), ("May 2, 2021", "2021-05-02"), ("sun 13/6", "2021-06-13")],
)
def test_an_english_month_or_weekday_is_typed_without_marks(text: str, meant: str) -> None:
    assert meaning(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        *("Mừng ngày 20/11", "Mừng 8/3", "Mong 14/6", "mung 8/3", "Chào mừng 14/6", "mùng 14/6"),
        *("Ngày hội 18/11", "Ngày hội 19/4", "Chi hội 14/6", "Đại hội 14/6", "hoi 14/6"),
        *("Hội chủ nhật", "Ngày hội thứ bảy", "Hội hôm nay", "hối 14/6"),
    ],
)
def test_a_meeting_and_a_wish_lead_to_no_day(text: str) -> None:
    assert meaning(text) == "refuse"
    assert not looks_like_date(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("hồi chủ nhật", "2021-06-13"),
        ("hồi 8h 14/6", "2021-06-14"),
        ("hoi 8h 14/6", "2021-06-14"),
        ("hồi nãy", "2021-06-15"),
        ("hồi tuần trước", "ask"),
        ("mồng 5/6", "2021-06-05"),
        ("ngày mùng 05/6", "2021-06-05"),
        ("mùng 10/6/2021", "2021-06-10"),
        ("mùng 1/1 tết", "refuse"),
    ],
)
def test_with_their_marks_the_words_before_a_day_lead_to_it(text: str, meant: str) -> None:
    assert meaning(text) == meant


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("tuyên truyền đại hội 14/6/2021", "tuyên truyền đại hội"),
        ("Đại hội 14/6", "Đại hội"),
        ("1: Ngày hội 14/6", "1: Ngày hội"),
        ("Chào mừng 14/6", "Chào mừng"),
        ("nhuận bút hồi 14/6", "nhuận bút"),
    ],
)
def test_of_a_value_before_a_day_no_word_is_lost(text: str, rest: str) -> None:
    assert take_day(text.split(), TODAY, bare=True) == (rest, date(2021, 6, 14), True)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("14 tây", "2021-06-14"),
        ("ngày 14 tây", "2021-06-14"),
        ("mùng 5 tây", "2021-06-05"),
        ("14/6 tây", "2021-06-14"),
        ("14/6 dương", "2021-06-14"),
        ("20 tây", "ask"),
        ("32 tây", "refuse"),
        ("ng14/6", "2021-06-14"),
        ("14/06/2021 08:00 SA", "2021-06-14"),
        ("14/06/2021 8:30 CH", "2021-06-14"),
        ("14/6 ta", "refuse"),
        ("phía tây", "refuse"),
        ("ba tây", "refuse"),
        ("14 tay súng", "refuse"),
        ("dương", "refuse"),
    ],
)
def test_a_day_is_told_to_be_of_the_solar_calendar(text: str, meant: str) -> None:
    assert meaning(text) == meant
