"""A payment or a year's budget written on a line: "nhuận bút 46.276.000 15/6/2021".

What it was for, the amount and the day stand in any order, and whom it was for may be added.
"""

import re
from collections.abc import Sequence
from datetime import date

from domain.amounts import has_money, is_money, read_money
from domain.boards import FigureDefinition, FigureKind
from domain.dates import looks_like_date
from domain.errors import InvalidField, NotFound
from domain.reports.figures import Entry, EntryKind
from domain.reports.lines.entries import (
    FigureLine,
    check_length,
    insisting,
    is_day,
    is_sure_day,
    past_day,
    plain,
    take_day,
)
from domain.text import clean_line, format_number, has_digit, search_key

# The year's money: these words, and none that says what it was spent on.
_MONEY = r"(?:ngan sach|kinh phi|du toan|budget)"
_GIVEN = (
    r"(?:tong so|tong cong|tong|toan bo|nguon|nha nuoc|duoc|giao|cap|phan bo|phe duyet|duyet|la"
    r"|(?:(?:ca|dau|trong|cua|cho) )?nam(?: nay)?|total|annual|approved|for|[0-9]{4})"
)
_BUDGET = re.compile(rf"(?:{_GIVEN} )*{_MONEY}(?: (?:{_MONEY}|{_GIVEN}))*")
_GIVES = r"(?:cap|giao|phan bo|phe duyet)"
_GIVERS = r"(?:ubnd|hdnd|tinh|thanh pho|huyen|quan|thi xa|xa|phuong|thi tran|cap tren|trung uong)"
# A supplement, a part of the year's money, or a sum of payments: what it is has to be asked.
_CHANGED = r"(?:bo sung|dieu chinh|tang|giam|them|con lai|da|chi|supplementary)"
_PERHAPS_BUDGET = re.compile(
    rf"(?:(?:{_GIVEN}|{_CHANGED}) )*(?:ngan sach|du toan|budget)(?: .*)?"
    rf"|(?:(?:{_GIVEN}|{_CHANGED}) )*kinh phi (?:.* )?"
    rf"(?:{_GIVEN}|{_CHANGED}|hoat dong|thuong xuyen|tu chu|quy|thang|ky)(?: .*)?"
    rf"|(?:{_GIVEN}|{_CHANGED})(?: (?:{_GIVEN}|{_CHANGED}|{_MONEY}))*"
    rf"|(?:duoc )?{_GIVERS} (?:\w+ ){{0,4}}?{_GIVES} (?:(?:bo sung|them) )?{_MONEY}(?: .*)?"
    rf"|(?!xa giao)(?:{_GIVERS} )+(?:(?:da|vua|moi) )?{_GIVES}"
    r"|kinh phi (?:cho |cua )?(?:ban|bbt|ban bien tap)"
    r"|(?:(?:tong|so|tien|da) )*chi (?:(?:trong|cua|ca quy(?! [0-9iv])|ca|quy(?= [0-9iv])|dau|cuoi"
    r"|bao cao|(?:ky|thang|nam)[0-9]*|[0-9]+|i|ii|iii|iv)\b ?)+"
)
# "12 bài x 150.000", "12 bài, mỗi bài 150.000": an amount for one of several things.
_EACH = re.compile(
    r"[0-9].*(?:^|[\s,])(?:[x*×]|don gia|moi (?:anh|bai|buoi|cai|ky|nguoi|so|suat|thang|tin))(?!\S)"
    r"|^[x*×](?!\S)"
)
# "mỗi tháng 2 triệu": for each of how many? "Phụ cấp hàng tháng" is a name.
_FOR_EACH = re.compile(r"\b(?:mỗi \w+|moi (?:thang|quy|nam|tuan|bai|tin))$")
# "Ống kính chụp gần 5.000.000" is a name, "gần 5 triệu" is about as much.
_ABOUT = re.compile(
    r"(?:\b(?:khoảng|khoang|hơn|chừng|xấp xỉ|xap xi|ít nhất|tối đa|không quá)"
    r"|[0-9] (?:đến|den|tới|toi|hoặc|hay)"
    r"|(?<!chụp )\bgần(?= \d[\d.,]*\s*(?:k|tr|triệu|nghìn|ngàn|tỷ|tỉ)\b)) (?P<amount>\d.*)"
)
_FEE = r"(?:tiền |tien )?(?:nhuận bút|nhuan but|nhuận ảnh|nhuan anh|thù lao|thu lao)"
# What was paid comes back. "Hoàn trả tạm ứng" and "trả lại tiền cho nhà in" are payments.
_BACK = re.compile(
    r"(?:thu hồi|thu hoi|(?:hoàn lại|hoan lai|hoàn trả|hoan tra|nộp lại|nộp trả|trả lại)"
    rf" {_FEE})\b"
)
# A verb before the amount: "trả 2 triệu nhuận bút".
_PAID = re.compile(
    r"^(?:(?:đã|da) )?(?:chi trả|chi tra|chi|trả|tra|thanh toán|thanh toan) (?=\d)", re.IGNORECASE
)
# Neither "chị Lan" nor "trà nước", nor "chi bộ", which is a body.
_SAYS_PAID = re.compile(
    r"(?:(?:đã|da|vừa|vua|mới|moi) )*(?:chi(?! (?:bộ|bo|nhánh|nhanh|đoàn|doan|hội|hoi|cục|cuc|ủy))"
    r"|trả|thanh toán|thanh toan|tra(?=[ -~]+$)) "
)
_AMOUNT_AHEAD = re.compile(
    r"\d[\d.,]*(?:\d{3}|\s*(?:k|tr\d*|triệu|trieu|nghìn|nghin|ngàn|ngan|tỷ|tỉ|ty|ti))\b",
    re.IGNORECASE,
)
# The amount in words behind it: "46.276.000 đồng (bằng chữ: bốn mươi sáu triệu …)".
_IN_WORDS = re.compile(
    r"\s*\((?:viết )?(?:bằng chữ|bang chu)[^()]*\)"
    r"|(?:(?<=\d)|(?<=đ)|(?<=đồng))\s*"
    r"\((?>[^()\d]*?\b(?:triệu|nghìn|ngàn)\b)(?=[^()\d]*đồng)[^()\d]*\)",
    re.IGNORECASE,
)
_MARKS = frozenset({"|", "-", "–"})
_PARTIES = {
    "don vi": "unit",
    "cho don vi": "unit",
    "unit": "unit",
    "nguoi nhan": "payee",
    "nguoi huong": "payee",
    "payee": "payee",
    # For whom it was, which may be a unit, a person, or what it was paid for.
    "cho": "either",
}
_PARTY = re.compile(
    rf"[ ,;]({'|'.join(sorted(_PARTIES, key=len, reverse=True))})\b\s*:?\s*", re.ASCII
)
# Words of an amount that are no category: "500 nghìn đồng cho nhuận bút".
_CATEGORY = re.compile(r"\b(?!(?:dong|d|vnd|k|nghin|ngan|trieu|ty|ti|tr|ngay|thang|nam)\b)[a-z]+")
# A day before all else: "15/6 nhuận bút 2tr". "Thứ bảy", "sáng", "1/2 trang" are of a name.
_DAY_AHEAD = re.compile(
    r"(?!(?:1/[2-4]|2/3|3/4|24/7) )"
    r"((?:ngày |ngay )?\d{1,2}(?:/\d{1,2}(?:/\d{4})?|[.-]\d{1,2}[.-]\d{4})|h[ôo]m nay|h[ôo]m qua)"
    r"[:,]? (?=.)",
    re.IGNORECASE,
)
# A day between category and amount: "hôm qua", and a date behind a fee; "phục vụ bầu cử 23/5/2021"
# and "chương trình Hôm nay" are categories.
_DAY_BETWEEN = re.compile(
    r"(?P<name>.*[^\s:,])[:,]? (?P<near>h[ôo]m nay|h[ôo]m qua):? (?P<amount>.+)"
    rf"|(?P<fee>(?i:{_FEE}))[:,]? (?:ngày |ngay )?(?P<day>\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{4}}):?"
    r" (?P<paid>.+)"
)
_LONGEST_AMOUNT = 60  # characters
# What has a number behind it, which is no part of an amount: "quý 2".
_NUMBERED = frozenset({"quy", "thang", "so", "dot", "ky", "lan", "tuan"})
_LEAST_PAID = 1000  # đồng; "nhuận bút 12 bài" has no amount


def read_pay_line(text: str, definitions: Sequence[FigureDefinition], today: date) -> FigureLine:
    """Read a line of /pay; its figure is the first of money unless another one's name begins it.

    Raises NotFound("money_figure") where the board keeps no money, and InvalidField
    "many_lines" for several payments, and those of `read_payment`.
    """
    money = [definition for definition in definitions if definition.kind is FigureKind.MONEY]
    if not money:
        raise NotFound("money_figure")
    lines = [line for part in text.splitlines() if (line := plain(part))]
    words, sure = insisting(one_line(lines))
    chosen = money[0]
    if len(money) > 1:
        for definition in money:
            name = search_key(definition.name).split()
            if search_key(" ".join(words[: len(name)])).rstrip(":") == " ".join(name):
                chosen, words = definition, words[len(name) :]
                break
    return paid(" ".join(words), chosen, today, sure=sure)


def read_payment(text: str, definition: FigureDefinition, today: date) -> Entry:
    """Read a year's budget ("ngân sách 2021 150 triệu") or a payment ("nhuận bút 8.620.000 15/6").

    Raises InvalidField: "bad_payment" without an amount, "payment_without_category",
    "bad_amount" (with `several` where there are two amounts), "ambiguous_amount", "vague_amount",
    "money_back", "budget_or_payment", "long_figure_name", "bad_date", "future_day".
    """
    words = [word for word in clean_line(text).split() if word not in _MARKS]
    rest, day, _dated = _take_payment_day(words, today)
    bare = _PAID.sub("", rest)
    if is_money(bare) or not _AMOUNT_AHEAD.match(bare):
        bare = rest
    name, amount = _take_amount(bare.split(), text)
    key = " ".join(re.findall(r"\w+", search_key(name)))
    years = {int(year) for year in re.findall(r"\b[0-9]{4}\b", key)}
    if _BUDGET.fullmatch(key) and len(years) < 2:
        year = min(years, default=today.year)
        if not 2000 <= year <= 2100:
            raise InvalidField("bad_payment", text=text)
        return Entry(definition.code, EntryKind.BUDGET, date(year, 1, 1), amount)
    name = name.strip(" :;,|=-–")
    if not name:
        raise InvalidField("payment_without_category", text=text)
    check_length(name)
    _check_alone(name, text)
    if _FOR_EACH.search(name.lower()):
        raise InvalidField("bad_amount", text=text, several="yes")
    if amount < _LEAST_PAID:
        raise InvalidField("bad_amount", text=text)
    about = _ABOUT.search(bare.lower())
    if about and is_money(about["amount"]):
        raise InvalidField("vague_amount", text=text)
    if _BACK.match(name.lower()):
        raise InvalidField("money_back", text=name)
    if _PERHAPS_BUDGET.fullmatch(key):
        raise InvalidField("budget_or_payment", text=name)
    return Entry(definition.code, EntryKind.PAYMENT, day, amount, None, name)


def says_paid(text: str) -> bool:
    """Tell whether a text says that something was paid: "đã chi …", "trả nhuận bút …"."""
    return _SAYS_PAID.match(clean_line(text).lower()) is not None


def one_line(lines: Sequence[str]) -> str:
    """Return a payment that was written on one line or with its amount and day on their own.

    Raises InvalidField("many_lines") where several lines hold a number.
    """
    numbered = [line for line in lines if has_digit(line) and not looks_like_date(line)]
    if len(numbered) > 1:
        raise InvalidField("many_lines", text=numbered[0])
    return " ".join(lines)


def paid(text: str, definition: FigureDefinition, today: date, *, sure: bool) -> FigureLine:
    """Read a payment with whom it is for: "… | đơn vị: Công an huyện | người nhận: Trần Văn B"."""
    base, named, others = _take_parties(_IN_WORDS.sub("", text))
    entry = read_payment(base, definition, today)
    words = [word for word in clean_line(base).split() if word not in _MARKS]
    dated = _take_payment_day(words, today)[2]
    unit, payee = named.get("unit", ""), named.get("payee", "")
    for name in (unit, payee, *others):
        check_length(name)
        _check_alone(name, text)
    if entry.kind is EntryKind.BUDGET and (unit or payee or others):
        raise InvalidField("bad_payment", text=text)
    return FigureLine(definition, (entry,), sure, dated, unit, payee, others)


def _take_parties(text: str) -> tuple[str, dict[str, str], tuple[str, ...]]:
    """Split a payment's own words from its unit, its payee, and what may be either."""
    named: dict[str, str] = {}
    fields = _fields(text)
    first, *rest = fields or [""]
    # Labels within a line stand behind the amount: "hỗ trợ đơn vị 500.000" is a category.
    key = search_key(first)
    labels = [
        match
        for match in _PARTY.finditer(key)
        if len(key) == len(first) and has_digit(key[: match.start()])
    ]
    ends = [match.start() for match in labels[1:]] + [len(first)]
    days: list[str] = []
    for match, end in zip(labels, ends, strict=False):
        value, day = _without_day(first[match.end() : end].strip(" ,:;."))
        days += day
        named[_PARTIES[match[1]]] = value
    base = [first[: labels[0].start()].rstrip(" ,;") if labels else first]
    others = []
    either = named.pop("either", "")
    if either and _CATEGORY.search(re.sub(r"[\d.,/-]+[a-z]*", " ", search_key(base[0]))):
        others.append(either)
    elif either:
        base.append(either)
    base += days
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


def _fields(text: str) -> list[str]:
    """Split a payment at "|", and at ";" only before a label, a day or an amount."""
    fields: list[str] = []
    for part in re.split(r"[|｜]", text):
        first, *others = part.split(";")
        fields.append(first)
        for piece in others:
            field = clean_line(piece)
            day = is_day(field) and has_digit(field)
            if day or is_money(field) or _PARTY.match(f" {search_key(field)}"):
                fields.append(field)
            else:
                fields[-1] += f";{piece}"
    return [field for each in fields if (field := clean_line(each))]


def _without_day(text: str) -> tuple[str, list[str]]:
    """Split a day at the end from a name: "Trần Văn B 15/6/2021" is no name."""
    words = text.split()
    for start in range(1, len(words)):
        tail = " ".join(words[start:])
        if is_day(tail):
            return " ".join(words[:start]).rstrip(" ,;"), [tail]
    return text, []


def _take_payment_day(words: Sequence[str], today: date) -> tuple[str, date, bool]:
    """Split a payment's day off: at the end, before all else, or between category and amount.

    There "hôm qua" and "14/6/2021" are the day, but not "kỷ niệm 21/6" nor "QĐ số 5 ngày 3/3/2021".
    """
    rest, day, dated = take_day(words, today, bare=False)
    if dated:
        return rest, day, dated
    if ahead := _DAY_AHEAD.match(rest):
        return rest[ahead.end() :], past_day(ahead[1], today), True
    if between := _DAY_BETWEEN.fullmatch(rest):
        name, piece, amount = (found for found in between.groups() if found)
        if is_money(amount) and is_sure_day(piece, today):
            return f"{name} {amount}", past_day(piece, today), True
    return rest, day, dated


def _take_amount(words: Sequence[str], text: str) -> tuple[str, int]:
    """Return the words beside the amount, which stands at the end or else at the beginning."""
    heads = (" ".join(words[:end]) for end in range(min(len(words), _LONGEST_AMOUNT), 0, -1))
    ahead = next(
        (len(head.split()) for head in heads if len(head) <= _LONGEST_AMOUNT and is_money(head)), 0
    )
    for start in range(len(words)):
        tail = " ".join(words[start:])
        if 0 < ahead <= start and re.fullmatch("[0-9]{1,3}", tail):
            continue  # "2 triệu nhuận bút tháng 6"
        if len(tail) <= _LONGEST_AMOUNT and is_money(tail):
            _check_numbered(words[:start], words[start:])
            return " ".join(words[:start]), read_money(tail)
    if ahead:
        return " ".join(words[ahead:]), read_money(" ".join(words[:ahead]))
    raise InvalidField("bad_payment", text=text)


def _check_numbered(before: Sequence[str], amount: Sequence[str]) -> None:
    """Raise InvalidField for "quý 2 500 000", which may be 500.000 or 2.500.000."""
    rest = " ".join(amount[1:])
    if (
        before
        and search_key(before[-1]) in _NUMBERED
        and re.fullmatch("[0-9]{1,2}", amount[0])
        and rest[:1].isdigit()
        and is_money(rest)
    ):
        raise InvalidField(
            "ambiguous_amount",
            text=" ".join([before[-1], *amount]),
            less=format_number(read_money(rest)),
            more=format_number(read_money(" ".join(amount))),
        )


def _check_alone(name: str, text: str) -> None:
    """Raise InvalidField where a second amount stands beside a payment's: which one is it."""
    if has_money(name) or _EACH.search(search_key(name)):
        raise InvalidField("bad_amount", text=text, several="yes")
