"""The day that a person's words mean: grammar alone, on search keys.

What has one meaning is a day. What may mean several ("tuần trước", "10-12/6", the 20th on a 15th)
is a doubt, which has to be asked about: nothing is guessed in silence.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from domain.number_words import ENGLISH_MONTHS, ENGLISH_NUMBERS, MONTH, NUMBER, number_of
from domain.syllables import without_telex
from domain.text import clean_line, search_key

# What comes within this many days may be meant where the latest such day is long past.
SOON = timedelta(days=31)
_A_YEAR = timedelta(days=366)
_LONGEST = 60


class Doubt(StrEnum):
    """Why words name no single day."""

    VAGUE = "vague"
    NEAR = "near"
    WEEKDAY = "weekday"
    MONTH = "month"
    NO_SUCH_DAY = "no_such_day"


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Words about a day that have to be asked about.

    `past` and `coming` are what a day without its year (or month) may mean; of a weekday that does
    not fit its date, `past` is the date.
    """

    why: Doubt
    past: date | None = None
    coming: date | None = None


Meaning = date | Doubtful | None

_PART = r"(?:(?:buoi )?(?:sang som|som mai|rang sang|sang|trua|chieu toi|chieu|toi|dem|khuya))"
_HOM = r"(?:hom|bua|hum|h\.?|ngay)"
_TODAY = re.compile(
    rf"(?:ngay )?{_HOM} ?(?:nay|ni)|nay|hnay|hn|(?:earlier )?today|now|right now|just now"
    r"|(?:trong ngay|bay gio|bay h|hien tai|hien nay|hien gio|luc nay|hoi nay|ban nay|khi nay"
    r"|gio(?: nay)?)"
    rf"|{_PART} (?:hom )?(?:nay|ni)|this (?:morning|afternoon|evening)|tonight"
    r"|(?:(?:hoi|luc|ban) )?(?:sang som|sang)"
    r"|vua moi"
    r"|(?:vua|moi|vua moi)(?: (?:xong|nay|dang|dang xong|dang tai|len|len song|len bai|day xong))"
)
_YESTERDAY = re.compile(
    rf"(?:ngay )?{_HOM} ?(?:qua|wa)|hqua|hwa|yesterday"
    rf"|{_PART} (?:hom )?qua|last night|yesterday (?:morning|afternoon|evening)"
)
_BEFORE_YESTERDAY = re.compile(
    rf"(?:ngay |{_PART} )?(?:hom|bua|hum|h\.?) ?kia|(?:the )?day before yesterday"
)
_TOMORROW = re.compile(rf"(?:(?:ngay|sang|trua|chieu|toi|hom) )?mai|{_PART} (?:ngay )?mai|tomorrow")
_AFTER_TOMORROW = re.compile(r"(?:ngay )?(?:mot|kia)|(?:the )?day after tomorrow")
_COUNTED = "|".join(ENGLISH_NUMBERS)
_AGO = re.compile(
    rf"(?:cach (?:day|nay|hom nay) |truoc day |da )?(?P<count>[0-9]{{1,3}}|{NUMBER})"
    r" (?:ngay|hom|bua)(?: (?:truoc|qua|roi|ve truoc))?(?: day)?"
    rf"|(?P<days>[0-9]{{1,3}}|{_COUNTED}) days? ago"
)
_WEEKS_AGO = re.compile(
    rf"(?:cach (?:day|nay) )?(?P<count>{NUMBER}) tuan(?: (?:truoc|roi|qua))?"
    rf"|(?P<weeks>[0-9]{{1,2}}|{_COUNTED}) weeks? ago"
)
_MINUTES_AGO = re.compile(
    r"(?:cach day )?(?:vai|may|[0-9]{1,3}) ?(?:phut|p)(?: (?:truoc|roi))?|[0-9]{1,3} minutes? ago"
)
_WEEK_BEGIN = re.compile(r"(?:ngay )?dau (?:cua )?tuan(?: (?P<which>nay|truoc|roi|vua roi))?")
_LAST = r"(?:truoc|roi|qua|ngoai|vua roi|vua qua|trc)"
_YEAR = r"(?P<year>[0-9]{4}|[0-9]{2})"
_THIS_YEAR, _LAST_YEAR = "nam nay", ("nam ngoai", "nam truoc", "nam roi", "nam qua")
_NAMED_YEAR = rf"(?P<named>{_THIS_YEAR}|{'|'.join(_LAST_YEAR)})"
_VAGUE = re.compile(
    rf"(?:hoi |trong |khoang )?(?:tuan|thang|quy|nam) (?:nay|{_LAST})"
    r"|(?:hoi |luc |ban )?(?:trua|chieu|toi|dem|khuya)"
    r"|(?:tuan|thang|quy|nam) (?:sau|toi|kia|truoc nua)"
    r"|(?:dau|giua|cuoi) (?:tuan|thang|quy|nam)(?: (?:nay|truoc|roi|qua|ngoai|vua roi|vua qua))?"
    r"|(?:ngay )?(?:dau|cuoi)(?: tien| cung)?(?: cua)? thang(?: (?:nay|truoc|roi|qua))?"
    r"|(?:may|vai|mot vai|dam|it) (?:hom|ngay|bua|tuan|thang|gio|tieng|hum)"
    r"(?: (?:truoc|nay|qua|roi|gan day))?"
    r"|(?:(?:hom|bua|ngay|dot|lan|luc|hoi) (?:no|truoc|trc|hom|bua|ay|do|roi)|hom)"
    r"|gan day|moi day|dao nay|lau roi|truoc day|vua qua|vua roi"
    r"|(?:hom|bua) kia kia|hom kia hom kia"
    rf"|(?:cach day )?(?:{NUMBER}) (?:gio|tieng|h|thang|nam)(?: dong ho)? (?:truoc|roi)"
    r"|(?:cach day )?nua (?:ngay|thang|tuan|nam)(?: (?:truoc|roi))?"
    r"|(?:a )?(?:few|couple of) (?:days|weeks) ago|recently"
    r"|(?:[0-9]{1,2}|an?|one) (?:hours?|months?) ago"
    r"|(?:last|this|next) (?:week|month|year)|(?:the )?other day|cuoi tuan|weekend"
)
_MONTH_ALONE = re.compile(
    rf"(?:(?:ngay )?(?:dau|giua|cuoi|trong)(?: tien| cung)?(?: cua)? )?thang (?:{MONTH})"
    rf"(?:(?:,? nam | ?/ ?){_YEAR}|,? {_NAMED_YEAR})?|[0-9]{{1,2}}\s*[/\-]\s*20[0-9]{{2}}"
)
_SURE_OF_NOTHING = re.compile(
    r"(?:hinh nhu|chac la|chac|co le|co the la|co the|khoang|tam|dau do|around|about|maybe)\s+(.+)"
)

_WEEKDAYS = (
    ("thu hai", "thu 2", "t2", "t 2", "t.2", "monday", "mon"),
    ("thu ba", "thu 3", "t3", "t 3", "t.3", "tuesday", "tue"),
    ("thu tu", "thu 4", "t4", "t 4", "t.4", "wednesday", "wed"),
    ("thu nam", "thu 5", "t5", "t 5", "t.5", "thursday", "thu"),
    ("thu sau", "thu 6", "t6", "t 6", "t.6", "friday", "fri"),
    ("thu bay", "thu 7", "t7", "t 7", "t.7", "saturday", "sat"),
    ("chu nhat", "chua nhat", "chu nhut", "cn", "thu cn", "thu 8", "sunday", "sun"),
)
_WEEKDAY = {name: day for day, names in enumerate(_WEEKDAYS) for name in names}
del _WEEKDAY["thu 8"], _WEEKDAY["thu"]
_NAME = "|".join(re.escape(name) for name in sorted(_WEEKDAY, key=len, reverse=True))
_PARTS = _PART.replace("chieu toi|", "")  # in a row it is "chieu" and "toi"
_ONE_WEEKDAY = re.compile(
    rf"(?:{_PARTS} |hom |ngay |last (?=[a-z])|this (?=[a-z])|next (?=[a-z]))*(?P<name>{_NAME})"
    r"(?: (?P<which>tuan nay|nay|dau tuan"
    r"|tuan (?:truoc|roi|qua|vua roi|vua qua|trc)(?P<twice> nua)?"
    r"|vua roi|vua qua|roi|qua|truoc|tuan (?:sau|toi)|toi|sap toi|sau|last week|this week))?"
)
_WITH_WEEKDAY = re.compile(rf"(?P<name>{_NAME})\b[\s,:()\-–]*(?:ngay )?(?P<rest>.*[0-9].*)")
_GAP = r"(?<![\s,(\-–])[\s,(\-–]+"
_WEEKDAY_BEHIND = re.compile(rf"(?P<rest>.*[0-9][^0-9\n]*?){_GAP}(?P<name>{_NAME})\)?")
_NEAR_DAY = "|".join(each.pattern for each in (_TODAY, _YESTERDAY, _BEFORE_YESTERDAY))
_DAY_BESIDE = rf".*[0-9][^0-9\n]*?|{_NAME}"
_WITH_NEAR_DAY = re.compile(
    rf"(?P<near>{_NEAR_DAY})\b[\s,:()\-–]+(?:ngay )?(?P<rest>{_DAY_BESIDE})"
)
_NEAR_DAY_BEHIND = re.compile(rf"(?P<rest>{_DAY_BESIDE}){_GAP}(?P<near>{_NEAR_DAY})\)?")

_DAY_FIRST = re.compile(
    r"(?P<day>[0-9]{1,2})\s*(?P<sep>[/.\-–‐‑])\s*(?P<month>[0-9]{1,2})"
    rf"(?:\s*[/.\-–‐‑]\s*{_YEAR}|\s*(?:,|nam)?\s*(?:nam )?(?P<late>[0-9]{{4}})|,?\s+{_NAMED_YEAR})?"
)
_SPACED = re.compile(rf"(?P<day>[0-9]{{1,2}}) (?P<month>[0-9]{{1,2}}) {_YEAR}")
_YEAR_FIRST = re.compile(
    r"(?P<year>[0-9]{4})\s*[/.\-–‐‑ ]\s*(?P<month>[0-9]{1,2})\s*[/.\-–‐‑ ]\s*(?P<day>[0-9]{1,2})"
)
_MONTH_SIGN = r"(?:thang|thg|th|t)\.?"
_IN_WORDS = re.compile(
    rf"(?:(?:mung|mong) )?(?P<day>{NUMBER})\s*{_MONTH_SIGN}\s*(?P<month>{MONTH})"
    rf"(?:(?:,? nam |\s*[/\-,]\s*| ){_YEAR}|,? {_NAMED_YEAR})?"
)
_MONTH_FIRST = re.compile(
    rf"thang (?P<month>{MONTH})(?:(?:,? nam | ?/ ?){_YEAR})?,? ngay (?P<day>{NUMBER})"
)
_OF_NEAR_MONTH = re.compile(
    rf"(?P<sign>(?:(?:ngay|mung|mong|hom) )*)(?P<day>{NUMBER}) thang (?P<which>nay|toi|{_LAST})"
)
_ENGLISH = re.compile(
    rf"(?P<month>{'|'.join(sorted(ENGLISH_MONTHS, key=len, reverse=True))})\.?\s*"
    r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?:,?\s+(?P<year>[0-9]{4}))?"
    r"|(?:the )?(?P<day2>[0-9]{1,2})(?:st|nd|rd|th)?(?: of)?[\s\-]"
    rf"(?P<month2>{'|'.join(sorted(ENGLISH_MONTHS, key=len, reverse=True))})\.?"
    r"(?:,?[\s\-]+(?P<year2>[0-9]{4}|[0-9]{2}))?"
)
_ENGLISH_WORDS = ENGLISH_MONTHS.keys() | {"mon", "tue", "wed", "fri", "sat", "sun", "now"}
# Only "mấy" is a word of this grammar: "mấy hôm".
_MARKED = re.compile(r"(?!mấy\b)\b[a-z]*[^\W0-9_a-z]\w*")
# Without their marks these are "hội", "mừng" and "mong" as well.
_AT_MARKED = re.compile(r"\bhồi (?=\S)")
_EARLY_MARKED = re.compile(r"\bm[ùồ]ng ?(?=(?:0?[1-9]|10)\s?[/.\-])")
_NO_WORD = "qx"
_MACHINES = re.compile(r"(?<=[0-9] )may(?= (?!hom|ngay|bua|tuan|thang|gio|tieng|hum|phut)[a-z])")
_COMPACT = re.compile(r"[0-9]{8}|[0-9]{6}")
_DAY_ALONE = re.compile(
    rf"(?:ngay|hom|mung|mong|date|the|{_PART})(?: (?:ngay|mung|mong))? (?P<day>{NUMBER})"
    r"(?:st|nd|rd|th)?"
    # "6th" would rather be a month, "tháng 6".
    r"|(?P<ordinal>[0-9]?(?:1(?=st)|2(?=nd)|3(?=rd))|(?:1[3-9]|2[0-9]|3[01])(?=th))(?:st|nd|rd|th)"
    r"|(?P<solar>[0-9]{1,2}) tay"
)
_BARE_DAY = re.compile(r"[0-9]{1,2}")
_NUMBER_ALONE = re.compile(NUMBER)
_TWO_NUMBERS = re.compile(r"([0-9]{1,2}) ([0-9]{1,2})")
# How a date is typed in haste: "ngày14/6", "14\\6", "14_6_2021", "14/tháng 6".
_GLUED = re.compile(r"\b(ngay|ng|hom|bua|mung|mong|thang|sang|trua|chieu|toi)(?=[0-9])")
_MARKS = re.compile(
    r"(?<=[0-9])(?<!thang [0-9])(?<!thang [0-9]{2})"
    r"(?:\s*[\\_]\s*|\s*[/.\-]\s*(?:thang|thg|th)\.?\s*[/\-]?\s*|/t)(?=[0-9])"
)
_COMMAS = re.compile(r"([0-9]{1,2}),([0-9]{1,2}),([0-9]{4})")
_SHAPE = re.compile(
    r"[0-9]{1,4}(?:\s*[/.\-–‐‑]+\s*[0-9]{1,5}){1,3}[/.\-]?"
    r"|[0-9]{1,4} thang [0-9]{1,4}(?:\D{1,6}[0-9]{1,5})?"
    r"|thu [0-9]{1,2}|ngay [0-9]{1,3}"
)
_LUNAR = re.compile(
    r".+\b(?:am lich|am|al|ta|tet)|(?:.* )?thang (?:gieng|chap)\b.*"
    r"|(?:ngay )?(?:ram|mung|mong) .*\b(?:ram|tet)\b.*|(?:ngay )?ram\b.*"
)
_DAYS_RANGE = re.compile(
    r"[0-9]{1,2}\s*(?:[-–+&,]|va|hoac|hay|den|toi)\s*[0-9]{1,2}\s*/\s*[0-9]{1,2}(?:\s*/\s*[0-9]{2,4})?"
    r"|[0-9]{1,2}\s*-\s*[0-9]{1,2}\s*/\s*[0-9]{2,4}"
    r"|[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{2,4})?\s*[-–]\s*[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{2,4})?"
)
_CONNECTOR = re.compile(r"\s*(?:\.\.+|~|,|&|\+)\s*|\s(?:den|toi|va|hoac|hay|or|and|to|[-–])\s")

_ZONE = r"(?:\s*[(\[]?(?:gmt|utc)?\s?\+0?7(?::?00)?[)\]]?)?"
_HALF_OF_DAY = r"(?:sang|trua|chieu|toi|dem|am|pm|sa|ch)"
_CLOCK = (
    r"(?:[0-9]{1,2}\s*(?::|h|g)\s*[0-9]{2}(?::[0-9]{2})?(?:\.[0-9]{1,6})?z?"
    r"|[0-9]{1,2}\s*(?:h|g|gio)(?:\s*[0-9]{1,2}(?:\s*(?:phut|p))?)?(?: ruoi)?)"
    rf"(?:\s*{_HALF_OF_DAY})?"
)
_AT = r"(?:vao luc|luc|hoi|vao|at|khoang)"
_TIME_BEHIND = re.compile(rf"(?:(?<!\s)\s*(?:[,\-–|(]\s*)?|t)(?:\b{_AT} )?{_CLOCK}{_ZONE}\)?$")
_TIME_BEFORE = re.compile(rf"(?:{_AT} )?{_CLOCK}[\s,\-–]+(?=\S)")
_LEADS = re.compile(
    r"(?:da|vang|thua|bai nay|tin nay|bai|tin|no|em|anh|chi|duoc|da|dang|dang tai|dang len|len|"
    r"dang bai|xuat ban|phat hanh|cap nhat|vao|tu|la|luc|thi|ngay|ng|hom|bua|ngay dang|trong|"
    r"vua moi|vua|moi|"
    r"published|posted|date|on|from|since|"
    rf"{_PART})\s*[:,\-]?\s+(?=\S)|(?:ngay dang|ngay xuat ban|ngay|date)\s*:\s*"
)
_TAILS = re.compile(
    r"\s+(?:nhe|nha|nhen|nghen|nghe|hen|ne|ma|nhe a|a|ah|ak|do|day|thoi|roi|em|anh|chi|co|chu"
    r"|ban|bac|oi|luon|dc|duoc|vua qua|vua roi|"
    rf"het|gi do|please|duong lich|dl|{_PART}|buoi {_PART})$"
    r"|(?<=[0-9])\s+(?:tay|duong)$"
)
_EDGES = re.compile(r"^[^0-9a-z]+|[^0-9a-z]+$")


@lru_cache(maxsize=2048)  # one field is looked at several times while a message is read
def meaning_of(text: str, today: date) -> Meaning:
    """Return the day that the text means as a whole, what is doubtful of it, or None.

    A day in the future is returned as it is. A day without its year (or month) is the latest such
    day, but NEAR where the coming one lies within 31 days and the latest is of another half-year
    (or month), or where the latest is more than a year old, as 29 February may be.
    """
    if len(text) > _LONGEST:
        return None
    line = unicodedata.normalize("NFKC", clean_line(text)).lower()
    if "kìa" in line:
        return Doubtful(Doubt.VAGUE)
    # Whoever writes "tháng" with its mark means next by "sau"; June is "tháng sáu".
    key = _key(line.replace("tháng sau", "tháng tới"))
    doubt: Doubtful | None = None
    for candidate in _candidates(key):
        found = _read(candidate, today)
        if isinstance(found, date):
            return found
        doubt = doubt or found
    usual = without_telex(key)
    return doubt if doubt is not None or usual == key else meaning_of(usual, today)


def meaning_of_number(text: str, today: date) -> Meaning:
    """Return what bare numbers ("14", "mười bốn", "14 6") mean where a day was asked for."""
    for key in _candidates(_tidied(search_key(text))):
        if match := _TWO_NUMBERS.fullmatch(key):
            return _dated(f"{match[1]}/{match[2]}", today)
        if _NUMBER_ALONE.fullmatch(key):
            return _day_of_month(number_of(key), today)
    return None


def written_parts(text: str) -> tuple[int, int, int | None] | None:
    """Return day, month and year (None when not given) as written, even of a day that never was."""
    for candidate in _candidates(_key(clean_line(text).lower())):
        bare = candidate
        for pattern in (_WITH_WEEKDAY, _WEEKDAY_BEHIND):
            match = pattern.fullmatch(bare)
            bare = match["rest"] if match else bare
        parts = _parts(bare, None)
        if parts is not None:
            return parts
    return None


def _key(line: str) -> str:
    """Return a lower-case line's key in which "máy" is no May, nor "món" a Monday."""
    line = _EARLY_MARKED.sub("ngay ", _AT_MARKED.sub("luc ", line))
    line = _MARKED.sub(
        lambda word: _NO_WORD if search_key(word[0]) in _ENGLISH_WORDS else word[0], line
    )
    return _MACHINES.sub(_NO_WORD, _tidied(search_key(line)))


def _tidied(key: str) -> str:
    """Return a key without marks at its ends, its glued words and odd signs as usual."""
    key = _GLUED.sub(r"\1 ", _EDGES.sub("", key))
    return _COMMAS.sub(r"\1/\2/\3", _MARKS.sub("/", key))


def has_shape(text: str) -> bool:
    """Tell whether the whole text has the shape of a date, even of one that does not exist."""
    key = search_key(text).strip(" .,;!")
    return any(_SHAPE.fullmatch(candidate) for candidate in _candidates(key))


@lru_cache(maxsize=1024)  # a field is asked for its meaning and for its shape
def _candidates(key: str) -> tuple[str, ...]:
    """Return the key, and what is left of it without a time of day and words round a date."""
    found = [key]
    for candidate in found:
        if len(found) > 24:
            break
        for shorter in (
            _TIME_BEHIND.sub("", candidate),
            _TIME_BEFORE.sub("", candidate, count=1) if _TIME_BEFORE.match(candidate) else "",
            candidate[match.end() :] if (match := _LEADS.match(candidate)) else "",
            _TAILS.sub("", candidate),
        ):
            shorter = shorter.strip(" ,:;-–()")
            if shorter and shorter not in found:
                found.append(shorter)
    return tuple(found)


def _read(key: str, today: date) -> Meaning:
    """Return the meaning of a key without anything round it."""
    unsure = _SURE_OF_NOTHING.fullmatch(key)
    if unsure:
        return Doubtful(Doubt.VAGUE) if meaning_of(unsure[1], today) is not None else None
    for read in (_relative, _weekday, _dated, _dated_with_weekday, _dated_and_near):
        found = read(key, today)
        if found is not None:
            return found
    if _VAGUE.fullmatch(key) or _DAYS_RANGE.fullmatch(key) or _is_range(key, today):
        return Doubtful(Doubt.VAGUE)
    return Doubtful(Doubt.MONTH) if _MONTH_ALONE.fullmatch(key) else None


def _relative(key: str, today: date) -> Meaning:
    for pattern, days in (
        (_TODAY, 0),
        (_YESTERDAY, -1),
        (_BEFORE_YESTERDAY, -2),
        (_TOMORROW, 1),
        (_AFTER_TOMORROW, 2),
        (_MINUTES_AGO, 0),
    ):
        if pattern.fullmatch(key):
            return today + timedelta(days=days)
    if (match := _AGO.fullmatch(key)) and ("truoc" in key or "cach" in key or "ago" in key):
        return today - timedelta(days=number_of(match["count"] or match["days"]))
    if (match := _WEEKS_AGO.fullmatch(key)) and ("truoc" in key or "cach" in key or "ago" in key):
        return today - timedelta(weeks=number_of(match["count"] or match["weeks"]))
    if match := _WEEK_BEGIN.fullmatch(key):
        weeks = 0 if match["which"] in (None, "nay") else 1
        return today - timedelta(days=today.weekday(), weeks=weeks)
    return None


def _weekday(key: str, today: date) -> Meaning:
    match = _ONE_WEEKDAY.fullmatch(key)
    if match is None:
        return None
    weekday, which = _WEEKDAY[match["name"]], match["which"] or ""
    if "last " in key:
        which = which or "vua roi"
    if "next " in key:
        which = "toi"
    monday = today - timedelta(days=today.weekday())
    back = (today.weekday() - weekday) % 7
    if not which:
        return today - timedelta(days=back)
    if which in ("nay", "tuan nay", "dau tuan", "this week"):
        return monday + timedelta(days=weekday)
    if which == "last week" or (which.startswith("tuan ") and which.split()[1] not in _AHEAD):
        return monday + timedelta(days=weekday, weeks=-2 if match["twice"] else -1)
    if which.startswith("tuan "):
        return monday + timedelta(days=weekday, weeks=1)
    if which in _AHEAD or which == "sap toi":
        return today + timedelta(days=7 - back)
    return today - timedelta(days=back or 7)


_AHEAD = frozenset({"sau", "toi"})


def _dated_with_weekday(key: str, today: date) -> Meaning:
    """Read a date with its weekday; ask where the two do not fit."""
    for pattern in (_WITH_WEEKDAY, _WEEKDAY_BEHIND):
        match = pattern.fullmatch(key)
        if match is None:
            continue
        for rest in _candidates(match["rest"].strip(" ,()-–")):
            found = _dated_or_number(rest, today)
            if isinstance(found, date) and found.weekday() != _WEEKDAY[match["name"]]:
                return Doubtful(Doubt.WEEKDAY, past=found)
            if found is not None:
                return found
    return None


def _dated_and_near(key: str, today: date) -> Meaning:
    """Read a date or a weekday beside "hôm nay" or "hôm qua"; ask where the two do not fit."""
    for pattern in (_WITH_NEAR_DAY, _NEAR_DAY_BEHIND):
        match = pattern.fullmatch(key)
        if match is None:
            continue
        near = _relative(match["near"], today)
        for rest in _candidates(match["rest"].strip(" ,()-–")):
            found = _dated_or_number(rest, today) or _dated_with_weekday(rest, today)
            if isinstance(found, Doubtful) and found.why is Doubt.NEAR:
                found = found.past
            fits = found == near
            if isinstance(near, date) and rest in _WEEKDAY:
                found, fits = near, near.weekday() == _WEEKDAY[rest]
            if found is not None:
                return near if fits else Doubtful(Doubt.VAGUE)
    return None


def _dated_or_number(key: str, today: date) -> Meaning:
    """Read a date, of which the day's number may be all there is."""
    return _day_of_month(int(key), today) if _BARE_DAY.fullmatch(key) else _dated(key, today)


def _dated(key: str, today: date) -> Meaning:
    """Read a date in figures or words."""
    if _LUNAR.fullmatch(key):
        return None
    if match := _OF_NEAR_MONTH.fullmatch(key):
        step = {"nay": 0, "toi": 1}.get(match["which"], -1)
        if not match["sign"] and number_of(match["day"]) <= 12 and step < 0:
            return Doubtful(Doubt.VAGUE)  # "3 tháng trước" is no day of last month
        year, index = divmod(today.year * 12 + today.month - 1 + step, 12)
        return _existing(number_of(match["day"]), index + 1, year)
    if match := _DAY_ALONE.fullmatch(key):
        return _day_of_month(number_of(match["day"] or match["ordinal"] or match["solar"]), today)
    if _COMPACT.fullmatch(key):
        return _compact(key)
    if _DAYS_RANGE.fullmatch(key):
        return Doubtful(Doubt.VAGUE)
    written = _parts(key, today)
    if written is None:
        return None
    day, month, named = written
    return _existing(day, month, named) if named is not None else _without_year(day, month, today)


def _parts(key: str, today: date | None) -> tuple[int, int, int | None] | None:
    for pattern in (_YEAR_FIRST, _DAY_FIRST, _SPACED, _IN_WORDS, _MONTH_FIRST):
        match = pattern.fullmatch(key)
        if match is None:
            continue
        groups = match.groupdict()
        year = _year(groups.get("year") or groups.get("late"))
        if groups.get("named") and today is not None:
            year = today.year - (groups["named"] != _THIS_YEAR)
        return number_of(groups["day"]), number_of(groups["month"]), year
    match = _ENGLISH.fullmatch(key)
    if match is None:
        return None
    month = ENGLISH_MONTHS[match["month"] or match["month2"]]
    return int(match["day"] or match["day2"]), month, _year(match["year"] or match["year2"])


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) + (2000 if len(text) == 2 else 0)


def _existing(day: int, month: int, year: int) -> date | Doubtful:
    try:
        return date(year, month, day)
    except ValueError:
        return Doubtful(Doubt.NO_SUCH_DAY)


def _compact(key: str) -> date | None:
    """Read "14062021", "20210614" or "140621"."""
    if len(key) == 6:
        key = f"{key[:4]}20{key[4:]}"
    for day, month, year in ((key[:2], key[2:4], key[4:]), (key[6:], key[4:6], key[:4])):
        if 2000 <= int(year) <= 2100:
            try:
                return date(int(year), int(month), int(day))
            except ValueError:
                continue
    return None


def _without_year(day: int, month: int, today: date) -> date | Doubtful:
    """Return the latest such day not after today, or the doubt whether it is meant.

    It is doubted where the coming one is near, and where it is no day of the last twelve months:
    two 29 Februaries are four or eight years apart.
    """
    past = coming = None
    for step in range(9):
        past = past or _try(day, month, today.year - step, today, ahead=False)
        coming = coming or _try(day, month, today.year + step, today, ahead=True)
    if past is None:
        return Doubtful(Doubt.NO_SUCH_DAY)
    is_near = coming is not None and coming - today <= SOON
    if (is_near and past < today and _is_far(past, today)) or today - past > _A_YEAR:
        return Doubtful(Doubt.NEAR, past, coming)
    return past


def _try(day: int, month: int, year: int, today: date, *, ahead: bool) -> date | None:
    found = _existing(day, month, year)
    return found if isinstance(found, date) and (found > today) == ahead else None


def _is_far(past: date, today: date) -> bool:
    """Tell whether a day lies more than six months back."""
    return (past.year * 12 + past.month + 6, past.day) < (today.year * 12 + today.month, today.day)


def _day_of_month(day: int, today: date) -> date | Doubtful:
    """Return the latest such day of a month; a day of this month that is to come is asked about."""
    if day <= today.day:
        return _existing(day, today.month, today.year)
    past = None
    for step in range(1, 4):
        year, index = divmod(today.year * 12 + today.month - 1 - step, 12)
        past = past or _try(day, index + 1, year, today, ahead=False)
    coming = _try(day, today.month, today.year, today, ahead=True)
    if past is None:
        return Doubtful(Doubt.NO_SUCH_DAY)
    return past if coming is None else Doubtful(Doubt.NEAR, past, coming)


def _is_range(key: str, today: date) -> bool:
    """Tell whether the key names two days, such as "10/6 đến 12/6"."""
    for match in _CONNECTOR.finditer(key):
        left, right = key[: match.start()].strip(), key[match.end() :].strip()
        left_bare = left.removeprefix("tu ").removeprefix("ngay ")
        first = _BARE_DAY.fullmatch(left_bare) or _is_day(left, today)
        if first and right and _is_day(right, today):
            return True
    return False


def _is_day(key: str, today: date) -> bool:
    for candidate in _candidates(key):
        for read in (_relative, _weekday, _dated):
            if read(candidate, today) is not None:
                return True
    return False
