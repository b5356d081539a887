"""A period's name in the reader's language; documents use the Vietnamese `period_title`."""

import re

from domain.dates import format_date
from domain.language import Translator
from domain.periods.spans import Period

_PARTS = re.compile(r"(?P<year>\d{4})(?:-(?P<part>H1|H2|\d{1,2}M|Q[1-4]|\d{2}))?")
_QUARTERS = {"Q1": "I", "Q2": "II", "Q3": "III", "Q4": "IV"}


def period_words(_: Translator, period: Period) -> str:
    """Return a period's name for a sentence: "6 tháng đầu năm 2021", "quý III năm 2021" …"""
    read = _PARTS.fullmatch(period.code)
    if read is None:
        return _("từ ngày {first} đến ngày {last}").format(
            first=format_date(period.first), last=format_date(period.last)
        )
    year, part = read["year"], read["part"]
    match part:
        case None:
            return _("năm {year}").format(year=year)
        case "H1":
            return _("6 tháng đầu năm {year}").format(year=year)
        case "H2":
            return _("6 tháng cuối năm {year}").format(year=year)
        case first_months if first_months.endswith("M"):
            return _("{months} tháng đầu năm {year}").format(
                months=int(first_months.removesuffix("M")), year=year
            )
        case quarter if quarter in _QUARTERS:
            return _("quý {quarter} năm {year}").format(quarter=_QUARTERS[quarter], year=year)
        case month:
            return _("tháng {month} năm {year}").format(month=int(month), year=year)
