"""What people say instead of articles: the month that it is about, and the reason."""

import re
from collections.abc import Sequence

from domain.calls import Call
from domain.conversation.phrases import says_zero
from domain.conversation.replies import hesitates, is_talk, says_there_are
from domain.errors import InvalidField, InvalidPeriod
from domain.links import find_bare_links, find_links
from domain.periods.grammar import period_key
from domain.periods.spans import (
    SHORT_MONTH,
    Month,
    ReportingMonth,
    months_in,
    named_month,
    parse_month,
    rule_month,
    take_month,
)
from domain.text import clean_line, search_key

MAX_REASON = 500
# A month without its year that lies further back is asked about.
_FAR_MONTHS = 6
_LIKE_A_MONTH = re.compile(r"(thang \d+([/-]\d+)?|\d{1,2}[/-]\d{4}|\d{4}-\d{1,2})(?!\S)")
_MONTH_FIRST = re.compile(r"(?:thang|t\.?) ?[0-9]")
# What names more than the one month that is reported at a time.
_MORE_THAN_A_MONTH = re.compile(
    r"(?:quy|qui) (?:[1-4]|i|ii|iii|iv)\b|(?:[2-9]|ba|sau|chin) thang (?:dau|cuoi|qua|lien)\b"
    r"|(?:ca )?nam (?:nay|ngoai|truoc|20[0-9]{2})\b"
    r"|(?:,|va|&|den|toi) ?(?:(?:thang|t\.?) ?)?[0-9]{1,2}\b"
    r"(?! (?:nguoi|dong chi|can bo|anh|chi|em))"
    r"|[-–] ?thang [0-9]{1,2}\b"
    r"|(?:,|va|&|den|toi|lan) ?(?:ca )?(?:thang (?:nay|sau|toi|truoc|ke)|quy (?:nay|sau))\b"
)
# What begins a longer time, at the head of what is reported: a reason may tell of one too.
_BEGINS_LONGER = re.compile(
    r"(?:ca |trong )?tu (?:dau nam|quy|thang (?:truoc|[0-9]{1,2}))\b"
    r"|thang (?:truoc|[0-9]{1,2}(?:[/-][0-9]{4})?) (?:den|toi) (?:nay|gio|bay gio|thang)\b"
    r"|(?:may|nhung|cac|hai|ba|bon|[2-9]) thang (?:nay|qua|lien|gan|dau|cuoi|truoc|vua)\b"
    r"|thang [0-9]{1,2} ?[-–] ?[0-9]{1,2}\b"
)
_A_MONTH = re.compile(r"\bthang (nay|truoc|[0-9]{1,2}\b)(?:[/-][0-9]{4}| nam (?:[0-9]{4}|\w+))?")
_BARE_NUMBER = re.compile(r"0?[1-9]|1[0-2]")
# What is counted where a number begins a reason.
_OF_COUNTED = (
    "anh bai ban bo buoi ca can cap chi cho chot chuyen co con cong cuoc dai diem doan doi don "
    "dong dot du em gio hoat ho hoi hop lan lanh lop minh nam nganh ngay nguoi nhan nhanh nhom noi "
    "phan phong su thang thanh thay thon tin to truong tuan vien viec vu xa y"
)
_COUNTED = frozenset(_OF_COUNTED.split())
_REASON_BEGINS = re.compile(r"(?<!don )\b(?:vi|do|boi|ly do|li do)\b")
# "Không có tin, bài trong", before or behind which the month stands that is meant.
_NOTHING_IN = re.compile(
    r"\b(?:khong|ko|k|chua) (?=(?:co|phat sinh|dang|viet|gui|tin|bai)\b)(?:(?:co|phat sinh|dang"
    r"|viet|gui|duoc|them|mot|cac|bat ky|tin, bai|tin tuc|tin|bai|gi|nao|moi|ca|het"
    r"|hoat dong|noi dung|trong|cua|cho|vao|o)\b ?)*"
)
# Behind these a month is not the one that is reported: "nghỉ từ tháng 4", "như tháng trước".
_OF_ANOTHER = re.compile(
    r"[,;.]|(?<!don )\b(?:tu|nhu|giong|voi|da|vi|do|cho|doi|theo|sau|den|toi|chuan bi"
    r"|quyet toan|bao cao)\b"
)
_SOME_MONTH = (
    r"(?:thang |t\.? ?(?=[0-9]))(?:sau|toi|ke tiep|ke|truoc|nay|[0-9]{1,2}(?:[/-][0-9]{4})?)\b"
)
# What was or will be sent in another month says nothing of the one reported: ", tháng sau gửi bù".
_ASIDE = re.compile(
    rf"(?:(?:[,;.(] ?|\b(?:nhung|con) )(?:(?:sang|qua|den|hen|nhung|con|va) )*{_SOME_MONTH}"
    r"(?: (?:don vi|ben|phong|chung|em|minh|toi))*"
    r"(?: (?:da|se|xin|van))* (?:gui|nop|bu|hen|bo sung"
    r"|(?:dang|viet|co)(?: [0-9]+| bu)? (?:tin|bai))\b"
    r"|[,;.(]? ?\b(?:hen|se|de|bu)\b(?: \w+){0,4}? thang (?:sau|toi|ke)\b)"
    r"(?!.*\b(?:khong|chua)\b).*"
)


def read_zero(call: Call, text: str) -> tuple[Month, str]:
    """Return the month and the reason of a text that may begin with the month.

    Raise InvalidField "zero_without_reason", "zero_contradicted", "long_reason" and those of
    `split_zero`.
    """
    month, reason = split_zero(call, text)
    if not any(char.isalpha() for char in reason):
        raise InvalidField("zero_without_reason")
    linked = find_links(reason) or find_bare_links(reason)
    if linked or hesitates(reason) or says_there_are(reason) or is_talk(reason, for_reason=True):
        raise InvalidField("zero_contradicted", text=reason[:60])
    if len(reason) > MAX_REASON:
        raise InvalidField("long_reason", length=len(reason), limit=MAX_REASON)
    return month, reason


def split_zero(call: Call, text: str) -> tuple[Month, str]:
    """Split the month at the beginning of a text from the reason, which may be "".

    Without a month it is the current reporting month. Raise InvalidField "several_months" and
    InvalidPeriod for a month that never was.
    """
    if _MORE_THAN_A_MONTH.match(search_key(text)) or _BEGINS_LONGER.match(search_key(text)):
        raise InvalidField("several_months")
    words = clean_line(text).split(" ")
    month = rule_month(call.today, call.board.period_rule, call.board.closing_day).month
    # The longest beginning that names a month is the month; the rest is the reason.
    for size in range(min(4, len(words)), 0, -1):
        name = " ".join(words[:size])
        if _BARE_NUMBER.fullmatch(period_key(name)) and not _stands_apart(words, size):
            continue
        if search_key(words[0]) == "may" and not words[0].isascii():
            continue  # "máy hỏng" is nothing in May
        try:
            month = parse_month(
                name.rstrip(":,"),
                call.today,
                call.board.period_rule,
                call.board.closing_day,
                far_from=_FAR_MONTHS,
            )
        except InvalidPeriod:
            continue
        # "tháng 4, 5" names two: the comma belongs to what follows.
        words = [*([","] if words[size - 1].endswith(",") else []), *words[size:]]
        break
    else:
        # A month that never was must not confirm this one.
        meant = _LIKE_A_MONTH.match(search_key(text))
        if meant:
            raise InvalidPeriod(text=" ".join(words[: len(meant[0].split())]))
        # "2 đồng chí nghỉ ốm" is a reason; what "5 nghỉ lễ" means is not known.
        if _BARE_NUMBER.fullmatch(words[0]) and search_key(words[1]) not in _COUNTED:
            raise InvalidPeriod("invalid_month", text=words[0])
        if says_zero(text):
            return month_said(call, _round_nothing(text)), " ".join(words)
    if _MORE_THAN_A_MONTH.match(search_key(_without_aside(" ".join(words)))):
        raise InvalidField("several_months")
    return month, " ".join(words).strip(" :,-–—")


def month_said(call: Call, text: str) -> Month:
    """Return the month that a text names, else the current reporting month.

    Raise InvalidField for several months and for one that has not begun, InvalidPeriod for one that
    never was.
    """
    board = call.board
    # A month in the reason is meant only where no other is named.
    line = _without_aside(text)
    head = line[: len(_REASON_BEGINS.split(search_key(line))[0])]
    said = _months_in(call, head)
    if _names_several(line) or len(dict(said)) > 1:
        raise InvalidField("several_months")
    if not said and not _OF_ANOTHER.search(search_key(line[len(head) :]).partition(" ")[2]):
        said = _months_in(call, line)
    like = re.search(r"\bthang [0-9]+\b", search_key(head))
    if not said and like:
        raise InvalidPeriod("invalid_month", text=head[like.start() : like.end()])
    now = rule_month(call.today, board.period_rule, board.closing_day).month
    month = said[0][0] if said else now
    begun(call, month)
    return month


def month_behind(call: Call, text: str, reason: str) -> Month | None:
    """Return the month at the very end of a reason that is all the text there is."""
    line = clean_line(text).strip(" :,-–—")
    try:
        said = _months_in(call, line) if line == reason else []
    except InvalidField:
        return None
    # "T5" may be a Thursday.
    ends = said and search_key(said[-1][1]).startswith("thang") and line.endswith(said[-1][1])
    if not ends or _OF_ANOTHER.search(search_key(line[: -len(said[-1][1])])):
        return None
    return said[-1][0]


def month_begun(call: Call, reason: str) -> Month | None:
    """Return the month that has begun by whose number a reason begins: "tháng 5 bận tập huấn"."""
    if not _MONTH_FIRST.match(search_key(reason)):
        return None
    board = call.board
    try:
        month, _rest = take_month(reason, call.today, board.period_rule, board.closing_day)
        return None if month is None else begun(call, month).month
    except InvalidField:
        return None


def begun(call: Call, month: Month) -> ReportingMonth:
    """Return the days of a month; raise InvalidField for one that has not begun."""
    days = named_month(month, call.board.period_rule, call.board.closing_day)
    if days.first > call.today:
        raise InvalidField("future_month", month=month.code)
    return days


def _stands_apart(words: Sequence[str], size: int) -> bool:
    """Tell whether a number that begins a text is all of it or has a mark behind it."""
    behind = words[size] if size < len(words) else ":"
    return size == 1 and (words[0][-1] in ":," or behind[0] in ":-–—|")


def _round_nothing(text: str) -> str:
    """Return what stands round "không có tin, bài" and may name its month."""
    line = clean_line(text)
    found = _NOTHING_IN.search(search_key(line))
    if found is None:
        return ""
    before, behind = line[: found.start()], line[found.end() :]
    before = "" if _OF_ANOTHER.search(search_key(before)) else before
    return before + (behind if re.match(_SOME_MONTH, search_key(behind)) else "")


def _without_aside(text: str) -> str:
    """Return a line without what it says of another month: ", tháng sau gửi bù"."""
    line = clean_line(text)
    found = _ASIDE.search(search_key(line))
    return line[: found.start()] if found else line


def _months_in(call: Call, text: str) -> list[tuple[Month, str]]:
    board = call.board
    return months_in(text, call.today, board.period_rule, board.closing_day, far_from=_FAR_MONTHS)


def _names_several(text: str) -> bool:
    """Tell whether words that say "nothing" say it of more than a month, their reason aside."""
    key = SHORT_MONTH.sub("thang ", _REASON_BEGINS.split(search_key(text))[0])
    if len({found[1].lstrip("0") for found in _A_MONTH.finditer(key)}) > 1:
        return True
    # Of "tháng 5 năm 2021" the year names no other time; of "tháng 4, 5" the 5 does.
    rest = _A_MONTH.sub("*", key)
    words = [*re.finditer(r"\S+", key)], [*re.finditer(r"[^\s*]+", rest)]
    return any(_BEGINS_LONGER.match(key, word.start()) for word in words[0]) or any(
        _MORE_THAN_A_MONTH.match(rest, word.start()) for word in words[1]
    )
