"""A figure's value written on a line: "lượt truy cập 96811 29/6/2021".

The name comes first, in any unmistakable beginning of it, then the number, then the day (today
where there is none). Things that are counted may be named, one a line.
"""

import re
from collections.abc import Sequence
from datetime import date

from domain.amounts import read_number
from domain.boards import FigureDefinition, FigureKind
from domain.errors import InvalidField, NotFound
from domain.reports.figures import Entry, EntryKind
from domain.reports.lines.entries import (
    MOST_DAY_WORDS,
    FigureLine,
    check_length,
    insisting,
    is_sure_day,
    past_day,
    plain,
    take_day,
)
from domain.reports.lines.payments import one_line, paid
from domain.text import has_digit, nearest, search_key, without_mark

MOST_ITEMS = 50
_AHEAD = re.compile(r"(\d+(?:[., ]\d{3})*(?:/\d+)?) (?=[^\W\d_])")
_BEFORE_NAME = frozenset({"tong", "so", "luong", "co", "da", "dang", "mo", "moi"})
# "tính đến ngày 14/6 là 96.811": what leads to a reading.
_LEADING = (
    r"(?:(?:la|dat|co|duoc|hien tai|hien nay|hien|den nay|tinh den(?: nay| het)?|den"
    r"|tong(?: so| cong)?|=|-) )"
)
_IN_BRACKETS = re.compile(r"(\d{1,3})[^\d(:;]*\(([^()]+)\)")
_LIST_MARK = re.compile(r"(?:[-–•*+]|[0-9]{1,2}[.)])\s*")
# A number in words is no name of something counted.
_SPELT = frozenset(
    {
        "khong",
        "mot",
        "hai",
        "ba",
        "bon",
        "tu",
        "nam",
        "lam",
        "sau",
        "bay",
        "tam",
        "chin",
        "muoi",
        "tram",
        "nghin",
        "ngan",
        "trieu",
        "linh",
        "le",
        "ruoi",
    }
)
_PART = re.compile(r"([0-9. ]+)/([0-9. ]+)")
# "không có văn bản nào" is no name either.
_NONE = re.compile(
    r"(?:(?:ky nay|hien|hien tai|trong ky) )?(?:khong|ko|k|kg|chua)"
    r"(?: (?:co|phat sinh|mo|dang|gi|nao|them|moi|ca|het|ky nay|trong ky))*|none|nothing"
)
# A number behind which no name goes on: "quý 1 100", "là 213".
_NUMBER_LAST = re.compile(r"(?:^|\s)[0-9][0-9.,/\-]*$")


def read_figure(text: str, definitions: Sequence[FigureDefinition], today: date) -> FigureLine:
    """Read a line of /figure.

    Raises NotFound("figure", name, nearest) for a name the board does not have, and InvalidField
    ("bad_number", "bad_part", "count_mismatch", "long_figure_name", "many_items", "many_lines",
    "name_or_number", "bad_date", "future_day", and those of `payments.read_payment`) for the rest.
    """
    lines = [line for part in text.splitlines() if (line := plain(part))]
    words, sure = insisting(lines[0] if lines else "")
    definition, rest = _take_name(_name_first(words, definitions), definitions)
    if definition.kind is FigureKind.MONEY:
        text = one_line([" ".join(rest), *lines[1:]])
        return paid(text, definition, today, sure=sure)
    counter = definition.kind is FigureKind.COUNTER
    if lines[1:] and (counter or any(_is_figure(line, definitions) for line in lines[1:])):
        raise InvalidField("many_lines", text=lines[0])
    counted = None if counter else definition
    value, day, dated = take_day(rest, today, bare=len(lines) > 1, counted=counted)
    if counter:
        value, day, dated = _take_reading(definition, value, day, today, dated=dated)
        reading = Entry(definition.code, EntryKind.READING, day, read_number(value))
        return FigureLine(definition, (reading,), sure, dated)
    entries = _counted(definition, value, lines[1:], day)
    return FigureLine(definition, entries, sure, dated)


def names_figure(text: str, definitions: Sequence[FigureDefinition]) -> bool:
    """Tell whether a text names its figure itself and is no value of the one that is open.

    "Văn bản: 213" does; "Văn hóa - Du lịch" and "Văn bản mới" may be names of what is counted.
    """
    first = text.strip().partition("\n")[0]
    try:
        _definition, rest = _take_name(_name_first(plain(first).split(), definitions), definitions)
    except NotFound:
        return False
    return ":" in first or not rest or has_digit(rest)


def _name_first(words: list[str], definitions: Sequence[FigureDefinition]) -> list[str]:
    """Return the words with the figure's name first: "213 văn bản", "tổng số văn bản 213"."""
    start = 0
    while start < len(words) - 1 and search_key(words[start]) in _BEFORE_NAME:
        start += 1
    line = " ".join(words[start:])
    ahead = _AHEAD.match(line)
    tail = line[ahead.end() :] if ahead else line
    if ahead:
        try:
            definition, rest = _take_name(tail.split(), definitions)
        except NotFound:
            return words
        if definition.kind is FigureKind.MONEY:
            return words
        named = tail.split()[: len(tail.split()) - len(rest)]
        colon = ":" if named[-1].endswith(":") else ""
        return [definition.code, f"{ahead[1]}{colon}", *rest]
    full = any(search_key(line).startswith(search_key(each.name)) for each in definitions)
    return words[start:] if full else words


def _take_name(
    words: Sequence[str], definitions: Sequence[FigureDefinition]
) -> tuple[FigureDefinition, list[str]]:
    """Return the figure that the words begin with, and the words after its name."""
    for count in range(len(words), 0, -1):
        key = search_key(" ".join(words[:count])).rstrip(":").strip()
        found = [each for each in definitions if key in {each.code, search_key(each.name)}]
        rest = [word for word in words[count:] if word not in {"|", ":", "="}]
        # One word alone is the beginning of much else: "Văn hóa" is no "văn bản".
        if count > 1 or not rest or has_digit(rest):
            found = found or [
                each for each in definitions if search_key(each.name).startswith(f"{key} ")
            ]
        if len(found) == 1 and key:
            return found[0], rest
    name = re.split(r"[\d:|]", " ".join(words), maxsplit=1)[0].strip()
    choices = [name for each in definitions for name in (each.name, each.code)]
    raise NotFound("figure", name=name or " ".join(words), nearest=nearest(name, choices))


def _is_figure(line: str, definitions: Sequence[FigureDefinition]) -> bool:
    """Tell whether a line is a figure of its own, "văn bản: 213", and no name of something."""
    try:
        _definition, rest = _take_name(_LIST_MARK.sub("", line).split(), definitions)
    except NotFound:
        return False
    return has_digit(rest)


def _take_reading(
    definition: FigureDefinition, value: str, day: date, today: date, *, dated: bool
) -> tuple[str, date, bool]:
    """Return the number of "tính đến 14/6 là 96.811 lượt", and the day that may stand before it."""
    unit = re.escape(search_key(definition.unit))
    number = re.compile(
        rf"{_LEADING}*(?P<number>[0-9][0-9., ]*?)(?: (?:{unit}|luot|lan|nguoi)(?: truy cap| xem)?)?"
    )
    key = search_key(value)
    words = re.sub(rf"^{_LEADING}+", "", key).split()
    for end in range(min(len(words) - 1, MOST_DAY_WORDS) if not dated else 0, -1, -1):
        ahead = " ".join(words[:end]).rstrip(":,")
        match = number.fullmatch(" ".join(words[end:]) if end else key)
        if match and (not end or is_sure_day(ahead, today)):
            return match["number"], past_day(ahead, today) if end else day, dated or end > 0
    return value, day, dated


def _without_unit(definition: FigureDefinition, value: str) -> str:
    """Return "213" for "213 văn bản", "17/17" for "17/17 xã", "2: A; B" for "2 (A; B)"."""
    bracketed = _IN_BRACKETS.fullmatch(value)
    if bracketed and len(re.split("[;,]", bracketed[2])) == int(bracketed[1]):
        value = f"{bracketed[1]}: {bracketed[2]}"
    head, colon, tail = value.partition(":")
    unit = re.escape(search_key(definition.unit))
    counted = re.fullmatch(
        rf"([0-9][0-9. ]*?) {unit}|([0-9]+/[0-9]+) [^\W\d_][^\d;:]*", search_key(head)
    )
    return f"{counted[1] or counted[2]}{colon}{tail}" if counted else value


def _counted(
    definition: FigureDefinition, value: str, lines: Sequence[str], day: date
) -> tuple[Entry, ...]:
    code = definition.code
    value = _without_unit(definition, value)
    part = _PART.fullmatch(value)
    if part and lines:
        raise InvalidField("many_lines", text=value)
    if part:
        amount, whole = read_number(part[1]), read_number(part[2])
        if amount > whole:
            raise InvalidField("bad_part", text=value)
        return (Entry(code, EntryKind.COUNT, day, amount, whole),)
    number: int | None = None
    items, sure = list(lines), False
    if value and value[0].isdigit():
        head, separator, tail = value.partition(":")
        number = read_number(head)
        sure = bool(separator)
        items = [*_names(tail), *items] if sure else items
    elif value:
        items = [*_names(value), *items]
    items = [without_mark(name.strip(" +-–•;.")) for name in items]
    items = [name for name in items if name]
    if len(items) == 1 and not lines:
        parts = [part.strip() for part in items[0].split(",") if part.strip()]
        # "Tài nguyên, môi trường" is a name.
        one = items[0][:1].isupper() and any(part[:1].islower() for part in parts[1:])
        if number == len(parts) and not one:
            items = parts
        elif number is None and len(parts) > 1 and not one:
            raise InvalidField("name_or_list", text=items[0], count=len(parts))
    if number is None and not items:
        raise InvalidField("bad_number", text=value)
    if len(items) > MOST_ITEMS:
        raise InvalidField("many_items", count=len(items), limit=MOST_ITEMS)
    for name in items:
        check_length(name)
        _check_name(name, definition, sure=sure)
    if not items:
        if definition.of is not None and (number or 0) > definition.of:
            raise InvalidField("bad_part", text=f"{value}/{definition.of}")
        return (Entry(code, EntryKind.COUNT, day, number or 0, definition.of),)
    if number is not None and number < len(items):
        raise InvalidField("count_mismatch", count=number, named=len(items))
    entries = [Entry(code, EntryKind.COUNT, day, 1, None, name) for name in items]
    if number is not None and number > len(items):
        entries.append(Entry(code, EntryKind.COUNT, day, number - len(items)))
    return tuple(entries)


def _names(text: str) -> list[str]:
    return [name for name in text.split(";") if name.strip()]


def _check_name(name: str, definition: FigureDefinition, *, sure: bool) -> None:
    """Raise InvalidField where the name of something counted is or may be a number.

    With `sure` how many there are was said, so that "Bầu cử 2021" is a name.
    """
    key = search_key(name)
    unit = search_key(definition.unit)
    head = key.partition(f" {unit}")[0] if unit else key
    if _NONE.fullmatch(head) or all(word in _SPELT for word in head.split()):
        raise InvalidField("bad_number", text=name)
    if not sure and any(_NUMBER_LAST.search(each) for each in (head, key)):
        raise InvalidField("name_or_number", text=name)
