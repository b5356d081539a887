"""What a report calls the period after its own: "6 tháng cuối năm 2021"."""

import re

from domain.periods.spans import Period

_CODE = re.compile(r"(?P<year>\d{4})(?:-(?P<part>H[12]|Q[1-4]|\d{1,2}M|\d{2}))?")
_QUARTERS = ("I", "II", "III", "IV")
SOON = "trong thời gian tới"


def next_title(period: Period) -> str:
    """Return the name of the period that follows; after two dates it has none of its own."""
    read = _CODE.fullmatch(period.code)
    if read is None:
        return SOON
    year, part = int(read["year"]), read["part"]
    match part:
        case None:
            return f"năm {year + 1}"
        case "H1":
            return f"6 tháng cuối năm {year}"
        case "H2":
            return f"6 tháng đầu năm {year + 1}"
    if part.startswith("Q"):
        quarter = int(part[1])
        return f"quý {_QUARTERS[quarter % 4]} năm {year + quarter // 4}"
    if part.endswith("M"):
        left = 12 - int(part[:-1])
        return f"{left} tháng cuối năm {year}" if left else f"năm {year + 1}"
    month = int(part)
    return f"tháng {month % 12 + 1} năm {year + month // 12}"
