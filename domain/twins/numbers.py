"""Numbers in titles with what they count: "lần thứ III", "quý II", "15/6", "50 suất quà"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.syllables import is_syllable, read_syllable
from domain.twins.tokens import Token
from domain.twins.words import Vocabulary, WordKind

_TENS_ROMAN = ("", "x", "xx", "xxx")
_ONES_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ROMAN = {
    tens + ones: 10 * ten + one
    for ten, tens in enumerate(_TENS_ROMAN)
    for one, ones in enumerate(_ONES_ROMAN)
    if ten or one
}
_SPELLED = {
    "nhất": 1, "một": 1, "mốt": 1, "nhì": 2, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5,
    "lăm": 5, "sáu": 6,
    "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "giêng": 1, "chạp": 12,
}  # fmt: skip
_SPELLED_PLAIN = {
    "nhat": 1, "mot": 1, "nhi": 2, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "lam": 5,
    "sau": 6,
    "bay": 7, "tam": 8, "chin": 9, "muoi": 10, "gieng": 1, "chap": 12,
}  # fmt: skip
# Number words as a title's terms name them → digits.
SPELLED = {
    name: str(value)
    for word, value in [*_SPELLED.items(), ("đôi", 2)]
    for name in (read_syllable(word).form, read_syllable(word).key)
}
_SCALES = {
    "trăm": 100, "nghìn": 1000, "ngàn": 1000, "vạn": 10_000,
    "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9,
    "tram": 100, "nghin": 1000, "ngan": 1000, "van": 10_000,
    "trieu": 10**6, "ty": 10**9, "ti": 10**9,
}  # fmt: skip
_TENS = frozenset({"mươi", "muoi"})
COUNT = "count"
_COUNTED = "count:"
# The role of a number that ends a place's name, before the kind of place: "xã Vị Thanh 1".
NAMED = "tên "
DATING = frozenset({"date", "year", "range", "tháng", "ngày", "năm", "tuần"})
# A number word alone is often part of a name; behind these words it is a number.
_BEFORE_SPELLED = frozenset(
    {"số", "lần thứ", "kỳ họp thứ", "quý", "đợt", "học kỳ", "giai đoạn", "vòng"}
)
# "năm" is a year more often than a five.
_YEAR_WORDS = frozenset({"năm", "nam", "năm1"})
# "quý III/2025 xã Đak Pơ" and "làng Yăng 1, xã Ia Chía" count no communes.
BESIDE_NAME = frozenset({COUNT, f"{_COUNTED}xã", f"{_COUNTED}thôn"})
_ENDING = frozenset({"date", "year", "range"})
_SAME_ORDINAL = {"kỳ họp thứ": "lần thứ"}


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a title: `role` is what it counts, `value` what it says.

    Two numbers of one role that differ tell two articles apart.
    """

    role: str
    value: str

    @property
    def counts(self) -> bool:
        """Tell whether it is an amount of something, not a date, a session or a name."""
        return self.role == COUNT or self.role.startswith(_COUNTED)


@dataclass(frozen=True, slots=True)
class NumberSpan:
    """The numbers that tokens start..end-1 stand for."""

    start: int
    end: int
    numbers: tuple[Number, ...]


def read_numbers(
    tokens: Sequence[Token],
    words: Sequence[str],
    vocabulary: Vocabulary,
    free: Sequence[bool],
    within: Sequence[bool],
) -> list[NumberSpan]:
    """Return the numbers of a title in their order.

    `words` are the tokens as the vocabulary spells them; only tokens that are `free` can begin a
    number, others already belong to a phrase ("6 tháng đầu năm"), and no word `within` a phrase,
    behind its first, tells what a number counts.
    """
    spans: list[NumberSpan] = []
    position = 0
    while position < len(tokens):
        span = None
        if free[position]:
            before = _ordinal_before(words, vocabulary, position)
            if within[before[0]] and before[0] < position:
                before = (position, "")
            span = _dated(tokens, before, position) or _counted(
                tokens, words, vocabulary, position, spans, before
            )
        if span is None:
            position += 1
        else:
            spans.append(span)
            position = span.end
    return spans


def _dated(tokens: Sequence[Token], before: tuple[int, str], position: int) -> NumberSpan | None:
    token = tokens[position]
    if token.what not in ("date", "range", "month"):
        return None
    start, ordinal = before
    parts = [str(int(part)) for part in _digits(token.text)]
    if token.what == "date":
        numbers = date_of(token)
    elif token.what == "range":
        numbers = [Number("range", "-".join(parts))]
    else:
        numbers = [Number(ordinal or "tháng", parts[0]), Number("year", parts[1])]
    return NumberSpan(start, position + 1, tuple(numbers))


def date_of(token: Token) -> list[Number]:
    """Return the day, and the year, of a token that is a date; 20/11 is one besides a feast."""
    if token.what != "date":
        return []
    day, month, *year = [str(int(part)) for part in _digits(token.text)]
    return [Number("date", f"{day}/{month}"), *(Number("year", part) for part in year)]


def _ordinal_before(words: Sequence[str], vocabulary: Vocabulary, position: int) -> tuple[int, str]:
    """Return where the words before a number begin and what they say that it counts."""
    found = vocabulary.ordinals.match_back(words, position)
    if not found:
        return position, ""
    start = position - found[0]
    ordinal = _SAME_ORDINAL.get(found[1].name, found[1].name)
    # "tuần thứ 23" and "khóa thứ XV" count weeks and terms.
    rank = ordinal == "lần thứ" and found[0] == 1
    before = vocabulary.ordinals.match_back(words, start) if rank else None
    if before and before[1].name not in ("kỳ", "ngày", "năm"):
        return start - before[0], _SAME_ORDINAL.get(before[1].name, before[1].name)
    return start, ordinal


def _counted(
    tokens: Sequence[Token],
    words: Sequence[str],
    vocabulary: Vocabulary,
    position: int,
    spans: Sequence[NumberSpan],
    before: tuple[int, str],
) -> NumberSpan | None:
    start, ordinal = before
    value, end = _value(tokens, words, vocabulary, position, ordinal)
    if end == position:
        return None
    if tokens[position - 1].what == "word" and ordinal == "ngày" and end < len(tokens) - 1:
        month = _month_behind(tokens, words, end)
        if month:
            return NumberSpan(start, end + 2, (Number("date", f"{value}/{month}"),))
    counted = _role_behind(words, vocabulary, end)
    written = tokens[position].text
    if (
        ordinal in ("", "năm")
        and len(written) == 4
        and written[:2] in ("19", "20")
        and (ordinal or counted in BESIDE_NAME)
    ):
        return NumberSpan(start, end, (Number("year", value),))
    if ordinal and ordinal != "năm":
        return NumberSpan(start, end, (Number(ordinal, value),))
    joins = spans and spans[-1].end == position and spans[-1].numbers[-1].role
    # "quý I, II" goes on with quarters; in "quốc lộ 19, 2 người" the second number counts people.
    if joins and joins not in _ENDING and not joins.startswith(COUNT) and counted == COUNT:
        return NumberSpan(position, end, (Number(joins, value),))
    return NumberSpan(position, end, (Number(counted, value),))


def _value(
    tokens: Sequence[Token],
    words: Sequence[str],
    vocabulary: Vocabulary,
    position: int,
    ordinal: str,
) -> tuple[str, int]:
    token, word = tokens[position], words[position]
    spelled = _SPELLED.get(token.text)
    if vocabulary.phrases.plain:
        spelled = spelled or _SPELLED_PLAIN.get(word)
    end = position + 1
    if token.what == "number":
        amount = _amount(token.text)
    elif roman := _roman(token, ordinal):
        return str(roman), end
    elif not spelled:
        return "", position
    elif ordinal in _BEFORE_SPELLED or _has_scale(tokens, end):
        amount, end = _spelled_amount(tokens, words, position)
    elif ordinal == "tháng" and word not in _YEAR_WORDS:
        amount, end = _spelled_amount(tokens, words, position)
        return f"{amount:g}", end
    elif word not in _YEAR_WORDS:
        amount, end = _spelled_amount(tokens, words, position)
        return (f"{amount:g}", end) if _counts_unit(words, vocabulary, end) else ("", position)
    else:
        return "", position
    while end < len(tokens) and (scale := _SCALES.get(tokens[end].text)):
        amount *= scale
        end += 1
    return f"{amount:g}" if amount < 1e6 else f"{amount:.0f}", end


def _counts_unit(words: Sequence[str], vocabulary: Vocabulary, end: int) -> bool:
    """Tell whether a number word stands before what it counts: "ba học sinh", not "sông Ba"."""
    unit = vocabulary.units.match(words, end) if end < len(words) else None
    phrase = vocabulary.phrases.match(words, end) if unit else None
    # "tổ" is counted, "tổ chức" is not.
    return unit is not None and (phrase is None or phrase[0] <= unit[0])


def _roman(token: Token, ordinal: str) -> int | None:
    # "vi" and "xi" are words as well as numbers.
    if ordinal or (len(token.text) > 1 and not is_syllable(token.text)):
        return _ROMAN.get(token.text)
    return None


def _has_scale(tokens: Sequence[Token], end: int) -> bool:
    return end < len(tokens) and (tokens[end].text in _TENS or tokens[end].text in _SCALES)


def _spelled_amount(
    tokens: Sequence[Token], words: Sequence[str], position: int
) -> tuple[float, int]:
    amount, end = 0.0, position
    while end < len(tokens):
        text = tokens[end].text
        digit = _SPELLED.get(text) or _SPELLED_PLAIN.get(words[end])
        if text in _TENS and end > position:
            amount *= 10
        elif text in ("trăm", "tram") and amount < 10:
            amount *= 100
        elif digit and (
            # Fifteen is "mười lăm"; "mười năm" is ten years.
            end == position or (amount % 10 == 0 and text not in _YEAR_WORDS)
        ):
            amount += digit
        else:
            break
        end += 1
    return amount, end


def _amount(text: str) -> float:
    """Read 1.500 and 1,500 as thousands, 1,5 and 1.5 with a decimal part."""
    parts = text.replace(",", ".").split(".")
    if len(parts) > 1 and all(len(part) == 3 for part in parts[1:]):
        return float("".join(parts))
    return float(".".join(parts[:2]))


def _month_behind(tokens: Sequence[Token], words: Sequence[str], end: int) -> str:
    behind = tokens[end + 1]
    if words[end] in ("thang2", "thang") and behind.what == "number":
        return behind.text.lstrip("0")
    return ""


def _role_behind(words: Sequence[str], vocabulary: Vocabulary, end: int) -> str:
    found = vocabulary.units.match(words, end) if end < len(words) else None
    phrase = vocabulary.phrases.match(words, end) if found else None
    # "xã Tân An 3 tổ chức" counts no groups.
    if phrase and found and phrase[1].kind is WordKind.FILLER and phrase[0] > found[0]:
        return COUNT
    return f"{_COUNTED}{found[1].name}" if found else COUNT


def _digits(text: str) -> list[str]:
    return re.findall("[0-9]+", text)
