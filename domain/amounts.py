"""Numbers and sums of money as people type them in Vietnam: "96.811", "46,276 triệu", "1,5 tỷ"."""

import re
from decimal import Decimal

from domain.errors import InvalidField
from domain.text import format_number, search_key

MOST = 10**15
_GROUPED = re.compile(r"\d{1,3}(?:([. ])\d{3})(?:\1\d{3})*|\d{1,3}(?:,\d{3}){2,}|\d+")
_POINTS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_COMMA_GROUP = re.compile(r"\d{1,3},\d{3}")
_CENTS = re.compile(r"(?<=\.\d{3}),0{1,2}$")
_SUM = re.compile(
    r"(?P<number>\d{1,3}(?: \d{3})+|\d[\d.,]*)\s*"
    r"(?P<unit>ty|ti|trieu|tr|nghin|ngan|ng|k)?\s*(?:dong|d|vnd|₫)?"
)
_UNIT = "ty|ti|trieu|tr|nghin|ngan|ng|k"
_DONG = r"\s*(?:dong|d|vnd|₫)?"
# "2 triệu 500 nghìn", "1 tỷ 200 triệu".
_IN_PARTS = re.compile(rf"(?:\d{{1,4}}\s*(?:{_UNIT})\s*)+\d{{1,3}}\s*(?:{_UNIT}){_DONG}")
_PART = re.compile(rf"(\d+)\s*({_UNIT})(?![a-z])")
# "1tr5", "2 triệu 350", "1 triệu rưỡi": what follows the unit is a part of it.
_AND_A_PART = re.compile(
    rf"(?P<whole>\d{{1,4}})\s*(?P<unit>ty|ti|trieu|tr)\s*(?P<part>\d{{1,3}}|ruoi){_DONG}"
)
_LIKE_MONEY = re.compile(
    # A word of a number stands apart from the unit: "băng" and "bằng" are no "ba ng".
    r"(?:[0-9]\s*|\b(?:mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|tram|chuc)\s+)"
    rf"(?:{_UNIT})(?![a-z])"
    r"|[0-9]\s*(?:dong|d|vnd|₫)(?![a-z])"
    # "46.276.000", "46 276 000" and "46276000", but neither a day, a year nor "1234/HĐ".
    r"|(?<![0-9a-z/.])[0-9]{1,3}(?:[., ][0-9]{3})+(?![0-9/])"
    r"|(?<![0-9a-z/.\-])(?!(?:19|20)[0-9]{2}(?![0-9]))[0-9]{4,}(?![0-9/\-])"
)
_UNITS = {
    "ty": 10**9,
    "ti": 10**9,
    "trieu": 10**6,
    "tr": 10**6,
    "nghin": 10**3,
    "ngan": 10**3,
    "ng": 10**3,
    "k": 10**3,
}
_DECIMAL = re.compile(r"\d+(?:,\d{1,9})?")


def read_number(text: str) -> int:
    """Return a whole number with or without its thousands grouped ("96.811", "96 811", "96,811").

    Raises InvalidField("bad_number", text=...).
    """
    key = search_key(text)
    if (_GROUPED.fullmatch(key) or _COMMA_GROUP.fullmatch(key)) and key.isascii():
        number = int(re.sub(r"[., ]", "", key))
        if number <= MOST:
            return number
    raise InvalidField("bad_number", text=text)


def read_money(text: str) -> int:
    """Return an amount of whole đồng above 0: "46.276.000 đồng", "46,276 triệu", "1,5 tỷ", "150tr".

    A comma is the decimal sign before "triệu" and "tỷ". Raises InvalidField("bad_amount", text=...)
    for anything else, and "ambiguous_amount" (text, less, more) for a point there, as in "46.276
    triệu", which some mean as a decimal sign and some as a thousand.
    """
    key = search_key(text)
    match = _SUM.fullmatch(key)
    if match is None:
        return _in_parts(text, key)
    number, unit = match["number"].strip(), match["unit"]
    amount = _scaled(text, number, _UNITS[unit]) if unit else _whole(text, number)
    if not 0 < amount <= MOST:
        raise InvalidField("bad_amount", text=text)
    return amount


def is_money(text: str) -> bool:
    """Tell whether the whole text has the shape of an amount, even of one that cannot be used."""
    key = search_key(text)
    return any(shape.fullmatch(key) for shape in (_SUM, _IN_PARTS, _AND_A_PART))


def has_money(text: str) -> bool:
    """Tell whether an amount stands anywhere in the text: with a unit, grouped, or of 4 digits."""
    return _LIKE_MONEY.search(search_key(text)) is not None


def is_grouped(text: str) -> bool:
    """Tell whether the text is a number grouped by points, which could be taken for a date."""
    return _POINTS.fullmatch(text) is not None


def _in_parts(text: str, key: str) -> int:
    """Read "2 triệu 500 nghìn", "1tr5" and "1 triệu rưỡi"."""
    amount = 0
    if match := _AND_A_PART.fullmatch(key):
        scale, part = _UNITS[match["unit"]], match["part"]
        share = "5" if part == "ruoi" else part
        amount = int(match["whole"]) * scale + int(Decimal(f"0.{share}") * scale)
        if len(share) == 2:
            # "2tr50" is 2.500.000 to some and 2.050.000 to others.
            less = int(match["whole"]) * scale + int(share) * scale // 1000
            raise InvalidField(
                "ambiguous_amount",
                text=text,
                less=format_number(less),
                more=format_number(amount),
            )
    elif _IN_PARTS.fullmatch(key):
        parts = [(int(number), _UNITS[unit]) for number, unit in _PART.findall(key)]
        scales = [scale for _number, scale in parts]
        fits = all(
            number * scale < before
            for (number, scale), before in zip(parts[1:], scales[:-1], strict=True)
        )
        amount = sum(number * scale for number, scale in parts) if fits else 0
    if not 0 < amount <= MOST:
        raise InvalidField("bad_amount", text=text)
    return amount


def _whole(text: str, number: str) -> int:
    number = _CENTS.sub("", number)
    if not _GROUPED.fullmatch(number):
        raise InvalidField("bad_amount", text=text)
    return int(re.sub(r"[., ]", "", number))


def _scaled(text: str, number: str, scale: int) -> int:
    if "." in number:
        bare = number.replace(".", "")
        if bare.isdigit() and _GROUPED.fullmatch(number):
            decimal = Decimal(number) if number.count(".") == 1 else Decimal(bare)
            raise InvalidField(
                "ambiguous_amount",
                text=text,
                less=format_number(int(decimal * scale)),
                more=format_number(int(bare) * scale),
            )
        number = number.replace(".", ",")
    if not _DECIMAL.fullmatch(number):
        raise InvalidField("bad_amount", text=text)
    amount = Decimal(number.replace(",", ".")) * scale
    if amount != int(amount):
        raise InvalidField("bad_amount", text=text)
    return int(amount)
