"""Periods: what a report covers, and how people write it.

A period has a code (`2021-H1`, `2021-Q3`, `2021`, `2021-06`, `2021-9M` or two dates) and is made of
the board's reporting months.
"""

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.boards import PeriodRule
from domain.dates import FIRST_YEAR, LAST_YEAR, date_parts, padded_date, parse_date
from domain.errors import InvalidField, InvalidPeriod
from domain.number_words import ENGLISH_MONTHS, NUMBER, number_of
from domain.periods.grammar import NamedSpan, Span, period_key, read_named_span
from domain.periods.months import Month, ReportingMonth, named_month, rule_month
from domain.syllables import without_telex
from domain.text import clean_line, search_key

__all__ = [
    "SHORT_MONTH",
    "Month",
    "Period",
    "ReportingMonth",
    "dated_title",
    "dates_period",
    "file_slug",
    "months_in",
    "named_month",
    "parse_month",
    "parse_period",
    "period_title",
    "previous_period",
    "rule_month",
    "take_month",
    "written_code",
    "year_before",
]

_ROMAN_QUARTERS = ("I", "II", "III", "IV")
_SPANS_A_YEAR = {Span.HALF: 2, Span.QUARTER: 4, Span.MONTH: 12, Span.YEAR: 1}
# "tháng 6 năm 2021" has four words.
_LONGEST_MONTH = 4
# A hyphen last: it also stands within dates.
_CONNECTORS = (
    re.compile(r"\s*\.\.+\s*"),
    re.compile(r"\s(?:den het|den|toi|to|until)\s(?:het )?"),
    re.compile(r"\s*[-–—~+]\s*"),
    re.compile(r"\s(?:va|and)\s"),
    re.compile(r",\s*"),
    re.compile(r"\s+"),
)
_SINCE = re.compile(
    r"(?:tu |ke tu |since )?(?P<whole>dau nam|dau quy|dau thang|nam nay|year to date|ytd"
    r"|(?:the )?beginning of (?:the|this) year)(?: nay)?"
    r"(?: (?:den|toi) (?:nay|gio|bay gio|hien tai|hien nay|hom nay|thoi diem nay))?"
)
_NOT_SINCE = re.compile(r"dau \w+|nam nay")
_WEEK = re.compile(
    r"(?:trong )?tuan (?P<which>nay|truoc|roi|qua|vua roi|vua qua|toi|sau)"
    r"|(?P<en>this|last|previous|past) week"
)
_LAST_DAYS = re.compile(
    rf"([0-9]{{1,3}}|{NUMBER}) ngay (?:qua|gan day|gan nhat|vua qua|vua roi|truoc)"
    r"|(?:last|past) ([0-9]{1,3}) days"
)
_UNTIL_NOW = frozenset({"nay", "gio", "bay gio", "hien tai", "hien nay", "now", "today"})
_PART = r"(?:[0-9]{1,2}|i{1,3}|iv)"
_QUARTER_PART = re.compile(
    rf"(quy|thang) ({_PART})\s*(?:[-–+&,]|va|den|toi)\s*({_PART})\b(?!\s*[,+&])(.*)"
)
_PARTS_IN_ROW = re.compile(
    r"(quy|thang) ([0-9]{1,2}(?:\s*(?:[,+&]|va)\s*(?:\1 )?[0-9]{1,2}){2,})\b(.*)"
)
_ROMAN_PARTS = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_BEGINNING = re.compile(
    r"dau (?P<of>nam|quy|thang)(?: (?P<year>[0-9]{4})| nam (?P<named>[0-9]{4})| nay)?"
)
_NAMED_YEAR = re.compile(r"(?<=[0-9]) (?:nam (?P<now>nay)|nam (?:ngoai|truoc|roi|qua))\b")
_ISO_DAYS = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})/([0-9]{4}-[0-9]{2}-[0-9]{2})")
_YEARS = re.compile(
    r"(?:nam )?(?P<first>[0-9]{4})\s*(?:[-–+&,]|va|den(?: het)?|toi|to|and)\s*"
    r"(?:nam )?(?P<last>[0-9]{4})"
)

# Not "may": a Vietnamese sentence may begin with that word.
_NAMES_A_MONTH = re.compile(r"(?:thang|t|ky) ?[0-9]|thang |(?:this|last) month|[0-9]+[/.-][0-9]+")
# In a period "T4" is a month, though it may be a weekday elsewhere.
SHORT_MONTH = re.compile(r"\bt\.?\s?(?=[0-9]{1,2}\b)")
_IN_ENGLISH = re.compile(rf"(?:in|for|of) (?:{'|'.join(ENGLISH_MONTHS)})\b")
_FROM_BEGINNING = re.compile(r"^((?:tu|ke tu) )(?:ngay )?dau (?=(?:thang|quy) [0-9])")
_FROM = re.compile(r"(?:tu|ke tu|from|since)\s+(?:ngay (?![0-9]))?")


@dataclass(frozen=True, slots=True)
class Period:
    """What a report covers: its code (`2021-H1`, `2021-06`, two dates …) and its days."""

    code: str
    first: date
    last: date
    months: tuple[ReportingMonth, ...]


def dates_period(first: date, last: date, rule: PeriodRule, closing_day: int) -> Period:
    """Return the period of two dates (inclusive): the rule's months, cut to the dates.

    Raises InvalidPeriod when `last` lies before `first`.
    """
    code = f"{first.isoformat()}..{last.isoformat()}"
    if last < first:
        raise InvalidPeriod(text=code)
    months = []
    start = first
    while start <= last:
        whole = rule_month(start, rule, closing_day)
        end = min(whole.last, last)
        is_whole = start == whole.first and end == whole.last
        months.append(ReportingMonth(whole.month, start, end, is_whole))
        start = whole.last + timedelta(days=1)
    return Period(code, first, last, tuple(months))


def parse_period(text: str, today: date, rule: PeriodRule, closing_day: int) -> Period:
    """Return the period a person named, by its code or in Vietnamese or English words.

    Without a year it is the latest such period that has begun by `today`. Raises
    InvalidPeriod(text=...) when no period can be read or its year lies outside 2000–2100.
    """
    key = period_key(text)
    now = rule_month(today, rule, closing_day).month
    words = read_named_span(key, now.year, now.month)
    if words:
        return _named(words, _year_of(words, now, text), rule, closing_day)
    days = _read_relative_days(key, today, rule, closing_day) or _read_days(
        key, today, rule, closing_day
    )
    if days is None and (usual := without_telex(key)) != key:
        with suppress(InvalidPeriod):
            return parse_period(usual, today, rule, closing_day)
    if days is None or days[1] < days[0]:
        raise InvalidPeriod(text=text)
    return _as_named(dates_period(*days, rule, closing_day), rule, closing_day, key)


def parse_month(
    text: str, today: date, rule: PeriodRule, closing_day: int, *, far_from: int | None = None
) -> Month:
    """Return the reporting month a person named: "2021-06", "tháng 6", "6", "6/2021", "tháng này".

    Without a year it is the latest such month that has begun by `today`. Raises InvalidField
    "near_month" (month, coming) for next month's name without a year, and for one more than
    `far_from` months back; InvalidPeriod(text=...) for what names no month.
    """
    key = period_key(text)
    if key.isascii() and key.isdigit() and len(key) < 3:
        key = f"thang {key}"
    now = rule_month(today, rule, closing_day).month
    words = read_named_span(key, now.year, now.month)
    if not words or words.span is not Span.MONTH:
        raise InvalidPeriod("invalid_month", text=text)
    month = Month(_year_of(words, now, text), words.number)
    coming = month.shifted(12)
    is_far = far_from is not None and month < now.shifted(-far_from)
    if words.year is None and (coming == now.shifted(1) or is_far):
        raise InvalidField("near_month", month=month.code, coming=coming.code)
    return month


def months_in(
    text: str, today: date, rule: PeriodRule, closing_day: int, *, far_from: int | None = None
) -> list[tuple[Month, str]]:
    """Return each reporting month that a text names, with its name as written, in their order.

    Raises InvalidField "near_month" as `parse_month` does.
    """
    words = clean_line(text).split()
    found: list[tuple[Month, str]] = []
    start = 0
    while start < len(words):
        for count in range(min(len(words) - start, _LONGEST_MONTH), 0, -1):
            name = " ".join(words[start : start + count]).strip(" .,:;!()")
            if not _NAMES_A_MONTH.match(search_key(name)) and not _IN_ENGLISH.match(name.lower()):
                continue
            try:
                month = parse_month(name, today, rule, closing_day, far_from=far_from)
            except InvalidPeriod:
                continue
            found.append((month, name))
            start += count - 1
            break
        start += 1
    return found


# A particle at a period's end ("báo cáo tháng 5 đi"), else the first word of what follows: "tháng 5
# đi vắng".
_BEGINS_REST = frozenset({"di", "voi", "ho", "giup", "gium", "cho"})


def take_month(
    text: str, today: date, rule: PeriodRule, closing_day: int
) -> tuple[Month | None, str]:
    """Split a reporting month named at the beginning from the rest: "tháng 5 nghỉ lễ".

    Returns None and the whole text when it begins with none.
    """
    words = clean_line(text).split()
    for count in range(min(len(words), _LONGEST_MONTH), 0, -1):
        name = " ".join(words[:count])
        key = search_key(name)
        if not _NAMES_A_MONTH.match(key):
            continue
        if count < len(words) and key.rpartition(" ")[2] in _BEGINS_REST:
            continue
        try:
            month = parse_month(name, today, rule, closing_day)
        except InvalidPeriod:
            continue
        return month, " ".join(words[count:]).lstrip(" :,.;|-–")
    return None, " ".join(words)


def period_title(period: Period) -> str:
    """Return the period as the report's title names it: "6 tháng đầu năm 2021"."""
    words = _code_words(period)
    if words is None:
        return f"từ ngày {padded_date(period.first)} đến ngày {padded_date(period.last)}"
    match words.span:
        case Span.HALF:
            name = f"6 tháng {'đầu' if words.number == 1 else 'cuối'} năm"
        case Span.QUARTER:
            name = f"quý {_ROMAN_QUARTERS[words.number - 1]} năm"
        case Span.MONTH:
            name = f"tháng {words.number} năm"
        case Span.FIRST_MONTHS:
            name = f"{words.number} tháng đầu năm"
        case Span.YEAR:
            name = "năm"
    return f"{name} {words.year}"


def dated_title(period: Period, rule: PeriodRule) -> str:
    """Return the period's title, with its days where its name alone does not tell them."""
    title = period_title(period)
    if rule is PeriodRule.CALENDAR or _code_words(period) is None:
        return title
    return f"{title} (từ ngày {padded_date(period.first)} đến ngày {padded_date(period.last)})"


def written_code(period: Period) -> str:
    """Return the period as the command line writes it: the first months of a year as two dates."""
    if _CODE.fullmatch(period.code) and period.code.endswith("M"):
        return f"{period.first.isoformat()}..{period.last.isoformat()}"
    return period.code


def file_slug(period: Period) -> str:
    """Return the period's title for a file's name: "6-thang-dau-nam-2021"."""
    return re.sub(r"[^a-z0-9]+", "-", search_key(period_title(period)))


def previous_period(period: Period, rule: PeriodRule, closing_day: int) -> Period:
    """Return the period of the same length that ends the day before this one begins."""
    words = _code_words(period)
    if words and words.year is not None and words.span is not Span.FIRST_MONTHS:
        number = words.number - 1
        earlier = replace(words, number=number or _SPANS_A_YEAR[words.span])
        return _named(earlier, words.year - (number == 0), rule, closing_day)
    if all(month.whole for month in period.months):
        return _shifted(period, -len(period.months), rule, closing_day)
    length = period.last - period.first
    last = period.first - timedelta(days=1)
    return dates_period(last - length, last, rule, closing_day)


def year_before(period: Period, rule: PeriodRule, closing_day: int) -> Period:
    """Return the same period of the year before; 29 February becomes the 28th."""
    words = _code_words(period)
    if words and words.year is not None:
        return _named(words, words.year - 1, rule, closing_day)
    if all(month.whole for month in period.months):
        return _shifted(period, -12, rule, closing_day)
    first, last = _year_earlier(period.first), _year_earlier(period.last)
    return dates_period(first, last, rule, closing_day)


def _year_of(words: NamedSpan, now: Month, text: str) -> int:
    """Return the year named or else the latest in which the period has begun."""
    year = words.year
    if year is None:
        year = now.year if Month(now.year, _months(words)[0]) <= now else now.year - 1
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidPeriod(text=text)
    return year


def _months(words: NamedSpan) -> tuple[int, int]:
    """Return the first month's number and how many months there are."""
    match words.span:
        case Span.HALF:
            return words.number * 6 - 5, 6
        case Span.QUARTER:
            return words.number * 3 - 2, 3
        case Span.MONTH:
            return words.number, 1
        case Span.FIRST_MONTHS:
            return 1, words.number
        case Span.YEAR:
            return 1, 12


def _named(words: NamedSpan, year: int, rule: PeriodRule, closing_day: int) -> Period:
    code = {
        Span.HALF: f"{year}-H{words.number}",
        Span.QUARTER: f"{year}-Q{words.number}",
        Span.MONTH: f"{year}-{words.number:02d}",
        Span.FIRST_MONTHS: f"{year}-{words.number}M",
        Span.YEAR: f"{year}",
    }[words.span]
    first, count = _months(words)
    months = tuple(
        named_month(Month(year, number), rule, closing_day)
        for number in range(first, first + count)
    )
    return Period(code, months[0].first, months[-1].last, months)


# 2021, 2021-H1, 2021-Q3, 2021-9M (nine months from January), 2021-06.
_CODE = re.compile(
    r"(?P<year>[0-9]{4})"
    r"(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<first>[0-9]+)M|(?P<month>[0-9]{2})))?"
)
_CODED_SPANS = {
    "half": Span.HALF,
    "quarter": Span.QUARTER,
    "first": Span.FIRST_MONTHS,
    "month": Span.MONTH,
}


def _code_words(period: Period) -> NamedSpan | None:
    """Return what the code of a named period says; None for two dates."""
    match = _CODE.fullmatch(period.code)
    if match is None:
        return None
    year = int(match["year"])
    for group, span in _CODED_SPANS.items():
        if match[group]:
            return NamedSpan(span, int(match[group]), year)
    return NamedSpan(Span.YEAR, 1, year)


def _shifted(period: Period, count: int, rule: PeriodRule, closing_day: int) -> Period:
    first = named_month(period.months[0].month.shifted(count), rule, closing_day)
    last = named_month(period.months[-1].month.shifted(count), rule, closing_day)
    return dates_period(first.first, last.last, rule, closing_day)


def _year_earlier(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return date(day.year - 1, 2, 28)


def _as_named(period: Period, rule: PeriodRule, closing_day: int, key: str) -> Period:
    """Return two quarters or months that make a named span under its name."""
    months = [each.month for each in period.months]
    if "quy" not in key or not all(each.whole for each in period.months):
        return period
    for span, size in ((Span.YEAR, 12), (Span.HALF, 6)):
        if len(months) == size and (months[0].month - 1) % size == 0:
            words = NamedSpan(span, (months[0].month - 1) // size + 1, months[0].year)
            return _named(words, months[0].year, rule, closing_day)
    return period


def _read_relative_days(
    key: str, today: date, rule: PeriodRule, closing_day: int
) -> tuple[date, date] | None:
    """Return the days of "từ đầu năm đến nay", "tuần này", "30 ngày qua"."""
    if (match := _SINCE.fullmatch(key)) and not _NOT_SINCE.fullmatch(key):
        now = rule_month(today, rule, closing_day).month
        whole = match["whole"]
        number = {"dau thang": now.month, "dau quy": (now.month - 1) // 3 * 3 + 1}.get(whole, 1)
        return named_month(Month(now.year, number), rule, closing_day).first, today
    if match := _WEEK.fullmatch(key):
        which = match["which"] or match["en"]
        step = 0 if which in ("nay", "this") else 1 if which in ("toi", "sau") else -1
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return monday, monday + timedelta(days=6)
    if match := _LAST_DAYS.fullmatch(key):
        count = number_of(match[1] or match[2])
        return (today - timedelta(days=count - 1), today) if count else None
    return None


def _read_days(
    key: str, today: date, rule: PeriodRule, closing_day: int
) -> tuple[date, date] | None:
    """Return the first and last day of "từ … đến …", of two dates or of two months."""
    key = _NAMED_YEAR.sub(lambda match: f"/{today.year - (match['now'] is None)}", key)
    key = SHORT_MONTH.sub("thang ", _ISO_DAYS.sub(r"\1 .. \2", key))
    key = _FROM_BEGINNING.sub(r"\1", key)
    start = _FROM.match(key)
    key = _with_both_names(key[start.end() :] if start else key)
    if match := _YEARS.fullmatch(key):
        first, last = (
            _named(NamedSpan(Span.YEAR, 1, None), int(match[which]), rule, closing_day)
            for which in ("first", "last")
        )
        return first.first, last.last
    if start and _BEGINNING.fullmatch(key):
        return _since_beginning(key, "nay", today, rule, closing_day)
    for connector in _CONNECTORS:
        for match in connector.finditer(key):
            left, right = key[: match.start()], key[match.end() :]
            days = (
                _since_beginning(left, right, today, rule, closing_day)
                or _two_dates(left, right, today)
                or (_days_of_a_month(left, right, today) if connector in _CONNECTORS[:3] else None)
                or _two_months(left, right, today, rule, closing_day)
            )
            if days:
                return days
    if start is None:
        return None
    # "từ tháng 3" is until now.
    if date_parts(key) or key == "dau tuan":
        return _two_dates(key, "nay", today)
    return _two_months(key, "nay", today, rule, closing_day)


def _with_both_names(key: str) -> str:
    """Return "quý 1+2" and "tháng 1, 2, 3" as "… đến …": the last has the first's name."""
    if match := _PARTS_IN_ROW.fullmatch(key):
        numbers = [int(number) for number in re.findall("[0-9]+", match[2])]
        if numbers == list(range(numbers[0], numbers[-1] + 1)):
            return f"{match[1]} {numbers[0]} den {match[1]} {numbers[-1]}{match[3]}"
    if match := _QUARTER_PART.fullmatch(key):
        first, last = (_ROMAN_PARTS.get(part, part) for part in (match[2], match[3]))
        return f"{match[1]} {first} den {match[1]} {last}{match[4]}"
    return key


def _since_beginning(
    left: str, right: str, today: date, rule: PeriodRule, closing_day: int
) -> tuple[date, date] | None:
    """Read "đầu năm đến 31/5", "đầu năm 2020 đến nay", "đầu năm đến hết tháng 5"."""
    match = _BEGINNING.fullmatch(left)
    if match is None:
        return None
    now = rule_month(today, rule, closing_day).month
    year = int(match["year"] or match["named"] or now.year)
    if not FIRST_YEAR <= year <= now.year:
        return None
    number = {"thang": now.month, "quy": (now.month - 1) // 3 * 3 + 1}.get(match["of"], 1)
    first = named_month(Month(year, number), rule, closing_day).first
    if right in _UNTIL_NOW:
        return first, today
    words = read_named_span(right, year, now.month)
    if words:
        return first, _named(words, words.year or year, rule, closing_day).last
    days = _two_dates(f"{first.day}/{first.month}/{first.year}", right, today)
    return (first, days[1]) if days else None


def _two_dates(left: str, right: str, today: date) -> tuple[date, date] | None:
    """Read two dates; one without a year takes the other's, or the next that keeps the order.

    Without any year they are the latest two whose days have mostly been.
    """
    left_parts, right_parts = date_parts(left), date_parts(right)
    try:
        if left_parts and left_parts[2] is None and right_parts and right_parts[2] is not None:
            last = parse_date(right, today)
            day, month, _year = left_parts
            first = parse_date(f"{day}/{month}/{last.year}", today)
            if first > last:
                first = parse_date(f"{day}/{month}/{last.year - 1}", today)
            return first, last
        first = parse_date(left, today)
        if right in _UNTIL_NOW:
            return first, today
        if right_parts is None or right_parts[2] is not None:
            return first, parse_date(right, today)
        day, month, _year = right_parts
        last = parse_date(f"{day}/{month}/{first.year}", today)
        if first > last:
            last = parse_date(f"{day}/{month}/{first.year + 1}", today)
            if left_parts and left_parts[2] is None and last - today > today - first:
                first = parse_date(f"{first.day}/{first.month}/{first.year - 1}", today)
                last = parse_date(f"{day}/{month}/{last.year - 1}", today)
        return first, last
    except InvalidField:
        return None


def _days_of_a_month(left: str, right: str, today: date) -> tuple[date, date] | None:
    """Read "10 đến 14/6", where the first day has its month from the last."""
    if not re.fullmatch("[0-9]{1,2}", left) or right in _UNTIL_NOW:
        return None
    try:
        last = parse_date(right, today)
        first = last.replace(day=int(left))
    except (InvalidField, ValueError):
        return None
    return (first, last) if first <= last else None


def _two_months(
    left: str, right: str, today: date, rule: PeriodRule, closing_day: int
) -> tuple[date, date] | None:
    now = rule_month(today, rule, closing_day).month
    first = read_named_span(left, now.year, now.month)
    if first and right in _UNTIL_NOW:
        return _named(first, _year_of(first, now, left), rule, closing_day).first, today
    last = read_named_span(right, now.year, now.month)
    if not first or not last or {first.span, last.span} not in ({Span.MONTH}, {Span.QUARTER}):
        return None
    last_year = _year_of(last, now, right)
    first_year = last_year if first.year is None else _year_of(first, now, left)
    if first.year is None and first.number > last.number:
        first_year -= 1
    return (
        _named(first, first_year, rule, closing_day).first,
        _named(last, last_year, rule, closing_day).last,
    )
