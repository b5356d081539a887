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
    match = _SUM.fullmatch(search_key(text))
    if match is None:
        raise InvalidField("bad_amount", text=text)
    number, unit = match["number"].strip(), match["unit"]
    amount = _scaled(text, number, _UNITS[unit]) if unit else _whole(text, number)
    if not 0 < amount <= MOST:
        raise InvalidField("bad_amount", text=text)
    return amount


def is_money(text: str) -> bool:
    """Tell whether the whole text has the shape of an amount, even of one that cannot be used."""
    return _SUM.fullmatch(search_key(text)) is not None


def is_grouped(text: str) -> bool:
    """Tell whether the text is a number grouped by points, which could be taken for a date."""
    return _POINTS.fullmatch(text) is not None


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
