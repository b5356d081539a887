"""A stamp's date is read as the portal's readers read it: day first, in the board's zone."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from services.pages.dates import read_stamp

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-06-15", date(2021, 6, 15)),
        ("2021/06/15", date(2021, 6, 15)),
        ("2021-06-15 23:30", date(2021, 6, 15)),
        ("2021-06-14T17:00:00Z", date(2021, 6, 15)),
        ("2021-06-14T16:59:59.123Z", date(2021, 6, 14)),
        ("2021-06-15T00:30:00+07:00", date(2021, 6, 15)),
        ("2021-06-15T00:30:00+0900", date(2021, 6, 14)),
        ("2021-06-15T20:00:00-05:00", date(2021, 6, 16)),
        ("2021-06-15T20:00:00+99:00", date(2021, 6, 15)),
        ("2021-06-15T25:00:00Z", date(2021, 6, 15)),
        ("20210615", date(2021, 6, 15)),
        ("20210615083000", date(2021, 6, 15)),
        ("Mon, 14 Jun 2021 18:30:00 GMT", date(2021, 6, 15)),
        ("Tue, 15 Jun 2021 08:30:00 +0700", date(2021, 6, 15)),
        ("15 Jun 2021 08:30:00 -0000", date(2021, 6, 15)),
        ("05/06/2021", date(2021, 6, 5)),
        ("5/6/21", date(2021, 6, 5)),
        ("05-06-2021 08:30", date(2021, 6, 5)),
        ("05.06.2021", date(2021, 6, 5)),
        ("15 / 06 / 2021", date(2021, 6, 15)),
        ("Thứ ba, 15/06/2021, 08:30 (GMT+7)", date(2021, 6, 15)),
        ("15/06/2021 00:30 GMT+9", date(2021, 6, 14)),
        ("15/06/2021 08:30 GMT+7:00", date(2021, 6, 15)),
        ("08:30 | 15/06/2021", date(2021, 6, 15)),
        ("6/15/2021 8:30:00 AM", date(2021, 6, 15)),
        ("Ngày 15 tháng 6 năm 2021", date(2021, 6, 15)),
        ("15 Tháng 06, 2021", date(2021, 6, 15)),
        ("14h30 ngày 9 tháng 6 năm 2021", date(2021, 6, 9)),
    ],
)
def test_a_stamp_is_read(text: str, day: date) -> None:
    assert read_stamp(text, ZONE) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hôm qua",
        "31/02/2021",
        "32/13/2021",
        "0001-01-01T00:00:00",
        "2021-13-45",
        "15/06/1899",
        "15/06",
        "1234/56/7890",
        "Số 15/06/2021/QĐ-UBND",
        "Mon, 99 Jun 2021 18:30:00 GMT",
        "x" * 100_000,
        "1/" * 50_000,
    ],
)
def test_what_is_no_date_is_not_read(text: str) -> None:
    assert read_stamp(text, ZONE) is None


def test_the_zone_decides_the_day() -> None:
    assert read_stamp("2021-06-14T18:30:00Z", ZoneInfo("UTC")) == date(2021, 6, 14)
