"""What a text asks of "how are we doing?": the month and the unit."""

import re

from domain.calls import Call
from domain.errors import InvalidPeriod
from domain.periods.spans import Month, months_in, parse_period
from domain.text import clean_line, search_key

# What is said about the whole board, and round a unit's name, in "tình hình …".
_OF_ALL = re.compile(
    r"(?:(?:tin|bai|nop|gui|dang|ghi|cac|don vi|chung|toan|ca|cua|ban|huyen|xa|phuong|minh|em|hien"
    r"|gio|nay|tai|bay|the|nao|sao|ra|roi|den|dau|thi|co|gi|moi|khong|vay|a|nhe|trong|ve)\b *)*"
)
_ROUND_A_UNIT = re.compile(
    r"^(?:của|trong|về)\s+|\s+(?:trong|của|vào|thế nào|ra sao)$", re.IGNORECASE
)


def read_asked(call: Call, text: str) -> tuple[Month | None, str] | None:
    """Return the month that a text names and the unit's name beside it, "" for all units.

    None where it names neither a month nor all there is, as "các đơn vị thế nào rồi" does.
    """
    board = call.board
    said = months_in(text, call.today, board.period_rule, board.closing_day, far_from=None)
    rest = clean_line(text)
    for _month, name in said:
        rest = " ".join(rest.replace(name, " ", 1).split())
    rest = _ROUND_A_UNIT.sub("", rest).strip(" ,.:;?!")
    if _OF_ALL.fullmatch(search_key(rest)):
        rest = ""
    if len(said) > 1 or (rest and not said):
        return None
    return said[0][0] if said else None, rest


def names_period(call: Call, text: str) -> bool:
    """Tell whether a text is a period's name."""
    board = call.board
    try:
        parse_period(text, call.today, board.period_rule, board.closing_day)
    except InvalidPeriod:
        return False
    return True
