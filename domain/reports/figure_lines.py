"""A figure written on a line: "lượt truy cập 96811 29/6/2021", "nhuận bút 46.276.000 15/6/2021".

The name comes first, in any unmistakable beginning of it, then the number, then the day (today
where there is none). Things that are counted may be named, one a line.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.amounts import is_grouped, is_money, read_money, read_number
from domain.boards import FigureDefinition, FigureKind
from domain.dates import looks_like_date, parse_date
from domain.errors import InvalidField, NotFound
from domain.reports.figures import Entry, EntryKind
from domain.text import clean_line, nearest, search_key

MOST_ITEMS = 50
LONGEST_NAME = 200
SURE = frozenset({"dung", "dung roi", "van ghi", "sure", "yes"})
_BUDGET = re.compile(r"(?:ngan sach|kinh phi|du toan|budget)(?: duoc giao)?(?: nam)?(?: (\d{4}))?")
_MARKS = frozenset({"|", "-", "–"})
_PARTIES = {
    "don vi": "unit",
    "cho don vi": "unit",
    "unit": "unit",
    "nguoi nhan": "payee",
    "nguoi huong": "payee",
    "payee": "payee",
}
_PARTY = re.compile(
    rf"[ ,;]({'|'.join(sorted(_PARTIES, key=len, reverse=True))})\b\s*:?\s*", re.ASCII
)
_PART = re.compile(r"([0-9. ]+)/([0-9. ]+)")


@dataclass(frozen=True, slots=True)
class FigureLine:
    """What a line says: the figure, its entries, and whether the writer insists ("… đúng").

    `dated` tells whether a day was given; without one it is today. `unit` and `payee` are a
    payment's as they were typed, `others` what may be either.
    """

    definition: FigureDefinition
    entries: tuple[Entry, ...]
    sure: bool = False
    dated: bool = True
    unit: str = ""
    payee: str = ""
    others: tuple[str, ...] = ()


def read_figure(text: str, definitions: Sequence[FigureDefinition], today: date) -> FigureLine:
    """Read a line of /figure.

    Raises NotFound("figure", name, nearest) for a name the board does not have, and InvalidField
    ("bad_number", "bad_part", "count_mismatch", "long_figure_name", "many_items", "bad_date",
    "future_day", and those of `read_payment`) for the rest.
    """
    lines = [line for part in text.splitlines() if (line := clean_line(part))]
    words, sure = _insisting(lines[0] if lines else "")
    definition, rest = _take_name(words, definitions)
    if definition.kind is FigureKind.MONEY:
        return _paid(" ".join(rest), definition, today, sure=sure)
    value, day, dated = _take_day(rest, today, bare=len(lines) > 1)
    if definition.kind is FigureKind.COUNTER:
        reading = Entry(definition.code, EntryKind.READING, day, read_number(value))
        return FigureLine(definition, (reading,), sure, dated)
    entries = _counted(definition, value, lines[1:], day)
    return FigureLine(definition, entries, sure, dated)


def read_pay_line(text: str, definitions: Sequence[FigureDefinition], today: date) -> FigureLine:
    """Read a line of /pay; its figure is the first of money unless another one's name begins it.

    Raises NotFound("money_figure") where the board keeps no money.
    """
    money = [definition for definition in definitions if definition.kind is FigureKind.MONEY]
    if not money:
        raise NotFound("money_figure")
    words, sure = _insisting(clean_line(text))
    chosen = money[0]
    if len(money) > 1:
        for definition in money:
            name = search_key(definition.name).split()
            if search_key(" ".join(words[: len(name)])).rstrip(":") == " ".join(name):
                chosen, words = definition, words[len(name) :]
                break
    return _paid(" ".join(words), chosen, today, sure=sure)


def _paid(text: str, definition: FigureDefinition, today: date, *, sure: bool) -> FigureLine:
    """Read a payment with whom it is for: "… | đơn vị: Công an huyện | người nhận: Trần Văn B"."""
    base, named, others = _take_parties(text)
    entry = read_payment(base, definition, today)
    words = [word for word in clean_line(base).split() if word not in _MARKS]
    dated = _take_day(words, today, bare=False)[2]
    unit, payee = named.get("unit", ""), named.get("payee", "")
    for name in (unit, payee, *others):
        _check_length(name)
    if entry.kind is EntryKind.BUDGET and (unit or payee or others):
        raise InvalidField("bad_payment", text=text)
    return FigureLine(definition, (entry,), sure, dated, unit, payee, others)


def _take_parties(text: str) -> tuple[str, dict[str, str], tuple[str, ...]]:
    """Split a payment's own words from its unit, its payee, and what may be either."""
    named: dict[str, str] = {}
    fields = [field for part in re.split(r"[|｜]", text) if (field := clean_line(part))]
    first, *rest = fields or [""]
    # Labels within a line stand behind the amount: "hỗ trợ đơn vị 500.000" is a category.
    key = search_key(first)
    labels = [
        match
        for match in _PARTY.finditer(key)
        if len(key) == len(first) and any(char.isdigit() for char in key[: match.start()])
    ]
    ends = [match.start() for match in labels[1:]] + [len(first)]
    for match, end in zip(labels, ends, strict=False):
        named[_PARTIES[match[1]]] = first[match.end() : end].strip(" ,:;.")
    base = [first[: labels[0].start()].rstrip(" ,;") if labels else first]
    others = []
    named_already = any(char.isalpha() for char in base[0]) and not looks_like_date(base[0])
    for field in rest:
        label = _PARTY.match(f" {search_key(field)}")
        if label and len(search_key(field)) == len(field):
            named[_PARTIES[label[1]]] = field[label.end() - 1 :].strip(" ,:;.")
        elif looks_like_date(field) or is_money(field):
            base.append(field)
        elif named_already:
            others.append(field)
        else:
            base.append(field)
            named_already = True
    return " ".join(base), named, tuple(others)


def read_payment(text: str, definition: FigureDefinition, today: date) -> Entry:
    """Read a year's budget ("ngân sách 2021 150 triệu") or a payment ("nhuận bút 8.620.000 15/6").

    Raises InvalidField: "bad_payment" without an amount, "payment_without_category",
    "bad_amount", "ambiguous_amount", "long_figure_name", "bad_date", "future_day".
    """
    words = [word for word in clean_line(text).split() if word not in _MARKS]
    rest, day, _dated = _take_day(words, today, bare=False)
    name, amount = _take_amount(rest.split(), text)
    budget = _BUDGET.fullmatch(search_key(name).rstrip(":"))
    if budget:
        year = int(budget[1]) if budget[1] else today.year
        if not 2000 <= year <= 2100:
            raise InvalidField("bad_payment", text=text)
        return Entry(definition.code, EntryKind.BUDGET, date(year, 1, 1), amount)
    name = name.strip(" :;,|-–")
    if not name:
        raise InvalidField("payment_without_category", text=text)
    _check_length(name)
    return Entry(definition.code, EntryKind.PAYMENT, day, amount, None, name)


def _insisting(line: str) -> tuple[list[str], bool]:
    words = line.split()
    for count in (2, 1):
        if len(words) > count and search_key(" ".join(words[-count:])).strip(".!") in SURE:
            return words[:-count], True
    return words, False


def _take_name(
    words: Sequence[str], definitions: Sequence[FigureDefinition]
) -> tuple[FigureDefinition, list[str]]:
    """Return the figure that the words begin with, and the words after its name."""
    for count in range(len(words), 0, -1):
        key = search_key(" ".join(words[:count])).rstrip(":").strip()
        found = [each for each in definitions if key in {each.code, search_key(each.name)}]
        found = found or [
            each for each in definitions if search_key(each.name).startswith(f"{key} ")
        ]
        if len(found) == 1 and key:
            return found[0], [word for word in words[count:] if word not in {"|", ":"}]
    name = re.split(r"[\d:|]", " ".join(words), maxsplit=1)[0].strip()
    choices = [name for each in definitions for name in (each.name, each.code)]
    raise NotFound("figure", name=name or " ".join(words), nearest=nearest(name, choices))


def _take_day(words: Sequence[str], today: date, *, bare: bool) -> tuple[str, date, bool]:
    """Split the day at the end from the value, and tell whether there is one.

    With `bare` there may be no value before it.
    """
    for start in range(0 if bare else 1, len(words)):
        tail = " ".join(words[start:])
        if looks_like_date(tail) and not is_grouped(tail) and not tail.isdigit():
            day = parse_date(tail, today)
            if day > today:
                raise InvalidField("future_day", date=day.isoformat())
            return " ".join(words[:start]), day, True
    return " ".join(words), today, False


def _take_amount(words: Sequence[str], text: str) -> tuple[str, int]:
    """Return the words beside the amount, which stands at the end or else at the beginning."""
    for start in range(len(words)):
        if is_money(" ".join(words[start:])):
            return " ".join(words[:start]), read_money(" ".join(words[start:]))
    for end in range(len(words), 0, -1):
        if is_money(" ".join(words[:end])):
            return " ".join(words[end:]), read_money(" ".join(words[:end]))
    raise InvalidField("bad_payment", text=text)


def _counted(
    definition: FigureDefinition, value: str, lines: Sequence[str], day: date
) -> tuple[Entry, ...]:
    code = definition.code
    part = _PART.fullmatch(value)
    if part:
        amount, whole = read_number(part[1]), read_number(part[2])
        if amount > whole:
            raise InvalidField("bad_part", text=value)
        return (Entry(code, EntryKind.COUNT, day, amount, whole),)
    number: int | None = None
    items = list(lines)
    if value and value[0].isdigit():
        head, separator, tail = value.partition(":")
        number = read_number(head)
        items = [*_names(tail), *items] if separator else items
    elif value:
        items = [*_names(value), *items]
    items = [name.strip(" -–•;.") for name in items]
    items = [name for name in items if name]
    if number is None and not items:
        raise InvalidField("bad_number", text=value)
    if len(items) > MOST_ITEMS:
        raise InvalidField("many_items", count=len(items), limit=MOST_ITEMS)
    for name in items:
        _check_length(name)
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


def _check_length(name: str) -> None:
    if len(name) > LONGEST_NAME:
        raise InvalidField("long_figure_name", length=len(name), limit=LONGEST_NAME)
